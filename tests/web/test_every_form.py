"""Every address that takes a form, sent what no page of ours sends: a sentence each time, and nothing changed."""

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from helsekort import app
from helsekort.access.actors import NOBODY
from helsekort.actions import registry, sessions
from helsekort.actions.context import Context
from helsekort.record.ids import to_text
from helsekort.store.audit_lines import counts
from helsekort.store.parties import PersonaRow
from helsekort.web import clinician, woman
from helsekort.web.shared import front
from tests.cast import JOB, Cast

ROUTES = [
    route
    for route in (*front.routes, *clinician.routes, *woman.routes)
    if isinstance(route, Route) and route.methods and "POST" in route.methods
]
FORMS = {
    "nothing": "",
    "a word in every field": "&".join(
        f"{name}=x"
        for name in (
            "on",
            "way",
            "key",
            "base",
            "base_seq",
            "base_version",
            "reason",
            "why",
            "method",
            "measured",
        )
    ),
    "numbers without end": "key=k&base="
    + "9" * 60
    + "&base_version="
    + "9" * 60
    + "&reason=x&why=x&weight="
    + "9" * 90,
    "minus": "key=k&base=-1&base_version=-1&reason=x&why=x&on=-1&length=-1&embryo_days=-1&method=FOREIGN"
    "&measured=01.01.2027",
    "repeated": "on=1&on=2&key=a&key=b&reason=x&reason=y",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_a_strange_form_is_met_with_a_sentence(house: Context, cast: Cast, route: Route, form: str) -> None:
    client = TestClient(app.build(house), base_url="http://127.0.0.1", follow_redirects=False)
    client.cookies.set("helsekort", entered(house, cast))
    before = entries(house)
    path = route.path.replace("{card}", to_text(cast.nora_card)).replace("{origin}", "2")
    answer = client.post(
        path,
        content=FORMS[form],
        headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": "http://127.0.0.1"},
    )
    assert answer.status_code < 500
    assert entries(house) == before


def entered(house: Context, cast: Cast) -> str:
    """A session of Ingrid's."""
    row = PersonaRow("ingrid", 1, "clinician", cast.ingrid.party, cast.ingrid.organisation, "JO", "")
    registry.register_persona(JOB, ctx=house, persona=row)
    return sessions.enter_as_persona(NOBODY, ctx=house, persona="ingrid")


def entries(house: Context) -> int:
    with house.database.transaction(write=False) as tx:
        return counts(tx)[1]
