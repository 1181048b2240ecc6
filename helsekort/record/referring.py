"""What of a card goes with a referral, and which step may follow which. Pure."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from helsekort.record.card import Card, ContactLine, ReferralLine, Trail
from helsekort.record.classes import shared
from helsekort.record.entries import ContactKind, Finding, Referral, ReferralKind, Row, Step
from helsekort.record.measurements import Catalogue
from helsekort.record.referral_table import Part, ReferralTable

UNANSWERED = (Step.SENT, Step.RECEIVED, Step.ASKED)
"""It waits: for the receiver, or for the sender who was asked."""
BY_RECEIVER: dict[Step, tuple[Step, ...]] = {
    Step.SENT: (Step.RECEIVED, Step.ASKED, Step.ACCEPTED, Step.DECLINED),
    Step.RECEIVED: (Step.ASKED, Step.ACCEPTED, Step.DECLINED),
    Step.ASKED: (Step.ACCEPTED, Step.DECLINED),
}
"""What the unit that was asked may do next."""


class Portion(Struct):
    """What stands in one section of a card, each in the order of the card."""

    section: str
    contacts: list[ContactLine] = field(default_factory=list)
    findings: list[Trail[Finding]] = field(default_factory=list)
    rows: list[Trail[Row]] = field(default_factory=list)  # those that belong to no contact

    def trails(self) -> Iterator[Trail[Any]]:
        """Each thing that can be left out by itself; what a contact holds goes with the contact."""
        yield from (line.contact for line in self.contacts)
        yield from self.findings
        yield from self.rows

    @property
    def empty(self) -> bool:
        return not (self.contacts or self.findings or self.rows)


def portions(card: Card, table: ReferralTable, catalogue: Catalogue) -> list[Portion]:
    """All that stands on a card, by section, in the order of the table; an empty section is there too."""
    found = {key: Portion(key) for key in table.section}
    for line in card.contacts:
        if line.contact.stands:
            part: Part = "check-ups" if line.contact.now.kind is ContactKind.CHECK_UP else "contacts"
            found[table.section_of(part=part)].contacts.append(_standing(line))
    for trail in card.findings:
        if trail.stands:
            found[table.section_of(part=_part_of(trail.now, catalogue))].findings.append(trail)
    alone = {line.contact.origin for line in card.contacts}
    for row in card.rows:
        if row.stands and row.now.contact not in alone:
            found[table.section_of(group=row.now.group)].rows.append(row)
    return list(found.values())


def _standing(line: ContactLine) -> ContactLine:
    rows = [trail for trail in line.rows if trail.stands]
    return ContactLine(line.contact, [trail for trail in line.findings if trail.stands], rows)


def _part_of(finding: Finding, catalogue: Catalogue) -> Part:
    if finding.by_woman:
        return "home"
    return "results" if catalogue[finding.what].category == "laboratory" else "facts"


def sent(card: Card, referral: Referral, table: ReferralTable, catalogue: Catalogue) -> list[Portion]:
    """What the receiver sees: of the sections that are sent, what was there then, as it stands now.

    A correction made since is seen, what was withdrawn since is not, and what came since is not. Of a sensitivity
    class only what was ticked goes along.
    """
    bare = shared(card, catalogue, frozenset(catalogue.classes) - frozenset(referral.classes))
    if referral.kind is ReferralKind.HANDOVER:
        bare = without_children(bare, catalogue)
    chosen = [each for each in portions(bare, table, catalogue) if each.section in referral.sections]
    return [portion for each in chosen if not (portion := _cut(each, referral)).empty]


def without_children(card: Card, catalogue: Catalogue) -> Card:
    """The card with nothing about a child: who is handed one opens the child's own part."""
    theirs = {key for key, group in catalogue.groups.items() if group.about == "child"}
    return replace(card, rows=[trail for trail in card.rows if trail.now.group not in theirs])


def _cut(portion: Portion, referral: Referral) -> Portion:
    """Without what was left out, and without what came after it was sent."""

    def goes(trail: Trail[Any]) -> bool:
        return trail.origin not in referral.left_out and (
            not referral.up_to or trail.origin <= referral.up_to
        )

    return Portion(
        portion.section,
        [
            ContactLine(line.contact, [*filter(goes, line.findings)], [*filter(goes, line.rows)])
            for line in portion.contacts
            if goes(line.contact)
        ],
        [*filter(goes, portion.findings)],
        [*filter(goes, portion.rows)],
    )


def as_sent(card: Card, line: ReferralLine, portions: list[Portion]) -> Card:
    """The card with no more on it than goes along."""
    due = card.due_trail
    return replace(
        card,
        due_dates=[due] if due else [],
        fetuses=card.live_fetuses(),
        contacts=[one for portion in portions for one in portion.contacts],
        findings=[trail for portion in portions for trail in portion.findings],
        rows=[
            trail
            for portion in portions
            for trail in (*portion.rows, *(row for line in portion.contacts for row in line.rows))
        ],
        misplaced=[],
        erased=[],
        reports=[],
        referrals=[line],
        attachments=[],
        epicrises=[],
    )


def open_referrals(card: Card) -> list[ReferralLine]:
    """Those that were sent and wait for an answer, and drafts."""
    return [line for line in card.referrals if line.referral.stands and line.step in (None, *UNANSWERED)]
