"""Her access page: who may see her card and why, to whom it is closed, and what she has agreed to."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.actions.blocks import block_access, lift_block
from helsekort.actions.consents import give_consent, withdraw_consent
from helsekort.actions.context import Context
from helsekort.actions.her_access import find_personnel, read_access, who_is
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.web.shared.door import away, page, posted
from helsekort.web.shared.proving import prove_first
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.woman.access_words import access_words, found_words, given_words
from helsekort.web.woman.mandates import mandate_values

HERE = "/min/tilgang"
CONSENT = f"{HERE}/samtykke"


def access_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET of all of it; POST looks for someone by name, which stands in no address."""
    texts, access = texts_of(request), read_access(session.actor, ctx=ctx)
    classes = {name: texts.translate(one.label) for name, one in ctx.catalogue.classes.items()}
    name, found = "", None
    if request.method == "POST":
        name = posted(request).get("navn").strip()
        found = found_words(find_personnel(session.actor, ctx=ctx, name=name), texts)
    return show(
        request,
        "woman/access.jinja",
        words=access_words(access, classes, texts, ctx.today()),
        agreed=access.agreed,
        looked_for=name,
        found=found,
        said=request.query_params.get("sagt", ""),
        **mandate_values(ctx, session),
    )


def block_page(request: Request, ctx: Context, session: Session) -> Response:
    """What it means to close the card to someone, before she does it; POST does it."""
    whom = _party(request.path_params["party"])
    if request.method == "POST":
        block_access(session.actor, ctx=ctx, whom=whom, of_class=posted(request).get("of_class"))
        return away(f"{HERE}?sagt=sperret#sperret")
    one = who_is(session.actor, ctx=ctx, party=whom)
    texts = texts_of(request)
    (words,) = found_words([one], texts)
    known, kept_off = ctx.catalogue.classes, ctx.catalogue.kept_off_her_page
    labels = ((key, texts.translate(known[key].label)) for key in known.keys() - kept_off)
    classes = sorted(labels, key=lambda pair: pair[1])
    return show(request, "woman/block.jinja", one=words, unit=one.whole_unit, classes=classes)


def lift_page(request: Request, ctx: Context, session: Session) -> Response:
    """POST opens the card again. GET is where a login leads back to."""
    if request.method == "POST":
        first = prove_first(request, ctx, session, HERE)
        if first is not None:
            return first
        form = posted(request)
        whom, of_class = _party(form.get("whom")), form.get("of_class")
        lift_block(session.actor, ctx=ctx, whom=whom, of_class=of_class)
        return away(f"{HERE}?sagt=opphevet#sperret")
    return away(HERE)


def consent_page(request: Request, ctx: Context, session: Session) -> Response:
    """In two steps: what follows from it, and then whether she is sure. The third shows what was done."""
    form = posted(request)
    if request.method == "POST" and form.get("do") == "give":
        # who had closed it to everyone lets everyone in again
        before = read_access(session.actor, ctx=ctx).agreed.said
        first = prove_first(request, ctx, session, CONSENT) if before is not None else None
        if first is not None:
            return first
        give_consent(session.actor, ctx=ctx)
        return away(f"{HERE}?sagt=samtykket#samtykke")
    if request.method == "POST" and form.get("do") == "withdraw" and form.get("sure") == "yes":
        first = prove_first(request, ctx, session, CONSENT)
        if first is not None:
            return first
        withdraw_consent(session.actor, ctx=ctx)
        return away(f"{CONSENT}?sagt=trukket")
    asks = request.method == "POST" and form.get("do") == "withdraw"
    access = read_access(session.actor, ctx=ctx)
    agreed, given = access.agreed, given_words(access, texts_of(request), ctx.today())
    return show(request, "woman/consent.jinja", agreed=agreed, given=given, sure=asks and agreed.open)


def _party(text: str) -> int:
    """404 for what is no id: nothing of hers stands there."""
    try:
        return ids.from_text(text)
    except ids.UnreadableId:
        raise HTTPException(404) from None


routes = [
    Route(HERE, page(access_page, "woman"), methods=["GET", "POST"]),
    Route(f"{HERE}/sperr/{{party}}", page(block_page, "woman"), methods=["GET", "POST"]),
    Route(f"{HERE}/opphev", page(lift_page, "woman"), methods=["GET", "POST"]),
    Route(CONSENT, page(consent_page, "woman"), methods=["GET", "POST"]),
]
