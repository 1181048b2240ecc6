"""Files on a card: put there beside a contact or a row, opened, and taken back."""

import hashlib

from msgspec import Struct

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.limits import UPLOADS
from helsekort.access.permissions import Permission
from helsekort.actions import limiting
from helsekort.actions.context import Context
from helsekort.actions.covered import origin_named
from helsekort.actions.files_along import end_file
from helsekort.actions.held import hidden_from_reader
from helsekort.actions.log import content_hash, read_card
from helsekort.actions.outcomes import Problem, Rejected, Stale
from helsekort.actions.work import Work, busy_as_unavailable, work
from helsekort.actions.writing import card_pen, note_written, written_before
from helsekort.audit.events import Event
from helsekort.record.card import Card, Trail
from helsekort.record.entries import Attachment, Contact, Row, Status
from helsekort.record.files import LONGEST_TITLE, media_type_of
from helsekort.store import files

ABOUT = ("file",)


class OpenedFile(Struct, frozen=True):
    """One file: its bytes as they are kept."""

    media_type: str
    data: bytes


def count_upload(actor: Actor, *, ctx: Context) -> None:
    """Before a file is read, whatever it is: TooMany where they have sent as many as they may for now."""
    use = ctx.limits.use(UPLOADS, actor, Permission.ATTACH_FILE, ctx.now())
    if use is not None:
        with busy_as_unavailable():
            limiting.tally(ctx, use)


def attach_file(
    actor: Actor, *, ctx: Context, card: int, owner: int, title: str, data: bytes, key: str
) -> int:
    """Put a file beside the contact or the row `owner`; its origin. The same key puts one there.

    The bytes are those of web/shared/uploads: already read by a program that made them anew. Rejected where they are
    of no kind that a card takes, or too many.
    """
    with work(ctx, actor, Permission.ATTACH_FILE, card=card) as doing:
        pen = card_pen(doing)
        digest = hashlib.sha256(data).hexdigest()
        content = content_hash(owner, title, digest)
        used = written_before(doing, key, content)
        if used is not None:
            return used
        attachment = _described(doing, read_card(doing), owner, title.strip(), data, digest)
        origin = pen.add(attachment)
        files.put(doing.tx, card, origin, data)
        note_written(doing, key, content, origin)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=ABOUT)
        pen.put_down()
        return origin


def _described(doing: Work, card: Card, owner: int, title: str, data: bytes, digest: str) -> Attachment:
    """What the card says of it. Rejected with every problem."""
    belongs = _owner(card, owner)
    kind = media_type_of(data)
    found = [
        *([Problem("owner", "no-such-owner")] if belongs is None else []),
        *([Problem("title", "missing")] if not title else []),
        *([Problem("title", "text-too-long")] if len(title) > LONGEST_TITLE else []),
        *([Problem("file", "no-such-kind")] if kind is None else []),
        *([Problem("file", "too-big")] if len(data) > doing.ctx.file_bytes else []),
    ]
    if belongs is None or kind is None or found:
        raise Rejected(found)
    return Attachment(
        title,
        kind,
        len(data),
        digest,
        belongs.on,
        contact=owner if isinstance(belongs, Contact) else None,
        row=owner if isinstance(belongs, Row) else None,
    )


def _owner(card: Card, origin: int) -> Contact | Row | None:
    """The contact or the row with this origin, where it stands."""
    line = card.contact(origin)
    if line is not None:
        return line.contact.now if line.contact.stands else None
    return next((trail.now for trail in card.rows if trail.origin == origin and trail.stands), None)


def open_file(actor: Actor, *, ctx: Context, card: int, origin: int) -> OpenedFile:
    """A file, for those who care for her and for herself: she sees none that was withdrawn, or is kept off her page."""
    with work(ctx, actor, Permission.OPEN_FILE, card=card) as doing:
        folded = read_card(doing)
        origin = origin_named(doing, card, origin)
        trail = _found(doing, folded, origin)
        hers = actor.kind is ActorKind.WOMAN
        if origin in hidden_from_reader(doing, folded) or (hers and not trail.stands):
            doing.gone("no-such-file")
        data = files.read(doing.tx, card, origin)
        if data is None:
            doing.gone("no-such-file")
        doing.audit(Event.READ, entries=(trail.last.seq,), about=ABOUT, up_to=folded.last_seq)
        return OpenedFile(trail.now.media_type, data)


def withdraw_file(
    actor: Actor,
    *,
    ctx: Context,
    card: int,
    origin: int,
    base_seq: int,
    reason: str,
    wrong_woman: bool = False,
) -> None:
    """Mark a file as withdrawn: it can be opened still by those who care for her.

    `wrong_woman`: it is about another; it is taken from this card, from her view and from her log, at once.
    """
    with work(ctx, actor, Permission.WITHDRAW_FILE, card=card) as doing:
        pen = card_pen(doing)
        trail = _found(doing, read_card(doing), origin)
        if not trail.stands and not wrong_woman:
            if trail.now.reason != reason:
                raise Rejected([Problem("reason", "already-withdrawn")])
            doing.audit(Event.READ, about=("repeated",))
            return
        if trail.last.seq > base_seq:
            raise Stale
        if not reason.strip():
            raise Rejected([Problem("reason", "missing")])
        status = Status.MISPLACED if wrong_woman else Status.WITHDRAWN
        end_file(pen, trail, status, reason)
        event = Event.MOVED if wrong_woman else Event.WITHDRAWN
        doing.audit(event, entries=pen.entries, about=ABOUT, hidden_from_her=wrong_woman)
        pen.put_down()


def _found(doing: Work, card: Card, origin: int) -> Trail[Attachment]:
    trail = next((each for each in card.attachments if each.origin == origin), None)
    if trail is None:
        doing.gone("no-such-file")
    return trail
