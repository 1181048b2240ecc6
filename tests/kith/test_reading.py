"""What is read from a message, and what is said about one that differs from the standard."""

import datetime as dt
from decimal import Decimal

import pytest

from helsekort.kith.elements import parse_moment
from helsekort.kith.faults import MOST_LISTED, Effect, Fault, UnreadableMessage
from helsekort.kith.incoming import Rejected
from helsekort.kith.lab_report import samples
from helsekort.kith.lab_report.parse_items import MOST_ITEMS
from helsekort.kith.lab_report.sample_cases import cases
from helsekort.kith.lab_report.structs import (
    Comparator,
    DateValue,
    Interval,
    Kind,
    Number,
    ReportStatus,
    Text,
)
from tests.kith.reading import NORWAY, all_items, only, read

TAKEN = dt.date(2026, 3, 2)
WHO = samples.someone()
CASES = cases(WHO, TAKEN)
REPORT = "Message/ServReport"


def _new() -> str:
    return CASES["new"][0].decode()


def _faults(raw: str) -> dict[Fault, Effect]:
    return {one.fault: one.effect for one in read(raw.encode()).problems}


def _refusal(raw: str | bytes) -> UnreadableMessage:
    with pytest.raises(UnreadableMessage) as caught:
        read(raw.encode() if isinstance(raw, str) else raw)
    return caught.value


# --- as it should be --------------------------------------------------------------------------------------


def test_a_new_answer_is_read() -> None:
    message = only(CASES["new"][0])
    report = message.report
    assert (report.kind, report.status) == (Kind.NEW, ReportStatus.FINAL)
    assert message.sender.key == "HER:900101/HER:900102"
    assert (message.sender.her_id, message.sender.organisation_number) == ("900101", "998570328")
    assert (message.sender.department, message.sender.department_her_id) == ("Medisinsk biokjemi", "900102")
    assert report.requester is not None
    assert report.requester.persons[0].ident("HER") == "900202"
    # 09:04:10 in Norway is 08:04:10 UTC in winter
    assert report.issued == dt.datetime(2026, 3, 2, 8, 4, 10, tzinfo=dt.UTC) + dt.timedelta(0)
    (patient,) = report.patients
    assert (patient.number_kind, patient.number_holds) == ("FNR", True)
    (item,) = patient.items
    assert item.value == Number(Decimal("15.0"), "15.0", "g/dL")
    assert (item.code, item.code_system, item.name) == ("NOR05172", samples.NLK, "B-Hemoglobin")
    assert (item.reference, item.key, item.unreadable) == ("11,7 - 15,3", "id:118801", False)
    assert read(CASES["new"][0]).problems == ()


def test_a_summer_and_a_winter_time_and_one_with_an_offset() -> None:
    text = _new().replace("2026-03-02T09:05:10", "2026-07-01T00:30:00+00:00")
    assert only(text.encode()).sent == dt.datetime(2026, 7, 1, 0, 30, tzinfo=dt.UTC)
    text = _new().replace(
        'CollectedDate V="2026-03-02T07:57:00"', 'CollectedDate V="2026-07-01T23:30:00.1234567Z"'
    )
    (subject,) = only(text.encode()).report.patients[0].subjects
    assert subject.collected is not None
    # Half past eleven in the evening in London is half past one on the next day in Norway.
    assert (subject.collected.on, str(subject.collected.at)[:5]) == (dt.date(2026, 7, 2), "01:30")


def test_results_point_to_the_samples_identifier_and_not_to_its_number() -> None:
    patient = only(CASES["several subjects"][0]).report.patients[0]
    assert [one.number for one in patient.subjects] == ["1", "1"]
    assert [one.subjects for one in patient.items] == [("1",), ("2",)]


def test_the_second_person_of_a_report_has_results_of_its_own() -> None:
    mother, partner = only(CASES["several patients"][0]).report.patients
    assert [one.item_id for one in mother.items] == ["118804"]
    assert [one.item_id for one in partner.items] == ["118850"]
    assert mother.national_number != partner.national_number


def test_nested_results_without_identifiers_keep_their_keys_over_the_versions() -> None:
    first, second = (all_items(only(raw)) for raw in CASES["nested without ids"])
    assert [one.key for one in first] == [one.key for one in second]
    assert len({one.key for one in first}) == 3
    assert [one.kind for one in second] == [
        Kind.CHANGED if one.code == "NPU18238" else one.kind for one in first
    ]


def test_a_nested_result_takes_kind_and_samples_from_the_one_around_it() -> None:
    inner = samples.item("2", "X", "x", samples.number("1", "g/L"), subjects=())
    outer = samples.item("1", "Y", "y", None, kind=Kind.CANCELLED, subjects=("1",), children=(inner,))
    text = samples.build(samples.message(WHO, samples.Times(TAKEN), (outer,), report_id="r")).decode()
    kinds = [one.kind for one in all_items(only(text.encode()))]
    assert kinds == [Kind.CANCELLED, Kind.NEW]
    silent = only(text.replace('<ServType V="N"/><Investigation>', "<Investigation>").encode())
    assert [one.kind for one in all_items(silent)] == [Kind.CANCELLED, Kind.CANCELLED]
    assert [one.subjects for one in all_items(silent)] == [("1",), ("1",)]


def test_groups_without_identifiers_are_known_by_their_title() -> None:
    def keys(*titles: str) -> dict[str, str]:
        groups = tuple(
            samples.item(
                "",
                "",
                "",
                samples.worded(title, "GR"),
                status="",
                children=(samples.item("", "X", "x", None),),
            )
            for title in titles
        )
        message = only(samples.build(samples.message(WHO, samples.Times(TAKEN), groups, report_id="r")))
        return {
            title: group.children[0].key
            for title, group in zip(titles, message.report.patients[0].items, strict=True)
        }

    assert keys("Antistoff", "Komplement") == keys("Komplement", "Antistoff")
    assert len(set(keys("Antistoff", "Komplement").values())) == 2


def test_all_kinds_of_value_come_back_as_they_were_written() -> None:
    day = samples.samples_of(TAKEN)[0].collected
    assert day is not None
    values = (
        Number(Decimal("7.50"), "7.50", "10E9/L", Comparator.GREATER_OR_EQUAL),
        Text("Vekst\nav bakterier", None, ()),
        Interval(Number(Decimal("1.0"), "1.0", "mg/L"), Number(Decimal("2.50"), "2.50", "mg/L")),
        DateValue(day),
    )
    items = tuple(samples.item(str(at), "X", "x", value) for at, value in enumerate(values))
    raw = samples.build(samples.message(WHO, samples.Times(TAKEN), items, report_id="r"))
    got = [one.value for one in only(raw).report.patients[0].items]
    assert got[:3] == list(values[:3])
    assert isinstance(got[3], DateValue)
    assert (got[3].moment.on, got[3].moment.at) == (day.on, day.at)


def test_markup_in_a_text_becomes_lines() -> None:
    markup = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Stor\nlever.</p><br/>Se <b>kommentar</b></div>'
    raw = CASES["strip in words"][0].decode().replace(">Spor</", f">{markup}</")
    value = all_items(only(raw.encode()))[0].value
    assert isinstance(value, Text)
    assert value.text == "Stor lever.\nSe kommentar"


def test_the_national_code_comes_first() -> None:
    local = '<Id V="HB" S="2.16.578.1.12.4.1.1.8212" DN="Hb"/>'
    raw = _new().replace("<Investigation>", f"<Investigation>{local}")
    item = all_items(only(raw.encode()))[0]
    assert [one.value for one in item.codes] == ["NOR05172", "HB"]


def test_a_head_message_gives_the_sender_and_what_the_receipt_refers_to() -> None:
    received = read(CASES["in a head message"][0])
    assert received.head is not None
    assert received.sender == received.head.sender
    assert received.head.receiver.persons[0].name == "Amir Rahimi"
    assert received.original.message_id == received.head.message_id != received.messages[0].message_id
    assert received.problems == ()
    bare = read(CASES["new"][0])
    assert bare.head is None
    assert bare.original.message_id == bare.messages[0].message_id


@pytest.mark.parametrize("name", CASES)
def test_every_case_can_be_read(name: str) -> None:
    for raw in CASES[name]:
        assert only(raw).report.patients


def test_nothing_of_a_person_stands_in_a_repr() -> None:
    for raws in CASES.values():
        for raw in raws:
            received = read(raw)
            patient = received.messages[0].report.patients[0]
            assert patient.national_number
            for secret in (patient.national_number, *patient.name.split(", "), "Spor", "Vekst", "15.0"):
                assert secret not in f"{received!r} {received.messages[0].report.patients!r}"


# --- as it should not be: the whole message -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "fault", "place"),
    [
        ("labsvar/2012-02-15", "labsvar/2008-12-01", Fault.OLDER_VERSION, "*"),
        ("labsvar/2012-02-15", "labsvar/2005-03-14", Fault.OLDER_VERSION, "*"),
        ("kith.no/xmlstds/labsvar/2012-02-15", "example.invalid/", Fault.UNKNOWN_MESSAGE, "*"),
        ("<MsgId>", "<MsgId>x", Fault.BAD_MESSAGE_ID, "Message/MsgId"),
        ("<MsgId>", "<MsgId/><MsgId>", Fault.REPEATED, "Message/MsgId[2]"),
        ('<ServType V="N"/><IssueDate', '<ServType V="X"/><IssueDate', Fault.UNKNOWN_CODE, f"{REPORT}/ServType"),
        ('<ServType V="N"/><IssueDate', "<IssueDate", Fault.MISSING, "Message/ServReport"),
        ('<GenDate V="2026', '<GenDate V="26', Fault.NOT_A_TIME, "Message/GenDate"),
        ('<GenDate V="2026-03-02T09:05:10"/>', '<GenDate V="2026"/>', Fault.NOT_A_TIME, "Message/GenDate"),
        ("<ServProvId>", "<ServProvId>" + "9" * 65, Fault.TOO_LONG, "Message/ServReport/ServProvId"),
        ("<OffId>", "<OffId>1</OffId><OffId>", Fault.REPEATED, "Message/ServReport/Patient/OffId[2]"),
        ("<Patient>", '<Weight xmlns=""/><Patient>', Fault.UNKNOWN_ELEMENT, "Message/ServReport"),
        ("<ResultItem>", '<ResultItem xmlns="urn:x"/><ResultItem>', Fault.UNKNOWN_ELEMENT, f"{REPORT}/Patient"),
        ("<Patient>", "<Animal/><Patient>", Fault.NOT_A_PERSON, "Message/ServReport/Animal"),
    ],
)  # fmt: skip
def test_what_makes_a_message_unusable(before: str, after: str, fault: Fault, place: str) -> None:
    refusal = _refusal(_new().replace(before, after, 1))
    assert (refusal.code, refusal.place) == (fault, place)


def test_a_message_without_a_report_or_a_laboratory() -> None:
    text = _new()
    head, report = text.split("<ServReport>")
    assert _refusal(f"{head}</Message>").code is Fault.NO_REPORT
    nameless = report.replace("<ServProvider>", "<RelServProv>").replace("</ServProvider>", "</RelServProv>")
    assert _refusal(f"{head}<ServReport>{nameless}").code is Fault.MISSING


def test_a_rejected_message_says_to_whom_a_receipt_can_go() -> None:
    text = CASES["in a head message"][0].decode().replace("<OffId>", "<OffId>1</OffId><OffId>")
    refusal = _refusal(text)
    assert isinstance(refusal, Rejected)
    assert refusal.original is not None
    assert refusal.sender is not None
    assert refusal.sender.her_id == "900101"
    bare = _refusal(_new().replace("2012-02-15", "2008-12-01"))
    assert isinstance(bare, Rejected)
    assert bare.original is None


def test_a_head_message_with_an_attachment_or_without_a_document() -> None:
    text = CASES["in a head message"][0].decode()
    container = '<Base64Container xmlns="http://www.kith.no/xmlstds/base64container">aGVp</Base64Container>'
    attachment = f"<Document><RefDoc><Content>{container}</Content></RefDoc></Document></MsgHead>"
    received = read(text.replace("</MsgHead>", attachment).encode())
    assert [one.fault for one in received.problems] == [Fault.ATTACHMENT]
    start, _, end = text.partition("<Document>")
    assert _refusal(start + "</MsgHead>").code is Fault.NO_DOCUMENT
    assert _refusal(f"{start}<Document><RefDoc/></Document></MsgHead>").code is Fault.NO_DOCUMENT
    assert _refusal(text.replace("msghead/2006-05-24", "msghead/2004-04-04")).code is Fault.OLDER_VERSION
    assert end


def test_a_head_from_another_unit_than_the_laboratory_is_noted() -> None:
    head, message = CASES["in a head message"][0].decode().split("<Document>")
    other = head.replace("90010", "90090").replace("998570328", "974706490")
    assert _faults(f"{other}<Document>{message}") == {Fault.SENDER_DIFFERS: Effect.NOTE}


def test_a_root_that_the_sender_invented_is_not_repeated() -> None:
    refusal = _refusal(b'<KariNordmann xmlns="urn:x"/>')
    assert "Kari" not in f"{refusal} {refusal!r} {refusal.problems}"


def test_ten_thousand_results_pass_and_one_more_does_not() -> None:
    head, item, end = _parts(_new())
    numbered = [item.replace("118801", str(200_000 + at)) for at in range(MOST_ITEMS + 1)]
    message = only((head + "".join(numbered[:-1]) + end).encode())
    assert len(message.report.patients[0].items) == MOST_ITEMS
    refusal = _refusal(head + "".join(numbered) + end)
    assert refusal.code is Fault.TOO_MANY_ITEMS


def _parts(text: str) -> tuple[str, str, str]:
    start, end = text.index("<ResultItem>"), text.index("</ResultItem>") + len("</ResultItem>")
    return text[:start], text[start:end], text[end:]


def test_the_list_of_problems_is_bounded_and_says_how_many_are_left_out() -> None:
    head, item, end = _parts(_new())
    broken = item.replace('V="15.0"', 'V="fifteen"')
    items = "".join(broken.replace("118801", str(at)) for at in range(MOST_LISTED + 7))
    received = read((head + items + end).encode())
    assert (len(received.problems), received.problems_left_out) == (MOST_LISTED, 7)
    assert all(one.unreadable for one in all_items(received.messages[0]))


# --- as it should not be: one result ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('V="15.0"', 'V="15,0"', Fault.DECIMAL_COMMA),
        ('V="15.0"', 'V="NaN"', Fault.NOT_A_NUMBER),
        ('V="15.0"', 'V="INF"', Fault.NOT_A_NUMBER),
        ('V="15.0"', 'V="1e999"', Fault.NOT_A_NUMBER),
        ('V="15.0"', 'V="١٥"', Fault.NOT_A_NUMBER),
        (' V="15.0"', "", Fault.MISSING),
        ("<NumResultValue", '<ArithmeticComp V="??"/><NumResultValue', Fault.UNKNOWN_CODE),
        ("<NumResultValue", "<ArithmeticComp/><NumResultValue", Fault.MISSING),
        ("<NumResultValue", '<NumResultValue V="9.0" U="g/dL"/><NumResultValue', Fault.REPEATED),
        ("<NumResult>", "<TextResult><TextResultValue>x</TextResultValue></TextResult><NumResult>", Fault.TWO_VALUES),
        ("<NumResult>", "<Not/><NumResult>", Fault.UNKNOWN_ELEMENT),
        ('<ServType V="N"/><RefInterval', '<ServType V="Q"/><RefInterval', Fault.UNKNOWN_CODE),
        ('<StatusInvestigation V="3"/>', '<StatusInvestigation V="99"/>', Fault.UNKNOWN_CODE),
        ("<IdResultItem>", "<IdResultItem>" + "1" * 65, Fault.TOO_LONG),
    ],
)  # fmt: skip
def test_what_makes_one_result_unusable(before: str, after: str, fault: Fault) -> None:
    received = read(_new().replace(before, after, 1).encode())
    (problem,) = received.problems
    assert (problem.fault, problem.effect) == (fault, Effect.ITEM)
    assert problem.place.startswith("Message/ServReport/Patient/ResultItem")
    (item,) = all_items(received.messages[0])
    assert item.unreadable
    assert item.key


def test_two_results_with_one_identifier_are_two_and_the_second_needs_a_person() -> None:
    head, item, end = _parts(_new())
    received = read((head + item + item.replace("15.0", "9.0") + end).encode())
    assert [one.fault for one in received.problems] == [Fault.REPEATED_ITEM_ID]
    first, second = all_items(received.messages[0])
    assert first.key != second.key
    assert (first.unreadable, second.unreadable) == (False, True)


# --- as it should not be, but harmless ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('<Status V="F"/>', '<Status V="?"/>', Fault.UNKNOWN_CODE),
        ("<RefAnalysedSubject>1<", "<RefAnalysedSubject>7<", Fault.NO_SUCH_SUBJECT),
        ("<Name>Sletten, Prøve</Name>", "", Fault.PERSON_UNIDENTIFIED),
        ("<OffId>", "<OffId>9", Fault.NATIONAL_NUMBER_FAILS),
        ('CollectedDate V="2026', 'CollectedDate V="0026', Fault.NOT_A_TIME),
    ],
)
def test_what_is_only_noted(before: str, after: str, fault: Fault) -> None:
    text = _new()
    assert before in text
    assert _faults(text.replace(before, after, 1)) == {fault: Effect.NOTE}


def test_a_number_that_fails_its_check_is_kept_and_flagged() -> None:
    (patient,) = only(CASES["number that fails its check"][0]).report.patients
    assert patient.number_holds is False
    assert len(patient.national_number) == 11
    assert _faults(CASES["number that fails its check"][0].decode()) == {
        Fault.NATIONAL_NUMBER_FAILS: Effect.NOTE
    }


def test_a_withdrawn_result_that_carries_its_value_is_noted() -> None:
    text = _new().replace('<ServType V="N"/><RefInterval', '<ServType V="C"/><RefInterval')
    assert _faults(text) == {Fault.VALUE_WITHDRAWN: Effect.NOTE}


def test_elements_in_another_order_are_read() -> None:
    text = _new()
    moved = text.replace('<StatusInvestigation V="3"/>', "").replace(
        "<NumResult>", '<StatusInvestigation V="3"/><NumResult>'
    )
    assert all_items(only(moved.encode())) == all_items(only(text.encode()))


def test_times_that_are_no_times() -> None:
    refused = [
        "",
        "2026",
        "2026-03",
        "07:57:00",
        "2026-02-30",
        "2026-03-02T25:00:00",
        "20260302",
        "2026-W10-1",
    ]
    assert [parse_moment(text, NORWAY) for text in refused] == [None] * len(refused)
    night = parse_moment("2026-03-29T02:30:00", NORWAY)  # skipped by the clocks that spring
    assert night is not None
    assert night.on == dt.date(2026, 3, 29)
