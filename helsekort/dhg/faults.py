"""How the national API says no: its codes, and the HTTP status we send with each.

The description (utviklerportal.nhn.no, errorhandlingmd) names the codes and not the status; those are ours.
"""

from enum import StrEnum


class Code(StrEnum):
    """The service's own codes. There is no 0014."""

    TECHNICAL = "DHG-0001"
    DECEASED = "DHG-0002"
    NO_CONSENT = "DHG-0003"
    CONFIDENTIAL_ADDRESS = "DHG-0004"
    ROLE = "DHG-0005"
    DATABASE = "DHG-0006"
    NOT_THERE = "DHG-0007"
    VERSION = "DHG-0008"
    EXISTS = "DHG-0009"
    USER = "DHG-0010"
    UNREADABLE = "DHG-0011"
    INVALID = "DHG-0012"
    NUMBER = "DHG-0013"
    RECORD = "DHG-0015"
    CODE_SYSTEM = "DHG-0016"
    DELETED = "DHG-0017"


STATUS = {
    Code.TECHNICAL: 500,
    Code.DECEASED: 403,
    Code.NO_CONSENT: 403,
    Code.CONFIDENTIAL_ADDRESS: 403,
    Code.ROLE: 403,
    Code.DATABASE: 503,
    Code.NOT_THERE: 404,
    Code.VERSION: 409,
    Code.EXISTS: 409,
    Code.USER: 403,
    Code.UNREADABLE: 400,
    Code.INVALID: 422,
    Code.NUMBER: 400,
    Code.RECORD: 404,
    Code.CODE_SYSTEM: 422,
    Code.DELETED: 410,
}


class Fault(Exception):
    """A request that is not carried out. `says` names place and remedy, and no value that was sent."""

    def __init__(self, code: Code, says: str) -> None:
        super().__init__(code.value)
        self.code = code
        self.says = says


def invalid(place: str, says: str) -> Fault:
    """What was sent is JSON of the right form, and does not make sense."""
    return Fault(Code.INVALID, f"{place}: {says}")


def unreadable(place: str, says: str) -> Fault:
    """What was sent has not the form of the model."""
    return Fault(Code.UNREADABLE, f"{place}: {says}")
