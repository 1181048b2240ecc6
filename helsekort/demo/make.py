"""Makes the demo: the cast and the stories, dated relative to one day."""

import datetime as dt
from collections.abc import Callable

from helsekort.actions.context import Context
from helsekort.demo.builders import Builder
from helsekort.demo.stories_read import read_cast, read_stories


def make_demo(
    ctx: Context,
    *,
    cast: str,
    stories: dict[str, str],
    today: dt.date,
    tell: Callable[[str], None],
    kept_back: bool = False,
) -> dict[str, int]:
    """Cards by story id, from the cast and the stories as TOML text. Stories kept back are made only when asked for.

    `today` is the stories' day 0, at most the clock's day. `tell` is called with a line for each story made.
    """
    builder = Builder(ctx, today)
    builder.cast(read_cast(cast))
    made = {}
    for story in read_stories(stories):
        if story.story.kept_back and not kept_back:
            continue
        made[story.story.id] = builder.live(story)
        tell(f"  {story.woman.name}: {story.story.title}")
    return made
