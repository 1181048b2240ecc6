"""The pages that say that a pregnancy is over, that one of several fetuses is lost, and that take either back."""

import datetime as dt
import secrets
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.cards import open_card
from helsekort.actions.closing import close_card, reopen_card
from helsekort.actions.context import Context
from helsekort.actions.endings import (
    REDUCTION,
    UNNAMED,
    Ending,
    end_pregnancy,
)
from helsekort.actions.outcomes import KeyUsedBefore, Problem, Rejected, Stale
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.record.card import Trail
from helsekort.record.endings import STATES
from helsekort.record.entries import Fetus
from helsekort.record.oddities import EndingOddity, ending_oddities
from helsekort.web.clinician import done, over
from helsekort.web.clinician.desk import Desk, desk
from helsekort.web.clinician.ending_known import ending_offer, with_taken
from helsekort.web.clinician.forms import TICKED
from helsekort.web.shared import messages
from helsekort.web.shared.door import away, card_of, posted, taken_draft
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.typed_values import Unread, read_day

OUTCOMES = "L5"
"""The code list of how it ended."""


def end_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of an ending; once the pregnancy is over, what was said and the way back."""
    table = opened(request, ctx, session)
    typed: Mapping[str, str] = as_typed(request, ctx, session)
    if request.method != "POST":
        return _end_page(request, table, typed, {})
    typed, both = with_taken(table, typed)
    ending, problems = _read(table, typed)
    problems[:0] = both
    try:
        if ending is None or problems:
            raise Rejected(problems)
        end_pregnancy(
            session.actor,
            ctx=ctx,
            card=table.card.card,
            ending=ending,
            key=typed.get("key") or _new_key(),
            looked=typed.get("looked") == TICKED,
        )
    except Rejected as rejected:
        odd = [] if ending is None or problems else _odd(table, ending)
        return _end_page(request, table, typed, own_errors(table, rejected.problems), odd, status=422)
    except KeyUsedBefore:
        return _end_page(request, table, {**typed, "key": _new_key()}, {}, status=409)
    return away(f"{path_of(table)}/avslutning")


def reopen_page(request: Request, ctx: Context, session: Session) -> Response:
    """POST that takes an ending back. GET is where a login leads back to."""
    table = opened(request, ctx, session)
    typed = as_typed(request, ctx, session)
    if request.method != "POST":
        return _end_page(request, table, typed, {})
    try:
        reopen_card(
            session.actor,
            ctx=ctx,
            card=table.card.card,
            base_version=done.number(typed.get("version", "")),
            reason=typed.get("reason", "").strip(),
        )
    except Rejected as rejected:
        return _end_page(request, table, typed, own_errors(table, rejected.problems), status=422)
    except Stale:
        return _end_page(request, table, typed, {}, status=409)
    return away(path_of(table))


def close_page(request: Request, ctx: Context, session: Session) -> Response:
    """POST that closes a card some weeks after a birth. GET is where a login leads back to."""
    table = opened(request, ctx, session)
    typed = as_typed(request, ctx, session)
    if request.method != "POST":
        return _end_page(request, table, typed, {})
    try:
        born_on = dt.date.fromisoformat(typed.get("born_on", ""))
        close_card(session.actor, ctx=ctx, card=table.card.card, born_on=born_on)
    except Rejected as rejected:
        return _end_page(request, table, typed, own_errors(table, rejected.problems), status=422)
    except (Stale, ValueError):
        return _end_page(request, table, typed, {}, status=409)
    return away(f"{path_of(table)}/avslutning")


def opened(request: Request, ctx: Context, session: Session) -> Desk:
    opened = open_card(session.actor, ctx=ctx, card=card_of(request))
    return desk(opened, ctx, texts_of(request), session.actor.party)


def path_of(table: Desk) -> str:
    return f"/klinikk/kort/{ids.to_text(table.card.card)}"


def _new_key() -> str:
    return secrets.token_urlsafe(16)


def as_typed(request: Request, ctx: Context, session: Session) -> dict[str, str]:
    if request.method == "POST":
        return dict(posted(request).fields)
    draft = taken_draft(request, ctx, session)
    return dict(draft.fields) if draft else {}


def _read(table: Desk, typed: Mapping[str, str]) -> tuple[Ending | None, list[Problem]]:
    problems: list[Problem] = []
    on = day_typed(typed, problems)
    codes = {}
    for origin, _label in _grew(table):
        codes[origin] = typed.get(f"outcome-{origin}", "")
        if codes[origin] not in STATES:
            problems.append(Problem(f"outcome-{origin}", "choice"))
    return (Ending(on, codes) if on else None), problems


def day_typed(typed: Mapping[str, str], problems: list[Problem]) -> dt.date | None:
    """The day under `on`; a problem where there is none."""
    text = typed.get("on", "").strip()
    if text:
        return day_from(text, "on", problems)
    problems.append(Problem("on", "missing"))
    return None


def day_from(text: str, field: str, problems: list[Problem]) -> dt.date | None:
    """The day that was typed; a problem with `field` where it cannot be read."""
    try:
        return read_day(text.strip())
    except Unread as unread:
        problems.append(Problem(field, unread.code))
    return None


def _grew(table: Desk) -> list[tuple[int, str]]:
    """Each fetus that something became of, with its name on the page; one without an entry where none is entered."""
    _ = table.texts.translate
    found = [(trail.origin, table.fetus_label(trail.origin)) for trail in table.card.growing()]
    return [(origin, label or _("Hva skjedde?")) for origin, label in found or [(UNNAMED, "")]]


def _odd(table: Desk, ending: Ending) -> list[str]:
    """What is unusual about an ending, a sentence each."""
    _ = table.texts.translate
    said = {
        EndingOddity.ANOTHER_WEEK: _("Det som er valgt, brukes vanligvis ikke i denne uken."),
        EndingOddity.BEFORE_CHECK_UP: _("Det er ført en kontroll etter denne dagen."),
        EndingOddity.AGAINST_CHILD: _("Det som er ført om barnet ved fødselen, sier noe annet."),
    }
    known = {origin: code for origin, code in ending.codes.items() if code in STATES}
    return [said[each] for each in ending_oddities(table.card, ending.on, known, table.terms)]


def own_errors(table: Desk, problems: list[Problem]) -> dict[str, str]:
    _ = table.texts.translate
    own = {
        "already-over": _("Svangerskapet er allerede ført som over. Se hva som står."),
        "not-born": _("Et kort avsluttes slik bare etter en fødsel."),
        "too-early": _("Det er ikke gått seks uker etter fødselen ennå."),
        "not-over": _("Kortet er ikke avsluttet. Det er ingenting å ta tilbake."),
        "active-card": _("Hun har et annet kort som gjelder nå. Dette kan ikke åpnes samtidig."),
        "last-one": _("Det er det siste fosteret som lever. Før heller at svangerskapet er over."),
        "not-growing": _("Det er allerede ført. Se hva som står."),
        "taken": _("Et annet foster har fått denne bokstaven i mellomtiden. Nå står den neste her."),
        "not-lost": _("Det er ingenting å ta tilbake."),
        "told-of": _(
            "Det står noe om dette fosteret på kortet. Trekk det tilbake først, om også det er feil."
        ),
    }
    labels = {
        "on": _("Dagen"),
        "reason": _("Hvorfor tas det tilbake?"),
        "looked": _("Har du sett over det uvanlige?"),
    }
    labels |= {f"outcome-{origin}": label for origin, label in _grew(table)}
    return {
        one.field: own.get(one.code) or messages.problem(table.texts, one, labels.get(one.field, _("Feltet")))
        for one in problems
    }


def _end_page(
    request: Request,
    table: Desk,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    odd: list[str] | None = None,
    *,
    status: int = 200,
) -> Response:
    _ = table.texts.translate
    codes = table.catalogue.lists[OUTCOMES].codes
    return show(
        request,
        "clinician/over.jinja",
        status=status,
        desk=table,
        over=over.over_line(table),
        mine=done.mine(table, table.card.opening.last),
        fetuses=[(label, table.became(trail)) for label, trail in _said(table)],
        fields=_grew(table),
        outcomes=[(code, _(codes[code])) for code in STATES if code != REDUCTION and code in codes],
        odd=odd or [],
        known=ending_offer(table, typed),
        typed={"on": "", "key": _new_key(), "reason": "", **typed},
        errors=errors,
        summary=list(errors.items()),
        stale=status == 409,
        path=path_of(table),
    )


def _said(table: Desk) -> list[tuple[str, Trail[Fetus]]]:
    _ = table.texts.translate
    return [(table.fetus_label(trail.origin) or _("Fosteret"), trail) for trail in table.card.live_fetuses()]
