"""What is open on a card and waits for somebody: proposals, tasks, offers put off, contacts to be followed up. Pure."""

import datetime as dt

from msgspec import Struct

from helsekort.record.entries import Row
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk


class Act(Struct):
    """One thing to do. `path` is where it is done, below the card's address; empty where that is nowhere in special."""

    text: str
    path: str = ""
    urgent: bool = False


def open_actions(desk: Desk) -> list[Act]:
    """Everything open, what is past its day first."""
    found = [*_proposals(desk), *_tasks(desk), *_put_off(desk), *_reviews(desk), *_follow_ups(desk)]
    return sorted(found, key=lambda act: not act.urgent)


def _proposals(desk: Desk) -> list[Act]:
    _ = desk.texts.translate
    return [
        Act(
            _("Foreslått termin %(day)s er ikke bekreftet") % {"day": desk.texts.numeric(one.now.edd)},
            "/termin",
        )
        for one in desk.card.due_dates
        if one.stands and one.now.proposed
    ]


def _tasks(desk: Desk) -> list[Act]:
    """`Kontroll av blodtrykk: Ingrid, frist 01.12.`"""
    _ = desk.texts.translate
    found = []
    for trail in desk.card.rows_of("task"):
        row = trail.now
        if row.value("task_state") in ("DONE", "DROPPED"):
            continue
        what = _words(desk, row, "task_note") or _words(desk, row, "task_kind")
        owner, due = _words(desk, row, "task_owner"), row.value("task_due")
        found.append(_dated(desk, f"{what}: {owner}" if owner else what, due, f"/oppgave/{trail.origin}"))
    return found


def _dated(desk: Desk, text: str, due: object, path: str = "") -> Act:
    if not isinstance(due, dt.date):
        return Act(text, path)
    day = wording.near_day(desk.texts, due, desk.today)
    said = desk.texts.translate("%(what)s, frist %(day)s") % {"what": text, "day": day}
    return Act(said, path, urgent=due < desk.today)


def _put_off(desk: Desk) -> list[Act]:
    """Offers she wants to think about: the newest answer to each."""
    newest = {row.value("offered"): row for row in (trail.now for trail in desk.card.rows_of("offer"))}
    found = []
    for row in newest.values():
        if row.value("offer_answer") == "DEFERRED":
            said = desk.texts.translate("Utsatt tilbud: %(what)s") % {"what": _words(desk, row, "offered")}
            found.append(_dated(desk, said, row.value("deferred_until")))
    return found


def _reviews(desk: Desk) -> list[Act]:
    newest = {row.value("risk_kind"): row for row in (trail.now for trail in desk.card.rows_of("risk"))}
    _ = desk.texts.translate
    return [
        _dated(
            desk,
            _("Vurder risiko på nytt: %(what)s") % {"what": _words(desk, row, "risk_kind")},
            row.value("risk_review"),
        )
        for row in newest.values()
        if row.value("risk_review") is not None
    ]


def _follow_ups(desk: Desk) -> list[Act]:
    """Contacts that somebody was to follow up, and nobody has closed."""
    found = []
    for line in desk.card.contacts:
        owner = next(iter(line.standing("contact_owner")), None)
        if owner is not None and not line.standing("closed_at"):
            said = {"day": desk.texts.brief(line.contact.now.on), "who": desk.shown(owner, "contact_owner")}
            text = desk.texts.translate("Følg opp kontakten %(day)s: %(who)s") % said
            found.append(Act(text, f"/hendelse/{line.contact.origin}"))
    return found


def _words(desk: Desk, row: Row, what: str) -> str:
    value = row.value(what)
    return desk.value_words(value, what) if value is not None else ""
