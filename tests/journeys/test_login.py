"""Logging in as people will: through the provider's own page, served by `helsekort serve`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from helsekort.record.ids import to_text
from tests.cast import Cast, number_of
from tests.fixtures.provider import Kind, Provider
from tests.journeys.looking import accessible
from tests.journeys.people import follow
from tests.ports import free_port
from tests.running import own_process
from tests.web.logging_in import KINDS, Homes, make_homes, second_role


@pytest.fixture
def served(cast: Cast, provider: Provider, service_url: str, tmp_path: Path) -> Iterator[Homes]:
    """The cast's record, served by a process of its own to people who log in."""
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    homes = make_homes(cast, provider, tmp_path, origin)
    second_role(cast)
    environment = {"HELSEKORT_DATABASE_URL": service_url, "HELSEKORT_ORIGIN": origin}
    for kind in KINDS:
        client = homes.clients[kind]
        environment[f"HELSEKORT_{kind.upper()}_ISSUER"] = client.published.issuer
        environment[f"HELSEKORT_{kind.upper()}_CLIENT"] = client.name
        environment[f"HELSEKORT_{kind.upper()}_KEY"] = str(tmp_path / f"{kind}.jwk")
    with own_process(["serve", "--port", str(port)], environment, tmp_path / "errors"):
        yield homes


def _log_in(page: Page, homes: Homes, kind: Kind, button: str, person: str) -> None:
    page.goto(homes.clients[kind].back.removesuffix(f"/inn/{kind}/tilbake"))
    page.get_by_role("link", name=button).click()
    expect(page).to_have_title("Logg inn")
    page.locator(f'button[value="{person}"]').click()


def test_ingrid_chooses_a_role_and_opens_karis_card(served: Homes, page: Page) -> None:
    ingrid = served.health_worker("Ingrid Dahl")
    _log_in(page, served, "helseid", "Logg inn med HelseID", ingrid)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvor arbeider du nå?")
    accessible(page)
    page.get_by_role("button", name="Velg Solsiden helsestasjon").click()
    follow(page, page.get_by_role("link", name="Kari Lunde Berg").first)
    assert to_text(served.cast.kari_card) in page.url
    expect(page.locator("h1")).to_contain_text("Kari Lunde Berg")


def test_kari_comes_in_at_the_highest_level_and_not_below(served: Homes, page: Page) -> None:
    low = served.citizen("Kari, lavere nivå", number_of(3), "idporten-loa-substantial")
    _log_in(page, served, "idporten", "Logg inn med ID-porten", low)
    expect(page.get_by_role("heading", level=1)).to_have_text("Innloggingen var ikke sikker nok")
    accessible(page)
    served.provider.person("idporten", low, "Kari", {"pid": number_of(3)}, "idporten-loa-high")
    _log_in(page, served, "idporten", "Logg inn med ID-porten", low)
    expect(page.get_by_role("heading", level=1)).to_have_text("Helsekortet ditt")
    page.goto(page.url + "/innlogginger")
    accessible(page)
    page.get_by_role("button", name="Logg ut").first.click()
    # on to the provider, and back when that is done
    page.get_by_role("button", name="Ja, logg ut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Helsekort for gravide")
    page.go_back()
    assert "Kari Lunde Berg" not in page.content()


def test_logging_out_at_the_provider_ends_the_session_here(
    served: Homes, page: Page, browser: Browser
) -> None:
    """Back-channel: the provider tells us itself."""
    kari = served.citizen("Kari", number_of(3))
    _log_in(page, served, "idporten", "Logg inn med ID-porten", kari)
    hers = page.url
    page.goto(f"{served.provider.idporten}/session/end")
    page.get_by_role("button", name="Ja, logg ut").click()
    expect(page).not_to_have_title("Logg ut")
    page.goto(hers)
    expect(page.get_by_role("link", name="Logg inn med ID-porten")).to_be_visible()


def test_per_sees_noras_card_on_her_behalf_until_she_ends_it(
    served: Homes, page: Page, browser: Browser
) -> None:
    said = {"represented_pid": number_of(4), "representation_relation": "fullmakt", "name": "Per Berg"}
    per = served.citizen("Per Berg", number_of(21), **said)
    _log_in(page, served, "idporten", "Logg inn med ID-porten", per)
    expect(page.get_by_role("note")).to_contain_text("Du ser kortet til Nora Haugen Sletten")
    accessible(page)
    hers = browser.new_page()
    _log_in(hers, served, "idporten", "Logg inn med ID-porten", served.citizen("Nora", number_of(4)))
    hers.get_by_role("link", name="Hvem kan se kortet ditt").click()
    hers.get_by_role("button", name="Avslutt Per Berg").click()
    accessible(hers)
    hers.goto(hers.url.replace("/fullmakt", "/innsyn"))
    expect(hers.locator("main")).to_contain_text("Per Berg, på vegne av deg, leste helsekortet ditt")
    page.reload()
    expect(page.locator("main")).not_to_contain_text("Nora Haugen Sletten")
    hers.close()
