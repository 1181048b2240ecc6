"""Fetuses and the children they became, for tests/fhir/contents.py."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from helsekort.record.codes import FHN, FNR
from helsekort.record.endings import FetusState
from helsekort.record.entries import Fetus, Status
from helsekort.record.parties import Child, NationalNumberFact

BORN = dt.date(2026, 3, 10)
CHILDREN = (
    Child("A", BORN),
    Child(
        "B",
        BORN,
        "Sander Sletten",
        (NationalNumberFact(FNR, "10837248022", BORN), NationalNumberFact(FHN, "13097248022")),
    ),
)


def fetuses(
    texts: st.SearchStrategy[str],
    days: st.SearchStrategy[dt.date],
    numbers: st.SearchStrategy[int],
    statuses: st.SearchStrategy[Status],
    reasons: st.SearchStrategy[str | None],
) -> st.SearchStrategy[Fetus]:
    """Any that can be: one that does not grow has a day, and one that was born alive may be a child."""

    def made(state: FetusState, on: dt.date, child: int | None, **rest: Any) -> Fetus:  # noqa: ANN401
        growing, alive = state is FetusState.GROWING, state is FetusState.BORN_ALIVE
        return Fetus(state=state, state_on=None if growing else on, child=child if alive else None, **rest)

    return st.builds(
        made,
        state=st.sampled_from(FetusState),
        on=days,
        child=st.none() | numbers,
        label=texts,
        since=days,
        position=st.none() | texts,
        status=statuses,
        reason=reasons,
    )


def children(
    texts: st.SearchStrategy[str],
    days: st.SearchStrategy[dt.date],
    facts: st.SearchStrategy[NationalNumberFact],
) -> st.SearchStrategy[Child]:
    return st.builds(Child, texts, days, st.just("") | texts, st.lists(facts, max_size=2).map(tuple))
