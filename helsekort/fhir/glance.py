"""What can be seen in stored bytes at a glance, without reading them: for the ways on which whole cards go out.

All of it rests on the canonical form: a resource begins with its type and its id, its elements stand in the order of
the profile, and a text can hold no quotation mark that is not escaped.
"""

import re

from helsekort.fhir.marks import MISPLACED
from helsekort.record.codes import EDD_LOINC

# the whole of it, for the longer what is looked for, the longer the steps in which the bytes are gone through
_MISPLACED = b'"url":"%b"' % MISPLACED.encode()
_OBSERVATION = b'{"resourceType":"Observation"'
_DUE = b'"code":"%b"' % EDD_LOINC.encode()
_NAMES = re.compile(rb'"reference":"([OP][^"]*)')


def kind_of_body(body: bytes) -> str:
    """The type of a stored resource. ValueError where the bytes are not in canonical form."""
    return address_of(body)[0].decode()


def address_of(body: bytes) -> tuple[bytes, bytes]:
    """(type, id) of a stored resource. ValueError where it does not begin with them."""
    _, first, _, kind, _, second, _, name, _ = body.split(b'"', 8)
    if (first, second) != (b"resourceType", b"id"):
        raise ValueError("not a canonical body")
    return kind, name


def may_be_misplaced(joined: bytes) -> bool:
    """False only where none of these resources, joined, was made on the wrong woman."""
    return _MISPLACED in joined


def may_bear_on(body: bytes, what: str) -> bool:
    """False only for an observation that is neither of this kind nor a due date."""
    return not body.startswith(_OBSERVATION) or _DUE in body or b'"code":"%b"' % what.encode() in body


def named_in(joined: bytes) -> set[str]:
    """The parties that these resources, joined, refer to, such as `Practitioner/0123456789ab`.

    References to other things may be among them.
    """
    return {each.decode() for each in _NAMES.findall(joined)}
