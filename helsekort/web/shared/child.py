"""A child process that gets bytes on its standard input and gives bytes on its standard output.

For work with what might take long, take much memory, or be made to harm: it is done beside the server and can be ended.
Nothing about anyone stands on the child's command line, in its environment or in a file.
"""

import asyncio
import os
import sys

# What a library says when it fails may hold words of the card.
_NOWHERE = asyncio.subprocess.DEVNULL


async def answer_of(script: str, *arguments: str, data: bytes = b"") -> tuple[int, bytes]:
    """(exit status, what it gave) of a Python file run by itself. Ended with whoever waits for it."""
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", script, *arguments),
        stdin=pipe,
        stdout=pipe,
        stderr=_NOWHERE,
        env=_environment(),
    )
    try:
        given, _ = await child.communicate(data)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    return child.returncode or 0, given


def _environment() -> dict[str, str]:
    """What the child needs of ours: where libraries, fonts and temporary files lie; never where the record does."""
    needed = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "XDG_CACHE_HOME", "FONTCONFIG_PATH")
    return {name: os.environ[name] for name in needed if name in os.environ}
