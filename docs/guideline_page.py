"""The page about the guideline: each recommendation with its file, its cases and its official page."""

from collections.abc import Callable, Iterable, Iterator

from helsekort import datafiles
from helsekort.guideline.gate import Pack
from helsekort.guideline.reasons import limit_shown
from helsekort.guideline.schedule import Programme
from helsekort.guideline.shape import NOT_OBTAINED, Topic, Version
from helsekort.record.measurements import Catalogue

Table = Callable[[Iterable[str], Iterable[Iterable[object]]], str]
RULES = "helsekort/guideline/rules"
FROM_ITS_SOURCE = frozenset({"V"})
INTENT = (
    "The guideline is a part of its own beside the record: it judges what stands on a card by rules that are data, and"
    " says why. It is meant for health personnel, as a reminder of what a recommendation says; it decides nothing."
    " It is not certified as a medical device, and no midwife or doctor has read its rules yet."
    " Each answer is one of four: met, not met, cannot be judged (with what is missing), not applicable."
)
CHANGING = (
    "A rule is never overwritten: end the version with `valid_to` and write the next below it. Each limit moved by one"
    " step must make a case object (`tests/guideline/test_cases.py`). Where WHO's rules say otherwise:"
    " [who-disagreements.md](who-disagreements.md). How often it speaks: [guideline-alerts.md](guideline-alerts.md)."
    "\n\nTo try: in the demo (`bin/demo`) enter as Ingrid, open Nora and press the finding on her blood pressure."
    " Its page names rule, limits, source and file. Copy the folder of that file"
    " (`cp -r helsekort/guideline/rules copy`), write 145 for 140 there, and ask the cases:"
    " `.venv/bin/helsekort rules --folder copy` names each that objects."
)


def guideline_page(page: Callable[..., str], table: Table) -> str:
    """Topics, recommendations, programme, unverified figures, and what has no source."""
    catalogue = datafiles.catalogue()
    pack = datafiles.guideline(catalogue)
    programmes = datafiles.schedule(catalogue).versions
    return page(
        "The guideline",
        f"[`{RULES}`](../{RULES}) and [`helsekort/guideline/schedule.toml`](../helsekort/guideline/schedule.toml)",
        INTENT,
        CHANGING,
        "## How much there is\n\n" + table(COUNTED, _counted(catalogue)),
        "## Recommendations\n\n" + table(RECOMMENDATION, _recommendations(pack)),
        *(_programme(programme, table) for programme in programmes),
        "## Figures\n\n" + table(FIGURE, _figures(pack, verified=True)),
        "## Figures and rules that are not verified\n\n"
        "Each is to be settled by an obstetrician and a midwife before use.\n\n"
        + table(FIGURE, _figures(pack, verified=False))
        + "\n\n"
        + table(["topic", "rule", "what is said of it", "source", "mark"], _notes(pack)),
        "## What cannot be judged\n\n"
        + table(["topic", "what", "why", "what would settle it"], _unjudged(pack)),
        "## Dates that are not known\n\n"
        + table(["topic", "version", "from", "why"], _dates(pack, programmes)),
    )


RECOMMENDATION = (
    "topic",
    "rule",
    "finding",
    "how soon",
    "version",
    "cases",
    "source",
    "official page",
    "mark",
)
COUNTED = (
    "pack",
    "topics",
    "rules",
    "cannot be judged at all",
    "cases",
    "limits",
    "not verified",
    "sources",
    "visits",
)
FIGURE = ("topic", "version", "figure", "limit", "source", "mark", "what is unsure")


def _counted(catalogue: Catalogue) -> Iterator[list[object]]:
    """Each pack in numbers."""
    for name in datafiles.PACKS:
        pack = datafiles.guideline(catalogue, name)
        versions = [version for _, version in _versions(pack)]
        limits = [limit for version in versions for limit in version.limits.values()]
        named = {one.source for one in (*versions, *limits)}
        named |= {rule.source for version in versions for rule in version.rules if rule.source}
        cases = datafiles.guideline_cases(datafiles.pack_folder(name)).values()
        yield [
            f"`{name}`",
            len(pack.topics),
            sum(len(version.rules) for version in versions),
            sum(len(version.unjudged) for version in versions),
            sum(map(len, cases)),
            len(limits),
            sum(limit.mark not in FROM_ITS_SOURCE or bool(limit.note) for limit in limits),
            len(named - {NOT_OBTAINED}),
            len(datafiles.schedule(catalogue, name).versions[-1].visits),
        ]


def _versions(pack: Pack) -> Iterator[tuple[Topic, Version]]:
    for topic in pack.topics:
        for version in topic.versions:
            yield topic, version


def _file(topic: Topic) -> str:
    return f"[{topic.label}](../{RULES}/{topic.key}.toml)"


def _recommendations(pack: Pack) -> Iterator[list[object]]:
    files = datafiles.case_files()
    for topic, version in _versions(pack):
        for rule in version.rules:
            counted = {
                name: sum(rule.id in case.expect for case in cases)
                for name, cases in files.items()
                if name.partition(".")[0] == topic.key
            }
            until = f"–{version.valid_to}" if version.valid_to else "–"
            yield [
                _file(topic),
                f"`{rule.id}`",
                rule.finding,
                rule.urgency,
                f"{version.number} ({version.valid_from}{until})",
                ", ".join(
                    f"[{number}](../{RULES}/{name}.cases.toml)" for name, number in counted.items() if number
                ),
                rule.source or version.source,
                version.address,
                rule.mark or version.mark,
            ]


def _figures(pack: Pack, *, verified: bool) -> Iterator[list[object]]:
    """Those read in their source with nothing unsure about them, or the others."""
    for topic, version in _versions(pack):
        for name, limit in version.limits.items():
            if (limit.mark in FROM_ITS_SOURCE and not limit.note) == verified:
                shown = limit_shown(limit)
                yield [_file(topic), version.number, f"`{name}`", shown, limit.source, limit.mark, limit.note]


def _notes(pack: Pack) -> Iterator[list[object]]:
    """Rules whose own wording rests on something that is not verified."""
    for topic, version in _versions(pack):
        for rule in version.rules:
            mark = rule.mark or version.mark
            if rule.note or mark not in FROM_ITS_SOURCE:
                yield [_file(topic), f"`{rule.id}`", rule.note, rule.source or version.source, mark]


def _unjudged(pack: Pack) -> Iterator[list[object]]:
    for topic, version in _versions(pack):
        for one in version.unjudged:
            why = one.why if version.source != NOT_OBTAINED else f"{one.why} (source = {NOT_OBTAINED})"
            yield [_file(topic), one.label, why, one.settled_by]


def _dates(pack: Pack, programmes: Iterable[Programme]) -> Iterator[list[object]]:
    for topic, version in _versions(pack):
        if version.dates_note and version.rules:
            yield [_file(topic), version.number, version.valid_from, version.dates_note]
    for programme in programmes:
        if programme.dates_note:
            yield ["the basic programme", programme.number, programme.valid_from, programme.dates_note]


def _programme(programme: Programme, table: Table) -> str:
    rows = [
        (
            visit.label,
            visit.due_from,
            visit.overdue_from,
            f"{visit.counts_from}, before {visit.counts_before}"
            if visit.counts_from
            else "known by the due date it set",
            ", ".join(f"`{what}`" for what in visit.done),
            visit.note,
        )
        for visit in programme.visits
    ]
    heads = ["visit", "due from", "overdue from", "a contact counts from", "what is looked for", "note"]
    return (
        f"## The basic programme, version {programme.number}\n\n{programme.source} ({programme.mark})."
        f" Windows: {programme.windows_source} ({programme.windows_mark}).\n\n" + table(heads, rows)
    )
