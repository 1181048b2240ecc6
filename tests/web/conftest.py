"""A house that people log in to by the providers."""

from pathlib import Path

import pytest

from tests.cast import Cast
from tests.fixtures.provider import Provider
from tests.web.logging_in import Homes, make_homes


@pytest.fixture
def homes(cast: Cast, provider: Provider, tmp_path: Path) -> Homes:
    """Gives the cast in a house that people log in to by the providers."""
    return make_homes(cast, provider, tmp_path)
