"""The page with the table of sensitivity classes by the ways they go out."""

from collections.abc import Callable, Iterable

from helsekort import datafiles
from helsekort.record.channels import LABELS, Channel, Passage

Page = Callable[..., str]
Table = Callable[[Iterable[str], Iterable[Iterable[object]]], str]
SAYS = {
    Passage.YES: "goes",
    Passage.TOLD: "goes, once she has been told of a result that waits for that (`results.toml`)",
    Passage.OPENED: "goes only where someone opened this class there: a clinician together with her, or one who broke"
    " the glass and said why",
    Passage.NO: "does not go, and nothing tells that it stands on the card",
}


def classes_page(page: Page, table: Table) -> str:
    """Every class, what it holds, and how it goes by each channel."""
    catalogue = datafiles.catalogue()
    channels = [
        (f"`{name}`", *(_short(one.channels[channel]) for channel in Channel))
        for name, one in catalogue.classes.items()
    ]
    ordinary = ("ordinary", *("no" if each in (Channel.SYSTEM, Channel.LAB) else "yes" for each in Channel))
    meanings = [
        (f"`{name}`", one.label, one.meaning, len(_members(name)), one.source)
        for name, one in catalogue.classes.items()
    ]
    return page(
        "Sensitivity classes",
        "[`helsekort/record/data/classes.toml`](../helsekort/record/data/classes.toml) and"
        " [`helsekort/record/channels.py`](../helsekort/record/channels.py)",
        "The class of a thing is set by its code, never by who typed it. What a referral or a handover takes along is"
        " ticked there, class by class.",
        "## By which ways they go\n\n"
        + "\n".join(f"- {_short(passage)}: {says}." for passage, says in SAYS.items())
        + "\n\n"
        + table(["class", *(LABELS[channel] for channel in Channel)], [ordinary, *channels])
        + "\n\nA system alone reads no named card at all, and a laboratory delivers and reads nothing: for them no rule"
        " of access allows any reading. [`test_each_way_out_gives_what_the_table_says`]"
        "(../tests/actions/test_channels.py) holds every cell against what the ways out give.",
        "## What they hold\n\n"
        + table(["class", "label", "what it holds", "things of it", "source"], meanings),
    )


def _short(passage: Passage) -> str:
    words = {Passage.YES: "yes", Passage.TOLD: "told", Passage.OPENED: "opened", Passage.NO: "no"}
    return words[passage]


def _members(name: str) -> list[str]:
    """The keys of what is of a class: measurables, whole groups, and rows by a code."""
    catalogue = datafiles.catalogue()
    found = [key for key, one in catalogue.measurables.items() if one.hidden == name]
    return found + [key for key, group in catalogue.groups.items() if name in group.classes]
