"""A woman's card from its opening to today: every act in the order it was done, each by someone at a moment."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from helsekort.demo.country import between, dating
from helsekort.demo.country.body import Body
from helsekort.demo.country.changes import Changing
from helsekort.demo.country.diary import Diary
from helsekort.demo.country.dice import Dice, new_id
from helsekort.demo.country.findings import Findings, Visit
from helsekort.demo.country.land import MICROSECONDS, MIDWIFE, Land, Post, moment
from helsekort.demo.country.person import WEEK, Person, Pregnancy
from helsekort.demo.country.planned import Planned, Team, plan_check_ups, working_day
from helsekort.demo.country.stated import Stated
from helsekort.record.entries import CardOpened, Contact, ContactKind, Fetus, Finding, FromPaper, Way

OPENS, _CLOSES = 8 * 60, 15 * 60 + 20  # minutes after midnight at which check-ups begin
_LATER_SAMPLES = 27 * WEEK
_LABELS = "AB"
_ASKING, _COPYING = (
    9,
    -20,
)  # minutes that the questions take before the first check-up, and copying before another
_MINUTE = 60 * MICROSECONDS


class Act(Struct, frozen=True):
    """Something done at a moment."""

    at: int
    by: Post
    do: Callable[[], None]


class Held(Struct, frozen=True):
    """A check-up: by whom, so many minutes after midnight. It is written at `at`, later where it was copied."""

    planned: Planned
    on: dt.date
    by: Post
    minute: int
    at: int
    copied: bool = False


class Course:
    """Lays out the acts of one card, and does those that lie before now."""

    def __init__(
        self, land: Land, number: int, person: Person, pregnancy: Pregnancy, team: Team, more: int
    ) -> None:
        self._land, self._person, self._pregnancy, self._team = land, person, pregnancy, team
        self._dice = Dice(land.plan.seed, "course", number)
        self._body = Body(land, number, person, pregnancy)
        self._findings = Findings(land, number, pregnancy, self._body)
        self._stated = Stated(land, number, person, pregnancy)
        self._changing = Changing(land, number)
        self._check_ups = plan_check_ups(land, number, pregnancy)
        self._fetuses: tuple[int, ...] = ()
        self._sampled_again = False
        self._acts: list[Act] = []
        self._calls = between.Calls(land, number, pregnancy, team, self._body)
        self._home = between.HomeReadings(land, number, pregnancy, self._body, more)
        self.diary = Diary(new_id(land.plan.seed, "card", number), person.party)

    def write(self) -> Diary:
        """Lay out, and do what lies before now. What is done may lay out more, such as a correction."""
        self._lay_out()
        now = self._land.now
        while self._acts:
            self._acts.sort(key=lambda act: act.at, reverse=True)
            act = self._acts.pop()
            if act.at >= now:
                break
            self.diary.by(act.by, act.at)
            act.do()
        return self.diary

    def _later(self, at: int, by: Post, do: Callable[[], None]) -> None:
        self._acts.append(Act(at, by, do))

    def _lay_out(self) -> None:
        pregnancy, team, dice = self._pregnancy, self._team, self._dice
        care = self._land.parameters.care
        papers = round(care.paper_check_ups.value) if dice.chance(care.from_paper.value) else 0
        for place, (planned, post) in enumerate(zip(self._check_ups, self._seen_by(), strict=True)):
            held = self._held(planned, post)
            if place == 0:
                self._later(held.at, held.by, partial(self._open, held))
                held = replace(held, at=held.at + _ASKING * _MINUTE, minute=held.minute + _ASKING)
            elif place <= papers and not planned.scan:
                held = self._copied(held, papers)
            self._later(held.at, held.by, partial(self._hold, held))
        for at, post, do in self._calls.laid_out(self.diary, lambda: self._fetuses):
            self._later(at, post, do)
        if pregnancy.ended:
            ended = pregnancy.on(pregnancy.end)
            self._later(moment(ended + dt.timedelta(days=1), OPENS), team.birth, partial(self._close, ended))

    def _seen_by(self) -> list[Post]:
        """Who holds each check-up. One who is seen by both meets each of them, should chance forget one."""
        team, care = self._team, self._land.parameters.care
        posts = []
        for place, planned in enumerate(self._check_ups):
            by_midwife = care.midwife_share.value if place else 1 - care.opened_by_doctor.value
            seen = team.check_up(planned.day, self._dice, by_midwife)
            posts.append(team.birth if planned.scan else seen)
        own = [place for place, planned in enumerate(self._check_ups) if not planned.scan]
        if team.seen_by == "both" and len(own) > 1 and len({posts[place].category for place in own}) == 1:
            last, day = own[-1], self._check_ups[own[-1]].day
            posts[last] = team.doctor(day) if posts[last].category == MIDWIFE else team.midwife(day)
        return posts

    def _held(self, planned: Planned, post: Post) -> Held:
        """The check-up at a time of the working day."""
        on, minute = self._pregnancy.on(planned.day), self._dice.whole(OPENS, _CLOSES)
        return Held(planned, on, post, minute, moment(on, minute) + self._dice.whole(0, 59) * MICROSECONDS)

    def _copied(self, held: Held, papers: int) -> Held:
        """The same, written from paper just before the first check-up that was not; itself where there is none."""
        after = [one for one in self._check_ups[papers + 1 :] if not one.scan]
        if not after:
            return held
        at = self._clock(self._pregnancy.on(after[0].day)) + _COPYING * _MINUTE
        return replace(held, at=at, copied=True)

    def _clock(self, on: dt.date) -> int:
        """A moment of the working day."""
        return moment(on, self._dice.whole(OPENS, _CLOSES)) + self._dice.whole(0, 59) * MICROSECONDS

    def _open(self, held: Held) -> None:
        """The card, the due date by her own account, and what she was asked."""
        diary, on, post = self.diary, held.on, held.by
        diary.add(CardOpened(self._person.party, on, post.unit))
        dating.by_her_account(diary, post, self._pregnancy, self._land.terms, on, held.at)
        diary.by(post, held.at)
        for finding in self._stated.facts(on):
            diary.add(finding)
        self._results(on, post, self._stated.first_results(self._pregnancy.first_visit, on))

    def _results(self, on: dt.date, post: Post, results: list[Finding]) -> None:
        """Results are written when they have come, some days after the sample."""
        came = working_day(on + dt.timedelta(days=self._dice.whole(2, 5)))

        def write() -> None:
            for finding in results:
                self.diary.add(finding)

        if results:
            self._later(self._clock(came), post, write)

    def _hold(self, held: Held) -> None:
        """A check-up, with what belongs to it: the fetuses' names, the date of a scan, readings at home, samples."""
        diary, day = self.diary, held.planned.day
        if held.planned.scan and not self._fetuses:
            self._first_scan(held)
        for finding in [] if held.copied else self._home.before(day):
            diary.add(finding)
        paper = FromPaper(self._dice.one_of(self._land.phrases.paper), held.on) if held.copied else None
        held_by = None if paper else held.by.party
        contact = Contact(ContactKind.CHECK_UP, Way.VISIT, held.on, held_by=held_by, paper=paper)
        origin = diary.add(contact)
        visit = Visit(day, held.on, held.planned.scan, self._fetuses, held.minute)
        found = self._findings.of(visit)
        origins = [diary.add(replace(finding, contact=origin, paper=paper)) for finding in found]
        if not self._sampled_again and day >= _LATER_SAMPLES and not held.planned.scan:
            self._sampled_again = True
            self._results(held.on, held.by, self._stated.later_results(held.on))
        changed = self._changing.of(diary, [origin, *origins])
        if changed is not None:
            after = self._clock(working_day(held.on + dt.timedelta(days=self._dice.whole(1, 4))))
            self._later(max(after, held.at + _MINUTE), held.by, changed)

    def _first_scan(self, held: Held) -> None:
        diary, pregnancy, post, at = self.diary, self._pregnancy, held.by, held.at
        self._fetuses = tuple(diary.add(Fetus(label, held.on)) for label in _LABELS[: pregnancy.fetuses])
        diary.by(post, at)
        if pregnancy.fetuses > 1:
            diary.add(self._stated.placentas(held.on))
        dating.by_scan(diary, post, pregnancy, self._land, held.on, at)
        diary.by(post, at)

    def _close(self, ended: dt.date) -> None:
        opening = self.diary.of_origins([1])[0]
        if isinstance(opening.content, CardOpened):
            self.diary.revise(opening, replace(opening.content, active=False, ended=ended))
