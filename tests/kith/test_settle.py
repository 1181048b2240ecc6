"""The end state of a report is a function of the set of its messages, and is the one that the standard means."""

import datetime as dt
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from helsekort.kith.lab_report import samples
from helsekort.kith.lab_report.sample_cases import cases
from helsekort.kith.lab_report.settle import in_order, report_key, settle
from helsekort.kith.lab_report.settled import Doubt, SettledItem, SettledReport, Stage, State
from helsekort.kith.lab_report.structs import Kind, LabMessage, Number, ReportStatus, ResultItem, Text
from tests.kith.reading import only
from tests.kith.slow_settle import Slow

TAKEN = dt.date(2026, 3, 2)
WHO = samples.someone()
CASES = cases(WHO, TAKEN)


def _settled(name: str) -> SettledReport:
    return settle([only(raw) for raw in CASES[name]])


def _items(report: SettledReport, person: int = 0) -> dict[str, SettledItem]:
    return {one.item_id or one.key: one for one in report.patients[person].items}


def _value(item: SettledItem) -> str | None:
    value = item.standing.value if item.standing is not None else None
    return value.text if isinstance(value, Number | Text) else None


# --- any history ------------------------------------------------------------------------------------------

_KINDS = st.sampled_from([Kind.NEW, Kind.CHANGED, Kind.HISTORY, Kind.CANCELLED])
_INNER = {"a": (), "g": ("x", "y"), "b": ()}


@st.composite
def _item(draw: st.DrawFn, key: str, inner: tuple[str, ...] = ()) -> ResultItem:
    kind = draw(_KINDS)
    value = Number(Decimal(draw(st.integers(1, 3))), str(draw(st.integers(1, 3))), "g/dL")
    children = tuple(draw(_item(one)) for one in inner if draw(st.booleans()))
    return ResultItem(
        key=f"id:{key}",
        kind=kind,
        item_id=key,
        value=None if kind is Kind.CANCELLED else value,
        status=draw(st.sampled_from(["", "2", "3", "14"])),
        children=children,
    )


@st.composite
def _message(draw: st.DrawFn, at: int) -> LabMessage:
    """Times collide on purpose, so that every rule of the order is needed."""
    kind = draw(st.sampled_from([Kind.NEW, Kind.CHANGED, Kind.CHANGED, Kind.CANCELLED]))
    items = tuple(draw(_item(key, inner)) for key, inner in _INNER.items() if draw(st.booleans()))
    made = samples.message(
        WHO,
        samples.Times(TAKEN, draw(st.integers(0, 3))),
        () if kind is Kind.CANCELLED and draw(st.booleans()) else items,
        report_id="one",
        kind=kind,
        status=draw(st.sampled_from(ReportStatus)),
    )
    issued = made.report.issued + dt.timedelta(days=draw(st.sampled_from([0, 0, 0, 1])))
    return replace(made, message_id=samples.uuid_of(f"{at}"), report=replace(made.report, issued=issued))


@st.composite
def _histories(draw: st.DrawFn) -> list[LabMessage]:
    return [draw(_message(at)) for at in range(draw(st.integers(1, 6)))]


@given(_histories(), st.randoms(use_true_random=False), st.data())
def test_neither_order_nor_repetition_counts(
    history: list[LabMessage], random: Random, data: st.DataObject
) -> None:
    """The set after losses is settled alike, however it came."""
    kept = data.draw(st.lists(st.sampled_from(history), min_size=1, unique_by=lambda one: one.message_id))
    came = kept + random.choices(kept, k=3)
    random.shuffle(came)
    assert settle(came) == settle(kept) == settle(reversed(came))


@given(_histories())
def test_it_is_the_end_state_that_the_plain_words_say(history: list[LabMessage]) -> None:
    slow, report = Slow(history), settle(history)
    assert list(report.messages) == slow.versions
    items = {one.key: one for one in report.patients[0].items}
    assert items.keys() == slow.keys()
    for key, item in items.items():
        last = slow.mention(key)
        assert last is not None
        assert (item.state is State.STANDING) == slow.standing(key), key
        assert item.standing == (replace(last, children=()) if slow.standing(key) else None)
        if item.state is State.STANDING:
            assert (Doubt.LEFT_OUT_LATER in item.doubts) == slow.left_out(key)


@given(_histories())
def test_nothing_said_is_lost(history: list[LabMessage]) -> None:
    """Each value of every message is what stands, or one of the versions before it."""
    report = settle(history)
    mentioned = {(one.message_id, item.key) for one in history for item in _flat(one)}
    kept = {
        (version.message_id, item.key)
        for item in report.patients[0].items
        for version in item.versions
        if version.item is not None
    }
    assert kept == mentioned


def _flat(message: LabMessage) -> list[ResultItem]:
    outer = [item for patient in message.report.patients for item in patient.items]
    return outer + [child for item in outer for child in item.children]


# --- the cases of the project -----------------------------------------------------------------------------


def test_fifteen_becomes_twelve_becomes_withdrawn() -> None:
    (item,) = _settled("new").patients[0].items
    assert (_value(item), item.state, item.earlier) == ("15.0", State.STANDING, ())
    (item,) = _settled("changed").patients[0].items
    assert (_value(item), [one.value.text for one in item.earlier if isinstance(one.value, Number)]) == (
        "12.0",
        ["15.0"],
    )
    report = _settled("cancelled")
    (item,) = report.patients[0].items
    assert (item.standing, item.state, report.state) == (None, State.WITHDRAWN, State.WITHDRAWN)
    assert [one.value.text for one in item.earlier if isinstance(one.value, Number)] == ["15.0", "12.0"]
    assert len(item.message_ids) == 3
    assert item.collected is not None
    assert item.collected.on == TAKEN
    assert report.doubts == item.doubts == ()


def test_a_cancellation_that_comes_first_ends_the_same() -> None:
    came = [only(raw) for raw in CASES["cancelled before new"]]
    report = settle(came)
    assert report == settle(reversed(came))
    assert [one.state for one in report.patients[0].items] == [State.WITHDRAWN]
    alone = settle(came[:1])
    assert (alone.state, alone.patients[0].items) == (State.WITHDRAWN, ())
    # An older version that arrives after the newer one is kept, and does not stand.
    late = settle([came[2], came[1]])
    assert [_value(one) for one in late.patients[0].items] == ["12.0"]


def test_a_repeated_message_changes_nothing() -> None:
    assert _settled("repeated") == settle([only(raw) for raw in CASES["repeated"][:2]])


def test_one_result_is_withdrawn_and_the_other_stands_unchanged() -> None:
    items = _items(_settled("item cancelled"))
    assert (_value(items["118801"]), items["118801"].earlier) == ("11.8", ())
    withdrawn = items["118802"]
    assert (withdrawn.state, withdrawn.standing) == (State.WITHDRAWN, None)
    assert [one.value.text for one in withdrawn.earlier if isinstance(one.value, Number)] == ["24"]
    assert withdrawn.collected is not None


def test_preliminary_then_final_in_both_orders() -> None:
    first, second = (only(raw) for raw in CASES["preliminary then final"])
    before = settle([first])
    assert (before.stage, before.patients[0].items[0].stage) == (Stage.PRELIMINARY, Stage.PRELIMINARY)
    for came in ([first, second], [second, first]):
        (item,) = settle(came).patients[0].items
        assert (item.stage, _value(item), item.doubts) == (Stage.FINAL, "11.3", ())


def test_results_without_identifiers_are_recognised_in_their_groups() -> None:
    report = _settled("nested without ids")
    group, ro60, ssa = report.patients[0].items
    assert (ro60.parent, ssa.parent, group.parent) == (group.key, group.key, "")
    assert (_value(ro60), len(ro60.earlier)) == ("Positiv", 1)
    assert (_value(ssa), len(ssa.earlier)) == ("Negativ", 0)


def test_each_result_has_the_day_of_its_own_sample() -> None:
    items = _items(_settled("several subjects"))
    days = {key: one.collected.on for key, one in items.items() if one.collected is not None}
    assert days == {"118801": TAKEN, "118803": TAKEN + dt.timedelta(days=2)}


def test_a_result_of_samples_on_different_days_has_no_day() -> None:
    two = samples.item("1", "X", "x", None, subjects=("1", "2"))
    sent = samples.message(
        WHO, samples.Times(TAKEN), (two,), report_id="r", subjects=samples.samples_of(TAKEN, 3)
    )
    (item,) = settle([sent]).patients[0].items
    assert (item.collected, item.doubts) == (None, (Doubt.SAMPLE_TIME_DIFFERS,))


def test_two_people_are_settled_apart() -> None:
    report = _settled("several patients")
    assert [list(_items(report, person)) for person in (0, 1)] == [["118804"], ["118850"]]
    assert report.doubts == ()


def test_a_withdrawn_group_takes_with_it_what_it_does_not_repeat() -> None:
    inner, group = _keyed("11.0", key="id:x"), replace(_keyed(None, key="id:g"), codes=())
    first = _version(1, replace(group, children=(inner,)), _keyed("9.0", key="id:b"))
    second = _version(2, replace(group, kind=Kind.CANCELLED), _keyed("9.0", Kind.HISTORY, key="id:b"))
    items = _items(settle([second, first]))
    assert {key: one.state for key, one in items.items()} == {
        "g": State.WITHDRAWN,
        "x": State.WITHDRAWN,
        "b": State.STANDING,
    }
    assert [one.message_id for one in items["x"].versions] == [first.message_id, second.message_id]
    assert items["x"].doubts == ()


# --- what the standard does not foresee -------------------------------------------------------------------


def _version(
    minute: int, *items: ResultItem, kind: Kind = Kind.CHANGED, who: samples.Subject = WHO
) -> LabMessage:
    return samples.message(who, samples.Times(TAKEN, minute), items, report_id="r", kind=kind)


def _keyed(
    text: str | None, kind: Kind = Kind.CHANGED, *, status: str = "3", key: str = "id:118801"
) -> ResultItem:
    return replace(samples.haemoglobin(text, kind, status=status), key=key, item_id=key.removeprefix("id:"))


@pytest.mark.parametrize(
    ("later", "doubt"),
    [
        ([_version(2, _keyed("11.0", key="id:2"))], Doubt.LEFT_OUT_LATER),
        ([_version(2, _keyed(None, Kind.CANCELLED)), _version(3, _keyed("12.0"))], Doubt.STANDS_AGAIN),
        ([_version(2, _keyed("12.0", status="2"))], Doubt.STEPPED_BACK),
        ([_version(2, replace(_keyed("12.0"), codes=()))], Doubt.CODE_DIFFERS),
    ],
    ids=lambda value: value.value if isinstance(value, Doubt) else "",
)
def test_what_is_odd_stands_with_a_doubt(later: list[LabMessage], doubt: Doubt) -> None:
    report = settle([_version(1, _keyed("15.0"), kind=Kind.NEW), *later])
    item = _items(report)["118801"]
    assert (item.state, item.doubts) == (State.STANDING, (doubt,))


def test_a_doubt_that_a_later_version_settles_is_gone() -> None:
    versions = [_version(1, _keyed("15.0")), _version(2), _version(3, _keyed("15.0", Kind.HISTORY))]
    (item,) = settle(versions).patients[0].items
    assert item.doubts == ()


def test_a_result_withdrawn_before_it_was_seen() -> None:
    (item,) = settle([_version(2, _keyed(None, Kind.CANCELLED))]).patients[0].items
    assert (item.state, item.doubts) == (State.WITHDRAWN, (Doubt.WITHDRAWN_UNSEEN,))


def test_another_person_in_a_later_version_is_a_doubt_about_the_report() -> None:
    other = samples.someone(5, 5, 93)
    report = settle([_version(1, _keyed("15.0")), _version(2, _keyed("12.0"), who=other)])
    assert report.doubts == (Doubt.PATIENT_DIFFERS,)
    assert [_value(one.items[0]) for one in report.patients] == ["15.0", "12.0"]


def test_one_message_id_on_two_contents_is_a_doubt_about_the_report() -> None:
    one = _version(1, _keyed("15.0"))
    other = replace(_version(1, _keyed("12.0")), message_id=one.message_id)
    report = settle([one, other])
    assert report.doubts == (Doubt.SAME_ID_OTHER_CONTENT,)
    assert report == settle([other, one])


def test_within_one_second_the_cancellation_is_the_later() -> None:
    new, cancelled = _version(1, _keyed("15.0"), kind=Kind.NEW), _version(1, kind=Kind.CANCELLED)
    for ids in (("1", "2"), ("2", "1")):
        pair = [
            replace(one, message_id=samples.uuid_of(at))
            for one, at in zip((new, cancelled), ids, strict=True)
        ]
        assert settle(pair).state is State.WITHDRAWN


def test_an_old_version_sent_again_does_not_stand() -> None:
    """It is made later, but was written earlier, as its IssueDate says."""
    old, new = _version(500, _keyed("15.0")), _version(2, _keyed("12.0"))
    renewed = replace(new, report=replace(new.report, issued=new.report.issued + dt.timedelta(minutes=1)))
    assert [one.message_id for one in in_order([renewed, old])] == [old.message_id, renewed.message_id]


def test_messages_of_different_reports_are_not_mixed() -> None:
    one, other = only(CASES["new"][0]), only(CASES["strip in words"][0])
    assert report_key(one) != report_key(other)
    with pytest.raises(ValueError, match="one report"):
        settle([one, other])
    with pytest.raises(ValueError, match="one report"):
        settle([])
