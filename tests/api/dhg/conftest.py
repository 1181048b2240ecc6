"""Callers at the national API, with the cast behind it, on each database."""

import pytest

from tests.api.dhg.national_caller import National, ticking
from tests.cast import Cast


@pytest.fixture
def going(cast: Cast) -> Cast:
    """Gives the cast in a house where time goes on."""
    return ticking(cast)


@pytest.fixture
def ingrid(going: Cast) -> National:
    """Gives the system of Ingrid, midwife, asking about Nora."""
    return National(going, going.ingrid)
