"""How long someone who knows the form takes, by the keystroke-level model: what the hands did, not a clock.

Operators and seconds by Card, Moran and Newell, The Keystroke-Level Model for User Performance Time with
Interactive Systems, CACM 23(7), 1980 (taken over from lecture notes that print the same table, not read in the
article). Measuring the woman, thinking about what is found and talking with her are no part of it.
"""

from dataclasses import dataclass

NON_SECRETARY, RANDOM_LETTERS = 0.28, 0.50
"""K, one key: an average typist who is no secretary; and letters without meaning, as the slow end for figures."""

MENTAL, HOMING = 1.35, 0.40
"""M, to think of what comes next; H, to bring the hands to the keyboard."""

RESPONSE = 0.5
"""R, to wait for a page: a choice of ours, and far more than the server takes."""

SHIFTED = frozenset('/"!#%&()=?*:;_>')
"""Signs that take Shift on a Norwegian keyboard, and so two keys."""


def keys_of(text: str) -> int:
    """The keys a text takes, Shift counted."""
    return sum(2 if sign in SHIFTED or sign.isupper() else 1 for sign in text)


@dataclass
class Effort:
    """What was done: keys pressed, thoughts (one for each field filled and each command given), pages waited for.

    The keys that lead to a field belong to the thought of it: she knows where it is.
    """

    keys: int = 0
    thoughts: int = 0
    pages: int = 0

    def seconds(self, key: float = NON_SECRETARY) -> float:
        """The model's seconds. The hands come to the keyboard once and stay there."""
        return self.keys * key + self.thoughts * MENTAL + HOMING + self.pages * RESPONSE
