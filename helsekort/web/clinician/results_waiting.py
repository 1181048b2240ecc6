"""Answers that wait for somebody, on the worklist: hers, her unit's, and those past their limit. Pure."""

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from helsekort.actions.results import ResultKey, ResultTask
from helsekort.record import ids
from helsekort.record.measurements import Catalogue
from helsekort.web.clinician import wording
from helsekort.web.shared.texts import Texts, moment

OVERDUE, MINE, UNIT = "overdue", "mine", "unit"
"""The groups, in the order they are shown."""


class TaskRow(Struct):
    """Answers of one woman that wait alike. `value` names them in a form; `card` is empty where she is closed
    to the reader."""

    value: str
    card: str
    name: str
    what: str
    reason: str
    sampled: str
    due: str
    overdue: bool
    owner: str
    nobody: bool
    mine: bool


class TaskGroup(Struct):
    """Rows under one heading, the most urgent first."""

    key: str
    title: str
    rows: list[TaskRow]


def groups(
    catalogue: Catalogue, texts: Texts, tasks: Iterable[ResultTask], today: dt.date
) -> list[TaskGroup]:
    """The waiting answers under their headings; headings without rows are left out."""
    _ = texts.translate
    titles = {OVERDUE: _("Over fristen"), MINE: _("Dine"), UNIT: _("Enhetens")}
    found: dict[str, dict[tuple[object, ...], list[ResultTask]]] = {key: {} for key in titles}
    for task in tasks:
        found[_group(task)].setdefault(_alike(task), []).append(task)
    return [
        TaskGroup(key, titles[key], [_row(catalogue, texts, same, today) for same in rows.values()])
        for key, rows in found.items()
        if rows
    ]


def _group(task: ResultTask) -> str:
    if task.overdue:
        return OVERDUE
    return MINE if task.mine else UNIT


def _alike(task: ResultTask) -> tuple[object, ...]:
    """Answers to one taking of samples that wait for the same person until the same day are one line."""
    return (task.card, task.reason, task.sampled, task.due, task.responsible, task.unit)


def _row(catalogue: Catalogue, texts: Texts, same: list[ResultTask], today: dt.date) -> TaskRow:
    _ = texts.translate
    first = same[0]
    return TaskRow(
        value=" ".join(ids.entry_id(task.card, task.origin) for task in same),
        card=ids.to_text(first.card) if first.in_care else "",
        name=first.name,
        what=", ".join(dict.fromkeys(wording.label(catalogue, texts, task.what) for task in same)),
        reason=reason_words(texts, first.reason),
        sampled=wording.near_day(texts, first.sampled, today),
        due=f"{wording.near_day(texts, first.due, today)} ({wording.days_to(texts, first.due, today)})",
        overdue=first.overdue,
        owner=_owner(texts, same, today),
        nobody=first.responsible is None,
        mine=first.mine,
    )


def reason_words(texts: Texts, reason: str) -> str:
    """Why it waits."""
    _ = texts.translate
    return {
        "new": _("nytt svar"),
        "changed": _("rettet av laboratoriet etter at det var lest"),
        "withdrawn": _("trukket tilbake av laboratoriet etter at det var lest"),
        "hold-ended": _("vises nå for henne, og ingen har merket at hun er fortalt det"),
    }.get(reason, _("må ses på"))


def _owner(texts: Texts, same: list[ResultTask], today: dt.date) -> str:
    """The person, or for how long there has been none."""
    _ = texts.translate
    if same[0].responsible:
        return same[0].responsible
    opened = min(moment(task.opened).date() for task in same)
    days = (today - opened).days
    unit = same[0].unit or _("enheten")
    if days < 1:
        return _("%(unit)s, ingen person") % {"unit": unit}
    said = {"unit": unit, "days": days}
    return (
        texts.plural(
            "%(unit)s, uten ansvarlig i %(days)s dag", "%(unit)s, uten ansvarlig i %(days)s dager", days
        )
        % said
    )


def by_card(tasks: Iterable[ResultTask]) -> dict[int, int]:
    """Card -> how many of its answers wait for the reader or the unit."""
    found: dict[int, int] = {}
    for task in tasks:
        found[task.card] = found.get(task.card, 0) + 1
    return found


def chosen(values: Iterable[str]) -> tuple[ResultKey, ...]:
    """The answers that form values name; nothing where one of them is not ours."""
    found: dict[tuple[int, int], None] = {}
    for value in values:
        for part in value.split():
            try:
                found[ids.split_entry_id(part)] = None
            except ids.UnreadableId:
                return ()
    return tuple(ResultKey(card, origin) for card, origin in found)
