"""A card as a document: whole, a child's part alone, and as an International Patient Summary."""

from collections.abc import Set as AbstractSet

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.permissions import Permission
from helsekort.actions.born import shown_with_child, to_child
from helsekort.actions.context import Context
from helsekort.actions.covered import covers_of, is_covered, origin_named
from helsekort.actions.held import as_shown_to_her, shown_on
from helsekort.actions.log import read_card
from helsekort.actions.shelf import about_woman, cards_of, named_bodies, showable
from helsekort.actions.taken import taken_by
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.fhir.birth_registry import notification_document
from helsekort.fhir.child_document import child_document
from helsekort.fhir.document import Paper, card_document, writers
from helsekort.fhir.summary import summary
from helsekort.record.birth_registry import preview
from helsekort.record.card import Card
from helsekort.record.channels import Channel
from helsekort.record.children import ChildPart, child_part
from helsekort.record.ids import to_text
from helsekort.record.own_part import own_part
from helsekort.store import parties

__all__ = [
    "OWN",
    "SHARING",
    "WHOLE",
    "read_child_document",
    "read_document",
    "read_notification",
    "read_summary",
]

SHARING, WHOLE, OWN = "sharing", "archive", "own"


def read_document(actor: Actor, *, ctx: Context, card: int, edition: str, door: str) -> bytes:
    """A card as a FHIR document. The sharing edition leaves out what is of a sensitivity class.

    The own edition holds what the reader's unit documented and has not taken over; it is no edition of hers. She
    herself gets no more than her own page shows, whichever of the others is asked for.
    """
    with work(ctx, actor, Permission.READ_DOCUMENT, card=card) as doing:
        if edition not in (SHARING, WHOLE) and not (edition == OWN and actor.kind is ActorKind.CLINICIAN):
            doing.gone("no-such-edition")
        shown = _shown(doing, card, sharing=edition == SHARING)
        doing.audit(Event.READ, about=("document",), up_to=shown.last_seq)
        if edition == OWN:
            shown = own_part(shown, actor.organisation, taken_by(doing))
        made = card_document(_of_her(doing, shown, door, sharing=edition == SHARING), edition)
        return _to_hand_out(doing, card, made, sharing=edition == SHARING)


def read_child_document(
    actor: Actor, *, ctx: Context, card: int, origin: int, edition: str, door: str
) -> bytes:
    """A child's own part as a FHIR document about the child alone. Gone for one that is no person of its own."""
    way = lambda tx: to_child(tx, actor, card, ctx.now())  # noqa: E731  # too long for one line
    with work(ctx, actor, Permission.READ_CHILD_DOCUMENT, way) as doing:
        if edition not in (SHARING, WHOLE):
            doing.gone("no-such-edition")
        shown = shown_with_child(doing)
        origin = origin_named(doing, card, origin)
        if edition == SHARING:
            shown = shown_on(doing, shown, Channel.SHARED)
        part = child_part(shown, origin, ctx.catalogue)
        if part is None or part.child is None:
            doing.gone("no-such-child")
        doing.audit(Event.READ, about=("child", "document"))
        paper = _of_child(doing, shown, part, part.child, door, sharing=edition == SHARING)
        made = child_document(paper, part, edition)
        return _to_hand_out(doing, card, made, sharing=True)


def read_summary(actor: Actor, *, ctx: Context, woman: int, door: str) -> bytes:
    """Her newest card as an International Patient Summary, made of what may be shared. Refused where she has none."""
    with work(ctx, actor, Permission.READ_SUMMARY, lambda tx: about_woman(tx, woman)) as doing:
        open_to = [
            each.card
            for each in cards_of(doing.tx, woman)
            if doing.allows(Permission.READ_DOCUMENT, each.card)
        ]
        if not open_to:
            doing.refuse("no-card-to-sum-up")
        shown = _shown(doing, open_to[0], sharing=True)
        doing.audit(Event.READ, card=shown.card, about=("document",), up_to=shown.last_seq)
        made = summary(_of_her(doing, shown, door, sharing=True))
        return _to_hand_out(doing, shown.card, made, sharing=True)


def read_notification(actor: Actor, *, ctx: Context, card: int, door: str) -> bytes:
    """The card's own part of the notification to the Medical Birth Registry as a FHIR document. Nothing is sent."""
    with work(ctx, actor, Permission.PREVIEW_NOTIFICATION, card=card) as doing:
        whole = read_card(doing)
        found = preview(whole, ctx.excerpts.birth_registry, ctx.catalogue)
        doing.audit(Event.READ, about=("document",), up_to=whole.last_seq)
        return notification_document(_of_her(doing, found.card, door, sharing=False), found)


def _to_hand_out(doing: Work, card: int, made: bytes, *, sharing: bool) -> bytes:
    """What may reach others than those who see all names each thing by its cover."""
    return covers_of(doing, card).over(made) if sharing or is_covered(doing) else made


def _shown(doing: Work, card: int, *, sharing: bool) -> Card:
    """The card for its reader. What was made on the wrong woman is on no document."""
    whole = read_card(doing, card)
    if doing.actor.kind is ActorKind.WOMAN:
        whole = as_shown_to_her(doing, whole)
    return shown_on(doing, whole, Channel.SHARED) if sharing else whole


def _of_her(doing: Work, card: Card, door: str, *, sharing: bool) -> Paper:
    opening = card.opening.now
    return _paper(
        doing,
        card,
        opening.woman,
        opening.organisation,
        writers(card),
        door,
        placeless=sharing and doing.secret,
    )


def _of_child(doing: Work, card: Card, part: ChildPart, child: int, door: str, *, sharing: bool) -> Paper:
    """Nothing of it comes from her: who writes of the child keeps the document, where anything is written."""
    written = [entry for trail in part.trails for entry in trail.entries]
    unit = next((entry.organisation for entry in written), card.opening.now.organisation)
    writing = {entry.author for entry in written} - {0, card.opening.now.woman}
    return _paper(doing, card, child, unit, writing, door, placeless=sharing and doing.secret)


def _paper(
    doing: Work,
    card: Card,
    subject: int,
    unit: int,
    writing: AbstractSet[int],
    door: str,
    *,
    placeless: bool,
) -> Paper:
    tx, people = doing.tx, {}
    for party in sorted(writing):
        for body in named_bodies(tx, [f"Practitioner/{to_text(party)}"]):
            people[party] = body
    return Paper(
        card=card,
        patient=named_bodies(tx, [f"Patient/{to_text(subject)}"])[0],
        subject=subject,
        unit=unit,
        people=people,
        units=named_bodies(tx, showable(doing, [f"Organization/{to_text(unit)}"], placeless=placeless)),
        names=parties.names(tx, {*writing, subject}),
        catalogue=doing.ctx.catalogue,
        made=doing.now,
        door=door,
        covers=covers_of(doing, card.card),
    )
