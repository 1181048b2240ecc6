"""Every entry on a card has a line in the log that says who wrote it."""

from helsekort.audit import checks
from helsekort.store import chain
from helsekort.store.chain import CARDS, NewEntry
from tests.cast import MOMENT, Cast


def test_an_entry_that_no_line_accounts_for_is_found(cast: Cast) -> None:
    ctx = cast.ctx
    with ctx.database.transaction() as tx:
        head = chain.head(tx, CARDS, cast.nora_card, lock=True)
        assert head is not None
        unlogged = NewEntry(head.last_seq + 1, 1, cast.lars.party, cast.lars.organisation, MOMENT, b"{}")
        chain.append(tx, CARDS, cast.nora_card, head, [unlogged], ctx.random_bytes)
    with ctx.database.transaction(write=False) as tx:
        assert list(chain.verify(tx, CARDS)) == []
        (found,) = checks.verify(tx)
    assert found.card == cast.nora_card
    assert f"entry {unlogged.origin} " in found.what
