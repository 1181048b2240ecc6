"""`helsekort laboratory`: which laboratories answer here, and for which units. An operator's command."""

from helsekort.access.actors import system
from helsekort.actions.context import Context
from helsekort.actions.laboratories import list_laboratories, register_laboratory
from helsekort.actions.outcomes import Problem
from helsekort.cli_registering import registered

OPERATOR = system("operator")


def tell_laboratories(ctx: Context) -> int:
    """Print what is registered."""
    known = list_laboratories(OPERATOR, ctx=ctx)
    for one in known:
        print(f"{one.her_id}  {one.name}: {', '.join(one.serves) or 'serves no unit'}")
    if not known:
        print("No laboratory is registered, so every message waits for a person. Register one:")
        print("  helsekort laboratory 900101 --name Fjordlaboratoriet --serves 900301 900201")
    return 0


def keep_laboratory(ctx: Context, her_id: str, name: str, serves: list[str]) -> int:
    """Register one; status 1, and what to mend, where it cannot be."""
    done = registered(
        lambda: register_laboratory(OPERATOR, ctx=ctx, her_id=her_id, name=name, serves=tuple(serves)),
        _sentence,
    )
    return tell_laboratories(ctx) if done else 1


def _sentence(problem: Problem) -> str:
    if problem.code == "no-such-unit":
        return f"No unit with the HER-id {problem.field} is registered here. Nothing was changed."
    return {
        "her_id": "A HER-id is a number of at most ten digits. Nothing was changed.",
        "name": "Give the laboratory's name with --name. Nothing was changed.",
    }[problem.field]
