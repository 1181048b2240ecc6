"""The issuer of the tests of logging in, in place of the network."""

import pytest

from helsekort.access.login import published
from tests.access.lying_issuer import Issuer


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch) -> Issuer:
    """Gives an issuer that may lie."""
    one = Issuer()
    monkeypatch.setattr(published, "ask", one.ask)
    monkeypatch.setattr("helsekort.access.login.client.ask", one.ask)
    return one
