"""The demo's data: made whole for a day, kept in a folder, and opened by every command that speaks of the demo."""

import argparse
import datetime as dt
import sys
from pathlib import Path

from msgspec.structs import replace

from helsekort import app, datafiles
from helsekort.access.actors import NOBODY
from helsekort.actions.context import Context
from helsekort.actions.sessions import enter_as_persona, personas
from helsekort.cli_day import MadeOn, clock_of, read_made_on, real_today
from helsekort.demo.make import make_demo
from helsekort.log_key import forget_checkpoints, make_key
from helsekort.settings import Settings, database_is_named
from helsekort.store import audit_lines
from helsekort.store.opening import file_of, move, remove, whole_or_nothing
from helsekort.whole_file import write_whole

INBOX_UNIT = "900301"
"""HER-id of the demo's health station: it gets what is addressed to no unit of the demo."""
MADE_ON = "made-on"
FILE = "demo.db"
MAKING = "making.db"
LOG_KEY = "log.key"
CHECKPOINTS = "checkpoints"


class Stop(Exception):
    """End with this sentence and the status of what could not be done."""


def demo_settings(data: Path | None, settings: Settings) -> Settings:
    """The demo has a database of its own, unless the environment names one and --data does not."""
    settings = replace(
        settings, inbox_unit=settings.inbox_unit or INBOX_UNIT, guideline=settings.guideline or "on"
    )
    if data is None and database_is_named():
        return settings
    folder = (data or settings.data_dir / "demo").resolve()
    key = folder / LOG_KEY
    if folder.is_dir() and settings.log_key is None:
        make_key(key)
    return replace(
        settings,
        database_url=f"sqlite:///{folder / FILE}",
        data_dir=folder,
        log_key=settings.log_key or (key if key.exists() else None),
        checkpoints=settings.checkpoints or folder / CHECKPOINTS,
    )


def record_or_demo(data: Path | None, settings: Settings) -> Context:
    """The record that messages go to: the one that is set or there, else the demo's, with the demo's inbox unit."""
    own = file_of(settings.database_url)
    if data is None and (database_is_named() or (own is not None and own.exists())):
        ctx = app.context(settings, demo=True)
    else:
        demo = demo_settings(data, settings)
        day = _wanted(None, None, read_made_on(demo.data_dir / MADE_ON)).today
        ctx = app.context(demo, demo=True, clock=clock_of(day))
    if personas(ctx):
        return ctx
    return replace(ctx, demo=False, clock=app.microseconds, reception=settings.inbox_unit)


def demo_context(
    chosen: argparse.Namespace, settings: Settings, *, fresh: bool = False, all_stories: bool | None = None
) -> Context:
    """The demo's house; in its own folder its data are of the day asked for, and older ones are replaced once new
    ones are whole. None of `all_stories`: whichever are there."""
    settings = demo_settings(chosen.data, settings)
    file = file_of(settings.database_url)
    if file is None or file.name != FILE:
        return _with_people(settings, _wanted(chosen.today, all_stories, None))
    made_on = file.with_name(MADE_ON)
    before = read_made_on(made_on)
    wanted = _wanted(chosen.today, all_stories, before)
    if fresh or not file.exists() or before != wanted:
        making = file.with_name(MAKING)
        remove(making)
        with whole_or_nothing(making):
            _with_people(replace(settings, database_url=f"sqlite:///{making}"), wanted).database.close()
            forget_checkpoints(settings.checkpoints or file.parent / CHECKPOINTS)
            move(making, file)
        write_whole(made_on, wanted.said().encode())
        settings = demo_settings(chosen.data, settings)
    return app.context(settings, demo=True, clock=clock_of(wanted.today))


def _with_people(settings: Settings, wanted: MadeOn) -> Context:
    """A house with the demo's people in it, made where it is empty."""
    ctx = app.context(settings, demo=True, clock=clock_of(wanted.today))
    try:
        people = {each.key for each in personas(ctx)}
        if wanted.all_stories and people and not people.issuperset(datafiles.stories()):
            raise Stop(
                "This demo was made without all stories. Choose another database or folder: --data DIR"
            )
        if not people:
            _make(ctx, kept_back=wanted.all_stories)
    except BaseException:
        ctx.database.close()
        raise
    return ctx


def _make(ctx: Context, *, kept_back: bool) -> None:
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
        kept_back=kept_back,
    )


def _wanted(today: dt.date | None, all_stories: bool | None, before: MadeOn | None) -> MadeOn:
    """The demo that a command asks for. One that does not say which takes the demo as it was made today."""
    real = real_today()
    if all_stories is None and before is not None and before.real == real:
        return replace(before, today=today or before.today)
    return MadeOn(today or real, real, bool(all_stories))


def enter(ctx: Context, persona: str) -> str:
    """A token, as if this person of the demo had logged in."""
    try:
        return enter_as_persona(NOBODY, ctx=ctx, persona=persona)
    except LookupError:
        known = ", ".join(each.key for each in personas(ctx))
        raise Stop(f"Nobody in the demo is called that. Choose one of: {known}.") from None
