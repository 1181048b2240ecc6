"""What the clinician and she together let her read behind the step on her own page, class by class."""

import datetime as dt

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.cards import open_card
from helsekort.actions.context import Context
from helsekort.actions.held import HeldRow
from helsekort.actions.opened import Opened
from helsekort.actions.outcomes import Rejected
from helsekort.actions.private_views import close_class, open_class, read_her_view
from helsekort.actions.results import mark_told
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.record.channels import Channel, Passage
from helsekort.web.clinician.desk import desk
from helsekort.web.clinician.done import number
from helsekort.web.shared.door import away, card_of, posted
from helsekort.web.shared.faults import not_understood
from helsekort.web.shared.posted import Form
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts


class Waiting(Struct, frozen=True):
    """A row of which something waits for someone to tell her: the group, the fetus where there are several, the day."""

    origin: int
    group: str
    about: str
    on: dt.date
    what: str
    until: dt.date


class Choice(Struct, frozen=True):
    """A class that can be opened, and whether it is."""

    name: str
    label: str
    open: bool


def opened_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET of the classes; POST opens or closes one."""
    card = card_of(request)
    if request.method == "POST":
        try:
            _done(posted(request), ctx, session, card)
        except Rejected:
            return not_understood(request)
        return away(f"/klinikk/kort/{ids.to_text(card)}/vis-mer")
    texts = texts_of(request)
    opened = open_card(session.actor, ctx=ctx, card=card, news=False)
    view = read_her_view(session.actor, ctx=ctx, card=card)
    choices = [
        Choice(name, texts.translate(one.label), name in view.opened)
        for name, one in ctx.catalogue.classes.items()
        if one.channels[Channel.PRIVATE] is Passage.OPENED
    ]
    table = desk(opened, ctx, texts, session.actor.party, session.name)
    waiting = [_waiting(texts, ctx, opened, origin, held) for origin, held in view.waiting.items()]
    return show(request, "clinician/opened.jinja", desk=table, choices=choices, waiting=waiting)


def _done(form: Form, ctx: Context, session: Session, card: int) -> None:
    """What the button pressed asks for."""
    if form.get("act") == "told":
        origin, up_to = number(form.get("origin")), number(form.get("up_to"))
        mark_told(session.actor, ctx=ctx, card=card, origins=(origin,), up_to=up_to)
        return
    act = open_class if form.get("act") == "open" else close_class
    act(session.actor, ctx=ctx, card=card, name=form.get("name"))


def _waiting(texts: Texts, ctx: Context, opened: Opened, origin: int, held: HeldRow) -> Waiting:
    row = next(trail.now for trail in opened.card.rows if trail.origin == origin)
    labels = {texts.translate(ctx.catalogue[what].label): None for what in held.cells}
    fetuses = {trail.origin: trail.now.label for trail in opened.card.fetuses}
    about = fetuses.get(row.fetus or 0, "") if len(fetuses) > 1 else ""
    group = texts.translate(ctx.catalogue.groups[row.group].label)
    return Waiting(origin, group, about, row.on, ", ".join(labels), held.until)
