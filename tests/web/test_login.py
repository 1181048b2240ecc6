"""Logging in by a provider: who is let in, as whom, and every way in that is not one."""

import httpx
import pytest
from msgspec.structs import replace

from helsekort.access.actors import NOBODY
from helsekort.actions.context import Context
from helsekort.actions.sessions import recognise
from helsekort.audit.events import Event
from helsekort.record.ids import to_text
from tests.cast import make_woman, number_of, organisation_number
from tests.fixtures.provider import Kind
from tests.store.stored import audit
from tests.web.logging_in import MUNICIPALITY, PRACTICE, Homes


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
