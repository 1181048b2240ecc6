"""What the tests of the messages share: Norway's zone, the catalogue, the table, and reading in one step."""

from zoneinfo import ZoneInfo

from helsekort import datafiles
from helsekort.kith.incoming import Received, read_message
from helsekort.kith.lab_report.mapping import read_mapping
from helsekort.kith.lab_report.structs import LabMessage, ResultItem
from tests.house.tree import PACKAGE

NORWAY = ZoneInfo("Europe/Oslo")
CATALOGUE = datafiles.catalogue()
MAPPING_TEXT = (PACKAGE / "kith" / "lab_report" / "mapping.toml").read_text(encoding="utf-8")
TABLE = read_mapping(MAPPING_TEXT, CATALOGUE)


def read(raw: bytes) -> Received:
    return read_message(raw, NORWAY)


def only(raw: bytes) -> LabMessage:
    """The one message in it."""
    (message,) = read(raw).messages
    return message


def all_items(message: LabMessage) -> list[ResultItem]:
    """Every result, nested ones after those around them."""
    found: list[ResultItem] = []
    waiting = [one for patient in reversed(message.report.patients) for one in reversed(patient.items)]
    while waiting:
        found.append(item := waiting.pop())
        waiting += reversed(item.children)
    return found
