"""The command line. Each command does one thing and ends with a sentence; docs/cli.md is made from it."""

import argparse
import asyncio
import contextlib
import datetime as dt
import os
import socket
import sys
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import uvicorn
from msgspec.structs import replace

from helsekort import app, cli_stories, datafiles
from helsekort.access.actors import NOBODY
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Unavailable
from helsekort.actions.sessions import enter_as_persona, personas
from helsekort.actions.verifying import verify_record
from helsekort.cli_day import MadeOn, clock_of, day_typed, read_made_on, real_today
from helsekort.cli_generate import add_generate, generate
from helsekort.cli_get import answer
from helsekort.cli_laboratory import keep_laboratory, tell_laboratories
from helsekort.cli_load import load_files, missing
from helsekort.cli_receive import receive_files, watch, work_again
from helsekort.demo import messages
from helsekort.demo.make import make_demo
from helsekort.demo.stories_read import BadStory, read_cast, read_stories
from helsekort.log import Event, log
from helsekort.settings import BadSetting, Settings, read_settings
from helsekort.store import audit_lines
from helsekort.store.database import Busy, Unfit, open_database
from helsekort.store.migrate import migrate

HOST = "127.0.0.1"
DEMO_INBOX_UNIT = "900301"
"""HER-id of the demo's health station: it gets what is addressed to no unit of the demo."""
MADE_ON = "made-on"


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
    demo.add_argument(
        "--all-stories",
        action="store_true",
        help="make those too that are kept back, such as of violence or of a girl under sixteen",
    )
    _today(demo)
    serve = commands.add_parser("serve", help="serve the record; needs an identity provider")
    serve.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    get = commands.add_parser("get", help="answer one request as one of the demo's people, and exit")
    get.add_argument("path", help="such as /klinikk")
    get.add_argument("--as", dest="persona", required=True, help="such as ingrid")
    get.add_argument("--data", type=Path, help="folder of the demo's data (default: the user's data folder)")
    _today(get)
    token = commands.add_parser(
        "token", help="print a token of one of the demo's people for the FHIR door, and exit"
    )
    token.add_argument("--as", dest="persona", required=True, help="such as ingrid")
    token.add_argument(
        "--data", type=Path, help="folder of the demo's data (default: the user's data folder)"
    )
    _today(token)
    stories = commands.add_parser(
        "stories", help="list the demo's stories, and what they hold that the card has no place for yet"
    )
    stories.add_argument("--facts", action="store_true", help="list the facts too, not only how many")
    _message_commands(commands)
    add_generate(commands)
    load = commands.add_parser("load", help="take over whole cards, with their people, from files")
    load.add_argument("files", nargs="+", type=Path, metavar="FILE", help="one card a line, parties first")
    load.add_argument("--data", type=Path, help="folder of a demo's data, to load into that instead")
    commands.add_parser("migrate", help="bring the database to this version")
    check = commands.add_parser("verify", help="check every chain, every audit line and every head")
    check.add_argument("--data", type=Path, help="folder of a demo's data, to check that instead")
    return top


def _today(command: argparse.ArgumentParser) -> None:
    """For every command that makes demo data."""
    command.add_argument(
        "--today",
        type=day_typed,
        metavar="YYYY-MM-DD",
        help="the day that the demo takes for today (default: today); its clock goes on from there",
    )


def _message_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """What has to do with laboratory messages."""
    folder = "folder of the demo's data (default: the user's data folder)"
    receive = commands.add_parser("receive", help="take laboratory messages from files or a folder")
    receive.add_argument("files", nargs="*", type=Path, metavar="FILE", help="messages as XML, in order")
    receive.add_argument("--watch", type=Path, help="take what is put into this folder, until stopped")
    receive.add_argument("--again", action="store_true", help="try once more what waits for a person")
    receive.add_argument("--receipts", type=Path, help="folder for receipts (default: beside the files)")
    receive.add_argument("--data", type=Path, help=folder)
    known = commands.add_parser(
        "laboratory", help="register a laboratory with the units it serves, or list those registered"
    )
    known.add_argument(
        "her_id", nargs="?", metavar="HER_ID", help="the laboratory's HER-id; without it, list"
    )
    known.add_argument("--name", default="", help="the laboratory's name")
    known.add_argument(
        "--serves", nargs="+", default=[], metavar="HER_ID", help="units it serves; no other from now on"
    )
    known.add_argument("--data", type=Path, help=folder)
    made = commands.add_parser(
        "demo-messages", help="write four laboratory messages about one of the demo's women"
    )
    made.add_argument("--for", dest="persona", required=True, help="such as kari")
    made.add_argument("--to", type=Path, required=True, help="folder to write them to")
    made.add_argument("--data", type=Path, help=folder)
    _today(made)


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit status. What stands in the way is told in one sentence."""
    chosen = parser().parse_args(arguments)
    commands: dict[str, Callable[[argparse.Namespace, Settings], int]] = {
        "demo": demo,
        "serve": serve,
        "get": get,
        "token": token,
        "receive": receive,
        "laboratory": laboratory,
        "load": load,
        "demo-messages": demo_messages,
        "stories": stories,
        "generate": lambda options, _: generate(options),
        "migrate": bring_up_to_date,
        "verify": verify,
    }
    try:
        return commands[chosen.command](chosen, read_settings())
    except (Stop, Unfit, BadSetting, BadStory) as stop:
        print(stop, file=sys.stderr)
    except Busy:
        print("The database is busy. Wait a moment and try again.", file=sys.stderr)
    except PermissionError as error:
        print(f"No permission to write {error.filename}. Choose another folder with --data.", file=sys.stderr)
    return 1


def demo(chosen: argparse.Namespace, settings: Settings) -> int:
    """Serve the demo; its data are made anew on another day, or with --fresh."""
    _free_port(chosen.port)
    ctx = _demo_context(chosen, settings, fresh=chosen.fresh, all_stories=chosen.all_stories)
    _serve(ctx, chosen.port, settings.origin)
    return 0


def _demo_settings(data: Path | None, settings: Settings) -> Settings:
    """The demo has a database of its own, unless the environment names one and --data does not."""
    settings = replace(settings, inbox_unit=settings.inbox_unit or DEMO_INBOX_UNIT)
    if data is None and os.environ.get("HELSEKORT_DATABASE_URL"):
        return settings
    folder = (data or settings.data_dir / "demo").resolve()
    return replace(settings, database_url=f"sqlite:///{folder / 'demo.db'}", data_dir=folder)


def _record(data: Path | None, settings: Settings) -> Context:
    """The record that messages go to: the one that is set or there, else the demo's, with the demo's inbox unit."""
    own = settings.database_url.removeprefix("sqlite:///")
    if data is None and (os.environ.get("HELSEKORT_DATABASE_URL") or Path(own).exists()):
        ctx = app.context(settings, demo=True)
    else:
        demo = _demo_settings(data, settings)
        day = _wanted(None, None, read_made_on(demo.data_dir / MADE_ON)).today
        ctx = app.context(demo, demo=True, clock=clock_of(day))
    if personas(ctx):
        return ctx
    return replace(ctx, demo=False, clock=app.microseconds, reception=settings.inbox_unit)


def get(chosen: argparse.Namespace, settings: Settings) -> int:
    """Print the answer to one GET; status 1 where it is an error page."""
    ctx = _demo_context(chosen, settings)
    status, body = asyncio.run(answer(app.build(ctx), chosen.path, _enter(ctx, chosen.persona)))
    sys.stdout.buffer.write(body)
    return 0 if status < HTTPStatus.BAD_REQUEST else 1


def token(chosen: argparse.Namespace, settings: Settings) -> int:
    """Print a token, as if this person had logged in. Only the demo has such a door."""
    with contextlib.redirect_stdout(sys.stderr):
        ctx = _demo_context(chosen, settings)
    print(_enter(ctx, chosen.persona))
    ctx.database.close()
    return 0


def receive(chosen: argparse.Namespace, settings: Settings) -> int:
    """Take laboratory messages; status 1 where one was not taken in."""
    ctx = _record(chosen.data, settings)
    missing = [
        file.name for file in [*chosen.files, *([chosen.watch] if chosen.watch else [])] if not file.exists()
    ]
    if missing:
        raise Stop(f"There is no {missing[0]} there.")
    try:
        if chosen.watch:
            return watch(ctx, chosen.watch, chosen.receipts)
        status = receive_files(ctx, chosen.files, chosen.receipts)
        return work_again(ctx) if chosen.again else status
    except Unavailable:
        raise Stop("The database is busy. What was kept is kept; run the command again.") from None
    finally:
        ctx.database.close()


def laboratory(chosen: argparse.Namespace, settings: Settings) -> int:
    """Register a laboratory, or list those that are; status 1 where one cannot be registered."""
    ctx = _record(chosen.data, settings)
    try:
        if chosen.her_id is None:
            return tell_laboratories(ctx)
        return keep_laboratory(ctx, chosen.her_id, chosen.name, chosen.serves)
    finally:
        ctx.database.close()


def load(chosen: argparse.Namespace, settings: Settings) -> int:
    """Take over whole cards; status 1 where a line could not be loaded."""
    absent = next(missing(chosen.files), None)
    if absent is not None:
        raise Stop(f"There is no file {absent} there.")
    if chosen.data:
        settings = _demo_settings(chosen.data, settings)
    ctx = app.context(settings)
    try:
        return load_files(ctx, chosen.files)
    finally:
        ctx.database.close()


def demo_messages(chosen: argparse.Namespace, settings: Settings) -> int:
    """Write a haemoglobin of 15.0, its correction and withdrawal, and an answer under a number that is nobody's."""
    with contextlib.redirect_stdout(sys.stderr):
        ctx = _demo_context(chosen, settings)
    women = {each.key: each for each in personas(ctx) if each.number is not None}
    woman = women.get(chosen.persona)
    if woman is None or woman.number is None:
        raise Stop(f"No woman in the demo is called that. Choose one of: {', '.join(women)}.")
    taken = ctx.today() - dt.timedelta(days=1)
    cast = read_cast(datafiles.cast())
    chosen.to.mkdir(parents=True, exist_ok=True)
    for file, raw in messages.demo_messages(cast, name=woman.name, number=woman.number, taken=taken).items():
        (chosen.to / file).write_bytes(raw)
        print(f"Written: {file}")
    ctx.database.close()
    return 0


def _enter(ctx: Context, persona: str) -> str:
    try:
        return enter_as_persona(NOBODY, ctx=ctx, persona=persona)
    except LookupError:
        known = ", ".join(each.key for each in personas(ctx))
        raise Stop(f"Nobody in the demo is called that. Choose one of: {known}.") from None


def stories(chosen: argparse.Namespace, _: Settings) -> int:
    """List the demo's stories, and count what the card has no place for yet."""
    for line in cli_stories.told(read_stories(datafiles.stories()), facts=chosen.facts):
        print(line)
    return 0


def _demo_context(
    chosen: argparse.Namespace, settings: Settings, *, fresh: bool = False, all_stories: bool | None = None
) -> Context:
    """The demo's data, made where they are not there for this day. None of `all_stories`: whichever are there."""
    settings = _demo_settings(chosen.data, settings)
    file = settings.data_dir / MADE_ON
    sqlite = settings.database_url.startswith("sqlite")
    before = read_made_on(file)
    wanted = _wanted(chosen.today, all_stories, before)
    if sqlite and (fresh or before != wanted):
        for left in [file, *settings.data_dir.glob("demo.db*")]:
            left.unlink(missing_ok=True)
    ctx = app.context(settings, demo=True, clock=clock_of(wanted.today))
    people = {each.key for each in personas(ctx)}
    if people:
        if all_stories and not people.issuperset(datafiles.stories()):
            raise Stop(
                "This demo was made without all stories. Choose another database or folder: --data DIR"
            )
        return ctx
    with ctx.database.transaction(write=False) as tx:
        if any(audit_lines.counts(tx)):
            raise Stop("This database holds a record that is not a demo. Choose another folder: --data DIR")
    print("Making demo data (all people are fictive):", file=sys.stderr, flush=True)
    make_demo(
        ctx,
        cast=datafiles.cast(),
        stories=datafiles.stories(),
        today=ctx.today(),
        tell=lambda line: print(line, file=sys.stderr, flush=True),
        kept_back=wanted.all_stories,
    )
    if sqlite:
        wanted.write(file)
    return ctx


def _wanted(today: dt.date | None, all_stories: bool | None, before: MadeOn | None) -> MadeOn:
    """The demo that a command asks for. One that does not say which takes the demo as it was made today."""
    real = real_today()
    if all_stories is None and before is not None and before.real == real:
        return replace(before, today=today or before.today)
    return MadeOn(today or real, real, bool(all_stories))


def serve(_: argparse.Namespace, settings: Settings) -> int:
    """Serve the record. Without an identity provider nobody could log in, so it refuses to start."""
    if not settings.inbox_unit:
        print(
            "HELSEKORT_INBOX_UNIT is not set: a laboratory's message that is addressed to no unit here waits where"
            " nobody sees it. Set it to the HER-id of a unit.",
            file=sys.stderr,
        )
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
    applied = migrate(database, datafiles.migrations(), datafiles.dictionaries())
    for name in applied:
        log(Event.MIGRATED, migration=name)
    print(f"{len(applied)} steps applied; the database is up to date.")
    return 0


def verify(chosen: argparse.Namespace, settings: Settings) -> int:
    """Check every chain, every audit line and every head; status 1 where one does not hold."""
    if chosen.data:
        settings = _demo_settings(chosen.data, settings)
    file = settings.database_url.removeprefix("sqlite:///")
    if file != settings.database_url and not Path(file).exists():
        raise Stop(
            "There is no database there. Name one by HELSEKORT_DATABASE_URL, or a demo's folder:"
            " helsekort verify --data data/demo"
        )
    ctx = app.context(settings, bring_up=False)
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
