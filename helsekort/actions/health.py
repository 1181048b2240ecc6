"""Can the service answer? Says nothing of anyone."""

from helsekort.actions.context import Context
from helsekort.store.database import Busy, answers


def can_serve(ctx: Context) -> bool:
    """Whether the database answers now."""
    try:
        with ctx.database.transaction(write=False) as tx:
            return answers(tx)
    except Busy:
        return False
