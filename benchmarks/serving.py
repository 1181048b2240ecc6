"""`python -m benchmarks.serving PORT URL`: the service as it runs, its log sealed, on a database that is filled."""

import sys
import tempfile
from pathlib import Path

from helsekort import app, log_key
from helsekort.cli import run_alone, server
from helsekort.settings import Settings


def main() -> None:
    port, url = int(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        key = Path(folder) / "key"
        log_key.make_key(key)
        ctx = app.context(Settings(url, Path(folder), session_minutes=600, log_key=key), demo=True)
        run_alone(server(ctx, port))


if __name__ == "__main__":
    main()
