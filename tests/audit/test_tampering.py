"""Whatever is done to a record past its triggers, verify finds it; and it finds nothing where nothing was done."""

from pathlib import Path

import pytest

from helsekort.actions.context import Context
from tests.audit.tamperings import WAYS
from tests.audit.tried import make, tampered, verified


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Context, Path]:
    """Gives a record to make copies of; on SQLite, for what is done is done to its file."""
    folder = tmp_path_factory.mktemp("made")
    return make(folder), folder


def test_an_untouched_record_holds(made: tuple[Context, Path]) -> None:
    assert verified(*made) == []


@pytest.mark.parametrize("seed", range(2 * len(WAYS)))
def test_it_is_found(made: tuple[Context, Path], tmp_path: Path, seed: int) -> None:
    name, said = tampered(*made, tmp_path, seed)
    assert said, name


@pytest.mark.deep
@pytest.mark.parametrize("first", range(0, 1000, 50))
def test_a_thousand_are_found(made: tuple[Context, Path], tmp_path: Path, first: int) -> None:
    for seed in range(first, first + 50):
        folder = tmp_path / str(seed)
        folder.mkdir()
        name, said = tampered(*made, folder, seed)
        assert said, (name, seed)
