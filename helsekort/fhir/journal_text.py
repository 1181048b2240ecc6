"""What a unit documented, as text for its own record. In bokmål, as the catalogue is written. Pure."""

from typing import Any

from helsekort.fhir.narrative import clock_day, day, finding_text, row_text
from helsekort.record.card import Card, ContactLine, Trail
from helsekort.record.entries import Finding, Row
from helsekort.record.measurements import Catalogue

KINDS = {"check-up": "Kontroll", "contact": "Kontakt"}
GONE = "TRUKKET TILBAKE, skal ikke gjelde: "


def journal_text(
    part: Card, catalogue: Catalogue, names: dict[int, str], labels: dict[int, str], *, ended: bool = False
) -> str:
    """Lines to paste. `part` is as `own_part` gives it; `names` by party, `labels` of the fetuses by origin.

    `ended`: what became of the pregnancy is told too, but not how. Empty where there is nothing. What was
    withdrawn says so first.
    """
    words = _Words(catalogue, names, labels)
    blocks = [words.contact(line) for line in part.contacts]
    loose = [
        *(words.due_date(each) for each in part.due_dates),
        *(words.fetus(each) for each in part.fetuses),
    ]
    loose += [words.dated(each) for each in part.findings]
    alone = {each.origin for line in part.contacts for each in line.rows}
    loose += [words.dated(each) for each in part.rows if each.origin not in alone]
    loose += [words.referral(line.referral) for line in part.referrals]
    if ended:
        over = part.over
        loose.append(f"Svangerskapet er over, {day(over.on)}." if over else "Svangerskapet er ikke over.")
    if loose:
        blocks.append("\n".join(loose))
    return "\n\n".join(blocks)


class _Words:
    def __init__(self, catalogue: Catalogue, names: dict[int, str], labels: dict[int, str]) -> None:
        self._catalogue, self._names, self._labels = catalogue, names, labels

    def contact(self, line: ContactLine) -> str:
        met = line.contact.now
        head = f"{KINDS[met.kind]} {day(met.on)} ({self._who(line.contact)})"
        return "\n".join([_gone(line.contact) + head, *(self._part(each) for each in line.parts)])

    def dated(self, trail: Trail[Finding] | Trail[Row]) -> str:
        return f"{self._part(trail)} ({day(trail.now.on)}, {self._who(trail)})"

    def due_date(self, trail: Trail[Any]) -> str:
        word = "Foreslått termin" if trail.now.proposed else "Termin"
        return f"{_gone(trail)}{word}: {day(trail.now.edd)} ({self._who(trail)})"

    def fetus(self, trail: Trail[Any]) -> str:
        return f"{_gone(trail)}Foster {trail.now.label} ({self._who(trail)})"

    def referral(self, trail: Trail[Any]) -> str:
        """That there is one; what it says and what was answered stands on the card."""
        return (
            f"{_gone(trail)}Henvisning, se helsekortet ({clock_day(trail.last.recorded)}, {self._who(trail)})"
        )

    def _part(self, trail: Trail[Finding] | Trail[Row]) -> str:
        content = trail.now
        about = f", foster {self._labels[content.fetus]}" if content.fetus in self._labels else ""
        if isinstance(content, Finding):
            label = self._catalogue[content.what].label
            said = f"{label}{about}: {finding_text(self._catalogue, content)}"
        else:
            cells = "; ".join(row_text(self._catalogue, content).splitlines())
            said = f"{self._catalogue.groups[content.group].label}{about}: {cells}"
        corrected = " (rettet)" if trail.stands and trail.corrected else ""
        return f"{_gone(trail)}{said}{corrected}"

    def _who(self, trail: Trail[Any]) -> str:
        return self._names.get(trail.last.author, "")


def _gone(trail: Trail[Any]) -> str:
    return "" if trail.stands else GONE
