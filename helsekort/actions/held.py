"""Which results are held from the woman now: until someone has told her, or for the days that the table says.

What is held is not there for her in any form: not on her card, not in her log, not through another system.
"""

import datetime as dt
from collections.abc import Collection

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import ActorKind
from helsekort.actions.work import Work
from helsekort.record.card import Card, ContactLine, EpicrisisLine, Trail
from helsekort.record.classes import closed_files, hidden_origins, shared
from helsekort.record.entries import Entry, Finding
from helsekort.record.epicrisis import Epicrisis
from helsekort.record.handing_over import drafts, without_drafts
from helsekort.store import tasks


class Held(Struct, frozen=True):
    """A result that she does not see before she is told, or before the day `until`."""

    name: str  # the class in results.toml
    until: dt.date


def held_results(doing: Work, card: Card) -> dict[int, Held]:
    """By origin, what is held from her today. A correction is held anew."""
    told = {(row.origin, row.seq) for row in tasks.holds_of_card(doing.tx, card.card) if row.told}
    found = {}
    for trail in card.all_findings():
        held = held_now(doing, trail)
        if held is not None and (trail.origin, trail.last.seq) not in told:
            found[trail.origin] = held
    return found


def held_now(doing: Work, trail: Trail[Finding]) -> Held | None:
    """By its class and its day alone, told or not."""
    table = doing.ctx.results
    name = table.held_class(trail.now.what)
    until = table.held_until(trail.now.what, doing.ctx.day_of(trail.last.recorded))
    if name is None or until is None or until <= doing.ctx.today():
        return None
    return Held(name, until)


def hidden_from_her(doing: Work, card: Card) -> frozenset[int]:
    """The origins of all that she must not see.

    Held results and the files beside them, what is of a class that is kept off her page, and reports that one of them
    stands in.
    """
    catalogue = doing.ctx.catalogue
    held = held_results(doing, card).keys()
    hidden = held | hidden_origins(card, catalogue, catalogue.kept_off_her_page) | closed_files(card, held)
    hidden |= {trail.origin for line in card.epicrises if _not_told(line, held) for trail in line.trails}
    reports = {trail.origin for trail in card.reports if not hidden.isdisjoint(trail.now.results)}
    return frozenset(hidden | reports)


def sees_all(doing: Work) -> bool:
    """Whether nothing on a card can be hidden from this reader, whatever stands there: those who care for her."""
    return doing.actor.kind is not ActorKind.WOMAN


def hidden_from_reader(doing: Work, card: Card) -> frozenset[int]:
    """What this reader must not see; nothing for one who sees all."""
    return frozenset() if sees_all(doing) else hidden_from_her(doing, card)


def drafts_kept_from(doing: Work, card: Card) -> frozenset[int]:
    """The sequences of the versions of a summary that are not this reader's: to her it begins where it was signed."""
    lines = () if sees_all(doing) else card.epicrises
    return frozenset(entry.seq for line in lines for entry in drafts(line))


def as_shown_to_her(doing: Work, card: Card) -> Card:
    """Her card without what is held, and without a trace of it."""
    hidden = hidden_from_her(doing, card)
    if not hidden and not drafts_kept_from(doing, card):
        return card
    catalogue = doing.ctx.catalogue
    # of a row some cells may be hidden; the page shows the others
    bare = shared(card, catalogue, catalogue.kept_off_her_page)
    shown = replace(
        bare,
        findings=_without(bare.findings, hidden),
        contacts=[
            ContactLine(line.contact, _without(line.findings, hidden), line.rows) for line in bare.contacts
        ],
        reports=[trail for trail in card.reports if trail.origin not in hidden],
        attachments=[trail for trail in bare.attachments if trail.origin not in hidden],
        epicrises=_told_epicrises(bare.epicrises, held_results(doing, card).keys()),
    )
    return replace(shown, last_seq=max((seq for seq in _sequences(shown)), default=0))


def _not_told(line: EpicrisisLine, held: Collection[int]) -> bool:
    """Whether a summary is a draft, or says something that is held: a door that gives it whole gives it not."""
    versions = [one.content for one in line.epicrisis.entries if isinstance(one.content, Epicrisis)]
    rests = {origin for version in versions for part in version.parts for origin in part.rests_on}
    return not any(version.signed for version in versions) or not rests.isdisjoint(held)


def _told_epicrises(lines: list[EpicrisisLine], held: Collection[int]) -> list[EpicrisisLine]:
    """Those that were signed, from then on, each without the parts that rest on what is held."""
    return [
        EpicrisisLine(
            Trail([_without_held(entry, held) for entry in told.epicrisis.entries]), told.deliveries
        )
        for line in lines
        if (told := without_drafts(line)) is not None
    ]


def _without_held(entry: Entry, held: Collection[int]) -> Entry:
    written = entry.content
    return replace(entry, content=_bare(written, held)) if isinstance(written, Epicrisis) else entry


def _bare(epicrisis: Epicrisis, held: Collection[int]) -> Epicrisis:
    parts = tuple(part for part in epicrisis.parts if set(part.rests_on).isdisjoint(held))
    return replace(epicrisis, parts=parts)


def _without(trails: list[Trail[Finding]], hidden: frozenset[int]) -> list[Trail[Finding]]:
    return [trail for trail in trails if trail.origin not in hidden]


def _sequences(card: Card) -> list[int]:
    """Of everything that is left on the card."""
    trails = [
        card.opening.entries,
        *(trail.entries for trail in card.due_dates),
        *(trail.entries for trail in card.fetuses),
        *(trail.entries for trail in card.reports),
        *(trail.entries for trail in card.all_answers()),
        *(trail.entries for trail in card.attachments),
        *(line.contact.entries for line in card.contacts),
        *(line.referral.entries for line in card.referrals),
        *(line.way.entries for line in card.referrals if line.way),
        *(trail.entries for line in card.epicrises for trail in line.trails),
    ]
    return [entry.seq for entries in trails for entry in entries]
