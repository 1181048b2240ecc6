"""What stands beside the fields of a form: what the card says already, what she said herself, what earlier cards say.

Pure. Nothing offered is filled in: a press takes it over, and the copy says where it came from.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from helsekort.fhir.extraction import every
from helsekort.fhir.resources.questionnaire import ABOUT, GROUP, LASTING, Asked, Questionnaire, said
from helsekort.record import children, codes
from helsekort.record.card import Card, Trail
from helsekort.record.earlier_births import GROUP as EARLIER_BIRTH
from helsekort.record.earlier_births import as_earlier_birth
from helsekort.record.entries import DueDate, Finding, ForeignId, Row, Status, Value
from helsekort.record.ids import entry_id, to_text
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.due_known import by_due_date
from helsekort.web.clinician.row_answers import row_words
from helsekort.web.shared.asked_sheet import Beside, Fetus, Known, Offer, Taken
from helsekort.web.shared.form_filling import codes_of


class Beneath(Struct):
    """All of it for one form: what is shown, and what each offer's mark stands for."""

    beside: Beside
    takes: dict[str, Taken]


def beneath(
    desk: Desk, questionnaire: Questionnaire, earlier: Sequence[Card], taken: Iterable[str]
) -> Beneath:
    """What to show beside a form. `taken` are the marks of offers that were pressed already."""
    finder = _Finder(desk, earlier, frozenset(taken))
    for one in every(questionnaire.item):
        if not one.code:
            continue
        if one.code[0].system == GROUP:
            finder.group(one)
        elif one.code[0].system == codes.MEASURABLE and "." not in one.link_id:
            finder.measurable(one)
    letters = [
        Fetus(trail.origin, desk.fetus_letter(trail.origin), children.past_groups(trail.now.state))
        for trail in desk.card.live_fetuses()
    ]
    beside = Beside(
        known=finder.known, rows=finder.rows, offers=finder.offers, settled=finder.settled, fetuses=letters
    )
    return Beneath(beside, finder.takes)


class _Finder:
    def __init__(self, desk: Desk, earlier: Sequence[Card], taken: frozenset[str]) -> None:
        self.desk = desk
        self.earlier = earlier
        self.taken = taken
        self.known: dict[str, Known] = {}
        self.rows: dict[str, list[Known]] = {}
        self.offers: dict[str, list[Offer]] = {}
        self.takes: dict[str, Taken] = {}
        self.settled: set[str] = set()

    def measurable(self, one: Asked) -> None:
        what = one.code[0].code or ""
        if said(one.extension, ABOUT) is None:
            self.of(one.link_id, what, None, lasting=said(one.extension, LASTING) is not None)
        else:
            for fetus in self.desk.fetuses():
                self.of(f"{one.link_id}.f{fetus}", what, fetus)

    def of(self, place: str, what: str, fetus: int | None, *, lasting: bool = False) -> None:
        """What stands, or else what is offered, for one field."""
        series = self.desk.card.series(what, fetus)
        hers = [trail for trail in series if trail.now.by_woman]
        others = [trail for trail in series if not trail.now.by_woman]
        if others:
            self.known[place] = self.as_known(others[-1])
        if hers and not (others and _after(others[-1], hers[-1])):
            self.offer(place, self.desk.card.card, hers[-1], self.her_words(hers[-1].now.on))
        if others or hers:
            return
        if fetus is None and (told := by_due_date(self.desk, what)):
            self.offer_due(place, what, *told)
            return
        if not lasting:
            return
        for card in self.earlier:
            before = card.series(what)
            if before:
                self.offer(place, card.card, before[-1], self.card_words(card, before[-1].now.on))
                return

    def offer_due(self, place: str, what: str, due: Trail[DueDate], value: Value) -> None:
        """What a due date on this card was set by: it is typed there, and not once more here."""
        finding = Finding(what, value, due.now.set_on, paper=due.now.paper)
        said = {"day": self.desk.texts.numeric(due.now.set_on)}
        source = self.desk.texts.translate("Fra terminen, ført %(day)s") % said
        told: Trail[Finding] = Trail([replace(due.last, content=finding)])
        self.offer(place, self.desk.card.card, told, source, key=what)

    def group(self, one: Asked) -> None:
        """The rows that stand, by the group, by fetus, or by the code that a row is asked for; and those offered."""
        group = one.code[0].code or ""
        if said(one.extension, ABOUT) is not None:
            for fetus in self.desk.fetuses():
                self.stands(f"{one.link_id}.f{fetus}", group, self.desk.card.rows_of(group, fetus), {})
            return
        given = {
            each.link_id.rpartition(".")[2]: each.initial[0].value_coding.code
            for each in one.item
            if each.initial
        }
        preset = given if "." in one.link_id else {}
        stands = [trail for trail in self.desk.card.rows_of(group) if _says(trail.now, preset)]
        self.stands(one.link_id, group, stands, preset)
        copied = {each.value for trail in stands for each in trail.now.identifiers}
        for trail in stands:
            if trail.now.by_woman and entry_id(self.desk.card.card, trail.origin) not in copied:
                self.offer(one.link_id, self.desk.card.card, trail, self.her_words(trail.now.on))
        for card in self.earlier if said(one.extension, LASTING) is not None else ():
            over = as_earlier_birth(card) if group == EARLIER_BIRTH else None
            for trail in [*card.rows_of(group), *([over] if over else [])]:
                if _says(trail.now, preset) and entry_id(card.card, trail.origin) not in copied:
                    self.offer(one.link_id, card.card, trail, self.card_words(card, trail.now.on))

    def stands(
        self, place: str, group: str, trails: Sequence[Trail[Row]], given: Mapping[str, str | None]
    ) -> None:
        """What stands of a row or of several; one that there can be only one of is settled by it."""
        others = [trail for trail in trails if not trail.now.by_woman]
        shown = others[-1:] if given else others
        self.rows[place] = [self.row_known(trail, given) for trail in shown]
        if shown and (given or not self.desk.catalogue.groups[group].repeats):
            self.settled.add(place)

    def as_known(self, trail: Trail[Finding]) -> Known:
        finding = trail.now
        text = self.desk.shown(finding, finding.what)
        href = self.href("opplysning", trail.origin)
        if finding.contact is not None:
            href = self.href("hendelse", finding.contact)
        return Known(text, self._note(trail), href, codes_of(finding.value))

    def row_known(self, trail: Trail[Row], given: Mapping[str, str | None]) -> Known:
        """A row in words, without what its title says."""
        told = replace(trail.now, cells=tuple(cell for cell in trail.now.cells if cell.what not in given))
        text = row_words(self.desk, told) or self.desk.texts.translate("ført uten mer")
        return Known(text, self._note(trail), self.href("opplysning", trail.origin))

    def href(self, way: str, origin: int) -> str:
        return f"/klinikk/kort/{to_text(self.desk.card.card)}/{way}/{origin}"

    def _note(self, trail: Trail[Finding] | Trail[Row]) -> str:
        day = self.desk.texts.numeric(trail.now.on)
        paper = trail.now.paper
        who = paper.written_by if paper else self.desk.name(trail.last.author)
        marks = [self.desk.texts.translate("fra papirkort")] if paper else []
        return ", ".join([day, who, *marks])

    def her_words(self, on: dt.date) -> str:
        return self.desk.texts.translate("Hennes eget svar, %(day)s") % {"day": self.desk.texts.numeric(on)}

    def card_words(self, card: Card, on: dt.date) -> str:
        said_of = {"year": card.opening.now.opened.year, "day": self.desk.texts.numeric(on)}
        return self.desk.texts.translate("Fra helsekortet fra %(year)s, ført %(day)s") % said_of

    def offer(
        self, place: str, card: int, trail: Trail[Finding] | Trail[Row], source: str, key: str = ""
    ) -> None:
        """`key` tells several offers of one entry apart."""
        entry = entry_id(card, trail.origin)
        content = copy_of(trail.now, entry)
        origin = f"{entry}.{key}" if key else entry
        text = (
            row_words(self.desk, content)
            if isinstance(content, Row)
            else self.desk.shown(content, content.what)
        )
        offered = self.desk.texts.translate("Ta med: %(value)s") % {"value": text}
        self.offers.setdefault(place, []).append(Offer(origin, offered, source, origin in self.taken))
        self.takes[origin] = Taken(place, content)


def copy_of(fact: Finding | Row, origin: str) -> Finding | Row:
    """The same fact for another entry, with where it came from; what belonged to the old entry alone is left."""
    source = ForeignId(codes.COPIED_FROM, origin)
    kept = tuple(each for each in fact.identifiers if each.system != codes.COPIED_FROM)
    bare = {"status": Status.FINAL, "reason": None, "by_woman": False, "identifiers": (*kept, source)}
    if isinstance(fact, Finding):
        return replace(fact, contact=None, lab=None, **bare)
    return replace(fact, contact=None, **bare)


def _says(row: Row, given: Mapping[str, str | None]) -> bool:
    """Whether a row is the one that is asked for with these codes."""
    return all(row.value(what) == code for what, code in given.items())


def _after(later: Trail[Finding], earlier: Trail[Finding]) -> bool:
    return later.last.seq > earlier.last.seq


def standing_answers(beside: Beside) -> dict[str, Sequence[str]]:
    """The codes that stand on the card by field name: what is asked after them is asked."""
    return {name: known.answers for name, known in beside.known.items()}
