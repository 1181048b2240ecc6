"""Who follows her, beside the card: closing it to someone on her word, and ending one's own follow-up."""

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.blocks import block_on_her_word, lift_on_her_word
from helsekort.actions.context import Context
from helsekort.actions.ending_care import end_care
from helsekort.actions.her_access import read_blocks
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.web.clinician.access_words import beside_words
from helsekort.web.clinician.desk import desk
from helsekort.web.shared.door import away, card_of, posted
from helsekort.web.shared.posted import Form
from helsekort.web.shared.rendering import show, texts_of


def access_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET of who follows her; POST closes the card to someone, or opens it again, because she asked for it."""
    card, problems = card_of(request), []
    if request.method == "POST":
        try:
            said = _done(ctx, session, card, posted(request))
            return away(f"/klinikk/kort/{ids.to_text(card)}/tilgang?sagt={said}")
        except Rejected as rejected:
            problems = rejected.problems
    opened, access = read_blocks(session.actor, ctx=ctx, card=card)
    texts = texts_of(request)
    labels = {key: texts.translate(one.label) for key, one in ctx.catalogue.classes.items()}
    return show(
        request,
        "clinician/access.jinja",
        status=422 if problems else 200,
        desk=desk(opened, ctx, texts, session.actor.party, session.name),
        words=beside_words(access, session.actor, labels, texts, ctx.today()),
        unit=session.unit,
        said=request.query_params.get("sagt", ""),
        wrong={problem.field for problem in problems},
    )


def _done(ctx: Context, session: Session, card: int, form: Form) -> str:
    """What was done, as the page says it. Rejected where she was not asked, or nobody was chosen."""
    try:
        whom = ids.from_text(form.get("whom"))
    except ids.UnreadableId:
        raise Rejected([Problem("whom", "choice")]) from None
    if form.get("do") == "lift":
        lift_on_her_word(session.actor, ctx=ctx, card=card, whom=whom, of_class=form.get("of_class"))
        return "opphevet"
    if form.get("her_word") != "yes":
        raise Rejected([Problem("her_word", "missing")])
    block_on_her_word(session.actor, ctx=ctx, card=card, whom=whom, of_class=form.get("of_class"))
    return "sperret"


def end_page(request: Request, ctx: Context, session: Session) -> Response:
    """POST ends one's own follow-up, or the whole unit's: the card is not theirs to open from then on."""
    card = card_of(request)
    if request.method != "POST":
        return away(f"/klinikk/kort/{ids.to_text(card)}/tilgang")
    end_care(session.actor, ctx=ctx, card=card, whole_unit=posted(request).get("who") == "unit")
    return away("/klinikk")
