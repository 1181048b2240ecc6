"""The door for laboratory messages with a provider's tokens: each system is tied to the laboratory it sends for."""

from helsekort.access.scopes import LABORATORY
from helsekort.actions import clients
from helsekort.actions.clients import ClientTerms
from helsekort.actions.laboratories import register_laboratory
from tests.answers import KARI, answer, haemoglobin, results, sent
from tests.bound import System, numbered
from tests.cast import FJORD, JOB, SOLSIDEN, Cast
from tests.store.stored import refusals

PATH = "/meldinger/lab"


def test_a_laboratory_s_system_sends_with_a_token_and_only_that_laboratory_s_messages(cast: Cast) -> None:
    ctx = numbered(cast).ctx
    clients.register_client(JOB, ctx=ctx, terms=ClientTerms("journal", "Fjord", her_id=FJORD))
    system = System(ctx, {}, scope=LABORATORY.name)
    own, again = sent(answer(KARI, haemoglobin("12.4")))[0], sent(answer(KARI, haemoglobin("12.5")))[0]
    answered = system.send("POST", PATH, own, "application/xml")
    assert (answered.status_code, set(results(cast, cast.kari_card))) == (200, {"haemoglobin"})
    register_laboratory(JOB, ctx=ctx, her_id="900199", name="Fjellaboratoriet", serves=(SOLSIDEN,))
    clients.register_client(JOB, ctx=ctx, terms=ClientTerms("journal", "Fjell", her_id="900199"))
    with ctx.database.transaction(write=False) as tx:
        before = tx.rows("SELECT message FROM inbox")
    answered = system.send("POST", PATH, again, "application/xml")
    assert (answered.status_code, "another laboratory" in answered.text) == (403, True)
    with ctx.database.transaction(write=False) as tx:
        assert tx.rows("SELECT message FROM inbox") == before
    assert refusals(ctx)[-1].rule == "laboratory-of-another"


def test_what_a_laboratory_s_system_sends_and_cannot_be_read_is_kept_and_answered(cast: Cast) -> None:
    ctx = numbered(cast).ctx
    clients.register_client(JOB, ctx=ctx, terms=ClientTerms("journal", "Fjord", her_id=FJORD))
    system = System(ctx, {}, scope=LABORATORY.name)
    assert system.send("POST", PATH, b"<x/>", "application/xml").status_code == 422


def test_a_token_that_is_no_laboratory_s_sends_nothing(cast: Cast) -> None:
    ctx = numbered(cast).ctx
    system = System(ctx, {}, scope=LABORATORY.name)
    answered = system.send("POST", PATH, b"<x/>", "application/xml")
    assert (answered.status_code, "system alone" in answered.text) == (403, False)
    without = System(ctx, {}, scope="nhn:helsekort/read")
    assert "nhn:helsekort/deliver" in without.send("POST", PATH, b"<x/>", "application/xml").text
    nobody = system.client.post(PATH, content=b"<x/>", headers={"Authorization": "Bearer x"})
    assert nobody.status_code == 401
    assert nobody.headers["www-authenticate"].startswith("DPoP")
