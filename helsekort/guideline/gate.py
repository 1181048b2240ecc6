"""The gate: a rule file is let in whole and without a fault, or refused with file, line and remedy."""

import datetime as dt
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec
from msgspec import Struct

from helsekort.guideline.place import BadRules, line_of, path_of
from helsekort.guideline.references import reference_faults
from helsekort.guideline.shape import NOT_OBTAINED, Band, Limit, Scale, Topic, Version, amount
from helsekort.record.measurements import Catalogue

Path = tuple[str | int, ...]
Fault = tuple[Path, str]
AGE = re.compile(r"\d{1,2}\+[0-6]")


class Pack(Struct, frozen=True):
    """All topics in their order: what cards are judged by."""

    topics: tuple[Topic, ...]

    def topic(self, key: str) -> Topic:
        """The topic of this name. KeyError where there is none."""
        return {topic.key: topic for topic in self.topics}[key]


def read_pack(texts: Mapping[str, str], catalogue: Catalogue) -> Pack:
    """File name without ending -> TOML text, to the pack. BadRules with every fault of every file."""
    faults: list[str] = []
    topics = []
    for name, text in texts.items():
        try:
            topics.append(read_topic(name, text, catalogue))
        except BadRules as error:
            faults += error.faults
    if faults:
        raise BadRules(faults)
    return Pack(tuple(sorted(topics, key=lambda topic: (topic.order, topic.key))))


def read_topic(name: str, text: str, catalogue: Catalogue) -> Topic:
    """One rule file. BadRules where anything in it is wrong."""
    try:
        topic = msgspec.convert(tomllib.loads(text, parse_float=Decimal), Topic)
    except tomllib.TOMLDecodeError as error:
        raise BadRules([f"{name}.toml: {error}. Mend the text there."]) from error
    except msgspec.ValidationError as error:
        line = line_of(text, *path_of(str(error)))
        raise BadRules([f"{name}.toml, line {line}: {error}. Mend that key."]) from error
    faults = [*_topic_faults(name, topic)]
    for place, version in enumerate(topic.versions):
        faults += [(("versions", place, *path), says) for path, says in version_faults(version, catalogue)]
    if faults:
        raise BadRules([f"{name}.toml, line {line_of(text, *path)}: {says}" for path, says in faults])
    return topic


def _topic_faults(name: str, topic: Topic) -> Iterator[Fault]:
    if topic.key != name:
        yield ("key",), f'`key` is not the name of the file; write key = "{name}" or rename the file.'
    for place, (earlier, later) in enumerate(zip(topic.versions, topic.versions[1:], strict=False), start=1):
        path: Path = ("versions", place, "valid_from")
        day_after = earlier.valid_to + dt.timedelta(days=1) if earlier.valid_to else None
        if earlier.valid_to is None or later.valid_from <= earlier.valid_to:
            yield path, f"overlaps version {earlier.number}; give that one a `valid_to` the day before."
        elif later.valid_from != day_after:
            yield path, f"leaves a gap after version {earlier.number}; begin the day after its `valid_to`."
        if later.number <= earlier.number:
            yield ("versions", place, "number"), "versions are numbered upwards in order of time; renumber."
    for place, version in enumerate(topic.versions):
        if version.valid_to is not None and version.valid_to < version.valid_from:
            yield ("versions", place, "valid_to"), "ends before it begins; correct one of the dates."


def version_faults(version: Version, catalogue: Catalogue) -> Iterator[Fault]:
    """What is wrong inside one version."""
    yield from _rule_faults(version)
    figures = [*_limit_faults(version)]
    if figures:
        yield from figures
        return
    for name, scale in version.scales.items():
        if fault := scale_fault(scale, version.limits):
            yield ("scales", name), fault
    yield from reference_faults(version, catalogue)


def _limit_faults(version: Version) -> Iterator[Fault]:
    for name, limit in version.limits.items():
        if (limit.value is None) == (limit.age is None):
            yield ("limits", name), "a limit is either a `value` or an `age`; write one of the two."
        elif limit.age is not None and not AGE.fullmatch(limit.age):
            yield ("limits", name), f'"{limit.age}" is no age; write weeks and days, such as "24+0".'


def _rule_faults(version: Version) -> Iterator[Fault]:
    if not version.rules and not version.unjudged:
        yield (
            ("rules",),
            "has neither rules nor `unjudged`; say what it recommends, or why it cannot be judged.",
        )
    if version.source == NOT_OBTAINED and version.rules:
        yield ("source",), "a rule needs a source that was read; name it, or take the rules out."
    ids = Counter([rule.id for rule in version.rules] + [one.id for one in version.unjudged])
    places: list[tuple[str, int, str]] = [("rules", place, one.id) for place, one in enumerate(version.rules)]
    places += [("unjudged", place, one.id) for place, one in enumerate(version.unjudged)]
    for kind, place, name in places:
        if [*range(ids[name])][1:]:
            yield (kind, place, "id"), f"`{name}` is used more than once; give each its own id."
    for place, rule in enumerate(version.rules):
        unknown = [
            name for name in rule.covers if name not in {each.id for each in version.rules} - {rule.id}
        ]
        if unknown:
            yield (
                ("rules", place, "covers"),
                f"`{unknown[0]}` is no other rule here; name one of this version.",
            )
        if bool(rule.source) != bool(rule.mark):
            yield (
                ("rules", place, "source"),
                "a rule's own `source` and `mark` go together; write both or none.",
            )


def scale_fault(scale: Scale, limits: Mapping[str, Limit]) -> str | None:
    """What is wrong with the bands of a scale: a gap, an overlap, an end that is closed."""
    names = [edge for band in scale.bands for edge in (band.at_least, band.above, band.before, band.up_to)]
    if any(name and name not in limits for name in names):
        return None  # told with the other references
    first, last = scale.bands[0], scale.bands[-1]
    if first.at_least or first.above or last.before or last.up_to:
        return "the first band has no lower limit and the last no upper one, or some value falls outside."
    for lower, upper in zip(scale.bands, scale.bands[1:], strict=False):
        if not _meet(lower, upper):
            return f"gap or overlap between the bands {lower.name} and {upper.name}; end one where the next begins."
    inner = [amount(limits[band.before or band.up_to]) for band in scale.bands[:-1]]
    if inner != sorted(set(inner)):
        return "the bands do not rise; put them in order, lowest first."
    return None


def _meet(lower: Band, upper: Band) -> bool:
    """`before` meets `from` at the same limit, `up_to` meets `above`."""
    closed = (lower.before, lower.up_to) == (upper.at_least, upper.above)
    return closed and bool(lower.before) != bool(lower.up_to)
