"""Where in a TOML text a thing stands, so that who wrote a rule file is sent to the line."""

import re


class BadRules(ValueError):
    """Rule files that cannot be used: each fault names file, line and remedy."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def line_of(text: str, *path: str | int) -> int:
    """The line, from 1, of what a path leads to, such as ("versions", 0, "rules", 2, "when").

    Where the last part has no line of its own, the line of the part above it that has.
    """
    lines = text.splitlines()
    at, heading = 0, ""
    for part, following in zip(path, [*path[1:], None], strict=True):
        if isinstance(part, int):
            continue
        heading = f"{heading}.{part}".strip(".")
        repeats = following if isinstance(following, int) else 0
        found = _find(lines, at, heading, part, repeats)
        if found is None:
            break
        at = found
    return at + 1


def _find(lines: list[str], start: int, heading: str, key: str, repeats: int) -> int | None:
    """The line of a heading, the `repeats`-th after the first, or else of a key below `start`."""
    names = re.compile(rf"\s*\[+\s*{re.escape(heading)}\s*\]")
    headings = [number for number, line in enumerate(lines) if number >= start and names.match(line)]
    if headings[repeats:]:
        return headings[repeats]
    keyed = re.compile(
        rf"\s*(?:\[+\s*{re.escape(heading)}|\"?{re.escape(key)}\"?\s*[=.])|.*[{{,]\s*{re.escape(key)}\s*="
    )
    return next((number for number, line in enumerate(lines) if number >= start and keyed.match(line)), None)


def path_of(message: str) -> list[str | int]:
    """The path at the end of a message of msgspec: `… - at `$.versions[0].mark``."""
    found = re.search(r"at `\$\.?([^`]*)`", message)
    parts: list[str | int] = []
    for name, number in re.findall(r"([A-Za-z_]\w*)|\[(\d+)\]", found[1] if found else ""):
        parts.append(int(number) if number else name)
    unknown = re.search(r"unknown field `(\w+)`", message)
    return [*parts, unknown[1]] if unknown else parts
