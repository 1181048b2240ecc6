"""Rows that the page writes, for tests of what the national API shows of them."""

from msgspec.structs import replace

from helsekort.access.permissions import Permission
from helsekort.actions import rows
from helsekort.actions.log import Pen
from helsekort.actions.work import work
from helsekort.audit.events import Event
from helsekort.record.entries import Cell, Row
from tests.cast import TODAY, Cast, new_key, read


def earlier(cast: Cast, outcome: str) -> None:
    """An earlier pregnancy of Nora's."""
    row = Row("earlier_birth", TODAY, (Cell("outcome", outcome),))
    rows.write_answers(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[], rows=[row], key=new_key())


def end(cast: Cast) -> None:
    """Nora's pregnancy is over."""
    card = read(cast, cast.nora_card)
    with work(cast.ctx, cast.ingrid, Permission.RECORD_CONTACT, card=cast.nora_card) as doing:
        pen = Pen(doing, cast.nora_card, cast.nora.party)
        opening = card.opening
        ended = replace(opening.now, active=False, ended=TODAY)
        pen.revise(opening.origin, opening.last.version + 1, ended)
        doing.audit(Event.WRITTEN, entries=pen.entries, about=("card",))
        pen.put_down()
