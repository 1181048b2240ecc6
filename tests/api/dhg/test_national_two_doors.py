"""One card, two doors: what goes in by the national API comes out by FHIR, and back again the same."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.callers import Caller
from tests.api.dhg.national_caller import (
    APPOINTMENT,
    BLOCKS,
    HEIGHT,
    Json,
    National,
    content,
    ticking,
    write_everything,
)
from tests.api.dhg.two_doors import carry_over, new_woman
from tests.cast import TODAY, Cast, make_cast, open_house

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40
).filter(str.strip)
ticks = st.booleans()
days = st.dates(dt.date(2025, 9, 1), TODAY).map(dt.date.isoformat)


def decimals(low: int, high: int) -> st.SearchStrategy[float]:
    """Numbers with one decimal that nobody asks about."""
    return st.integers(low * 10, high * 10).map(lambda tenths: tenths / 10)


def codes(*known: str) -> st.SearchStrategy[Json]:
    return st.sampled_from(known).map(lambda code: {"code": code})


NUMBERS: dict[str, st.SearchStrategy[Any]] = {
    "hemoglobin": decimals(9, 14),
    "hemoglobinAt3rdTrimester": decimals(9, 14),
    "ferritin": st.integers(6, 200),
    "bHbA1c": st.integers(26, 46),
    "fastingGlucoseLevel": decimals(4, 5),
    "post2hGlucoseLevel": decimals(5, 8),
    "numberOfFetuses": st.integers(1, 2),
    "employmentPercentage": st.integers(0, 100),
    "height": st.integers(150, 185),
    "prePregnancyWeight": decimals(50, 90),
    "bMI": decimals(19, 29),
    "dailyCount": st.integers(0, 40),
}
WORDS: dict[str, st.SearchStrategy[Any]] = {
    "aboType": st.sampled_from(["A", "B", "AB", "O"]),
    "rhesusDType": st.sampled_from(["POSITIVE", "NEGATIVE", "POSTIVE", "NEG"]),
    "medicationFrequency": st.sampled_from(["Ved behov", "fast", "Ingen"]),
    "language": codes("NO", "PL", "so"),
    "countryOfBirth": codes("NO", "PL", "ER"),
    "dueDate": st.sampled_from(["2026-05-14", "2026-05-20"]),
    "dueDateBasedOnUltrasound": st.sampled_from(["2026-05-16", "2026-05-17"]),
    "dueDateCorrectedDate": st.just("2026-05-15"),
}


def like(example: object, name: str = "") -> st.SearchStrategy[Any]:
    """Values of the form of an example; of an object any part, and null at times."""
    if name in NUMBERS or name in WORDS:
        return {**NUMBERS, **WORDS}[name]
    if isinstance(example, bool):
        return ticks
    if isinstance(example, int):
        return st.integers(0, 9)
    if isinstance(example, dict):
        optional = {key: st.none() | like(each, key) for key, each in example.items()}
        return st.fixed_dictionaries({}, optional=optional)
    if isinstance(example, list):
        return st.just(example) | st.just(example[:1])
    return days if name.lower().startswith("date") or name == "testDate" else texts


def _paired(block: Json) -> Json:
    """A day goes with the value that it is of."""
    load = block.get("glucoseTolerance")
    if load and not (load.get("fastingGlucoseLevel") or load.get("post2hGlucoseLevel")):
        load.pop("testDate", None)
    if block.get("fetusRhDPositiveAtWeek24") is None:
        block.pop("dateForResult", None)
    return block


blocks = st.sampled_from(sorted(BLOCKS)).flatmap(
    lambda name: st.tuples(st.just(name), like(BLOCKS[name]).map(_paired))
)
heights = st.fixed_dictionaries(
    {"measurement": st.integers(26, 34), "measurementDate": st.just("2026-03-09")}
)
check_ups = st.fixed_dictionaries(
    {"appointmentDate": st.sampled_from(["2026-03-08", "2026-03-09"])},
    optional={
        "motherWeight": decimals(66, 70),
        "bloodPressure": st.sampled_from(["118/76", "100/60", "139 / 89"]),
        "proteinInUrineTestResult": st.sampled_from(["neg", "Spor", "1+", "2+", "3+"]),
        "edema": st.integers(0, 3),
        "medication": ticks,
        "employmentRate": st.integers(0, 100),
        "note": texts,
        "fetusesVitalSigns": st.just(APPOINTMENT["fetusesVitalSigns"]),
    },
)
acts = st.lists(
    st.tuples(st.just("block"), blocks)
    | st.tuples(st.just("symphysisFundalHeights"), heights)
    | st.tuples(st.just("antenatalAppointments"), check_ups),
    max_size=8,
)


@contextmanager
def _two_women() -> Iterator[tuple[Cast, National, National, tuple[int, int]]]:
    with TemporaryDirectory() as folder:
        cast = ticking(make_cast(open_house(f"sqlite:///{Path(folder) / 'cards.db'}")))
        try:
            (one, first), (other, second) = new_woman(cast, 11), new_woman(cast, 12)
            yield cast, one, other, (first, second)
        finally:
            cast.ctx.database.close()


def _do(caller: National, kind: str, what: Any) -> None:  # noqa: ANN401  # JSON of any form
    """One request; what is refused because it stands already, or says nothing, is none."""
    if kind == "block":
        name, body = what
        stands = caller.read().get(name)
        method = "POST" if stands is None else "PUT"
        meta = {} if stands is None else {"metadata": {"version": stands["metadata"]["version"]}}
        answer = caller.ask(method, f"/record/{caller.record_id()}/{name}", {**meta, **body})
    else:
        answer = caller.ask("POST", f"/record/{caller.record_id()}/{kind}", what)
    expected = answer.headers.get("nhn-error-code") in ("DHG-0009", "DHG-0012")
    assert answer.status_code in (200, 201) or expected, answer.text


def _compare(cast: Cast, one: National, other: National, numbers: tuple[int, int]) -> None:
    carry_over(Caller(cast, cast.ingrid), *numbers)
    assert content(other.read()) == content(one.read())


def test_everything_goes_through_both_doors() -> None:
    with _two_women() as (cast, one, other, numbers):
        write_everything(one)
        _compare(cast, one, other, numbers)
        whole = content(other.read())
        assert set(whole) == {*BLOCKS, "antenatalAppointments", "symphysisFundalHeights"}
        assert whole["symphysisFundalHeights"] == [HEIGHT]


@settings(max_examples=25)
@given(acts)
def test_any_record_goes_through_both_doors(done: list[tuple[str, Any]]) -> None:
    with _two_women() as (cast, one, other, numbers):
        for kind, what in done:
            _do(one, kind, what)
        _compare(cast, one, other, numbers)
