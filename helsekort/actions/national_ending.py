"""What the national API says of how a pregnancy ended, held against the card before anyone ends it."""

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.endings import UNNAMED, Ending
from helsekort.actions.log import read_card
from helsekort.actions.national_view import her_card
from helsekort.actions.work import work
from helsekort.audit.events import Event
from helsekort.dhg.ending import ending_in
from helsekort.dhg.faults import Code, Fault
from helsekort.dhg.sent import version_in
from helsekort.fhir.strict_json import Object
from helsekort.record.identifiers import NationalNumber


def read_national_ending(
    actor: Actor, *, ctx: Context, number: NationalNumber, card: int, sent: Object
) -> Ending:
    """The ending that is meant, of each fetus that grows. Fault for a stale version, and where it is over."""
    with work(ctx, actor, Permission.READ_NATIONAL_RECORD, lambda tx: her_card(tx, number, card)) as doing:
        on, code = ending_in(sent)
        folded = read_card(doing)
        if not folded.pregnant:
            raise Fault(Code.RECORD, "There is no such active record. GET status says which one is.")
        if version_in(sent) != folded.opening.last.version:
            raise Fault(
                Code.VERSION, "Its status was changed since the version that you sent. Read it again."
            )
        doing.audit(Event.READ, about=("facts",))
        growing = [trail.origin for trail in folded.growing()] or [UNNAMED]
        return Ending(on, dict.fromkeys(growing, code))
