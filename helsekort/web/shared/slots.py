"""Named places on core pages, filled by a part that is switched on. The core knows nothing of what fills them."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from starlette.requests import Request

Fill = Callable[..., Markup]


def nothing(*_: Any) -> Markup:  # noqa: ANN401  # whatever a place is filled from
    """A place that nobody fills."""
    return Markup()


class OnHerPage(Struct, frozen=True):
    """What is filled in on her page: what concerns her at once, first of all; and the rest, below whom she can ring."""

    first: Markup = Markup()
    below: Markup = Markup()


def nothing_for_her(*_: Any) -> OnHerPage:  # noqa: ANN401  # whatever it is filled from
    """A page of hers on which nobody fills anything in."""
    return OnHerPage()


class Slots(Struct, frozen=True):
    """What fills the places: `card` in a card's "I dag" (request, desk), `desk` on the list of women (request),
    `her_page` on her page (request, session)."""

    card: Fill = nothing
    desk: Fill = nothing
    her_page: Callable[..., OnHerPage] = nothing_for_her


NOTHING = Slots()


def slots_of(request: Request) -> Slots:
    """What fills the places of this service."""
    found: Slots = getattr(request.app.state, "slots", NOTHING)
    return found
