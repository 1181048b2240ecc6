"""`python -m benchmarks.serving PORT URL`: the service as it runs, on a database that is already filled."""

import sys
from pathlib import Path

from helsekort import app
from helsekort.cli import server
from helsekort.settings import Settings


def main() -> None:
    port, url = int(sys.argv[1]), sys.argv[2]
    ctx = app.context(Settings(url, Path.cwd(), session_minutes=600), demo=True)
    server(ctx, port).run()


if __name__ == "__main__":
    main()
