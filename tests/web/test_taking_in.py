"""The page that takes in a woman: found by number or not, one form, one answer, nothing typed twice."""

import re

import pytest
from msgspec.structs import replace

from helsekort.access.actors import Actor, ActorKind
from helsekort.actions import cards
from helsekort.record import ids
from helsekort.record.agreements import LegalBasis
from tests.cast import Cast, number_of
from tests.past import end_card
from tests.web.at_work import AtWork, card_path, kari, words

THURID = {
    "kind": "national",
    "number": number_of(20),
    "name": "Thurid  Moen",
    "birth_date": "20.05.1990",
    "language": "TI",
    "phone": "55 00 11 22",
    "why": "came",
    "key": "one",
}
NORA = {**THURID, "number": number_of(4), "name": "Nora Sletten", "birth_date": "04.05.1990"}


@pytest.fixture
def lars(cast: Cast) -> AtWork:
    return AtWork(cast.ctx, cast.lars, "lars")


def _card(location: str) -> int:
    return ids.from_text(location.removeprefix("/klinikk/kort/"))


def test_a_number_nobody_on_the_list_has_stands_in_the_form_known_or_not(cast: Cast, lars: AtWork) -> None:
    pages = []
    for day in (4, 20):
        answer = lars.post("/klinikk/finn", number=number_of(day))
        assert answer.status_code == 200
        assert f'value="{number_of(day)}"' in answer.text
        pages.append(re.sub(r'name="key" value="[^"]+"', "", answer.text.replace(number_of(day), "")))
    assert pages[0] == pages[1]
    assert "Ingen på listen din har dette nummeret." in words(pages[0])


def test_an_urgent_search_is_refused_as_before(lars: AtWork) -> None:
    answer = lars.post("/klinikk/finn", number=number_of(4), akutt="1")
    assert answer.status_code == 403
    assert number_of(4) not in answer.text


def test_what_is_typed_stands_on_the_new_card(cast: Cast, lars: AtWork) -> None:
    answer = lars.post("/klinikk/ny", **THURID)
    assert answer.status_code == 303
    card = _card(answer.headers["location"])
    opened = cards.open_card(cast.lars, ctx=cast.ctx, card=card)
    assert (opened.woman.name, opened.woman.language) == ("Thurid Moen", "ti")
    assert {one.now.what: one.now.value for one in opened.card.all_findings()} == {
        "language": "TI",
        "phone": "55 00 11 22",
    }
    assert lars.post("/klinikk/ny", **THURID).headers["location"] == card_path(card)
    assert "55 00 11 22" in lars.get(card_path(card) + "/skjema/around-her").text


def test_one_who_has_a_card_that_goes_on_is_led_to_it_and_it_is_not_written_on(
    cast: Cast, lars: AtWork
) -> None:
    before = cards.open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).card.last_seq
    answer = lars.post("/klinikk/ny", **NORA)
    assert answer.headers["location"] == card_path(cast.nora_card)
    assert lars.get(card_path(cast.nora_card)).status_code == 200
    assert cards.open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).card.last_seq == before


def test_what_stood_on_an_earlier_card_is_offered_on_the_new_one(cast: Cast, lars: AtWork) -> None:
    end_card(cast.ctx, cast.nora_card, cast.ingrid, cast.ctx.today())
    answer = lars.post("/klinikk/ny", **NORA)
    card = _card(answer.headers["location"])
    assert card != cast.nora_card
    assert lars.get(card_path(card) + "/skjema/first-visit").status_code == 200


def test_another_name_is_refused_with_all_that_was_typed_still_there(cast: Cast, lars: AtWork) -> None:
    answer = lars.post("/klinikk/ny", **{**NORA, "name": "Berit Aas"})
    assert answer.status_code == 403
    said = words(answer.text)
    assert "Hun ble ikke tatt imot, og ingenting er lagret." in said
    assert "Nora" not in said
    for typed in ("Berit Aas", number_of(4), "04.05.1990", "55 00 11 22"):
        assert f'value="{typed}"' in answer.text
    assert lars.get(card_path(cast.nora_card)).status_code == 403


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"number": "123"}, "Skriv elleve siffer"),
        ({"number": "01019000084"}, "kontrollsifrene stemmer ikke"),
        ({"name": ""}, "Navn mangler"),
        ({"birth_date": ""}, "Fødselsdato mangler"),
        ({"birth_date": "31.02.1990"}, "er ikke en dato som finnes"),
        ({"birth_date": "20.05.2190"}, "er i framtiden"),
        ({"why": ""}, "velg ett av svarene"),
        ({"why": "because"}, "velg ett av svarene"),
        ({"kind": "passport"}, "velg ett av svarene"),
        ({"language": "XX"}, "velg ett av svarene"),
        ({"kind": "none"}, "svart at hun ikke har noe"),
    ],
)
def test_bad_input_is_told_by_its_field_and_nothing_is_lost(
    lars: AtWork, other: dict[str, str], says: str
) -> None:
    answer = lars.post("/klinikk/ny", **{**THURID, **other})
    assert answer.status_code == 422
    assert says in words(answer.text)
    assert 'value="55 00 11 22"' in answer.text


def test_a_form_with_nothing_in_it_is_told_and_not_a_fault(lars: AtWork) -> None:
    answer = lars.post("/klinikk/ny", kind="national", language="NB")
    assert answer.status_code == 422
    said = words(answer.text)
    for says in ("Skriv elleve siffer", "Navn mangler", "Fødselsdato mangler", "«Hvorfor er hun her?»"):
        assert says in said
    assert lars.post("/klinikk/ny").status_code == 422


def test_a_form_that_was_used_for_another_is_told(lars: AtWork) -> None:
    nameless = {**THURID, "kind": "none", "number": ""}
    assert lars.post("/klinikk/ny", **nameless).status_code == 303
    answer = lars.post("/klinikk/ny", **{**nameless, "name": "Ada Vik"})
    assert answer.status_code == 409
    assert 'value="Ada Vik"' in answer.text
    assert 'value="one"' not in answer.text


def test_she_reads_who_took_her_in_and_why(cast: Cast, lars: AtWork) -> None:
    lars.post("/klinikk/ny", **NORA)
    her = AtWork(cast.ctx, Actor(ActorKind.WOMAN, cast.nora.party), "nora")
    said = her.says("/min/innsyn")
    assert "Lars Brekke, lege ved Nordlia legesenter, førte at de følger deg opp" in said
    assert "Grunn: du kom dit." in said


def test_only_personnel_are_shown_the_way(cast: Cast, lars: AtWork) -> None:
    assert "/klinikk/ny" in lars.get(card_path(cast.nora_card)).text
    hers = kari(cast)
    assert hers.post("/klinikk/ny", **THURID).status_code == 403
    refused = hers.get(card_path(cast.nora_card))
    assert refused.status_code == 403
    assert "/klinikk/ny" not in refused.text


def test_without_her_consent_where_it_is_asked_for_no_card_is_opened(cast: Cast) -> None:
    at_work = AtWork(replace(cast.ctx, legal_basis=LegalBasis.TRIAL), cast.lars, "lars")
    for typed in (THURID, NORA):
        answer = at_work.post("/klinikk/ny", **typed)
        assert answer.status_code == 422
        assert 'id="consent-error"' in answer.text
        assert "Uten samtykket hennes kan hun ikke ha helsekort her." in words(answer.text)


def test_ticked_it_is_asked_who_told_her_and_how_and_nothing_typed_is_lost(cast: Cast) -> None:
    at_work = AtWork(replace(cast.ctx, legal_basis=LegalBasis.TRIAL), cast.lars, "lars")
    answer = at_work.post("/klinikk/ny", **THURID, consent="yes", informed_by="nobody")
    assert answer.status_code == 422
    assert ['id="informed_by-error"' in answer.text, 'id="informed_how-error"' in answer.text] == [True, True]
    assert 'value="yes" checked' in answer.text
    assert "consent-error" not in answer.text


def test_with_her_consent_the_card_opens_and_she_reads_who_wrote_it_down(cast: Cast) -> None:
    ctx = replace(cast.ctx, legal_basis=LegalBasis.TRIAL)
    said = {"consent": "yes", "informed_by": "self", "informed_how": "interpreted"}
    answer = AtWork(ctx, cast.lars, "lars").post("/klinikk/ny", **THURID, **said)
    card = cards.open_card(cast.lars, ctx=ctx, card=_card(answer.headers["location"])).card
    her = AtWork(ctx, Actor(ActorKind.WOMAN, card.opening.now.woman), "thurid")
    told = her.says("/min/tilgang/samtykke")
    assert "Lars Brekke skrev ned i dag at du samtykket." in told
    assert "Du ble informert av den som skrev det, i samtale med tolk." in told
    assert "Du har samtykket til å ha helsekort her." in her.says("/min/tilgang")


def test_under_a_regulation_the_page_asks_for_no_consent(lars: AtWork) -> None:
    assert 'name="consent"' not in lars.get("/klinikk/ny").text


def test_a_help_number_typed_as_another_kind_is_told(lars: AtWork) -> None:
    for kind, number, says in (
        ("national", "80000000004", "Dette er et felles hjelpenummer."),
        ("help", number_of(20), "Dette er et fødselsnummer eller D-nummer."),
        ("help", "80000000000", "kontrollsifrene stemmer ikke"),
        ("help", "79999999048", "begynner med 8 eller 9"),
    ):
        answer = lars.post("/klinikk/ny", **{**THURID, "kind": kind, "number": number})
        assert answer.status_code == 422
        assert says in words(answer.text)


def test_her_page_of_who_may_see_says_on_whose_word(cast: Cast, lars: AtWork) -> None:
    lars.post("/klinikk/ny", **NORA)
    her = AtWork(cast.ctx, Actor(ActorKind.WOMAN, cast.nora.party), "nora")
    assert "Har selv ført at de følger deg opp." in her.says("/min/tilgang")
