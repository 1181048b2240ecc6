"""The doors for other systems with a provider's tokens: what holds opens, the rest is a 401 or a 403, never a fault."""

import json

import httpx2
import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from helsekort import app
from helsekort.access.scopes import READ, STATUS, WRITE
from helsekort.actions import clients
from helsekort.actions.clients import ClientTerms
from helsekort.record.codes import ENH
from helsekort.record.ids import to_text
from helsekort.store import blocks, cards, parties
from helsekort.store.blocks import Block
from tests import issuing
from tests.access.tokens.test_checking import BAD_PROOFS, BAD_TOKENS
from tests.api.callers import issues
from tests.api.resources import bundle, entry, observation, sent_bytes
from tests.bound import (
    AMIR,
    AT_SOLSIDEN,
    INGRID,
    LARS,
    MUNICIPALITY,
    NORA,
    PIDS,
    SYSTEM_AT_SOLSIDEN,
    UNITS,
    System,
    attested,
    numbered,
    user,
)
from tests.cast import JOB, MOMENT, NORDLIA, SOLSIDEN, TORGET, Cast
from tests.issuing import ORIGIN, Wish, changed
from tests.store.stored import audit, refusals, written

STATUS_PATH = "/dhg/api/maternity-record/v1/status"
ABOUT_NORA = {"nhn-source-system": "Journalsystemet 1", "nhn-patient-nin": NORA}


@pytest.fixture
def known(cast: Cast) -> Cast:
    """Gives the cast with numbers, where synthetic ones are taken and tokens of the provider too."""
    return numbered(cast, demo=True)


def everything(card: int) -> str:
    return f"/fhir/r4/EpisodeOfCare/{to_text(card)}/$everything"


def close(known: Cast, whom: int) -> None:
    """Nora closes her cards to someone."""
    with known.ctx.database.transaction() as tx:
        blocks.add(tx, known.nora.party, Block(1, whom, blocks.ALL, MOMENT, known.nora.party, 0))


def test_a_card_is_read_with_a_token_and_a_proof_for_each_request(known: Cast) -> None:
    system = System(known.ctx, AT_SOLSIDEN)
    path = everything(known.nora_card)
    assert system.get(path).status_code == 200
    assert system.get(path + "?_format=json").status_code == 200
    (line, *_) = [each for each in audit(known.ctx) if each.permission == "read_everything"]
    assert (line.party, line.organisation) == (known.ingrid.party, known.ingrid.organisation)


def test_the_same_proof_opens_once(known: Cast) -> None:
    system, path = System(known.ctx, AT_SOLSIDEN), everything(known.nora_card)
    headers = system.headers("GET", path)
    assert system.client.get(path, headers=headers).status_code == 200
    again = system.client.get(path, headers=headers)
    assert "used before" in issues(again, 401)[0]["diagnostics"]
    assert 'error="invalid_dpop_proof"' in again.headers["www-authenticate"]


def sent(ctx: object, wish: Wish, path: str) -> httpx2.Response:
    client = TestClient(app.build(ctx, origin=ORIGIN), "http://testserver")  # type: ignore[arg-type]  # a Context
    token = issuing.token(MOMENT, replace(wish, token=changed(AT_SOLSIDEN, wish.token) | wish.token))
    proofs = [issuing.proof(MOMENT, token, "GET", ORIGIN + path, wish) for _ in range(wish.times)]
    headers = [("Authorization", f"{wish.scheme} {token}"), *(("DPoP", each) for each in proofs)]
    return client.get(path, headers=headers)


@pytest.mark.parametrize(
    "wish",
    [*BAD_PROOFS.values(), *BAD_TOKENS.values()],
    ids=[*BAD_PROOFS.keys(), *(f"token: {each}" for each in BAD_TOKENS)],
)
def test_every_bad_token_and_proof_is_a_401_at_both_doors(known: Cast, wish: Wish) -> None:
    ctx = replace(known.ctx, demo=False)
    for path in (everything(known.nora_card).replace("/$everything", ""), STATUS_PATH):
        adapted = replace(wish, proof={**wish.proof})
        if "htu" in adapted.proof and adapted.proof["htu"] is not None:
            adapted.proof["htu"] = (
                adapted.proof["htu"].replace("/fhir/r4/Patient/1", path).replace("/2", path + "2")
            )
        answer = sent(ctx, adapted, path)
        assert answer.status_code == 401, answer.text
        assert answer.headers["www-authenticate"].startswith('DPoP realm="helsekort", algs="ES256')
    assert not [line for line in audit(known.ctx) if line.permission.startswith("read_")]


@pytest.mark.parametrize("value", [b"\xff\xfe", "DPoP blåbær".encode(), b"DPoP \x00", b"dpop a.b.c"])
def test_bytes_that_are_no_text_are_a_401(known: Cast, value: bytes) -> None:
    client = TestClient(app.build(replace(known.ctx, demo=False), origin=ORIGIN), "http://testserver")
    answer = client.get(everything(known.nora_card), headers=[(b"Authorization", value), (b"DPoP", value)])
    assert answer.status_code == 401


def test_a_cookie_or_a_bearer_token_opens_nothing(known: Cast) -> None:
    ctx = replace(known.ctx, demo=False)
    token = issuing.token(MOMENT, Wish(token=AT_SOLSIDEN))
    client = TestClient(app.build(ctx, origin=ORIGIN), "http://testserver")
    answer = client.get(everything(known.nora_card), headers={"Authorization": f"Bearer {token}"})
    assert "DPoP TOKEN" in issues(answer, 401)[0]["diagnostics"]
    client.cookies.set("helsekort", token)
    assert client.get(everything(known.nora_card)).status_code == 401


def test_the_host_header_has_no_say_in_the_proof(known: Cast) -> None:
    system, path = System(known.ctx, AT_SOLSIDEN), everything(known.nora_card)
    elsewhere = {**system.headers("GET", path), "Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    assert system.client.get(path, headers=elsewhere).status_code == 200
    proof = issuing.proof(MOMENT, system.token, "GET", "https://evil.example" + path)
    answer = system.client.get(path, headers={**elsewhere, "DPoP": proof})
    assert "another address" in issues(answer, 401)[0]["diagnostics"]


def test_a_missing_scope_is_told_by_name_alike_of_what_is_there_and_what_is_not(known: Cast) -> None:
    system = System(known.ctx, AT_SOLSIDEN, scope=WRITE.name)
    there, not_there = (system.get(everything(card)) for card in (known.nora_card, 4711))
    assert READ.name in issues(there, 403)[0]["diagnostics"]
    assert (there.content, there.status_code) == (not_there.content, not_there.status_code)
    assert f'error="insufficient_scope", scope="{READ.name}"' in there.headers["www-authenticate"]
    assert refusals(known.ctx)[-1].rule == f"without-scope {READ.name}"


def test_reading_does_not_write(known: Cast) -> None:
    system = System(known.ctx, AT_SOLSIDEN, scope=READ.name)
    assert system.get(everything(known.nora_card)).status_code == 200
    before = written(known.ctx)
    made = observation(known, identifier="o")
    answer = system.send("POST", "/fhir/r4/Observation", sent_bytes(made))
    assert WRITE.name in issues(answer, 403)[0]["diagnostics"]
    both = bundle("batch", entry("POST", "Observation", made))
    answered = system.send("POST", "/fhir/r4", sent_bytes(both)).json()
    assert answered["entry"][0]["response"]["status"] == "403"
    assert written(known.ctx) == before


def test_writing_writes(known: Cast) -> None:
    system = System(known.ctx, AT_SOLSIDEN)
    made = observation(known, identifier="o")
    assert system.send("POST", "/fhir/r4/Observation", sent_bytes(made)).status_code == 201


def test_an_attest_about_another_woman_is_told_alike_of_what_is_there_and_what_is_not(known: Cast) -> None:
    system = System(known.ctx, attested(INGRID, SOLSIDEN, NORA))
    assert system.get(everything(known.nora_card)).status_code == 200
    kari, nobody = (system.get(everything(card)) for card in (known.kari_card, 4711))
    assert "another woman" in issues(kari, 403)[0]["diagnostics"]
    assert kari.content == nobody.content


def test_whoever_cares_for_nobody_is_told_what_one_is_told_who_asks_for_nothing(known: Cast) -> None:
    system = System(known.ctx, user(LARS, NORDLIA, UNITS[NORDLIA]))
    nora, nobody = (system.get(everything(card)) for card in (known.nora_card, 4711))
    issues(nora, 404)
    assert (nora.content, nora.headers) == (nobody.content, nobody.headers)


def test_with_an_attest_a_stranger_reads_her_card(known: Cast) -> None:
    system = System(known.ctx, attested(LARS, NORDLIA, NORA, UNITS[NORDLIA]))
    assert system.get(everything(known.nora_card)).status_code == 200


def test_an_attest_that_is_another_person_s_is_told_and_refused(known: Cast) -> None:
    claims = {**AT_SOLSIDEN, "assertion_details": attested(LARS, SOLSIDEN, NORA)["assertion_details"]}
    answer = System(known.ctx, claims).get(everything(known.nora_card))
    assert "another person" in issues(answer, 403)[0]["diagnostics"]
    assert refusals(known.ctx)[-1].party == known.ingrid.party


def test_a_system_alone_reads_no_card(known: Cast) -> None:
    system = System(known.ctx, SYSTEM_AT_SOLSIDEN)
    nora, nobody = (system.get(everything(card)) for card in (known.nora_card, 4711))
    assert "system alone" in issues(nora, 403)[0]["diagnostics"]
    assert nora.content == nobody.content
    made = observation(known, identifier="o")
    issues(system.send("POST", "/fhir/r4/Observation", sent_bytes(made)), 403)
    patient = f"/fhir/r4/Patient/{to_text(known.nora.party)}"
    issues(system.get(patient), 403)


def test_status_is_told_to_the_system_of_a_unit_that_cares_and_stands_in_the_log(known: Cast) -> None:
    system = System(known.ctx, SYSTEM_AT_SOLSIDEN, scope=STATUS.name)
    answer = system.get(STATUS_PATH, **ABOUT_NORA)
    assert answer.status_code == 200, answer.text
    assert answer.json()["hasActiveMaternityRecord"] is True
    lines = [line for line in audit(known.ctx) if line.permission == "read_national_status"]
    assert [(line.kind, line.organisation, line.rule) for line in lines] == [
        ("system", known.ingrid.organisation, "status-for-a-unit-in-care")
    ]
    records = "/dhg/api/maternity-record/v1/history"
    assert system.get(records, **ABOUT_NORA).status_code == 403
    whole = System(known.ctx, SYSTEM_AT_SOLSIDEN)
    assert whole.get(records, **ABOUT_NORA).status_code == 403


def test_status_is_told_to_no_other_unit_and_of_nobody_alike(known: Cast) -> None:
    claims = {**SYSTEM_AT_SOLSIDEN, "helseid://claims/client/claims/orgnr_child": UNITS[NORDLIA]}
    system = System(known.ctx, claims, scope=STATUS.name)
    nora = system.get(STATUS_PATH, **ABOUT_NORA)
    nobody = system.get(STATUS_PATH, **ABOUT_NORA | {"nhn-patient-nin": "13116900216"})
    assert nora.status_code == nobody.status_code != 200
    assert nora.content == nobody.content
    asked = [line for line in refusals(known.ctx) if line.permission == "read_national_status"]
    assert {line.organisation for line in asked} == {known.lars.organisation}
    assert {line.card for line in asked} == {0, known.nora_card}


def test_a_block_ends_a_token_that_still_holds_at_its_next_request(known: Cast) -> None:
    """Nora closes her cards to Amir: he is out, as one who never was in; his unit's system still gets its status."""
    amir = System(known.ctx, user(AMIR, TORGET))
    assert amir.get(everything(known.nora_card)).status_code == 200
    close(known, known.amir.party)
    shut, nobody = (amir.get(everything(card)) for card in (known.nora_card, 4711))
    assert (shut.status_code, shut.content, shut.headers) == (404, nobody.content, nobody.headers)
    assert System(known.ctx, user(INGRID, SOLSIDEN)).get(everything(known.nora_card)).status_code == 200


@pytest.mark.parametrize("whom", ["unit", "entity", "everyone"])
def test_status_is_told_to_no_system_of_a_unit_that_she_has_closed_her_cards_to(
    known: Cast, whom: str
) -> None:
    system = System(known.ctx, SYSTEM_AT_SOLSIDEN, scope=STATUS.name)
    assert system.get(STATUS_PATH, **ABOUT_NORA).status_code == 200
    with known.ctx.database.transaction() as tx:
        entity = parties.by_number(tx, ENH, MUNICIPALITY) or 0
    close(known, {"unit": known.ingrid.organisation, "entity": entity, "everyone": 0}[whom])
    shut = system.get(STATUS_PATH, **ABOUT_NORA)
    nobody = system.get(STATUS_PATH, **ABOUT_NORA | {"nhn-patient-nin": "13116900216"})
    assert (shut.status_code, shut.content) == (nobody.status_code, nobody.content)
    assert shut.status_code != 200


def test_a_relation_that_ended_ends_the_status(known: Cast) -> None:
    system = System(known.ctx, SYSTEM_AT_SOLSIDEN, scope=STATUS.name)
    with known.ctx.database.transaction() as tx:
        cards.end_care(tx, known.nora.party, "list", MOMENT)
    assert system.get(STATUS_PATH, **ABOUT_NORA).status_code != 200


def test_hooks_ask_for_a_scope_of_their_own(known: Cast) -> None:
    hook = {
        "hook": "patient-view",
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": {"userId": "Practitioner/1", "patientId": to_text(known.nora.party)},
    }
    discovered = TestClient(app.build(known.ctx), "http://testserver").get("/cds-services").json()["services"]
    service = next(each["id"] for each in discovered if each["hook"] == "patient-view")
    body = json.dumps(hook).encode()
    whole = System(known.ctx, AT_SOLSIDEN)
    assert whole.send("POST", f"/cds-services/{service}", body, "application/json").status_code == 200
    reader = System(known.ctx, AT_SOLSIDEN, scope=READ.name)
    assert reader.send("POST", f"/cds-services/{service}", body, "application/json").status_code == 403


def test_a_system_that_was_cut_off_is_told_whom_to_ask(known: Cast) -> None:
    system = System(known.ctx, AT_SOLSIDEN)
    assert system.get(everything(known.nora_card)).status_code == 200
    clients.register_client(JOB, ctx=known.ctx, terms=ClientTerms("journal", ended=True))
    assert "cut off" in issues(system.get(everything(known.nora_card)), 403)[0]["diagnostics"]


def test_nothing_of_anyone_is_told_or_logged_of_a_token_that_is_refused(
    known: Cast, capfd: pytest.CaptureFixture[str]
) -> None:
    """The numbers and names in a token, its attest and its proof stand in no answer and no technical log."""
    wish = Wish(token={**attested(INGRID, SOLSIDEN, NORA), "aud": "another"})
    answers = [
        sent(known.ctx, wish, everything(known.nora_card)),
        System(known.ctx, attested(LARS, SOLSIDEN, NORA)).get(everything(known.nora_card)),
    ]
    told = "".join(str(each.headers) + each.text for each in answers) + capfd.readouterr().err
    assert '"reason": "aud"' in told
    for secret in (
        PIDS[INGRID],
        PIDS[LARS],
        NORA,
        "Fiktiv",
        "vedtak",
        INGRID,
        MUNICIPALITY,
        "Journalsystemet",
    ):
        assert secret not in told
