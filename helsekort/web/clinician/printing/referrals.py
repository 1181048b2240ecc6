"""Where she is referred and where she may give birth, on paper: what was asked for, and what has come of it. Pure."""

from helsekort.record.card import ReferralLine
from helsekort.record.entries import ReferralAnswer
from helsekort.web.clinician import referral_words
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.printing.telling import stamp, told_answer, told_referral, written
from helsekort.web.shared.printing.document import Cell, Row, Section, Table


def referrals(desk: Desk) -> Section:
    """Those that stand, the oldest first; drafts say that they are drafts."""
    _ = desk.texts.translate
    lines = [line for line in desk.card.referrals if line.referral.stands]
    heads = [_("Hva"), _("Hva det gjelder"), _("Hva som har skjedd"), _("Ført av")]
    table = Table(_("Den eldste øverst"), heads, [_row(desk, line) for line in lines])
    return Section(_("Henvisninger"), tables=[table] if lines else [])


def _row(desk: Desk, line: ReferralLine) -> Row:
    steps = [_step(desk, entry.content, entry.recorded) for entry in line.way.entries] if line.way else []
    return Row(
        [referral_words.named(desk, line.referral.now)],
        [
            Cell([told_referral(desk, line.referral.now)]),
            Cell(steps or [referral_words.step_name(desk.texts, line.step)]),
            Cell([written(desk, line.referral.last)]),
        ],
    )


def _step(desk: Desk, content: object, recorded: int) -> str:
    said = told_answer(desk, content) if isinstance(content, ReferralAnswer) else ""
    return f"{stamp(desk, recorded)}: {said}"
