"""Once a provider has let someone in: their role, what is the demo's and what is not, and how it ends."""

import re
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace

from helsekort import app as house
from helsekort.access.actors import NOBODY
from helsekort.actions import sessions
from helsekort.actions.cards import open_card
from helsekort.actions.outcomes import Refused
from helsekort.actions.sessions import HOUR, recognise
from helsekort.record.ids import to_text
from tests.actions.every_action import EXAMPLES
from tests.cast import Cast, number_of
from tests.fixtures.provider import Provider, running_provider
from tests.web.logging_in import Homes, make_homes, second_role
from tests.web.test_door import OWN, Browser


def _in(homes: Homes, path: str) -> bool:
    """Whether this browser is logged in, on this side."""
    return homes.browser.get(path).status_code == httpx.codes.OK


# --- roles -------------------------------------------------------------------------------------------------


def test_with_several_roles_she_chooses_one_before_anything_else(homes: Homes) -> None:
    second = second_role(replace(homes.cast, ctx=replace(homes.cast.ctx, demo=True)))
    card = f"/klinikk/kort/{to_text(homes.cast.kari_card)}"
    answer = homes.log_in("helseid", homes.health_worker("Ingrid"), f"?videre={card}")
    assert answer.headers["location"] == f"/inn/rolle?videre={card}"
    assert homes.browser.get(card).headers["location"] == f"/inn/rolle?videre={card}"
    page = homes.browser.get(answer.headers["location"]).text
    chosen = {match: match for match in re.findall(r'name="to" value="([^"]+)"', page)}
    assert set(chosen) == {to_text(homes.cast.ingrid.organisation), to_text(second)}
    elsewhere = {"to": to_text(homes.cast.amir.organisation), "videre": card}
    assert homes.browser.post("/inn/rolle", data=elsewhere, headers=OWN).status_code == httpx.codes.FORBIDDEN
    data = {"to": to_text(homes.cast.ingrid.organisation), "videre": card}
    assert homes.browser.post("/inn/rolle", data=data, headers=OWN).headers["location"] == card
    assert homes.browser.get(card).status_code == httpx.codes.OK
    # at the other place she cares for nobody
    homes.browser.post("/inn/rolle", data={"to": to_text(second)}, headers=OWN)
    assert homes.browser.get(card).status_code == httpx.codes.FORBIDDEN


@pytest.mark.parametrize("to", ["", "1", "not an id", "0" * 500])
def test_a_role_that_is_none_is_refused(homes: Homes, to: str) -> None:
    homes.log_in("helseid", homes.health_worker("Ingrid"))
    answer = homes.browser.post("/inn/rolle", data={"to": to}, headers=OWN)
    assert answer.status_code in (httpx.codes.FORBIDDEN, httpx.codes.UNPROCESSABLE_ENTITY)


def test_a_woman_has_no_roles(homes: Homes) -> None:
    homes.log_in("idporten", homes.citizen("Kari", number_of(3)))
    assert homes.browser.get("/inn/rolle").status_code == httpx.codes.FORBIDDEN


# --- the demo, and what is not ------------------------------------------------------------------------------


def test_a_fictive_person_is_nobody_outside_the_demo(homes: Homes, cast: Cast) -> None:
    """Not even on the demo's own database, with a token that was good a moment ago."""
    token = sessions.enter_as_persona(NOBODY, ctx=cast.ctx, **EXAMPLES["enter_as_persona"].needs(cast))
    inside, outside = (recognise(NOBODY, ctx=ctx, token=token) for ctx in (cast.ctx, homes.cast.ctx))
    assert inside is not None
    assert outside is not None
    assert (inside.live, outside.live) == (True, False)
    answer = homes.browser.post("/inn", data={"person": "ingrid"}, headers=OWN)
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert "Gå inn som" not in homes.browser.get("/").text


def test_the_demo_knows_no_provider(homes: Homes, cast: Cast) -> None:
    homes.log_in("idporten", homes.citizen("Kari", number_of(3)))
    inside = recognise(NOBODY, ctx=cast.ctx, token=homes.browser.cookies["helsekort"])
    assert inside is not None
    assert not inside.live
    demo = Browser(house.build(cast.ctx, clients=homes.clients))
    for path in ("/inn/helseid", "/inn/idporten/tilbake", "/inn/idporten/ut", "/inn/helseid/utlogget"):
        assert demo.get(path).status_code == httpx.codes.NOT_FOUND
    assert "HelseID" not in demo.get("/").text


def test_the_front_page_shows_the_way_that_leads_on(homes: Homes) -> None:
    page = homes.browser.get("/").text
    assert "/inn/idporten" in page
    assert "/inn/helseid" in page
    hers = homes.browser.get("/?videre=/min/innsyn").text
    assert 'href="/inn/idporten?videre=/min/innsyn"' in hers
    assert "/inn/helseid" not in hers


# --- out again ----------------------------------------------------------------------------------------------


def test_logging_out_ends_ours_and_leads_on_to_the_provider(homes: Homes) -> None:
    homes.log_in("idporten", homes.citizen("Kari", number_of(3)))
    assert "form-action 'self' http" in homes.browser.get("/min").headers["content-security-policy"]
    onwards = homes.browser.post("/ut", headers=OWN).headers["location"]
    assert not _in(homes, "/min")
    there = httpx.URL(homes.browser.get(onwards).headers["location"])
    assert str(there).startswith(homes.provider.idporten)
    # the ID token holds her number, and this is an address
    assert set(there.params) == {"client_id", "post_logout_redirect_uri"}
    assert httpx.get(there).status_code == httpx.codes.OK


def test_a_woman_always_proves_anew_who_she_is(homes: Homes) -> None:
    """An open session at the provider, on a phone that is shared, opens no card."""
    url = httpx.URL(homes.there("idporten"))
    with httpx.Client(follow_redirects=True) as phone:
        assert "Logg inn" in phone.get(url).text
        kari = homes.citizen("Kari", number_of(3))
        page = phone.get(homes.there("idporten"))
        phone.post(page.url, data={"person": kari}, follow_redirects=False)
        assert "Logg inn" in phone.get(homes.there("idporten")).text


def test_a_session_ends_after_its_longest_life(homes: Homes) -> None:
    homes.log_in("helseid", homes.health_worker("Ingrid"))
    token, ctx = homes.browser.cookies["helsekort"], homes.cast.ctx
    later = recognise(NOBODY, ctx=ctx.at(ctx.now() + ctx.session_hours * HOUR + 1), token=token)
    assert later is not None
    assert not later.live


# --- what matters most ---------------------------------------------------------------------------------------


def _later(homes: Homes, minutes: int) -> None:
    """The clock of the house goes on; that of the provider does not."""
    ctx = homes.app.state.ctx
    homes.app.state.ctx = ctx.at(ctx.now() + minutes * 60_000_000)


def test_what_matters_most_is_not_done_by_whoever_holds_an_open_phone(homes: Homes) -> None:
    homes.log_in("idporten", homes.citizen("Nora", number_of(4)))
    data = {"whom": to_text(homes.cast.amir.party), "of_class": ""}
    _later(homes, 11)
    answer = homes.browser.post("/min/tilgang/opphev", data=data, headers=OWN)
    assert answer.status_code == httpx.codes.FORBIDDEN
    assert "/inn/idporten?pa-nytt=1&amp;videre=/min/tilgang" in answer.text
    assert homes.browser.post("/min/mer", headers=OWN).status_code == httpx.codes.FORBIDDEN
    assert homes.browser.get("/min/mer/kort").headers["location"] == "/min/mer"
    # to shut someone out asks for nothing more
    shut = homes.browser.post("/min/fullmakt", data={"do": "end", "to": to_text(1)}, headers=OWN)
    assert shut.status_code == httpx.codes.NOT_FOUND
    let = homes.browser.post("/min/fullmakt", data={"do": "resume", "to": to_text(1)}, headers=OWN)
    assert let.status_code == httpx.codes.FORBIDDEN


def test_a_card_that_is_closed_to_all_is_not_opened_again_by_whoever_holds_an_open_phone(
    homes: Homes,
) -> None:
    where, given = "/min/tilgang/samtykke", {"do": "give"}
    homes.log_in("idporten", homes.citizen("Nora", number_of(4)))
    closed = homes.browser.post(where, data={"do": "withdraw", "sure": "yes"}, headers=OWN)
    assert closed.status_code == httpx.codes.SEE_OTHER
    ingrid = {"ctx": homes.cast.ctx, "card": homes.cast.nora_card}
    _later(homes, 11)
    answer = homes.browser.post(where, data=given, headers=OWN)
    assert answer.status_code == httpx.codes.FORBIDDEN
    assert f"/inn/idporten?pa-nytt=1&amp;videre={where}" in answer.text
    with pytest.raises(Refused):
        open_card(homes.cast.ingrid, **ingrid)
    _later(homes, -11)
    homes.browser.post(where, data=given, headers=OWN)
    assert open_card(homes.cast.ingrid, **ingrid).card.card == homes.cast.nora_card


def test_a_health_workers_open_session_at_the_provider_does_not_prove_anything_anew(homes: Homes) -> None:
    ingrid = homes.health_worker("Ingrid")
    with httpx.Client() as browser:

        def sign_in(address: str) -> httpx.Response:
            page = browser.get(address, follow_redirects=False)
            while page.is_redirect and page.headers["location"].startswith(("/", homes.provider.helseid)):
                page = browser.get(page.url.join(page.headers["location"]), follow_redirects=False)
            return page

        page = sign_in(homes.there("helseid"))
        chosen = browser.post(page.url, data={"person": ingrid})
        browser.get(chosen.url.join(chosen.headers["location"]))
        assert sign_in(homes.there("helseid")).is_redirect, "known there already"
        assert "Logg inn" in sign_in(homes.there("helseid", "?pa-nytt=1")).text


# --- the provider is down, or changes its keys ---------------------------------------------------------------


def test_a_provider_that_is_down_keeps_nobody_out_who_is_in(cast: Cast, tmp_path: Path) -> None:
    with running_provider() as own:
        homes = make_homes(cast, own, tmp_path)
        homes.log_in("helseid", homes.health_worker("Ingrid"))
        address = homes.provider.sign_in(homes.there("helseid"), homes.health_worker("Ingrid"))
        own.stop()
        assert _in(homes, "/klinikk")
        for answer in (
            homes.browser.get("/inn/helseid"),
            homes.back(address),
            homes.browser.get("/inn/idporten"),
        ):
            assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
            assert answer.headers["retry-after"] == "60"
            assert "ring" in answer.text
        assert _in(homes, "/klinikk")
        # and who is in gets out
        onwards = homes.browser.post("/ut", headers=OWN).headers["location"]
        assert homes.browser.get(onwards).headers["location"].startswith(("/", own.helseid))
        assert not _in(homes, "/klinikk")


def test_no_login_fails_while_the_provider_changes_its_keys(homes: Homes, provider: Provider) -> None:
    ingrid = homes.health_worker("Ingrid")
    before = provider.asked("helseid", "/jwks")
    for turn in range(6):
        address = provider.sign_in(homes.there("helseid"), ingrid)
        if turn % 2:
            provider.rotate("helseid")
        assert homes.back(address).status_code == httpx.codes.SEE_OTHER
    provider.rotate("helseid")
    provider.drop_old_keys("helseid")
    assert homes.log_in("helseid", ingrid).status_code == httpx.codes.SEE_OTHER
    # once at first, and once for each change
    assert provider.asked("helseid", "/jwks") - before == 1 + 4
