"""A house with one woman whose card is empty, where a story is typed on its own days, page by page, by keys alone."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from playwright.sync_api import Page

from helsekort import app, cli, datafiles
from helsekort.access.actors import NOBODY
from helsekort.actions.log import read_entries
from helsekort.actions.registry import register_persona
from helsekort.actions.sessions import enter_as_persona
from helsekort.demo.builders import Builder, birth_date, synthetic_number
from helsekort.demo.calendar import Calendar
from helsekort.demo.living import DEMO
from helsekort.demo.stories_read import Story, StoryCare, StoryDueDate, read_cast, read_stories
from helsekort.record.card import Card, fold
from helsekort.record.ids import from_text, to_text
from helsekort.settings import Settings
from helsekort.store.parties import PersonaRow
from tests.cast import TODAY
from tests.demo.conftest import moment_of
from tests.journeys import story_typing
from tests.journeys.story_typing import Table
from tests.journeys.typist import Typist
from tests.running import port_of

STORIES = {one.story.id: one for one in read_stories(datafiles.stories())}
LAYOUTS = {
    key: one for key, one in datafiles.layouts(datafiles.catalogue()).items() if one.reader == "clinician"
}
EVENING = dt.time(20)


class StoryDesk:
    """A house with one woman whose card is empty, served; the clock stands where it is put."""

    def __init__(self, folder: Path, story: Story, page: Page, *, unknown: bool = False) -> None:
        self.story, self.page = story, page
        self.days = Calendar(TODAY)
        self.now = moment_of(self.days.date(story.pregnancy.opened_day), dt.time(19))
        made = app.context(Settings(f"sqlite:///{folder / 'demo.db'}", folder), demo=True)
        self.ctx = replace(made, clock=lambda: self.now)
        builder = Builder(self.ctx, TODAY)
        builder.cast(read_cast(datafiles.cast()))
        pregnancy = replace(story.pregnancy, due_dates=[], fetuses=[])
        joined = [StoryCare(story.pregnancy.opened_day, one.by) for one in story.care]
        empty = Story(story.story, story.woman, story.team, pregnancy, care=joined)
        self.card = 0 if unknown else builder.live(empty)
        self.server = cli.server(self.ctx, 0)
        self.typist = Typist(page)
        self.fetuses: dict[str, int] = {}
        self.untyped: set[str] = set()

    @property
    def path(self) -> str:
        return f"/klinikk/kort/{to_text(self.card)}"

    def type_taking_in(self, *who: str) -> None:
        """She stands before each of those who will care for her: searched for, on no list of theirs, and taken in."""
        woman, birth = self.story.woman, birth_date(self.story.woman, self.days)
        number = synthetic_number(birth, self.story.story.id, d_number=woman.number == "dnr").value
        typed = {
            "name": woman.name,
            "birth_date": story_typing.day(birth),
            "language": woman.language.upper(),
        }
        known = {one.key for one in read_cast(datafiles.cast()).clinician if one.door}
        for one in who or dict.fromkeys([self.story.pregnancy.opened_by, *self.story.team.values()]):
            if one not in known:
                continue
            self.open(self.days.date(self.story.pregnancy.opened_day), one, "/klinikk")
            self.typist.fill("Finn kvinne", number)
            self.typist.save()
            assert self.typist.fill_form({**typed, "why": "appointment"}) == set()
            self.card = from_text(self.page.url.rpartition("/")[2])
        herself = self.now_on_card().opening.now.woman
        row = PersonaRow(self.story.story.id, len(STORIES), "woman", herself, 0, "", self.story.story.title)
        register_persona(DEMO, ctx=self.ctx, persona=row)

    def open(self, on: dt.date, by: str, path: str = "") -> None:
        """Come to the card, or to another page, on that evening, as one who may write on it."""
        self.now = max(self.now + 60_000_000, moment_of(on, EVENING))
        known = {one.key for one in read_cast(datafiles.cast()).clinician if one.door}
        who = by if by in known else next(key for key in self.story.team.values() if key in known)
        token = enter_as_persona(NOBODY, ctx=self.ctx, persona=who)
        origin = f"http://127.0.0.1:{port_of(self.server)}"
        self.page.context.add_cookies([{"name": "helsekort", "value": token, "url": origin}])
        self.page.goto(origin + (path or self.path))
        self.typist.arrive()

    def now_on_card(self) -> Card:
        with self.ctx.database.transaction(write=False) as tx:
            return fold(
                self.card, read_entries(tx, self.ctx.catalogue, self.card), self.ctx.terms.oldest_days
            )

    def type_due_date(self, due: StoryDueDate) -> None:
        on = self.days.date(due.set_day)
        self.open(on, due.by)
        self.typist.goto_form(f"{self.path}/alt")
        self.typist.goto_form(f"{self.path}/termin")
        self.typist.goto_form(f"?metode={due.method}#propose")
        measured = {"measured": story_typing.day(self.days.date(due.edd_day))}
        if due.measured_day is not None:
            known = story_typing.day(self.days.date(due.measured_day))
            scan = due.method.startswith("US_")
            measured = measured | {"measured_on": known} if scan else {"measured": known}
        if due.embryo_days is not None:
            measured["embryo_days"] = str(due.embryo_days)
        self.typist.fill_form(measured)
        self.typist.confirm_due_date(due.why or "")

    def type_fetus(self, label: str, position: str | None, on: dt.date) -> None:
        self.open(on, self.story.team["midwife"])
        self.typist.goto_form(f"{self.path}/alt")
        self.typist.goto_form(f"{self.path}/foster")
        self.typist.fill_form({"on": story_typing.day(on), "position": position or ""})
        self.fetuses = {trail.now.label: trail.origin for trail in self.now_on_card().live_fetuses()}
        assert label in self.fetuses

    def type_table(self, row: Table, on: dt.date, page: str = "") -> None:
        self.open(on, row["by"])
        rest = row
        if page:
            typed = (
                story_typing.check_up(row, self.days, self.fetuses, on)
                if page == "/kontroll"
                else story_typing.contact(row, self.days, on)
            )
            self.typist.goto_form(self.path + page)
            self.untyped |= self.typist.fill_form(typed)
            own = story_typing.CHECK_UP if page == "/kontroll" else story_typing.CONTACT
            rest = {key: one for key, one in row.items() if key not in {*own, "fetus"}}
            self._type_more_of_fetuses(row, on)
        for form, table in story_typing.forms_for(rest, LAYOUTS):
            if not form:
                self.untyped |= table.keys()
                continue
            for one in story_typing.one_of_each(table):
                self.open(on, row["by"])
                self.typist.goto_form(f"{self.path}/skjema/{form}")
                self._fill(one, on)

    def _type_more_of_fetuses(self, row: Table, on: dt.date) -> None:
        """What of a visit's fetuses the check-up's own page does not ask."""
        for form, fields in story_typing.more_of_fetuses(row, LAYOUTS, self.days, self.fetuses):
            self.open(on, row["by"])
            self.typist.goto_form(f"{self.path}/skjema/{form}")
            self.untyped |= self.typist.fill_form({"on": story_typing.day(on), **fields}) - {"on"}

    def _fill(self, table: Table, on: dt.date) -> None:
        wanted = {"on": story_typing.day(on)}
        for key, value in table.items():
            if key not in story_typing.GROUPED:
                wanted |= story_typing.fields({key: value}, self.days)
                continue
            wanted |= self._rows(key, value)
        left = self.typist.fill_form(wanted)
        self.untyped |= {name for name in left if name != "on"}

    def _rows(self, group: str, tables: list[Table]) -> dict[str, str]:
        found: dict[str, str] = {}
        each = {"stimulus": "stimulus_kind", "offer": "offered"}.get(group)
        if each:
            for table in tables:
                rest = {key: one for key, one in table.items() if key not in (each, "asked_at")}
                found |= story_typing.fields(rest, self.days, f"{group}.{table[each]}.")
            return found
        if "label" in tables[0]:
            for table in tables:
                found |= story_typing.fields(table, self.days, f"{group}.f{self.fetuses[table['label']]}.")
            return found
        for table, before in zip(tables, self.typist.add_rows(group, len(tables)), strict=False):
            found |= story_typing.fields(table, self.days, before)
        return found

    def type_ending(self) -> None:
        ending = self.story.ending
        assert ending is not None
        on = self.days.date(ending.day)
        self.open(on, ending.by)
        self.typist.goto_form(f"{self.path}/avslutning")
        assert isinstance(ending.outcome, dict)
        outcomes = {self.fetuses[label]: code for label, code in ending.outcome.items()}
        typed = {"on": story_typing.day(on)} | {f"outcome-{one}": code for one, code in outcomes.items()}
        # what is written of the birth is taken over by one press, not typed again
        offer = self.page.locator("input[name=take]")
        mark = offer.input_value() if offer.count() else ""
        same = " ".join(f"{one}:{on.isoformat()}:{code}" for one, code in sorted(outcomes.items()))
        self.typist.fill_form({"take": mark} if mark == same else typed)

    def type_all(self) -> None:
        """The whole story in the order of its days; where nobody knows her, from the number that is searched for."""
        if not self.card:
            self.type_taking_in()
        for _on, _place, step in sorted(self._steps(), key=lambda one: one[:2]):
            step()

    def _steps(self) -> Iterator[tuple[dt.date, int, Callable[[], None]]]:
        story, days = self.story, self.days
        pregnancy = story.pregnancy
        for due in pregnancy.due_dates:
            yield days.date(due.set_day), 0, partial(self.type_due_date, due)
        named = days.weekday(pregnancy.opened_day if pregnancy.fetuses_day is None else pregnancy.fetuses_day)
        for one in pregnancy.fetuses:
            yield named, 1, partial(self.type_fetus, one.label, one.position, named)
        for tables, place, page, moved in (
            (story.facts, 2, "", True),
            (story.visit, 3, "/kontroll", True),
            (story.contact, 4, "/kontakt", False),
            (story.result, 5, "", False),
        ):
            for row in tables:
                on = days.weekday(row["day"]) if moved else days.date(row["day"])
                yield on, place, partial(self.type_table, row, on, page)
        if story.ending is not None:
            yield days.date(story.ending.day), 6, self.type_ending
