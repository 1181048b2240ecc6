"""Only actions open transactions and only the store speaks SQL; no limit of medicine stands in code."""

import ast
import re
from collections.abc import Iterator

from tests.house.tree import Source, sources, within

# Who opens a transaction beside actions/ -> why.
TRANSACTIONS = {
    "helsekort.store.migrate": "migrations are no act of any person, and run before anyone can come in",
    "helsekort.store.postgresql": "the start-up check asks the server for its settings",
    "helsekort.store.roles": "the owner lets the service's role in, and start-up asks which role it is",
    "helsekort.cli_demo": "it asks whether a database is empty, before there is anyone to ask",
}
# Where PostgreSQL is told who acts, beside `work` -> why.
TOLD = {
    "helsekort.actions.verifying": "the operator's check reads every card",
    "helsekort.actions.who_came": "nobody is in yet: whether a woman has a card is asked of the heads alone",
}
# Where an action goes on in the service's name, past the second wall -> why.
BY_THE_SERVICE = {
    "place_by_hand": "a report is settled, and may leave the card of a woman whom the actor does not care for",
    "leave_outside": "the same",
    "read_by_hand": "the same",
    "open_message": "what a message says is found by the numbers in it, whosever they are",
    "log_in": "whether she has a card at all is asked before anyone is logged in",
    "take_in_woman": "her card is found, or opened, before the care relation that it is the reason of",
    "list_unit": "the unit's women, also those whom only a colleague cares for: a line of each, and no card",
    "list_to_tell": "it falls to one who follows her no more only where nobody else may: a name, and no card",
    "list_results": "what nobody looked at is handed on, and the unit sees its tasks though nobody there cares for her",
}
SPEAKS_SQL = ("helsekort.store",)
SQL = re.compile(
    r"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|DROP|ALTER|PRAGMA|BEGIN|COMMIT|WITH)\b [\w{(*]"
)
LIMITLESS = ("helsekort.actions", "helsekort.guideline")
# Numbers with a name in rooms that may hold no limit of medicine -> what they limit instead.
NAMED_NUMBERS = {
    "LONGEST_TEXT": "characters of a text that can be stored",
    "FULL": "lines of the log that wait before they are sealed",
    "LONGEST_SUMMARY": "characters of a card of CDS Hooks",
    "TOKEN_BYTES": "bytes of a secret",
    "DAY": "microseconds in a day",
    "MINUTE": "microseconds in a minute",
    "_SECOND": "microseconds in a second",
    "SECONDS": "how long a ticket from a local record can be used",
    "KEPT_FOR": "how long a draft is kept, in microseconds",
    "NOBODY": "stands where no person is responsible, and no unit the owner",
    "UNNAMED": "stands for the only fetus, where none is entered",
    "NOWHERE": "stands where there is no card",
    "UNPLACED": "stands where a report has no place yet",
    "MILLISECOND": "microseconds in a millisecond",
    "UUID_BYTES": "bytes of a UUID",
    "SECOND": "microseconds in a second",
    "NO_TRIES": "how many tries count after one that went well",
    "MOST": "items of a reviewer's list that are shown",
    "MASKED": "stands for a woman whose name is not told",
    "LATELY": "how far back a reviewer's list goes",
    "MOST_NAMED": "tests of one report that are named in a list",
    "LONGEST_SHOWN": "bytes of a message that are shown as they came",
    "BY_CARD": "stands for the owner of a key that is no one sender's",
    "HOUR": "microseconds in an hour",
    "LOGIN_MINUTES": "how long a login may take",
    "_MARK_BYTES": "bytes that name a session",
    "START_SEQ": "the sequence of a log's first row",
    "FIRST_LINE": "the number of a file's first line",
    "BATCH_BYTES": "bytes of a file that are loaded in one transaction",
    "LONGEST_LINE": "bytes of a line that can be loaded",
    "AHEAD": "how many batches a process is given ahead",
    "MOST_SINCE": "how many entries a fair copy may lack before it is made anew",
}


def _calls(source: Source, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
            yield node


def test_work_alone_tells_the_database_who_acts() -> None:
    tellers = {
        source.name
        for source in sources("helsekort")
        for name in ("as_actor", "deciding")
        if any(True for _ in _calls(source, name))
    }
    assert tellers == {"helsekort.actions.work", *TOLD}


def test_what_goes_on_in_the_services_name_is_on_the_list() -> None:
    found = {
        function.name
        for source in sources("helsekort")
        for function in ast.walk(source.tree)
        if isinstance(function, ast.FunctionDef)
        and any(
            isinstance(node, ast.Attribute) and node.attr == "by_the_service" for node in ast.walk(function)
        )
    }
    assert found == {"_deciding", *BY_THE_SERVICE}


def test_only_actions_open_transactions() -> None:
    openers = {
        source.name: source.at(node)
        for source in sources("helsekort")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "transaction"
        and not within(source.name, "helsekort.actions")
    }
    assert set(openers) == set(TRANSACTIONS), openers


def test_only_the_store_speaks_sql() -> None:
    wrong = [
        source.at(node)
        for source in sources("helsekort")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and SQL.match(node.value)
        and not any(within(source.name, place) for place in SPEAKS_SQL)
    ]
    assert wrong == []


def _limitless() -> Iterator[Source]:
    return (
        source for source in sources("helsekort") if any(within(source.name, place) for place in LIMITLESS)
    )


def test_no_comparison_with_a_number() -> None:
    wrong = [
        source.at(node)
        for source in _limitless()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Compare)
        and any(_holds_number(each) for each in [node.left, *node.comparators])
    ]
    assert wrong == []


def _holds_number(node: ast.AST) -> bool:
    """Whether an expression is, or is reckoned from, a number written there. A place in a tuple is none."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float) and not isinstance(node.value, bool)
    if isinstance(node, ast.Subscript):
        return _holds_number(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Decimal":
        return True
    return any(_holds_number(child) for child in ast.iter_child_nodes(node))


def test_every_number_with_a_name_is_no_limit_of_medicine() -> None:
    named = {
        target.id
        for source in _limitless()
        for node in source.tree.body
        if isinstance(node, ast.Assign) and _holds_number(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert named == set(NAMED_NUMBERS)
