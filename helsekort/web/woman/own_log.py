"""Her log: who has seen her card, by day, person or place; asked about, and taken home with its proofs."""

import io
import zipfile
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions import cards
from helsekort.actions.context import Context
from helsekort.actions.inquiries import ask_why
from helsekort.actions.opened import LogLine
from helsekort.actions.sessions import Session
from helsekort.actions.taking_log import take_own_log
from helsekort.web.shared.door import away
from helsekort.web.shared.headers import PERSONAL
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts
from helsekort.web.woman import log_choice
from helsekort.web.woman.log_choice import DAY
from helsekort.web.woman.log_words import LOOKED, ask_path, log_days, unit_name
from helsekort.web.woman.verifier import verifier

VERIFIER, LOG = "verify_log.py", "log.json"
COMMAND = " ".join(("python3", VERIFIER, LOG))
RIGHT, WRONG = ("lines", "hold"), ("NOT", "PROVEN")
"""What the program says, in its own language."""
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
        narrowed=log_choice.is_narrowed(chosen),
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
    at, log = request.path_params["moment"], cards.read_own_log(session.actor, ctx=ctx)
    line = next((one for one in log if str(one.at) == at and one.event in LOOKED and not one.own), None)
    if line is None or line.why is not None:
        return away("/min/innsyn")
    day = ctx.day_of(line.at)
    if request.method == "POST":
        ask_why(session.actor, ctx=ctx, person=line.person, organisation=line.organisation, day=day)
        return away("/min/innsyn?spurt=1")
    same = [
        one
        for one in log
        if (one.person, one.organisation, ctx.day_of(one.at)) == (line.person, line.organisation, day)
    ]
    return show(request, "woman/why.jinja", **_why(line, same, texts_of(request)), today=ctx.today())


def _why(line: LogLine, lines: list[LogLine], texts: Texts) -> dict[str, Any]:
    unit = unit_name(line, texts) or texts.translate("en helsetjeneste")
    return {"days": log_days(lines, texts), "unit": unit, "path": ask_path(line)}


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
            _("Du kan kontrollere den uten oss, også uten nett. Maskinen må ha Python 3, som er gratis."),
            _("1. Pakk ut alle filene i samme mappe."),
            _("2. Åpne et kommandovindu i den mappen."),
            _("3. Skriv dette, og trykk på linjeskift. Finnes ikke %(first)s, så skriv %(short)s i stedet:")
            % {"first": COMMAND.split()[0], "short": "py"},
            f"    {COMMAND}",
            _(
                "Programmet viser hver linje som er bevist, og svarer på engelsk. Klokkeslettene er en eller to timer"
                " bak norsk tid. Stemmer alt, sier siste linje «%(holds)s», med et fingeravtrykk. Er noe endret i"
                " filen, står det «%(wrong)s», og hva som er galt."
            )
            % {"holds": " ".join(RIGHT), "wrong": " ".join(WRONG)},
            _("Sammenlign fingeravtrykket med det som er kunngjort av dem som driver helsekortet."),
            _(
                "Filen beviser at disse linjene står i loggen og ikke er endret. Navnene står ikke i loggen selv, og er"
                " slik tjenesten oppga dem. Filen er personlig. Ta vare på den som et brev fra helsetjenesten."
            ),
            "",
        )
    )
