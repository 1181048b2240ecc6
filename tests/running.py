"""A demo that runs on the loopback as anyone would start it, for tests that speak to it from outside."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from joserfc.jwk import ECKey
from msgspec import Struct

from helsekort import app, cli, datafiles
from helsekort.access.actors import NOBODY
from helsekort.actions.context import Context
from helsekort.actions.sessions import enter_as_persona
from helsekort.demo.make import make_demo
from helsekort.record.ids import to_text
from helsekort.settings import Settings
from helsekort.store import cards

SECONDS_TO_START = SECONDS_TO_STOP = 10
READY = "Ready: "
ROOT = Path(__file__).parent.parent
STORY = "nora"


class Running(Struct, frozen=True):
    """The demo's origin, a token of Ingrid's, and Nora's ids."""

    ctx: Context
    origin: str
    token: str
    card: str
    woman: str

    @property
    def door(self) -> str:
        return f"{self.origin}/fhir/r4"

    def weight(self, **more: object) -> dict[str, Any]:
        """A weight of today, near the last one."""
        amount = {"value": 95.5, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}
        return {
            "resourceType": "Observation",
            "status": "final",
            "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
            "subject": {"reference": f"Patient/{self.woman}"},
            "effectiveDateTime": self.ctx.today().isoformat(),
            "valueQuantity": amount,
            **more,
        }


@contextmanager
def running_demo(folder: Path) -> Iterator[Running]:
    """Nora's story, served as `helsekort demo` serves it."""
    ctx = app.context(Settings(f"sqlite:///{folder / 'demo.db'}", folder), demo=True)
    stories = {STORY: datafiles.stories()[STORY]}
    made = make_demo(ctx, cast=datafiles.cast(), stories=stories, today=ctx.today(), tell=lambda line: None)
    with serving(ctx) as origin:
        with ctx.database.transaction() as tx:
            summary = cards.summary(tx, made[STORY])
        assert summary is not None
        token = enter_as_persona(NOBODY, ctx=ctx, persona="ingrid")
        yield Running(ctx, origin, token, to_text(made[STORY]), to_text(summary.woman))


@contextmanager
def serving(ctx: Context, told: str = "") -> Iterator[str]:
    """Where it is served, until the end, which closes its database. `told` is the address it is told people use."""
    server = cli.server(ctx, 0, told)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port_of(server)}"
    finally:
        server.should_exit = True
        thread.join()
        ctx.database.close()


@contextmanager
def own_process(
    words: list[str], environment: Mapping[str, str], errors: Path, *, clock: int | None = None
) -> Iterator[str]:
    """`helsekort words…` as a process of its own, until the end; the address at which it says that it is ready.

    Its clock is the machine's, or stands still at `clock` (microseconds). What it says of faults goes to the file
    `errors`, and none may stand there when it has ended.
    """
    program = ["helsekort.cli"] if clock is None else ["tests.clock_stands", str(clock)]
    with errors.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *program, *words],
            env={**os.environ, **environment},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=out,
            text=True,
        )
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith(READY):
                    break
            else:
                pytest.fail(f"it did not start: {errors.read_text()}", pytrace=False)
            yield line.removeprefix(READY).strip()
        finally:
            process.terminate()
            process.communicate(timeout=SECONDS_TO_STOP)
    faults = [line for line in errors.read_text().splitlines() if '"fault"' in line]
    assert not faults, faults


def login_environment(folder: Path) -> dict[str, str]:
    """What `helsekort serve` needs so that women could log in, at an issuer that is nowhere; its key in `folder`."""
    file = folder / "idporten.jwk"
    file.write_text(json.dumps(ECKey.generate_key("P-256", {"kid": "one"}).as_dict(private=True)))
    file.chmod(0o600)
    return {
        "HELSEKORT_IDPORTEN_ISSUER": "https://login.example",
        "HELSEKORT_IDPORTEN_CLIENT": "helsekort",
        "HELSEKORT_IDPORTEN_KEY": str(file),
        "HELSEKORT_ORIGIN": "https://helsekort.example",
    }


def port_of(server: uvicorn.Server) -> int:
    deadline = time.monotonic() + SECONDS_TO_START
    while not server.started:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port
