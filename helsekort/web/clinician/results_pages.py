"""What is done with answers: seen, told, taken over, given on. One by one from the card, many from the worklist."""

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.cards import open_card
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Problem, Rejected
from helsekort.actions.results import (
    Colleague,
    ResultKey,
    give_responsibility,
    list_results,
    mark_result_seen,
    mark_told,
    take_responsibility,
    who_may_take,
)
from helsekort.actions.sessions import Session
from helsekort.record import ids
from helsekort.web.clinician import results_waiting, wording
from helsekort.web.shared.door import away, card_of, posted
from helsekort.web.shared.people import role_name
from helsekort.web.shared.rendering import show, texts_of

_LONGEST = 2000  # characters in an address, which browsers and servers all take


def card_results_page(request: Request, ctx: Context, session: Session) -> Response:
    """POST from the card: the button pressed names what is done, its value the answers. GET leads to the card."""
    card = card_of(request)
    path = f"/klinikk/kort/{ids.to_text(card)}" if card else "/klinikk"
    if request.method != "POST":
        return away(f"{path}#prover")
    form = posted(request)
    done = next((name for name in ("seen", "told", "take") if form.get(name)), "")
    origins = _numbers(form.get(done)) if done else ()
    up_to = _numbers(form.get("up_to"))
    if not origins or (done != "take" and len(up_to) != 1):
        raise Rejected([Problem("results", "missing")])
    if done == "seen":
        mark_result_seen(session.actor, ctx=ctx, card=card, origins=origins, up_to=up_to[0])
    elif done == "told":
        mark_told(session.actor, ctx=ctx, card=card, origins=origins, up_to=up_to[0])
    else:
        done = _take(ctx, session, tuple(ResultKey(card, origin) for origin in origins))
    which = "-".join(str(origin) for origin in origins[:40])
    return away(f"{path}?svar={done}&av={which}#prover")


def take_page(request: Request, ctx: Context, session: Session) -> Response:
    """POST from the worklist: answers of one or several women, all or none. GET leads to the worklist."""
    if request.method != "POST":
        return away("/klinikk#prover")
    keys = results_waiting.chosen(posted(request).all("result"))
    if not keys:
        return away("/klinikk?svar=none#prover")
    return away(f"/klinikk?svar={_take(ctx, session, keys)}#prover")


def _take(ctx: Context, session: Session, keys: tuple[ResultKey, ...]) -> str:
    """What came of it, as the next page is told: take, or nothing where one of them could not be taken."""
    try:
        take_responsibility(session.actor, ctx=ctx, results=keys)
    except Rejected:
        return "nothing"
    return "take"


def give_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET: to whom the chosen answers can go. POST: there they go."""
    values = posted(request).all("result") or request.query_params.getlist("result")
    keys = results_waiting.chosen(values)
    if not keys or sum(map(len, values)) > _LONGEST:
        return away("/klinikk?svar=none#prover")
    error = ""
    if request.method == "POST":
        error = _give(request, ctx, session, keys)
        if not error:
            return away(_back(request, keys, "give"))
    return show(
        request,
        "clinician/results_give.jinja",
        status=422 if error else 200,
        rows=_named(request, ctx, session, keys),
        number=len(keys),
        values=values,
        people=_colleagues(request, ctx, session, keys),
        chosen=posted(request).get("to"),
        error=error,
        back=_back(request, keys),
        from_card=_from_card(request, keys),
    )


def _give(request: Request, ctx: Context, session: Session, keys: tuple[ResultKey, ...]) -> str:
    """Give them on; the sentence for what stands in the way."""
    _ = texts_of(request).translate
    try:
        to = ids.from_text(posted(request).get("to"))
    except ids.UnreadableId:
        return _("Velg hvem svarene skal gis til.")
    try:
        give_responsibility(session.actor, ctx=ctx, results=keys, to=to)
    except Rejected as rejected:
        if all(problem.code != "no-relation" for problem in rejected.problems):
            return _(
                "Minst ett av svarene kan ikke gis videre: det er sett, eller en annen har ansvaret. "
                "Gå tilbake og velg på nytt."
            )
        return _(
            "Den du valgte, har ikke alle disse kvinnene til behandling. Velg en annen, eller gi færre om gangen."
        )
    return ""


def _colleagues(
    request: Request, ctx: Context, session: Session, keys: tuple[ResultKey, ...]
) -> list[tuple[str, str]]:
    """(id, name and unit) of those who may take every one of them."""
    cards = list(dict.fromkeys(key.card for key in keys))
    people = [who_may_take(session.actor, ctx=ctx, card=card) for card in cards]
    common = set.intersection(*({one.party for one in each} for each in people)) - {session.actor.party}
    found = {one.party: _person(request, one) for one in people[0] if one.party in common}
    return [(ids.to_text(party), text) for party, text in found.items()]


def _person(request: Request, one: Colleague) -> str:
    role = role_name(texts_of(request), one.role)
    return ", ".join(part for part in (one.name, role, one.unit) if part)


def _named(
    request: Request, ctx: Context, session: Session, keys: tuple[ResultKey, ...]
) -> list[tuple[str, str]]:
    """(woman, names of her answers): from her card where one came from it, else as the worklist has them."""
    texts = texts_of(request)
    if _from_card(request, keys):
        opened = open_card(session.actor, ctx=ctx, card=keys[0].card)
        origins = {key.origin for key in keys}
        named = [trail.now.what for trail in opened.card.findings if trail.origin in origins]
        found = {keys[0].card: (opened.woman.name, named)}
    else:
        found = {}
        for task in list_results(session.actor, ctx=ctx):
            if ResultKey(task.card, task.origin) in keys:
                found.setdefault(task.card, (task.name, []))[1].append(task.what)
    return [
        (name, ", ".join(dict.fromkeys(wording.label(ctx.catalogue, texts, what) for what in named)))
        for name, named in found.values()
    ]


def _from_card(request: Request, keys: tuple[ResultKey, ...]) -> bool:
    asked = posted(request).get("from") or request.query_params.get("from", "")
    return asked == "card" and len({key.card for key in keys}) == 1


def _back(request: Request, keys: tuple[ResultKey, ...], done: str = "") -> str:
    """Where one came from: the card, or the worklist."""
    place = f"/klinikk/kort/{ids.to_text(keys[0].card)}" if _from_card(request, keys) else "/klinikk"
    return f"{place}?svar={done}#prover" if done else f"{place}#prover"


def _numbers(text: str) -> tuple[int, ...]:
    """Origins in a button's value; none where any part is no number."""
    parts = text.split()
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return ()
    return tuple(int(part) for part in parts)
