"""The catalogues beside what is said. `python -m tests.house.catalogues [FILE ...]` brings them up to date.

Each text that is new is put in, empty, in its place in the alphabet; each that is said no more is taken out.
What is empty is taken from the FILEs where they have it (a translator's, or the other side of a merge), by the
language in their head. What is still empty must be translated, or `tests/house/test_texts.py` fails.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from tests.house.texts_said import Said, messages
from tests.house.tree import PACKAGE

CATALOGUES = sorted((PACKAGE / "web" / "locale").rglob("*.po"))
HEAD = "# Texts of helsekort. The source is bokmål. Not yet read by a translator or by health personnel."


def language(path: Path) -> str:
    """`nn`, for the catalogue of that language."""
    return path.parent.parent.name


def read(path: Path) -> Catalog:
    """A catalogue as it stands in its file; its language is the one in its head."""
    with path.open("rb") as file:
        return read_po(file)


def entries(catalogue: Catalog) -> dict[Said, Message]:
    """The messages of a catalogue, without its head."""
    return {key(message): message for message in catalogue if message.id}


def key(message: Message) -> Said:
    """What a message of a catalogue stands for."""
    return Said(*message.id) if isinstance(message.id, tuple) else Said(str(message.id))


def translations(message: Message) -> list[str]:
    """The forms of a translation; an empty one is not translated."""
    texts = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return [str(text or "") for text in texts]


def brought_up_to_date(language: str, sources: list[Catalog]) -> Catalog:
    """The catalogue of a language with all that is said, in order, each translated by the first that has it."""
    made = Catalog(language, project="helsekort", header_comment=HEAD, charset="utf-8", fuzzy=False)
    made.last_translator, made.language_team, made.msgid_bugs_address = "", "", ""
    made.creation_date = made.revision_date = sources[0].creation_date
    known = [entries(each) for each in sources]
    for said in sorted(messages()):
        found = [each[said] for each in known if said in each and all(translations(each[said]))]
        made.add(tuple(said) if said.many else said.one, found[0].string if found else None)
    return made


def main(files: list[str]) -> None:
    """Write every catalogue anew, and tell how many texts wait for a translation."""
    others = [read(Path(file)) for file in files]
    for path in CATALOGUES:
        own = read(path)
        made = brought_up_to_date(
            language(path), [own, *(each for each in others if str(each.locale) == language(path))]
        )
        with path.open("wb") as file:
            write_po(file, made, width=0)
        waiting = sum(not all(translations(message)) for message in entries(made).values())
        print(f"{language(path)}: {waiting} texts wait for a translation")


if __name__ == "__main__":
    main(sys.argv[1:])
