"""Which pack of rules is in force: a faulty one never starts, and the last good one stays kept."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from helsekort import app, cli, datafiles, rule_pack
from helsekort.rule_pack import BadPack
from helsekort.settings import BadSetting, Settings, read_settings
from tests.cast import TODAY
from tests.ports import free_port
from tests.running import login_environment

CATALOGUE = datafiles.catalogue()


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the service's rule files."""
    folder = tmp_path / "rules"
    shutil.copytree(str(files("helsekort").joinpath("guideline", "rules")), folder)
    return folder


def _settings(tmp_path: Path, how: str, rules: Path | None = None) -> Settings:
    data = tmp_path / "data"
    return Settings(
        f"sqlite:///{data / 'a.db'}", data, guideline=how, guideline_rules=str(rules) if rules else ""
    )


def _start(settings: Settings) -> rule_pack.Guideline | None:
    ctx = app.context(settings)
    ctx.database.close()
    return ctx.guideline


def _break(rules: Path) -> None:
    file = rules / "blood_pressure.toml"
    file.write_text(file.read_text().replace('before = "one_day" }', 'before = "one_dy" }', 1))


def test_off_unless_it_is_switched_on(tmp_path: Path) -> None:
    assert _start(_settings(tmp_path, "")) is None
    assert _start(_settings(tmp_path, "off")) is None
    assert not (tmp_path / "data" / rule_pack.FILE).exists()
    started = _start(_settings(tmp_path, "on"))
    assert started is not None
    assert not started.kept


def test_a_fault_refuses_the_start_and_names_file_line_and_remedy(tmp_path: Path, rules: Path) -> None:
    _break(rules)
    with pytest.raises(BadPack) as told:
        app.context(_settings(tmp_path, "on", rules))
    assert "blood_pressure.toml, line " in str(told.value)
    assert "there is no limit `one_dy`; add it under `limits` or mend the name." in str(told.value)
    assert not (tmp_path / "data").exists(), "the database was touched"


def test_the_command_says_it_in_words_and_starts_nothing(
    tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _break(rules)
    monkeypatch.setenv("HELSEKORT_GUIDELINE", "on")
    monkeypatch.setenv("HELSEKORT_GUIDELINE_RULES", str(rules))
    monkeypatch.setenv("HELSEKORT_DATA_DIR", str(tmp_path / "data"))
    for name, value in login_environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HELSEKORT_INBOX_UNIT", "900301")
    assert cli.main(["serve", "--port", str(free_port())]) == cli.CANNOT
    assert "no limit `one_dy`" in capsys.readouterr().err


def test_the_last_good_pack_stays_kept_and_can_be_started_with(tmp_path: Path, rules: Path) -> None:
    good = _start(_settings(tmp_path, "on", rules))
    _break(rules)
    with pytest.raises(BadPack, match="HELSEKORT_GUIDELINE=last starts with"):
        app.context(_settings(tmp_path, "on", rules))
    last = _start(_settings(tmp_path, "last", rules))
    assert good is not None
    assert last is not None
    assert (last.pack, last.digest, last.since, last.kept) == (good.pack, good.digest, good.since, True)


def test_the_same_pack_keeps_the_day_it_was_taken_and_another_has_its_own(
    tmp_path: Path, rules: Path
) -> None:
    settings = _settings(tmp_path, "on", rules)
    first = rule_pack.load(settings, CATALOGUE, TODAY)
    rule_pack.keep(settings, first)
    later = TODAY.replace(month=5)
    again = rule_pack.load(settings, CATALOGUE, later)
    file = rules / "blood_pressure.toml"
    file.write_text(file.read_text().replace("order = 10", "order = 11"))
    other = rule_pack.load(settings, CATALOGUE, later)
    assert first is not None
    assert again is not None
    assert other is not None
    assert (first.since, again.since, other.since) == (TODAY, TODAY, later)
    assert first.digest == again.digest != other.digest


def test_where_none_is_kept_or_none_is_there_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadPack, match="No pack of rules is kept"):
        app.context(_settings(tmp_path, "last"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadPack, match="there is no rule file there"):
        app.context(_settings(tmp_path, "on", tmp_path / "empty"))


def test_a_setting_that_is_none_is_refused() -> None:
    with pytest.raises(BadSetting, match="on, off or last"):
        read_settings({"HELSEKORT_GUIDELINE": "yes"})
