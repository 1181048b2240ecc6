"""A named value in words, as the first screen and the emergency page show it."""

from msgspec import Struct


class Said(Struct):
    """A named value in words. `there` is False where nothing was asked or taken."""

    label: str
    text: str
    there: bool = True
    note: str = ""
    when: str = ""
    wide: bool = False
