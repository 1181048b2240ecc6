"""What we write is valid by the published schemas, and so are the samples, the broken ones excepted."""

import datetime as dt
import os
from pathlib import Path

import pytest
from lxml import etree

from helsekort.kith.lab_report import samples
from helsekort.kith.lab_report.sample_cases import cases
from helsekort.kith.receipt.structs import Outcome
from helsekort.kith.receipt.write import write_receipt
from helsekort.kith.safe_xml import read_xml
from tests.kith.schemas import schema
from tests.kith.test_receipt import ERROR, receipt

FOLDER = Path(os.environ["HELSEKORT_KITH_SCHEMAS"])
LAB = schema(FOLDER, "svar-v1.4.xsd")
HEAD = schema(FOLDER, "MsgHead-v1_2.xsd", "svar-v1.4.xsd", "kith-base64.xsd")
RECEIPT = schema(FOLDER, "AppRec-v1.1.xsd")
CASES = cases(samples.someone(), dt.date(2026, 3, 2))
BROKEN = frozenset({"decimal comma in the number"})


def _errors(against: etree.XMLSchema, raw: bytes) -> list[str]:
    against.validate(read_xml(raw))
    return [str(error.message) for error in against.error_log]


@pytest.mark.parametrize("name", CASES)
def test_the_samples_are_valid(name: str) -> None:
    against = HEAD if name == "in a head message" else LAB
    for raw in CASES[name]:
        assert bool(_errors(against, raw)) == (name in BROKEN)


@pytest.mark.parametrize(
    ("outcome", "errors"),
    [(Outcome.TAKEN, ()), (Outcome.REFUSED, (ERROR,)), (Outcome.TAKEN_IN_PART, (ERROR, ERROR))],
)
def test_receipts_are_valid(outcome: Outcome, errors: tuple[object, ...]) -> None:
    assert _errors(RECEIPT, write_receipt(receipt(outcome, *errors))) == []  # type: ignore[arg-type]  # of ReceiptError


def test_the_schemas_find_faults() -> None:
    raw = CASES["new"][0]
    assert _errors(LAB, raw.replace(b"<ServProvId>", b"<ServProvider/><ServProvId>"))
    assert _errors(HEAD, CASES["in a head message"][0].replace(b"<MsgId>", b"<MsgId/><MsgId>"))
    assert _errors(RECEIPT, write_receipt(receipt(Outcome.TAKEN)).replace(b"<Id>", b"<Ids/><Id>", 1))
