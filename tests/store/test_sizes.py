"""What a table takes on the disk can be asked, and grows with what is in it."""

from helsekort.store import sizes
from helsekort.store.chain import CARDS
from tests.cast import Cast
from tests.fhir.contents import CARD_BODIES
from tests.store.logs import make_log


def test_every_table_has_a_size_that_grows(cast: Cast) -> None:
    database = cast.ctx.database
    with database.transaction(write=False) as tx:
        before = sizes.by_name(tx, database.dialect)
    with database.transaction() as tx:
        for owner in range(1, 60):
            make_log(tx, CARDS, owner, CARD_BODIES)
    with database.transaction(write=False) as tx:
        after = sizes.by_name(tx, database.dialect)
    assert {"card", "entry", "body", "audit", "dictionary", "card_woman"} <= set(before) == set(after)
    assert all(after[name] > before[name] for name in ("entry", "body"))
    assert after["audit"] == before["audit"] > 0
