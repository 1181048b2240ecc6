"""One who looks over her shoulder learns nothing: with and without what is hidden, all she can be shown is byte-equal.

Two copies of one database go on in step. In the first something is hidden before each thing that is open; in the
second it never was. Every page and every answer of hers is then compared with its headers, ids, numbers and length.
The figures of docs/security.md: HELSEKORT_DEEP=1 python -m pytest tests/web/test_partner_safe.py -s
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helsekort.record.channels import Channel
from helsekort.record.entries import Finding
from tests.actions.test_no_trace_anywhere import CATALOGUE, hidden_things
from tests.cast import TODAY, Cast
from tests.web.hidden_acts import ACTS
from tests.web.partner_attempts import Views
from tests.web.partner_views import Hers, for_others, named_in_order, printed
from tests.web.two_worlds import Act, Beginning, Costs, Pair, World, visited, write

OWN = CATALOGUE.hidden_on(Channel.OWN)
ALL = frozenset(CATALOGUE.classes)
OPEN = Finding("illness_heart", value=True, on=TODAY)
BOTH = pytest.mark.parametrize("beginning", [False, True], indirect=True, ids=["expecting", "born"])


@pytest.fixture
def beginning(tmp_path: Path, request: pytest.FixtureRequest) -> Beginning:
    """Gives what worlds begin from: a woman who expects a child, or with `born` has one."""
    return Beginning(tmp_path, born=getattr(request, "param", False))


@pytest.fixture
def pair(beginning: Beginning) -> Iterator[Pair]:
    """Gives two worlds that begin alike."""
    found = Pair(beginning)
    yield found
    found.close()


def seen_in(world: World, seen: Callable[[Cast], Views]) -> Views:
    now = world.now()
    return named_in_order(now, seen(now))


def differing(one: Views, other: Views) -> list[str]:
    return sorted({name for name in one.keys() | other.keys() if one.get(name) != other.get(name)})


def differences(pair: Pair, seen: Callable[[Cast], Views]) -> tuple[int, list[str]]:
    """How many views were compared, and those that differ."""
    hiding, bare = seen_in(pair.hiding, seen), seen_in(pair.bare, seen)
    return len(hiding), differing(hiding, bare)


def hers(cast: Cast) -> Views:
    return Hers(cast).seen()


def of_things(cast: Cast, classes: frozenset[str]) -> Iterator[tuple[str, Act]]:
    """Writing each hidden thing by itself."""
    for name, thing in hidden_things(cast, classes):
        yield name, lambda cast, thing=thing: write(cast, thing)  # type: ignore[misc]  # the thing is bound now


@pytest.mark.parametrize("name", ACTS)
def test_other_ways_of_doing_what_is_hidden_show_as_little(pair: Pair, name: str) -> None:
    """A correction, a cell beside open ones, a referral, a file, an opened class, an answer, a refuge."""
    pair.hide(ACTS[name])
    pair.both(visited)
    assert differences(pair, hers)[1] == []


@BOTH
def test_all_that_is_hidden_at_once_changes_nothing_she_can_be_shown(pair: Pair) -> None:
    for_her = [act for _, act in of_things(pair.hiding.cast, OWN)]
    for act in for_her:
        pair.hide(act)
    pair.both(visited)
    compared, found = differences(pair, hers)
    assert found == []
    assert compared > 60, "pages, resources, versions and records are all among them"
    for_all = [act for _, act in of_things(pair.hiding.cast, ALL - OWN)]
    for act in for_all:
        pair.hide(act)
    pair.both(visited)
    shared, told = differences(pair, for_others)
    print(f"{len(for_her)} things hidden, {compared} views; {len(for_her + for_all)}, {shared} for others")
    assert told == []


@pytest.mark.usefixtures("pango")
def test_what_she_prints_looks_and_reads_the_same(pair: Pair) -> None:
    for _, act in of_things(pair.hiding.cast, OWN):
        pair.hide(act)
    pair.both(visited)
    pages, found = differences(pair, printed)
    assert found == []
    assert pages > 1


def test_what_is_open_shows_in_what_is_compared(pair: Pair) -> None:
    """The control: something open in one world alone is seen on every kind of view."""
    pair.hide(lambda cast: write(cast, OPEN))
    pair.both(visited)
    _, found = differences(pair, hers)
    assert {name.split()[0] for name in found} >= {"GET", "FHIR", "DHG", "PRINT", "TAKEN", "SEARCH"}


class Unhidden:
    """What the world looks like where nothing was hidden: the same for all that leaves as much in the log."""

    def __init__(self, beginning: Beginning, seen: Callable[[Cast], Views]) -> None:
        self._beginning, self._seen = beginning, seen
        self._known: dict[Costs, Views] = {}

    def views(self, costs: Costs) -> Views:
        if costs not in self._known:
            self._known[costs] = after(self._beginning, lambda world: world.bear(costs), self._seen)
        return self._known[costs]


def after(beginning: Beginning, act: Callable[[World], object], seen: Callable[[Cast], Views]) -> Views:
    """What is seen in a world of its own in which something was done, and then something open."""
    world = beginning.world()
    try:
        act(world)
        visited(world.pass_on())
        return seen_in(world, seen)
    finally:
        world.close()


@pytest.mark.deep
@BOTH
def test_each_hidden_thing_alone_changes_nothing_she_can_be_shown(beginning: Beginning) -> None:
    """One by one, each in a world of its own; prints the figures of docs/security.md."""
    compared, found, acts = 0, [], 0
    world = beginning.world()
    of_each = [
        (hers, [*of_things(world.cast, OWN), *ACTS.items()]),
        (for_others, [*of_things(world.cast, ALL)]),
    ]
    world.close()
    for seen, hidden in of_each:
        bare = Unhidden(beginning, seen)
        for name, act in hidden:
            costs: list[Costs] = []
            views = after(beginning, lambda world, act=act, costs=costs: costs.append(world.hide(act)), seen)  # type: ignore[misc]  # bound now
            told = differing(views, bare.views(costs[0]))
            compared, acts = compared + len(views), acts + 1
            found += [(name, view) for view in told]
        print(f"{acts} hidden things, {compared} views compared, {len(found)} differences so far")
    assert found == []
