"""Take a card out on paper. It is a reading, and a line of its own: what is on paper leaves the service's hands."""

from enum import StrEnum

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.held import as_shown_to_her, shown_on
from helsekort.actions.log import read_card
from helsekort.actions.opened import Opened
from helsekort.actions.whole_card import as_opened, own_card
from helsekort.actions.work import work
from helsekort.audit.events import Event
from helsekort.record.channels import Channel


class Edition(StrEnum):
    """What a print is for, and so what is on it."""

    SHARING = "sharing"  # for her to carry and show: nothing on it that others must not learn
    ARCHIVE = "archive"  # all, and what was corrected
    EMERGENCY = "emergency"  # what those who meet her in an emergency must know


BY = {Edition.SHARING: Channel.PAPER, Edition.EMERGENCY: Channel.EMERGENCY}
"""The channel that a print goes by, where others than those who care for her may read it."""


def print_card(actor: Actor, *, ctx: Context, card: int, edition: Edition) -> Opened:
    """Her card for someone who cares for her, as this edition has it. Refused as `open_card` is.

    The sharing edition has nothing of a sensitivity class that the table keeps off paper, and nothing that is held from
    her. The emergency edition has infections, for they change what is done at the birth; the table says the rest.
    """
    with work(ctx, actor, Permission.PRINT_CARD, card=card) as doing:
        card_now = read_card(doing)
        if edition is Edition.SHARING:
            card_now = as_shown_to_her(doing, card_now)
        if edition in BY:
            card_now = shown_on(doing, card_now, BY[edition])
        opened = as_opened(
            doing,
            card_now,
            None,
            {},
            placeless=doing.secret and edition is not Edition.ARCHIVE,
            by=BY.get(edition),
        )
        doing.audit(Event.PRINTED, about=(edition.value,), up_to=opened.card.last_seq)
        return opened


def print_own_card(actor: Actor, *, ctx: Context) -> Opened:
    """A woman's own card, with nothing on it that others beside her must not learn."""
    with work(ctx, actor, Permission.PRINT_OWN_CARD, lambda tx: own_card(tx, actor)) as doing:
        card_now = shown_on(doing, as_shown_to_her(doing, read_card(doing)), Channel.PAPER)
        opened = as_opened(doing, card_now, None, {})
        doing.audit(Event.PRINTED, about=("own",), up_to=opened.card.last_seq)
        return opened
