"""One who looks over her shoulder learns nothing: with and without what is hidden, all she can be shown is byte-equal.

Two copies of one database go on in step. In the first something is hidden before each thing that is open; in the
second it never was. Every page and every answer of hers is then compared with its headers, ids, numbers and length.
The figures of docs/security.md: HELSEKORT_DEEP=1 python -m pytest tests/web/test_partner_safe.py -s
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from helsekort.actions import contacts, private_views, rows
from helsekort.actions.contacts import Corrected
from helsekort.audit.events import Event
from helsekort.record.channels import Channel
from helsekort.record.entries import Cell, Finding, Row
from tests import cast as made
from tests.actions.every_file_action import attached
from tests.actions.every_referral_action import sent
from tests.actions.test_children import lived
from tests.actions.test_no_trace_anywhere import CATALOGUE, Hidden, hidden_things
from tests.cast import MINUTE, MOMENT, TODAY, Cast, open_house
from tests.store.stored import audit
from tests.web.partner_views import Hers, Views, for_others, named_in_order

OWN = CATALOGUE.hidden_on(Channel.OWN)
ALL = frozenset(CATALOGUE.classes)
OPEN = Finding("illness_heart", value=True, on=TODAY)
Act = Callable[[Cast], object]


class Pair:
    """Two worlds that begin alike; time goes on in both together."""

    def __init__(self, folder: Path, *, born: bool) -> None:
        first = folder / "hiding.db"
        ctx = open_house(f"sqlite:///{first}")
        cast = made.make_cast(ctx)
        if born:
            lived(cast)
        ctx.database.close()
        shutil.copy(first, folder / "bare.db")
        self.minutes = 0
        self.casts = [
            replace(cast, ctx=open_house(f"sqlite:///{folder / name}")) for name in ("hiding.db", "bare.db")
        ]

    def _now(self, cast: Cast) -> Cast:
        return replace(cast, ctx=cast.ctx.at(MOMENT + self.minutes * MINUTE))

    def both(self, act: Callable[[Cast], int]) -> list[int]:
        """Something open, in both; what it gives in each."""
        self.minutes += 1
        return [act(self._now(cast)) for cast in self.casts]

    def hide(self, act: Act) -> None:
        """Something hidden, in the first alone. That someone reads her card is hers to know: so they do in both."""
        self.minutes += 1
        hiding, bare = (self._now(cast) for cast in self.casts)
        before = _readings(hiding)
        act(hiding)
        for _ in range(_readings(hiding) - before):
            made.read(bare, bare.nora_card)

    def views(self, seen: Callable[[Cast], Views]) -> tuple[Views, Views]:
        hiding, bare = (named_in_order(cast, seen(self._now(cast))) for cast in self.casts)
        return hiding, bare

    def close(self) -> None:
        for cast in self.casts:
            cast.ctx.database.close()


def _readings(cast: Cast) -> int:
    """How often her card was read as `tests.cast.read` reads it."""
    found = [line for line in audit(cast.ctx) if line.card == cast.nora_card and line.event == Event.READ]
    return sum(line.party == cast.amir.party and line.about == ("card",) for line in found)


@pytest.fixture
def pair(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Pair]:
    """Gives two worlds, of a woman who expects a child, or with `born` has one."""
    found = Pair(tmp_path, born=getattr(request, "param", False))
    yield found
    found.close()


def write(cast: Cast, *things: Hidden) -> int:
    given: dict[str, Any] = {"card": cast.nora_card, "key": made.new_key()}
    findings = [thing for thing in things if isinstance(thing, Finding)]
    of_rows = [thing for thing in things if isinstance(thing, Row)]
    return rows.write_answers(cast.ingrid, ctx=cast.ctx, findings=findings, rows=of_rows, **given)[0]


def go_on(pair: Pair) -> int:
    """A check-up and a file beside it, in both worlds; the check-up of the first."""
    visits = pair.both(lambda cast: made.record(cast, cast.nora_card, made.pressure()))
    beside = dict(zip([cast.ctx.database for cast in pair.casts], visits, strict=True))
    pair.both(lambda cast: attached(cast, beside[cast.ctx.database]))
    return visits[0]


def differences(pair: Pair, seen: Callable[[Cast], Views]) -> tuple[int, list[str]]:
    """How many views were compared, and those that differ."""
    hiding, bare = pair.views(seen)
    return len(hiding), sorted(
        {name for name in hiding.keys() | bare.keys() if hiding.get(name) != bare.get(name)}
    )


def hers(cast: Cast) -> Views:
    return Hers(cast).seen()


def _correct(cast: Cast, origin: int, add: Finding) -> None:
    """A check-up is corrected by something hidden alone."""
    line = made.read(cast, cast.nora_card).contact(origin)
    assert line is not None
    findings = [Corrected(trail.now, trail.origin) for trail in line.findings if trail.stands]
    contacts.correct_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=origin,
        base_seq=line.last_seq,
        contact=line.contact.now,
        findings=[*findings, Corrected(add, None)],
        reason="Dette sto ikke der før.",
    )


SCAN = Row("ultrasound_fetus", TODAY, (Cell("heart_action", value=True),))
VIOLENCE = Finding("violence_asked", value=True, on=TODAY)


def _corrected_row(cast: Cast) -> None:
    """A hidden cell is added to an open row: the row is corrected, with a reason that tells of it."""
    folded = made.read(cast, cast.nora_card)
    trail = next(each for each in folded.rows if each.now.group == SCAN.group)
    with_sex = replace(trail.now, cells=(*trail.now.cells, Cell("fetal_sex", "M")))
    rows.correct_row(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=trail.origin,
        base_seq=trail.last.seq,
        row=with_sex,
        reason="Kjønnet var synlig likevel.",
    )


def test_other_ways_of_writing_what_is_hidden_show_as_little(pair: Pair) -> None:
    """A correction, a cell beside open ones, a referral, a file, an opened class, a read behind the step."""
    visit = go_on(pair)
    pair.both(lambda cast: write(cast, replace(SCAN, fetus=cast.nora_fetus)))
    pair.hide(lambda cast: _correct(cast, visit, VIOLENCE))
    pair.hide(_corrected_row)
    pair.hide(lambda cast: sent(cast, why="SAFETY"))
    pair.hide(
        lambda cast: private_views.open_class(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, name="violence")
    )
    go_on(pair)
    # the file beside what is hidden stands with it, so beside a row of its own
    pair.hide(
        lambda cast: attached(
            cast, write(cast, Row("earlier_birth", TODAY, (Cell("outcome", "TERMINATION"),)))
        )
    )
    go_on(pair)
    assert differences(pair, hers)[1] == []


@pytest.mark.parametrize("pair", [False, True], indirect=True, ids=["expecting", "born"])
def test_all_that_is_hidden_at_once_changes_nothing_she_can_be_shown(pair: Pair) -> None:
    go_on(pair)
    for_her, at_all = 0, 0
    for _, thing in hidden_things(pair.casts[0], OWN):
        pair.hide(lambda cast, thing=thing: write(cast, thing))
        for_her += 1
    go_on(pair)
    compared, found = differences(pair, hers)
    assert found == []
    assert compared > 60, "pages, resources, versions and records are all among them"
    for _, thing in hidden_things(pair.casts[0], ALL - OWN):
        pair.hide(lambda cast, thing=thing: write(cast, thing))
        at_all += 1
    go_on(pair)
    shared, differing = differences(pair, for_others)
    print(
        f"{for_her} things hidden, {compared} of her views; {for_her + at_all} and {shared} views for others"
    )
    assert differing == []


def test_what_is_open_shows_in_what_is_compared(pair: Pair) -> None:
    """The control: something open in one world alone is seen on every kind of view."""
    pair.hide(lambda cast: write(cast, OPEN))
    go_on(pair)
    _, found = differences(pair, hers)
    assert {name.split()[0] for name in found} == {"GET", "FHIR", "DHG", "PRINT"}


@pytest.mark.deep
@pytest.mark.parametrize("pair", [False, True], indirect=True, ids=["expecting", "born"])
def test_each_hidden_thing_alone_changes_nothing_she_can_be_shown(pair: Pair) -> None:
    """One by one, each followed by something open; prints the figures of docs/security.md."""
    compared, things, found = 0, 0, []
    for classes, seen in ((OWN, hers), (ALL, for_others)):
        for name, thing in hidden_things(pair.casts[0], classes):
            pair.hide(lambda cast, thing=thing: write(cast, thing))
            pair.both(lambda cast: made.record(cast, cast.nora_card, made.pressure()))
            views, differing = differences(pair, seen)
            compared, things = compared + views, things + 1
            found += [(name, view) for view in differing]
    print(f"{things} hidden things, {compared} views compared, {len(found)} differences")
    assert found == []
