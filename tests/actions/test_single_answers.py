"""Single answers that wait: what no table can place, a person leaves outside the card or says what it is."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.actions import by_hand, cards, inbox, receiving
from helsekort.actions.outcomes import Problem, Refused, Rejected
from helsekort.actions.sent import SentItem
from helsekort.kith.lab_report import samples
from helsekort.kith.lab_report.structs import Kind, ResultItem
from helsekort.record.entries import Status
from tests.answers import (
    KARI,
    NORA,
    STRANGER,
    TAKEN,
    answer,
    ferritin,
    haemoglobin,
    hiv,
    opened,
    receive,
    results,
    sent,
    states,
    thyroxine,
)
from tests.cast import LAB, Cast
from tests.store.stored import audit, breaks, written

LOCAL = "2.16.578.1.12.4.1.1.9999"
SONOGRAPHY = "2.16.578.1.12.4.1.1.7270"


def waits(cast: Cast, *items: ResultItem, name: str = "", minutes: int = 1) -> list[SentItem]:
    """The answers that a report makes wait, after all its results were received."""
    kind = Kind.NEW if minutes == 1 else Kind.CHANGED
    receive(cast.ctx, *sent(answer(KARI, *items, report_id=name, minutes=minutes, kind=kind)))
    return waiting_items(cast)


def waiting_items(cast: Cast) -> list[SentItem]:
    rows = [row for row in inbox.list_inbox(cast.amir, ctx=cast.ctx) if row.state == "waiting"]
    return [item for row in rows for item in opened_at(cast, row.message) if item.fate == "waiting"]


def opened_at(cast: Cast, message: int) -> tuple[SentItem, ...]:
    return inbox.open_message(cast.amir, ctx=cast.ctx, message=message).items


def message_of(cast: Cast) -> int:
    (row,) = [row for row in inbox.list_inbox(cast.amir, ctx=cast.ctx) if row.state == "waiting"]
    return row.message


def read(cast: Cast, item: SentItem, what: str, value: Decimal | str, *, sure: bool = False) -> int:
    return by_hand.read_by_hand(
        cast.amir, ctx=cast.ctx, message=message_of(cast), item=item.handle, what=what, value=value, sure=sure
    )


def leave(cast: Cast, item: SentItem) -> None:
    by_hand.leave_outside(cast.amir, ctx=cast.ctx, message=message_of(cast), item=item.handle)


def uncoded(text: str, item_id: str = "118900") -> ResultItem:
    return samples.item(item_id, "", "", samples.worded(text))


def local(text: str, system: str = LOCAL) -> ResultItem:
    return samples.item("118901", "FT4", "Fritt tyroksin", samples.number(text, "pmol/L"), system=system)


# --- what waits, and what is outside --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "state", "reason"),
    [
        (thyroxine(), "outside", "unknown-code"),
        (local("11", SONOGRAPHY), "outside", "unknown-code"),
        (local("11"), "waiting", "code-system"),
        (local("11", ""), "waiting", "code-system"),
        (
            samples.item("1", "NPU12412", "Rubella", samples.number("9", "IU/mL"), system=LOCAL),
            "waiting",
            "code-system",
        ),
        (samples.item("1", "NPU12412", "Rubella", samples.number("9", "IU/mL")), "outside", "left-out"),
        (uncoded("Hemolysert prøve"), "waiting", "uncoded"),
        (ferritin("24", "mol"), "waiting", "unit"),
        (samples.item("1", "NOR05172", "B-Hemoglobin", samples.worded("lav")), "waiting", "form"),
        (haemoglobin("11,8"), "waiting", "unreadable"),
    ],
)
def test_what_no_known_list_names_waits_and_the_rest_is_outside(
    cast: Cast, item: ResultItem, state: str, reason: str
) -> None:
    """In either case what the card has a place for lands."""
    hba1c = samples.item("118950", "NPU27300", "B-HbA1c", samples.number("34", "mmol/mol"))
    receive(cast.ctx, *sent(answer(KARI, hba1c, item)))
    assert set(results(cast, cast.kari_card)) == {"hba1c"}
    expected = ("waiting", reason) if state == "waiting" else ("placed", "")
    assert states(cast.ctx) == [expected]
    items = opened_at(cast, _any_message(cast))
    assert [(one.fate, one.reason) for one in items] == [("card", ""), (state, reason)]


def _any_message(cast: Cast) -> int:
    with cast.ctx.database.transaction(write=False) as tx:
        return int(tx.rows("SELECT message FROM inbox")[0][0])


@pytest.mark.parametrize(
    ("code", "state"), [("NOR05863", "outside"), ("NOR05172", "waiting")], ids=["outside", "for the card"]
)
def test_words_without_a_code_go_with_the_group_they_stand_in(cast: Cast, code: str, state: str) -> None:
    """Beside what is not the card's content they are outside; beside a haemoglobin they may change its meaning."""
    value = samples.number("12.4", "g/dL")
    inner = (samples.item("1", code, "", value), uncoded("Prøven var hemolysert", "2"))
    group = samples.item("", "", "", samples.worded("Blod", "GR"), children=inner)
    receive(cast.ctx, *sent(answer(KARI, group)))
    fates = {item.value: item.fate for item in opened_at(cast, _any_message(cast))}
    assert fates["Prøven var hemolysert"] == state


def test_what_cannot_be_read_is_shown_as_it_stood(cast: Cast) -> None:
    (item,) = waits(cast, haemoglobin("11,8"))
    assert item.value == "11,8 g/dL"


# --- said by a person ------------------------------------------------------------------------------------


def test_left_outside_it_no_longer_waits_and_is_listed(cast: Cast) -> None:
    (item,) = waits(cast, local("11"), haemoglobin("12.4"))
    leave(cast, item)
    assert states(cast.ctx) == [("placed", "")]
    (row,) = inbox.list_outside(cast.amir, ctx=cast.ctx, card=cast.kari_card)
    assert row.names == ("Fritt tyroksin",)
    assert set(results(cast, cast.kari_card)) == {"haemoglobin"}
    told = [line for line in audit(cast.ctx) if line.event == "message-set-aside"]
    assert [(line.card, line.about, line.party) for line in told] == [
        (cast.kari_card, ("item",), cast.amir.party)
    ]
    assert breaks(cast.ctx) == []


def test_left_outside_the_only_answer_ends_outside(cast: Cast) -> None:
    (item,) = waits(cast, uncoded("Se vedlegg"))
    leave(cast, item)
    assert states(cast.ctx) == [("outside", "left-by-person")]


def test_read_by_hand_it_stands_on_the_card_as_the_person_said(cast: Cast) -> None:
    (item,) = waits(cast, ferritin("0.024", "mg/L"), haemoglobin("12.4"))
    assert item.what == "ferritin"
    assert read(cast, item, "ferritin", Decimal(24)) == cast.kari_card
    trail = results(cast, cast.kari_card)["ferritin"]
    assert (trail.now.value, trail.now.on, trail.last.author) == (Decimal(24), TAKEN, cast.amir.party)
    assert trail.now.lab is not None
    assert (trail.now.lab.sent_value, trail.now.lab.sent_unit) == ("0.024", "mg/L")
    assert trail.now.lab.reference == "15 - 150"
    assert states(cast.ctx) == [("placed", "")]
    assert receiving.work_inbox(LAB, ctx=cast.ctx, again=True) == []
    assert breaks(cast.ctx) == []


def test_words_that_could_mean_more_are_read_as_a_code(cast: Cast) -> None:
    (item,) = waits(cast, samples.item("1", "NPU21917", "RhD", samples.worded("Svakt positiv")))
    read(cast, item, "rhd", "POS")
    assert results(cast, cast.kari_card)["rhd"].now.value == "POS"


def test_a_held_class_is_held_also_when_read_by_hand(cast: Cast) -> None:
    (item,) = waits(cast, hiv("Svakt positiv"))
    read(cast, item, "hiv", "POS")
    assert "hiv" in results(cast, cast.kari_card)
    hers = cards.open_own_card(cast.kari, ctx=cast.ctx).card
    assert [trail.now.what for trail in hers.findings if trail.now.lab] == []


def test_what_was_said_holds_for_the_answer_as_it_was_sent(cast: Cast) -> None:
    """Repeated, it is not asked again; changed, it waits anew, and what was said of the first no longer stands."""
    name = samples.uuid_of("said")
    (item,) = waits(cast, ferritin("0.024", "mg/L"), name=name)
    read(cast, item, "ferritin", Decimal(24))
    receive(
        cast.ctx,
        *sent(answer(KARI, ferritin("0.024", "mg/L"), report_id=name, minutes=5, kind=Kind.CHANGED)),
    )
    assert set(states(cast.ctx)) == {("placed", "")}
    (changed,) = waits(cast, ferritin("0.031", "mg/L"), name=name, minutes=9)
    assert changed.handle != item.handle
    assert opened(cast, cast.kari_card).series("ferritin") == []
    read(cast, changed, "ferritin", Decimal(31))
    assert [str(each.now.value) for each in opened(cast, cast.kari_card).series("ferritin")] == ["31"]


def test_withdrawn_by_its_laboratory_what_a_person_read_is_withdrawn_too(cast: Cast) -> None:
    name = samples.uuid_of("withdrawn by hand")
    (item,) = waits(cast, ferritin("0.024", "mg/L"), name=name)
    read(cast, item, "ferritin", Decimal(24))
    receive(cast.ctx, *sent(answer(KARI, report_id=name, minutes=9, kind=Kind.CANCELLED)))
    assert results(cast, cast.kari_card)["ferritin"].now.status is Status.WITHDRAWN
    assert breaks(cast.ctx) == []


def test_two_of_one_report_with_the_same_words_are_two(cast: Cast) -> None:
    """The woman and another in her report: what is said of hers is not said of the other's."""
    twin = samples.patient_of(NORA, (uncoded("uklart"),), samples.samples_of(TAKEN))
    receive(cast.ctx, *sent(answer(KARI, uncoded("uklart"), others=(twin,))))
    first, second = waiting_items(cast)
    assert first.handle != second.handle
    leave(cast, first)
    assert [item.handle for item in waiting_items(cast)] == [second.handle]


@pytest.mark.parametrize(
    ("what", "value", "problem"),
    [
        ("nothing", Decimal(24), Problem("what", "unknown")),
        ("blood_pressure", "120/80", Problem("what", "unknown")),
        ("systolic", Decimal(120), Problem("what", "unknown")),
        ("fetal_heart_rate", Decimal(140), Problem("what", "unknown")),
        ("ferritin", "24", Problem("value", "form")),
        ("ferritin", Decimal("NaN"), Problem("value", "form")),
        ("rhd", "MAYBE", Problem("value", "form")),
        ("rhd", Decimal(1), Problem("value", "form")),
        ("haemoglobin", Decimal(118), Problem("value", "implausible")),
    ],
)
def test_what_the_catalogue_does_not_take_changes_nothing(
    cast: Cast, what: str, value: Decimal | str, problem: Problem
) -> None:
    (item,) = waits(cast, ferritin("24", "mol"))
    before = written(cast.ctx)
    with pytest.raises(Rejected) as rejected:
        read(cast, item, what, value)
    assert rejected.value.problems == [problem]
    assert written(cast.ctx) == before


def test_what_stood_as_one_thing_does_not_become_another(cast: Cast) -> None:
    """A correction in another unit of what was a ferritin is a ferritin, or outside."""
    name = samples.uuid_of("one thing")
    receive(cast.ctx, *sent(answer(KARI, ferritin("24"), report_id=name)))
    (item,) = waits(cast, ferritin("0.031", "mg/L"), name=name, minutes=9)
    with pytest.raises(Rejected) as rejected:
        read(cast, item, "hba1c", Decimal(31))
    assert rejected.value.problems == [Problem("what", "another-before")]
    read(cast, item, "ferritin", Decimal(31))
    trail = results(cast, cast.kari_card)["ferritin"]
    assert [str(entry.content.value) for entry in trail.entries] == ["24", "24", "31"]  # type: ignore[union-attr]  # findings


def test_an_unusual_value_is_asked_about_once(cast: Cast) -> None:
    (item,) = waits(cast, haemoglobin("20,1"))
    with pytest.raises(Rejected) as rejected:
        read(cast, item, "haemoglobin", Decimal("20.1"))
    assert rejected.value.problems == [Problem("value", "unusual")]
    read(cast, item, "haemoglobin", Decimal("20.1"), sure=True)
    assert str(results(cast, cast.kari_card)["haemoglobin"].now.value) == "20.1"


def test_what_was_decided_by_another_meanwhile_is_said(cast: Cast) -> None:
    (item,) = waits(cast, ferritin("24", "mol"), uncoded("Se vedlegg"))[:1]
    leave(cast, item)
    with pytest.raises(Rejected) as rejected:
        read(cast, item, "ferritin", Decimal(24))
    assert rejected.value.problems == [Problem("item", "changed")]


def test_without_the_day_of_its_sample_it_can_only_be_left_outside(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(KARI, ferritin("24", "mol"), subjects=())))
    (item,) = waiting_items(cast)
    with pytest.raises(Rejected) as rejected:
        read(cast, item, "ferritin", Decimal(24))
    assert rejected.value.problems == [Problem("item", "no-sample-date")]
    leave(cast, item)
    assert states(cast.ctx) == [("outside", "left-by-person")]


def test_whose_it_is_comes_first(cast: Cast) -> None:
    receive(cast.ctx, *sent(answer(STRANGER, ferritin("24", "mol"))))
    (item,) = waiting_items(cast)
    with pytest.raises(Rejected) as rejected:
        read(cast, item, "ferritin", Decimal(24))
    assert rejected.value.problems == [Problem("item", "whose-first")]


def test_nobody_decides_for_a_woman_they_do_not_care_for(cast: Cast) -> None:
    """Lars works at Torget now, and cares for neither: the message is his unit's, and Kari's card is not."""
    (item,) = waits(cast, ferritin("24", "mol"))
    message = message_of(cast)
    lars = replace(cast.lars, organisation=cast.amir.organisation)
    before = written(cast.ctx)
    for decide in (
        lambda: by_hand.leave_outside(lars, ctx=cast.ctx, message=message, item=item.handle),
        lambda: by_hand.read_by_hand(
            lars, ctx=cast.ctx, message=message, item=item.handle, what="ferritin", value=Decimal(24)
        ),
    ):
        with pytest.raises(Refused):
            decide()
    assert written(cast.ctx) == before
