"""`helsekort checkpoint`: seal what waits now, and say what the log's tree is."""

import argparse

from helsekort import app
from helsekort.cli_demo import Stop, demo_context
from helsekort.log_key import fingerprint
from helsekort.sealing import seal_all
from helsekort.settings import Settings


def checkpoint(chosen: argparse.Namespace, settings: Settings) -> int:
    """Print the newest checkpoint, and the fingerprint of its key."""
    if chosen.data:
        ctx = demo_context(argparse.Namespace(data=chosen.data, today=None), settings)
    else:
        ctx = app.context(settings, bring_up=False)
    try:
        if ctx.signer is None:
            raise Stop(
                "No key is set, so nothing can be signed. Name one by HELSEKORT_LOG_KEY:"
                " openssl genpkey -algorithm ed25519 -out FILE, then chmod 400 FILE."
            )
        made = seal_all(ctx)
        if made:
            print(made[-1])
        print(f"{len(made)} new checkpoints; no line waits. The key's fingerprint:")
        print(fingerprint(ctx.signer.public))
    finally:
        ctx.database.close()
    return 0
