"""`helsekort client`: what a system that comes with tokens may do by itself. An operator's command."""

from helsekort.access.actors import system
from helsekort.actions.clients import ClientTerms, list_clients, register_client
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Problem
from helsekort.cli_registering import registered

OPERATOR = system("operator")


def tell_clients(ctx: Context) -> int:
    """Print which are known, and what each may by itself."""
    known = list_clients(OPERATOR, ctx=ctx)
    for one in known:
        print(f"{one.client_id}  {one.name or '(no name)'}: {_may(one)}")
    if not known:
        print(
            "No system has come with a token yet. One is entered when it first comes; a laboratory's is registered:"
        )
        print("  helsekort client CLIENT_ID --laboratory 900101")
    return 0


def keep_client(ctx: Context, terms: ClientTerms) -> int:
    """Register one, or cut it off; status 1, and what to mend, where it cannot be."""
    done = registered(lambda: register_client(OPERATOR, ctx=ctx, terms=terms), _sentence)
    return tell_clients(ctx) if done else 1


def _may(one: ClientTerms) -> str:
    if one.ended:
        return "cut off"
    if one.her_id:
        return f"sends the messages of the laboratory {one.her_id}"
    if one.vouches:
        return "vouches for who sits at it"
    return "acts only with a user, or asks for status"


def _sentence(problem: Problem) -> str:
    return {
        "client_id": "Give the client's id at the provider, of at most 256 signs. Nothing was changed.",
        "her_id": "No laboratory with this HER-id is registered here: helsekort laboratory. Nothing was changed.",
        "vouches": "A laboratory's system vouches for nobody: leave one of the two out. Nothing was changed.",
    }[problem.field]
