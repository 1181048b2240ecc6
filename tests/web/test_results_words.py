"""How an answer is worded for health personnel: whose range, which sign, what was changed, who must look."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.actions.opened import Opened, ResultState, Seen
from helsekort.actions.results import ResultTask
from helsekort.record.card import fold
from helsekort.record.entries import CardOpened, Content, Entry, Finding, LabSource, Status
from helsekort.record.parties import Woman
from helsekort.web.clinician import overview
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.results import Result, first_screen, results
from helsekort.web.clinician.results_waiting import chosen, groups, reason_words
from helsekort.web.shared.texts import texts_for
from tests.cast import MINUTE, MOMENT, TODAY, data

CATALOGUE, TERMS, CURVES, *_ = data()
NB = texts_for("nb")
ME, UNIT = 11, 13
LAB = LabSource("Fjordbyen laboratorium", 2, "17", "15.0", "g/dL", reference="11,7 - 15,3", material="Blod")
HB = Finding("haemoglobin", Decimal("15.0"), TODAY - dt.timedelta(days=2), lab=LAB)
NEW = ResultState(
    responsible="Ingrid Dahl",
    responsible_party=ME,
    unit="Solsiden",
    due=TODAY.isoformat(),
    overdue=False,
    open=True,
    mine=True,
    reason="new",
    before=None,
    before_at=None,
    seen=(),
    held=None,
    held_until=None,
    told=False,
)
READ = Seen("Ingrid Dahl", MOMENT + 62 * MINUTE, current=False)


def desk(*versions: Finding, state: ResultState | None = NEW, seen: int | None = None) -> Desk:
    """A card with one answer in these versions, sent by the laboratory."""
    contents: list[tuple[int, int, Content]] = [(1, 1, CardOpened(1, TODAY, UNIT))]
    contents += [(2, number, version) for number, version in enumerate(versions, 1)]
    entries = [
        Entry(seq, origin, version, MOMENT, 0, 0, content)
        for seq, (origin, version, content) in enumerate(contents, 1)
    ]
    opened = Opened(
        card=fold(5, entries, TERMS.oldest_days),
        woman=Woman("Kari Lunde Berg", dt.date(1990, 5, 3)),
        names={},
        roles={},
        units={},
        phones={},
        seen_before=seen,
        today=TODAY,
        results={2: state} if state else {},
    )
    return Desk(opened, CATALOGUE, TERMS, CURVES, NB, ME, "Ingrid Dahl")


def only(one: Desk) -> Result:
    found = results(one)
    (result,) = [*found.waiting, *found.rest]
    return result


def test_a_range_is_said_to_be_the_laboratorys_and_not_for_pregnancy() -> None:
    said = "Referanseområde 11,7 - 15,3 er laboratoriets, ikke tilpasset gravide."
    assert only(desk(HB)).reference == said


def test_a_range_of_another_is_not_said_to_be_the_laboratorys() -> None:
    other = replace(HB, lab=replace(LAB, reference_of="elsewhere"))
    assert "laboratoriets" not in only(desk(other)).reference


@pytest.mark.parametrize(("sign", "said"), [("<", "<"), ("<=", "≤"), (">", ">"), (">=", "≥"), ("", "")])
def test_a_limit_is_never_shown_without_its_sign(sign: str, said: str) -> None:
    limit = replace(HB, lab=replace(LAB, comparator=sign))
    assert only(desk(limit)).text == f"{said}\u00a015,0\u00a0g/dL".lstrip("\u00a0")


def test_another_unit_is_shown_as_sent_too() -> None:
    litre = replace(HB, lab=replace(LAB, sent_value="150", sent_unit="g/L"))
    assert only(desk(litre)).sent == "sendt som 150 g/L"
    assert only(desk(HB)).sent == ""


def test_a_preliminary_answer_is_marked_and_becoming_final_is_no_correction() -> None:
    early = replace(HB, lab=replace(LAB, preliminary=True))
    assert only(desk(early)).marks == ["foreløpig"]
    final = only(desk(early, HB))
    assert (final.marks, final.before) == ([], [])


def test_a_correction_keeps_what_stood_and_tells_the_reader_what_they_read() -> None:
    right = replace(HB, value=Decimal("12.0"), status=Status.CORRECTED)
    one = only(
        desk(HB, right, state=replace(NEW, reason="changed", before=HB, before_at=MOMENT, seen=(READ,)))
    )
    assert (one.before, one.text) == (["15,0"], "12,0\u00a0g/dL")
    assert one.marks == ["rettet av laboratoriet"]
    assert one.follow is not None
    assert one.follow.change == (
        "Rettet av laboratoriet: Hemoglobin 15,0 → 12,0\u00a0g/dL. Du leste 15,0 den 10.03. kl. 11.02."
        " Det kom 10.03. kl. 10.00."
    )


def test_a_withdrawn_answer_stays_with_its_trail_and_counts_nowhere() -> None:
    right = replace(HB, value=Decimal("12.0"), status=Status.CORRECTED)
    gone = replace(right, status=Status.WITHDRAWN)
    table = desk(
        HB, right, gone, state=replace(NEW, reason="withdrawn", before=right, before_at=MOMENT, seen=(READ,))
    )
    one = only(table)
    assert not one.stands
    assert (one.before, one.text, one.marks) == (
        ["15,0"],
        "12,0\u00a0g/dL",
        ["trukket tilbake av laboratoriet"],
    )
    assert one.follow is not None
    assert one.follow.change.startswith("Trukket tilbake av laboratoriet: Hemoglobin 12,0. Du leste 12,0")
    assert table.card.latest("haemoglobin") is None
    assert "Hemoglobin" in results(table).missing


def test_of_several_readings_the_last_is_told_and_each_reader_once() -> None:
    right = replace(HB, value=Decimal("12.0"), status=Status.CORRECTED)
    earlier = replace(READ, at=MOMENT)
    other = Seen("Amir Rahimi", MOMENT, current=True)
    seen = (earlier, READ, replace(other, current=False), other)
    follow = only(
        desk(HB, right, state=replace(NEW, reason="changed", before=HB, before_at=MOMENT, seen=seen))
    ).follow
    assert follow is not None
    assert follow.change.endswith("Du leste 15,0 den 10.03. kl. 11.02. Det kom 10.03. kl. 10.00.")
    assert follow.seen == [
        "Ingrid Dahl så det som sto før, 10.03. kl. 11.02",
        "Sett av Amir Rahimi 10.03. kl. 10.00",
    ]


def test_a_sample_s_day_that_was_put_right_is_told_with_what_stood() -> None:
    before = replace(HB, on=TODAY - dt.timedelta(days=9))
    state = replace(NEW, reason="changed", before=before, before_at=MOMENT, seen=(READ,))
    follow = only(desk(before, replace(HB, status=Status.CORRECTED), state=state)).follow
    assert follow is not None
    assert follow.change.endswith("Det kom 10.03. kl. 10.00, om en prøve oppgitt tatt 01.03.2026.")


def test_what_the_sample_was_is_shown() -> None:
    assert only(desk(HB)).material == "Blod"
    assert only(desk(replace(HB, lab=None), state=None)).material == ""


def test_the_time_of_a_reading_is_left_out_where_it_cannot_be_told() -> None:
    right = replace(HB, value=Decimal("12.0"), status=Status.CORRECTED)
    follow = only(desk(HB, right, state=replace(NEW, reason="changed", before=HB))).follow
    assert follow is not None
    assert follow.change.endswith("Du leste 15,0.")


def test_who_must_look_and_until_when() -> None:
    states = {
        "Ansvar: Ingrid Dahl": NEW,
        "Ansvar: ingen person, bare Solsiden": replace(
            NEW, responsible=None, responsible_party=0, mine=False
        ),
        "Ingen har ansvaret": replace(NEW, responsible=None, responsible_party=0, unit=None, mine=False),
    }
    for said, state in states.items():
        follow = only(desk(HB, state=state)).follow
        assert follow is not None
        assert (follow.owner, follow.due) == (said, "Frist 10.03.")
    late = only(desk(HB, state=replace(NEW, overdue=True))).follow
    assert late is not None
    assert late.due == "Frist 10.03., gått ut"


def test_one_is_offered_only_what_one_may_do() -> None:
    others = replace(NEW, responsible="Amir Rahimi", responsible_party=12, mine=False)
    offered = {
        "mine": (NEW, False, True),
        "a colleague's first look": (others, True, False),
        "a colleague's second look": (replace(others, reason="changed"), False, False),
        "a colleague's that is late": (replace(others, reason="changed", overdue=True), True, False),
        "nobody's": (replace(others, responsible=None, responsible_party=0), True, True),
    }
    for name, (state, take, give) in offered.items():
        follow = only(desk(HB, state=state)).follow
        assert follow is not None
        assert (follow.can_take, follow.can_give) == (take, give), name


def test_what_is_held_from_her_is_said_with_its_day() -> None:
    held = replace(NEW, held="infection", held_until=TODAY + dt.timedelta(days=14))
    follow = only(desk(HB, state=held)).follow
    assert follow is not None
    assert follow.can_tell
    assert "24.03." in follow.held
    told = only(desk(HB, state=replace(held, held=None, held_until=None, told=True))).follow
    assert told is not None
    assert (told.can_tell, told.held) == (False, "Merket som fortalt henne.")


def test_the_first_screen_says_how_many_wait_and_for_whom() -> None:
    table = desk(HB)
    (line,) = first_screen(table, results(table))
    assert line.text == "1 prøvesvar ikke sett · Ansvar: Ingrid Dahl · Frist 10.03."
    assert not line.urgent


def test_what_waits_is_not_told_twice_on_the_first_screen() -> None:
    assert overview.overview(desk(HB, seen=1)).news == []
    (seen,) = overview.overview(desk(HB, seen=1, state=replace(NEW, open=False, mine=False))).news
    assert (seen.text, seen.who) == ("Hemoglobin: 15,0\u00a0g/dL", "Fjordbyen laboratorium")


TASK = ResultTask(
    card=7,
    origin=5,
    name="Kari Lunde Berg",
    what="haemoglobin",
    reason="new",
    sampled=TODAY - dt.timedelta(days=5),
    opened=MOMENT - 3 * 24 * 60 * MINUTE,
    due=TODAY + dt.timedelta(days=1),
    overdue=False,
    mine=True,
    responsible="Ingrid Dahl",
    unit="Solsiden",
    in_care=True,
)


def test_answers_to_one_sample_are_one_line_of_the_list() -> None:
    (group,) = groups(CATALOGUE, NB, [TASK, replace(TASK, origin=6, what="ferritin")], TODAY)
    (row,) = group.rows
    assert (group.title, row.what, len(chosen([row.value]))) == ("Dine", "Hemoglobin, Ferritin", 2)


def test_what_has_no_person_says_for_how_long() -> None:
    alone = replace(TASK, mine=False, responsible=None)
    (group,) = groups(CATALOGUE, NB, [alone], TODAY)
    assert (group.title, group.rows[0].owner) == ("Enhetens", "Solsiden, uten ansvarlig i 3 dager")


def test_what_is_late_comes_first_and_a_closed_card_has_no_address() -> None:
    late = replace(TASK, overdue=True, due=TODAY - dt.timedelta(days=2), in_care=False)
    first, second = groups(CATALOGUE, NB, [TASK, late], TODAY)
    assert (first.title, second.title) == ("Over fristen", "Dine")
    assert (first.rows[0].card, first.rows[0].due) == ("", "08.03. (for 2 dager siden)")


def test_every_reason_to_look_has_words_of_its_own() -> None:
    said = {reason_words(NB, reason) for reason in ("new", "changed", "withdrawn", "hold-ended")}
    assert len(said) == 4
    assert "må ses på" not in said


@pytest.mark.parametrize("value", ["", "x", "000000000000-2", "il", "abc-1"])
def test_an_unreadable_choice_chooses_nothing(value: str) -> None:
    assert chosen(["0123456789ab-7", value] if value else []) == ()
