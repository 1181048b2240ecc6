"""One opened card together with what is needed to word it: the catalogue, the term table and the language."""

from dataclasses import dataclass
from datetime import date

from helsekort.actions.context import Context
from helsekort.actions.opened import Opened
from helsekort.record.card import Card, Trail
from helsekort.record.classes import class_of
from helsekort.record.entries import Contact, DueDate, Fetus, Finding, Value
from helsekort.record.excerpts import Excerpts
from helsekort.record.gestation import TermTable
from helsekort.record.growth import Curve
from helsekort.record.measurements import Catalogue
from helsekort.record.referral_table import ReferralTable
from helsekort.web.clinician import row_words, wording
from helsekort.web.shared.ended import fetus_says
from helsekort.web.shared.said import Said
from helsekort.web.shared.texts import Texts


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page about one card works on. `me` is the party id of the one who reads, `my_name` their name."""

    opened: Opened
    catalogue: Catalogue
    terms: TermTable
    curves: dict[str, Curve]
    texts: Texts
    me: int
    my_name: str = ""
    referrals: ReferralTable | None = None  # the words of referrals; None where none are worded
    excerpts: Excerpts | None = None  # the parts of summaries; None where none are worded

    @property
    def card(self) -> Card:
        return self.opened.card

    @property
    def today(self) -> date:
        return self.opened.today

    def label(self, what: str) -> str:
        """The name of a kind of finding, with the fetus left out."""
        return wording.label(self.catalogue, self.texts, what)

    def shown(self, finding: Finding | None, what: str, *, unit: bool = True) -> str:
        """A finding in words; None is worded as not asked or not taken."""
        return wording.shown(self.catalogue, self.texts, finding, what, unit=unit)

    def age(self, on: date) -> str:
        """Gestational age on a day by the due date in force: `31+0`; `5 dager etter` where the pregnancy was over."""
        over = self.card.over
        if over is not None and on > over.on:
            days = (on - over.on).days
            return self.texts.plural("%(days)s dag etter", "%(days)s dager etter", days) % {"days": days}
        return wording.age_brief(self.texts, self.card.age(on))

    def fetuses(self) -> list[int]:
        """Origins of the fetuses that stand on the card, in the order of their labels."""
        return [trail.origin for trail in self.card.live_fetuses()]

    def growing(self, on: date | None = None) -> list[int]:
        """Of those the ones that grew on a day; without one, those that grow now or did to the end."""
        over = self.card.over
        if on is None and self.card.pregnant:
            found = self.card.growing()
        else:
            found = self.card.growing(min(on or self.today, over.on if over else self.today))
        return [trail.origin for trail in found]

    def fetus_letter(self, origin: int | None) -> str:
        """`A`; empty for what is about the woman, and where there is only one fetus."""
        if len(self.card.fetuses) < 2:
            return ""
        return next((trail.now.label for trail in self.card.fetuses if trail.origin == origin), "")

    def fetus_label(self, origin: int | None) -> str:
        """`Foster A`; empty where `fetus_letter` is."""
        letter = self.fetus_letter(origin)
        return self.texts.translate("Foster %(label)s") % {"label": letter} if letter else ""

    def full_label(self, what: str, fetus: int | None) -> str:
        """`Hjertefrekvens, foster A`."""
        said = {"what": self.label(what), "label": self.fetus_letter(fetus)}
        return self.texts.translate("%(what)s, foster %(label)s") % said if said["label"] else said["what"]

    def name(self, party: int | None) -> str:
        """`Ingrid Dahl, jordmor`."""
        return wording.author(self.texts, self.opened.names, self.opened.roles, party)

    def name_and_unit(self, party: int, organisation: int) -> str:
        """`Ingrid Dahl, jordmor, Solsiden helsestasjon`."""
        unit = self.opened.units.get(organisation, "")
        return f"{self.name(party)}, {unit}" if unit else self.name(party)

    def held_by(self, contact: Contact) -> str:
        """Who held a contact: by name, or from paper as the mark says."""
        if contact.held_by is None and contact.paper is not None:
            return contact.paper.written_by
        return self.name(contact.held_by)

    def due_method(self, due: DueDate) -> str:
        """How a due date was set, and when that was measured."""
        return wording.method_brief(self.card, self.terms, self.texts, due)

    def days_to(self, day: date) -> str:
        """`om 66 dager`."""
        return wording.days_to(self.texts, day, self.today)

    def became(self, trail: Trail[Fetus]) -> str:
        """What became of a fetus; empty while it grows."""
        return fetus_says(self.card, self.texts, trail)

    def fetuses_words(self) -> str:
        """`to fostre (tvillinger)`."""
        return wording.fetuses_word(self.texts, len(self.card.live_fetuses()))

    def abouts(self, contact: Contact) -> str:
        """What a contact was about."""
        return ", ".join(wording.about_names(self.catalogue, self.texts, contact))

    def value_words(self, value: Value, what: str) -> str:
        """A value of a row in words."""
        return wording.value_words(self.catalogue, self.texts, value, what)

    def rows(self, group: str, fetus: int | None = None, *, ordinary: bool = False) -> list[Said]:
        """The rows of a group that hold today, a line each; `ordinary`: without those of a sensitivity class."""
        found = row_words.current(self.card, self.today, group, fetus)
        found = [row for row in found if not (ordinary and class_of(row, self.catalogue))]
        return [row_words.line(self.catalogue, self.texts, row) for row in found]

    def marks(self, trail: Trail[Finding]) -> list[str]:
        """How a value came here and whether it was changed."""
        return wording.marks(self.texts, trail.now, corrected=trail.corrected)


def desk(opened: Opened, ctx: Context, texts: Texts, me: int, my_name: str = "") -> Desk:
    """The desk for a card that an action has opened."""
    return Desk(opened, ctx.catalogue, ctx.terms, ctx.curves, texts, me, my_name, ctx.referrals, ctx.excerpts)
