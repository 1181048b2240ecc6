"""Cards made of entries alone, without a database: random ones with everything the catalogue knows, and a long one."""

import datetime as dt
from decimal import Decimal
from itertools import count

from hypothesis import strategies as st
from msgspec.structs import replace

from helsekort.actions.opened import Opened
from helsekort.record.card import Card, fold
from helsekort.record.entries import (
    Absent,
    CardOpened,
    Cell,
    Contact,
    ContactKind,
    Content,
    DueDate,
    Entry,
    Fetus,
    Finding,
    FromPaper,
    LabReport,
    LabSource,
    Moment,
    Pressure,
    Row,
    Status,
    Value,
    Way,
)
from helsekort.record.measurements import Kind
from helsekort.record.parties import Woman
from helsekort.web.woman.paper import Tables
from tests.cast import MINUTE, MOMENT, TODAY, data

CATALOGUE, TERMS, CURVES, RESULTS, *_ = data()
HOUSE = Tables(CATALOGUE, TERMS, CURVES, RESULTS)
INGRID, AMIR, SOLSIDEN, TORGET, WOMAN = 11, 12, 21, 22, 31
NAMES = {INGRID: "Ingrid Dahl", AMIR: "Amir Rahimi"}
UNITS = {SOLSIDEN: "Solsiden helsestasjon", TORGET: "Torget legesenter"}
KINDS = [key for key, one in CATALOGUE.measurables.items() if one.kind is not Kind.PART]
LONG = "Hun har det bra hjemme, men sover dårlig og vil gjerne snakke mer om fødselen neste gang. " * 30


class Log:
    """Entries of one card in the order they are written; each has a time of its own."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._numbers = count(1000)
        self.write(CardOpened(WOMAN, TODAY - dt.timedelta(days=150), SOLSIDEN))

    def write(self, content: Content, *, author: int = INGRID, origin: int | None = None) -> int:
        """A first version, or the next one of `origin`; its origin."""
        seq = len(self.entries) + 1
        version = 1 + sum(entry.origin == origin for entry in self.entries)
        unit = SOLSIDEN if author == INGRID else TORGET
        at = MOMENT + seq * MINUTE
        self.entries.append(Entry(seq, origin or seq, version, at, author, unit, content))
        return origin or seq

    def value(self, what: str) -> Value:
        """One that no other entry of this log has, where the kind has so many."""
        one, number = CATALOGUE[what], next(self._numbers)
        codes = [*CATALOGUE.lists[one.code_list].codes] if one.code_list else []
        match one.kind:
            case Kind.QUANTITY:
                return Decimal(number)
            case Kind.PRESSURE:
                return Pressure(Decimal(number), Decimal(number - 40))
            case Kind.CODE:
                return codes[number % len(codes)]
            case Kind.CODES:
                return tuple(codes[:2])
            case Kind.YESNO:
                return number % 2 == 0
            case Kind.DATE:
                return dt.date(2020, 1, 1) + dt.timedelta(days=number)
            case Kind.MOMENT:
                return Moment(dt.date(2020, 1, 1) + dt.timedelta(days=number), dt.time(7, 45))
        return f"Ord nummer {number} om dette & <det>"

    def card(self, without: frozenset[int] = frozenset()) -> Card:
        """The card; `without` these origins, as if they had never been written."""
        kept = [entry for entry in self.entries if entry.origin not in without]
        return fold(1, kept, TERMS.oldest_days)


def opened(card: Card) -> Opened:
    """The card as an action hands it out."""
    woman = Woman("Nora Haugen Sletten", dt.date(1990, 5, 4))
    roles = {INGRID: "JO", AMIR: "LE"}
    return Opened(card, woman, NAMES, roles, UNITS, {SOLSIDEN: "55 00 00 10"}, None, TODAY)


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """A card with one to three fetuses, due dates, contacts, findings of any kind and rows of any group."""
    log = Log()
    fetuses = [log.write(Fetus(label, TODAY, f"plass {label}")) for label in "ABC"[: draw(st.integers(0, 3))]]
    for method in draw(st.lists(st.sampled_from(list(TERMS.methods)), max_size=2)):
        edd = TODAY + dt.timedelta(days=draw(st.integers(-10, 200)))
        log.write(DueDate(edd, 283, method, TODAY, TODAY, INGRID, why=f"Fordi {edd}"))
    contacts = [
        log.write(Contact(kind, Way.VISIT, TODAY - dt.timedelta(days=days), held_by=AMIR))
        for kind, days in draw(
            st.lists(st.tuples(st.sampled_from(ContactKind), st.integers(0, 90)), max_size=4)
        )
    ]
    for what in draw(st.lists(st.sampled_from(KINDS), max_size=12)):
        log.write(_finding(draw, log, what, fetuses, contacts), author=draw(st.sampled_from([INGRID, AMIR])))
    for key in draw(st.lists(st.sampled_from(list(CATALOGUE.groups)), max_size=6)):
        log.write(_row(draw, log, key, fetuses, contacts))
    for origin in draw(
        st.lists(st.sampled_from([entry.origin for entry in log.entries[1:]] or [1]), max_size=3)
    ):
        _change(draw, log, origin)
    return log


def _finding(draw: st.DrawFn, log: Log, what: str, fetuses: list[int], contacts: list[int]) -> Finding:
    value, absent = log.value(what), None
    if draw(st.integers(0, 5)) == 0:
        value, absent = None, Absent.DECLINED
    made = Finding(
        what,
        value,
        TODAY - dt.timedelta(days=draw(st.integers(0, 200))),
        at=draw(st.sampled_from([None, dt.time(8, 15)])),
        fetus=draw(st.sampled_from([None, *fetuses])),
        contact=draw(st.sampled_from([None, *contacts])),
        absent=absent,
        unverified=draw(st.sampled_from([None, None, "vekten hjemme viser det"])),
        by_woman=draw(st.booleans()),
        paper=draw(st.sampled_from([None, None, FromPaper("Kari Nes", TODAY)])),
    )
    if made.contact is None and absent is None and draw(st.integers(0, 3)) == 0:
        lab = LabSource("Fjordlaboratoriet", 1, what, "12", reference="11-16")
        return replace(made, by_woman=False, paper=None, unverified=None, lab=lab)
    return made


def _row(draw: st.DrawFn, log: Log, key: str, fetuses: list[int], contacts: list[int]) -> Row:
    group = CATALOGUE.groups[key]
    fields = draw(st.lists(st.sampled_from(group.fields), min_size=1, unique=True))
    fetus = draw(st.sampled_from(fetuses)) if fetuses and group.about != "woman" else None
    cells = tuple(Cell(what, log.value(what)) for what in fields)
    return Row(key, TODAY, cells, fetus=fetus, contact=draw(st.sampled_from([None, *contacts])))


def _change(draw: st.DrawFn, log: Log, origin: int) -> None:
    """Correct or withdraw what stands."""
    content = [entry for entry in log.entries if entry.origin == origin][-1].content
    assert content is not None
    if content.status is Status.WITHDRAWN or isinstance(content, CardOpened):
        return
    status = draw(st.sampled_from([Status.CORRECTED, Status.WITHDRAWN]))
    changed = replace(content, status=status, reason=f"Grunn {len(log.entries)}")
    if isinstance(changed, Finding) and changed.value is not None and status is Status.CORRECTED:
        changed = replace(changed, value=log.value(changed.what))
    log.write(changed, author=AMIR, origin=origin)


def long_log(check_ups: int = 20, entries: int = 400) -> Log:
    """Twins, so many check-ups, long notes, home measurements, answers and rows of every group: so many entries."""
    log = Log()
    twins = [log.write(Fetus(label, TODAY, place)) for label, place in (("A", "venstre"), ("B", "høyre"))]
    log.write(DueDate(TODAY + dt.timedelta(days=66), 283, "US_EARLY", TODAY - dt.timedelta(days=130), TODAY))
    hers = ("blood_pressure", "urine_protein", "oedema", "weight", "fundal_height", "headache")
    for number in range(check_ups):
        on = TODAY - dt.timedelta(days=7 * (check_ups - number))
        contact = log.write(Contact(ContactKind.CHECK_UP, Way.VISIT, on, held_by=INGRID))
        for what in hers:
            log.write(Finding(what, _plausible(log, what, number), on, contact=contact))
        for twin in twins:
            for what in ("fetal_heart_rate", "presentation", "movements"):
                log.write(Finding(what, _plausible(log, what, number), on, fetus=twin, contact=contact))
        note = LONG if number % 5 == 0 else f"Kort notat {number}."
        log.write(Finding("note", note, on, contact=contact))
    for group in CATALOGUE.groups.values():
        fetus = twins[0] if group.about != "woman" else None
        cells = tuple(Cell(what, log.value(what)) for what in group.fields)
        log.write(Row(group.key, TODAY, cells, fetus=fetus))
    report = log.write(LabReport("r", "2026-118", "Fjordlaboratoriet", MOMENT))
    for number in count():
        if len(log.entries) >= entries:
            return log
        on = TODAY - dt.timedelta(days=number)
        lab = LabSource("Fjordlaboratoriet", report, f"{number}", "12", reference="11-16")
        log.write(Finding("haemoglobin", Decimal("11.5"), on, lab=lab), author=AMIR)
        pressure = Pressure(Decimal(120 + number % 20), Decimal(80))
        log.write(Finding("blood_pressure", pressure, on, at=dt.time(8, 0), by_woman=True))
    raise AssertionError


def _plausible(log: Log, what: str, number: int) -> Value:
    """Within what a chart is drawn for."""
    numbers = {
        "weight": Decimal("68.5") + number,
        "fundal_height": Decimal(18 + number),
        "fetal_heart_rate": Decimal(140),
    }
    if what == "blood_pressure":
        return Pressure(Decimal(118 + number), Decimal(76))
    return numbers.get(what) or log.value(what)
