"""What every test gets: databases, a browser, Hypothesis profiles, no network, and the order of the tests.

Environment variables read here, all set by `bin/test` where they are needed:

- `HYPOTHESIS_PROFILE`: `ci` (the default) or `deep`;
- `HELSEKORT_HALF`: only the tests in a browser (`browser`), or all others (`rest`);
- `HELSEKORT_SHARED`, `HELSEKORT_BACKWARDS`: for processes that share a list (tests/fixtures/sharing.py);
- `HELSEKORT_DEEP=1`: also run the tests marked `deep`;
- `HELSEKORT_WITHOUT_POSTGRESQL=1`, `HELSEKORT_WITHOUT_CHROMIUM=1`, `HELSEKORT_WITHOUT_PANGO=1`: leave out what
  needs them, loudly.
"""

import gc
import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

from tests.fixtures.disk import quick_disk

pytest_plugins = [
    "tests.fixtures.browser",
    "tests.fixtures.databases",
    "tests.fixtures.house",
    "tests.fixtures.network",
    "tests.fixtures.printing",
    "tests.fixtures.provider",
    "tests.fixtures.sharing",
    "tests.fixtures.wall",
]

# The machine may be slow and shared, so no property fails for taking long.
settings.register_profile(
    "ci",
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "deep",
    max_examples=2000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# tmp_path, and with it every SQLite file: each commit waits until it is on this disk. What did not fail is taken away
# at once (tmp_path_retention_policy in pyproject.toml), so memory holds little.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(quick_disk()))

# what is left out -> how many tests that took
_left_out: dict[str, int] = {}


def _needs_browser(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


def _needs_postgresql(item: pytest.Item) -> bool:
    chosen = item.callspec.params if hasattr(item, "callspec") else {}
    either = {chosen.get(each) for each in ("database_url", "empty_url")}
    return "postgresql" in either or "postgresql_server" in getattr(item, "fixturenames", ())


def _needs_pango(item: pytest.Item) -> bool:
    return "pango" in getattr(item, "fixturenames", ())


def _reason_to_leave_out(item: pytest.Item) -> str | None:
    if os.environ.get("HELSEKORT_WITHOUT_POSTGRESQL") == "1" and _needs_postgresql(item):
        return "WITHOUT POSTGRESQL"
    if os.environ.get("HELSEKORT_WITHOUT_CHROMIUM") == "1" and _needs_browser(item):
        return "WITHOUT A BROWSER"
    if os.environ.get("HELSEKORT_WITHOUT_PANGO") == "1" and _needs_pango(item):
        return "WITHOUT PANGO"
    if os.environ.get("HELSEKORT_DEEP") != "1" and item.get_closest_marker("deep") is not None:
        return "deep tests left out (bin/test --deep runs them)"
    return None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thirty thousand tests, none of which is garbage before the end: they are not looked through again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what was asked left out, and runs browser tests last.

    Playwright's synchronous interface keeps an event loop running in this thread for the rest of the session,
    and tests that start a loop of their own would then fail.
    """
    kept: list[pytest.Item] = []
    half = os.environ.get("HELSEKORT_HALF")
    dropped = [item for item in items if half is not None and _needs_browser(item) != (half == "browser")]
    others = set(dropped)
    for item in items:
        if item in others:
            continue
        reason = _reason_to_leave_out(item)
        (kept if reason is None else dropped).append(item)
        if reason is not None:
            _left_out[reason] = _left_out.get(reason, 0) + 1
    if dropped:
        config.hook.pytest_deselected(items=dropped)
    items[:] = sorted(kept, key=_needs_browser)


def pytest_report_collectionfinish() -> list[str]:
    """Says before the first test what will not be run."""
    return [f"!!!! {reason}: {count} tests are NOT run" for reason, count in _left_out.items()]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says again at the end what was not run."""
    for reason, count in _left_out.items():
        terminalreporter.write_line(f"!!!! {reason}: {count} tests were NOT run", red=True, bold=True)
