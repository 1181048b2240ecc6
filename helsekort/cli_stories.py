"""`helsekort stories`: the demo's stories, which are shown, and what they hold that the card has no place for yet."""

from collections import Counter
from collections.abc import Iterable, Iterator

from helsekort.demo.stories_read import REASONS, KeptBack, Kind, Story, Unplaced


def told(stories: list[Story], *, facts: bool) -> Iterator[str]:
    """A line for each story, then one for each kind of fact without a place; with `facts`, the facts themselves."""
    for story in stories:
        yield f"{story.story.id}: {story.woman.name}. {story.story.title}. {_shown(story.story.kept_back)}"
        counts = Counter(one.kind for one in story.unplaced)
        yield f"  without a place: {_listed(counts) or 'nothing'}"
        if facts:
            yield from (f"    {_fact(one)}" for one in story.unplaced)
    yield ""
    every = Counter(one.kind for story in stories for one in story.unplaced)
    yield f"Without a place on the card yet, in {len(stories)} stories ({every.total()}):"
    yield from (f"  {kind}: {number}" for kind, number in every.most_common())


def _shown(reasons: Iterable[KeptBack]) -> str:
    why = "; ".join(REASONS[reason] for reason in reasons)
    return f"Only with --all-stories: {why}." if why else "Shown."


def _listed(counts: Counter[Kind]) -> str:
    return ", ".join(f"{kind} {number}" for kind, number in counts.most_common())


def _fact(one: Unplaced) -> str:
    day = "" if one.day is None else f", day {one.day:+d}"
    guarded = f", class {one.protected}" if one.protected else ""
    said = "; ".join(f"{name} = {value}" for name, value in one.facts.items())
    return f"{one.kind}{day}{guarded}: {said}"
