"""The form by which somebody says what was done about a finding. Pure.

A page has one for each finding, so each field is named with its rule: `why-raised`.
"""

import datetime as dt
from collections.abc import Mapping

from helsekort.actions.outcomes import Problem
from helsekort.guideline.acts import Acted
from helsekort.web.clinician.desk import Desk
from helsekort.web.shared import messages
from helsekort.web.shared.texts import Texts
from helsekort.web.shared.typed_values import Unread, read_day, read_text

CHOICES = tuple(one.value for one in Acted)


def choices(desk: Desk) -> list[tuple[str, str]]:
    """Code and word of each."""
    return [(code, desk.value_words(code, "guideline_answer")) for code in CHOICES]


def at(rule: str) -> str:
    """`-raised` for `blood_pressure.raised`: what the names of its fields end with."""
    return "-" + rule.rpartition(".")[2].replace("_", "-")


def of_rule(typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed in the form of the rule it names, by plain names."""
    end = at(typed.get("rule", ""))
    return {name.removesuffix(end): value for name, value in typed.items()}


def read(typed: Mapping[str, str]) -> tuple[str | None, dt.date | None, list[Problem]]:
    """(what was done, until when, what cannot be read)."""
    problems = []
    answer = typed.get("answer", "")
    if answer not in CHOICES:
        problems.append(Problem("answer", "choice" if answer else "missing"))
    until = None
    if answer == Acted.DEFERRED and typed.get("until", "").strip():
        try:
            until = read_day(typed["until"].strip())
        except Unread as unread:
            problems.append(Problem("until", unread.code))
    try:
        read_text(typed.get("why", ""))
    except Unread as unread:
        problems.append(Problem("why", unread.code))
    return (answer if answer in CHOICES else None), until, problems


def errors(texts: Texts, problems: list[Problem], rule: str) -> dict[str, str]:
    """A sentence for each field, by the name it has on the page."""
    _ = texts.translate
    names = {"answer": _("Hva er gjort?"), "until": _("Tas opp igjen"), "why": _("Grunn")}
    own = {
        "no-finding": _("Dette er ikke lenger et funn på kortet. Ingenting er lagret."),
        "new-known": _(
            "Noe nytt er ført siden du åpnet siden. Se over det, og lagre på nytt. Ingenting er lagret."
        ),
        "saved": _(
            "Dette skjemaet er alt lagret med noe annet. Se over, og lagre på nytt hvis det skal endres."
        ),
        "not-ahead": _("Dagen det tas opp igjen, må være etter i dag."),
    }
    return {
        one.field + at(rule): own.get(one.code) or messages.problem(texts, one, names.get(one.field, ""))
        for one in problems
    }


def days(desk: Desk, on: dt.date) -> list[tuple[int, str, bool]]:
    """The contacts that the card can be judged on the day of: origin, day, and whether it is the day shown."""
    found: dict[dt.date, int] = {}
    for line in desk.card.contacts:
        if line.contact.stands and line.contact.now.on < desk.today:
            found.setdefault(line.contact.now.on, line.contact.origin)
    return [
        (origin, desk.texts.numeric(day), day == on) for day, origin in sorted(found.items(), reverse=True)
    ]
