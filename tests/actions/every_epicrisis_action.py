"""One example of each action on a summary; and one that is written, signed and sent, for other tests."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from helsekort.access.actors import NOBODY, Actor
from helsekort.access.permissions import Permission
from helsekort.actions import endings, epicrises, epicrisis_post
from helsekort.actions.endings import Ending
from tests import cast as made
from tests.cast import JOB, TODAY, Cast

Arguments = dict[str, Any]
P = Permission
WORDS = {("birth", ""): "Ukomplisert fødsel.", ("tasks", ""): "Kontroll om seks uker."}


def born(cast: Cast, code: str = "LIVE") -> None:
    """Nora's pregnancy is over."""
    ending = Ending(TODAY, {cast.nora_fetus: code})
    endings.end_pregnancy(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=ending, key=made.new_key(), looked=True
    )


def written(cast: Cast, words: epicrises.Words = WORDS, code: str = "LIVE") -> int:
    """The pregnancy is over, and Ingrid has a draft; its origin."""
    if made.read(cast, cast.nora_card).over is None:
        born(cast, code)
    key = made.new_key()
    return epicrises.write_epicrisis(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, words=words, key=key)


def at(cast: Cast, origin: int, **more: Any) -> Arguments:  # noqa: ANN401  # of any action
    line = made.read(cast, cast.nora_card).epicrisis(origin)
    assert line is not None
    return {"card": cast.nora_card, "origin": origin, "base_seq": line.last_seq, **more}


def signed(cast: Cast, words: epicrises.Words = WORDS, code: str = "LIVE") -> int:
    origin = written(cast, words, code)
    epicrises.sign_epicrisis(cast.ingrid, ctx=cast.ctx, **at(cast, origin))
    return origin


def sent(cast: Cast, words: epicrises.Words = WORDS, code: str = "LIVE") -> int:
    """Signed, and sent to Nordlia, where Lars works; its origin."""
    origin = signed(cast, words, code)
    given = at(cast, origin, to=(cast.lars.organisation,))
    epicrisis_post.send_epicrisis(cast.ingrid, ctx=cast.ctx, **given)
    return origin


def _ingrid(cast: Cast) -> Actor:
    return cast.ingrid


def _lars(cast: Cast) -> Actor:
    return cast.lars


def _no_relation(cast: Cast) -> list[Actor]:
    elsewhere = replace(cast.ingrid, organisation=cast.lars.organisation)
    return [cast.lars, elsewhere, cast.nora, cast.kari, JOB, NOBODY]


def _not_sent_to(cast: Cast) -> list[Actor]:
    return [cast.nora, cast.kari, replace(cast.lars, organisation=1), JOB, NOBODY]


def _not_the_receiver(cast: Cast) -> list[Actor]:
    """Also those who care for her: only the unit that it was sent to says that it is read."""
    return [cast.ingrid, cast.amir, *_not_sent_to(cast)]


def _new(cast: Cast) -> Arguments:
    born(cast)
    return {"card": cast.nora_card, "words": WORDS, "key": "one"}


def examples() -> Iterator[tuple[Any, ...]]:
    """(action, permission, needs, may, may_not)."""
    for_her = lambda cast: {"card": cast.nora_card}  # noqa: E731  # one of a row of such
    other = {("birth", ""): "Keisersnitt."}
    change = lambda cast: at(cast, written(cast), words=other)  # noqa: E731
    correct = lambda cast: at(cast, sent(cast), words=other, reason="Feil")  # noqa: E731
    back = lambda cast: at(cast, sent(cast), reason="Feil kvinne")  # noqa: E731
    send = lambda cast: at(cast, signed(cast), to=(cast.lars.organisation,))  # noqa: E731
    opened = lambda cast: {"card": cast.nora_card, "origin": sent(cast)}  # noqa: E731
    yield epicrises.compose_epicrisis, P.WRITE_EPICRISIS, for_her, _ingrid, _no_relation
    yield epicrises.write_epicrisis, P.WRITE_EPICRISIS, _new, _ingrid, _no_relation
    yield epicrises.change_epicrisis, P.WRITE_EPICRISIS, change, _ingrid, _no_relation
    yield (
        epicrises.sign_epicrisis,
        P.SIGN_EPICRISIS,
        lambda cast: at(cast, written(cast)),
        _ingrid,
        _no_relation,
    )
    yield epicrises.correct_epicrisis, P.SIGN_EPICRISIS, correct, _ingrid, _no_relation
    yield epicrises.withdraw_epicrisis, P.SIGN_EPICRISIS, back, _ingrid, _no_relation
    yield epicrisis_post.send_epicrisis, P.SEND_EPICRISIS, send, _ingrid, _no_relation
    yield (
        epicrisis_post.list_epicrises,
        P.LIST_EPICRISES,
        lambda cast: {},
        _ingrid,
        lambda cast: [cast.nora, JOB, NOBODY],
    )
    yield epicrisis_post.open_epicrisis, P.OPEN_EPICRISIS, opened, _lars, _not_sent_to
    yield (
        epicrisis_post.acknowledge_epicrisis,
        P.ACKNOWLEDGE_EPICRISIS,
        lambda cast: at(cast, sent(cast)),
        _lars,
        _not_the_receiver,
    )
