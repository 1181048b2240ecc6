"""Which of Robson's ten groups a birth belongs to, by what stands on the card. Computed, never stored.

Source: the table of the ten groups in PMC7679201 (read), as WHO recommends them since 2015. Every birth is in one
group; where a fact is missing that decides between two, none is said, and which fact it is.
"""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from helsekort.record.card import Card
from helsekort.record.entries import Moment, Row

TERM_WEEKS = 37
"""Completed weeks from which a birth is at term, in this classification."""

_BREECH = frozenset({"BREECH", "BREECH_FRANK", "BREECH_FOOT"})
_ACROSS = frozenset({"TRANS", "OBL"})
_CAESAREAN = frozenset({"CS_PLANNED", "CS_ACUTE"})
_BORN = frozenset({"LIVE", "STILL_BEFORE", "STILL_DURING", "STILL_UNKNOWN"})
_OWN_LABOUR = "SPONT"


class Grouped(Struct, frozen=True):
    """The group, 1 to 10, and the facts it rests on by their key; or None, and the facts that are missing."""

    number: int | None
    facts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def robson_group(card: Card) -> Grouped | None:
    """The group of the birth on this card; None where no birth stands there."""
    birth = card.latest_row("birth")
    if birth is None:
        return None
    fetuses = card.live_fetuses()
    if not fetuses:
        return Grouped(None, missing=("number_of_fetuses",))
    if len(fetuses) > 1:
        return Grouped(8, ("number_of_fetuses",))
    child = card.latest_row("newborn", fetuses[0].origin)
    lie = _lie(card, child, fetuses[0].origin)
    if lie in _ACROSS:
        return Grouped(9, ("presentation",))
    borne = _has_borne(card)
    if lie in _BREECH:
        return _chosen({"births": borne}, ("presentation",), 7 if borne else 6)
    if lie != "CEPH":
        return Grouped(None, missing=("presentation",))
    weeks = _weeks(card, child, birth)
    if weeks is not None and weeks < TERM_WEEKS:
        return Grouped(10, ("presentation", "gestational_age"))
    return _at_term(card, birth, weeks, borne)


def _at_term(card: Card, birth: Row, weeks: int | None, borne: bool | None) -> Grouped:
    """One child, head first, at 37 weeks or later, as far as is known."""
    scarred, onset = _had_caesarean(card, borne), birth.value("onset")
    known: dict[str, object] = {"gestational_age": weeks, "caesareans": scarred}
    if scarred:
        return _chosen(known, ("presentation",), 5)
    known |= {"births": borne, "onset": onset}
    first = 3 if borne else 1
    return _chosen(known, ("presentation",), first if onset == _OWN_LABOUR else first + 1)


def _chosen(known: dict[str, object], facts: tuple[str, ...], number: int) -> Grouped:
    missing = tuple(what for what, value in known.items() if value is None)
    return Grouped(None, missing=missing) if missing else Grouped(number, (*facts, *known))


def _lie(card: Card, child: Row | None, fetus: int) -> object:
    """As the child was born, else as it lay last."""
    told = child.value("presentation") if child else None
    latest = card.latest("presentation", fetus)
    return told if told is not None else latest.value if latest else None


def _number(card: Card, what: str) -> Decimal | None:
    found = card.latest(what)
    return found.value if found is not None and isinstance(found.value, Decimal) else None


def _has_borne(card: Card) -> bool | None:
    """Whether she had given birth before."""
    if any(trail.now.value("outcome") in _BORN for trail in card.rows_of("earlier_birth")):
        return True
    births = _number(card, "births")
    if births is not None:
        return births > 0
    return False if _number(card, "previous_pregnancies") == 0 else None


def _had_caesarean(card: Card, borne: bool | None) -> bool | None:
    """Whether she had had a caesarean before; none without a birth."""
    if any(trail.now.value("mode") in _CAESAREAN for trail in card.rows_of("earlier_birth")):
        return True
    number = _number(card, "caesareans")
    if number is not None:
        return number > 0
    return False if borne is False else None


def _weeks(card: Card, child: Row | None, birth: Row) -> int | None:
    born = child.value("born_at") if child else None
    on: dt.date = born.on if isinstance(born, Moment) else birth.on
    age = card.age(on)
    return age.weeks if age else None
