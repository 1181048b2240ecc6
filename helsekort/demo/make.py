"""Makes the demo: the cast and every story that is shown, dated relative to today."""

import datetime as dt
from collections.abc import Callable

from helsekort.actions.context import Context
from helsekort.demo.builders import Builder
from helsekort.demo.stories_read import read_cast, read_story


def make_demo(
    ctx: Context, *, cast: str, stories: dict[str, str], today: dt.date, tell: Callable[[str], None]
) -> dict[str, int]:
    """Cards by story id. `tell` is called with a line for each story made."""
    builder = Builder(ctx, today)
    people = builder.cast(read_cast(cast))
    made = {}
    for name, text in stories.items():
        story = read_story(name, text)
        made[story.story.id] = builder.live(story, people)
        tell(f"  {story.woman.name}: {story.story.title}")
    return made
