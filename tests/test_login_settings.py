"""The settings of the identity providers: whole, safe, and never the same for two."""

from pathlib import Path

import pytest

from helsekort import cli
from helsekort.settings import PROVIDERS, BadSetting, read_settings
from tests.running import login_environment


def _said(environment: dict[str, str]) -> str:
    with pytest.raises(BadSetting) as bad:
        read_settings(environment)
    return str(bad.value)


def test_half_a_provider_is_none(tmp_path: Path) -> None:
    whole = login_environment(tmp_path)
    assert [one.provider for one in read_settings(whole).providers] == ["idporten"]
    for name in whole:
        without = {key: value for key, value in whole.items() if key != name}
        assert name in _said(without), "it names what is missing"


@pytest.mark.parametrize(
    "address",
    [
        "http://login.example",
        "login.example",
        "https://",
        "https://a@b.example",
        "https://b.example?x=1",
        "ftp://b",
    ],
)
def test_a_provider_is_reached_over_tls_alone(address: str, tmp_path: Path) -> None:
    for name in ("HELSEKORT_IDPORTEN_ISSUER", "HELSEKORT_ORIGIN"):
        assert name in _said({**login_environment(tmp_path), name: address})


def test_the_two_providers_have_nothing_in_common(tmp_path: Path) -> None:
    """An issuer or a key that both shared would let one stand for the other."""
    one = login_environment(tmp_path)
    both = {**one, **{name.replace("IDPORTEN", "HELSEID"): value for name, value in one.items()}}
    assert "must differ" in _said(both)
    assert "HELSEID_KEY" in _said({**both, "HELSEKORT_HELSEID_ISSUER": "https://helseid.example"})
    apart = {"HELSEKORT_HELSEID_ISSUER": "https://helseid.example", "HELSEKORT_HELSEID_KEY": "/other"}
    assert len(read_settings({**both, **apart}).providers) == len(PROVIDERS)


def test_a_key_that_others_can_read_refuses_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, value in login_environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    (tmp_path / "idporten.jwk").chmod(0o644)
    assert cli.main(["serve"]) == cli.CANNOT
    assert "chmod 600" in capfd.readouterr().err


@pytest.mark.parametrize("name", ["HELSEKORT_SESSION_MINUTES", "HELSEKORT_STEP_UP_MINUTES"])
def test_no_minutes_are_longer_than_a_session_lasts(name: str) -> None:
    assert read_settings({"HELSEKORT_SESSION_HOURS": "1", name: "60"}).session_hours == 1
    assert name in _said({"HELSEKORT_SESSION_HOURS": "1", name: "61"})
