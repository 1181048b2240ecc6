"""Groups: what is written down together and may be there many times, such as an earlier birth or an examination.

A group's fields are measurables of the catalogue; one instance on a card is a `Row`. Read from `data/groups.toml`.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from helsekort.record.channels import Channel, Passage
from helsekort.record.gestation import Mark, Text


class Group(Struct, frozen=True, forbid_unknown_fields=True):
    """One table of groups.toml.

    `hidden` is the sensitivity class of every row of it. A row of which a field of `hidden_if` has one of the codes
    named there is of the class beside it. `of_mother` are those fields of a child's group that tell of its mother.
    """

    label: Text
    fields: tuple[Text, ...]
    source: Text
    mark: Mark
    key: str = ""
    plural: str = ""
    about: Literal["woman", "fetus", "child"] = "woman"
    repeats: bool = False
    extension: bool = False
    required: tuple[str, ...] = ()
    of_mother: tuple[str, ...] = ()
    hidden: str = ""
    hidden_if: dict[str, dict[str, str]] = {}

    @property
    def classes(self) -> list[str]:
        """The sensitivity classes that a row of it can be of."""
        by_code = [name for codes in self.hidden_if.values() for name in codes.values()]
        return list(dict.fromkeys([self.hidden, *by_code] if self.hidden else by_code))


class SensitivityClass(Struct, frozen=True, forbid_unknown_fields=True):
    """One table of classes.toml: what is kept off shared views together, why, and by which ways it goes out."""

    label: Text
    meaning: Text
    source: Text
    channels: dict[Channel, Passage]

    def passes(self, channel: Channel, *, opened: bool) -> bool:
        """Whether it goes by a channel, where it was or was not `opened` there by an act of its own."""
        passage = self.channels[channel]
        return opened if passage is Passage.OPENED else passage is not Passage.NO


def class_fault(one: SensitivityClass) -> str | None:
    """What a class's table lacks, with the remedy; None where it answers for every channel."""
    unanswered = [channel.value for channel in Channel if channel not in one.channels]
    return f"`channels` answers for every channel; add {', '.join(unanswered)}" if unanswered else None


def group_fault(group: Group, measurables: Mapping[str, object], classes: Mapping[str, object]) -> str | None:
    """What a group's table says against the catalogue or itself, with the remedy; None where it can stand."""
    unknown = [name for name in group.fields if name not in measurables]
    if not group.fields or unknown or len(set(group.fields)) < len(group.fields):
        return f"`fields` names measurables, each once; {', '.join(unknown) or 'look at'} is not one"
    if {*group.required, *group.hidden_if, *group.of_mother} - set(group.fields):
        return "`required`, `hidden_if` and `of_mother` name fields of the group"
    if group.of_mother and group.about != "child":
        return "`of_mother` is for a group about a child"
    if not {*group.classes} <= {*classes}:
        return "name a class that stands in classes.toml"
    return None
