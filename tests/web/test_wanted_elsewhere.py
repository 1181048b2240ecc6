"""What browsers say of how a page is wanted: inside another site's page there is none of ours."""

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from helsekort import app
from tests.cast import Cast
from tests.web.at_work import HERE, card_path, ingrid, words

LINK = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
# sec-fetch-site, -mode, -dest of what another page of a browser may ask for without being a link
INSIDE = (
    ("cross-site", "navigate", "iframe"),
    ("cross-site", "navigate", "frame"),
    ("cross-site", "navigate", "object"),
    ("cross-site", "navigate", "embed"),
    ("cross-site", "no-cors", "image"),
    ("cross-site", "no-cors", "script"),
    ("cross-site", "no-cors", "document"),
    ("cross-site", "cors", "empty"),
    ("same-site", "navigate", "iframe"),
    ("same-site", "no-cors", "image"),
    ("cross-site", "", ""),
    ("anything", "navigate", "iframe"),
)
# Addresses that another site may ask for otherwise -> why.
OTHERWISE = {
    "/inn/{provider}/utlogget": "the provider tells in a frame that its session has ended",
}


def _said(site: str, mode: str, dest: str) -> dict[str, str]:
    named = {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest}
    return {name: value for name, value in named.items() if value}


@pytest.mark.parametrize(("site", "mode", "dest"), INSIDE)
def test_inside_another_sites_page_there_is_no_card(cast: Cast, site: str, mode: str, dest: str) -> None:
    midwife = ingrid(cast)
    answer = midwife.client.get(card_path(cast.nora_card), headers=_said(site, mode, dest))
    assert answer.status_code == 403
    assert "Helsekortet åpnes bare i et eget vindu" in words(answer.text)
    assert "Nora" not in answer.text
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "said",
    [
        {},
        LINK,
        {**LINK, "sec-fetch-site": "same-site"},
        {**LINK, "sec-fetch-site": "none"},
        _said("same-origin", "no-cors", "image"),
    ],
)
def test_a_link_from_elsewhere_opens_it_and_so_does_a_browser_that_says_nothing(
    cast: Cast, said: dict[str, str]
) -> None:
    assert ingrid(cast).client.get(card_path(cast.nora_card), headers=said).status_code == 200


def test_a_form_is_no_link(cast: Cast) -> None:
    midwife = ingrid(cast)
    answer = midwife.client.post("/klinikk/finn", data={"number": "1"}, headers=LINK)
    assert answer.status_code == 403


def test_no_page_is_given_to_another_sites_page(cast: Cast) -> None:
    """Every address of a page, or the list above says why not."""
    built = app.build(cast.ctx)
    client = TestClient(built, base_url=HERE, follow_redirects=False)
    inside = _said("cross-site", "no-cors", "image")
    pages = [
        route
        for route in built.routes
        if isinstance(route, Route)
        and not route.path.startswith(
            ("/fhir", "/dhg", "/cds-services", "/meldinger", "/health", "/.well-known")
        )
        and "GET" in (route.methods or ())
        and route.path not in OTHERWISE
    ]
    assert len(pages) > 80
    given = []
    for route in pages:
        path = route.path
        for name in route.param_convertors:
            path = path.replace(f"{{{name}}}", "helseid" if name == "provider" else "x")
        if client.get(path, headers=inside).status_code != 403:
            given.append(route.path)
    assert given == []


def test_no_page_lets_text_become_a_script(cast: Cast) -> None:
    policy = ingrid(cast).get("/klinikk").headers["content-security-policy"]
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in policy


@pytest.mark.parametrize(
    "path", ["/fhir/r4/metadata", "/fhir/r4/Patient/x", "/dhg/api/maternity-record/v1/status"]
)
def test_no_other_site_can_put_an_answer_of_the_doors_into_its_page(cast: Cast, path: str) -> None:
    answer = TestClient(app.build(cast.ctx), base_url=HERE).get(path)
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
