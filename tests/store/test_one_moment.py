"""What reads everything reads it as of one moment, while others write."""

from helsekort.actions.contacts import record_contact
from helsekort.actions.context import Context
from helsekort.record.entries import Contact, ContactKind, Finding, Way
from helsekort.store import chain
from helsekort.store.chain import CARDS
from tests.cast import TODAY, Cast, open_house


def test_a_write_meanwhile_is_not_seen_in_part(cast: Cast, database_url: str) -> None:
    reader = open_house(database_url)
    with reader.database.transaction(write=False) as tx:
        before = chain.head(tx, CARDS, cast.nora_card, lock=False)
        assert before is not None
        _write(cast.ctx, cast)
        assert len(chain.read(tx, CARDS, cast.nora_card)) == before.last_seq
        assert list(chain.verify(tx, CARDS)) == []
    with reader.database.transaction(write=False) as tx:
        assert len(chain.read(tx, CARDS, cast.nora_card)) > before.last_seq
    reader.database.close()


def _write(ctx: Context, cast: Cast) -> None:
    contact = Contact(ContactKind.CONTACT, Way.PHONE, TODAY)
    finding = Finding("note", "ringer igjen", TODAY)
    record_contact(
        cast.ingrid, ctx=ctx, card=cast.nora_card, contact=contact, findings=[finding], key="meanwhile"
    )
