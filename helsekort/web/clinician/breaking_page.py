"""Emergency access: the number, why, and the emergency page opens. One form, made for hands that are in a hurry."""

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.breaking import break_glass
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Problem, Refused, Rejected
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.record.reviewing import Reason
from helsekort.web.clinician.number_typed import number_problem
from helsekort.web.clinician.review_words import reason_names
from helsekort.web.shared.door import away, posted
from helsekort.web.shared.messages import problem
from helsekort.web.shared.rendering import show, texts_of

_FIELDS = ("number", "reason", "words", "about_violence")


def breaking_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET: the form. POST: open the card, or the form again with what is missing; nothing is opened by half of it.

    A number that leads to no card gives the form back too: whosever it is, and whether it is anyone's.
    """
    if request.method != "POST":
        return _form(request, ctx, {}, [])
    form = posted(request)
    typed = {name: form.get(name) for name in _FIELDS}
    number = "".join(typed["number"].split())
    problems = [found] if (found := number_problem(number, "number")) else []
    try:
        if problems:
            # what else is missing is told at the same time; a number that holds is looked up only when nothing is
            raise Rejected([*problems, *_missing(typed)])
        opened = break_glass(
            session.actor,
            ctx=ctx,
            number=number,
            reason=typed["reason"],
            words=typed["words"],
            about_violence=typed["about_violence"],
        )
    except Rejected as rejected:
        return _form(request, ctx, typed, rejected.problems)
    except Refused:
        return _form(request, ctx, typed, [Problem("number", "leads-nowhere")], status=403)
    return away(f"/klinikk/kort/{ids.to_text(opened.card)}/akutt")


def _missing(typed: dict[str, str]) -> list[Problem]:
    problems = [] if typed["reason"] in set(Reason) else [Problem("reason", "choice")]
    return problems + ([] if typed["words"].strip() else [Problem("words", "missing")])


def _form(
    request: Request, ctx: Context, typed: dict[str, str], problems: list[Problem], status: int = 422
) -> Response:
    texts = texts_of(request)
    _ = texts.translate
    names = {"number": _("Nummeret"), "reason": _("Hva haster?"), "words": _("Hva har skjedd?")}
    errors = {one.field: problem(texts, one, names[one.field]) for one in problems}
    return show(
        request,
        "clinician/breaking.jinja",
        status=status if problems else 200,
        typed={name: typed.get(name, "") for name in _FIELDS},
        errors=errors,
        summary=list(errors.items()),
        reasons=list(reason_names(texts).items()),
        minutes=ctx.glass_minutes,
    )
