"""`helsekort rules`: a limit changed in a copy, and the case that objects by name."""

import shutil
from pathlib import Path

import pytest

import helsekort.guideline as room
from helsekort import cli

RULES = Path(room.__file__).parent / "rules"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(RULES, tmp_path / "rules"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_rules_of_the_package_hold_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules"]) == 0
    said = capsys.readouterr()
    assert said.out.endswith("Every case is answered as it expects.\n")
    assert said.err == ""


def test_a_limit_changed_in_a_copy_makes_a_case_object_by_name(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(copy / "blood_pressure.toml", "severe_systolic = { value = 160", "severe_systolic = { value = 161")
    assert cli.main(["rules", "--folder", str(copy)]) == 1
    assert (
        "blood_pressure: 160/70 er svært høyt: severe: expected met, was not met" in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("lie.toml", 'mark = "K"', 'mark = "Q"', "lie.toml, line "),
        ("lie.cases.toml", "expect", "expects", "lie.cases.toml, line "),
        (
            "lie.cases.toml",
            'what = "presentation"',
            'what = "presentasjon"',
            "'presentasjon' is no measurable",
        ),
        ("lie.cases.toml", "[[cases]]", "[[cases]", "lie.cases.toml: "),
        ("anaemia.cases.toml", '"10,9"', '"ti"', "ti is not a number"),
    ],
)
def test_a_faulty_file_is_told_with_its_place(
    copy: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str, told: str
) -> None:
    change(copy / file, old, new)
    assert cli.main(["rules", "--folder", str(copy)]) == 1
    assert told in capsys.readouterr().err


def test_a_case_file_taken_away_is_missed(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "lie.cases.toml").unlink()
    assert cli.main(["rules", "--folder", str(copy)]) == 1
    assert "lie.toml has no cases" in capsys.readouterr().err


def test_a_folder_without_rules_and_one_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["rules", "--folder", str(tmp_path)]) == 1
    assert "There is no rule file here." in capsys.readouterr().err
    assert cli.main(["rules", "--folder", str(tmp_path / "nowhere")]) == cli.CANNOT
    assert "nowhere cannot be used" in capsys.readouterr().err


def test_the_rules_of_who_are_asked_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "--pack", "who"]) == 0
    assert "preeclampsia_risk: 1 rules, 18 cases\n" in capsys.readouterr().out
