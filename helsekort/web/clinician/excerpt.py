"""The beginning of a text, for a place that holds one line of it. Pure."""

EXCERPT = 140
"""Characters of a told text on the first screen; the whole of it is one press away."""


def excerpt(text: str) -> str:
    """The beginning of a text, and an ellipsis where there is more."""
    flat = " ".join(text.split())
    space = flat.rfind(" ", 0, EXCERPT)
    return flat if len(flat) <= EXCERPT else flat[: space if space > 0 else EXCERPT] + "…"
