"""`helsekort generate`: a file that is whole or not there, whatever happens on the way."""

import errno
import os
from pathlib import Path

import pytest

from helsekort import cli, cli_generate
from tests.demo.lands import TODAY

DAY = TODAY.isoformat()


def _generate(out: Path, *more: str) -> int:
    return cli.main(
        [
            "generate",
            "--women",
            "60",
            "--seed",
            "7",
            "--today",
            DAY,
            "--out",
            str(out),
            "--processes",
            "1",
            *more,
        ]
    )


def test_any_number_of_processes_writes_the_same_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _generate(tmp_path / "one") == 0
    assert _generate(tmp_path / "two", "--processes", "2") == 0
    one = (tmp_path / "one").read_bytes()
    assert one == (tmp_path / "two").read_bytes()
    assert one.count(b'{"card":') == 60
    assert "60 cards with " in capsys.readouterr().out


def test_the_texts_of_the_other_set_are_others(tmp_path: Path) -> None:
    assert _generate(tmp_path / "a") == 0
    assert _generate(tmp_path / "b", "--texts", "b") == 0
    assert "Alt vel. Ny kontroll" in (tmp_path / "a").read_text()
    assert "Alt vel. Ny kontroll" not in (tmp_path / "b").read_text()


def test_a_file_that_is_there_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cohort").write_text("mine")
    assert _generate(tmp_path / "cohort") == 1
    assert (tmp_path / "cohort").read_text() == "mine"
    assert "cohort is there already. Choose another name" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "(No space left on device). Nothing was kept."),
        (KeyboardInterrupt(), "Stopped. Nothing was kept; run the command again."),
    ],
)
def test_what_is_stopped_midway_leaves_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fault: BaseException,
    sentence: str,
) -> None:
    made = cli_generate._chunk
    monkeypatch.setattr(cli_generate, "CHUNK", 20)

    def stopped(start: int) -> tuple[list[bytes], int]:
        if start:
            raise fault
        return made(start)

    monkeypatch.setattr(cli_generate, "_chunk", stopped)
    assert _generate(tmp_path / "cohort") == 1
    assert list(tmp_path.iterdir()) == []
    assert sentence in capsys.readouterr().err
    monkeypatch.undo()
    assert _generate(tmp_path / "cohort") == 0


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _generate(tmp_path / "nowhere" / "cohort") == 1
    assert "could not be written" in capsys.readouterr().err


@pytest.mark.parametrize("women", ["0", "60000"])
def test_a_number_of_women_that_cannot_be_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], women: str
) -> None:
    assert _generate(tmp_path / "cohort", "--women", women) == 1
    assert "A cohort has 1 to 54750 women" in capsys.readouterr().err


def test_a_bar_is_shown_on_a_terminal_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _generate(tmp_path / "cohort") == 0
    assert capsys.readouterr().err == ""

    class Terminal:
        said = ""

        def isatty(self) -> bool:
            return True

        def write(self, text: str) -> int:
            self.said += text
            return len(text)

        def flush(self) -> None:
            pass

    terminal = Terminal()
    cli_generate._show(terminal, 30, 60, 4.0)  # a terminal is what can be asked whether it is one
    assert terminal.said == "\r[###############               ] 30 of 60 women, 4 s left "


def test_a_cohort_is_loaded_into_a_demo_and_can_be_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(tmp_path / "demo")]
    make = ["generate", "--women", "30", "--seed", "7", "--processes", "1", *data]
    assert cli.main(make) == 0
    assert "30 cards with " in capsys.readouterr().out
    # the same once more adds nothing
    assert cli.main(make) == 0
    assert "0 cards with 0 entries" in capsys.readouterr().out
    assert cli.main(["verify", *data]) == 0
    capsys.readouterr()
    for key in ("midwife-7", "doctor-7", "birth-7"):
        assert cli.main(["get", "/klinikk", "--as", key, *data]) == 0
        assert capsys.readouterr().out.count("/klinikk/kort/") > 0, key


def test_a_cohort_that_cannot_be_loaded_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(tmp_path / "demo"), "--processes", "1", "--seed", "7"]
    assert cli.main(["generate", "--women", "60000", *data]) == 1
    assert "A cohort has 1 to 54750 women" in capsys.readouterr().err
    assert cli.main(["generate", "--women", "1", "--today", "2090-01-01", *data]) == 1
    assert "Choose today, or a day before, with --today." in capsys.readouterr().err
