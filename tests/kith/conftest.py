"""Leaves out what needs files from outside the project, loudly.

- `HELSEKORT_KITH_SAMPLES`: folder with the published svarrapport examples (`Svar_*.xml`);
- `HELSEKORT_KITH_SCHEMAS`: folder with `svar-v1.4.xsd`, `MsgHead-v1_2.xsd`, `AppRec-v1.1.xsd` and what they import.
"""

import os
from pathlib import Path

import pytest

NEEDED = {
    "test_published.py": ("HELSEKORT_KITH_SAMPLES", "Svar_biokjemi_v1-4_Ny.xml"),
    "test_schemas.py": ("HELSEKORT_KITH_SCHEMAS", "svar-v1.4.xsd"),
}


def _there(variable: str, file: str) -> bool:
    folder = os.environ.get(variable)
    return bool(folder) and (Path(str(folder)) / file).is_file()


collect_ignore = [test for test, needed in NEEDED.items() if not _there(*needed)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which tests were not run, and what they need."""
    for test in collect_ignore:
        variable, file = NEEDED[test]
        terminalreporter.write_line(
            f"!!!! tests/kith/{test} was NOT run: {variable} names no folder with {file}", red=True, bold=True
        )
