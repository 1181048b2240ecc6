"""Summaries for tests of the stored form; tests/fhir/contents.py takes them in."""

from hypothesis import strategies as st

from helsekort.record.entries import Content, Status
from helsekort.record.epicrisis import Delivered, Delivery, Epicrisis, EpicrisisPart

ENDED = (Status.WITHDRAWN, Status.MISPLACED)
Drawn = st.SearchStrategy


@st.composite
def _epicrises(
    draw: st.DrawFn,
    texts: Drawn[str],
    origins: Drawn[int],
    statuses: Drawn[Status],
    reasons: Drawn[str | None],
) -> Epicrisis:
    status = draw(statuses)
    places = draw(st.lists(st.sampled_from([("birth", ""), ("mind", "mind"), ("mind", "")]), unique=True))
    parts = tuple(
        EpicrisisPart(
            key,
            draw(st.just("") | texts),
            draw(st.just("") | texts),
            hidden,
            tuple(draw(st.lists(origins, max_size=2, unique=True))),
        )
        for key, hidden in places
    )
    return Epicrisis(parts, status not in ENDED and draw(st.booleans()), status, draw(reasons))


@st.composite
def _deliveries(
    draw: st.DrawFn,
    origins: Drawn[int],
    numbers: Drawn[int],
    statuses: Drawn[Status],
    reasons: Drawn[str | None],
) -> Delivery:
    status = draw(statuses)
    step = Delivered.WITHDRAWN if status in ENDED else draw(st.sampled_from(Delivered))
    return Delivery(draw(origins), draw(numbers), draw(st.integers(1, 9)), step, status, draw(reasons))


def drawn(
    texts: Drawn[str],
    origins: Drawn[int],
    numbers: Drawn[int],
    statuses: Drawn[Status],
    reasons: Drawn[str | None],
) -> dict[str, Drawn[Content]]:
    """Any that Hypothesis can think of, from what the other contents are drawn from."""
    return {
        "summary": _epicrises(texts, origins, statuses, reasons),
        "summary on its way": _deliveries(origins, numbers, statuses, reasons),
    }


def in_status(status: Status, reason: str | None) -> list[Content]:
    """A draft, a signed one, and each step of its way."""
    wrong = status in ENDED
    parts = (
        EpicrisisPart(
            "birth", "Fødsel uten problemer.\nBlodtap < 500 ml & fint.", "Blodtap: 350 ml", "", (4, 5)
        ),
        EpicrisisPart("mind", "Trist.", "Humør: trist", "mind", (6,)),
    )
    steps = (Delivered.WITHDRAWN,) if wrong else tuple(Delivered)
    return [
        *(Epicrisis(parts, signed, status, reason) for signed in ((False,) if wrong else (False, True))),
        *(Delivery(3, 9, 2, step, status, reason) for step in steps),
    ]
