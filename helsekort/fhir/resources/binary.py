"""Binary: the bytes of a file on a card. Made when it is read and stored nowhere; its DocumentReference has its id."""

import msgspec


class Binary(msgspec.Struct, frozen=True, rename="camel", tag_field="resourceType", tag="Binary"):
    """R4's resource, of which we have these elements. `data` is base64 in JSON."""

    id: str
    content_type: str
    data: bytes


def binary(name: str, media_type: str, data: bytes) -> bytes:
    """The resource as JSON."""
    return msgspec.json.encode(Binary(name, media_type, data))
