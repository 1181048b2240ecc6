"""Her log: who has seen her card, by day, person or place; asked about, and taken home with its proofs."""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions import cards
from helsekort.actions.context import Context
from helsekort.actions.inquiries import ask_why
from helsekort.actions.opened import LogLine
from helsekort.actions.sessions import Session
from helsekort.actions.taking_log import take_own_log
from helsekort.record.ids import UnreadableId, from_text
from helsekort.web.shared.door import away
from helsekort.web.shared.headers import PERSONAL
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts
from helsekort.web.woman import log_choice
from helsekort.web.woman.log_choice import DAY
from helsekort.web.woman.log_words import ask_path, log_days, unit_name
from helsekort.web.woman.verifier import verifier

VERIFIER, LOG = "verify_log.py", "log.json"
COMMAND = " ".join(("python3", VERIFIER, LOG))
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""A file's time in an archive: the same for all, for the log has its own times."""


def log_page(request: Request, ctx: Context, session: Session) -> Response:
    """Who has seen her card."""
    return show_log(request, ctx, cards.read_own_log(session.actor, ctx=ctx))


def show_log(
    request: Request, ctx: Context, lines: list[LogLine], *, here: str = "/min/innsyn", behind: bool = False
) -> Response:
    """The page of these lines. `here` is its address; `behind`: it stands behind her step."""
    texts = texts_of(request)
    people = log_choice.options(lines, texts)
    chosen = log_choice.read_choice(request.query_params, people)
    shown = log_choice.chosen_lines(lines, chosen)
    return show(
        request,
        "woman/log.jinja",
        days=log_days(shown, texts) if chosen.view == DAY else [],
        groups=[] if chosen.view == DAY else log_choice.groups(shown, texts, chosen.view),
        chosen=chosen,
        people=people,
        any_lines=bool(lines),
        today=ctx.today(),
        asked="spurt" in request.query_params,
        left_elsewhere="ut" in request.query_params,
        here=here,
        behind=behind,
    )


def why_page(request: Request, ctx: Context, session: Session) -> Response:
    """She asks why; what will happen is said before she does."""
    person, organisation, day = _looked(request.path_params)
    if request.method == "POST":
        ask_why(session.actor, ctx=ctx, person=person, organisation=organisation, day=day)
        return away("/min/innsyn?spurt=1")
    texts = texts_of(request)
    lines = [
        line
        for line in cards.read_own_log(session.actor, ctx=ctx)
        if (line.person, line.organisation, ctx.day_of(line.at)) == (person, organisation, day)
        and not line.own
    ]
    if not lines or lines[0].why is not None:
        return away("/min/innsyn")
    return show(request, "woman/why.jinja", **_why(lines, texts), today=ctx.today())


def _why(lines: list[LogLine], texts: Texts) -> dict[str, Any]:
    return {
        "days": log_days(lines, texts),
        "unit": unit_name(lines[0], texts),
        "path": ask_path(lines[0]),
    }


def _looked(path: Mapping[str, str]) -> tuple[int, int, dt.date]:
    """Who, where and when an address is about; 404 where it is about nothing."""
    try:
        return from_text(path["person"]), from_text(path["unit"]), dt.date.fromisoformat(path["day"])
    except (UnreadableId, ValueError):
        raise HTTPException(404) from None


def take_page(request: Request, ctx: Context, session: Session) -> Response:
    """Her log as an archive: the log, the program that checks it, and how."""
    log = take_own_log(session.actor, ctx=ctx)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as out:
        for name, content in (
            ("les-meg.txt", _read_me(texts_of(request)).encode()),
            (VERIFIER, verifier()),
            (LOG, log),
        ):
            out.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    headers = {**PERSONAL, "Content-Disposition": 'attachment; filename="helsekort-log.zip"'}
    return Response(archive.getvalue(), headers=headers, media_type="application/zip")


def _read_me(texts: Texts) -> str:
    _ = texts.translate
    return "\n\n".join(
        (
            _("Dette er loggen over hvem som har sett helsekortet ditt, slik den sto da du lastet den ned."),
            _("Du kan kontrollere den uten oss, på en maskin med Python 3, også uten nett:"),
            COMMAND,
            _(
                "Programmet viser linjene som er bevist, og et fingeravtrykk. Sammenlign fingeravtrykket med det som er"
                " kunngjort av dem som driver helsekortet. Er noe endret i filen, sier programmet fra."
            ),
            _(
                "Filen beviser at disse linjene står i loggen og ikke er endret. Navnene står ikke i loggen selv, og er"
                " slik tjenesten oppga dem. Filen er personlig. Ta vare på den som et brev fra helsetjenesten."
            ),
            "",
        )
    )
