"""The page that says who may do what: `decide`, asked for everyone of tests/access/people.py about everything.

What is always decided alike goes under one name, and who may the same stands in one row.
"""

from collections.abc import Callable, Iterable
from functools import cache

from docs.markdown import page, table
from helsekort.access.actors import ActorKind
from helsekort.access.channels import channel_of
from helsekort.access.decide import Obligation, decide
from helsekort.access.permissions import Permission
from helsekort.record.channels import LABELS
from tests.access.people import TOKENS, WHO, Who

OBLIGES = {
    Obligation.HIDE_CLASSES: "h",
    Obligation.ASK_REASON: "r",
    Obligation.NOTIFY_HER: "n",
    Obligation.REVIEW: "v",
}
LETTERS = (
    "h: some sensitivity classes stay hidden; r: with a reason; n: she is told; v: another unit reviews it"
)
NO, NO_MORE, ONLY, EACH = "nothing", "no more", "*only*", "; all with"
ALL_OF_THEM = "All of them who have nothing to do with her:"
PERSONNEL = "health personnel: "
COME_AND_GO = "come and go"
# The first of what is always decided alike -> what all of it is called.
NAMES = {
    Permission.OPEN_CARD: "open the card",
    Permission.BREAK_GLASS: "state an emergency",
    Permission.LIST_REVIEWS: "see reviews",
    Permission.CLOSE_REVIEW: "close a review",
    Permission.LIST_TO_TELL: "see whom to tell",
    Permission.TELL_OF_EMERGENCY: "say that she was told",
    Permission.LIST_WOMEN: "the lists at the desk",
    Permission.ASK_LAUNCH: "all else on the card",
    Permission.SCORE_LOOK_UPS: "the service's jobs",
    Permission.FOLLOW_LAUNCH: "use a ticket",
    Permission.ANSWER_OWN: "her card and her log",
    Permission.OPEN_CHILD: "open a child's part",
    Permission.READ_CHILD_DOCUMENT: "take out a child's part",
    Permission.LIST_OWN_CARDS: "her card as she shows it",
    Permission.READ_ACCESS: "say who may see it",
    Permission.RECORD_CONSENT: "open a new card",
    Permission.ANSWER_INQUIRY: "answer her why",
    Permission.KEEP_DRAFT: "keep a draft",
    Permission.TAKE_DRAFT: "take up a draft",
    Permission.LIST_DRAFTS: "own drafts and names of personnel",
    Permission.READ_RESOURCE: "read the card through a system",
    Permission.SEARCH_WOMAN: "read who she is and all her cards through a system",
    Permission.RECEIVE_MESSAGE: "deliver messages",
    Permission.OPEN_MESSAGE: "work on a message",
    Permission.PLACE_BY_HAND: "say whose a message is",
    Permission.OPEN_REFERRAL: "open a referral",
    Permission.ANSWER_REFERRAL: "answer a referral",
    Permission.OPEN_FILE: "open a file",
    Permission.OPEN_EPICRISIS: "open a summary",
    Permission.ACKNOWLEDGE_EPICRISIS: "acknowledge a summary",
    Permission.ENTER_AS_PERSONA: "enter the demo",
    Permission.RECOGNISE: COME_AND_GO,
    Permission.BEGIN_LOGIN: "log in",
    Permission.LIST_ROLES: "choose a role",
    Permission.LIST_SESSIONS: "own sessions",
}
READS = (Permission.OPEN_CARD, Permission.READ_RESOURCE, Permission.LIST_OWN_CARDS)
ROLES: dict[str, Callable[[Who], bool]] = {
    "Health personnel": lambda who: who.actor.kind is ActorKind.CLINICIAN,
    "Women, and who acts for one": lambda who: who.actor.kind is ActorKind.WOMAN,
    "Reviewers": lambda who: who.actor.kind is ActorKind.REVIEWER,
    "The service itself, and nobody": lambda who: who.actor.kind in (ActorKind.SYSTEM, ActorKind.NOBODY),
}
READ_SO = (
    "Each row is asked of [`decide`](../helsekort/access/decide.py), about everything there is; what is not named is"
    " refused. Above the rows of health personnel stands what all of them may who have nothing to do with her: a row"
    " says what more they may, or, with *only*, all they may. Anyone may come and go."
)


def mark(who: Who, permission: Permission) -> str:
    """What `decide` says: empty for no, else yes with the letters of what it obliges to."""
    decision = decide(who.actor, permission, who.facts)
    return "x" + "".join(sorted(OBLIGES[one] for one in decision.obligations)) if decision.allowed else ""


@cache
def alike() -> dict[str, list[Permission]]:
    """Name -> what is decided alike for everyone. KeyError where something has no name yet: give it one in NAMES."""
    found: dict[tuple[str, ...], list[Permission]] = {}
    for permission in Permission:
        found.setdefault(tuple(mark(who, permission) for who in WHO.values()), []).append(permission)
    return {NAMES[together[0]]: together for together in found.values()}


def may(who: Who) -> dict[str, str]:
    """Name of what one may -> the letters of what it obliges to."""
    marks = {name: mark(who, first) for name, (first, *_) in alike().items() if name != COME_AND_GO}
    return {name: marked[1:] for name, marked in marks.items() if marked}


def body() -> list[str]:
    """The parts of the page below its title."""
    parts = [READ_SO, f"Letters in brackets oblige. {LETTERS}."]
    for role, belongs in ROLES.items():
        asked = [who for who in WHO.values() if belongs(who)]
        # what anyone at a desk may is much; for the others it is little, and stands in their rows
        everyone = may(WHO["lars"]) if WHO["lars"] in asked else {}
        parts.append(f"## {role}")
        if everyone:
            parts.append(f"{ALL_OF_THEM} {_listed(everyone)}.")
        parts.append(table(["who", "may", "classes go by the way"], _rows(asked, everyone)))
    return [*parts, *_by_token(), *_named()]


def _rows(asked: Iterable[Who], everyone: dict[str, str]) -> list[tuple[str, str, str]]:
    rows: dict[tuple[str, str], list[str]] = {}
    for who in asked:
        rows.setdefault((_more(may(who), everyone), _way(who)), []).append(who.says.removeprefix(PERSONNEL))
    return [("; ".join(says), said, way) for (said, way), says in rows.items()]


def _more(said: dict[str, str], everyone: dict[str, str]) -> str:
    """What one may beyond everyone, and the letters that are the same for all of it once."""
    if not said:
        return NO
    common = "".join(letter for letter in OBLIGES.values() if all(letter in each for each in said.values()))
    own = {name: "".join(one for one in letters if one not in common) for name, letters in said.items()}
    if not everyone:
        words = _listed(own)
    elif all(name in own and {*letters} - {*common} == {*own[name]} for name, letters in everyone.items()):
        words = _listed({name: own[name] for name in own if name not in everyone}) or NO_MORE
    else:
        words = f"{ONLY} {_listed(own)}"
    return f"{words}{EACH} ({common})" if common else words


def _listed(said: dict[str, str]) -> str:
    return ", ".join(f"{name} ({letters})" if letters else name for name, letters in said.items())


def _way(who: Who) -> str:
    """The column of docs/classes.md that says which classes reach them."""
    channel = channel_of(who.actor, in_care=who.facts.in_care, glass=who.facts.glass)
    if channel is None or not any(mark(who, each) for each in READS):
        return ""
    return f"[{LABELS[channel]}](classes.md#by-which-ways-they-go)"


def _by_token() -> list[str]:
    """Other systems: what a token reaches is what its scopes give, and no more than its user may."""
    reached = {key: [each for each in Permission if mark(who, each)] for key, who in TOKENS.items()}
    most = reached["user"]
    rows = [
        (
            who.says,
            "what its scopes give" if reached[key] == most else ", ".join(f"`{one}`" for one in reached[key]),
        )
        for key, who in TOKENS.items()
    ]
    return [
        "## Through another system's token",
        "With every scope there is; [each scope](api.md) gives a part. What no scope gives, no token reaches.",
        table(["who", "may"], rows),
    ]


def _named() -> list[str]:
    rows = [(name, ", ".join(f"`{one}`" for one in together)) for name, together in alike().items()]
    return [
        "## What the names hold",
        "Each is explained in [permissions](permissions.md).",
        table(["name", "actions"], rows),
    ]


def access_page() -> str:
    """The whole page."""
    return page(
        "Who may do what",
        "[`decide`](../helsekort/access/decide.py) and [who is asked about](../tests/access/people.py)",
        *body(),
    )
