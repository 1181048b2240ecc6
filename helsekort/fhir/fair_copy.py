"""The fair copy of a card: its entries as they go out in a Bundle, and what must be known of them beside their text.

First a line of JSON, then the text of `bundles.entries_of`: no resource holds a line break.
"""

from collections.abc import Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from helsekort.fhir.bundles import entries_of
from helsekort.fhir.glance import named_in


class FairCopy(Struct, frozen=True):
    """What stands on `card`, of `woman`, for whoever may see all of it, up to the entry `last_seq`.

    `entries` are the sequences of what stands, for the log; `named` the parties it refers to, such as
    `Practitioner/0123456789ab`.
    """

    card: int
    woman: int
    last_seq: int
    entries: tuple[int, ...]
    named: frozenset[str]
    text: bytes = b""


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(FairCopy)


def copied(card: int, woman: int, last_seq: int, entries: Sequence[int], bodies: Sequence[bytes]) -> FairCopy:
    """The copy of these resources, whose sequences are `entries`."""
    text = entries_of(bodies)
    return FairCopy(card, woman, last_seq, tuple(entries), frozenset(named_in(text)), text)


def continued(copy: FairCopy, entries: Sequence[int], bodies: Sequence[bytes]) -> FairCopy:
    """The same with new things at its end. `entries` are all that came since, and `bodies` theirs."""
    text = entries_of(bodies)
    return replace(
        copy,
        last_seq=entries[-1],
        entries=(*copy.entries, *entries),
        named=copy.named | named_in(text),
        text=copy.text + b"," + text if copy.text else text,
    )


def to_bytes(copy: FairCopy) -> bytes:
    """The copy as it is kept."""
    return _encoder.encode(replace(copy, text=b"")) + b"\n" + copy.text


def from_bytes(content: bytes) -> FairCopy:
    """A copy that was kept."""
    head, _, text = content.partition(b"\n")
    return replace(_decoder.decode(head), text=text)
