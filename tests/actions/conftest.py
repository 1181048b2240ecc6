"""Leaves out what needs files from outside the project, loudly; tests/kith/conftest.py says which files."""

import os
from pathlib import Path

import pytest

PUBLISHED = "test_published_answers.py"
_folder = os.environ.get("HELSEKORT_KITH_SAMPLES")
_there = bool(_folder) and (Path(str(_folder)) / "Svar_biokjemi_v1-4_Ny.xml").is_file()
collect_ignore = [] if _there else [PUBLISHED]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says what was not run."""
    for test in collect_ignore:
        terminalreporter.write_line(
            f"!!!! tests/actions/{test} was NOT run: HELSEKORT_KITH_SAMPLES names no folder with the examples",
            red=True,
            bold=True,
        )
