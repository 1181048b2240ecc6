"""The pages of the guideline: findings with their reasons, what was done about them, and nothing of it switched off."""

import datetime as dt
import re

import pytest
from msgspec.structs import replace

from helsekort.actions.cards import open_card
from helsekort.guideline.acts import GROUP
from helsekort.guideline.guidance import guidance
from helsekort.web.clinician.desk import Desk, desk
from helsekort.web.clinician.guideline.reasons import reasoned
from helsekort.web.shared.texts import texts_for
from tests import cast as made
from tests.actions.every_ending_action import ended
from tests.cast import TODAY, Cast
from tests.web.at_work import AtWork, card_path, ingrid, words

RAISED = "Høyt blodtrykk"
REASON = "/retningslinje/blood-pressure"


@pytest.fixture
def raised(cast: Cast) -> Cast:
    """Nora, whose blood pressure was 152/94 today."""
    made.record(cast, cast.nora_card, made.pressure(152, 94))
    return cast


def _off(cast: Cast) -> Cast:
    return replace(cast, ctx=replace(cast.ctx, guideline=None))


def _said(cast: Cast) -> set[str]:
    """Everything the rules can say to anybody."""
    guideline = cast.ctx.guideline
    assert guideline is not None
    rules = [rule for topic in guideline.pack.topics for version in topic.versions for rule in version.rules]
    return {text for rule in rules for text in (rule.action, rule.to_her)}


def _fields(cast: Cast, page: str, **typed: str) -> dict[str, str]:
    """What the form of the finding sends: its hidden fields, and what was typed."""
    (key,) = set(re.findall(r'name="key" value="([^"]+)"', page))
    (rests_on,) = set(re.findall(r'name="rests_on" value="([^"]+)"', page))
    named = {f"{name}-raised": value for name, value in typed.items()}
    return {"key": key, "rule": "blood_pressure.raised", "rests_on": rests_on, **named}


def test_the_finding_is_on_the_first_screen_and_leads_to_its_reason(raised: Cast) -> None:
    her = ingrid(raised)
    card = her.get(card_path(raised.nora_card)).text
    assert f'href="{card_path(raised.nora_card)}{REASON}#raised">{RAISED}</a>' in card
    assert "ikke sertifisert medisinsk utstyr" in card
    reason = her.says(card_path(raised.nora_card) + REASON)
    assert "Overtrykk 152 mmHg (10.03.2026) er minst 140 mmHg." in reason
    assert "Helsedirektoratet, Svangerskapsomsorgen: preeklampsi" in reason
    assert "metodebok.no K4U6nNQ3 v1.2; legehandboka.no preeklampsi" in reason
    assert "blood_pressure.raised" in reason


def test_what_cannot_be_judged_says_what_is_missing_and_is_never_nothing_found(cast: Cast) -> None:
    her = ingrid(cast)
    whole = her.says(card_path(cast.nora_card) + "/retningslinje")
    assert "Dette er ikke det samme som at alt er i orden." in whole
    reason = her.says(card_path(cast.nora_card) + REASON)
    assert "Overtrykk: ikke tatt eller ikke spurt om." in reason
    nothing_found = whole.partition("Ingen funn etter reglene som finnes ")[2]
    assert "Blodtrykk" not in nothing_found


def test_every_topic_has_its_reason_page(raised: Cast) -> None:
    her = ingrid(raised)
    guideline = raised.ctx.guideline
    assert guideline is not None
    for topic in guideline.pack.topics:
        page = her.says(f"{card_path(raised.nora_card)}/retningslinje/{topic.key.replace('_', '-')}")
        assert topic.label in page
    assert her.get(card_path(raised.nora_card) + "/retningslinje/no-such").status_code == 404


def test_done_is_recorded_and_stops_the_reminder_until_something_new(raised: Cast) -> None:
    her, path = ingrid(raised), card_path(raised.nora_card)
    page = her.get(path + REASON).text
    answer = her.post(path + REASON, **_fields(raised, page, answer="DONE"))
    assert answer.status_code == 303
    assert "Lagret på kortet." in her.says(answer.headers["location"])
    assert f'#raised">{RAISED}' not in her.get(path).text
    whole = her.says(path + "/retningslinje")
    assert "Tatt hånd om Høyt blodtrykk : gjort. " in whole
    made.record(raised, raised.nora_card, made.pressure(148, 92))
    assert f'#raised">{RAISED}' in her.get(path).text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Hva er gjort? mangler"),
        ({"answer": "DECLINED"}, "Grunn mangler."),
        ({"answer": "DEFERRED", "why": "Måles hjemme"}, "Tas opp igjen mangler."),
        ({"answer": "DEFERRED", "why": "Måles hjemme", "until": "32.13.2026"}, "er ikke en dato som finnes"),
        ({"answer": "DEFERRED", "why": "Måles hjemme", "until": "10.03.2026"}, "må være etter i dag"),
        ({"answer": "TULL"}, "velg ett av svarene"),
    ],
)
def test_what_is_missing_is_told_by_its_field_and_what_was_typed_stays(
    raised: Cast, typed: dict[str, str], says: str
) -> None:
    her, path = ingrid(raised), card_path(raised.nora_card) + REASON
    answer = her.post(path, **_fields(raised, her.get(path).text, **typed))
    assert answer.status_code == 422
    assert says.replace("Hva er gjort? mangler", "Hva er gjort?» mangler") in words(answer.text)
    assert typed.get("why", "") in answer.text
    assert made.read(raised, raised.nora_card).rows_of(GROUP) == []


def test_a_finding_that_changed_meanwhile_is_shown_anew_and_nothing_is_saved(raised: Cast) -> None:
    her, path = ingrid(raised), card_path(raised.nora_card) + REASON
    fields = _fields(raised, her.get(path).text, answer="DONE")
    made.record(raised, raised.nora_card, made.pressure(156, 98))
    answer = her.post(path, **fields)
    assert answer.status_code == 422
    assert "Noe nytt er ført siden du åpnet siden." in words(answer.text)
    assert made.read(raised, raised.nora_card).rows_of(GROUP) == []


def test_another_day_is_judged_by_what_was_known_then(raised: Cast) -> None:
    later = replace(raised, ctx=raised.ctx.at(made.MOMENT + 4 * 86_400_000_000))
    her, path = ingrid(later), card_path(raised.nora_card) + REASON
    (origin,) = set(re.findall(r"\?kontakt=(\d+)", her.get(path).text))
    page = her.says(f"{path}?kontakt={origin}")
    assert "Slik kortet så ut 10.03.2026." in page
    assert "Si hva du gjør med dette" not in page


def test_the_rule_of_the_day_and_todays_stand_side_by_side(cast: Cast) -> None:
    """Past the due date by the text of before May 2024, and by the one after it."""
    guideline, table = cast.ctx.guideline, _desk(cast)
    assert guideline is not None
    old, today = (
        guidance(guideline, table.card, TODAY, None, judged_by=day) for day in (dt.date(2024, 1, 1), TODAY)
    )
    rules = {one.id: one for one in reasoned(table, old, today, "term")}
    both = rules["hospital-visit"]
    assert both.today is not None
    assert (both.then.version, both.today.version) == (1, 2)
    assert both.then.reasons == ["Svangerskapslengde 31+0 (10.03.2026) er under 41+2."]
    assert both.today.reasons == ["Svangerskapslengde 31+0 (10.03.2026) er under 41+0."]
    added = rules["plan-for-induction"]
    assert added.today is not None
    assert (added.then.verdict, added.today.verdict) == ("regelen fantes ikke da", "ikke funnet")
    assert {one.today for one in reasoned(table, today, today, "term")} == {None}


def _desk(cast: Cast) -> Desk:
    opened = open_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card)
    return desk(opened, cast.ctx, texts_for("nb"), cast.ingrid.party)


def test_what_is_in_force_says_its_purpose_and_what_is_new_since_the_last_look(cast: Cast) -> None:
    page = ingrid(cast).says("/klinikk/retningslinje")
    assert "ikke sertifisert medisinsk utstyr" in page
    assert "Du har ikke sett denne siden før i dag." in page
    later = replace(cast, ctx=cast.ctx.at(made.MOMENT + 4 * 86_400_000_000))
    assert "Ingenting er endret siden 10.03.2026." in AtWork(later.ctx, later.ingrid, "again").says(
        "/klinikk/retningslinje"
    )


def test_she_reads_her_next_visits_and_what_concerns_her(raised: Cast) -> None:
    page = AtWork(raised.ctx, raised.nora, "nora").says("/min")
    assert "Kontrollene framover" in page
    assert "Blodtrykket ditt var høyere enn ønsket. Det måles på nytt." in page
    assert "Kontrollene framover Uke 36 mellom 14. april 2026 og 20. april 2026" in page
    assert "blodtrykk, eggehvite i urinen, vekt, mål på magen, barnets hjerteslag" in page


def test_what_cannot_wait_stands_first_on_her_page_with_whom_to_ring(cast: Cast) -> None:
    made.record(cast, cast.nora_card, made.finding("movements", "NONE", cast.nora_fetus))
    page = AtWork(cast.ctx, cast.nora, "nora").says("/min")
    order = ("Viktig nå", "skal du undersøkes nå.", "Når du må ringe", "Siste kontroll")
    places = [page.index(each) for each in order]
    assert places == sorted(places)
    assert page.index("Når du må ringe") < page.index("Kontrollene framover")


def test_switched_off_no_page_says_more_than_the_card(raised: Cast) -> None:
    """The card and her page are, but for what is filled in, the same; the guideline's own pages are not there."""
    on, off = ingrid(raised), AtWork(_off(raised).ctx, raised.ingrid, "off")
    path = card_path(raised.nora_card)
    slot = re.compile(
        r'<section class="panel guideline-slot no-print".*?</section>\s*|<link [^>]*guideline.css[^>]*>',
        re.DOTALL,
    )
    with_it, without = on.get(path).text, off.get(path).text
    assert slot.search(with_it)
    assert re.sub(r"\s+", " ", slot.sub("", with_it)) == re.sub(r"\s+", " ", without)
    hers, hers_off = (
        AtWork(raised.ctx, raised.nora, "nora"),
        AtWork(_off(raised).ctx, raised.nora, "nora-off"),
    )
    said = _said(raised)
    for page in (
        hers_off.says("/min"),
        *(off.says(path + each) for each in ("", "/alt", "/akutt", "/utskrift")),
    ):
        assert [text for text in said if text in page] == []
    assert [text for text in said if text in hers.says("/min")]
    for own in ("/klinikk/retningslinje", path + "/retningslinje", path + REASON):
        assert off.get(own).status_code == 404


def test_whoever_may_not_open_the_card_reads_nothing_of_it(raised: Cast) -> None:
    lars = AtWork(raised.ctx, raised.lars, "lars")
    path = card_path(raised.nora_card)
    for each in ("", "/retningslinje", REASON):
        answer = lars.get(path + each)
        assert answer.status_code == lars.get(path).status_code
        assert RAISED not in answer.text


@pytest.mark.parametrize("code", ["LIVE", "STILL_BEFORE", "SA_LATE"])
def test_nothing_is_said_to_her_after_an_ending(raised: Cast, code: str) -> None:
    ended(raised, code)
    page = AtWork(raised.ctx, raised.nora, "nora").says("/min")
    assert [text for text in _said(raised) if text in page] == []
    assert "Kontrollene framover" not in page


def test_after_a_birth_her_midwife_is_still_told_of_her_blood_pressure(raised: Cast) -> None:
    ended(raised, "LIVE")
    page = ingrid(raised).says(card_path(raised.nora_card))
    assert RAISED in page
    assert "kan ikke vurderes" in page


def test_where_no_visit_lies_ahead_no_heading_says_that_some_do(raised: Cast) -> None:
    past_term = raised.ctx.at(made.MOMENT + 70 * 86_400_000_000)
    page = AtWork(past_term, raised.nora, "nora").says("/min")
    assert page.count("Dette kan dere snakke om") == 1
    assert "Kontrollene framover" not in page
