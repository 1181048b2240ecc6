"""The reviewers' pages: which look-ups wait, one of them, and how it ended. Nothing of a card stands here."""

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.context import Context
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.reviewing import OpenedReview, ReviewLine, close_review, list_reviews, open_review
from helsekort.actions.sessions import Session
from helsekort.actions.telling import list_to_tell
from helsekort.record import ids
from helsekort.record.reviewing import ReviewKind
from helsekort.web.clinician import review_words
from helsekort.web.shared.door import away, posted
from helsekort.web.shared.messages import problem
from helsekort.web.shared.people import role_name
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts, moment


class Item(Struct, frozen=True):
    """One look-up in words. `why` is what made it one to look at; `outcome` is empty where it waits."""

    path: str
    kind: str
    day: str
    clock: str
    who: str
    unit: str
    woman: str
    masked: bool
    points: int
    why: list[str]
    own_unit: bool
    outcome: str


def list_page(request: Request, ctx: Context, session: Session) -> Response:
    """What waits, and what was closed lately."""
    texts, found = texts_of(request), list_reviews(session.actor, ctx=ctx)
    return show(
        request,
        "clinician/reviews.jinja",
        waiting=[_item(texts, one) for one in found.waiting],
        closed=[_item(texts, one) for one in found.closed],
        emergencies=found.emergencies,
        wrongful=found.wrongful,
        saved="lukket" in request.query_params,
        to_tell=len(list_to_tell(session.actor, ctx=ctx)),
    )


def review_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET: one look-up. POST: how the review ended."""
    review = _review_of(request)
    if request.method != "POST":
        return _page(request, ctx, session, review, {}, [])
    form = posted(request)
    typed = {name: form.get(name) for name in ("outcome", "words")}
    try:
        close_review(session.actor, ctx=ctx, review=review, outcome=typed["outcome"], words=typed["words"])
    except Rejected as rejected:
        return _page(request, ctx, session, review, typed, rejected.problems)
    return away("/klinikk/gjennomgang?lukket=1")


def _page(
    request: Request,
    ctx: Context,
    session: Session,
    review: int,
    typed: dict[str, str],
    problems: list[Problem],
) -> Response:
    texts = texts_of(request)
    _ = texts.translate
    opened = open_review(session.actor, ctx=ctx, review=review)
    names = {"outcome": _("Hva fant du?"), "words": _("Begrunnelse")}
    errors = {one.field: problem(texts, one, names[one.field]) for one in problems}
    return show(
        request,
        "clinician/review.jinja",
        status=422 if problems else 200,
        item=_item(texts, opened.line),
        reason=review_words.reason_names(texts).get(opened.reason, ""),
        said=opened.words,
        violence=bool(opened.classes),
        until=moment(opened.until).time() if opened.until else None,
        done=_done(texts, opened),
        outcomes=list(review_words.outcome_names(texts).items()),
        typed={"outcome": "", "words": "", **typed},
        errors=errors,
        summary=list(errors.items()),
    )


def _item(texts: Texts, line: ReviewLine) -> Item:
    rules, when = review_words.rule_names(texts), moment(line.at)
    role = role_name(texts, line.role)
    return Item(
        path=f"/klinikk/gjennomgang/{ids.to_text(line.review)}",
        kind=review_words.kind_names(texts)[line.kind],
        day=texts.numeric(when.date()),
        # of a day's look-ups the times stand below
        clock=texts.clock(when.time()) if line.kind == ReviewKind.GLASS else "",
        who=f"{line.who}, {role}" if role else line.who,
        unit=line.unit,
        woman=line.woman,
        masked=line.masked,
        points=line.points,
        why=[rules[one] for one in line.why if one in rules],
        own_unit=line.own_unit,
        outcome=review_words.outcome_names(texts).get(line.outcome, ""),
    )


def _done(texts: Texts, opened: OpenedReview) -> list[tuple[str, str]]:
    """(clock, what was done); the same again at the same minute is told once."""
    names = review_words.done_names(texts)
    said = [(texts.clock(moment(one.at).time()), names.get(one.event, "")) for one in opened.done]
    return [one for one in dict.fromkeys(said) if one[1]]


def _review_of(request: Request) -> int:
    """The review named in the address; 0, which none has, where it is unreadable."""
    try:
        return ids.from_text(request.path_params["review"])
    except ids.UnreadableId:
        return 0
