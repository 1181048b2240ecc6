"""`helsekort client` says what a system with tokens may do by itself, in sentences that tell what to mend."""

from pathlib import Path

import pytest

from helsekort import cli


def told(capfd: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, str]:
    """The status of the command, and what it printed."""
    status = cli.main(["client", *words, "--data", str(folder)])
    return status, capfd.readouterr().out


def test_a_system_is_registered_listed_and_cut_off(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, empty = told(capfd, tmp_path)
    assert (status, "No system has come" in empty) == (0, True)
    assert told(capfd, tmp_path, "journal", "--name", "Journalsystemet", "--vouches") == (
        0,
        "journal  Journalsystemet: vouches for who sits at it\n",
    )
    assert told(capfd, tmp_path, "journal")[1] == (
        "journal  Journalsystemet: acts only with a user, or asks for status\n"
    )
    assert told(capfd, tmp_path, "journal", "--end") == (0, "journal  Journalsystemet: cut off\n")
    assert told(capfd, tmp_path)[1] == "journal  Journalsystemet: cut off\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["x" * 257], "at most 256 signs"),
        (["lab", "--laboratory", "900101"], "No laboratory with this HER-id"),
        (["lab", "--laboratory", "900101", "--vouches"], "leave one of the two out"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    status, answer = told(capfd, tmp_path, *words)
    assert (status, says in answer, "Nothing was changed." in answer) == (1, True, True)
    assert "No system has come" in told(capfd, tmp_path)[1]
