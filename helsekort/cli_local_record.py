"""The simulator of a local record: with the demo's women as its patients, at its own port."""

import argparse
import contextlib
import sys
from functools import partial

from starlette.applications import Starlette

from helsekort.access.actors import ActorKind
from helsekort.actions.sessions import personas
from helsekort.cli_day import real_today
from helsekort.cli_demo import Stop, demo_context, enter
from helsekort.demo.local_record.door import Door
from helsekort.demo.local_record.journal import Journal, Patient
from helsekort.demo.local_record.pages import Desk, build
from helsekort.settings import Settings


def simulator(chosen: argparse.Namespace, settings: Settings) -> Starlette:
    """The application. Its user is one of the demo's health personnel; its patients are the demo's women."""
    with contextlib.redirect_stdout(sys.stderr):
        ctx = demo_context(chosen, settings)
    try:
        people, today = personas(ctx), ctx.today()
    finally:
        ctx.database.close()
    user = next(
        (one for one in people if one.key == chosen.persona and one.kind == ActorKind.CLINICIAN), None
    )
    if user is None:
        known = ", ".join(one.key for one in people if one.kind == ActorKind.CLINICIAN)
        raise Stop(f"No health personnel in the demo is called that. Choose one of: {known}.")
    patients = [Patient(one.name, one.number) for one in people if one.number is not None]
    door = Door(chosen.service.rstrip("/"), partial(_token, chosen, settings))
    ahead = today - real_today()
    return build(Desk(Journal(f"{user.name}, {user.unit}", patients), door, lambda: real_today() + ahead))


def _token(chosen: argparse.Namespace, settings: Settings) -> str:
    """A token of the user's, as `helsekort token` gives one."""
    ctx = demo_context(chosen, settings)
    try:
        return enter(ctx, chosen.persona)
    finally:
        ctx.database.close()
