"""What the commands that register something have in common: said again as it now is, or what to mend."""

from collections.abc import Callable

from helsekort.actions.outcomes import Problem, Rejected, Unavailable


def registered(register: Callable[[], object], sentence: Callable[[Problem], str]) -> bool:
    """Whether it was registered. Where not, `sentence` of each problem is printed, and nothing was changed."""
    try:
        register()
    except Rejected as rejected:
        for problem in rejected.problems:
            print(sentence(problem))
        return False
    except Unavailable:
        print("The database is busy. Nothing was changed; run the command again.")
        return False
    return True
