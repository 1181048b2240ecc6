"""Resources that were good until something in them was taken out, doubled, exchanged or put elsewhere."""

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

from helsekort.record.ids import entry_id, to_text
from tests.api.resources import FHIR, LOINC, REASON, UCUM, number, urn
from tests.cast import Cast

Place = tuple[str | int, ...]
MOST_CHANGES = 4
ELEMENTS = """
active code comparator component dataAbsentReason effectiveDateTime encounter end extension focus id identifier meta
modifierExtension note participant performer period reasonCode referenceRange specimen status text type value
valueBoolean valueCodeableConcept valueDateTime valueQuantity valueString
"""
MARKS = ("corrected", "from-paper", "misplaced", "moved-in", "unverified", "due-date-why")


def strange_parts(cast: Cast) -> list[Any]:
    """What may be put anywhere: nothing, the wrong kind, and what is right somewhere else."""
    here, there = cast.nora_card, cast.kari_card
    references = [
        f"Patient/{to_text(cast.kari.party)}",
        f"EpisodeOfCare/{to_text(there)}",
        *(f"{kind}/{entry_id(here, 2)}" for kind in ("Encounter", "Observation", "RelatedPerson")),
        f"Encounter/{entry_id(here, 999)}",
        urn(1),
    ]
    plain = [
        None,
        True,
        False,
        0,
        -1,
        "",
        " ",
        "x",
        "x" * 300,
        [],
        {},
        [[]],
        [{}],
        "systolic",
        "29463-7",
        LOINC,
    ]
    words = ["final", "corrected", "entered-in-error", "preliminary", "finished", "planned", "active"]
    days = ["1900-01-01", "2026-03-10", "2026-03-10T09:00:00Z", "2199-12-31T23:59:59+14:00", "2026-02-30"]
    numbers = [number(each) for each in ("1e10", "-0", "0.0000001", "1E+2", "72.500")]
    said = [{"url": f"{FHIR}StructureDefinition/{mark}", "valueString": "x"} for mark in MARKS]
    written = [{"url": "written-by", "valueString": "A"}, {"url": "written-on", "valueDate": "2026-01-01"}]
    whole = [
        {"url": f"{FHIR}StructureDefinition/from-paper", "extension": written},
        {"url": REASON, "valueString": "Tastefeil"},
        {"system": UCUM, "code": "kg", "value": number("70")},
        {"coding": [{"system": LOINC, "code": "8480-6"}]},
        {"start": "2026-03-10", "end": "2026-03-09"},
    ]
    return [
        *plain,
        *words,
        *days,
        *numbers,
        *references,
        *({"reference": each} for each in references),
        *said,
        *whole,
    ]


def mutated(resource: dict[str, Any], strange: list[Any], dice: Random) -> dict[str, Any]:
    """Another resource, changed at one place or at several."""
    made = copy.deepcopy(resource)
    for _ in range(dice.randint(1, MOST_CHANGES)):
        _change(made, strange, dice)
    return made


def _change(tree: dict[str, Any], strange: list[Any], dice: Random) -> None:
    places = list(_places(tree))
    place = dice.choice(places)
    part, other = _at(tree, place), copy.deepcopy(dice.choice(strange))
    act = dice.choice(("put in", "take out", "exchange", "move"))
    if isinstance(part, dict) and act == "put in":
        part[dice.choice(ELEMENTS.split())] = other
    elif isinstance(part, list) and act == "put in":
        part.append(copy.deepcopy(dice.choice([*part, other])))
    elif place and act == "take out":
        del _at(tree, place[:-1])[place[-1]]
    elif place:
        moved = copy.deepcopy(_at(tree, dice.choice(places)))
        _at(tree, place[:-1])[place[-1]] = moved if act == "move" else other


def _places(tree: object, before: Place = ()) -> Iterator[Place]:
    yield before
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for name, part in parts:
        yield from _places(part, (*before, name))


def _at(tree: Any, place: Place) -> Any:  # noqa: ANN401  # any JSON
    for name in place:
        tree = tree[name]
    return tree
