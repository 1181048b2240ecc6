"""Her log taken home: checked by a program that knows nothing of the service, and refused when it was altered."""

import copy
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from helsekort import verify_log
from helsekort.actions.cards import open_card, open_own_card, read_own_log
from helsekort.actions.outcomes import Refused
from helsekort.actions.taking_log import take_own_log
from helsekort.audit.notes import fingerprint
from helsekort.verify_log import Wrong, check
from tests.audit.houses import key, signed
from tests.cast import Cast, record
from tests.web.at_work import AtWork

Log = dict[str, Any]


@pytest.fixture
def home(cast: Cast, tmp_path: Path) -> Cast:
    """Gives the cast in a house whose log is signed, with some lines in Nora's log."""
    home = replace(cast, ctx=signed(cast.ctx, tmp_path))
    record(home, home.nora_card)
    open_card(home.amir, ctx=home.ctx, card=home.nora_card)
    open_own_card(home.nora, ctx=home.ctx)
    with pytest.raises(Refused):
        open_card(home.lars, ctx=home.ctx, card=home.nora_card)
    return home


def _taken(home: Cast) -> Log:
    found: Log = json.loads(take_own_log(home.nora, ctx=home.ctx))
    return found


def test_each_line_of_her_log_is_proven(home: Cast) -> None:
    shown = read_own_log(home.nora, ctx=home.ctx)
    log = _taken(home)
    assert len(log["entries"]) == len(shown)
    assert log["waiting"] == 0
    *told, last = check(log)
    assert len(told) == len(shown)
    assert any("Amir Rahimi, Torget legesenter" in line and "read" in line for line in told)
    assert any("Lars Brekke" in line and "refused" in line for line in told)
    assert fingerprint(key().public).replace(" ", "") in last
    check(log, fingerprint(key().public))


def test_the_program_runs_alone_on_another_machine(home: Cast, tmp_path: Path) -> None:
    """In an empty environment and folder, without this package: as the page that comes with it says, word by word."""
    answer = AtWork(home.ctx, home.nora, "nora").get("/min/innsyn/last-ned")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    folder = tmp_path / "elsewhere"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(folder)
    home.ctx.database.close()
    told = (folder / "les-meg.txt").read_text(encoding="utf-8")
    python, *typed = next(line.split() for line in told.splitlines() if "verify_log.py" in line)
    assert (python, "«lines hold»" in told, "«NOT PROVEN»" in told) == ("python3", True, True)
    run = [sys.executable, "-I", "-S", *typed]
    found = subprocess.run(run, cwd=folder, env={}, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "lines hold" in found.stdout
    (folder / "log.json").write_text((folder / "log.json").read_text().replace("Z\\n", "Z \\n"))
    found = subprocess.run(run, cwd=folder, env={}, capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert found.stdout.startswith("NOT PROVEN")


def test_it_holds_no_more_than_her_log_says(home: Cast) -> None:
    """Not how many entries there are, not by which permission, and of looking not at what."""
    text = take_own_log(home.nora, ctx=home.ctx).decode()
    for closed in ('entries\\"', "up_to", "spans", "permission", "heads", "hidden", "classes"):
        assert closed not in text.replace('"entries": [', "")
    for each in json.loads(text)["entries"]:
        said = [json.loads(part[1]) for part in each["parts"] if not isinstance(part, str)]
        what = said[0]
        assert ("about" in str(said)) == (what["event"] in ("written", "corrected", "withdrawn"))


def test_no_number_of_anyone_stands_in_it(home: Cast) -> None:
    text = take_own_log(home.nora, ctx=home.ctx).decode()
    with home.ctx.database.transaction(write=False) as tx:
        numbers = [value for (value,) in tx.rows("SELECT value FROM party_number")]
    assert numbers
    assert not any(f'"{number}"' in text for number in numbers)


def _changes() -> dict[str, Callable[[Log], None]]:
    def part(log: Log, change: Callable[[list[Any]], None]) -> None:
        change(log["entries"][0]["parts"])

    def text(log: Log, old: str, new: str) -> None:
        for entry in log["entries"]:
            for each in entry["parts"]:
                if isinstance(each, list):
                    each[1] = each[1].replace(old, new)

    def later(log: Log) -> None:
        log["checkpoint"] = log["checkpoint"].replace("\nat 2", "\nat 3")

    def bigger(log: Log) -> None:
        name, size, rest = log["checkpoint"].split("\n", 2)
        log["checkpoint"] = f"{name}\n{int(size) + 1}\n{rest}"

    return {
        "what happened": lambda log: text(log, '"refused"', '"read"'),
        "when": lambda log: text(log, '"at":1', '"at":2'),
        "who": lambda log: text(log, '"category":"LE"', '"category":"JO"'),
        "about what": lambda log: text(log, "check-up", "contact"),
        "a salt": lambda log: part(log, lambda parts: parts[0].__setitem__(0, "00" * 16)),
        "a closed part": lambda log: part(log, lambda parts: parts.__setitem__(4, "00" * 32)),
        "a part less": lambda log: part(log, lambda parts: parts.pop()),
        "parts run together": lambda log: part(log, lambda parts: parts.insert(4, parts.pop()[:32])),
        "a place": lambda log: log["entries"][0].update(place=log["entries"][0]["place"] ^ 1),
        "a place beyond": lambda log: log["entries"][0].update(place=10**6),
        "a proof": lambda log: log["entries"][0]["proof"].__setitem__(0, "00" * 32),
        "a proof less": lambda log: log["entries"][0]["proof"].pop(),
        "a proof more": lambda log: log["entries"][0]["proof"].append("00" * 32),
        "two proofs": lambda log: log["entries"][0].update(proof=log["entries"][1]["proof"]),
        "a line twice": lambda log: log["entries"].append(log["entries"][0]),
        "a later moment": later,
        "a bigger tree": bigger,
        "another key": lambda log: log.update(key=log["key"][:-2] + "A="),
        "no checkpoint": lambda log: log.update(checkpoint=""),
    }


@pytest.mark.parametrize("name", _changes())
def test_what_was_altered_is_refused(home: Cast, name: str) -> None:
    log = _taken(home)
    check(copy.deepcopy(log))
    _changes()[name](log)
    with pytest.raises((Wrong, ValueError, LookupError)):
        check(log)


def test_a_log_signed_by_another_is_told_by_its_fingerprint(home: Cast) -> None:
    other = replace(home.ctx, signer=key(2), outside=None)
    log = json.loads(take_own_log(home.nora, ctx=other))
    check(log)
    with pytest.raises(Wrong, match="the key is another"):
        check(log, fingerprint(key().public))


def test_without_a_key_nothing_is_claimed(cast: Cast) -> None:
    log = json.loads(take_own_log(cast.nora, ctx=cast.ctx))
    assert (log["checkpoint"], log["entries"]) == ("", [])
    assert log["waiting"] > 0


# --- signatures -----------------------------------------------------------------------------------------------

# RFC 8032 section 7.1: key, message, signature
KNOWN = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
            "655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
            "b00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
            "c027beceea1ec40a"
        ),
    ),
)


@pytest.mark.parametrize(("public", "message", "signature"), KNOWN)
def test_known_signatures(public: str, message: str, signature: str) -> None:
    one, two, three = (bytes.fromhex(each) for each in (public, message, signature))
    assert verify_log.is_signed(one, two, three)
    assert not verify_log.is_signed(one, two + b"x", three)
    # the other number that means the same, which a lax check takes
    higher = int.from_bytes(three[32:], "little") + verify_log.ORDER
    assert not verify_log.is_signed(one, two, three[:32] + higher.to_bytes(32, "little"))


def test_signatures_agree_with_the_library_that_signs() -> None:
    for seed in range(8):
        own = Ed25519PrivateKey.from_private_bytes(bytes([seed + 1]) * 32)
        public, message = own.public_key().public_bytes_raw(), bytes([seed]) * seed
        signature = own.sign(message)
        assert verify_log.is_signed(public, message, signature)
        for at in range(0, 64, 7):
            changed = signature[:at] + bytes([signature[at] ^ 1]) + signature[at + 1 :]
            try:
                assert not verify_log.is_signed(public, message, changed)
            except Wrong:
                continue
