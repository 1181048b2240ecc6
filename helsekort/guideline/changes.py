"""What of the guideline came into force between two days: versions of topics, and of the programme."""

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from helsekort.guideline.guidance import Guideline
from helsekort.guideline.schedule import Programme
from helsekort.guideline.shape import Topic, Version


class Change(Struct, frozen=True):
    """A version that came into force on a day, and the one it followed; no topic where it is the programme's."""

    on: dt.date
    version: Version | Programme
    topic: Topic | None = None
    before: Version | Programme | None = None


def changes(guideline: Guideline, after: dt.date, until: dt.date) -> list[Change]:
    """What came into force later than `after` and not later than `until`, newest first."""
    found = [each for each in _all(guideline) if after < each.on <= until]
    return sorted(found, key=lambda each: each.on, reverse=True)


def _all(guideline: Guideline) -> Iterator[Change]:
    for topic in guideline.pack.topics:
        for before, version in zip((None, *topic.versions), topic.versions, strict=False):
            yield Change(version.valid_from, version, topic, before)
    programmes = guideline.schedule.versions
    for earlier, programme in zip((None, *programmes), programmes, strict=False):
        yield Change(programme.valid_from, programme, None, earlier)
