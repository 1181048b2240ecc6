"""The summary (epikrise) by who writes it: composed from the card, edited, signed, corrected, withdrawn."""

from msgspec import Struct

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.epicrisis_steps import found, send_again, withdraw_deliveries
from helsekort.actions.judging import LONGEST_TEXT
from helsekort.actions.log import Pen, content_hash, read_card
from helsekort.actions.opened import Opened
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.whole_card import as_opened
from helsekort.actions.work import Work, work
from helsekort.actions.writing import card_pen, note_written, written_before
from helsekort.audit.events import Event
from helsekort.fhir.epicrisis import Block, compose
from helsekort.record.card import Card, EpicrisisLine
from helsekort.record.entries import Status
from helsekort.record.epicrisis import Epicrisis, EpicrisisPart

ABOUT = ("epicrisis",)
Words = dict[tuple[str, str], str]
"""By key and class, what was written of a part. A protected part that was not ticked is not in it."""


class Composing(Struct, frozen=True):
    """The card as it tells each part, and the summary that stands; None where there is none yet."""

    opened: Opened
    blocks: list[Block]
    line: EpicrisisLine | None


def compose_epicrisis(actor: Actor, *, ctx: Context, card: int) -> Composing:
    """What the summary is written beside. Nothing is written by it."""
    with work(ctx, actor, Permission.WRITE_EPICRISIS, card=card) as doing:
        folded = read_card(doing)
        doing.audit(Event.READ, about=ABOUT, up_to=folded.last_seq)
        blocks = compose(folded, ctx.excerpts.epicrisis, ctx.catalogue)
        return Composing(as_opened(doing, folded, None, {}), blocks, _standing(folded))


def write_epicrisis(actor: Actor, *, ctx: Context, card: int, words: Words, key: str) -> int:
    """Write a draft that nobody is sent; its origin. The same key writes one. Rejected while she is pregnant."""
    with work(ctx, actor, Permission.WRITE_EPICRISIS, card=card) as doing:
        pen = card_pen(doing)
        content = content_hash(sorted(words.items()))
        used = written_before(doing, key, content)
        if used is not None:
            return used
        folded = read_card(doing)
        if folded.over is None:
            raise Rejected([Problem("form", "not-over")])
        if _standing(folded) is not None:
            raise Rejected([Problem("form", "already-there")])
        origin = pen.add(Epicrisis(_parts(doing, folded, words)))
        note_written(doing, key, content, origin)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=ABOUT)
        pen.put_down()
        return origin


def change_epicrisis(
    actor: Actor, *, ctx: Context, card: int, origin: int, base_seq: int, words: Words
) -> None:
    """Change a draft. Rejected once it is signed; Stale where it is not the one that was read."""
    with work(ctx, actor, Permission.WRITE_EPICRISIS, card=card) as doing:
        pen = card_pen(doing)
        folded = read_card(doing)
        line = found(doing, folded, origin, base_seq)
        if line.signed:
            raise Rejected([Problem("form", "already-signed")])
        _revise(doing, pen, line, Epicrisis(_parts(doing, folded, words)), Event.CORRECTED)


def sign_epicrisis(actor: Actor, *, ctx: Context, card: int, origin: int, base_seq: int) -> None:
    """Sign a draft as it was read. Signed again, it is signed once."""
    with work(ctx, actor, Permission.SIGN_EPICRISIS, card=card) as doing:
        pen = card_pen(doing)
        line = found(doing, read_card(doing), origin, base_seq)
        if line.signed:
            raise Rejected([Problem("form", "already-signed")])
        signed = Epicrisis(line.epicrisis.now.parts, signed=True)
        _revise(doing, pen, line, signed, Event.WRITTEN, ("epicrisis-signed",))


def correct_epicrisis(
    actor: Actor, *, ctx: Context, card: int, origin: int, base_seq: int, words: Words, reason: str
) -> None:
    """A new version of a signed one, signed by who corrects it; every unit that had it gets it anew, to be read."""
    with work(ctx, actor, Permission.SIGN_EPICRISIS, card=card) as doing:
        pen = card_pen(doing)
        folded = read_card(doing)
        line = found(doing, folded, origin, base_seq)
        if not line.signed:
            raise Rejected([Problem("form", "not-signed")])
        if not reason.strip():
            raise Rejected([Problem("reason", "missing")])
        parts = _parts(doing, folded, words)
        if [_said(part) for part in parts] == [_said(part) for part in line.epicrisis.now.parts]:
            raise Rejected([Problem("form", "nothing-changed")])
        wanted = Epicrisis(parts, signed=True, status=Status.CORRECTED, reason=reason.strip())
        send_again(doing, pen, line)
        _revise(doing, pen, line, wanted, Event.CORRECTED, ("epicrisis-signed",))


def withdraw_epicrisis(
    actor: Actor, *, ctx: Context, card: int, origin: int, base_seq: int, reason: str
) -> None:
    """Drop a draft, or take back a signed one with the reason: where it was sent, it can be read no more."""
    with work(ctx, actor, Permission.SIGN_EPICRISIS, card=card) as doing:
        pen = card_pen(doing)
        line = found(doing, read_card(doing), origin, base_seq)
        if line.signed and not reason.strip():
            raise Rejected([Problem("reason", "missing")])
        withdraw_deliveries(doing, pen, line)
        gone = Epicrisis(line.epicrisis.now.parts, status=Status.WITHDRAWN, reason=reason.strip() or None)
        _revise(doing, pen, line, gone, Event.WITHDRAWN)


def _revise(
    doing: Work,
    pen: Pen,
    line: EpicrisisLine,
    wanted: Epicrisis,
    event: Event,
    about: tuple[str, ...] = ABOUT,
) -> None:
    pen.revise(line.epicrisis.origin, line.epicrisis.last.version + 1, wanted)
    doing.audit(event, entries=pen.entries, about=about)
    pen.put_down()


def _standing(card: Card) -> EpicrisisLine | None:
    return next((line for line in card.epicrises if line.epicrisis.stands), None)


def _said(part: EpicrisisPart) -> tuple[str, str, str]:
    return (part.key, part.hidden, part.words)


def _parts(doing: Work, card: Card, words: Words) -> tuple[EpicrisisPart, ...]:
    """What was written, in the order of the table, each beside what the card says now. Rejected for what cannot be.

    Which class a part has is the card's to say, never the writer's.
    """
    table, catalogue = doing.ctx.excerpts.epicrisis, doing.ctx.catalogue
    blocks = {(one.key, one.hidden): one for one in compose(card, table, catalogue)}
    problems = [
        Problem("form" if place not in blocks else f"words.{'.'.join(place)}", code)
        for place, said in words.items()
        for code in _faults(place in blocks, said)
    ]
    if not any(said.strip() for said in words.values()):
        problems.append(Problem("form", "empty"))
    if problems:
        raise Rejected(problems)
    return tuple(
        EpicrisisPart(one.key, words[place].strip(), one.text, one.hidden, one.rests_on)
        for place, one in blocks.items()
        if words.get(place, "").strip()
    )


def _faults(known: bool, said: str) -> list[str]:
    if not known:
        return ["choice"]
    return ["text-too-long"] if len(said) > LONGEST_TEXT else []
