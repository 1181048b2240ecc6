"""The page that takes in a woman who is on no list: who she is, how she is reached, and why she came."""

import secrets
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.context import Context
from helsekort.actions.outcomes import KeyUsedBefore, Problem, Refused, Rejected
from helsekort.actions.rows import write_answers
from helsekort.actions.sessions import Session
from helsekort.actions.taking_in import take_in_woman
from helsekort.record import ids
from helsekort.record.agreements import Informed, InformedBy, InformedHow, LegalBasis
from helsekort.record.entries import Finding
from helsekort.record.taking_in import Newcomer, NumberKind, Why, wrong
from helsekort.web.clinician.over_pages import day_from
from helsekort.web.shared import messages
from helsekort.web.shared.door import away, posted
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts
from helsekort.web.shared.typed_values import Unread, read_text

LANGUAGES = "LANGUAGE"
"""The code list of languages; a woman's own is kept in small letters. None is the usual one until she is asked."""
FIELDS = ("number", "name", "birth_date", "language", "phone", "why", "consent", "informed_how")
"""What is empty until it is typed or chosen."""


def take_in_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of who she is. Whatever stands in the way of a person who is known is answered alike."""
    if request.method != "POST":
        return form(request, ctx, {})
    typed = {name: value for name, value in posted(request).fields if name in _fresh()}
    texts = texts_of(request)
    newcomer, phone, problems = _read(ctx, typed)
    try:
        if problems:
            raise Rejected(problems)
        taken = take_in_woman(session.actor, ctx=ctx, newcomer=newcomer, key=typed.get("key") or _key())
    except Rejected as rejected:
        return form(request, ctx, typed, _errors(texts, rejected.problems), status=422)
    except KeyUsedBefore:
        return form(request, ctx, {**typed, "key": _key()}, status=409)
    except Refused:
        return form(request, ctx, typed, status=403)
    if taken.opened:
        _state(session, ctx, taken.card, newcomer, phone)
    return away(f"/klinikk/kort/{ids.to_text(taken.card)}")


def form(
    request: Request,
    ctx: Context,
    typed: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    *,
    searched: bool = False,
    status: int = 200,
) -> Response:
    """The form with what was typed. `searched`: a number was looked for, and nobody on the reader's list has it."""
    _ = texts_of(request).translate
    found = errors or {}
    codes = ctx.catalogue.lists[LANGUAGES].codes
    return show(
        request,
        "clinician/take_in.jinja",
        status=status,
        typed={**_fresh(), **typed},
        errors=found,
        summary=list(found.items()),
        kinds=_kinds(request),
        reasons=_reasons(request),
        languages_of_hers=sorted(((code, _(name)) for code, name in codes.items()), key=lambda one: one[1]),
        informed_by=_informers(request),
        informed_how=_ways(request),
        trial=ctx.legal_basis is LegalBasis.TRIAL,
        searched=searched,
        refused=status == 403,
        stale=status == 409,
    )


def _fresh() -> dict[str, str]:
    """The fields as they stand before anything is typed; no others are taken up."""
    empty = dict.fromkeys(FIELDS, "")
    return {**empty, "kind": NumberKind.NATIONAL, "informed_by": InformedBy.SELF, "key": _key()}


def _key() -> str:
    return secrets.token_urlsafe(16)


def _kinds(request: Request) -> list[tuple[str, str]]:
    _ = texts_of(request).translate
    return [
        (NumberKind.NATIONAL, _("fødselsnummer eller D-nummer")),
        (NumberKind.HELP, _("felles hjelpenummer")),
        (NumberKind.NONE, _("har ikke nummer")),
    ]


def _reasons(request: Request) -> list[tuple[str, str]]:
    _ = texts_of(request).translate
    return [
        (Why.APPOINTMENT, _("har time her")),
        (Why.CAME, _("kom uten time")),
        (Why.SENT, _("er henvist, eller har byttet hit")),
    ]


def _informers(request: Request) -> list[tuple[str, str]]:
    _ = texts_of(request).translate
    return [
        (InformedBy.SELF, _("jeg")),
        (InformedBy.COLLEAGUE, _("en annen her")),
        (InformedBy.ELSEWHERE, _("noen et annet sted")),
    ]


def _ways(request: Request) -> list[tuple[str, str]]:
    _ = texts_of(request).translate
    return [
        (InformedHow.SPOKEN, _("i samtale")),
        (InformedHow.INTERPRETED, _("i samtale med tolk")),
        (InformedHow.WRITTEN, _("skriftlig")),
    ]


def _informed(ctx: Context, typed: Mapping[str, str], problems: list[Problem]) -> Informed | None:
    """What was written of her consent; None where none is asked for, or she has not given it."""
    if ctx.legal_basis is not LegalBasis.TRIAL or typed.get("consent") != "yes":
        return None
    by, how = typed.get("informed_by", ""), typed.get("informed_how", "")
    known = {"informed_by": by in tuple(InformedBy), "informed_how": how in tuple(InformedHow)}
    problems += [Problem(field, "choice") for field, there in known.items() if not there]
    return Informed(InformedBy(by), InformedHow(how)) if all(known.values()) else None


def _read(ctx: Context, typed: Mapping[str, str]) -> tuple[Newcomer, str, list[Problem]]:
    """Who she is, her telephone, and all that is wrong with either."""
    problems: list[Problem] = []
    name, phone = (_line(typed, field, problems) for field in ("name", "phone"))
    text = typed.get("birth_date", "").strip()
    birth = day_from(text, "birth_date", problems) if text else None
    kind, why, language = (typed.get(field, "") for field in ("kind", "why", "language"))
    if kind not in tuple(NumberKind):
        problems.append(Problem("kind", "choice"))
    newcomer = Newcomer(
        name=name,
        birth_date=birth,
        kind=NumberKind(kind) if kind in tuple(NumberKind) else NumberKind.NATIONAL,
        number="".join(typed.get("number", "").split()),
        language=language.lower() if language in ctx.catalogue.lists[LANGUAGES].codes else "",
        why=Why(why) if why in tuple(Why) else None,
        informed=_informed(ctx, typed, problems),
    )
    told = {one.field for one in problems}
    trial = ctx.legal_basis is LegalBasis.TRIAL and typed.get("consent") != "yes"
    found = wrong(newcomer, ctx.today(), allow_synthetic=ctx.demo, trial=trial)
    return newcomer, phone, problems + [Problem(*each) for each in found if each[0] not in told]


def _line(typed: Mapping[str, str], field: str, problems: list[Problem]) -> str:
    try:
        return " ".join(read_text(typed.get(field, "")).split())
    except Unread as unread:
        problems.append(Problem(field, unread.code))
        return ""


def _state(session: Session, ctx: Context, card: int, newcomer: Newcomer, phone: str) -> None:
    """Her language, and how she is reached, as the first that is said on a new card."""
    today = ctx.today()
    findings = [Finding("language", newcomer.language.upper(), today)]
    if phone:
        findings.append(Finding("phone", phone, today))
    write_answers(session.actor, ctx=ctx, card=card, findings=findings, rows=[], key="taken-in")


def _errors(texts: Texts, problems: list[Problem]) -> dict[str, str]:
    _ = texts.translate
    own = {
        "belongs-to-another": _("Noen har nettopp registrert dette nummeret. Send skjemaet på nytt."),
        "not-asked": _("Det er skrevet et nummer, men svart at hun ikke har noe. Rett det ene."),
        "is-national": _("Dette er et fødselsnummer eller D-nummer. Velg det over."),
        "is-help": _("Dette er et felles hjelpenummer. Velg det over."),
        "help-series": _("Et felles hjelpenummer begynner med 8 eller 9. Se over sifrene."),
        "no-consent": _("Uten samtykket hennes kan hun ikke ha helsekort her. Kryss av når hun har sagt ja."),
        "active-card": _("Noen har nettopp opprettet et kort for henne. Send skjemaet på nytt."),
    }
    labels = {
        "name": _("Navn"),
        "birth_date": _("Fødselsdato"),
        "number": _("Nummer"),
        "why": _("Hvorfor er hun her?"),
        "kind": _("Hva slags nummer?"),
        "language": _("Språk"),
        "phone": _("Telefon"),
        "informed_by": _("Hvem informerte henne?"),
        "informed_how": _("Hvordan ble hun informert?"),
    }
    # what is wrong about her, and not about a field, stands beside her name
    return {
        "name" if one.field == "woman" else one.field: own.get(one.code)
        or messages.problem(texts, one, labels.get(one.field, _("Feltet")))
        for one in problems
    }
