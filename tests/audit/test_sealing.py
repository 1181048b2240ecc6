"""Lines get their places and checkpoints are signed, beside the requests."""

import asyncio
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from msgspec.structs import replace
from starlette.applications import Starlette

from helsekort.actions import sealing as acts
from helsekort.actions.cards import open_card
from helsekort.actions.outcomes import Refused, Rejected
from helsekort.actions.registry import erase_body
from helsekort.actions.sealing import count_unsealed, erase_line, seal_log
from helsekort.actions.verifying import verify_record
from helsekort.audit import places, tree
from helsekort.audit.notes import read_note
from helsekort.audit.outside import KEYS, NOTES
from helsekort.fhir.stored import card_content
from helsekort.log_key import make_key, signer
from helsekort.running import runner
from helsekort.sealing import keep_outside, seal_all, sealing
from helsekort.settings import BadSetting, Settings
from helsekort.store import audit_lines, log_tree
from tests.audit.houses import key, signed
from tests.cast import JOB, Cast, record


@pytest.fixture
def home(cast: Cast, tmp_path: Path) -> Cast:
    """Gives the cast in a house whose log is signed."""
    return replace(cast, ctx=signed(cast.ctx, tmp_path))


def test_all_that_waits_gets_a_place_and_a_checkpoint(home: Cast) -> None:
    waiting = count_unsealed(home.ctx)
    assert waiting > 20
    (note,) = seal_all(home.ctx)
    point = read_note(note, [key().public])
    assert (point.size, point.at) == (waiting, home.ctx.now())
    with home.ctx.database.transaction(write=False) as tx:
        leaves = [row.leaf for row in log_tree.leaves(tx)]
        assert sorted(leaves) == sorted(audit_lines.leaves(tx).values())
        nodes = places.Nodes(tx)
        for place, leaf in enumerate(leaves):
            proof = tree.inclusion(place, point.size, nodes)
            assert tree.root_by(place, point.size, leaf, proof) == point.root
    assert count_unsealed(home.ctx) == 0
    assert seal_log(home.ctx) is None
    assert verify_record(home.ctx)[0] == []


def test_a_thousand_lines_fill_a_checkpoint(home: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a limit of seven, the tree grows over many checkpoints, and each is held to account."""
    monkeypatch.setattr(places, "MOST", 7)
    notes = seal_all(home.ctx)
    sizes = [read_note(note, [key().public]).size for note in notes]
    assert sizes == [*range(7, sizes[-1], 7), sizes[-1]]
    for _ in range(3):
        record(home, home.nora_card)
        assert len(seal_all(home.ctx)) >= 1
    assert verify_record(home.ctx)[0] == []


def test_nodes_are_kept_over_each_256_lines(home: Cast) -> None:
    for _ in range(260):
        open_card(home.amir, ctx=home.ctx, card=home.nora_card)
    seal_all(home.ctx)
    open_card(home.amir, ctx=home.ctx, card=home.nora_card)
    seal_all(home.ctx)
    with home.ctx.database.transaction(write=False) as tx:
        assert set(log_tree.every_node(tx)) == {(8, 0)}
        size, note = log_tree.newest_checkpoint(tx) or (0, "")
        nodes, root = places.Nodes(tx), read_note(note, [key().public]).root
        for row in log_tree.leaves(tx):
            assert tree.root_by(row.place, size, row.leaf, tree.inclusion(row.place, size, nodes)) == root
    assert verify_record(home.ctx)[0] == []


def test_without_a_key_lines_wait_and_nothing_is_wrong(cast: Cast) -> None:
    assert seal_log(cast.ctx) is None
    assert seal_all(cast.ctx) == []
    assert count_unsealed(cast.ctx) > 0
    assert verify_record(cast.ctx)[0] == []


def test_checkpoints_are_kept_outside_also_those_that_an_earlier_try_left_out(home: Cast) -> None:
    outside = home.ctx.outside
    assert outside is not None
    seal_log(home.ctx)
    assert outside.notes() == []
    record(home, home.nora_card)
    seal_all(home.ctx)
    with home.ctx.database.transaction(write=False) as tx:
        assert outside.notes() == [note for _, note in log_tree.checkpoints(tx)]
    assert len(outside.notes()) == 2
    assert outside.keys() == [key().public]
    keep_outside(home.ctx)
    assert len(outside.notes()) == 2
    assert outside.newest() == outside.notes()[-1]


def test_what_a_power_cut_left_half_written_spoils_no_other(home: Cast) -> None:
    seal_all(home.ctx)
    assert home.ctx.outside is not None
    file = home.ctx.outside.folder / NOTES
    whole = file.read_text()
    file.write_text(whole + whole[:40])
    record(home, home.nora_card)
    seal_all(home.ctx)
    assert len(home.ctx.outside.notes()) == 3
    assert "log of no card: a checkpoint is no checkpoint of this log" in verify_record(home.ctx)[0]


def test_an_old_key_still_counts_and_a_strange_one_does_not(home: Cast) -> None:
    seal_all(home.ctx)
    later = replace(home, ctx=replace(home.ctx, signer=key(2)))
    record(later, home.nora_card)
    seal_all(later.ctx)
    assert verify_record(later.ctx)[0] == []
    assert home.ctx.outside is not None
    (home.ctx.outside.folder / KEYS).unlink()
    assert verify_record(later.ctx)[0] == ["log of no card: a checkpoint is not signed by a key of this log"]


def test_a_folder_that_cannot_be_written_holds_nobody_up(home: Cast, tmp_path: Path, capsys: object) -> None:
    (tmp_path / "outside").write_text("a file stands where the folder should be")

    async def serve_a_moment() -> None:
        app = Starlette()
        app.state.ctx, app.state.run = home.ctx, runner(home.ctx.database)
        async with sealing(app):
            await asyncio.sleep(0)

    asyncio.run(serve_a_moment())
    assert count_unsealed(home.ctx) == 0
    assert '"why": "folder"' in capsys.readouterr().err  # type: ignore[attr-defined]  # pytest's own


def test_the_service_seals_when_it_starts_and_when_it_ends(home: Cast) -> None:
    async def serve_a_moment() -> None:
        app = Starlette()
        app.state.ctx, app.state.run = home.ctx, runner(home.ctx.database)
        async with sealing(app):
            for _ in range(10_000):
                await asyncio.sleep(0.001)
                if not count_unsealed(home.ctx):
                    break
            assert count_unsealed(home.ctx) == 0
            record(home, home.nora_card)
        assert count_unsealed(home.ctx) == 0

    asyncio.run(serve_a_moment())
    assert home.ctx.outside is not None
    assert len(home.ctx.outside.notes()) == 2


def test_what_a_process_remembers_of_cards_is_forgotten_each_minute(home: Cast) -> None:
    """What was erased by law is not to stay in a memory either."""
    open_card(home.amir, ctx=home.ctx, card=home.nora_card)
    assert card_content.cache_info().currsize > 0

    async def serve_a_moment() -> None:
        app = Starlette()
        app.state.ctx, app.state.run = home.ctx, runner(home.ctx.database)
        async with sealing(app):
            await asyncio.sleep(0)
            assert card_content.cache_info().currsize == 0

    asyncio.run(serve_a_moment())


# --- erased by law --------------------------------------------------------------------------------------------


def _line_of(home: Cast, event: str) -> tuple[int, int]:
    with home.ctx.database.transaction(write=False) as tx:
        return next(
            (row.at, row.line) for row in audit_lines.of_card(tx, home.nora_card) if row.event == event
        )


@pytest.mark.parametrize("sealed", [True, False])
def test_a_line_that_was_erased_leaves_its_leaf_and_all_proofs(home: Cast, *, sealed: bool) -> None:
    record(home, home.nora_card)
    if sealed:
        seal_all(home.ctx)
    at, line = _line_of(home, "written")
    erase_line(JOB, ctx=home.ctx, card=home.nora_card, at=at, line=line, basis="§ 25")
    with home.ctx.database.transaction(write=False) as tx:
        (row,) = (row for row in audit_lines.of_card(tx, home.nora_card) if (row.at, row.line) == (at, line))
        assert (row.salt, row.payload) == (b"", b"")
    seal_all(home.ctx)
    assert verify_record(home.ctx)[0] == []


def test_the_line_of_an_erasure_can_be_erased_too(home: Cast) -> None:
    erase_body(JOB, ctx=home.ctx, card=home.nora_card, seq=2, basis="§ 25")
    seal_all(home.ctx)
    for event in ("written", "erased"):
        at, line = _line_of(home, event)
        erase_line(JOB, ctx=home.ctx, card=home.nora_card, at=at, line=line, basis="§ 25")
    assert verify_record(home.ctx)[0] == []


def test_an_erasure_that_no_line_tells_of_is_found(home: Cast) -> None:
    at, line = _line_of(home, "written")
    with home.ctx.database.transaction() as tx:
        audit_lines.erase(tx, home.nora_card, at, line, "none", 1)
    broken = verify_record(home.ctx)[0]
    assert any("no line says who did it" in each for each in broken)


def test_an_erasure_needs_a_basis_a_line_and_a_job(home: Cast) -> None:
    at, line = _line_of(home, "written")
    with pytest.raises(Rejected, match="missing"):
        erase_line(JOB, ctx=home.ctx, card=home.nora_card, at=at, line=line, basis=" ")
    with pytest.raises(Rejected, match="no-such-line"):
        erase_line(JOB, ctx=home.ctx, card=home.kari_card, at=at, line=line, basis="§ 25")
    with pytest.raises(Refused):
        erase_line(JOB, ctx=home.ctx, card=1, at=at, line=line, basis="§ 25")


# --- the key --------------------------------------------------------------------------------------------------


def _settings(file: Path) -> Settings:
    return Settings("sqlite:///x", file.parent, log_key=file)


def test_a_key_is_made_for_its_owner_alone_and_never_anew(tmp_path: Path) -> None:
    file = tmp_path / "log.key"
    make_key(file)
    first = file.read_bytes()
    make_key(file)
    assert file.read_bytes() == first
    assert file.stat().st_mode & 0o777 == 0o400
    found = signer(_settings(file))
    assert found is not None
    assert len(found.public) == 32


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "log.key"
    make_key(file)
    for mode in (0o440, 0o404, 0o420, 0o401):
        file.chmod(mode)
        with pytest.raises(BadSetting, match="chmod 400"):
            signer(_settings(file))


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="cannot be read"):
        signer(_settings(tmp_path / "none"))
    file = tmp_path / "key"
    other = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for content, says in ((b"no key", "no private key"), (other, "kind Ed25519")):
        file.unlink(missing_ok=True)
        file.write_bytes(content)
        file.chmod(0o400)
        with pytest.raises(BadSetting, match=says):
            signer(_settings(file))


def test_a_thousand_lines_do_not_wait_for_the_minute_and_hold_nobody_up_for_long() -> None:
    assert acts.FULL == 1000
    assert places.MOST == 125
