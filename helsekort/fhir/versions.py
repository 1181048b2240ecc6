"""One version of a resource as it stands in the store, and the headers that name it."""

import datetime as dt
import re

from msgspec import Struct

from helsekort.fhir import strict_json
from helsekort.fhir.outcome import Issue, NotAccepted
from helsekort.fhir.times import instant

_TAG = re.compile(r'(?:W/)?"([1-9][0-9]{0,8})"')
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Version(Struct, frozen=True):
    """`recorded` is microseconds UTC; `body` is None where the law had it erased."""

    kind: str
    id: str
    version: int
    recorded: int
    body: bytes | None

    @property
    def etag(self) -> str:
        return f'W/"{self.version}"'

    @property
    def address(self) -> str:
        """`Observation/0123456789ab-4`, below the door's own address."""
        return f"{self.kind}/{self.id}"

    @property
    def last_modified(self) -> str:
        """The time as HTTP writes it (RFC 9110 §5.6.7)."""
        moment = instant(self.recorded)
        day, time = dt.date.fromisoformat(moment[:10]), moment[11:19]
        return f"{DAYS[day.weekday()]}, {day.day:02d} {MONTHS[day.month - 1]} {day.year} {time} GMT"


def with_version(body: bytes, number: int) -> bytes:
    """A stored resource that says it is another version of itself."""
    tree, _ = strict_json.read(body)
    meta = tree["meta"]
    assert isinstance(meta, dict)  # noqa: S101  # every stored resource has one; tells the type checker
    return strict_json.write({**tree, "meta": {**meta, "versionId": str(number)}})


class Unconditional(Exception):
    """A write says neither which version it has read nor what makes it one and the same. `update`: it was one."""

    def __init__(self, *, update: bool) -> None:
        super().__init__("a write without a condition")
        self.update = update


def version_in(if_match: str | None, stated: str | None) -> int:
    """The version an update has read: from `If-Match`, else from `meta.versionId`. Unconditional for neither."""
    if if_match is not None:
        found = _TAG.fullmatch(if_match.strip())
        if not found:
            says = 'If-Match names one version as it was read, such as W/"3".'
            raise NotAccepted([Issue("value", says, "http.if-match")])
        return int(found[1])
    if stated is not None and stated.isascii() and stated.isdigit() and len(stated) < len("1234567890"):
        return int(stated)
    raise Unconditional(update=True)
