"""Callers at the FHIR door, with the cast behind it, on each database."""

import pytest

from tests.api.callers import Caller
from tests.cast import Cast


@pytest.fixture
def ingrid(cast: Cast) -> Caller:
    """Gives the system of Ingrid, who cares for Nora and Kari."""
    return Caller(cast, cast.ingrid)


@pytest.fixture
def lars(cast: Cast) -> Caller:
    """Gives the system of Lars, who cares for nobody."""
    return Caller(cast, cast.lars)


@pytest.fixture
def nora(cast: Cast) -> Caller:
    """Gives Nora's own system."""
    return Caller(cast, cast.nora)
