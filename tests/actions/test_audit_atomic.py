"""Where the log cannot be written, nothing is saved and nothing is shown."""

import pytest

from helsekort.access.actors import NOBODY
from helsekort.access.permissions import Permission
from helsekort.actions.outcomes import Refused, Unavailable
from helsekort.actions.work import SILENT, NotAudited, work
from helsekort.audit import lines
from helsekort.audit.events import Event
from helsekort.store import cards as stored_cards
from helsekort.store.database import Busy, Transaction
from tests.actions.every_action import EXAMPLES, Example
from tests.cast import Cast
from tests.store.stored import audit, breaks, content

EACH = pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())
DOORS = ("recognise", "recognise_caller", "leave")  # nobody is refused there
REFUSABLE = pytest.mark.parametrize("example", [EXAMPLES[name] for name in EXAMPLES if name not in DOORS])


def _break_the_log(tx: Transaction, dialect: str) -> None:
    """From now on the database refuses every new line."""
    if dialect == "sqlite":
        tx.run("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'the log is full'); END")
    else:
        tx.run(
            "CREATE FUNCTION full_log() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'the log is full'; END $$"
        )
        tx.run("CREATE TRIGGER full_log BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION full_log()")


@pytest.fixture
def broken(cast: Cast, request: pytest.FixtureRequest) -> tuple[Cast, dict[str, object]]:
    """Gives the cast and an example's arguments, in a house whose log takes no more lines."""
    arguments = request.node.callspec.params["example"].needs(cast)
    with cast.ctx.database.transaction() as tx:
        _break_the_log(tx, cast.ctx.database.dialect)
    return cast, arguments


@EACH
def test_nothing_is_saved_or_shown_without_its_line(
    example: Example, broken: tuple[Cast, dict[str, object]]
) -> None:
    cast, arguments = broken
    before, told = content(cast.ctx), audit(cast.ctx)
    shown: list[object] = []
    if example.permission in SILENT:
        # it writes no line, so it needs no log
        assert example.action(NOBODY, ctx=example.allowed_in(cast.ctx), **arguments) is not None
    else:
        with pytest.raises(Exception, match="the log is full"):
            shown.append(example.action(example.may(cast), ctx=cast.ctx, **arguments))
    assert shown == []
    assert content(cast.ctx) == before
    assert audit(cast.ctx) == told
    assert breaks(cast.ctx) == []


@REFUSABLE
def test_a_refusal_that_cannot_be_written_is_no_refusal(
    example: Example, broken: tuple[Cast, dict[str, object]]
) -> None:
    """Not even that it was refused is told to anyone before the line is there."""
    cast, arguments = broken
    before = content(cast.ctx)
    assert example.may_not(cast)
    for actor in example.may_not(cast):
        with pytest.raises(Exception, match="the log is full") as caught:
            example.action(actor, ctx=example.refused_in(cast.ctx), **arguments)
        assert not isinstance(caught.value, Refused)
    assert content(cast.ctx) == before


@pytest.mark.parametrize("name", ["open_card", "record_contact", "list_women"])
def test_a_busy_log_is_told_as_unavailable(cast: Cast, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    example = EXAMPLES[name]
    arguments = example.needs(cast)
    before = content(cast.ctx)

    def busy(*arguments: object) -> None:
        raise Busy("no room")

    monkeypatch.setattr(lines, "write", busy)
    for actor in (example.may(cast), NOBODY):
        with pytest.raises(Unavailable):
            example.action(actor, ctx=cast.ctx, **arguments)
    assert content(cast.ctx) == before


def test_an_action_that_says_nothing_of_what_it_did_is_rolled_back(cast: Cast) -> None:
    before = content(cast.ctx)
    with (
        pytest.raises(NotAudited),
        work(cast.ctx, cast.ingrid, Permission.OPEN_CARD, card=cast.nora_card) as doing,
    ):
        stored_cards.mark_seen(doing.tx, cast.nora_card, cast.ingrid.party, None, 1, "2026-11-23")
    assert content(cast.ctx) == before


def test_a_line_is_written_with_what_it_is_about_or_not_at_all(cast: Cast) -> None:
    """What fails after the line was said takes the line with it."""
    told = audit(cast.ctx)
    example = EXAMPLES["record_contact"]
    with (
        pytest.raises(ZeroDivisionError),
        work(cast.ctx, cast.ingrid, Permission.RECORD_CONTACT, card=cast.nora_card) as doing,
    ):
        doing.audit(Event.WRITTEN, entries=(99,))
        _ = 1 // 0
    assert audit(cast.ctx) == told
    example.action(cast.ingrid, ctx=cast.ctx, **example.needs(cast))
    assert len(audit(cast.ctx)) == len(told) + 1
