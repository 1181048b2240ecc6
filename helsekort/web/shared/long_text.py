"""Very long texts are folded, never cut: the beginning stands, and the rest is one press away."""

FOLD_AFTER = 400
"""Characters that always stand."""


def parted(text: str) -> tuple[str, str]:
    """The beginning, up to a space where there is one, and the rest; no rest where the text is short enough."""
    if len(text) <= FOLD_AFTER:
        return text, ""
    space = text.rfind(" ", FOLD_AFTER // 2, FOLD_AFTER)
    end = space if space > 0 else FOLD_AFTER
    return text[:end], text[end:].lstrip(" ")
