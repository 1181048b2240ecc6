"""Which pack of rules is in force: read and gated at start; the last good one is kept in the data folder."""

import datetime as dt
import hashlib
from pathlib import Path

import msgspec
from msgspec import Struct

from helsekort import datafiles
from helsekort.guideline.gate import read_pack
from helsekort.guideline.guidance import Guideline
from helsekort.guideline.place import BadRules
from helsekort.guideline.schedule import read_schedule
from helsekort.record.measurements import Catalogue
from helsekort.settings import Settings
from helsekort.whole_file import write_whole

OFF, ON, LAST = "off", "on", "last"
FILE = "guideline.json"
SHOWN_OF_DIGEST = 12


class BadPack(Exception):
    """A pack that cannot be used: each fault with file, line and remedy, and how to start meanwhile."""


class Kept(Struct, frozen=True):
    """The pack that was taken into use last: the texts of its files, and the day."""

    since: dt.date
    digest: str
    rules: dict[str, str]
    schedule: str


def load(settings: Settings, catalogue: Catalogue, today: dt.date) -> Guideline | None:
    """What the settings ask for; None where the part is off. BadPack where what is asked for cannot be used.

    A faulty pack is never taken, and never leaves out the faulty file alone. The last good one stays kept, and a
    service that runs goes on with what it has; `last` starts with the one that is kept.
    """
    if settings.guideline in ("", OFF):
        return None
    file = settings.data_dir / FILE
    kept = _kept(file)
    if settings.guideline == LAST:
        return _last(file, kept, catalogue)
    try:
        found = _read(settings, today, kept)
        guideline = _gated(found, catalogue)
    except BadRules as bad:
        raise BadPack("\n".join([*bad.faults, _meanwhile(kept)])) from bad
    return guideline


def keep(settings: Settings, guideline: Guideline | None) -> None:
    """Keep the pack that a service has started with, as the last good one."""
    if guideline is None or guideline.kept:
        return
    file = settings.data_dir / FILE
    before = _kept(file)
    if before is None or before.digest != guideline.digest:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, msgspec.json.encode(_read(settings, guideline.since, before)))


def _last(file: Path, kept: Kept | None, catalogue: Catalogue) -> Guideline:
    if kept is None:
        raise BadPack(f"No pack of rules is kept in {file.name}. Set HELSEKORT_GUIDELINE to on or off.")
    try:
        return msgspec.structs.replace(_gated(kept, catalogue), kept=True)
    except BadRules as bad:
        says = f"The pack that is kept, of {kept.since:%d.%m.%Y}, does not fit this version of the service."
        raise BadPack("\n".join([*bad.faults, says, "Set HELSEKORT_GUIDELINE to on or off."])) from bad


def _read(settings: Settings, today: dt.date, kept: Kept | None) -> Kept:
    """The files as they are now. The day is that on which a pack with this very text was taken first."""
    folder = Path(settings.guideline_rules) if settings.guideline_rules else None
    rules = datafiles.rule_texts(folder)
    if not rules:
        raise BadRules(
            ["HELSEKORT_GUIDELINE_RULES: there is no rule file there. Name a folder that has some."]
        )
    schedule = datafiles.schedule_text()
    digest = hashlib.sha256(msgspec.json.encode([sorted(rules.items()), schedule])).hexdigest()[
        :SHOWN_OF_DIGEST
    ]
    since = kept.since if kept is not None and kept.digest == digest else today
    return Kept(since, digest, rules, schedule)


def _gated(found: Kept, catalogue: Catalogue) -> Guideline:
    """BadRules with every fault of the rules, or else of the programme."""
    pack = read_pack(found.rules, catalogue)
    return Guideline(pack, read_schedule(found.schedule, catalogue), found.digest, found.since)


def _kept(file: Path) -> Kept | None:
    """The pack that was kept; None where there is none, or none that can be read."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Kept)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _meanwhile(kept: Kept | None) -> str:
    if kept is None:
        return "The guideline is not started with a fault in it. HELSEKORT_GUIDELINE=off starts without it."
    return (
        f"The last good pack, in force since {kept.since:%d.%m.%Y}, is kept: HELSEKORT_GUIDELINE=last starts with"
        " it, and HELSEKORT_GUIDELINE=off without the guideline."
    )
