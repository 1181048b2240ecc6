"""The end state of a report told a second time, slowly and as plainly as can be, to compare the real one with."""

from helsekort.kith.lab_report.structs import Kind, LabMessage, ResultItem

RANKS = "NMC"


class Slow:
    """Answers about one report of one patient. `at` counts the versions in order; -1 is before the first."""

    def __init__(self, messages: list[LabMessage]) -> None:
        waiting: list[LabMessage] = []
        for message in messages:
            if message not in waiting:
                waiting.append(message)
        self.versions: list[LabMessage] = []
        while waiting:
            first = waiting[0]
            for message in waiting:
                if _before(message, first):
                    first = message
            waiting.remove(first)
            self.versions.append(first)

    def keys(self) -> set[str]:
        return {key for at in range(len(self.versions)) for key in self._named(at)}

    def standing(self, key: str, at: int | None = None) -> bool:
        """Whether the laboratory stands by a result after version `at` (the last one without)."""
        at = len(self.versions) - 1 if at is None else at
        if at < 0:
            return False
        if self.versions[at].report.kind is Kind.CANCELLED:
            return False
        named = self._named(at)
        if key in named:
            item = named[key][0]
            return item.kind is not Kind.CANCELLED and item.status != "14"
        around = self._around(key, at)
        return self.standing(key, at - 1) and (around == "" or not self._withdrawn_above(around, at))

    def _withdrawn_above(self, key: str, at: int) -> bool:
        if not self.standing(key, at):
            return True
        around = self._around(key, at)
        return around != "" and self._withdrawn_above(around, at)

    def mention(self, key: str, at: int | None = None) -> ResultItem | None:
        """The result as last mentioned."""
        at = len(self.versions) - 1 if at is None else at
        while at >= 0:
            if key in self._named(at):
                return self._named(at)[key][0]
            at -= 1
        return None

    def left_out(self, key: str) -> bool:
        """Standing, but not repeated by the last version that is no cancellation."""
        kept = [at for at, one in enumerate(self.versions) if one.report.kind is not Kind.CANCELLED]
        return bool(kept) and self.standing(key) and key not in self._named(kept[-1])

    def _around(self, key: str, at: int) -> str:
        while at >= 0:
            if key in self._named(at):
                return self._named(at)[key][1]
            at -= 1
        return ""

    def _named(self, at: int) -> dict[str, tuple[ResultItem, str]]:
        """Every result of a version with the key of the one around it."""
        found: dict[str, tuple[ResultItem, str]] = {}
        for patient in self.versions[at].report.patients:
            for item in patient.items:
                found[item.key] = (item, "")
                for child in item.children:
                    found[child.key] = (child, item.key)
        return found


def _before(one: LabMessage, other: LabMessage) -> bool:
    if one.report.issued != other.report.issued:
        return one.report.issued < other.report.issued
    if one.sent != other.sent:
        return one.sent < other.sent
    if one.report.kind is not other.report.kind:
        return RANKS.index(one.report.kind.value) < RANKS.index(other.report.kind.value)
    return one.message_id < other.message_id
