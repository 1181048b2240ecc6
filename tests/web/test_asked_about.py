"""What is said when a form comes back: the name the field has on the page, one slip, and nothing dropped silently."""

import datetime as dt
import re
from decimal import Decimal

import pytest

from helsekort.actions.outcomes import Asked, Problem
from helsekort.record.endings import FetusState, Outcome
from helsekort.record.entries import Contact, ContactKind, Fetus, Finding, FromPaper, Way
from helsekort.record.measurements import concerns
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.fields import sheet
from helsekort.web.clinician.forms import TICKED, read_contact
from helsekort.web.clinician.layout import slots_for
from helsekort.web.clinician.number_typed import number_problem
from helsekort.web.clinician.sheet import Trouble
from helsekort.web.shared.questions import question
from helsekort.web.shared.texts import texts_for
from helsekort.web.shared.typed_values import read_pressure
from helsekort.web.shared.typed_words import typed_words
from tests.web.test_clinician_forms import EMPTY, SLOTS, TODAY, read
from tests.web.test_clinician_pages import Clinic, clinic
from tests.web.test_clinician_wording import CATALOGUE, DUE, opened
from tests.web.test_emergency import ON, ended

__all__ = ["clinic"]

NB = texts_for("nb")
SWAPPED = "Er tallene byttet om?"
TOO_SHORT = "Er 130/80 skrevet som 13/8?"
ZERO = "0 kan være riktig"
HIGH = "Høyere enn ønsket. Stemmer det? Mål på nytt."
PRESSURE = slots_for(CATALOGUE, ContactKind.CHECK_UP, [])[1]


def asked(typed: str) -> str:
    """What is asked about a second blood pressure."""
    found = concerns(CATALOGUE, "blood_pressure", read_pressure(typed), TODAY, [])
    return question(CATALOGUE, NB, "Blodtrykk, måling 2", found, typed)


@pytest.mark.parametrize(
    ("typed", "hints"),
    [
        ("168/112", {HIGH}),
        ("160/80", {HIGH}),
        ("140/110", {HIGH}),
        ("13/8", {TOO_SHORT}),
        ("80/120", {SWAPPED}),
        ("120/120", {SWAPPED}),
        ("120/0", {ZERO}),
        ("170/0", {HIGH, ZERO}),
        ("120/40", set()),
    ],
)
def test_a_blood_pressure_is_asked_about_with_the_one_slip_that_fits(typed: str, hints: set[str]) -> None:
    said = asked(typed)
    assert {one for one in (SWAPPED, TOO_SHORT, ZERO, HIGH) if one in said} == hints
    assert said.startswith("Blodtrykk, måling 2: ")


@pytest.mark.parametrize(("typed", "part"), [("148/", "undertrykk"), ("/92", "overtrykk")])
def test_half_a_pressure_is_asked_about_by_the_half_that_is_missing(typed: str, part: str) -> None:
    said = asked(typed)
    assert said == f"Blodtrykk, måling 2: Bare det ene tallet er skrevet: {part} mangler."


def test_half_a_pressure_is_saved_only_when_it_is_meant(clinic: Clinic) -> None:
    path = clinic.card("nora") + "/kontroll"
    fields = clinic.form(path, blood_pressure__1="148/")
    asked_back = clinic.post(path, fields)
    assert asked_back.status_code == 422
    assert "undertrykk mangler" in asked_back.text
    assert "148/–" not in clinic.get(clinic.card("nora")).text
    mark = re.search(r'name="confirmed" value="([^"]+)"', asked_back.text)
    assert mark is not None
    assert clinic.post(path, {**fields, "confirmed": mark[1]}).status_code == 303
    assert "148/–" in clinic.get(clinic.card("nora")).text


def test_each_twin_has_fields_and_questions_of_its_own_name() -> None:
    desk = opened(DUE, Fetus("A", TODAY, "nederst til venstre"), Fetus("B", TODAY))
    slots = slots_for(CATALOGUE, ContactKind.CHECK_UP, desk.fetuses())
    (concern,) = concerns(CATALOGUE, "fetal_heart_rate", Decimal(90), TODAY, [])
    hers = next(one.name for one in slots if one.what == "fetal_heart_rate" and one.fetus == 4)
    trouble = Trouble(asked=[(hers, Asked(0, concern))], marks={hers: "mark"})
    made = sheet(desk, ContactKind.CHECK_UP, slots, {hers: "90"}, trouble)
    titles = [group.title for group in made.groups if group.key.startswith("fetus")]
    assert titles == ["Foster A, nederst til venstre", "Foster B"]
    labels = [one.label for group in made.groups for one in group.fields]
    assert len(set(labels)) == len(labels)
    assert dict(made.summary)[hers].startswith("Hjertefrekvens, B er utenom det vanlige")


@pytest.mark.parametrize("kind", list(ContactKind))
def test_an_error_calls_a_field_what_the_page_calls_it(kind: ContactKind) -> None:
    desk = opened(DUE, Fetus("A", TODAY))
    slots = slots_for(CATALOGUE, kind, desk.fetuses())
    trouble = Trouble([Problem(one.name, "both") for one in slots])
    made = sheet(desk, kind, slots, {}, trouble)
    for group in made.groups:
        for one in group.fields:
            assert made.errors[one.name].startswith(one.label), one.name


def test_an_error_about_a_clock_names_the_reading() -> None:
    made = sheet(
        opened(DUE), ContactKind.CHECK_UP, [PRESSURE], {}, Trouble([Problem("blood_pressure-2-at", "clock")])
    )
    assert made.errors["blood_pressure-2-at"].startswith("Blodtrykk, måling 2, klokkeslett er ikke")


@pytest.mark.parametrize("filled", [{"paper_written_by": "Mona Lie"}, {"paper_written_on": "01.03.2026"}])
def test_a_paper_field_that_is_filled_in_is_never_dropped(filled: dict[str, str]) -> None:
    said = read(EMPTY | {"weight": "70"} | filled)
    assert said.contact.paper is not None
    missing = [problem for problem in said.problems if problem.field == "paper_written_by"]
    assert bool(missing) is ("paper_written_by" not in filled)


def test_a_paper_mark_unticked_with_its_fields_left_standing_is_asked_about() -> None:
    paper = FromPaper("Mona Lie")
    before = Contact(ContactKind.CHECK_UP, Way.VISIT, TODAY, paper=paper)
    fields = EMPTY | {"weight": "70", "paper_written_by": "Mona Lie"}
    kind = ContactKind.CHECK_UP
    said = read_contact(CATALOGUE, SLOTS[kind], fields, kind=kind, today=TODAY, before=before)
    assert [(one.field, one.code) for one in said.problems] == [("paper_written_by", "not-ticked")]
    gone = read_contact(
        CATALOGUE, SLOTS[kind], EMPTY | {"weight": "70"}, kind=kind, today=TODAY, before=before
    )
    assert (gone.contact.paper, gone.problems) == (None, [])


def test_the_hint_is_a_verified_value() -> None:
    stated = Finding("weight", Decimal(696), TODAY, unverified="Vekten viste det")
    desk = opened(DUE, Finding("weight", Decimal("69.4"), DUE.set_on), stated)
    slots = slots_for(CATALOGUE, ContactKind.CHECK_UP, [])
    fields = {
        one.name: one for group in sheet(desk, ContactKind.CHECK_UP, slots, {}).groups for one in group.fields
    }
    assert fields["weight"].hint.startswith("Sist 69,4")


def test_a_contact_in_pregnancy_is_not_offered_what_is_about_a_born_child() -> None:
    desk = opened(DUE)
    slots = slots_for(CATALOGUE, ContactKind.CONTACT, [])
    offered = [code for code, _label in sheet(desk, ContactKind.CONTACT, slots, {}).reasons]
    assert "MOVEMENTS" in offered
    assert not {"CHILD_FEEDING", "CHILD_YELLOW"} & set(offered)
    stands = {"about-CHILD_FEEDING": TICKED}
    assert "CHILD_FEEDING" in [
        code for code, _label in sheet(desk, ContactKind.CONTACT, slots, stands).reasons
    ]


def _offered(desk: Desk, origin: int | None = None) -> tuple[set[str], set[str]]:
    made = sheet(desk, ContactKind.CONTACT, slots_for(CATALOGUE, ContactKind.CONTACT, []), {}, origin=origin)
    return {code for code, _label in made.reasons}, {code for code, _label in made.past_reasons}


OF_PREGNANCY = {"MOVEMENTS", "WATERS", "CONTRACTIONS"}
OF_CHILD = {"CHILD_FEEDING", "CHILD_YELLOW"}


@pytest.mark.parametrize(
    ("outcome", "state", "of_child"),
    [
        (Outcome.BIRTH, FetusState.BORN_ALIVE, OF_CHILD),
        (Outcome.STILLBIRTH, FetusState.STILLBORN, set()),
        (Outcome.LOSS, FetusState.LOST, set()),
    ],
)
def test_after_the_pregnancy_it_is_not_put_forward_and_a_child_only_where_one_lives(
    outcome: Outcome, state: FetusState, of_child: set[str]
) -> None:
    call = Contact(ContactKind.CONTACT, Way.PHONE, TODAY - dt.timedelta(days=30))
    desk = ended(
        outcome, Fetus("A", TODAY, state=state, state_on=ON), call, active=outcome is not Outcome.LOSS
    )
    now, past = _offered(desk)
    assert not OF_PREGNANCY & now
    assert past == OF_PREGNANCY
    assert now & OF_CHILD == of_child
    assert _offered(desk, origin=4)[0] >= OF_PREGNANCY, "a call from before is corrected as it was written"


@pytest.mark.parametrize(
    ("number", "code"),
    [("01019000083", None), ("01019000084", "number-fails"), ("123", "number-digits"), ("", "number-digits")],
)
def test_a_mistyped_number_is_told_from_its_digits_alone(number: str, code: str | None) -> None:
    problem = number_problem(number, "number")
    assert (problem.code if problem else None) == code


def test_a_mistyped_number_is_told_before_anything_is_looked_up(clinic: Clinic) -> None:
    for persona in ("ingrid", "lars"):
        clinic.enter(persona)
        answer = clinic.post("/klinikk/finn", {"number": "12345678901"})
        assert answer.status_code == 422
        assert "kontrollsifrene stemmer ikke" in answer.text
        assert "12345678901" not in answer.text


def test_a_draft_that_is_gone_leaves_an_empty_form_with_a_sentence(clinic: Clinic) -> None:
    for path in ("/kontroll", "/kontakt", "/termin"):
        answer = clinic.get(clinic.card("nora") + path + "?utkast=" + "x" * 40)
        assert answer.status_code == 200
        assert "ikke lenger tatt vare på" in answer.text


def test_a_draft_that_was_saved_already_is_not_said_to_be_unsaved(clinic: Clinic) -> None:
    path = clinic.card("nora") + "/kontroll"
    fields = clinic.form(path, note="Skrevet før økten tok slutt")
    clinic.app.state.ctx = clinic.ctx.at(clinic.ctx.now() + 600 * 60_000_000)
    token = re.search(r'name="utkast" value="([^"]+)"', clinic.post(path, fields).text)
    assert token is not None
    clinic.enter("ingrid")
    draft = f"{path}?utkast={token[1]}"
    assert "Det føres på kortet når du lagrer." in clinic.get(draft).text
    assert clinic.post(path, fields).status_code == 303
    said = clinic.get(draft).text
    assert "Det er alt ført på kortet." in said
    assert "/hendelse/" in said


def test_a_stale_form_names_who_changed_it(clinic: Clinic) -> None:
    event = clinic.recorded(weight="95,4")
    mine = clinic.form(event + "/rett", weight="94,1", reason="Veid på nytt")
    clinic.enter("amir")
    clinic.post(event + "/rett", clinic.form(event + "/rett", weight="94,8", reason="Tastet feil"))
    clinic.enter("ingrid")
    back = clinic.post(event + "/rett", mine).text
    assert "Amir Rahimi, lege, Torget legesenter, har endret dette mens du skrev" in back
    assert "save-line" not in back


def test_what_cannot_be_kept_is_shown_in_words_with_its_labels() -> None:
    fields = [
        ("key", "abc"),
        ("on", "10.03.2026"),
        ("way", "visit"),
        ("about-MOVEMENTS", "1"),
        ("blood_pressure-1", "139/89"),
        ("blood_pressure-1-at", "10.20"),
        ("headache", "no"),
        ("oedema", "2"),
        ("allergies-denied", "1"),
        ("weight-declined", "1"),
        ("fetal_heart_rate-f4", "140"),
        ("fetal_heart_rate-f7", "150"),
        ("nonsense", "hva som helst"),
    ]
    said = {one.label: one.text for one in typed_words(CATALOGUE, NB, fields)}
    assert said == {
        "Dato": "10.03.2026",
        "Hvordan": "på kontoret",
        "Hva det gjaldt": "lite liv",
        "Blodtrykk, måling 1": "139/89",
        "Blodtrykk, måling 1, klokkeslett": "10.20",
        "Hodepine": "nei",
        "Ødem": "moderat",
        "Allergi": "ingen kjent",
        "Vekt": "ønsket ikke",
        "Hjertefrekvens, foster nummer 1 i skjemaet": "140",
        "Hjertefrekvens, foster nummer 2 i skjemaet": "150",
        "": "hva som helst",
    }


@pytest.mark.parametrize("kind", list(ContactKind))
def test_no_field_of_a_form_is_shown_by_its_code(kind: ContactKind) -> None:
    for one in SLOTS[kind]:
        (word,) = typed_words(CATALOGUE, NB, [(one.name, "1")])
        assert word.label
        assert one.what not in word.label
