"""A proof of possession is good once: for all who serve, after a new start, and until nobody could use it again."""

import pytest
from msgspec.structs import replace

from helsekort.access.actors import NOBODY
from helsekort.access.tokens.checking import NotAdmitted
from helsekort.actions import tokens
from helsekort.actions.outcomes import Refused
from tests.bound import AT_SOLSIDEN, INGRID, grant, numbered, recognised, user, with_tokens
from tests.cast import MINUTE, MOMENT, SOLSIDEN, Cast, make_cast, open_house
from tests.issuing import SECOND


@pytest.fixture
def known(cast: Cast) -> Cast:
    """Gives the cast with numbers, in a house that takes tokens and is no demo."""
    return numbered(cast)


def test_a_proof_is_good_once_for_all_who_serve_and_after_a_new_start(database_url: str) -> None:
    houses = [open_house(database_url) for _ in range(2)]
    try:
        known = numbered(make_cast(houses[0]))
        used = grant(known.ctx, AT_SOLSIDEN)
        assert tokens.recognise_caller(NOBODY, ctx=known.ctx, grant=used)
        for ctx in (known.ctx, with_tokens(houses[1])):
            with pytest.raises(NotAdmitted, match="used-before"):
                tokens.recognise_caller(NOBODY, ctx=ctx, grant=used)
        assert tokens.recognise_caller(
            NOBODY, ctx=with_tokens(houses[1]), grant=grant(known.ctx, AT_SOLSIDEN)
        )
    finally:
        for each in houses:
            each.database.close()
    again = with_tokens(open_house(database_url))
    try:
        with pytest.raises(NotAdmitted, match="used-before"):
            tokens.recognise_caller(NOBODY, ctx=again, grant=used)
    finally:
        again.database.close()


def test_proofs_that_could_not_be_used_again_are_forgotten(known: Cast) -> None:
    def there() -> int:
        with known.ctx.database.transaction(write=False) as tx:
            row = tx.row("SELECT count(*) FROM proof_used")
            return int(row[0]) if row else 0

    for _ in range(3):
        recognised(known.ctx, AT_SOLSIDEN)
    later = known.ctx.at(MOMENT + MINUTE + SECOND)
    sweeping = next(
        each
        for _ in range(5000)
        if not (each := grant(later, AT_SOLSIDEN, later.now())).proof.mark[0]  # type: ignore[union-attr]  # a grant has one
    )
    assert there() == 3
    tokens.recognise_caller(NOBODY, ctx=later, grant=sweeping)
    assert there() == 1


def test_a_proof_that_was_never_looked_at_recognises_nobody(known: Cast) -> None:
    with pytest.raises(NotAdmitted):
        tokens.recognise_caller(
            NOBODY, ctx=known.ctx, grant=replace(grant(known.ctx, AT_SOLSIDEN), proof=None)
        )


def test_who_is_refused_has_used_the_proof_for_nothing_that_could_be_replayed(known: Cast) -> None:
    used = grant(known.ctx, user(INGRID, SOLSIDEN, level="3"))
    for _ in range(2):
        with pytest.raises(Refused):
            tokens.recognise_caller(NOBODY, ctx=known.ctx, grant=used)
