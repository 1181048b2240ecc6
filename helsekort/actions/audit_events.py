"""The log as AuditEvents: her own, as much of it as her log shows, and all of it for the one who runs the service."""

from collections.abc import Iterator

from helsekort.access.actors import Actor, ActorKind
from helsekort.access.permissions import Permission
from helsekort.actions.context import Context
from helsekort.actions.her_log import OfHers, rows_of_hers
from helsekort.actions.whole_card import own_card
from helsekort.actions.work import Work, work
from helsekort.audit import lines
from helsekort.audit.events import SHOWN_TO_HER, WRITES, Event
from helsekort.fhir.audit_event import Told, audit_event
from helsekort.store import audit_lines, cards, parties


def read_own_audit_events(actor: Actor, *, ctx: Context, woman: int) -> list[bytes]:
    """Her own log, newest first: no more of each line than her log says. Refused for anyone else's."""
    with work(ctx, actor, Permission.READ_OWN_LOG, lambda tx: own_card(tx, actor)) as doing:
        herself = doing.summary.woman if doing.summary else 0
        if parties.resolved(doing.tx, woman) != parties.resolved(doing.tx, herself):
            doing.refuse("not-hers")
        found = [audit_event(_as_told(each, woman)) for each in rows_of_hers(doing, SHOWN_TO_HER)]
        doing.audit(Event.LOG_READ, about=("resource",))
        return found


def _as_told(each: OfHers, woman: int) -> Told:
    line, told = each.line, each.told
    return Told(
        line=each.row.line,
        at=line.at,
        event=line.event,
        kind=line.kind,
        card=line.card,
        woman=woman,
        party=0 if told.neutral else line.party,
        name="" if told.neutral else told.who or "",
        category=line.category,
        organisation=line.organisation if told.unit and not told.neutral else 0,
        unit="" if told.neutral else told.unit or "",
        acting_for=line.acting_for,
        purpose=line.purpose if told.rule else "",
        rule=told.rule,
        entries=(),
        outcome="" if line.event in WRITES else line.outcome,
    )


def export_audit_events(actor: Actor, *, ctx: Context, since: int) -> list[bytes]:
    """Every line from a moment on (microseconds), oldest first, whole: for the log of the one who runs the service."""
    with work(ctx, actor, Permission.EXPORT_AUDIT_EVENTS) as doing:
        found = list(_all(doing, since))
        doing.audit(Event.LOG_EXPORTED)
        return found


def _all(doing: Work, since: int) -> Iterator[bytes]:
    rows = [(row, lines.read(row.payload)) for row in audit_lines.since(doing.tx, since) if row.payload]
    named = {each for _, line in rows for each in (line.party, line.organisation)}
    # a woman is named by her id alone
    named -= {line.party for _, line in rows if line.kind == ActorKind.WOMAN}
    names = parties.names(doing.tx, named - {0})
    women = {
        card: one.woman for card in {line.card for _, line in rows} if (one := cards.summary(doing.tx, card))
    }
    for row, line in rows:
        yield audit_event(
            Told(
                line=row.line,
                at=line.at,
                event=line.event,
                kind=line.kind,
                card=line.card,
                woman=women.get(line.card, 0),
                party=line.party,
                name=names.get(line.party, ""),
                category=line.category,
                organisation=line.organisation,
                unit=names.get(line.organisation, ""),
                job=line.job,
                client=line.client,
                legal_entity=line.legal_entity,
                acting_for=line.acting_for,
                purpose=line.purpose,
                rule=line.rule,
                permission=line.permission,
                reason=line.reason,
                outcome=line.outcome,
                decision_ref=line.decision_ref,
                entries=line.entries,
                classes=line.classes,
                hidden=line.hidden,
            )
        )
