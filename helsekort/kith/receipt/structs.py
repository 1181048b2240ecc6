"""A receipt, and the codes it may carry."""

import datetime as dt
from enum import StrEnum
from typing import Final

from msgspec import Struct

from helsekort.kith.values import Code, Party

NAMESPACE: Final = "http://www.kith.no/xmlstds/apprec/2012-02-15"
VERSION: Final = "v1.1 2012-02-15"
ERROR_LIST: Final = "2.16.578.1.12.4.1.1.8221"


class Outcome(StrEnum):
    """List 8258. The third is by HIS 80415 for claims to Helfo; laboratories may not know it."""

    TAKEN = "1"
    REFUSED = "2"
    TAKEN_IN_PART = "3"


OUTCOME_NAMES: Final = {
    Outcome.TAKEN: "OK",
    Outcome.REFUSED: "Avvist",
    Outcome.TAKEN_IN_PART: "OK, feil i delmelding",
}

# List 8221, as published in the national viewer files (NorskHelsenett/kith-visningsfiler, June 2025).
ERROR_NAMES: Final = {
    "E10": "Ugyldig meldingsidentifikator",
    "E20": "Lege finnes ikke",
    "E21": "Mottaker finnes ikke",
    "E30": "Pasientens fødselsnummer mangler",
    "E31": "Pasientens fødselsnummer er feil",
    "E32": "Pasientens navn mangler",
    "E33": "Pasientens etternavn mangler",
    "E34": "Pasientens fornavn mangler",
    "E35": "Pasienten finnes ikke i mottakersystemet",
    "E36": "Pasientopplysninger er utilstrekkelige",
    "E53": "Pasientens fødselsnummer eller D-nummer finnes ikke registrert i Folkeregisteret.",
    "E54": "Pasientens fødselsnummer er ikke registrert i mottagersystemet",
    "S01": "Feil på signatur",
    "S02": "Ugyldig sertifikat",
    "S03": "Tilbaketrukket sertifikat",
    "S99": "Annen feil på signatur eller sertifikat",
    "T01": "Ikke XML / ikke 'well formed' / uleselig",
    "T02": "XML validerer ikke",
    "T10": "Støtter ikke meldingsformatet",
    "T99": "Annen feil på format",
    "X99": "Annen feil",
}


class Original(Struct, frozen=True):
    """The message a receipt answers. `sent` is UTC; `sent_text` is the time as it came."""

    kind: Code
    sent: dt.datetime
    sent_text: str
    message_id: str


class ReceiptError(Struct, frozen=True):
    """One error: a code of list 8221, and where in the message. Never a value out of it."""

    code: str
    place: str = ""


class Receipt(Struct, frozen=True):
    """AppRec. `made` has an offset, or is in Norwegian civil time as the other messages are."""

    receipt_id: str
    made: dt.datetime
    sender: Party
    receiver: Party
    outcome: Outcome
    original: Original
    errors: tuple[ReceiptError, ...] = ()

    def __post_init__(self) -> None:
        if (self.outcome is Outcome.TAKEN) == bool(self.errors):
            raise ValueError("a receipt has errors when it is not a plain OK, and only then")
        if unknown := [one.code for one in self.errors if one.code not in ERROR_NAMES]:
            raise ValueError(f"not of list 8221: {', '.join(unknown)}")
