"""The pages of the guideline: a card's findings and plan, the reason of each, and what is in force."""

import secrets

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort.actions.context import Context
from helsekort.actions.guidance import Guided, act_on_guidance, look_at_guideline, read_guidance
from helsekort.actions.lists_by_finding import list_by_finding
from helsekort.actions.outcomes import KeyUsedBefore, Problem, Rejected
from helsekort.actions.sessions import Session
from helsekort.guideline.acts import Act, Acted
from helsekort.guideline.changes import changes
from helsekort.guideline.edition import DATED, EDITION
from helsekort.web.clinician import done
from helsekort.web.clinician.desk import Desk, desk
from helsekort.web.clinician.guideline import acting, in_force, lists, reasons, views
from helsekort.web.shared.door import away, card_of, page, posted, taken_draft
from helsekort.web.shared.rendering import show, texts_of

_KEY_BYTES = 16


class _Opened(Struct):
    """A card with what the guideline says of it."""

    guided: Guided
    desk: Desk


def _opened(request: Request, ctx: Context, session: Session) -> _Opened:
    contact = done.number(request.query_params.get("kontakt", "")) or None
    guided = read_guidance(session.actor, ctx=ctx, card=card_of(request), contact=contact)
    return _Opened(guided, desk(guided.opened, ctx, texts_of(request), session.actor.party, session.name))


def guidance_page(request: Request, ctx: Context, session: Session) -> Response:
    """All that the guideline says of a card: findings, visits, what cannot be judged, what was done with."""
    here = _opened(request, ctx, session)
    table, then = here.desk, here.guided.then
    return show(
        request,
        "clinician/guideline_card.jinja",
        desk=table,
        path=views.path_of(table),
        edition=EDITION,
        dated=DATED,
        findings=[views.finding(table, one) for one in then.found if not one.quiet],
        handled=[views.finding(table, one) for one in then.handled()],
        visits=[views.visit(table, one) for one in then.planned],
        cannot=views.cannot(table, then.unjudged()),
        without=views.without_finding(table, then),
    )


def reason_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET: why a topic says what it says. POST: what was done about one of its findings."""
    here = _opened(request, ctx, session)
    key = request.path_params["topic"].replace("-", "_")
    line = here.guided.then.topic(key)
    if line is None:
        raise HTTPException(404)
    if request.method == "POST":
        return _act(request, ctx, session, here, key)
    draft = taken_draft(request, ctx, session)
    typed = acting.of_rule(dict(draft.fields)) if draft else {}
    return _reason(request, here, key, typed, [], 200)


def _act(request: Request, ctx: Context, session: Session, here: _Opened, key: str) -> Response:
    typed = acting.of_rule(dict(posted(request).fields))
    answer, until, problems = acting.read(typed)
    if answer is None or problems:
        return _reason(request, here, key, typed, problems, 422)
    try:
        origin = act_on_guidance(
            session.actor,
            ctx=ctx,
            card=here.desk.card.card,
            rule=typed.get("rule", ""),
            rests_on=typed.get("rests_on", ""),
            act=Act(Acted(answer), until, typed.get("why", "").strip()),
            key=typed.get("key") or _new_key(),
        )
    except Rejected as rejected:
        return _reason(request, here, key, typed, rejected.problems, 422)
    except KeyUsedBefore:
        return _reason(request, here, key, {**typed, "key": _new_key()}, [Problem("rule", "saved")], 409)
    return away(f"{views.path_of(here.desk)}/{views.slug(key)}?lagret={origin}")


def _reason(
    request: Request,
    here: _Opened,
    key: str,
    typed: dict[str, str],
    problems: list[Problem],
    status: int,
) -> Response:
    table, then = here.desk, here.guided.then
    line = then.topic(key)
    assert line is not None  # noqa: S101  # asked for before
    rules = reasons.reasoned(table, then, here.guided.by_today, key)
    errors = acting.errors(table.texts, problems, typed.get("rule", ""))
    saved = done.number(request.query_params.get("lagret", ""))
    return show(
        request,
        "clinician/guideline_reason.jinja",
        status=status,
        desk=table,
        path=views.path_of(table),
        edition=EDITION,
        dated=DATED,
        topic=table.texts.translate(line.topic.label),
        file=f"helsekort/guideline/rules/{key}.toml",
        here_path=request.url.path,
        rules=rules,
        unjudged=reasons.unjudged(table, line),
        source=reasons.source(table, line.version) if line.version else None,
        on=then.on,
        past=then.on != table.today,
        days=acting.days(table, then.on),
        choices=acting.choices(table),
        typed={"answer": "", "until": "", "why": "", "rule": "", **typed},
        errors=errors,
        key=typed.get("key") or _new_key(),
        saved=any(trail.origin == saved and done.mine(table, trail.last) for trail in table.card.rows),
    )


def _new_key() -> str:
    return secrets.token_urlsafe(_KEY_BYTES)


def guideline_page(request: Request, ctx: Context, session: Session) -> Response:
    """What is in force: purpose, version, sources, what cannot be judged, and what is new since the last look."""
    looked = look_at_guideline(session.actor, ctx=ctx)
    texts, today = texts_of(request), ctx.today()
    new = changes(looked.guideline, looked.before, today) if looked.before else []
    return show(
        request,
        "clinician/guideline_in_force.jinja",
        edition=EDITION,
        dated=DATED,
        guideline=looked.guideline,
        before=looked.before,
        new=[in_force.change(texts, one) for one in new],
        topics=in_force.topics(texts, looked.guideline, today),
        programme=in_force.programme(texts, looked.guideline, today),
    )


def lists_page(request: Request, ctx: Context, session: Session) -> Response:
    """The women this clinician cares for, by finding and by what cannot be judged."""
    texts, whole = texts_of(request), list_by_finding(session.actor, ctx=ctx)
    return show(
        request,
        "clinician/guideline_lists.jinja",
        edition=EDITION,
        dated=DATED,
        found=[lists.found(texts, one, whole) for one in whole.lists.found],
        unjudged=[lists.unjudged(texts, one, whole) for one in whole.lists.unjudged],
    )


_CARD = "/klinikk/kort/{card}/retningslinje"
routes: list[Route] = [
    Route("/klinikk/retningslinje", page(guideline_page)),
    Route("/klinikk/retningslinje/lister", page(lists_page)),
    Route(_CARD, page(guidance_page)),
    Route(_CARD + "/{topic}", page(reason_page), methods=["GET", "POST"]),
]
