"""What a referral may ask for and what is sent with it, as data: `data/referrals.toml`, checked here."""

from collections.abc import Container
from typing import Literal

from msgspec import Struct

from helsekort.record.entries import ReferralKind
from helsekort.record.gestation import Mark, SourcedDays, Text, shaped, toml_data

Part = Literal["check-ups", "contacts", "home", "results", "facts"]


class Choice(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer of a list. `hidden` is the sensitivity class of choosing it; empty for none."""

    label: Text
    source: Text
    mark: Mark
    hidden: str = ""


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the card that is sent or not. `usual` are the kinds for which it is ticked from the start."""

    label: Text
    source: Text
    mark: Mark
    parts: tuple[Part, ...] = ()
    groups: tuple[Text, ...] = ()
    usual: tuple[ReferralKind, ...] = ()
    rest: bool = False


class ReferralTable(Struct, frozen=True, forbid_unknown_fields=True):
    """referrals.toml as read."""

    urgency: dict[Text, Choice]
    why: dict[ReferralKind, dict[Text, Choice]]
    level: dict[Text, Choice]
    section: dict[Text, Section]
    care: dict[ReferralKind, SourcedDays]
    answered: SourcedDays

    def usual(self, kind: ReferralKind) -> tuple[str, ...]:
        """The sections that are ticked from the start."""
        return tuple(key for key, one in self.section.items() if kind in one.usual)

    def section_of(self, *, part: Part | None = None, group: str = "") -> str:
        """The section that a part of the card, or a group, belongs to."""
        for key, one in self.section.items():
            if (part and part in one.parts) or (group and group in one.groups):
                return key
        return next(key for key, one in self.section.items() if one.rest)

    def class_of(self, kind: ReferralKind, why: str) -> str:
        """The sensitivity class of a reason; empty for an ordinary one."""
        found = self.why[kind].get(why)
        return found.hidden if found else ""


def read_referral_table(text: str, classes: Container[str]) -> ReferralTable:
    """referrals.toml -> the table. ValueError that names the key and the remedy. `classes` are of classes.toml."""
    table = shaped(toml_data(text, "referrals.toml"), ReferralTable, "referrals.toml")
    for name, wanted in (("why", table.why), ("care", table.care)):
        for kind in ReferralKind:
            if kind not in wanted:
                raise ValueError(f"referrals.toml: {name}.{kind} is missing; write the table")
    if sum(one.rest for one in table.section.values()) != 1:
        raise ValueError("referrals.toml: one section has `rest = true`, for what is in no other")
    if table.urgency.keys() - {"routine", "urgent", "asap", "stat"}:
        raise ValueError("referrals.toml: urgency: the keys are routine, urgent, asap and stat")
    for code, one in ((code, one) for found in table.why.values() for code, one in found.items()):
        if one.hidden and one.hidden not in classes:
            raise ValueError(f"referrals.toml: why: {code}: `hidden` names a class of classes.toml")
    _each_in_one(table)
    return table


def _each_in_one(table: ReferralTable) -> None:
    """ValueError for a part or a group that stands in two sections."""
    seen: set[str] = set()
    for key, one in table.section.items():
        for name in (*one.parts, *one.groups):
            if name in seen:
                raise ValueError(f"referrals.toml: section.{key}: {name} stands in two sections; keep one")
            seen.add(name)
