"""The pages of an emergency: what opens, what she reads, what a reviewer sees, and what nobody is told."""

import re

import pytest

from helsekort.record.ids import to_text
from tests import cast as made
from tests.actions import every_emergency_action as example
from tests.cast import MINUTE, MOMENT, Cast
from tests.web.at_work import AtWork, amir, card_path, ingrid, words

PATH = "/klinikk/nodtilgang"


def _lars(cast: Cast, at: int = MOMENT) -> AtWork:
    return AtWork(cast.ctx.at(at), cast.lars, f"lars-{at}")


def _break(lars: AtWork, **more: str) -> None:
    answer = lars.post(PATH, **{"number": example.number(), "reason": "labour", "words": "Rier", **more})
    assert answer.status_code == 303, words(answer.text)
    assert answer.headers["location"].endswith("/akutt")


def test_the_emergency_page_opens_first_and_says_how_long(cast: Cast) -> None:
    lars = _lars(cast)
    akutt = card_path(cast.nora_card) + "/akutt"
    assert lars.get(akutt).status_code == 403
    _break(lars)
    said = lars.says(akutt)
    assert "Nora Haugen Sletten" in said
    assert "Nødtilgang til klokken 11.00." in said
    for page in ("", "/alt", "/kontakt"):
        assert "Nødtilgang til klokken 11.00." in lars.says(card_path(cast.nora_card) + page)
    assert _lars(cast, MOMENT + 60 * MINUTE).get(akutt).status_code == 403
    assert "Nødtilgang til" not in ingrid(cast).says(akutt)


@pytest.mark.parametrize("number", [example.number(), made.number_of(9)])
def test_what_is_missing_is_told_at_once_and_nothing_typed_is_lost(cast: Cast, number: str) -> None:
    """The same for a woman who is there and a number that is nobody's."""
    answer = _lars(cast).post(PATH, number=number, reason="", words=" ", about_violence="Redd")
    said = words(answer.text)
    assert answer.status_code == 422
    for told in ("«Hva haster?»: velg ett av svarene.", "«Hva har skjedd?» mangler. Fyll ut feltet."):
        assert told in said
    for kept in (f'value="{number}"', 'value="Redd"'):
        assert kept in answer.text


def test_a_number_that_is_mistyped_is_told_with_the_rest(cast: Cast) -> None:
    said = words(_lars(cast).post(PATH, number="01019000084", reason="", words="").text)
    assert "kontrollsifrene stemmer ikke" in said
    assert "velg ett av svarene" in said


def test_a_number_that_leads_nowhere_keeps_what_was_typed(cast: Cast) -> None:
    made.make_woman(cast.ctx, "Silje Aas", 6)
    lars, pages = _lars(cast), []
    for number in (made.number_of(9), made.number_of(6)):
        answer = lars.post(PATH, number=number, reason="danger", words="Blør mye")
        assert answer.status_code == 403
        assert 'value="Blør mye"' in answer.text
        pages.append(answer.text.replace(number, ""))
    assert pages[0] == pages[1]


def test_the_refused_page_shows_personnel_the_way_and_a_woman_none(cast: Cast) -> None:
    assert PATH in _lars(cast).get(card_path(cast.nora_card)).text
    assert PATH not in AtWork(cast.ctx, cast.kari, "kari").get(card_path(cast.nora_card)).text
    assert AtWork(cast.ctx, cast.nora, "nora").post(PATH, **example.stated()).status_code == 403


def test_a_check_up_is_not_taken_and_a_contact_is(cast: Cast) -> None:
    lars = _lars(cast)
    _break(lars)
    path = card_path(cast.nora_card)
    answer = lars.post(path + "/kontroll", on="10.03.2026", way="visit", weight="72", key="a")
    assert answer.status_code == 422
    assert "Med nødtilgang kan du føre en kontakt, men ikke en kontroll." in words(answer.text)
    assert 'value="72"' in answer.text
    assert lars.post(path + "/kontakt", on="10.03.2026", way="visit", weight="72", key="b").status_code == 303


def test_the_card_offers_nothing_that_an_emergency_does_not_open(cast: Cast) -> None:
    lars, path = _lars(cast), card_path(cast.nora_card)
    _break(lars)
    page = lars.get(path).text
    offered = set(re.findall(rf'href="({path}[^"#?]*)', page))
    assert f"{path}/kontakt" in offered
    assert {each: lars.get(each).status_code for each in offered} == dict.fromkeys(offered, 200)
    writes = ("/kontroll", "/avslutning", "/skjema/", "/henvis", "/utskrift", "/bekreftelse")
    assert [each for each in offered if each.removeprefix(path).startswith(writes)] == []
    assert "<button" not in page[page.index("<main") :]
    in_care = amir(cast).get(path).text
    assert all(f'href="{path}{each}' in in_care for each in writes)


def test_she_has_a_message_that_says_nothing_and_her_log_says_why(cast: Cast) -> None:
    nora = AtWork(cast.ctx, cast.nora, "nora")
    assert "melding" not in nora.says("/min")
    _break(_lars(cast))
    said = nora.says("/min")
    assert "Du har en ny melding" in said
    assert "nødtilgang" not in said.lower()
    log = nora.says("/min/innsyn")
    assert (
        "Lars Brekke, lege ved Nordlia legesenter, åpnet helsekortet ditt med nødtilgang klokken 10.00."
        " Grunn: fødsel i gang eller nær. En annen enhet skal gå gjennom det." in log
    )
    assert "Du har en ny melding" not in nora.says("/min")


def test_an_emergency_about_violence_reads_to_her_as_any_other(cast: Cast) -> None:
    """Nothing of it on her page, for others may read along; her clinic is told to tell her."""
    _break(_lars(cast), about_violence="Blåmerker")
    nora = AtWork(cast.ctx, cast.nora, "nora")
    assert "melding" not in nora.says("/min")
    log = nora.says("/min/innsyn")
    assert log.count("Grunn: fødsel i gang eller nær.") == 1
    assert "vold" not in log
    clinic = ingrid(cast)
    assert "én kvinne skal få vite noe av deg" in clinic.says("/klinikk")
    assert "Nora Haugen Sletten" in clinic.says("/klinikk/beskjeder")
    told = clinic.post(card_path(cast.nora_card) + "/beskjed")
    assert told.headers["location"] == "/klinikk/beskjeder?fortalt=1"
    assert "Ingen venter på beskjed fra deg." in clinic.says("/klinikk/beskjeder?fortalt=1")
    assert "skal få vite noe" not in clinic.says("/klinikk")


def test_a_reviewer_closes_it_and_the_unit_that_looked_does_not(cast: Cast) -> None:
    _break(_lars(cast))
    own = AtWork(cast.ctx, example.reviewer(cast.lars, 97), "own")
    other = AtWork(cast.ctx, example.reviewer(cast.amir, 98), "other")
    assert "Nødtilgang egen enhet" in own.says("/klinikk/gjennomgang")
    path = own.get("/klinikk/gjennomgang").text.split('href="/klinikk/gjennomgang/')[1].split('"')[0]
    path = f"/klinikk/gjennomgang/{path}"
    assert "En fra en annen enhet må lukke det." in own.says(path)
    assert "<textarea" not in own.get(path).text
    assert own.post(path, outcome="rightful", words="Alt i orden").status_code == 403
    said = other.says(path)
    for told in ("Lars Brekke, lege, Nordlia legesenter", "Nora Haugen Sletten", "Rier", "kl. 11.00"):
        assert told in said
    missing = other.post(path, outcome="rightful", words="")
    assert (missing.status_code, "«Begrunnelse» mangler" in words(missing.text)) == (422, False)
    assert "Begrunnelse mangler. Fyll ut feltet." in words(missing.text)
    closed = other.post(path, outcome="rightful", words="Hun lå i fødsel.")
    assert closed.headers["location"] == "/klinikk/gjennomgang?lukket=1"
    assert "Gjennomgangen er lukket." in other.says("/klinikk/gjennomgang?lukket=1")
    assert "Tilgangen var begrunnet." in own.says(path)
    assert "alt lukket gjennomgangen" in words(other.post(path, outcome="wrongful", words="Nei").text)
    log = AtWork(cast.ctx, cast.nora, "nora").says("/min/innsyn")
    assert "Gjennomgått: tilgangen var begrunnet." in log


def test_a_reviewer_opens_no_card_and_others_no_review(cast: Cast) -> None:
    _break(_lars(cast))
    reviewer = AtWork(cast.ctx, example.reviewer(cast.amir, 98), "rune")
    for path in ("/klinikk", "/min", card_path(cast.nora_card), PATH):
        answer = reviewer.get(path) if path != PATH else reviewer.post(PATH, **example.stated())
        assert answer.status_code == 403, path
        assert 'href="/klinikk/gjennomgang"' in answer.text
    assert reviewer.get(f"/klinikk/gjennomgang/{to_text(1)}").status_code == 404
    assert reviewer.get("/klinikk/gjennomgang/x").status_code == 404
    clinic = ingrid(cast)
    for path in ("/klinikk/gjennomgang", f"/klinikk/gjennomgang/{to_text(1)}"):
        assert clinic.get(path).status_code == 403
