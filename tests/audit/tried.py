"""Tamperings tried: `python -m tests.audit.tried 1000` does so many to copies of one record, asks verify after each,
and says how many were found."""

import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from msgspec.structs import replace

from helsekort.actions.cards import open_card, open_own_card
from helsekort.actions.context import Context
from helsekort.actions.registry import erase_body
from helsekort.actions.sealing import erase_line
from helsekort.actions.verifying import verify_record
from helsekort.audit.outside import Outside
from helsekort.sealing import seal_all
from helsekort.store import audit_lines
from helsekort.store.database import open_database
from tests.audit.houses import signed
from tests.audit.tamperings import WAYS, Broken
from tests.cast import JOB, make_cast, open_house, record


def make(folder: Path) -> Context:
    """A record of two cards and some 320 lines under six checkpoints, with something erased on each; closed."""
    ctx = signed(open_house(f"sqlite:///{folder / 'record.db'}"), folder)
    cast = make_cast(ctx)
    for turn in range(5):
        for _ in range(28):
            open_card(cast.amir, ctx=ctx, card=cast.nora_card)
            open_own_card(cast.kari, ctx=ctx)
        record(cast, cast.nora_card)
        record(cast, cast.kari_card)
        if turn == 2:
            erase_body(JOB, ctx=ctx, card=cast.nora_card, seq=2, basis="§ 25")
            with ctx.database.transaction(write=False) as tx:
                at, line = next((row.at, row.line) for row in audit_lines.of_card(tx, cast.kari_card))
            erase_line(JOB, ctx=ctx, card=cast.kari_card, at=at, line=line, basis="§ 25")
        seal_all(ctx)
    assert verify_record(ctx)[0] == []
    ctx.database.close()
    return ctx


def verified(ctx: Context, folder: Path) -> list[str]:
    """What verify says of the record in a folder."""
    database = open_database(f"sqlite:///{folder / 'record.db'}")
    try:
        return verify_record(replace(ctx, database=database, outside=Outside(folder / "outside")))[0]
    finally:
        database.close()


def tampered(ctx: Context, made: Path, folder: Path, seed: int) -> tuple[str, list[str]]:
    """Do one thing to a copy; what it was, and what verify then says."""
    shutil.copy(made / "record.db", folder / "record.db")
    shutil.copytree(made / "outside", folder / "outside")
    draw = random.Random(seed)  # noqa: S311  # no secret is drawn
    way = WAYS[seed % len(WAYS)]
    broken = Broken(folder / "record.db", folder / "outside", draw)
    while True:
        try:
            way(broken)
            break
        except sqlite3.IntegrityError:
            continue  # the key was taken: draw anew
    broken.db.close()
    return way.__name__, verified(ctx, folder)


def main() -> int:
    """Try so many, and say how many were found."""
    count, found, missed = int(sys.argv[1]), Counter[str](), Counter[str]()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "made"
        made.mkdir()
        ctx = make(made)
        assert verified(ctx, made) == []
        for seed in range(count):
            folder = Path(place) / "copy"
            folder.mkdir()
            name, said = tampered(ctx, made, folder, seed)
            (found if said else missed)[name] += 1
            shutil.rmtree(folder)
        assert verified(ctx, made) == []
    for name in sorted({*found, *missed}):
        print(f"{name:40} {found[name]:5} found {missed[name]:5} not found")
    print(
        f"{count} tamperings, {found.total()} found, {missed.total()} not found; untouched, nothing was found."
    )
    print(f"{time.monotonic() - began:.0f} seconds", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
