"""Questions about values that may not be meant, placed beside their fields."""

from helsekort.actions.contacts import confirmation_mark
from helsekort.actions.outcomes import Asked, Doubt
from helsekort.web.clinician.forms import Filled
from helsekort.web.clinician.sheet import Trouble


def doubted(filled: Filled, doubt: Doubt, confirmed: list[str]) -> Trouble:
    """Each question beside the field it is about, with the mark that answers it."""
    asked: list[tuple[str, Asked]] = []
    marks: dict[str, str] = {}
    for one in doubt.asked:
        name = "on" if one.index is None else filled.names[one.index]
        asked.append((name, one))
        about = filled.contact if one.index is None else filled.findings[one.index]
        marks[name] = confirmation_mark(about)
    return Trouble(asked=asked, marks=marks, confirmed=list(dict.fromkeys(confirmed)))
