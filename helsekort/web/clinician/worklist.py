"""The desk: the women she cares for, or her unit's, by list; what waits for her; and the search by number."""

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.cards import find_woman
from helsekort.actions.context import Context
from helsekort.actions.epicrisis_post import list_epicrises
from helsekort.actions.homecomings import list_homecomings
from helsekort.actions.inbox import list_inbox
from helsekort.actions.inquiries import count_inquiries
from helsekort.actions.opened import WorklistRow
from helsekort.actions.outcomes import Refused
from helsekort.actions.owed_tasks import list_tasks
from helsekort.actions.referrals import list_referrals
from helsekort.actions.results import list_results
from helsekort.actions.sessions import Session
from helsekort.actions.telling import list_to_tell
from helsekort.actions.worklists import list_unit, list_women
from helsekort.record import ids
from helsekort.record.entries import ContactKind
from helsekort.record.gestation import GestationalAge, ListLimits
from helsekort.record.lists import Listed
from helsekort.record.parties import Woman
from helsekort.web.clinician import (
    epicrisis_lists,
    homecomings,
    inbox,
    referral_lists,
    results_waiting,
    taking_in,
    wording,
)
from helsekort.web.clinician.number_typed import number_problem
from helsekort.web.clinician.over import listed
from helsekort.web.shared.door import away, posted
from helsekort.web.shared.messages import problem
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.slots import slots_of
from helsekort.web.shared.texts import Texts

UNIT = "enhet"
"""What the address says where the whole unit's women are asked for."""


class Tab(Struct):
    """A list that can be chosen. `says` is who stands on it, in a sentence."""

    path: str
    label: str
    count: int
    current: bool
    says: str


class Row(Struct):
    """One woman on the desk. `card` is empty where its reader has no care relation to her."""

    card: str
    name: str
    years: str
    age: str
    edd: str
    days: str
    fetuses: str
    several: bool
    last: str
    agreed: str
    late: bool
    answers: int
    followed_by: str
    over: str = ""
    closes: str = ""


def worklist_page(request: Request, ctx: Context, session: Session) -> Response:
    """Her women, nearest due date first."""
    return _worklist(request, ctx, session)


def find(request: Request, ctx: Context, session: Session) -> Response:
    """POST of a national number. It never stands in an address, and is not shown again where it is mistyped.

    Where nobody on her list has it, the way on is to take in whoever stands before her: the same page, known or not.

    GET is where a login leads back to.
    """
    if request.method != "POST":
        return worklist_page(request, ctx, session)
    form = posted(request)
    number = "".join(form.get("number").split())
    mistyped = number_problem(number, "number")
    if mistyped is not None:
        return _worklist(request, ctx, session, error=problem(texts_of(request), mistyped, ""))
    try:
        card = find_woman(session.actor, ctx=ctx, number=number)
    except Refused:
        if form.get("akutt"):
            raise
        return taking_in.form(request, ctx, {"number": number}, searched=True)
    return away(f"/klinikk/kort/{ids.to_text(card)}{'/akutt' if form.get('akutt') else ''}")


def _worklist(request: Request, ctx: Context, session: Session, error: str = "") -> Response:
    texts, asked = texts_of(request), request.query_params
    tasks = list_results(session.actor, ctx=ctx)
    waiting = results_waiting.by_card(tasks)
    mine = list_women(session.actor, ctx=ctx)
    whole_unit = asked.get("hos") == UNIT
    women = list_unit(session.actor, ctx=ctx) if whole_unit else mine
    chosen = _chosen(asked)
    own = {row.card for row in mine}
    shown = [row for row in women if chosen is None or chosen in _lists(row, waiting)]
    messages = [row for row in list_inbox(session.actor, ctx=ctx) if row.state in inbox.WAITS]
    return show(
        request,
        "clinician/worklist.jinja",
        status=422 if error else 200,
        tabs=_tabs(texts, ctx.terms.lists, women, waiting, chosen, whole_unit=whole_unit),
        chosen=chosen,
        whole_unit=whole_unit,
        rows=[_row(texts, ctx.today(), row, waiting, open_to_her=row.card in own) for row in shown],
        error=error,
        unit=session.unit,
        groups=results_waiting.groups(ctx.catalogue, texts, tasks, ctx.today()),
        answers=len(tasks),
        overdue=sum(task.overdue for task in tasks),
        messages=len(messages),
        owed=list_tasks(session.actor, ctx=ctx),
        to_tell=len(list_to_tell(session.actor, ctx=ctx)),
        inquiries=count_inquiries(session.actor, ctx=ctx),
        homecomings=homecomings.unread(handed)
        if (handed := list_homecomings(session.actor, ctx=ctx))
        else None,
        referrals=referral_lists.waiting(list_referrals(session.actor, ctx=ctx), session.actor.party),
        epicrises=epicrisis_lists.unread(list_epicrises(session.actor, ctx=ctx)),
        done=asked.get("svar", ""),
        slot=slots_of(request).desk(request),
        # from the list of whom the local record lacks something of, one press leads to what it lacks
        onwards="/journal" if chosen is Listed.LACKING else "",
    )


def _chosen(asked: Mapping[str, str]) -> Listed | None:
    """The list that is asked for; None for all, and for one there is not."""
    return next((one for one in Listed if one.value == asked.get("liste")), None)


def _lists(row: WorklistRow, waiting: Mapping[int, int]) -> frozenset[Listed]:
    also = {Listed.RESULTS: bool(waiting.get(row.card)), Listed.LACKING: row.lacking}
    return row.lists | {one for one, stands in also.items() if stands}


def _tabs(
    texts: Texts,
    limits: ListLimits,
    women: list[WorklistRow],
    waiting: Mapping[int, int],
    chosen: Listed | None,
    *,
    whole_unit: bool,
) -> list[Tab]:
    """All, then each list with how many stand on it."""
    _ = texts.translate
    found = [_lists(row, waiting) for row in women]
    counts = {one: sum(one in lists for lists in found) for one in Listed}
    whose = f"hos={UNIT}" if whole_unit else ""
    all_path = f"/klinikk?{whose}" if whose else "/klinikk"
    tabs = [Tab(all_path, _("Alle"), len(women), chosen is None, _("Nærmeste termin først."))]
    for one in Listed:
        query = "&".join(part for part in (whose, f"liste={one.value}") if part)
        label, says = _words(texts, limits, one)
        tabs.append(Tab(f"/klinikk?{query}", label, counts[one], chosen is one, says))
    return tabs


def _words(texts: Texts, limits: ListLimits, one: Listed) -> tuple[str, str]:
    """The name of a list, and who stands on it."""
    _ = texts.translate
    said = {
        "soon": limits.due_soon.days,
        "past": str(GestationalAge(limits.past_term.days)),
        "late": limits.apart.days,
        "from": str(GestationalAge(limits.last_third.days)),
    }
    return {
        Listed.RESULTS: (_("Nye prøvesvar"), _("Prøvesvar som ikke er sett.")),
        Listed.LACKING: (_("Ikke overført"), _("Ført her, og ikke overført til journalen ennå.")),
        Listed.DUE_SOON: (_("Termin snart"), _("Termin innen %(soon)s dager, eller passert.") % said),
        Listed.PAST_TERM: (_("Over termin"), _("Svangerskapslengde fra %(past)s.") % said),
        Listed.LATE: (
            _("Kontroll forfalt"),
            _("Avtalt kontroll er passert, eller mer enn %(late)s dager siden siste uten at ny er avtalt.")
            % said,
        ),
        Listed.UNSEEN: (
            _("Ikke kontroll etter %(from)s") % said,
            _("Kommet til %(from)s, og ingen kontroll er ført siden da.") % said,
        ),
    }[one]


def _row(
    texts: Texts, today: dt.date, row: WorklistRow, waiting: Mapping[int, int], *, open_to_her: bool
) -> Row:
    _ = texts.translate
    years = Woman(row.name, row.birth_date).age(today)
    agreed = row.next_visit if row.next_visit and not _held(row, row.next_visit) else None
    return Row(
        card=ids.to_text(row.card) if open_to_her else "",
        name=row.name,
        years=_("%(years)s år") % {"years": years} if years is not None else "",
        age=str(row.age) if row.age else "",
        edd=texts.numeric(row.edd) if row.edd else "",
        days=wording.days_to(texts, row.edd, today) if row.edd else "",
        fetuses=wording.fetuses_word(texts, row.fetuses or 0),
        several=(row.fetuses or 0) > 1,
        last=_last(texts, row),
        agreed=texts.numeric(agreed) if agreed else "",
        late=Listed.LATE in row.lists,
        answers=waiting.get(row.card, 0),
        followed_by=", ".join(row.followed_by),
        over=listed(texts, row.over, today) if row.over else "",
        closes=row.over.on.isoformat() if row.over and row.closable and open_to_her else "",
    )


def _held(row: WorklistRow, agreed: dt.date) -> bool:
    """Whether a check-up has come since: the day that was agreed is then no longer a next one."""
    return row.last_check_up is not None and row.last_check_up >= agreed


def _last(texts: Texts, row: WorklistRow) -> str:
    if row.last_contact is None:
        return ""
    day = texts.numeric(row.last_contact)
    if not row.last_contact_kind:
        return day
    return f"{day} ({wording.kind_name(texts, ContactKind(row.last_contact_kind)).lower()})"
