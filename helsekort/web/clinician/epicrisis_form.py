"""The form of a summary: each part beside what the card says of it, the protected ones with a tick. Pure."""

from collections.abc import Mapping

from msgspec import Struct

from helsekort.actions.epicrises import Words
from helsekort.fhir.epicrisis import Block
from helsekort.record.card import EpicrisisLine
from helsekort.record.measurements import Catalogue
from helsekort.web.shared.texts import Texts

_LINE = 90
_LEAST_ROWS = 2
_MOST_ROWS = 14


class FormPart(Struct, frozen=True):
    """One part in the form. `tick` is the name of its tick; empty for an ordinary part, which needs none.

    `changed`: the card says something else now than when it was written.
    """

    name: str
    label: str
    composed: list[str]
    words: str
    rows: int
    tick: str = ""
    ticked: bool = False
    changed: bool = False


def parts(
    blocks: list[Block],
    line: EpicrisisLine | None,
    typed: Mapping[str, str],
    catalogue: Catalogue,
    texts: Texts,
) -> list[FormPart]:
    """As it was typed; else as it was written; else as the card says it. Nothing protected is ticked by itself."""
    written = {(part.key, part.hidden): part for part in line.epicrisis.now.parts} if line else {}
    found = []
    for block in blocks:
        name = _name(block.key, block.hidden)
        before = written.get((block.key, block.hidden))
        stands = before.words if before else "" if line and not block.hidden else block.text
        words = typed.get(name, stands) if typed else stands
        label = texts.translate(block.label)
        if block.hidden:
            of = texts.translate(catalogue.classes[block.hidden].label)
            label = texts.translate("%(part)s, skjermet: %(what)s") % {"part": label, "what": of}
        found.append(
            FormPart(
                name,
                label,
                block.text.splitlines(),
                words,
                _rows(words),
                tick=_tick(name) if block.hidden else "",
                ticked=(_tick(name) in typed) if typed else before is not None,
                changed=before is not None and before.composed != block.text,
            )
        )
    return found


def read(typed: Mapping[str, str], blocks: list[Block]) -> Words:
    """What was written of each part; of a protected one only where it was ticked."""
    return {
        (block.key, block.hidden): typed.get(_name(block.key, block.hidden), "").replace("\r\n", "\n")
        for block in blocks
        if not block.hidden or _tick(_name(block.key, block.hidden)) in typed
    }


def _name(key: str, hidden: str) -> str:
    return f"part-{key}-{hidden}" if hidden else f"part-{key}"


def _tick(name: str) -> str:
    return f"ta-med-{name}"


def field_of(place: str) -> str:
    """The field that a problem of an action is about: `words.mind.violence` -> `part-mind-violence`."""
    _, _, rest = place.partition("words.")
    key, _, hidden = rest.partition(".")
    return _name(key, hidden) if rest else place


def _rows(words: str) -> int:
    lines = sum(1 + len(line) // _LINE for line in words.splitlines()) + 1
    return max(_LEAST_ROWS, min(_MOST_ROWS, lines))
