"""What a card taken out whole holds, resource by resource."""

import msgspec
from msgspec import Struct

from helsekort.actions.resources import Whole


class _Entry(Struct):
    resource: msgspec.Raw


_entries = msgspec.json.Decoder(list[_Entry])


def bodies_of(whole: Whole) -> list[bytes]:
    """The stored bytes of each resource."""
    text = b"[" + b",".join(filter(None, whole.texts)).replace(b"\0", b"") + b"]"
    bodies = [bytes(each.resource) for each in _entries.decode(text)]
    assert len(bodies) == whole.total
    return bodies
