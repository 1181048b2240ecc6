"""Secrets that stand in files: read once, whole, and only where nobody else can."""

from pathlib import Path

import pytest

from helsekort import cli
from helsekort.cli_demo import demo_settings
from helsekort.settings import SETTINGS, BadSetting, read_settings

URL = "postgresql://helsekort:hemmelig-passord@db.example/helsekort"
NAME = "HELSEKORT_DATABASE_URL"
SECRETS = [one for one in SETTINGS if one.secret]


def _file(folder: Path, content: bytes, mode: int = 0o400) -> Path:
    file = folder / "secret"
    file.write_bytes(content)
    file.chmod(mode)
    return file


def _said(environment: dict[str, str]) -> str:
    with pytest.raises(BadSetting) as bad:
        read_settings(environment)
    assert "hemmelig-passord" not in str(bad.value)
    return str(bad.value)


def test_the_address_of_the_database_is_a_secret() -> None:
    assert [one.name for one in SECRETS] == [NAME]


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_a_secret_stands_in_a_file_with_or_without_the_end_of_its_line(tmp_path: Path, end: bytes) -> None:
    file = _file(tmp_path, URL.encode() + end)
    assert read_settings({f"{NAME}_FILE": str(file)}).database_url == URL


def test_what_stands_around_it_is_part_of_it(tmp_path: Path) -> None:
    file = _file(tmp_path, b" " + URL.encode() + b" \n")
    assert read_settings({f"{NAME}_FILE": str(file)}).database_url == f" {URL} "


@pytest.mark.parametrize("mode", [0o440, 0o404, 0o640, 0o644, 0o420, 0o401])
def test_a_file_that_others_can_reach_is_refused_with_the_remedy(tmp_path: Path, mode: int) -> None:
    said = _said({f"{NAME}_FILE": str(_file(tmp_path, URL.encode(), mode))})
    assert (f"{NAME}_FILE" in said, "chmod 400" in said) == (True, True)


def test_both_forms_at_once_are_refused(tmp_path: Path) -> None:
    said = _said({f"{NAME}_FILE": str(_file(tmp_path, URL.encode())), NAME: URL})
    assert f"unset {NAME}" in said


@pytest.mark.parametrize("content", [b"", b"\n", URL.encode() + b"\n\n", b"a\nb", b"\xff\xfe"])
def test_a_file_that_holds_no_single_line_is_refused(tmp_path: Path, content: bytes) -> None:
    assert f"{NAME}_FILE" in _said({f"{NAME}_FILE": str(_file(tmp_path, content))})


def test_a_file_that_is_not_there_is_told_and_the_command_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "none"))
    assert cli.main(["migrate"]) == cli.CANNOT
    assert f"{NAME}_FILE: the file cannot be read (No such file or directory)." in capsys.readouterr().err


def test_an_empty_name_is_as_none() -> None:
    assert read_settings({f"{NAME}_FILE": "", NAME: URL}).database_url == URL


def test_the_demo_too_takes_the_database_that_a_file_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'named.db'}"
    monkeypatch.setenv(f"{NAME}_FILE", str(_file(tmp_path, url.encode())))
    assert demo_settings(None, read_settings()).database_url == url
    monkeypatch.delenv(f"{NAME}_FILE")
    assert demo_settings(None, read_settings({"HOME": str(tmp_path)})).database_url != url
