"""Trains the dictionaries that bodies are compressed with: `python -m benchmarks.dictionary FILE… --to FOLDER`.

FILE is a cohort of fictive people only, in the form `helsekort load` reads. A dictionary holds pieces of what it was
trained on, so text of a real record must never go into one: what the law lets be erased would live on in it. The files
get the next free numbers; one that was ever released is never changed or taken away.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

import zstandard

from helsekort.fhir.card_lines import CardLine, read_line
from helsekort.store.packing import FIRST_DICTIONARY, LEVEL

SIZES = {"card": 32_768, "party": 4_096}
"""Bytes. Twice as large, a body of another seed and other texts is 1 byte smaller."""
MOST_SAMPLES = 40_000


def samples(lines: Iterable[bytes]) -> dict[str, list[bytes]]:
    """The bodies of a cohort by the log they belong to."""
    found: dict[str, list[bytes]] = {"card": [], "party": []}
    for text in lines:
        line = read_line(text)
        if isinstance(line, CardLine):
            found["party"].append(bytes(line.woman.resource))
            found["card"] += [bytes(entry.resource) for entry in line.entries]
        else:
            found["party"].append(bytes(line.party.resource))
    return found


def train(bodies: list[bytes], size: int) -> bytes:
    """A dictionary of at most `size` bytes; the same for the same bodies."""
    step = max(1, len(bodies) // MOST_SAMPLES)
    return zstandard.train_dictionary(size, [*bodies[::step]], level=LEVEL).as_bytes()


def main() -> None:
    """Write a new dictionary for each log."""
    reading = argparse.ArgumentParser(description="Train dictionaries on a cohort of fictive people.")
    reading.add_argument("files", nargs="+", type=Path)
    reading.add_argument("--to", type=Path, required=True)
    chosen = reading.parse_args()
    found = samples(line for file in chosen.files for line in file.read_bytes().splitlines())
    taken = [int(file.name[:4]) for file in chosen.to.glob("*.zdict")]
    number = max([FIRST_DICTIONARY - 1, *taken])
    for log, bodies in found.items():
        number += 1
        content = train(bodies, SIZES[log])
        (chosen.to / f"{number:04d}_{log}.zdict").write_bytes(content)
        print(f"{number:04d}_{log}.zdict: {len(content)} bytes, from {len(bodies)} bodies")


if __name__ == "__main__":
    main()
