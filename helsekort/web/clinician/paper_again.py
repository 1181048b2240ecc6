"""Taken over from paper in one sitting: who wrote it there, and when, is typed once and ticked after that. Pure.

The tick is offered beside what the clinician took over last on this card today. It is never set beforehand, and what
it stands for is sent with it, so that what was shown is what is written.
"""

from collections.abc import Mapping

from helsekort.record.entries import FromPaper
from helsekort.web.clinician.desk import Desk
from helsekort.web.shared.posted import Form
from helsekort.web.shared.texts import moment
from helsekort.web.shared.typed_values import typed

AGAIN, AGAIN_BY, AGAIN_ON = "paper_again", "paper_again_by", "paper_again_on"
"""The fields of the tick: whether, and as it was shown who wrote it and when."""


def offered(desk: Desk, fields: Mapping[str, str]) -> dict[str, str]:
    """What is shown of the last paper of this sitting; nothing where a form brings its own, or there is none."""
    if AGAIN_BY in fields:
        return {}
    paper = last_paper(desk)
    if paper is None:
        return {}
    on = typed(desk.texts, paper.written_on) if paper.written_on else ""
    return {AGAIN_BY: paper.written_by, AGAIN_ON: on}


def with_offered(desk: Desk, form: Form) -> Form:
    """The form with what `offered` gives."""
    return Form([*form.fields, *offered(desk, dict(form.fields)).items()])


def last_paper(desk: Desk) -> FromPaper | None:
    """The mark on what this clinician took over last from paper to this card, today; None where nothing was."""
    mine = (
        (each.last.seq, each.now.paper)
        for each in (*desk.card.all_answers(), *desk.card.due_dates)
        if each.now.paper is not None and each.stands and each.last.author == desk.me
        if moment(each.last.recorded).date() == desk.today
    )
    return max(mine, key=lambda one: one[0], default=(0, None))[1]
