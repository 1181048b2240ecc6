"""Answers to samples, as they stand on the card: the value, whose range it is, who has seen it, who must. Pure.

A laboratory's range is never a judgement here: it is shown in its own words, and nothing is coloured by it.
"""

import datetime as dt
from itertools import pairwise

from msgspec import Struct, field

from helsekort.actions.opened import ResultState, Seen
from helsekort.record.card import Trail
from helsekort.record.entries import Finding, LabSource
from helsekort.record.measurements import Kind
from helsekort.web.clinician import wording
from helsekort.web.clinician.desk import Desk


class Follow(Struct):
    """Who has a laboratory's answer in hand, in words; a text is empty where there is nothing to say.

    `open`: somebody still has to look. `can_take`, `can_give`, `can_tell`: the reader may take it over, give it to
    another, or say that she was told.
    """

    owner: str
    due: str
    overdue: bool
    change: str
    seen: list[str]
    held: str
    open: bool
    mine: bool
    can_take: bool
    can_give: bool
    can_tell: bool


class Result(Struct):
    """One answer. `before` is what it said earlier, oldest first; `source` who answered or entered it."""

    origin: int
    label: str
    text: str
    stands: bool
    day: str
    age: str
    source: str
    sent: str
    material: str
    placed: str
    reference: str
    marks: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    follow: Follow | None = None


class Results(Struct):
    """`waiting`: somebody still has to look, the most urgent first. `missing`: names of tests not taken."""

    waiting: list[Result]
    rest: list[Result]
    missing: list[str]


def results(desk: Desk) -> Results:
    """Every answer of the card, withdrawn ones included, newest first within a kind."""
    known = answers(desk)
    trails = [trail for found in known.values() for trail in found]
    waiting = [trail for trail in trails if waits(desk, trail)]
    waiting.sort(key=lambda trail: _urgency(desk.opened.results[trail.origin], trail))
    taken = {trail.now.what for trail in trails if trail.stands}
    return Results(
        waiting=[_result(desk, trail) for trail in waiting],
        rest=[_result(desk, trail) for trail in trails if not waits(desk, trail)],
        missing=[desk.label(what) for what in known if desk.catalogue[what].usual and what not in taken],
    )


def answers(desk: Desk) -> dict[str, list[Trail[Finding]]]:
    """By catalogue key what laboratories answer: each of their kind, and whatever else one has sent.

    Newest sample first. Of what people typed only what stands; of a laboratory's also what it took back.
    """
    found: dict[str, list[Trail[Finding]]] = {
        what: [trail for trail in desk.card.series(what) if not trail.now.lab]
        for what, one in desk.catalogue.measurables.items()
        if one.category == "laboratory"
    }
    for trail in desk.card.findings:
        if trail.now.lab:
            found.setdefault(trail.now.what, []).append(trail)
    for trails in found.values():
        trails.sort(key=_newest, reverse=True)
    return found


def _newest(trail: Trail[Finding]) -> tuple[dt.date, dt.time, int]:
    return (trail.now.on, trail.now.at or dt.time.min, trail.origin)


def waits(desk: Desk, trail: Trail[Finding]) -> bool:
    """Whether somebody still has to look at it. Such an answer is told of in lines of its own."""
    state = desk.opened.results.get(trail.origin)
    return state is not None and (state.open or state.mine)


def _urgency(state: ResultState, trail: Trail[Finding]) -> tuple[bool, bool, dt.date, int]:
    return (not state.mine, not state.overdue, _due_day(state) or dt.date.max, trail.origin)


def _due_day(state: ResultState) -> dt.date | None:
    return dt.date.fromisoformat(state.due) if state.due else None


def _result(desk: Desk, trail: Trail[Finding]) -> Result:
    finding = trail.now
    state = desk.opened.results.get(trail.origin)
    return Result(
        origin=trail.origin,
        label=desk.full_label(finding.what, finding.fetus),
        text=desk.shown(finding, finding.what),
        stands=trail.stands,
        day=_sample_day(desk, finding),
        age=desk.age(finding.on),
        source=finding.lab.laboratory if finding.lab else desk.name(trail.last.author),
        sent=_as_sent(desk, finding),
        material=finding.lab.material if finding.lab else "",
        placed=desk.name(trail.last.author) if finding.lab and trail.last.author else "",
        reference=reference(desk, finding.lab),
        marks=desk.marks(trail),
        before=before(desk, trail),
        follow=_follow(desk, trail, state) if state else None,
    )


def _sample_day(desk: Desk, finding: Finding) -> str:
    day = desk.texts.numeric(finding.on)
    if finding.at is None:
        return day
    said = {"day": day, "clock": desk.texts.clock(finding.at)}
    return desk.texts.translate("%(day)s kl. %(clock)s") % said


def before(desk: Desk, trail: Trail[Finding]) -> list[str]:
    """What it said in each earlier version that said something else."""
    said = [
        desk.shown(entry.content, entry.content.what, unit=False)
        for entry in trail.entries
        if isinstance(entry.content, Finding)
    ]
    changes = [earlier for earlier, later in pairwise(said) if earlier != later]
    return list(dict.fromkeys(changes))


def _as_sent(desk: Desk, finding: Finding) -> str:
    """The laboratory's own number and unit, where they are not the ones shown."""
    measurable = desk.catalogue.measurables[finding.what]
    lab = finding.lab
    if (
        lab is None
        or measurable.kind is Kind.CODE
        or lab.sent_unit in (measurable.unit, measurable.shown_unit)
    ):
        return ""
    said = {"value": f"{lab.comparator}{lab.sent_value}", "unit": lab.sent_unit}
    return desk.texts.translate("sendt som %(value)s %(unit)s") % said


def reference(desk: Desk, lab: LabSource | None) -> str:
    """The range in the laboratory's words, and whose it is; empty for what no laboratory sent."""
    _ = desk.texts.translate
    if lab is None:
        return ""
    if not lab.reference:
        return _("Referanseområde ikke oppgitt av laboratoriet.")
    said = {"range": lab.reference}
    if lab.reference_of == "laboratory":
        return _("Referanseområde %(range)s er laboratoriets, ikke tilpasset gravide.") % said
    return _("Referanseområde %(range)s. Laboratoriet sier ikke hvem det gjelder for.") % said


def _follow(desk: Desk, trail: Trail[Finding], state: ResultState) -> Follow:
    is_open = state.open or state.mine
    return Follow(
        owner=owner(desk, state) if is_open else "",
        due=_due(desk, state) if is_open else "",
        overdue=is_open and state.overdue,
        change=_change(desk, trail, state),
        seen=_seen_by(desk, trail, state),
        held=_held(desk, state),
        open=is_open,
        mine=state.mine,
        can_take=_can_take(state),
        can_give=is_open and (state.mine or not state.responsible_party),
        can_tell=state.held is not None and not state.told,
    )


def _can_take(state: ResultState) -> bool:
    """What someone must read once more is theirs until its day has passed; the first look can be anyone's."""
    nobodys = not state.responsible_party
    return state.open and not state.mine and (nobodys or state.overdue or state.reason == "new")


def _seen_by(desk: Desk, trail: Trail[Finding], state: ResultState) -> list[str]:
    if not state.seen and trail.now.lab:
        return [desk.texts.translate("Ikke sett av noen.")]
    last = {(one.name, one.current): one for one in state.seen}
    now = {one.name for one in state.seen if one.current}
    return [_seen(desk, one) for one in last.values() if one.current or one.name not in now]


def owner(desk: Desk, state: ResultState) -> str:
    """Who must look: a person, or a unit where no person does."""
    _ = desk.texts.translate
    if state.responsible:
        return _("Ansvar: %(name)s") % {"name": state.responsible}
    if state.unit:
        return _("Ansvar: ingen person, bare %(unit)s") % {"unit": state.unit}
    return _("Ingen har ansvaret")


def _due(desk: Desk, state: ResultState) -> str:
    _ = desk.texts.translate
    due = _due_day(state)
    if due is None:
        return ""
    said = {"day": wording.near_day(desk.texts, due, desk.today)}
    return _("Frist %(day)s, gått ut") % said if state.overdue else _("Frist %(day)s") % said


def _change(desk: Desk, trail: Trail[Finding], state: ResultState) -> str:
    """What the reader read, and what the laboratory says now."""
    _ = desk.texts.translate
    if state.before is None or state.reason not in ("changed", "withdrawn"):
        return ""
    label, finding = desk.label(trail.now.what), trail.now
    old = desk.shown(state.before, finding.what, unit=False)
    said = {"what": label, "old": old, "new": desk.shown(finding, finding.what)}
    if state.reason == "withdrawn":
        sentence = _("Trukket tilbake av laboratoriet: %(what)s %(old)s.") % said
    elif old == desk.shown(finding, finding.what, unit=False):
        sentence = _("Endret av laboratoriet: %(what)s %(new)s, samme verdi.") % said
    else:
        sentence = _("Rettet av laboratoriet: %(what)s %(old)s → %(new)s.") % said
    return f"{sentence} {_read_before(desk, state, finding, old)}"


def _read_before(desk: Desk, state: ResultState, now: Finding, old: str) -> str:
    """When the replaced value came and when the reader read it; its sample's day, where that was changed as well."""
    _ = desk.texts.translate
    mine = [one.at for one in state.seen if not one.current and one.name == desk.my_name]
    said = {"old": old}
    if state.before_at is None or state.before is None or not mine:
        return _("Du leste %(old)s.") % said
    said |= {"came": _stamp(desk, state.before_at), "when": _stamp(desk, mine[-1])}
    if (state.before.on, state.before.at) == (now.on, now.at):
        return _("Du leste %(old)s den %(when)s. Det kom %(came)s.") % said
    said["day"] = _sample_day(desk, state.before)
    return _("Du leste %(old)s den %(when)s. Det kom %(came)s, om en prøve oppgitt tatt %(day)s.") % said


def _seen(desk: Desk, one: Seen) -> str:
    _ = desk.texts.translate
    said = {"name": one.name, "when": _stamp(desk, one.at)}
    return (
        _("Sett av %(name)s %(when)s") % said
        if one.current
        else _("%(name)s så det som sto før, %(when)s") % said
    )


def _stamp(desk: Desk, at: int) -> str:
    return wording.stamp(desk.texts, at, desk.today)


def _held(desk: Desk, state: ResultState) -> str:
    """Whether she sees it: held answers are nowhere on her pages."""
    _ = desk.texts.translate
    if state.told:
        return _("Merket som fortalt henne.")
    if state.held is None:
        return ""
    if state.held_until is None:
        return _("Kvinnen ser det ikke før det er merket som fortalt henne.")
    until = wording.near_day(desk.texts, state.held_until, desk.today)
    return _("Kvinnen ser det når det er merket som fortalt henne, og fra %(day)s uansett.") % {"day": until}


class NewLine(Struct):
    """A sentence for the first screen. `urgent`: past its limit, or changed after the reader read it."""

    text: str
    urgent: bool


def first_screen(desk: Desk, found: Results) -> list[NewLine]:
    """What waits on this card: what was changed after the reader read it, then how many by who must look."""
    changed = [one for one in found.waiting if one.follow and one.follow.change]
    lines = [NewLine(one.follow.change, urgent=True) for one in changed if one.follow]
    groups: dict[tuple[str, str, bool], int] = {}
    for one in found.waiting:
        if one.follow and not one.follow.change:
            key = (one.follow.owner, one.follow.due, one.follow.overdue)
            groups[key] = groups.get(key, 0) + 1
    for (who, due, overdue), number in groups.items():
        many = desk.texts.plural("%(number)s prøvesvar ikke sett", "%(number)s prøvesvar ikke sett", number)
        count = many % {"number": number}
        parts = [count, who, due]
        lines.append(NewLine(" · ".join(part for part in parts if part), urgent=overdue))
    return lines
