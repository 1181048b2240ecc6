"""`python -m tests.clock_stands MICROSECONDS WORDS…`: the command line, by a clock that stands still.

For a process of a test's own: how long the machine takes must not decide what has grown too old.
"""

import sys
from functools import partial
from unittest.mock import patch

from helsekort import app, cli


def main() -> int:
    moment = int(sys.argv[1])
    with patch.object(app, "context", partial(app.context, clock=lambda: moment)):
        return cli.main(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
