"""Logging in by a provider: who is let in, as whom, and every way in that is not one."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace

from helsekort import app as house
from helsekort.access.actors import NOBODY
from helsekort.actions import sessions
from helsekort.actions.context import Context
from helsekort.actions.sessions import LONGEST_MINUTES, recognise
from helsekort.audit.events import Event
from helsekort.record.ids import to_text
from tests.actions.every_action import EXAMPLES
from tests.cast import Cast, make_woman, number_of, organisation_number
from tests.fixtures.provider import Kind, Provider, running_provider
from tests.store.stored import audit
from tests.web.logging_in import MUNICIPALITY, PRACTICE, Homes, make_homes, second_role
from tests.web.test_door import OWN, Browser


@pytest.fixture
def homes(cast: Cast, provider: Provider, tmp_path: Path) -> Iterator[Homes]:
    """Gives the cast in a house that people log in to by the providers."""
    return make_homes(cast, provider, tmp_path)


def _reasons(ctx: Context) -> list[tuple[str, ...]]:
    return [line.about for line in audit(ctx) if line.event is Event.NOT_LET_IN]


def _in(homes: Homes, path: str) -> bool:
    """Whether this browser is logged in, on this side."""
    return homes.browser.get(path).status_code == httpx.codes.OK


def _refused(homes: Homes, answer: httpx.Response, kind: Kind, why: str) -> None:
    """A page in words, a line in the log, and nobody in."""
    assert answer.status_code == httpx.codes.FORBIDDEN
    assert "<h1>" in answer.text
    assert _reasons(homes.cast.ctx)[-1] == (kind, why)
    assert "helsekort" not in homes.browser.cookies


def test_a_midwife_comes_in_at_her_unit(homes: Homes) -> None:
    answer = homes.log_in("helseid", homes.health_worker("Ingrid"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/klinikk")
    page = homes.browser.get("/klinikk").text
    assert "Ingrid Dahl" in page
    assert "Solsiden helsestasjon" in page
    assert homes.browser.get(f"/klinikk/kort/{to_text(homes.cast.kari_card)}").status_code == httpx.codes.OK
    (line,) = [line for line in audit(homes.cast.ctx) if line.event is Event.ENTERED]
    assert (line.kind, line.party, line.organisation, line.about) == (
        "clinician",
        homes.cast.ingrid.party,
        homes.cast.ingrid.organisation,
        ("helseid",),
    )


def test_a_woman_comes_in_to_the_page_she_was_going_to(homes: Homes) -> None:
    answer = homes.log_in("idporten", homes.citizen("Kari", number_of(3)), "?videre=/min/innsyn")
    assert answer.headers["location"] == "/min/innsyn"
    assert "Kari Lunde Berg" in homes.browser.get("/min").text


def test_the_session_knows_how_and_when_they_proved_who_they_are(homes: Homes) -> None:
    homes.log_in("idporten", homes.citizen("Kari", number_of(3)))
    session = recognise(NOBODY, ctx=homes.cast.ctx, token=homes.browser.cookies["helsekort"])
    assert session is not None
    assert (session.provider, session.actor.level) == ("idporten", "idporten-loa-high")
    assert 0 <= homes.cast.ctx.now() - session.actor.proved < 60_000_000


@pytest.mark.parametrize("level", ["3", "2", "5", "", " "])
def test_a_health_worker_below_level_4_is_refused(homes: Homes, level: str) -> None:
    answer = homes.log_in("helseid", homes.health_worker("Ingrid", security_level=level))
    _refused(homes, answer, "helseid", "level" if level.strip() else "no-level")


@pytest.mark.parametrize("claim", ["pid", "security_level", "hpr", "parent", "child"])
def test_a_claim_that_is_missing_is_a_refusal(homes: Homes, claim: str) -> None:
    answer = homes.log_in("helseid", homes.health_worker("Ingrid", **{claim: None}))
    _refused(homes, answer, "helseid", "no-level" if claim == "security_level" else f"no-{claim}")


@pytest.mark.parametrize(("acr", "why"), [("idporten-loa-substantial", "level"), ("", "no-level")])
def test_a_woman_below_high_is_refused_and_told_what_to_do(homes: Homes, acr: str, why: str) -> None:
    answer = homes.log_in("idporten", homes.citizen("Kari", number_of(3), acr))
    _refused(homes, answer, "idporten", why)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"hpr": "900000099"}, "person"),
        ({"hpr": "ni hundre"}, "person"),
        (
            {"parent": organisation_number("31000005"), "child": organisation_number("31000007")},
            "organisation",
        ),
        ({"parent": "123", "child": "123"}, "organisation"),
        ({"parent": PRACTICE, "child": PRACTICE}, "role"),
        # her unit belongs to the municipality, whatever else is said to answer for it
        ({"parent": PRACTICE}, "role"),
    ],
)
def test_who_is_not_here_gets_a_page_that_says_what_to_do(
    homes: Homes, changed: dict[str, str], why: str
) -> None:
    answer = homes.log_in("helseid", homes.health_worker("Ingrid", **changed))
    _refused(homes, answer, "helseid", why)
    assert "lederen din" in answer.text


def test_a_woman_without_a_card_and_one_who_is_not_here_get_the_same_page(homes: Homes) -> None:
    make_woman(replace(homes.cast.ctx, demo=True), "Uten Kort", 27)
    pages = {homes.log_in("idporten", homes.citizen("Uten", number_of(day))).text for day in (27, 28)}
    (page,) = pages
    assert "ikke noe helsekort" in page
    assert not _in(homes, "/min")


def test_who_presses_cancel_is_told_so(homes: Homes) -> None:
    answer = homes.back(homes.provider.sign_in(homes.there("helseid"), ""))
    _refused(homes, answer, "helseid", "cancelled")
    assert "avbrøt" in answer.text


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"state": "another"}, "state"),
        ({"state": "é" * 500}, "state"),
        ({"iss": "https://helseid.example"}, "issuer-of-the-answer"),
        ({"code": "guessed"}, "code"),
        ({"code": ""}, "no-code"),
        ({"error": "server_error"}, "provider-said-no"),
    ],
)
def test_an_answer_that_was_changed_on_its_way_is_refused(
    homes: Homes, changed: dict[str, str], why: str
) -> None:
    address = homes.provider.sign_in(homes.there("helseid"), homes.health_worker("Ingrid"))
    _refused(homes, homes.back(address, **changed), "helseid", why)
    assert not _in(homes, "/klinikk")


@pytest.mark.parametrize("name", ["state", "iss", "code"])
def test_of_what_stands_there_twice_or_not_at_all_nothing_is_believed(homes: Homes, name: str) -> None:
    for cut in (True, False):
        url = httpx.URL(homes.provider.sign_in(homes.there("helseid"), homes.health_worker("Ingrid")))
        params = url.params.remove(name) if cut else url.params.add(name, url.params[name])
        answer = homes.browser.get(str(url.copy_with(params=params).raw_path, "ascii"))
        assert answer.status_code == httpx.codes.FORBIDDEN
        assert not _in(homes, "/klinikk")


def test_an_answer_is_good_once(homes: Homes) -> None:
    address = homes.provider.sign_in(homes.there("helseid"), homes.health_worker("Ingrid"))
    assert homes.back(address).status_code == httpx.codes.SEE_OTHER
    homes.browser.cookies.clear()
    _refused(homes, homes.back(address), "helseid", "no-such-login")


def test_another_browser_cannot_be_logged_in_as_the_attacker(homes: Homes) -> None:
    """Login CSRF: the attacker's way back, opened by someone else."""
    address = homes.provider.sign_in(homes.there("helseid"), homes.health_worker("Lars"))
    homes.browser.cookies.clear()
    _refused(homes, homes.back(address), "helseid", "no-such-login")
    # nor where she herself is on her way in
    homes.there("helseid")
    _refused(homes, homes.back(address), "helseid", "state")


def test_a_code_of_one_login_is_no_use_in_another(homes: Homes) -> None:
    """The verifier of PKCE is the other login's."""
    stolen = httpx.URL(homes.provider.sign_in(homes.there("helseid"), homes.health_worker("Ingrid")))
    homes.browser.cookies.clear()
    address = homes.provider.sign_in(homes.there("helseid"), homes.health_worker("Lars", hpr="900000005"))
    _refused(homes, homes.back(address, code=stolen.params["code"]), "helseid", "code")


def test_the_two_providers_cannot_be_confused(homes: Homes) -> None:
    """A login that was begun with one is not ended with the other, and each has its own issuer, client and key."""
    address = homes.provider.sign_in(homes.there("idporten"), homes.citizen("Kari", number_of(3)))
    url = httpx.URL(address)
    answer = homes.browser.get(f"/inn/helseid/tilbake?{url.query.decode()}")
    _refused(homes, answer, "helseid", "no-such-login")
    one, other = homes.clients.values()
    assert one.published.issuer != other.published.issuer
    assert one.name != other.name


@pytest.mark.parametrize(
    "onwards",
    [
        "//evil.example",
        "https://evil.example/min",
        "/min/../../evil",
        "/klinikk",
        "/min\\@evil",
        "/inn/helseid/ut",
    ],
)
def test_a_login_leads_to_no_other_place(homes: Homes, onwards: str) -> None:
    answer = homes.log_in("idporten", homes.citizen("Kari", number_of(3)), f"?videre={onwards}")
    assert answer.headers["location"] == "/min"


def test_a_session_that_was_there_before_is_ended_and_another_token_given(homes: Homes) -> None:
    homes.log_in("idporten", homes.citizen("Kari", number_of(3)))
    before = homes.browser.cookies["helsekort"]
    homes.log_in("idporten", homes.citizen("Nora", number_of(4)))
    after = homes.browser.cookies["helsekort"]
    assert before != after
    ended = recognise(NOBODY, ctx=homes.cast.ctx, token=before)
    assert ended is not None
    assert not ended.live


def test_a_token_that_was_put_there_beforehand_opens_nothing(homes: Homes) -> None:
    """Session fixation."""
    homes.browser.cookies.set("helsekort", "attackers-own-token-of-some-length", domain="127.0.0.1")
    homes.log_in("idporten", homes.citizen("Kari", number_of(3)))
    known = recognise(NOBODY, ctx=homes.cast.ctx, token="attackers-own-token-of-some-length")
    assert known is None


def test_the_way_there_says_nothing_that_others_may_not_see(homes: Homes) -> None:
    """The request was pushed: the address holds a reference, and neither state nor challenge nor who."""
    url = httpx.URL(homes.there("helseid"))
    assert set(url.params) == {"client_id", "request_uri"}


def test_no_number_reaches_the_log_or_an_address(homes: Homes) -> None:
    answer = homes.log_in("idporten", homes.citizen("Kari", number_of(3)))
    homes.log_in("helseid", homes.health_worker("Ingrid"))
    homes.log_in("helseid", homes.health_worker("Ukjent", hpr="900000099"))
    told = repr(audit(homes.cast.ctx)) + answer.headers["location"]
    for secret in (number_of(3), number_of(20), "900000001", "900000099", MUNICIPALITY):
        assert secret not in told


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
    later = recognise(NOBODY, ctx=ctx.at(ctx.now() + (LONGEST_MINUTES + 1) * 60_000_000), token=token)
    assert later is not None
    assert not later.live


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
    assert provider.asked("helseid", "/jwks") - before == 4
