"""`helsekort token` and `helsekort get` lead to the FHIR door as one of the demo's people."""

import json
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from helsekort import app, cli
from helsekort.record.ids import to_text
from helsekort.settings import Settings


def test_a_token_opens_the_door(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    data = str(tmp_path)
    assert cli.main(["token", "--as", "nora", "--data", data]) == 0
    told = capfd.readouterr()
    token = told.out.strip()
    assert "\n" not in token
    assert "Making demo data" in told.err
    woman = _own_id(tmp_path, token)
    assert cli.main(["get", f"/fhir/r4/Patient/{woman}", "--as", "nora", "--data", data]) == 0
    assert json.loads(capfd.readouterr().out)["resourceType"] == "Patient"
    assert cli.main(["token", "--as", "ingen", "--data", data]) == cli.CANNOT
    assert "Choose one of" in capfd.readouterr().err


def _own_id(folder: Path, token: str) -> str:
    """Nora's own id, once the token has opened the door to it."""
    ctx = app.context(Settings(f"sqlite:///{folder / 'demo.db'}", folder), demo=True)
    try:
        with ctx.database.transaction() as tx:
            row = tx.row("SELECT party_id FROM persona WHERE key = ?", ("nora",))
        assert row is not None
        name = to_text(row[0])
        client = TestClient(app.build(ctx), headers={"Authorization": f"Bearer {token}"})
        answer: httpx2.Response = client.get(f"/fhir/r4/Patient/{name}")
        assert answer.status_code == 200
        return str(answer.json()["id"])
    finally:
        ctx.database.close()
