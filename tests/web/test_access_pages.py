"""Her access page: who may see her card and why, closing it and opening it, and her choice about the card itself."""

import pytest
from msgspec.structs import replace

from helsekort.actions import blocks
from helsekort.record.agreements import LegalBasis
from helsekort.record.ids import to_text
from tests.actions import every_emergency_action
from tests.actions.test_secret_addresses import clear, hide
from tests.cast import Cast
from tests.store.stored import content
from tests.web.at_work import AtWork, amir, card_path, ingrid, words

HERE = "/min/tilgang"


@pytest.fixture
def nora(cast: Cast) -> AtWork:
    """Gives Nora's browser."""
    return AtWork(cast.ctx, cast.nora, "nora")


def _path(cast: Cast) -> str:
    return f"{HERE}/sperr/{to_text(cast.amir.party)}"


def test_it_says_who_why_and_when_last(cast: Cast, nora: AtWork) -> None:
    assert amir(cast).get(card_path(cast.nora_card)).status_code == 200
    said = nora.says(HERE)
    assert "Amir Rahimi , lege Så kortet sist i dag klokken 10.00." in said
    assert "Følger deg opp. Kan se kortet siden i dag." in said
    assert "Lars" not in said


def test_with_a_secret_address_no_place_is_named_and_each_can_be_closed_out(cast: Cast, nora: AtWork) -> None:
    """A dash stood for each place, and what was to be pressed said "Sperr for hele –"."""
    hide(cast)
    clear(cast, cast.ingrid.organisation)
    said = nora.says(HERE)
    assert "En helsetjeneste Følger deg opp." in said
    assert "Sperr for hele stedet" in said
    assert "–" not in said
    assert "Solsiden" not in said


def test_her_page_has_the_way_to_it(nora: AtWork) -> None:
    assert 'href="/min/tilgang"' in nora.get("/min").text
    assert 'href="/min/tilgang"' in nora.get("/min/innsyn").text


def test_nothing_is_closed_before_she_has_read_what_it_means(cast: Cast, nora: AtWork) -> None:
    before = content(cast.ctx)
    said = nora.says(_path(cast))
    assert "De får ikke vite at de er sperret." in said
    assert "går ansvaret til en annen" in said
    assert {**content(cast.ctx), "session": []} == {**before, "session": []}


def test_closed_and_opened_again_by_two_presses(cast: Cast, nora: AtWork) -> None:
    his = amir(cast)
    assert his.get(card_path(cast.nora_card)).status_code == 200
    assert nora.post(_path(cast)).headers["location"] == f"{HERE}?sagt=sperret#sperret"
    refused, absent = his.get(card_path(cast.nora_card)), his.get(card_path(77))
    assert refused.status_code == 403
    assert (refused.content, refused.headers) == (absent.content, absent.headers)
    said = nora.says(f"{HERE}?sagt=sperret")
    assert "Amir Rahimi Ser ingenting av helsekortet. Siden i dag." in said
    lifted = nora.post(f"{HERE}/opphev", whom=to_text(cast.amir.party), of_class="")
    assert lifted.status_code == 303
    assert his.get(card_path(cast.nora_card)).status_code == 200


@pytest.mark.parametrize("path", ["/klinikk", "/klinikk/oppgaver", "/klinikk/henvisninger", "/klinikk/svar"])
def test_her_name_is_on_no_page_of_his_desk(cast: Cast, nora: AtWork, path: str) -> None:
    his = amir(cast)
    if path == "/klinikk":
        assert "Nora" in his.get(path).text
    nora.post(_path(cast))
    assert "Nora" not in his.get(path).text


def test_a_single_class_can_be_closed_and_one_kept_off_her_page_is_not_named(
    cast: Cast, nora: AtWork
) -> None:
    offered = nora.get(_path(cast)).text
    assert 'value="infection"' in offered
    assert 'value="violence"' not in offered
    nora.post(_path(cast), of_class="infection")
    assert "Ser ikke dette: Infeksjon." in nora.says(HERE)
    assert amir(cast).get(card_path(cast.nora_card)).status_code == 200
    path = f"{card_path(cast.nora_card)}/tilgang"
    hers = ingrid(cast)
    assert "Vold" in hers.says(path)
    seen = ("/min", HERE, "/min/innsyn")
    pages = [nora.get(each).text for each in seen]
    hers.post(path, whom=to_text(cast.amir.party), of_class="violence", her_word="yes")
    assert [nora.get(each).text for each in seen] == pages
    assert "Amir Rahimi (Vold)" in hers.says(path)
    assert nora.post(_path(cast), of_class="weather").status_code == 422


def test_someone_is_found_by_name_which_stands_in_no_address(cast: Cast, nora: AtWork) -> None:
    answer = nora.post(HERE, navn="brekke")
    assert answer.status_code == 200
    assert "Lars Brekke lege, Nordlia legesenter" in words(answer.text)
    assert to_text(cast.lars.party) in answer.text
    assert "Fant ingen med dette navnet" in nora.post(HERE, navn="Kari").text
    assert "Fant ingen med dette navnet" in nora.post(HERE, navn="br").text


@pytest.mark.parametrize("name", ["0", "x", "../kort", "00000000004d", "ÆØÅ"])
def test_nobody_that_can_be_closed_out_is_404(nora: AtWork, name: str) -> None:
    assert nora.get(f"{HERE}/sperr/{name}").status_code == 404
    assert nora.post(f"{HERE}/sperr/{name}").status_code in (404, 422)
    assert nora.post(f"{HERE}/opphev", whom=name, of_class="").status_code in (404, 422)


def test_a_woman_is_none_of_those(cast: Cast, nora: AtWork) -> None:
    assert nora.get(f"{HERE}/sperr/{to_text(cast.kari.party)}").status_code == 404


def test_the_clinician_has_no_such_page(cast: Cast) -> None:
    his = amir(cast)
    for path in (HERE, f"{HERE}/samtykke", _path(cast)):
        assert his.get(path).status_code == 403


def test_reserving_takes_two_presses_and_is_taken_back_by_one(cast: Cast, nora: AtWork) -> None:
    hers = ingrid(cast)
    asked = nora.post(f"{HERE}/samtykke", do="withdraw")
    assert "Er du sikker?" in asked.text
    assert hers.get(card_path(cast.nora_card)).status_code == 200
    nora.post(f"{HERE}/samtykke", do="withdraw", sure="yes")
    assert hers.get(card_path(cast.nora_card)).status_code == 403
    assert "Ingen andre enn du kan åpne helsekortet ditt nå." in nora.says(HERE)
    assert "Du har reservert deg" in nora.says(f"{HERE}/samtykke")
    nora.post(f"{HERE}/samtykke", do="give")
    assert hers.get(card_path(cast.nora_card)).status_code == 200


def test_withdrawn_she_reads_what_remains(cast: Cast) -> None:
    trial = replace(cast, ctx=replace(cast.ctx, legal_basis=LegalBasis.TRIAL))
    nora = AtWork(trial.ctx, trial.nora, "nora")
    nora.post(f"{HERE}/samtykke", do="give")
    assert "Trekke samtykket tilbake" in nora.says(f"{HERE}/samtykke")
    done = nora.post(f"{HERE}/samtykke", do="withdraw", sure="yes")
    assert done.headers["location"] == f"{HERE}/samtykke?sagt=trukket"
    said = nora.says(f"{HERE}/samtykke")
    assert "Alt som sto på helsekortet ditt, er slettet." in said
    assert "Loggen din: hvem som har sett kortet, og når." in said
    assert nora.get("/min").headers["location"] == f"{HERE}/samtykke"
    log = nora.says("/min/innsyn")
    assert "Du endret om du vil ha helsekort" in log
    assert "Alt på helsekortet ditt ble slettet klokken 10.00, slik du ba om." in log


def test_what_is_written_down_by_a_unit_says_so(cast: Cast, nora: AtWork) -> None:
    blocks.block_on_her_word(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, whom=cast.amir.organisation)
    said = nora.says(HERE)
    assert "Skrevet ned av Solsiden helsestasjon, slik du ba om." in said
    assert "Torget legesenter sperret" in said


def test_her_log_tells_what_she_did_herself(nora: AtWork, cast: Cast) -> None:
    nora.post(_path(cast))
    nora.post(f"{HERE}/opphev", whom=to_text(cast.amir.party), of_class="")
    said = nora.says("/min/innsyn")
    assert "Du sperret helsekortet ditt for noen klokken 10.00." in said
    assert "Du opphevet en sperring klokken 10.00." in said


def test_beside_the_card_nothing_is_closed_without_her_word(cast: Cast) -> None:
    hers = ingrid(cast)
    path = f"{card_path(cast.nora_card)}/tilgang"
    assert "Amir Rahimi, lege, Torget legesenter" in hers.says(path)
    before = content(cast.ctx)["block"]
    refused = hers.post(path, whom=to_text(cast.amir.party))
    assert refused.status_code == 422
    assert "Kryss av for at hun har bedt om det." in words(refused.text)
    assert hers.post(path, her_word="yes").status_code == 422
    assert content(cast.ctx)["block"] == before
    done = hers.post(path, whom=to_text(cast.amir.party), her_word="yes")
    assert done.headers["location"] == f"{path}?sagt=sperret"
    assert amir(cast).get(card_path(cast.nora_card)).status_code == 403
    hers.post(path, do="lift", whom=to_text(cast.amir.party), of_class="")
    assert content(cast.ctx)["block_end"] != []


def test_beside_the_card_stand_those_who_follow_her_and_none_who_only_looked(cast: Cast) -> None:
    every_emergency_action.broken(cast)
    now = ingrid(cast).get(f"{card_path(cast.nora_card)}/tilgang").text.split('id="sperre"')[0]
    assert "Amir Rahimi, lege, Torget legesenter" in now
    assert "Ingrid Dahl, jordmor, Solsiden helsestasjon" in now
    assert "Lars Brekke" not in now


def test_what_she_closed_herself_is_not_told_beside_the_card(cast: Cast, nora: AtWork) -> None:
    hers = ingrid(cast)
    path = f"{card_path(cast.nora_card)}/tilgang"
    before = hers.get(path).text
    nora.post(_path(cast))
    assert hers.get(path).text == before


@pytest.mark.parametrize(("who", "opens"), [("me", False), ("unit", False)])
def test_who_ends_it_goes_back_to_the_list_and_is_out(cast: Cast, who: str, opens: bool) -> None:
    his = amir(cast)
    ended = his.post(f"{card_path(cast.nora_card)}/tilgang/avslutt", who=who)
    assert ended.headers["location"] == "/klinikk"
    assert (his.get(card_path(cast.nora_card)).status_code == 200) is opens
    assert "Amir Rahimi, lege ved Torget legesenter, avsluttet oppfølgingen av deg" in AtWork(
        cast.ctx, cast.nora, "nora"
    ).says("/min/innsyn")


@pytest.mark.parametrize("about", ["", "Blåmerker, og hun er redd."])
def test_who_opened_it_in_an_emergency_stands_there_for_the_hour(
    cast: Cast, nora: AtWork, about: str
) -> None:
    told = "Har åpnet kortet med nødtilgang. Det varer til i dag klokken 11.00."
    assert told not in nora.says(HERE)
    every_emergency_action.broken(cast, about_violence=about)
    said = nora.says(HERE)
    assert said.count(told) == 1
    assert said.count("Lars Brekke , lege") == 1
