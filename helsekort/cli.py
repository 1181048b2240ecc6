"""The command line. Each command does one thing and ends with a sentence; docs/cli.md is made from it."""

import argparse
import asyncio
import datetime as dt
import os
import socket
import sys
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import uvicorn

from helsekort import app, datafiles
from helsekort.access.actors import NOBODY
from helsekort.actions.context import Context
from helsekort.actions.sessions import enter_as_persona, personas
from helsekort.actions.verifying import verify_record
from helsekort.cli_get import answer
from helsekort.demo.make import make_demo
from helsekort.fhir.times import NORWAY
from helsekort.log import Event, log
from helsekort.settings import BadSetting, Settings, read_settings
from helsekort.store import audit_lines
from helsekort.store.database import Busy, Unfit, open_database
from helsekort.store.migrate import migrate

HOST = "127.0.0.1"


class Stop(Exception):
    """End with this sentence and status 1."""


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(prog="helsekort", description="The electronic maternity health card.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    demo = commands.add_parser("demo", help="make demo data dated relative to today, and serve it")
    demo.add_argument("--port", type=int, default=8765, help="port to listen on (default 8765)")
    demo.add_argument(
        "--data", type=Path, help="folder for the demo's data (default: the user's data folder)"
    )
    demo.add_argument("--fresh", action="store_true", help="throw the demo's data away and make it anew")
    serve = commands.add_parser("serve", help="serve the record; needs an identity provider")
    serve.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    get = commands.add_parser("get", help="answer one request as one of the demo's people, and exit")
    get.add_argument("path", help="such as /klinikk")
    get.add_argument("--as", dest="persona", required=True, help="such as ingrid")
    get.add_argument("--data", type=Path, help="folder of the demo's data (default: the user's data folder)")
    commands.add_parser("migrate", help="bring the database to this version")
    commands.add_parser("verify", help="check every chain and every audit line")
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit status. What stands in the way is told in one sentence."""
    chosen = parser().parse_args(arguments)
    commands: dict[str, Callable[[argparse.Namespace, Settings], int]] = {
        "demo": demo,
        "serve": serve,
        "get": get,
        "migrate": bring_up_to_date,
        "verify": verify,
    }
    try:
        return commands[chosen.command](chosen, read_settings())
    except (Stop, Unfit, BadSetting) as stop:
        print(stop, file=sys.stderr)
    except Busy:
        print("The database is busy. Wait a moment and try again.", file=sys.stderr)
    except PermissionError as error:
        print(f"No permission to write {error.filename}. Choose another folder with --data.", file=sys.stderr)
    return 1


def demo(chosen: argparse.Namespace, settings: Settings) -> int:
    """Serve the demo; its data are made anew on another day, or with --fresh."""
    _free_port(chosen.port)
    ctx = _demo_context(_demo_settings(chosen.data, settings), fresh=chosen.fresh)
    _serve(ctx, chosen.port, settings.origin)
    return 0


def _demo_settings(data: Path | None, settings: Settings) -> Settings:
    """The demo has a database of its own, unless the environment names one and --data does not."""
    if data is None and os.environ.get("HELSEKORT_DATABASE_URL"):
        return settings
    folder = (data or settings.data_dir / "demo").resolve()
    return Settings(f"sqlite:///{folder / 'demo.db'}", folder, settings.session_minutes)


def get(chosen: argparse.Namespace, settings: Settings) -> int:
    """Print the answer to one GET; status 1 where it is an error page."""
    ctx = _demo_context(_demo_settings(chosen.data, settings), fresh=False)
    try:
        token = enter_as_persona(NOBODY, ctx=ctx, persona=chosen.persona)
    except LookupError:
        known = ", ".join(persona.key for persona in personas(ctx))
        raise Stop(f"Nobody in the demo is called that. Choose one of: {known}.") from None
    status, body = asyncio.run(answer(app.build(ctx), chosen.path, token))
    sys.stdout.buffer.write(body)
    return 0 if status < HTTPStatus.BAD_REQUEST else 1


def _demo_context(settings: Settings, *, fresh: bool) -> Context:
    made_on = settings.data_dir / "made-on"
    sqlite = settings.database_url.startswith("sqlite")
    today = dt.datetime.now(dt.UTC).astimezone(NORWAY).date().isoformat()
    if sqlite and (fresh or not made_on.exists() or made_on.read_text() != today):
        for left in [made_on, *settings.data_dir.glob("demo.db*")]:
            left.unlink(missing_ok=True)
    ctx = app.context(settings, demo=True)
    if personas(ctx):
        return ctx
    with ctx.database.transaction(write=False) as tx:
        if any(audit_lines.counts(tx)):
            raise Stop("This database holds a record that is not a demo. Choose another folder: --data DIR")
    print("Making demo data (all people are fictive):", flush=True)
    make_demo(
        ctx,
        cast=datafiles.cast(),
        stories=datafiles.stories(),
        today=ctx.today(),
        tell=lambda line: print(line, flush=True),
    )
    if sqlite:
        made_on.write_text(today)
    return ctx


def serve(_: argparse.Namespace, settings: Settings) -> int:
    """Serve the record. Without an identity provider nobody could log in, so it refuses to start."""
    if not settings.identity_provider:
        raise Stop(
            "No identity provider is set, so nobody could log in. Set HELSEKORT_IDENTITY_PROVIDER,"
            " or try the service with fictive people: helsekort demo"
        )
    raise Stop("This version cannot use an identity provider yet. Try it with fictive people: helsekort demo")


def _free_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise Stop(f"Port {port} is taken. Choose another: --port {port + 1}") from None


class _Server(uvicorn.Server):
    """Says where it is ready, once it is."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(f"Ready: http://{HOST}:{self.config.port}", flush=True)


def server(ctx: Context, port: int, origin: str = "") -> uvicorn.Server:
    """The server, ready to run. It writes nothing of its own: what it says of a fault holds the fault's message."""
    config = uvicorn.Config(
        app.build(ctx, origin=origin),
        host=HOST,
        port=port,
        log_level="critical",
        access_log=False,
        server_header=False,
    )
    return _Server(config)


def _serve(ctx: Context, port: int, origin: str) -> None:
    log(Event.STARTED, port=port, database=ctx.database.dialect, demo=ctx.demo)
    server(ctx, port, origin).run()
    ctx.database.close()


def bring_up_to_date(_: argparse.Namespace, settings: Settings) -> int:
    """Apply the migrations that are missing."""
    if settings.database_url.startswith("sqlite"):
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.database_url)
    applied = migrate(database, datafiles.migrations())
    for name in applied:
        log(Event.MIGRATED, migration=name)
    print(f"{len(applied)} migrations applied; the database is up to date.")
    return 0


def verify(_: argparse.Namespace, settings: Settings) -> int:
    """Check every chain, every audit line and every head; status 1 where one does not hold."""
    ctx = app.context(settings)
    broken, (cards, entries, audit) = verify_record(ctx)
    for sentence in broken:
        print(sentence)
    if broken:
        print(f"{len(broken)} breaks found. Do not write to this database; restore a copy that holds.")
        return 1
    print(f"Every chain holds: {cards} cards, {entries} entries, {audit} audit lines.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
