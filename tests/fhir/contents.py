"""Contents for tests of the stored form: any that Hypothesis can think of, and one of each in every status."""

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st
from msgspec.structs import replace

from helsekort import datafiles
from helsekort.fhir.heads import Head
from helsekort.fhir.stored import card_body, party_body
from helsekort.record.codes import DNR, FHN, FNR
from helsekort.record.endings import FetusState, Outcome, Over
from helsekort.record.entries import (
    GOES_ON,
    Absent,
    CardOpened,
    Cell,
    Contact,
    ContactKind,
    Content,
    DueDate,
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
from helsekort.record.measurements import Kind, Measurable
from helsekort.record.parties import Clinician, NationalNumberFact, Organisation, Party, Role, UnitKind, Woman
from tests.fhir import child_contents, file_contents, referral_contents, sent_contents

CATALOGUE = datafiles.catalogue()
TERMS = datafiles.terms()
NOTED = [each for each in CATALOGUE.measurables.values() if each.kind not in (Kind.PART, Kind.CODES)]
HEAD = Head(card=1 << 40, origin=7, version=2, recorded=1_773_133_200_123_456, woman=5, author=6)
ON = dt.date(2026, 3, 10)
PAPER = FromPaper("Mona Vik, jordmor", dt.date(2026, 3, 9))
ENDED = (Status.WITHDRAWN, Status.MISPLACED)

# Words that a careless reader of JSON takes for something else, and signs it must escape.
AWKWARD = ["null", "false", "0", '"', "\\", "{}", "null\n[null]", "æøå ŋ 🤰", " x "]
texts = st.sampled_from(AWKWARD) | st.text(
    st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30
).filter(lambda text: bool(text.strip()))
days = st.dates(dt.date(1950, 1, 1), dt.date(2080, 12, 31))
# The nights on which Norway's clocks are moved have an hour too few and an hour too many.
times = st.times().map(lambda at: at.replace(fold=0))
moments = st.tuples(days, st.none() | times) | st.tuples(
    st.sampled_from([dt.date(2026, 3, 29), dt.date(2026, 10, 25)]),
    st.times(dt.time(1), dt.time(4)).map(lambda at: at.replace(fold=0)),
)
origins = st.integers(2, 999_999_999)
numbers = st.integers(1, 2**60 - 1)
decimals = st.integers(0, 3).flatmap(lambda places: st.decimals(0, 100_000, places=places))
statuses = st.sampled_from(Status)
reasons = st.none() | texts
papers = st.none() | st.builds(FromPaper, texts, st.none() | days)
heads = st.builds(Head, numbers, origins, st.integers(1, 99), st.integers(0, 2**52), numbers, numbers)


def values(measurable: Measurable) -> st.SearchStrategy[Value]:
    """Values of the form a kind asks for, plausible or not."""
    if measurable.kind is Kind.QUANTITY:
        return decimals
    if measurable.kind is Kind.PRESSURE:
        parts = st.tuples(st.none() | decimals, st.none() | decimals)
        return parts.filter(lambda both: both != (None, None)).map(lambda both: Pressure(*both))
    if measurable.kind is Kind.CODE:
        return st.sampled_from(sorted(CATALOGUE.codes(measurable.key)))
    if measurable.kind is Kind.CODES:
        listed = st.sampled_from(sorted(CATALOGUE.codes(measurable.key)))
        return st.lists(listed, min_size=1, max_size=4, unique=True).map(tuple)
    if measurable.kind is Kind.YESNO:
        return st.booleans()
    if measurable.kind is Kind.DATE:
        return days
    if measurable.kind is Kind.MOMENT:
        return st.builds(Moment, days, st.times(dt.time(4)).map(lambda at: at.replace(fold=0)))
    return texts | st.just(False) if measurable.can_deny else texts


lab_sources = st.builds(
    lambda reference, owner, **rest: LabSource(
        reference=reference, reference_of=owner if reference else "laboratory", **rest
    ),
    st.just("") | texts,
    st.sampled_from(["laboratory", "pregnant"]),
    laboratory=texts,
    report=origins,
    item=texts,
    sent_value=texts,
    sent_unit=st.just("") | texts,
    comparator=st.just(""),
    material=st.just("") | texts,
    preliminary=st.booleans(),
)


@st.composite
def lab_findings(draw: st.DrawFn) -> Finding:
    """What a laboratory answers; a number may be a limit."""
    measurable = draw(st.sampled_from([each for each in NOTED if each.category == "laboratory"]))
    value, status = draw(values(measurable)), draw(statuses)
    on, at = draw(moments)
    lab = draw(lab_sources)
    signs = ["", "<", "<=", ">=", ">"] if measurable.kind is Kind.QUANTITY else [""]
    lab = replace(
        lab, comparator=draw(st.sampled_from(signs)), preliminary=lab.preliminary and status not in ENDED
    )
    return Finding(measurable.key, value, on, at, status=status, reason=draw(reasons), lab=lab)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    measurable = draw(st.sampled_from(NOTED))
    value = draw(st.none() | values(measurable))
    on, at = draw(moments)
    return Finding(
        measurable.key,
        value,
        on,
        at,
        fetus=draw(st.none() | origins),
        contact=draw(st.none() | origins),
        absent=draw(st.sampled_from(Absent)) if value is None else None,
        unverified=draw(reasons),
        by_woman=draw(st.booleans()),
        status=draw(statuses),
        reason=draw(reasons),
        paper=draw(papers),
    )


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A row of any group, with any of its fields answered or declined."""
    group = draw(st.sampled_from(sorted(CATALOGUE.groups)))
    fields = draw(st.lists(st.sampled_from(CATALOGUE.groups[group].fields), min_size=1, unique=True))
    answers = {what: draw(st.none() | values(CATALOGUE[what])) for what in fields}
    on, at = draw(moments)
    return Row(
        group,
        on,
        tuple(
            Cell(what, value, draw(st.sampled_from(Absent)) if value is None else None, draw(reasons))
            for what, value in answers.items()
        ),
        at,
        fetus=draw(st.none() | origins),
        contact=draw(st.none() | origins),
        by_woman=draw(st.booleans()),
        status=draw(statuses),
        reason=draw(reasons),
        paper=draw(papers),
    )


@st.composite
def contacts(draw: st.DrawFn) -> Contact:
    on, at = draw(moments)
    return Contact(
        draw(st.sampled_from(ContactKind)),
        draw(st.sampled_from(Way)),
        on,
        at,
        held_by=draw(st.none() | numbers),
        about=tuple(draw(st.lists(st.sampled_from(sorted(CATALOGUE.lists["L10"].codes)), max_size=3))),
        status=draw(statuses),
        reason=draw(reasons),
        paper=draw(papers),
        moved_in=draw(st.booleans()),
    )


due_dates = st.builds(
    DueDate,
    edd=days,
    length=st.integers(1, TERMS.oldest_days),
    method=st.sampled_from(sorted(TERMS.methods)),
    measured_on=st.none() | days,
    set_on=days,
    set_by=st.none() | numbers,
    embryo_days=st.none() | st.integers(0, 6),
    proposed=st.booleans(),
    replaces=st.none() | origins,
    why=st.none() | texts,
    status=statuses,
    reason=reasons,
    paper=papers,
)
fetuses = child_contents.fetuses(texts, days, numbers, statuses, reasons)


def _opening(
    woman: int,
    on: dt.date,
    unit: int,
    active: bool,
    status: Status,
    reason: str | None,
    ended: dt.date | None,
    outcome: Outcome | None,
) -> CardOpened:
    """One that can be: a card goes on after a birth only, and ends when its pregnancy does or later."""
    if outcome is None:
        return CardOpened(
            woman, on, unit, active and status not in ENDED and not ended, status, reason, ended
        )
    goes_on = active and status not in ENDED and outcome in GOES_ON
    over = Over(on, outcome)
    later = max(on, ended or on)
    return CardOpened(woman, on, unit, goes_on, status, reason, None if goes_on else later, over)


opened = st.builds(
    _opening,
    numbers,
    days,
    numbers,
    st.booleans(),
    statuses,
    reasons,
    st.none() | days,
    st.none() | st.sampled_from(Outcome),
)
reports = st.builds(
    lambda status, preliminary, **rest: LabReport(
        status=status, preliminary=preliminary and status not in ENDED, **rest
    ),
    statuses,
    st.booleans(),
    key=texts,
    report_id=texts,
    laboratory=texts,
    issued=st.integers(0, 2**41).map(lambda milliseconds: milliseconds * 1000),
    discipline=st.just("") | texts,
    requester=st.just("") | texts,
    results=st.lists(origins, max_size=3).map(tuple),
    reason=reasons,
)
KINDS: dict[str, st.SearchStrategy[Content]] = {
    "finding": findings(),
    "row": rows(),
    "laboratory finding": lab_findings(),
    "laboratory report": reports,
    **file_contents.drawn(texts, origins, days, statuses, reasons),
    **sent_contents.drawn(texts, origins, numbers, statuses, reasons),
    "contact": contacts(),
    "due date": due_dates,
    "fetus": fetuses,
    "opening": opened,
}
contents = st.one_of(list(KINDS.values()))

facts = st.builds(
    NationalNumberFact,
    st.sampled_from([FNR, DNR, FHN]),
    st.from_regex(r"[0-9]{11}", fullmatch=True),
    st.none() | days,
    st.none() | days,
)
parties: st.SearchStrategy[Party] = (
    st.builds(
        Woman,
        texts,
        st.none() | days,
        st.lists(facts, max_size=3).map(tuple),
        st.sampled_from(["nb", "nn", "se", "en", "so"]),
        st.none() | numbers,
    )
    | child_contents.children(texts, days, facts)
    | st.builds(Clinician, texts, st.none() | st.from_regex(r"[1-9][0-9]{0,8}", fullmatch=True))
    | st.builds(
        Organisation,
        texts,
        st.none() | st.from_regex(r"[0-9]{9}", fullmatch=True),
        st.none() | texts,
        st.none() | st.from_regex(r"[1-9][0-9]{0,7}", fullmatch=True),
        st.none() | st.sampled_from(UnitKind),
        st.none() | numbers,
    )
    | st.builds(Role, numbers, numbers, st.sampled_from(["LE", "JO", "SP"]))
)


def _some_value(measurable: Measurable) -> Value:
    if measurable.kind is Kind.QUANTITY:
        return Decimal("72.50")
    if measurable.kind is Kind.PRESSURE:
        return Pressure(Decimal(118), None)
    if measurable.kind is Kind.CODE:
        return next(iter(CATALOGUE.codes(measurable.key)))
    if measurable.kind is Kind.CODES:
        return tuple(CATALOGUE.codes(measurable.key))
    if measurable.kind is Kind.DATE:
        return ON
    if measurable.kind is Kind.MOMENT:
        return Moment(ON, dt.time(3, 20))
    return False if measurable.kind is Kind.YESNO or measurable.can_deny else "Skrevet om henne."


def _in_status(status: Status) -> list[Content]:
    reason = None if status is Status.FINAL else "Skrevet feil."
    found: list[Content] = [
        CardOpened(5, ON, 9, status not in ENDED, status, reason),
        Contact(ContactKind.CONTACT, Way.PHONE, ON, dt.time(14, 5), 6, ("MOVEMENTS",), status, reason),
        Contact(
            ContactKind.CHECK_UP, Way.VISIT, ON, status=status, reason=reason, paper=PAPER, moved_in=True
        ),
        DueDate(ON, 283, "LMP_SURE", ON, ON, 6, proposed=True, status=status, reason=reason),
        DueDate(ON, 280, "FOREIGN", None, ON, None, 5, False, 4, "Ny skann", status, reason, PAPER),
        Fetus("A", ON, "nederst til venstre", status, reason),
        Fetus("A", ON, None, status, reason, (), FetusState.BORN_ALIVE, ON, 8),
        *(Fetus("B", ON, None, status, reason, (), each, ON) for each in FetusState if each != "growing"),
        *file_contents.in_status(status, reason),
        *sent_contents.in_status(status, reason),
    ]
    for each in NOTED:
        fetus = 3 if each.per_fetus else None
        given = Finding(each.key, _some_value(each), ON, dt.time(8), fetus, 2, status=status, reason=reason)
        declined = Finding(
            each.key, None, ON, fetus=fetus, absent=Absent.DECLINED, status=status, reason=reason
        )
        found += [given, declined]
    found += [_full_row(key, status, reason) for key in CATALOGUE.groups]
    found += _answered(status, reason)
    at_home = Finding("weight", Decimal(400), ON, unverified="Hun er sikker.", by_woman=True, status=status)
    return [
        *found,
        at_home,
        Finding("weight", Decimal("72.5"), ON, status=status, reason=reason, paper=PAPER),
    ]


def _full_row(group: str, status: Status, reason: str | None) -> Row:
    """A row with every field of its group answered but the last, which she declined."""
    *fields, last = CATALOGUE.groups[group].fields
    cells = (
        *(Cell(what, _some_value(CATALOGUE[what])) for what in fields),
        Cell(last, None, Absent.DECLINED),
    )
    about = 3 if CATALOGUE.groups[group].about != "woman" else None
    return Row(group, ON, cells, fetus=about, status=status, reason=reason)


def _answered(status: Status, reason: str | None) -> list[Content]:
    lab = LabSource(
        "Fjordlaboratoriet", 4, "id:118801", "5", "ug/L", "<", "15 - 150", "laboratory", "Blod", True
    )
    if status in ENDED:
        lab = replace(lab, preliminary=False)
    report = LabReport(
        "HER:900101#r1", "r1", "Fjordlaboratoriet", 1_773_133_200_123_000, "CLIN", "Amir Rahimi", (5, 6)
    )
    plain = LabSource("Fjordlaboratoriet", 4, "at:0f", "Positiv")
    return [
        Finding("ferritin", Decimal(5), ON, dt.time(7, 57), status=status, reason=reason, lab=lab),
        Finding("rhd", "POS", ON, status=status, reason=reason, lab=plain),
        replace(report, status=status, reason=reason),
        replace(report, status=status, reason=reason, preliminary=status not in ENDED, results=()),
        CardOpened(5, ON, 9, False, status, reason, ON),
        *(CardOpened(5, ON, 9, False, status, reason, ON, Over(ON, each)) for each in Outcome),
        *(
            CardOpened(5, ON, 9, status not in ENDED, status, reason, over=Over(ON, each))
            for each in GOES_ON
            if status not in ENDED
        ),
    ]


ONE_OF_EACH: list[Content] = [content for status in Status for content in _in_status(status)]
NUMBERS = (
    NationalNumberFact(DNR, "53097248016", ON, ON),
    NationalNumberFact(FNR, "13097248022", ON),
    NationalNumberFact(FHN, "13097248022"),
)
PARTIES: list[Party] = [
    Woman("Kari Lunde Berg", dt.date(1994, 5, 3), NUMBERS),
    Woman("Ukjent kvinne", None, (), "en", joined_to=5),
    *child_contents.CHILDREN,
    Clinician("Ingrid Dahl", "900000001"),
    Clinician("Uten nummer"),
    Organisation("Solsiden helsestasjon", "998570328", "55 00 00 10", "900301"),
    Organisation("Solsiden helsestasjon", None, None, "900301", UnitKind.HEALTH_STATION, 987654321),
    *referral_contents.units(),
    Role(6, 9, "JO"),
]
CARD_BODIES = [card_body(content, HEAD, CATALOGUE) for content in ONE_OF_EACH]
PARTY_BODIES = [party_body(party, HEAD) for party in PARTIES]
