"""Reads the package's data files once, at start, and hands them to the pure rooms as text."""

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from helsekort.access.limits import Limits, read_limits, with_others
from helsekort.access.snooping import Table as SnoopingTable
from helsekort.access.snooping import read_table as read_snooping
from helsekort.demo.country.land import Land, Plan, read_names, read_phrases
from helsekort.demo.country.parameters import read_parameters
from helsekort.dhg.table import Table, read_table
from helsekort.guideline.cases import Case, read_cases
from helsekort.guideline.gate import Pack, read_pack
from helsekort.guideline.schedule import Schedule, read_schedule
from helsekort.kith.lab_report.mapping import MappingTable, read_mapping
from helsekort.record.excerpts import Excerpts, read_excerpt
from helsekort.record.gestation import TermTable, read_term_table
from helsekort.record.growth import Curve, in_use, read_curve
from helsekort.record.layouts import Layout, read_layouts
from helsekort.record.measurements import Catalogue, read_catalogue
from helsekort.record.neutral_units import NeutralUnits, read_neutral_units
from helsekort.record.referral_table import ReferralTable, read_referral_table
from helsekort.record.results import ResultTable, read_result_table
from helsekort.settings import BadSetting
from helsekort.store.migrate import STANDING, Migration
from helsekort.store.packing import Dictionary

_COUNTRY = ("demo", "country")
_CASES = ".cases.toml"
NORWAY = "norway"
PACKS = {NORWAY: ("guideline",), "who": ("guideline", "packs", "who")}
"""The guidelines that come along -> their folder. Cards are judged by Norway's."""


def _text(*path: str) -> str:
    return files("helsekort").joinpath(*path).read_text(encoding="utf-8")


def _folder(*path: str) -> list[Traversable]:
    return sorted(files("helsekort").joinpath(*path).iterdir(), key=lambda file: file.name)


def catalogue() -> Catalogue:
    """All that a card can hold, with its ranges, its code lists and what she reads about it."""
    return read_catalogue(
        measurements=_tables("measurements", "fields"),
        codes=_tables("codes"),
        explanations=_tables("explanations"),
        groups=_tables("groups"),
        classes=_tables("classes"),
    )


def _tables(*names: str) -> dict[str, str]:
    """The TOML texts of these names in the record's data: a file, a folder of files, or both; by their place."""
    found = {}
    for file in _folder("record", "data"):
        if file.name.removesuffix(".toml") not in names:
            continue
        inside = sorted(file.iterdir(), key=lambda each: each.name) if file.is_dir() else [file]
        for each in inside:
            place = f"{file.name}/{each.name}" if file.is_dir() else file.name
            found[place] = each.read_text(encoding="utf-8")
    return found


def layouts(catalogue: Catalogue) -> dict[str, Layout]:
    """The forms by key, as their files lay them out."""
    found = [file for file in _folder("record", "data", "forms") if file.name.endswith(".toml")]
    texts = {
        file.name.removesuffix(".toml").replace("_", "-"): file.read_text(encoding="utf-8") for file in found
    }
    return read_layouts(texts, catalogue)


def terms() -> TermTable:
    """The length of a pregnancy and the methods of setting a due date."""
    return read_term_table(_text("record", "data", "term.toml"))


def results(catalogue: Catalogue) -> ResultTable:
    """How soon someone looks at a result, and which are held from the woman."""
    return read_result_table(_text("record", "data", "results.toml"), catalogue)


def referrals(catalogue: Catalogue) -> ReferralTable:
    """What a referral may ask for, and what is sent with it."""
    return read_referral_table(_text("record", "data", "referrals.toml"), catalogue.classes)


def neutral_units(catalogue: Catalogue) -> NeutralUnits:
    """Units whose names are not told where others may read along."""
    return read_neutral_units(_text("record", "data", "neutral_units.toml"), catalogue.classes)


def mapping(catalogue: Catalogue) -> MappingTable:
    """Which laboratory codes become which entries of the card."""
    return read_mapping(_text("kith", "lab_report", "mapping.toml"), catalogue)


def snooping() -> SnoopingTable:
    """Which look-ups someone should look at."""
    return read_snooping(_text("access", "snooping.toml"))


def limits(others: Iterable[tuple[str, int]] = ()) -> Limits:
    """How often the same may be done; `others` are numbers set instead. BadSetting names one there is not."""
    table = read_limits(_text("access", "limits.toml"))
    try:
        return with_others(table, dict(others))
    except KeyError as unknown:
        known = ", ".join(table.named)
        raise BadSetting(
            f"HELSEKORT_LIMITS: there is no limit called {unknown.args[0]}. There are: {known}."
        ) from None


def national(catalogue: Catalogue) -> Table:
    """Where on the card each property of the national model lives."""
    return read_table(_text("dhg", "model.toml"), catalogue)


def excerpts(catalogue: Catalogue) -> Excerpts:
    """What of a card goes into each text that is made of it for someone else."""
    names = ("birth_registry", "epicrisis")
    texts = {name: _text("record", "data", "excerpts", f"{name}.toml") for name in names}
    return Excerpts(*(read_excerpt(f"{name}.toml", text, catalogue) for name, text in texts.items()))


def all_curves() -> list[Curve]:
    """The package's growth curves, in use or not."""
    found = [file for file in _folder("record", "data", "curves") if file.name.endswith(".toml")]
    return [read_curve(file.read_text(encoding="utf-8")) for file in found]


def curves(folder: Path | None = None) -> dict[str, Curve]:
    """The growth curve in use for each measurable; one of an owner's folder stands in place of ours.

    BadSetting for a folder that is not there and a file in it that cannot be used.
    """
    return in_use(all_curves()) | (_own_curves(folder) if folder else {})


def _own_curves(folder: Path) -> dict[str, Curve]:
    if not folder.is_dir():
        raise BadSetting("HELSEKORT_CURVES names no folder. Make it, or leave the setting out.")
    found = []
    for file in sorted(folder.glob("*.toml")):
        try:
            found.append(read_curve(file.read_text(encoding="utf-8")))
        except (ValueError, OSError) as error:
            raise BadSetting(f"HELSEKORT_CURVES: {file.name}: {error}") from error
    try:
        return in_use(found)
    except ValueError as error:
        raise BadSetting(f"HELSEKORT_CURVES: {error}") from error


def guideline(catalogue: Catalogue, pack: str = NORWAY) -> Pack:
    """The rules of a guideline. BadRules, with every fault and its line, where a file cannot be used."""
    return read_pack(rule_texts(pack_folder(pack)), catalogue)


def schedule(catalogue: Catalogue, pack: str = NORWAY) -> Schedule:
    """A guideline's programme, visit by visit. BadRules where the file cannot be used."""
    return read_schedule(schedule_text(pack), catalogue)


def schedule_text(pack: str = NORWAY) -> str:
    """A guideline's programme as TOML text."""
    return _text(*PACKS[pack], "schedule.toml")


def pack_folder(pack: str) -> Traversable:
    """The folder with the rule files of a guideline. KeyError for one that is not there."""
    return files("helsekort").joinpath(*PACKS[pack], "rules")


def rule_texts(folder: Traversable | None = None) -> dict[str, str]:
    """The rule files of the guideline as TOML text, by topic; those of a folder instead, where one is given."""
    return {
        file.name.removesuffix(".toml"): file.read_text(encoding="utf-8")
        for file in _rule_files(folder)
        if not file.name.endswith(_CASES)
    }


def guideline_cases(folder: Traversable | None = None) -> dict[str, tuple[Case, ...]]:
    """The cases beside the rule files, by topic. BadRules where a file cannot be used."""
    found: dict[str, tuple[Case, ...]] = {}
    for name, cases in case_files(folder).items():
        topic = name.partition(".")[0]
        found[topic] = (*found.get(topic, ()), *cases)
    return found


def case_files(folder: Traversable | None = None) -> dict[str, tuple[Case, ...]]:
    """The cases by the name of their file: the topic, or "topic.part" where they fill several. BadRules."""
    found = {
        file.name.removesuffix(_CASES): file for file in _rule_files(folder) if file.name.endswith(_CASES)
    }
    return {name: read_cases(name, file.read_text(encoding="utf-8")) for name, file in found.items()}


def _rule_files(folder: Traversable | None) -> list[Traversable]:
    place = folder or pack_folder(NORWAY)
    found = sorted(place.iterdir(), key=lambda file: file.name)
    return [file for file in found if file.name.endswith(".toml")]


def migrations() -> list[Migration]:
    """The numbered SQL files in order, and after them the one that stands."""
    found = [file for file in _folder("store", "migrations") if file.name.endswith(".sql")]
    return [
        Migration(
            int(file.name[:4]) if file.name[:4].isdigit() else STANDING,
            file.name,
            file.read_text(encoding="utf-8").replace("\r\n", "\n"),
        )
        for file in found
    ]


def dictionaries() -> list[Dictionary]:
    """What bodies are compressed with: `0016_card.zdict` is number 16, for the log of cards."""
    found = [file for file in _folder("store", "dictionaries") if file.name.endswith(".zdict")]
    return [
        Dictionary(int(file.name[:4]), file.name[5:].removesuffix(".zdict"), file.read_bytes())
        for file in found
    ]


def stories() -> dict[str, str]:
    """The demo's stories as TOML text, by name."""
    found = [file for file in _folder("demo", "stories") if file.name.endswith(".toml")]
    return {file.name.removesuffix(".toml"): file.read_text(encoding="utf-8") for file in found}


def cast() -> str:
    """The demo's clinicians and units as TOML text."""
    return _text("demo", "cast.toml")


def land(plan: Plan) -> Land:
    """All that a synthetic cohort is drawn from, for what was asked for."""
    return Land(
        plan,
        read_parameters(_text(*_COUNTRY, "parameters.toml")),
        read_names(_text(*_COUNTRY, "names.toml")),
        read_phrases(_text(*_COUNTRY, "texts.toml"), plan.texts),
        catalogue(),
        terms(),
        curves()["fundal_height"],
    )
