"""All commands of the command line and their options; docs/cli.md is made from it."""

import argparse
from pathlib import Path

from helsekort.cli_day import day_typed
from helsekort.cli_generate import add_generate
from helsekort.cli_rules import add_rules

LAST_PORT = 65_535


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(prog="helsekort", description="The electronic maternity health card.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    demo = commands.add_parser("demo", help="make demo data dated relative to today, and serve it")
    demo.add_argument("--port", type=_port, default=8765, help="port to listen on (default 8765)")
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
    serve.add_argument("--port", type=_port, default=8000, help="port to listen on (default 8000)")
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
    add_rules(commands)
    _local_record(commands)
    _message_commands(commands)
    add_generate(commands)
    _load(commands)
    _snooping(commands)
    bring_up = commands.add_parser("migrate", help="bring the database to this version")
    bring_up.add_argument(
        "--application-role",
        metavar="NAME",
        help="let this role of PostgreSQL do what the service does, and no more (default: those let in before)",
    )
    _log_commands(commands)
    return top


def _today(command: argparse.ArgumentParser) -> None:
    """For every command that makes demo data."""
    command.add_argument(
        "--today",
        type=day_typed,
        metavar="YYYY-MM-DD",
        help="the day that the demo takes for today (default: today); its clock goes on from there",
    )


def _log_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """What is done with the log."""
    check = commands.add_parser(
        "verify", help="check every chain, every audit line, every head, and the log against its checkpoints"
    )
    check.add_argument("--data", type=Path, help="folder of a demo's data, to check that instead")
    seal = commands.add_parser("checkpoint", help="sign a checkpoint of the log now, over all that waits")
    seal.add_argument("--data", type=Path, help="folder of a demo's data, to do it there instead")
    events = commands.add_parser("audit-events", help="print the log as FHIR AuditEvents, one a line")
    events.add_argument(
        "--since", type=day_typed, metavar="YYYY-MM-DD", help="the first day to print (default: yesterday)"
    )
    events.add_argument("--data", type=Path, help="folder of a demo's data, to print that instead")


def _load(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Whole cards from files."""
    load = commands.add_parser("load", help="take over whole cards, with their people, from files")
    load.add_argument("files", nargs="+", type=Path, metavar="FILE", help="one card a line, parties first")
    load.add_argument("--data", type=Path, help="folder of a demo's data, to load into that instead")


def _snooping(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Look-ups that someone should look at."""
    snooping = commands.add_parser(
        "snooping", help="score the look-ups in the log, and put up for review what is unusual"
    )
    snooping.add_argument(
        "--since",
        type=day_typed,
        metavar="YYYY-MM-DD",
        help="the first day to score (default: yesterday)",
    )
    snooping.add_argument("--data", type=Path, help="folder of a demo's data, to score that instead")


def _port(text: str) -> int:
    """A port that can be listened on."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to {LAST_PORT}")
    return int(text)


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
    token_user = commands.add_parser(
        "client",
        help="say what a system with tokens may do by itself, cut it off, or list those that are known",
    )
    token_user.add_argument(
        "client_id", nargs="?", metavar="CLIENT_ID", help="its id at the provider; without it, list"
    )
    token_user.add_argument("--name", default="", help="what the log calls it")
    token_user.add_argument(
        "--laboratory", default="", metavar="HER_ID", help="it sends this laboratory's messages"
    )
    token_user.add_argument(
        "--vouches", action="store_true", help="its word is taken for who sits at it, by an attest"
    )
    token_user.add_argument("--end", action="store_true", help="none of its tokens is taken any more")
    token_user.add_argument("--data", type=Path, help=folder)
    made = commands.add_parser(
        "demo-messages", help="write four laboratory messages about one of the demo's women"
    )
    made.add_argument("--for", dest="persona", required=True, help="such as kari")
    made.add_argument("--to", type=Path, required=True, help="folder to write them to")
    made.add_argument("--data", type=Path, help=folder)
    _today(made)


def _local_record(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """A system beside the service."""
    beside = commands.add_parser(
        "local-record", help="serve a simulator of a GP's local record, beside a running demo"
    )
    beside.add_argument("--port", type=_port, default=8770, help="port to listen on (default 8770)")
    beside.add_argument(
        "--service",
        default="http://127.0.0.1:8765",
        help="the demo's address (default http://127.0.0.1:8765)",
    )
    beside.add_argument("--as", dest="persona", default="amir", help="whose record it is (default amir)")
    beside.add_argument(
        "--data", type=Path, help="folder of the demo's data (default: the user's data folder)"
    )
    _today(beside)
