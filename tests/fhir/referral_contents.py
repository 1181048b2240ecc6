"""Referrals for tests of the stored form; tests/fhir/contents.py takes them in."""

from hypothesis import strategies as st

from helsekort.record.entries import (
    Content,
    Referral,
    ReferralAnswer,
    ReferralKind,
    Stage,
    Status,
    Step,
)
from helsekort.record.parties import Organisation, UnitKind

ENDED = (Status.WITHDRAWN, Status.MISPLACED)
Drawn = st.SearchStrategy
WORDS = ["check-ups", "results"]


@st.composite
def _referrals(
    draw: st.DrawFn,
    texts: Drawn[str],
    origins: Drawn[int],
    numbers: Drawn[int],
    statuses: Drawn[Status],
    reasons: Drawn[str | None],
) -> Referral:
    status = draw(statuses)
    stage = Stage.TAKEN_BACK if status in ENDED else draw(st.sampled_from(Stage))
    return Referral(
        draw(st.sampled_from(ReferralKind)),
        draw(numbers),
        draw(st.sampled_from(["WISH", "BLOOD_PRESSURE"])),
        draw(st.sampled_from(["routine", "urgent", "stat"])),
        draw(st.just("") | texts),
        tuple(draw(st.lists(st.sampled_from(WORDS), unique=True))),
        tuple(draw(st.lists(origins, max_size=3, unique=True))),
        tuple(draw(st.lists(st.sampled_from(["violence"]), unique=True))),
        draw(st.none() | st.sampled_from(["FODESTUE", "KVINNEKLINIKK"])),
        draw(st.none() | st.integers(0, 900)),
        draw(st.none() | numbers),
        draw(st.sampled_from(["", "mind"])),
        stage,
        0 if stage is Stage.DRAFT else draw(origins),
        status,
        draw(reasons),
    )


@st.composite
def _answers(
    draw: st.DrawFn,
    texts: Drawn[str],
    origins: Drawn[int],
    numbers: Drawn[int],
    statuses: Drawn[Status],
    reasons: Drawn[str | None],
) -> ReferralAnswer:
    status = draw(statuses)
    return ReferralAnswer(
        draw(origins),
        draw(numbers),
        Step.WITHDRAWN if status in ENDED else draw(st.sampled_from(Step)),
        draw(st.just("") | texts),
        draw(st.none() | numbers),
        status,
        draw(reasons),
    )


def drawn(
    texts: Drawn[str],
    origins: Drawn[int],
    numbers: Drawn[int],
    statuses: Drawn[Status],
    reasons: Drawn[str | None],
) -> dict[str, Drawn[Content]]:
    """Any that Hypothesis can think of, from what the other contents are drawn from."""
    return {
        "referral": _referrals(texts, origins, numbers, statuses, reasons),
        "referral answer": _answers(texts, origins, numbers, statuses, reasons),
    }


def units() -> list[Organisation]:
    """A unit of each kind, and of none known."""
    return [
        *(Organisation("Enheten", kind=kind) for kind in UnitKind),
        Organisation("Bare HER-id", her_id="900302"),
        Organisation("Uten nummer"),
    ]


def in_status(status: Status, reason: str | None) -> list[Content]:
    """A referral in every stage, and each step of its way."""
    wrong = status in ENDED
    full = Referral(
        ReferralKind.BIRTH_PLACE,
        9,
        "WISH",
        "routine",
        "Hun ønsker å føde her.",
        ("check-ups", "results"),
        (4, 5),
        ("violence",),
        "KVINNEKLINIKK",
        45,
        10,
        "mind",
        Stage.TAKEN_BACK if wrong else Stage.SENT,
        12,
        status,
        reason,
    )
    stages = (Stage.TAKEN_BACK,) if wrong else (Stage.DRAFT, Stage.TAKEN_BACK)
    steps = (Step.WITHDRAWN,) if wrong else tuple(Step)
    last = Step.WITHDRAWN if wrong else Step.DECLINED
    return [
        full,
        *(
            Referral(ReferralKind.REFERRAL, 9, "OTHER", "stat", stage=stage, status=status, reason=reason)
            for stage in stages
        ),
        *(ReferralAnswer(7, 9, step, status=status, reason=reason) for step in steps),
        ReferralAnswer(7, 9, last, "Fullt.", 10, status=status, reason=reason),
    ]
