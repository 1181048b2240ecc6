"""A process that does nothing but serve."""

import gc

import uvicorn

from helsekort import cli


def test_what_was_read_at_the_start_is_left_out_of_every_collection() -> None:
    class Served(uvicorn.Server):
        frozen = 0

        def run(self, sockets: object = None) -> None:
            del sockets
            self.frozen = gc.get_freeze_count()

    served = Served(uvicorn.Config("nothing"))
    try:
        cli.run_alone(served)
    finally:
        gc.unfreeze()
    assert served.frozen > 0
