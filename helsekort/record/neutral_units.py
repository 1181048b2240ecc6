"""Units whose name would tell what she went there for, by the words of a table."""

import re
import tomllib
from collections.abc import Collection
from typing import Literal

import msgspec
from msgspec import Struct


class NeutralUnit(Struct, frozen=True, forbid_unknown_fields=True, rename={"kind": "class"}):
    """Some words in a unit's name. `kind` is the sensitivity class that a visit there is of; "" where it is of none."""

    words: tuple[str, ...]
    source: str
    mark: Literal["V", "N", "K", "D"]
    kind: str = ""

    def names(self, name: str) -> bool:
        """Whether one of the words stands in a unit's name."""
        found = re.findall(r"\w+", name.casefold())
        return any(
            each.startswith(word[:-1]) if word.endswith("*") else each == word
            for word in (word.casefold() for word in self.words)
            for each in found
        )


NeutralUnits = tuple[NeutralUnit, ...]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    unit: NeutralUnits


def read_neutral_units(text: str, classes: Collection[str]) -> NeutralUnits:
    """The table. ValueError for one that cannot be read, or names a class that is none."""
    try:
        units = msgspec.convert(tomllib.loads(text), _File).unit
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ValueError(f"neutral_units.toml: {error}") from error
    strange = {each.kind for each in units} - {"", *classes}
    if strange:
        raise ValueError(f"neutral_units.toml: no class is called {', '.join(sorted(strange))}")
    return units


def neutral(units: NeutralUnits, name: str) -> NeutralUnit | None:
    """The row of the table that a unit's name falls under; None for an ordinary one."""
    return next((each for each in units if each.names(name)), None)
