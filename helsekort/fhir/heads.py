"""What a resource says of itself beside its content: id, version, time, whose card, who wrote it."""

from msgspec import Struct

from helsekort.fhir.datatypes import Meta, Reference
from helsekort.fhir.times import instant
from helsekort.record.codes import PROFILE
from helsekort.record.ids import UnreadableId, entry_id, from_text, split_entry_id, to_text


class Head(Struct, frozen=True):
    """Where a version stands in its log. `author_kind` is the FHIR type of its author.

    `first_author` is who wrote the first version, where this is a later one; else 0.
    """

    card: int
    origin: int
    version: int
    recorded: int
    woman: int
    author: int
    author_kind: str = "Practitioner"
    first_author: int = 0

    @property
    def id(self) -> str:
        return entry_id(self.card, self.origin)

    def meta(self, profile: str) -> Meta:
        return Meta(str(self.version), instant(self.recorded), [PROFILE + profile])

    def reference(self, kind: str, origin: int) -> Reference:
        return Reference(f"{kind}/{entry_id(self.card, origin)}")

    def party(self, kind: str, party: int) -> str:
        return f"{kind}/{to_text(party)}"

    @property
    def woman_reference(self) -> Reference:
        return Reference(self.party("Patient", self.woman))

    @property
    def author_reference(self) -> Reference:
        return Reference(self.party(self.author_kind, self.author))


def _id_of(reference: Reference, kind: str) -> str:
    found, slash, name = reference.reference.partition("/")
    if found != kind or not slash:
        raise UnreadableId(f"the reference must be to a {kind}")
    return name


def origin_in(reference: Reference, kind: str, own_id: str) -> int:
    """The origin of an entry on the card `own_id` belongs to. UnreadableId for another kind or another card."""
    card, origin = split_entry_id(_id_of(reference, kind))
    if card != split_entry_id(own_id)[0]:
        raise UnreadableId("the reference leads to another card")
    return origin


def party_in(reference: Reference, kind: str) -> int:
    """The party a reference names. UnreadableId for another kind."""
    return from_text(_id_of(reference, kind))
