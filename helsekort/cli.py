"""The command line. Each command does one thing and ends with a sentence; docs/cli.md is made from cli_parser.py."""

import argparse
import asyncio
import contextlib
import datetime as dt
import gc
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

import uvicorn
from starlette.applications import Starlette

from helsekort import app, cli_stories, datafiles, log_key, rule_pack
from helsekort.access.login.client import Client
from helsekort.access.login.own_key import BadKey
from helsekort.actions.clients import ClientTerms
from helsekort.actions.context import Context
from helsekort.actions.outcomes import NoRoom, Unavailable
from helsekort.actions.sealing import FULL, count_unsealed
from helsekort.actions.sessions import personas
from helsekort.actions.verifying import verify_record
from helsekort.cli_audit_events import audit_events
from helsekort.cli_checkpoint import checkpoint
from helsekort.cli_client import keep_client, tell_clients
from helsekort.cli_day import real_today
from helsekort.cli_demo import Stop, demo_context, demo_settings, enter, record_or_demo
from helsekort.cli_generate import generate, generate_into, plan_of
from helsekort.cli_get import answer
from helsekort.cli_laboratory import keep_laboratory, tell_laboratories
from helsekort.cli_load import load_files, missing
from helsekort.cli_local_record import simulator
from helsekort.cli_parser import LAST_PORT, parser
from helsekort.cli_receive import receive_files, watch, work_again
from helsekort.cli_rules import check_rules
from helsekort.cli_snooping import tell_look_ups
from helsekort.demo import messages
from helsekort.demo.stories_read import BadStory, read_cast, read_stories
from helsekort.log import Event, log
from helsekort.rule_pack import BadPack
from helsekort.settings import BadSetting, Settings, read_settings
from helsekort.store.database import Busy, Unfit, Unwritable
from helsekort.store.opening import file_of, open_fit
from helsekort.store.roles import demand_bound, let_in
from helsekort.whole_file import write_whole

HOST = "127.0.0.1"
CANNOT = 2
"""Status of a command that could not do its work; 1 is for one that did it, and found something wrong."""


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
        "client": client,
        "load": load,
        "demo-messages": demo_messages,
        "local-record": local_record,
        "stories": stories,
        "generate": generate_cohort,
        "rules": lambda options, _: check_rules(options.folder, options.pack),
        "migrate": bring_up_to_date,
        "verify": verify,
        "snooping": snooping,
        "checkpoint": checkpoint,
        "audit-events": audit_events,
    }
    try:
        return commands[chosen.command](chosen, read_settings())
    except (Stop, Unfit, BadSetting, BadKey, BadPack, BadStory, Unwritable) as stop:
        print(stop, file=sys.stderr)
    except NoRoom as full:
        print(full.__cause__, file=sys.stderr)
    except (Busy, Unavailable):
        print("The database is busy. Wait a moment and try again.", file=sys.stderr)
    except OSError as error:
        print(
            f"{error.filename or 'A file'} cannot be used ({error.strerror}). Make room or give leave there, or"
            " name another place.",
            file=sys.stderr,
        )
    return CANNOT


def demo(chosen: argparse.Namespace, settings: Settings) -> int:
    """Serve the demo; its data are made anew on another day, or with --fresh."""
    _free_port(chosen.port)
    ctx = demo_context(chosen, settings, fresh=chosen.fresh, all_stories=chosen.all_stories)
    _serve(ctx, chosen.port, settings.origin)
    return 0


def get(chosen: argparse.Namespace, settings: Settings) -> int:
    """Print the answer to one GET; status 1 where it is an error page."""
    ctx = demo_context(chosen, settings)
    try:
        status, body = asyncio.run(answer(app.build(ctx), chosen.path, enter(ctx, chosen.persona)))
    finally:
        ctx.database.close()
    sys.stdout.buffer.write(body)
    return 0 if status < HTTPStatus.BAD_REQUEST else 1


def token(chosen: argparse.Namespace, settings: Settings) -> int:
    """Print a token, as if this person had logged in. Only the demo has such a door."""
    with contextlib.redirect_stdout(sys.stderr):
        ctx = demo_context(chosen, settings)
    print(enter(ctx, chosen.persona))
    ctx.database.close()
    return 0


def receive(chosen: argparse.Namespace, settings: Settings) -> int:
    """Take laboratory messages; status 1 where one was not taken in."""
    missing = [
        file.name for file in [*chosen.files, *([chosen.watch] if chosen.watch else [])] if not file.exists()
    ]
    if missing:
        raise Stop(f"There is no {missing[0]} there.")
    ctx = record_or_demo(chosen.data, settings)
    try:
        if chosen.watch:
            return watch(ctx, chosen.watch, chosen.receipts)
        status = receive_files(ctx, chosen.files, chosen.receipts)
        return work_again(ctx) if chosen.again else status
    except NoRoom:
        raise
    except Unavailable:
        raise Stop("The database is busy. What was kept is kept; run the command again.") from None
    finally:
        ctx.database.close()


def laboratory(chosen: argparse.Namespace, settings: Settings) -> int:
    """Register a laboratory, or list those that are; status 1 where one cannot be registered."""
    ctx = record_or_demo(chosen.data, settings)
    try:
        if chosen.her_id is None:
            return tell_laboratories(ctx)
        return keep_laboratory(ctx, chosen.her_id, chosen.name, chosen.serves)
    finally:
        ctx.database.close()


def snooping(chosen: argparse.Namespace, settings: Settings) -> int:
    """Score the look-ups, and say how many are put up for review."""
    ctx = record_or_demo(chosen.data, settings)
    try:
        return tell_look_ups(ctx, datafiles.snooping(), chosen.since)
    finally:
        ctx.database.close()


def client(chosen: argparse.Namespace, settings: Settings) -> int:
    """Say what a system may do by itself, or list those that are known; status 1 where it cannot be."""
    ctx = record_or_demo(chosen.data, settings)
    try:
        if chosen.client_id is None:
            return tell_clients(ctx)
        terms = ClientTerms(chosen.client_id, chosen.name, chosen.laboratory, chosen.vouches, chosen.end)
        return keep_client(ctx, terms)
    finally:
        ctx.database.close()


def load(chosen: argparse.Namespace, settings: Settings) -> int:
    """Take over whole cards; status 1 where a line could not be loaded."""
    absent = next(missing(chosen.files), None)
    if absent is not None:
        raise Stop(f"There is no file {absent} there.")
    if chosen.data:
        settings = demo_settings(chosen.data, settings)
    ctx = app.context(settings)
    try:
        return load_files(ctx, chosen.files)
    finally:
        ctx.database.close()


def generate_cohort(chosen: argparse.Namespace, settings: Settings) -> int:
    """Make a cohort of synthetic women: a file, or more people in a demo."""
    if chosen.out:
        return generate(chosen)
    # the day asked for is the women's: the demo keeps its own
    ctx = demo_context(argparse.Namespace(data=chosen.data, today=None), settings)
    try:
        return generate_into(ctx, plan_of(chosen), max(1, chosen.processes))
    finally:
        ctx.database.close()


def demo_messages(chosen: argparse.Namespace, settings: Settings) -> int:
    """Write a haemoglobin of 15.0, its correction and withdrawal, and an answer under a number that is nobody's."""
    with contextlib.redirect_stdout(sys.stderr):
        ctx = demo_context(chosen, settings)
    women = {each.key: each for each in personas(ctx) if each.number is not None}
    woman = women.get(chosen.persona)
    if woman is None or woman.number is None:
        raise Stop(f"No woman in the demo is called that. Choose one of: {', '.join(women)}.")
    taken = ctx.today() - dt.timedelta(days=1)
    cast = read_cast(datafiles.cast())
    chosen.to.mkdir(parents=True, exist_ok=True)
    for file, raw in messages.demo_messages(cast, name=woman.name, number=woman.number, taken=taken).items():
        write_whole(chosen.to / file, raw)
        print(f"Written: {file}")
    ctx.database.close()
    return 0


def local_record(chosen: argparse.Namespace, settings: Settings) -> int:
    """Serve the simulator of a local record."""
    _free_port(chosen.port)
    _server_of(simulator(chosen, settings), chosen.port).run()
    return 0


def stories(chosen: argparse.Namespace, _: Settings) -> int:
    """List the demo's stories, and count what the card has no place for yet."""
    for line in cli_stories.told(read_stories(datafiles.stories()), facts=chosen.facts):
        print(line)
    return 0


def serve(chosen: argparse.Namespace, settings: Settings) -> int:
    """Serve the record. Without an identity provider nobody could log in, so it refuses to start."""
    if not settings.providers:
        raise Stop(
            "No identity provider is set, so nobody could log in. Set HELSEKORT_HELSEID_ISSUER and the settings"
            " beside it, or try the service with fictive people: helsekort demo"
        )
    clients = app.providers(settings)
    if not settings.inbox_unit:
        print(
            "HELSEKORT_INBOX_UNIT is not set: a laboratory's message that is addressed to no unit here waits where"
            " nobody sees it. Set it to the HER-id of a unit.",
            file=sys.stderr,
        )
    if log_key.signer(settings) is None or log_key.outside(settings) is None:
        print(
            "HELSEKORT_LOG_KEY and HELSEKORT_CHECKPOINTS are not both set: a log that is cut or written anew may not be"
            " found.",
            file=sys.stderr,
        )
    rule_pack.load(settings, datafiles.catalogue(), real_today())
    _free_port(chosen.port)
    _serve(app.context(settings), chosen.port, settings.origin, clients)
    return 0


def _free_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Stop(f"Port {port} is not for everyone. Choose one above 1023: --port 8765") from None
        except OSError:
            other = port + 1 if port < LAST_PORT else port - 1
            raise Stop(f"Port {port} is taken. Choose another: --port {other}") from None


class _Server(uvicorn.Server):
    """Says where it is ready, once it is."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(f"Ready: http://{HOST}:{self.config.port}", flush=True)


def server(
    ctx: Context, port: int, origin: str = "", clients: Mapping[str, Client] = app.NO_CLIENTS
) -> uvicorn.Server:
    """The server, ready to run. It writes nothing of its own: what it says of a fault holds the fault's message."""
    built = app.build(ctx, origin=origin, clients=clients)
    return _server_of(built, port, built.state.always)


def _server_of(application: Starlette, port: int, headers: Sequence[tuple[str, str]] = ()) -> uvicorn.Server:
    config = uvicorn.Config(
        application,
        host=HOST,
        port=port,
        log_level="critical",
        access_log=False,
        server_header=False,
        headers=[*headers],
    )
    return _Server(config)


def run_alone(built: uvicorn.Server) -> None:
    """Run it in a process that does nothing else.

    What was read at the start stays to the end: a collection of garbage that goes through it holds every answer up
    for some 70 ms, and finds nothing.
    """
    gc.collect()
    gc.freeze()
    built.run()


def _serve(ctx: Context, port: int, origin: str, clients: Mapping[str, Client] = app.NO_CLIENTS) -> None:
    if not ctx.demo:
        demand_bound(ctx.database)
    log(Event.STARTED, port=port, database=ctx.database.dialect, demo=ctx.demo)
    run_alone(server(ctx, port, origin, clients))
    ctx.database.close()


def bring_up_to_date(chosen: argparse.Namespace, settings: Settings) -> int:
    """Apply the migrations that are missing, and let the service's role in."""
    migrations = datafiles.migrations()
    database, applied = open_fit(settings.database_url, migrations, datafiles.dictionaries())
    try:
        for name in applied:
            log(Event.MIGRATED, migration=name)
        roles = let_in(database, migrations, chosen.application_role)
    finally:
        database.close()
    print(f"{len(applied)} steps applied; the database is up to date.")
    for role in roles:
        print(f"The role {role} may do what the service does, and no more.")
    return 0


def verify(chosen: argparse.Namespace, settings: Settings) -> int:
    """Check every chain, every audit line and every head; status 1 where one does not hold."""
    if chosen.data:
        settings = demo_settings(chosen.data, settings)
    file = file_of(settings.database_url)
    if file is not None and not file.exists():
        raise Stop(
            "There is no database there. Name one by HELSEKORT_DATABASE_URL, or a demo's folder:"
            " helsekort verify --data data/demo"
        )
    ctx = app.context(settings, bring_up=False)
    try:
        broken, (cards, entries, audit) = verify_record(ctx)
        waiting = count_unsealed(ctx)
    finally:
        ctx.database.close()
    for sentence in broken:
        print(sentence)
    if broken:
        print(f"{len(broken)} breaks found. Do not write to this database; restore a copy that holds.")
        return 1
    print(f"Every chain holds: {cards} cards, {entries} entries, {audit} audit lines.")
    if waiting:
        more = " or more" if waiting == FULL else ""
        print(f"{waiting} of the lines{more} wait for a checkpoint: what is done to those is not found yet.")
    if ctx.outside is None:
        print("No folder keeps the checkpoints outside the database (HELSEKORT_CHECKPOINTS).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
