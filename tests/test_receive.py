"""`helsekort receive`: files and a watched folder, one line for each message, and nothing of it on the line."""

import socket
from pathlib import Path
from typing import Any

import pytest

from helsekort import cli, cli_demo, cli_laboratory, cli_receive
from helsekort.actions import receiving
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Unavailable
from helsekort.fhir.times import NORWAY
from helsekort.kith.receipt.parse import read_receipt
from helsekort.settings import read_settings
from helsekort.store import inbox
from tests.answers import STRANGER, answer, haemoglobin, results, sent, states, story
from tests.cast import MOMENT, TORGET, Cast
from tests.running import login_environment


def put(folder: Path, *raws: bytes) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"svar-{place}.xml" for place, _ in enumerate(raws)]
    for file, raw in zip(files, raws, strict=True):
        file.write_bytes(raw)
    return files


def test_three_files_make_one_result(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = put(tmp_path / "in", *story())
    assert cli_receive.receive_files(cast.ctx, files, tmp_path / "receipts") == 0
    assert [str(entry.content.value) for entry in results(cast, cast.kari_card)["haemoglobin"].entries] == [  # type: ignore[union-attr]  # findings
        "15.0",
        "12.0",
        "12.0",
    ]
    assert capsys.readouterr().out.splitlines() == [f"svar-{place}.xml: placed" for place in range(3)]
    receipts = sorted((tmp_path / "receipts").iterdir())
    assert len({read_receipt(file.read_bytes(), NORWAY).original.message_id for file in receipts}) == 3


def test_the_line_says_why_and_nothing_of_the_message(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = put(tmp_path, *sent(answer(STRANGER, haemoglobin("12.4"))), b"<x/>", b"")
    assert cli_receive.receive_files(cast.ctx, files, None) == 1
    said = capsys.readouterr().out
    assert said.splitlines() == [
        "svar-0.xml: waiting (unknown-person)",
        "svar-1.xml: refused (unknown-message)",
        "svar-2.xml: not kept (empty)",
    ]
    assert STRANGER.number not in said
    assert (tmp_path / "svar-0.apprec.xml").exists()


def test_a_message_that_no_unit_looks_after_says_what_to_set(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from msgspec.structs import replace

    ctx = replace(cast.ctx, reception="")
    cli_receive.receive_files(ctx, put(tmp_path, b"<x/>"), None)
    assert "HELSEKORT_INBOX_UNIT" in capsys.readouterr().out


def test_a_watched_folder_is_emptied_into_done(cast: Cast, tmp_path: Path) -> None:
    files = put(tmp_path, *story()[:2], b"")
    (tmp_path / "unfinished.part").write_bytes(b"<")
    assert cli_receive.watch_once(cast.ctx, tmp_path, None) == 3
    assert [file.exists() for file in files] == [False] * 3
    assert sorted(file.name for file in (tmp_path / "done").iterdir()) == ["svar-0.xml", "svar-1.xml"]
    assert [file.name for file in (tmp_path / "refused").iterdir()] == ["svar-2.xml"]
    assert len(list((tmp_path / "receipts").iterdir())) == 2
    assert (tmp_path / "unfinished.part").exists()
    put(tmp_path, story()[0])
    cli_receive.watch_once(cast.ctx, tmp_path, None)
    assert (tmp_path / "done" / "svar-0-2.xml").exists()


def test_stopped_between_keeping_and_moving_nothing_is_lost_or_doubled(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, story()[0])

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(cli_receive, "_move", stopped)
        cli_receive.watch_once(cast.ctx, tmp_path, None)
    assert states(cast.ctx) == [("placed", "")]
    assert cli_receive.watch_once(cast.ctx, tmp_path, None) == 1
    assert states(cast.ctx) == [("placed", "")]
    assert len(results(cast, cast.kari_card)["haemoglobin"].entries) == 1


def test_a_busy_database_leaves_the_file_where_it_is(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = put(tmp_path, story()[0])

    def busy(*_: object, **__: object) -> None:
        raise Unavailable

    with monkeypatch.context() as patched:
        patched.setattr(cli_receive, "receive_message", busy)
        assert cli_receive.watch_once(cast.ctx, tmp_path, None) == 0
    assert file.exists()
    assert cli_receive.watch_once(cast.ctx, tmp_path, None) == 1


def test_what_waits_is_tried_again(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    receiving.receive_message(
        cli_receive.LABORATORY, ctx=cast.ctx, raw=sent(answer(STRANGER, haemoglobin("1.4")))[0]
    )
    cli_receive.work_again(cast.ctx)
    assert capsys.readouterr().out == "1 messages tried; 1 wait for a person.\n"


def test_the_demos_own_messages_change_karis_card(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a new user would try it: three commands on the demo's own record."""
    monkeypatch.delenv("HELSEKORT_DATABASE_URL", raising=False)
    data, folder = str(tmp_path / "demo"), tmp_path / "messages"
    assert cli.main(["demo-messages", "--for", "kari", "--to", str(folder), "--data", data]) == 0
    files = sorted(str(file) for file in folder.iterdir())
    assert cli.main(["receive", *files, "--data", data]) == 0
    said = capfd.readouterr().out.splitlines()
    assert said[-4:] == [
        "1-ny.xml: placed",
        "2-endring.xml: placed",
        "3-kansellering.xml: placed",
        "4-ukjent-nummer.xml: waiting (unknown-person)",
    ]
    assert cli.main(["demo-messages", "--for", "ingen", "--to", str(folder), "--data", data]) == cli.CANNOT
    assert cli.main(["receive", "nowhere.xml", "--data", data]) == cli.CANNOT
    assert "Choose one of: kari" in capfd.readouterr().err


def test_watching_stops_when_asked(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rounds = []

    def once(ctx: Context, folder: Path, receipts: Path | None) -> int:
        rounds.append(folder)
        if len(rounds) > cli_receive.AGAIN_AFTER:
            raise KeyboardInterrupt
        return 0

    monkeypatch.setattr(cli_receive, "watch_once", once)
    monkeypatch.setattr(cli_receive.time, "sleep", lambda _: None)
    assert cli_receive.watch(cast.ctx, tmp_path, None) == 0
    assert "0 messages tried; 0 wait" in capsys.readouterr().out


def test_a_laboratory_is_registered_listed_and_refused_with_what_to_mend(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli_laboratory.keep_laboratory(cast.ctx, "900199", "Ny lab", [TORGET]) == 0
    assert "900199  Ny lab: Torget legesenter" in capsys.readouterr().out
    assert cli_laboratory.keep_laboratory(cast.ctx, "x", "", ["1"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 3
    assert all(line.endswith("Nothing was changed.") for line in said)
    assert cli_laboratory.keep_laboratory(cast.ctx, "900199", "Ny lab", []) == 0
    assert "900199  Ny lab: serves no unit" in capsys.readouterr().out


def test_without_a_laboratory_the_list_says_how_to_register_one(
    house: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli_laboratory.tell_laboratories(house) == 0
    assert "helsekort laboratory" in capsys.readouterr().out


def test_serving_without_a_unit_for_the_rest_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in login_environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("HELSEKORT_INBOX_UNIT", raising=False)
    with socket.socket() as taken:
        # on a port that is taken it gets no further than what it has to say
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        serve = ["serve", "--port", str(taken.getsockname()[1])]
        assert cli.main(serve) == cli.CANNOT
        assert "HELSEKORT_INBOX_UNIT is not set" in capsys.readouterr().err
        monkeypatch.setenv("HELSEKORT_INBOX_UNIT", TORGET)
        assert cli.main(serve) == cli.CANNOT
        assert "HELSEKORT_INBOX_UNIT" not in capsys.readouterr().err


def test_messages_go_to_the_record_that_is_there_and_else_to_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A demo's unit is never asked for in a record that is no demo."""
    monkeypatch.setenv("HELSEKORT_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("HELSEKORT_DATABASE_URL", raising=False)
    monkeypatch.delenv("HELSEKORT_INBOX_UNIT", raising=False)
    assert cli.main(["laboratory"]) == 0
    assert (tmp_path / "demo" / "demo.db").exists()
    assert cli.main(["migrate"]) == 0
    ctx = cli_demo.record_or_demo(None, read_settings())
    try:
        assert (ctx.demo, ctx.reception) == (False, "")
        assert "helsekort.db" in read_settings().database_url
    finally:
        ctx.database.close()


def test_ended_between_keeping_and_answering_the_receipt_still_comes(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by kill -9: the message is kept, nobody has worked it, and the file is still in the folder."""
    (file,) = put(tmp_path, story()[0])

    def ends(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(receiving, "_sort", ends)
        with pytest.raises(KeyboardInterrupt):
            cli_receive.watch_once(cast.ctx, tmp_path, None)
    assert cli_receive.watch_once(cast.ctx, tmp_path, None) == 0
    assert file.exists()
    later = cast.ctx.at(MOMENT + cast.ctx.results.tries.lease_seconds * 1_000_000)
    assert cli_receive.watch_once(later, tmp_path, None) == 1
    assert not file.exists()
    assert states(cast.ctx) == [("placed", "")]
    assert len(list((tmp_path / "receipts").iterdir())) == 1


def test_ended_before_the_file_was_moved_the_same_receipt_is_written_again(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = put(tmp_path, story()[0])

    def ends(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(cli_receive, "_move", ends)
        with pytest.raises(KeyboardInterrupt):
            cli_receive.watch_once(cast.ctx, tmp_path, None)
    receipt = (tmp_path / "receipts" / "svar-0.apprec.xml").read_bytes()
    assert cli_receive.watch_once(cast.ctx, tmp_path, None) == 1
    assert (tmp_path / "receipts" / "svar-0.apprec.xml").read_bytes() == receipt
    assert not file.exists()


def test_two_who_watch_one_folder_take_each_file_once(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one is quicker with the first file: it is gone when this one comes to it."""
    files = put(tmp_path, *story()[:2])
    keep = cli_receive._keep

    def slower(ctx: Context, file: Path) -> receiving.Receipt | None:
        if file == files[0] and file.exists():
            monkeypatch.setattr(cli_receive, "_keep", keep)
            assert cli_receive.watch_once(ctx, tmp_path, None) == 2
        return keep(ctx, file)

    monkeypatch.setattr(cli_receive, "_keep", slower)
    assert cli_receive.watch_once(cast.ctx, tmp_path, None) == 0
    assert [file.name for file in sorted((tmp_path / "done").iterdir())] == ["svar-0.xml", "svar-1.xml"]
    assert states(cast.ctx) == [("placed", "")] * 2


def test_one_that_makes_the_program_fail_leaves_the_folder_when_it_is_parked(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, story()[0], sent(answer(STRANGER, haemoglobin("12.4")))[0])
    sort = receiving._sort

    def failing(doing: Any, number: int) -> Any:  # noqa: ANN401  # as _sort takes it
        if b"Berg" in inbox.raw(doing.tx, number):
            raise ZeroDivisionError
        return sort(doing, number)

    monkeypatch.setattr(receiving, "_sort", failing)
    taken = [cli_receive.watch_once(cast.ctx, tmp_path, None) for _ in range(4)]
    assert sum(taken) == 2
    assert sorted(states(cast.ctx)) == [("parked", "failed"), ("waiting", "unknown-person")]
    assert "svar-0.xml: parked (failed)" in capsys.readouterr().out
