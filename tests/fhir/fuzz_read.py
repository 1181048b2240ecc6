"""Any bytes at all: the door's reader gives content or NotAccepted with a place, and nothing else.

The tests call `one_input`; for long runs, where atheris is installed: `python -m tests.fhir.fuzz_read -runs=1000000`.
"""

import importlib
import json
import sys

from helsekort.fhir import strict_json
from helsekort.fhir.accept import belongs, checked, content_of
from helsekort.fhir.bundles import read_bundle
from helsekort.fhir.changes import new_faults
from helsekort.fhir.heads import Head
from helsekort.fhir.kept import lost
from helsekort.fhir.outcome import NotAccepted, outcome
from helsekort.fhir.profiles import CREATED
from helsekort.fhir.stored import card_body
from helsekort.fhir.strict_json import Object
from tests.fhir.contents import CATALOGUE

ORIGIN = 999


def one_input(body: bytes) -> str:
    """What became of it: `taken`, `refused` or `bundle`."""
    try:
        tree, found = strict_json.read(body)
        if strict_json.kind_of(tree) == "Bundle":
            read_bundle(tree)
            return "bundle"
        _take(tree, found)
    except NotAccepted as refused:
        return _told(refused)
    return "taken"


def _take(tree: Object, found: list[strict_json.Issue]) -> None:
    """As the door does: of its form, of one card, content of the record, and held against what would be stored."""
    kind = strict_json.kind_of(tree)
    sent = checked(tree, kind if kind in CREATED else "Observation", found=found)
    place = belongs(sent)
    content = content_of(sent, place.card or 1, ORIGIN, CATALOGUE)
    list(new_faults(content))
    head = Head(place.card or 1, ORIGIN, 1, 0, place.woman or 1, 1)
    stored, problems = strict_json.read(card_body(content, head, CATALOGUE))
    if problems:
        raise AssertionError("what would be stored is not what the reader takes")
    lost(sent, stored)


def _told(refused: NotAccepted) -> str:
    """Refused, with at least one problem that can be written out."""
    if not refused.issues:
        raise AssertionError("refused without a reason")
    json.loads(outcome(refused.issues))
    return "refused"


def main() -> None:
    """Hand the reader over to atheris."""
    atheris = importlib.import_module("atheris")  # no dependency: installed by whoever fuzzes
    atheris.instrument_all()
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
