"""The inbox of laboratory messages: what waits, one message as it was sent, placing it by hand, setting it aside."""

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.by_hand import leave_outside, place_by_hand, read_by_hand
from helsekort.actions.context import Context
from helsekort.actions.inbox import list_inbox, open_message, set_aside
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.web.clinician import inbox, inbox_decisions
from helsekort.web.clinician.inbox_decisions import Decision, Typed
from helsekort.web.shared.door import away, posted
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts
from helsekort.web.shared.typed_values import Unread

_DIGITS_IN_A_NUMBER = 11
_PREGNANCIES = ("sampled", "current")


def inbox_page(request: Request, ctx: Context, session: Session) -> Response:
    """What waits for the unit, the oldest first."""
    rows = list_inbox(session.actor, ctx=ctx)
    return show(
        request,
        "clinician/inbox.jinja",
        groups=inbox.groups(texts_of(request), rows, ctx.today()),
        unit=session.unit,
        aside="lagt-bort" in request.query_params,
    )


def message_page(request: Request, ctx: Context, session: Session) -> Response:
    """One message as it was sent, and what can be done with it."""
    return _message(request, ctx, session)


def place_page(request: Request, ctx: Context, session: Session) -> Response:
    """POST: put it on the card of the woman with this number. GET leads to the message."""
    if request.method != "POST":
        return away(_path(request))
    form = posted(request)
    number = "".join(form.get("number").split())
    pregnancy = form.get("pregnancy") or _PREGNANCIES[0]
    if len(number) != _DIGITS_IN_A_NUMBER or not (number.isascii() and number.isdigit()):
        return _message(request, ctx, session, [Problem("number", "digits")])
    if pregnancy not in _PREGNANCIES:
        return _message(request, ctx, session, [Problem("pregnancy", "unknown")])
    try:
        card = place_by_hand(
            session.actor, ctx=ctx, message=_message_of(request), number=number, pregnancy=pregnancy
        )
    except Rejected as rejected:
        return _message(request, ctx, session, rejected.problems)
    # Whose it is may be settled while single answers still wait for someone to read them.
    return away(f"/klinikk/kort/{ids.to_text(card)}?svar=placed#prover" if card else _path(request))


def decide_page(request: Request, ctx: Context, session: Session) -> Response:
    """POST: what one answer is on the card, or that it is not for the card. GET leads to the message."""
    if request.method != "POST":
        return away(_path(request))
    form = posted(request)
    said = inbox_decisions.typed_of(form)
    message = _message_of(request)
    try:
        if form.get("do") == "leave":
            leave_outside(session.actor, ctx=ctx, message=message, item=said.handle)
            return away(_path(request))
        what, value = inbox_decisions.meant(ctx.catalogue, said)
        card = read_by_hand(
            session.actor,
            ctx=ctx,
            message=message,
            item=said.handle,
            what=what,
            value=value,
            sure=said.sure,
        )
    except Unread as unread:
        return _message(request, ctx, session, [Problem("value", unread.code)], said)
    except Rejected as rejected:
        return _message(request, ctx, session, rejected.problems, said)
    return away(f"/klinikk/kort/{ids.to_text(card)}?svar=placed#prover" if card else _path(request))


def aside_page(request: Request, ctx: Context, session: Session) -> Response:
    """POST: nobody needs to do more about it, and why. GET leads to the message."""
    if request.method != "POST":
        return away(_path(request))
    try:
        set_aside(session.actor, ctx=ctx, message=_message_of(request), why=posted(request).get("why"))
    except Rejected as rejected:
        return _message(request, ctx, session, rejected.problems)
    return away("/klinikk/innboks?lagt-bort=1")


def _message(
    request: Request,
    ctx: Context,
    session: Session,
    problems: list[Problem] | None = None,
    decided: Typed | None = None,
) -> Response:
    texts = texts_of(request)
    opened = open_message(session.actor, ctx=ctx, message=_message_of(request))
    form = posted(request)
    decisions = inbox_decisions.decisions(texts, opened, decided, problems or [])
    summary = _summary(texts, problems or [], decided, decisions)
    return show(
        request,
        "clinician/inbox_message.jinja",
        status=422 if problems else 200,
        path=_path(request),
        line=inbox.line(texts, opened.row, ctx.today()),
        state=opened.row.state,
        why=inbox.why(texts, opened),
        frame=inbox.frame(texts, opened, ctx.today()),
        persons=inbox.persons(texts, opened),
        items=inbox.items(texts, opened),
        unshown=len(opened.items[inbox.MOST_ITEMS :]),
        faults=inbox.faults(texts, opened),
        can_place=opened.row.can_place,
        waits=opened.row.state in inbox.WAITS,
        decisions=decisions,
        choices=inbox_decisions.choices(ctx.catalogue, texts) if decisions else [],
        as_it_came=opened.as_it_came,
        errors=dict(summary),
        summary=summary,
        typed={
            "number": form.get("number") or inbox.number_as_sent(opened),
            "pregnancy": form.get("pregnancy") or _PREGNANCIES[0],
            "why": form.get("why"),
        },
    )


def _summary(
    texts: Texts, problems: list[Problem], decided: Typed | None, decisions: list[Decision]
) -> list[tuple[str, str]]:
    """(id of a field, what is wrong with it)."""
    if decided is None:
        fields = {"number": "number", "why": "why"}
        return [(fields.get(each.field, "pregnancy"), _sentence(texts, each)) for each in problems]
    own = next((one for one in decisions if one.errors), None)
    if own is not None:
        places = {f"item-{own.id}": f"decision-{own.id}"}
        return [(places.get(field, field), text) for field, text in own.errors.items()]
    return [("items", inbox_decisions.sentence(texts, each)) for each in problems]


def _sentence(texts: Texts, problem: Problem) -> str:
    _ = texts.translate
    return {
        ("number", "digits"): _("Skriv elleve siffer."),
        ("number", "no-card"): _(
            "Ingen kvinne du har til behandling og som har et helsekort, har dette nummeret."
        ),
        ("number", "another-woman"): _(
            "Nummeret er ikke hennes som meldingen selv gjelder. Se over nummeret, eller ring laboratoriet."
        ),
        ("pregnancy", "unknown"): _("Velg hvilket svangerskap svaret hører til."),
        ("pregnancy", "none-then"): _(
            "Hun hadde ikke noe helsekort den dagen prøven ble tatt. "
            "Velg svangerskapet hun er i nå, om svaret hører dit."
        ),
        ("pregnancy", "two-then"): _(
            "Dagen prøven ble tatt, passer med to av helsekortene hennes. "
            "Velg svangerskapet hun er i nå, eller ring laboratoriet."
        ),
        ("message", "not-by-hand"): _(
            "Meldingen kan ikke plasseres for hånd. "
            "En annen kan ha plassert den alt, eller den hører ikke til på et kort."
        ),
        ("why", "missing"): _("Skriv hvorfor meldingen legges bort."),
    }.get((problem.field, problem.code), _("Dette gikk ikke. Se over det du har skrevet, og prøv igjen."))


def _message_of(request: Request) -> int:
    """The message named in the URL; 0, which none has, where it is unreadable: refused like any other."""
    try:
        return ids.from_text(request.path_params["message"])
    except ids.UnreadableId:
        return 0


def _path(request: Request) -> str:
    """The message's own page; the list where the URL names none."""
    message = _message_of(request)
    return f"/klinikk/innboks/{ids.to_text(message)}" if message else "/klinikk/innboks"
