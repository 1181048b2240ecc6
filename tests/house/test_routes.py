"""Every address has a policy: an action stands behind it, which asks whether they may; or it is on the list below."""

from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from helsekort import app
from helsekort.access.permissions import Permission
from helsekort.actions import cards
from helsekort.actions.context import Context
from helsekort.actions.sessions import Session
from helsekort.settings import Settings
from helsekort.web.shared.door import page
from tests.actions.test_every_action import SHARED
from tests.house.reached import actions_of

OF_THE_DOOR = frozenset({Permission.RECOGNISE, Permission.KEEP_DRAFT})
"""What every door does before it lets anyone on: who it is, and keeping what someone typed whose session had ended."""
# Addresses behind which nobody is asked anything -> why.
ASKS_NOBODY = {
    "/": "the front page says nothing of anyone",
    "/sprak": "only the language of the pages",
    "/health": "says only whether the database answers",
    "/inn/{provider}/ut": "sends to the provider someone who has left here already",
    "/fhir/r4/metadata": "what the door can do",
    "/fhir/r4/.well-known/smart-configuration": "how to come in",
    "/fhir/r4/openapi.json": "what the door can do",
    "/fhir/r4/Questionnaire": "the forms, empty",
    "/fhir/r4/Questionnaire/{id}": "a form, empty",
    "/fhir/r4/PlanDefinition": "the rules of the guideline",
    "/fhir/r4/PlanDefinition/{id}": "a rule of the guideline",
    "/fhir/r4/ActivityDefinition": "what the guideline proposes",
    "/fhir/r4/ActivityDefinition/{id}": "what the guideline proposes",
    "/cds-services": "which services there are",
    "/fhir/{rest:path}": "says that there is nothing there",
    "/cds-services/{rest:path}": "says that there is nothing there",
    "/dhg/{rest:path}": "says that there is nothing there",
}


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> list[Route]:
    """Gives every address of the service with all its parts switched on."""
    place: Path = tmp_path_factory.mktemp("routes")
    ctx = app.context(Settings(f"sqlite:///{place / 'empty.db'}", place, guideline="on"))
    found = app.build(ctx).routes
    ctx.database.close()
    mounts = [each.path for each in found if isinstance(each, Mount)]
    assert mounts == ["/static"]
    kept = [each for each in found if isinstance(each, Route)]
    assert len(kept) + len(mounts) == len(found)
    return kept


def asked_at(route: Route) -> set[Permission]:
    """What is asked for behind an address, beside what its door does for all."""
    known = {each.value: each for each in Permission} | SHARED
    return {known[name] for name in actions_of(route) if name in known} - OF_THE_DOOR


def test_every_address_asks_for_something_or_is_known_to_ask_nobody(routes: list[Route]) -> None:
    without = {route.path for route in routes if not asked_at(route)}
    assert without == set(ASKS_NOBODY)


def _asks_nothing(_request: Request, _ctx: Context, _session: Session) -> Response:
    return Response()


def _opens(_request: Request, ctx: Context, session: Session) -> Response:
    return Response(str(cards.open_own_card(session.actor, ctx=ctx)))


def _by_a_helper(request: Request, ctx: Context, session: Session) -> Response:
    return {"opens": _opens}["opens"](request, ctx, session)


def test_an_address_that_asks_nothing_is_found_and_one_that_asks_in_a_roundabout_way_is_not() -> None:
    _opens.__module__ = _by_a_helper.__module__ = _asks_nothing.__module__ = "helsekort.web.here"
    assert asked_at(Route("/x", page(_asks_nothing))) == set()
    assert asked_at(Route("/x", page(_opens, "woman"))) == {Permission.OPEN_OWN_CARD}
    assert asked_at(Route("/x", page(_by_a_helper, "woman"))) == {Permission.OPEN_OWN_CARD}
