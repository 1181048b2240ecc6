"""Would it be kept? What was sent, held against what would be stored: less is never taken silently."""

from collections.abc import Iterator
from decimal import Decimal

from helsekort.fhir.forms import MOMENT
from helsekort.fhir.outcome import Issue
from helsekort.fhir.profiles import WOMAN
from helsekort.fhir.strict_json import Number, Object, Tree, kind_of
from helsekort.fhir.times import split_date_time

ECHOED = frozenset({"performer"})
"""Elements the service sets at each version; what the version before said may be sent back unchanged."""


def lost(sent: Object, stored: Object, before: Object | None = None) -> list[Issue]:
    """What of a resource would not be stored, each with its path. `before` is the version it replaces."""
    kind = kind_of(sent)
    issues: list[Issue] = []
    for name, part in sent.items():
        if name in ("resourceType", "id"):
            continue
        if name == "meta":
            issues += _lost_profile(part, stored["meta"], f"{kind}.meta")
        elif before is None or name not in ECHOED or part != before.get(name):
            issues += _lost(part, stored.get(name), f"{kind}.{name}")
    return issues


def _lost_profile(sent: Tree, stored: Tree, place: str) -> Iterator[Issue]:
    """Version and time are the service's, and may be sent as they were read; another profile is not kept."""
    if isinstance(sent, dict) and isinstance(stored, dict) and "profile" in sent:
        yield from _lost(sent["profile"], stored.get("profile"), f"{place}.profile")


def _lost(sent: Tree, stored: Tree, place: str) -> Iterator[Issue]:
    if isinstance(sent, dict) and isinstance(stored, dict):
        for name, part in sent.items():
            yield from _lost(part, stored.get(name), f"{place}.{name}")
    elif isinstance(sent, list) and isinstance(stored, list):
        yield from _lost_items(sent, stored, place)
    elif not _same(sent, stored):
        yield _issue(stored, place)


def _lost_items(sent: list[Tree], stored: list[Tree], place: str) -> Iterator[Issue]:
    left = list(stored)
    for index, each in enumerate(sent):
        found = next((one for one in left if not any(_lost(each, one, place))), None)
        if found is not None:
            left.remove(found)
        elif len(sent) == len(stored) == 1:
            yield from _lost(each, stored[0], f"{place}[{index}]")
        else:
            yield _issue(None, f"{place}[{index}]")


def _issue(stored: Tree, place: str) -> Issue:
    element = place.split(".")[1].split("[")[0] if "." in place else place
    if element in WOMAN:
        return Issue("business-rule", "The card this leads to is another woman's.", place)
    if isinstance(stored, str | bool):
        return Issue(
            "business-rule", f"Here it would be stored as {stored}. Send that, or leave it out.", place
        )
    return Issue("not-supported", "This would not be kept, and nothing is dropped. Leave it out.", place)


def _same(sent: Tree, stored: Tree) -> bool:
    if isinstance(sent, Number) and isinstance(stored, Number):
        return sent == stored or Decimal(sent) == Decimal(stored)
    if isinstance(sent, Number) != isinstance(stored, Number) or isinstance(sent, bool) != isinstance(
        stored, bool
    ):
        return False
    if isinstance(sent, str) and isinstance(stored, str) and sent != stored and "T" in sent and "T" in stored:
        moments = MOMENT.fits(sent) and MOMENT.fits(stored)
        return bool(moments) and split_date_time(sent) == split_date_time(stored)
    return sent == stored
