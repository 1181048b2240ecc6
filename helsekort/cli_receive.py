"""`helsekort receive`: takes laboratory messages from files, or from a folder that is watched.

What is printed holds nothing of any message: the file's name, how far it got, and why.
"""

import time
from collections.abc import Iterable
from pathlib import Path

from helsekort.access.actors import system
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Rejected, Unavailable
from helsekort.actions.receiving import RECEIVED, Receipt, receive_message, work_inbox
from helsekort.whole_file import write_whole

LABORATORY = system("laboratory")
DONE, REFUSED, RECEIPTS = "done", "refused", "receipts"
SECONDS = 2
AGAIN_AFTER = 300
"""Rounds after which what waits for a person is tried once more: she may have been registered since."""


def receive_files(ctx: Context, files: Iterable[Path], receipts: Path | None) -> int:
    """Take each file, in the order given; status 1 where one was not taken in."""
    kept: dict[int, Path] = {}
    failed = False
    for file in files:
        receipt = _keep(ctx, file)
        if receipt is None:
            failed = True
            continue
        kept[receipt.message] = file
        if receipt.state != RECEIVED:
            _tell(file, receipt, receipts or file.parent)
        for worked in work_inbox(LABORATORY, ctx=ctx):
            place = kept.get(worked.message)
            if place is not None:
                _tell(place, worked, receipts or place.parent)
    return int(failed)


def _keep(ctx: Context, file: Path) -> Receipt | None:
    """Keep a file's message; None, said, where it is none."""
    try:
        return receive_message(LABORATORY, ctx=ctx, raw=file.read_bytes())
    except Rejected as rejected:
        print(f"{file.name}: not kept ({rejected.problems[0].code})")
        return None


def work_again(ctx: Context) -> int:
    """Try once more what waits."""
    worked = work_inbox(LABORATORY, ctx=ctx, again=True)
    still = sum(receipt.state == "waiting" for receipt in worked)
    print(f"{len(worked)} messages tried; {still} wait for a person.")
    return 0


def _tell(file: Path, receipt: Receipt, receipts: Path) -> None:
    """One line, and the receipt as a file of its own."""
    why = f" ({receipt.reason})" if receipt.reason else ""
    again = ", sent before" if receipt.repeated else ""
    print(f"{file.name}: {receipt.state}{why}{again}")
    if not receipt.owned and receipt.state != "placed":
        print("  No unit looks after it. Set HELSEKORT_INBOX_UNIT to the HER-id of one.")
    if receipt.answer is not None:
        receipts.mkdir(parents=True, exist_ok=True)
        write_whole(receipts / f"{file.stem}.apprec.xml", receipt.answer)


def watch(ctx: Context, folder: Path, receipts: Path | None) -> int:
    """Take what is put into a folder until stopped. Write a file elsewhere first and move it in, or name it .part."""
    print(f"Watching for *.xml. Taken files go to {DONE}/. Stop with Ctrl+C.", flush=True)
    rounds = 0
    try:
        while True:
            watch_once(ctx, folder, receipts)
            rounds += 1
            if rounds % AGAIN_AFTER == 0:
                work_again(ctx)
            time.sleep(SECONDS)
    except KeyboardInterrupt:
        return 0


def watch_once(ctx: Context, folder: Path, receipts: Path | None) -> int:
    """One look: how many files were taken.

    A file is moved only after its message is kept and worked, so that none, and no receipt, is lost between: what
    another process is working on, or was when it was ended, stays for the next look. A file that another watcher has
    moved meanwhile is theirs.
    """
    taken = 0
    for file in sorted(folder.glob("*.xml")):
        try:
            to = _take(ctx, file, receipts or folder / RECEIPTS)
            if to:
                _move(file, folder / to)
                taken += 1
        except FileNotFoundError:
            continue
        except Unavailable:
            print("The database cannot be written now; the file stays, and is tried again.")
            break
    return taken


def _take(ctx: Context, file: Path, receipts: Path) -> str:
    """Keep and work one file's message: the folder it goes to, or "" where it is not worked yet."""
    receipt = _keep(ctx, file)
    if receipt is None:
        return REFUSED
    if receipt.state == RECEIVED:
        worked = {each.message: each for each in work_inbox(LABORATORY, ctx=ctx)}
        receipt = worked.get(receipt.message, receipt)
    if receipt.state == RECEIVED:
        return ""
    _tell(file, receipt, receipts)
    return DONE


def _move(file: Path, to: Path) -> None:
    """Under a name that nothing has there."""
    to.mkdir(exist_ok=True)
    target, number = to / file.name, 1
    while target.exists():
        number += 1
        target = to / f"{file.stem}-{number}{file.suffix}"
    file.rename(target)
