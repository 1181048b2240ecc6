"""The fair copy of a card: its entries as they go out in a Bundle, and what must be known of them beside their text.

First a line of JSON, then the text of `bundles.entries_of`: no resource holds a line break.
"""

from collections.abc import Collection, Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from helsekort.fhir.bundles import entries_of
from helsekort.fhir.glance import named_in
from helsekort.record.spans import Spans, spans_of, within


class FairCopy(Struct, frozen=True):
    """What stands on `card`, of `woman`, for whoever may see all of it, up to the entry `last_seq`.

    `total` things, whose sequences are `spans`; `named` are the parties they refer to, such as
    `Practitioner/0123456789ab`.
    """

    card: int
    woman: int
    last_seq: int
    total: int
    spans: Spans
    named: frozenset[str]
    text: bytes = b""


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(FairCopy)


def copied(
    card: int, woman: int, last_seq: int, entries: Collection[int], bodies: Collection[bytes]
) -> FairCopy:
    """The copy of these resources, whose sequences are `entries`."""
    text = entries_of(bodies)
    named = frozenset(named_in(text))
    return FairCopy(card, woman, last_seq, len(entries), spans_of(entries), named, text)


def continued(copy: FairCopy, entries: Sequence[int], bodies: Collection[bytes]) -> FairCopy:
    """The same with new things at its end. `entries` are all that came since, and `bodies` theirs."""
    text = entries_of(bodies)
    return FairCopy(
        copy.card,
        copy.woman,
        entries[-1],
        copy.total + len(entries),
        spans_of((*within(copy.spans), *entries)),
        copy.named | named_in(text),
        copy.text + b"," + text if copy.text else text,
    )


def to_bytes(copy: FairCopy) -> bytes:
    """The copy as it is kept."""
    return _encoder.encode(replace(copy, text=b"")) + b"\n" + copy.text


def from_bytes(content: bytes) -> FairCopy:
    """A copy that was kept."""
    head, _, text = content.partition(b"\n")
    return replace(_decoder.decode(head), text=text)
