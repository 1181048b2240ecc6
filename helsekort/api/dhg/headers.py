"""What a request says in its headers: for whom, in which role, from which system. The older names are read too.

Of an older and a newer name that say two things, nobody can know which was meant.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from msgspec import Struct

from helsekort.access.actors import Actor, ActorKind
from helsekort.dhg.faults import Code, Fault
from helsekort.record.codes import HPR_CATEGORY
from helsekort.record.identifiers import InvalidIdentifier, NationalNumber, parse_national_number

OLDER = {
    "nhn-user-role": ("hit-user-role",),
    "nhn-source-system": ("hit-source-system",),
    "nhn-patient-nin": ("hit-patient-nin", "hit-patient-pid"),
    "nhn-event-id": ("hit-event-id",),
    "nhn-access-basis": ("hit-access-basis",),
}
ONCE = frozenset(
    {*OLDER, *(old for names in OLDER.values() for old in names), "authorization", "content-type"}
)
SHORTEST_SYSTEM, LONGEST_SYSTEM = 3, 512
LONGEST_ROLE = 512
_EVENT = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_BASIS = re.compile(r"[A-Za-zÆØÅæøå_-]{1,64}")


class Said(Struct, frozen=True):
    """What the headers say. `event` is how its sender calls the request, sent back with a fault."""

    number: NationalNumber
    event: str


def event_in(headers: Mapping[str, str]) -> str:
    """What can be sent back of how the sender calls the request; empty where it is none."""
    said = headers.get("nhn-event-id") or headers.get("hit-event-id") or ""
    return said if _EVENT.fullmatch(said) else ""


def read_headers(headers: Mapping[str, str], names: Iterable[str], actor: Actor, *, synthetic: bool) -> Said:
    """Every header of the description. Fault for the first that is missing, doubled or wrong."""
    doubled = sorted(name for name, times in Counter(names).items() if times > 1 and name in ONCE)
    if doubled:
        raise Fault(Code.INVALID, f"{doubled[0]}: this header stands there twice. Send it once.")
    _refuse_role(actor, _header(headers, "nhn-user-role"))
    system = _demanded(headers, "nhn-source-system")
    if not SHORTEST_SYSTEM <= len(system) <= LONGEST_SYSTEM:
        says = f"nhn-source-system: name your system in {SHORTEST_SYSTEM} to {LONGEST_SYSTEM} signs."
        raise Fault(Code.INVALID, says)
    basis = _header(headers, "nhn-access-basis")
    if basis and not _BASIS.fullmatch(basis):
        raise Fault(Code.INVALID, "nhn-access-basis: send one word, such as SAMTYKKE, or leave it out.")
    event = _header(headers, "nhn-event-id")
    if event and not _EVENT.fullmatch(event):
        raise Fault(
            Code.INVALID,
            "nhn-event-id: send a UUID, or at most 128 letters, digits and signs of - . _ and :, without spaces.",
        )
    return Said(_number(headers, synthetic=synthetic), event)


def _header(headers: Mapping[str, str], name: str) -> str:
    """A header by its newer or an older name; empty where it is not there."""
    said = {headers[each] for each in (name, *OLDER[name]) if each in headers}
    if len(said) > 1:
        raise Fault(Code.INVALID, f"{name}: it says another thing than its older name. Send one of them.")
    return said.pop() if said else ""


def _demanded(headers: Mapping[str, str], name: str) -> str:
    said = _header(headers, name)
    if not said:
        raise Fault(Code.INVALID, f"{name}: this header is required. Send it.")
    return said


def _number(headers: Mapping[str, str], *, synthetic: bool) -> NationalNumber:
    try:
        return parse_national_number(_header(headers, "nhn-patient-nin"), allow_synthetic=synthetic)
    except InvalidIdentifier:
        says = "nhn-patient-nin: send her fødselsnummer or D-number, eleven digits. It stands in no address."
        raise Fault(Code.NUMBER, says) from None


def _refuse_role(actor: Actor, said: str) -> None:
    """Fault where the role is none, or not the one that the token's person has."""
    wrong = Fault(Code.ROLE, "nhn-user-role: send the role of the one who is logged in, as URL-encoded JSON.")
    if actor.kind is not ActorKind.CLINICIAN:
        return
    if len(said) > LONGEST_ROLE:
        raise wrong
    try:
        role = json.loads(unquote(said))
    except ValueError:
        raise wrong from None
    if not isinstance(role, dict) or role.get("code") != actor.category or role.get("system") != HPR_CATEGORY:
        raise wrong
