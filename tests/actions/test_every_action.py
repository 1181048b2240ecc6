"""What holds for every action, found by looping over the package: a new one without an example fails here."""

import importlib
import inspect
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace

from helsekort import actions
from helsekort.access.actors import NOBODY
from helsekort.access.decide import Facts, decide
from helsekort.access.groups import CARE
from helsekort.access.permissions import SENTENCES, Permission
from helsekort.actions.outcomes import Refused
from helsekort.actions.work import SILENT
from helsekort.audit.events import SENTENCES as EVENT_SENTENCES
from helsekort.audit.events import Event
from tests.actions.every_action import EXAMPLES, Example
from tests.cast import Cast
from tests.store.stored import audit, breaks, content, refusals

# Modules of the package that hold no action -> what they hold.
INNER = {
    "agreeing": "where it stands with her consent, inside an action",
    "closing_out": "blocks put and ended, inside an action",
    "erasing": "all of her cards erased, inside an action",
    "addressee": "whose message it is",
    "born": "a child made a person and found again, inside an action",
    "her_log": "the lines that she may read, inside an action",
    "owing": "who owns a task, written beside it",
    "cancelling": "what an ending cancels, inside an action",
    "answers": "what one result of a laboratory comes to",
    "context": "what every action is given",
    "limiting": "how often something was done, inside an action",
    "covered": "names from which nobody can count, inside an action",
    "files_along": "what becomes of files when what they belong to is withdrawn or moved",
    "follow_up": "who looks at a result, inside an action",
    "held": "which results she is not shown yet",
    "incoming": "resources on their way onto a card inside an action",
    "incoming_judge": "what the judges say, in the words of resources",
    "judging_rows": "whether a row is meant; asked by the actions",
    "judging": "whether what is sent is meant; asked by the actions",
    "letting_in": "whether a message comes from a laboratory that answers here",
    "line_checks": "a line of a file of cards, checked and made into rows",
    "discreet_units": "what she is shown of a unit whose name would tell, inside an action",
    "log": "reading and writing a card inside an action",
    "national_view": "a card as the national model shows it, inside an action",
    "opened": "what actions hand out",
    "opening": "a new card inside an action",
    "outcomes": "how actions end",
    "party_log": "reading and writing a party inside an action",
    "placing": "a report on one card inside an action",
    "pregnancies": "whose a message is, and of which pregnancy",
    "receipts": "the receipt for who sent a message",
    "epicrisis_steps": "the steps of a summary on its way, inside an action",
    "referral_steps": "the steps of a referral, inside an action",
    "result_states": "what is known of results beside their values",
    "sent": "a message in the words it came in",
    "settling": "a report after all its messages, inside an action",
    "shelf": "a card as resources inside an action",
    "whole_cards": "a card whole, inside an action",
    "taken": "what a unit's own record has of a card, inside an action",
    "there": "what of a file of cards is there already",
    "who_came": "whom a provider's identity is here, inside an action",
    "whole_card": "a card with the names of everyone on it, inside an action",
    "knowing": "what is known of a card and of who acts, inside an action",
    "work": "the four stops themselves",
    "writing": "what an action that writes on a card begins with, inside it",
}
# Public functions of the other modules that are no action -> why nobody need be asked.
NO_ACTION = {
    "tell_refused": "the service's own work: it writes how many were refused, and forgets whom",
    "count_upload": "counts one more file of whoever sends it; what is done with it is asked then",
    "count_unsealed": "how many lines of the log wait; nothing of what they say",
    "sealed_after": "checkpoints, which say how many lines there are and a hash",
    "seal_log": "the service's own sequencer: it puts what was written into the tree, and says nothing of anyone",
    "caller": "finds out who asks; what is done then is asked of them",
    "can_serve": "says only whether the database answers",
    "personas": "the demo's front door; says nothing of any card, and nothing at all outside the demo",
    "token_hash": "arithmetic",
    "is_live": "arithmetic",
    "verify_record": "the operator's check; says which ids do not hold, and nothing that stands on a card",
}
# Actions that are a part of another's permission.
SHARED = {
    "who_is": Permission.FIND_PERSONNEL,
    "read_own_audit_events": Permission.READ_OWN_LOG,
    "count_inquiries": Permission.LIST_INQUIRIES,
    "read_notification": Permission.PREVIEW_NOTIFICATION,
    "read_guidance_of": Permission.READ_GUIDANCE,
    "hand_out_paper": Permission.PRINT_CARD,
    "take_own_paper": Permission.PRINT_OWN_CARD,
    "restore_fetus": Permission.LOSE_FETUS,
    "withdraw_fetus": Permission.NAME_FETUS,
    "withdraw_contact": Permission.CORRECT_CONTACT,
    "compose_epicrisis": Permission.WRITE_EPICRISIS,
    "change_epicrisis": Permission.WRITE_EPICRISIS,
    "correct_epicrisis": Permission.SIGN_EPICRISIS,
    "withdraw_epicrisis": Permission.SIGN_EPICRISIS,
    "change_referral": Permission.DRAFT_REFERRAL,
    "withdraw_due_date": Permission.PROPOSE_DUE_DATE,
    "withdraw_fact": Permission.CORRECT_FACT,
    "find_draft": Permission.LIST_DRAFTS,
    "drop_draft": Permission.LIST_DRAFTS,
    "register_persona": Permission.REGISTER_PARTY,
    "create_episode": Permission.OPEN_NEW_CARD,
    "open_national_record": Permission.OPEN_NEW_CARD,
    "delete_national_item": Permission.WRITE_NATIONAL_BLOCK,
    "read_national_ending": Permission.READ_NATIONAL_RECORD,
}
# Actions after which it is known who came: their lines name that one. In the examples it is Ingrid.
LETS_IN = {Permission.LOG_IN}
# Permissions that nobody lacks -> why.
ANYONE = {
    Permission.RECOGNISE: "who it is must be asked before whether they may",
    Permission.RECOGNISE_CALLER: "who it is must be asked before whether they may",
    Permission.LEAVE: "nobody may be kept from logging out",
}


def _modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(actions.__path__, f"{actions.__name__}."):
        if not found.ispkg and found.name.removeprefix(f"{actions.__name__}.") not in INNER:
            yield found.name


def _public() -> dict[str, Callable[..., object]]:
    """Every public function that is written in a module of actions."""
    functions: dict[str, Callable[..., object]] = {}
    for name in _modules():
        for label, each in inspect.getmembers(importlib.import_module(name), inspect.isfunction):
            if each.__module__ == name and not label.startswith("_"):
                functions[label] = each
    return functions


ACTIONS = {name: function for name, function in _public().items() if name not in NO_ACTION}
EACH = pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())


def test_the_lists_name_nothing_that_is_gone() -> None:
    there = {found.name for found in pkgutil.iter_modules(actions.__path__)}
    assert set(INNER) <= there
    assert set(NO_ACTION) <= set(_public())
    assert set(SHARED) <= set(ACTIONS)


def test_every_action_has_an_example_and_every_example_an_action() -> None:
    assert set(EXAMPLES) == set(ACTIONS)
    assert all(EXAMPLES[name].action is function for name, function in ACTIONS.items())


@pytest.mark.parametrize("name", ACTIONS)
def test_actor_comes_first_and_the_rest_is_named(name: str) -> None:
    first, *rest = inspect.signature(ACTIONS[name]).parameters.values()
    assert first.name == "actor"
    assert first.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    assert [each.kind for each in rest] == [inspect.Parameter.KEYWORD_ONLY] * len(rest)
    assert rest[0].name == "ctx"


def test_actions_and_permissions_have_the_same_names() -> None:
    assert {name for name in ACTIONS if name not in SHARED} == {permission.value for permission in Permission}
    for name, example in EXAMPLES.items():
        assert example.permission == SHARED.get(name, name)


def test_every_permission_and_every_event_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Permission)
    assert set(EVENT_SENTENCES) == set(Event)
    for sentence in (*SENTENCES.values(), *EVENT_SENTENCES.values()):
        assert sentence.endswith(".")
        assert len(sentence.split()) > 2


@EACH
def test_refused(example: Example, cast: Cast) -> None:
    """Refused to everyone who may not: nothing is changed, and one line says who wanted what."""
    arguments = example.needs(cast)
    before = content(cast.ctx)
    ctx = example.refused_in(cast.ctx)
    assert bool(example.may_not(cast)) == (example.permission not in ANYONE)
    for actor in example.may_not(cast):
        earlier = refusals(cast.ctx)
        with pytest.raises(Refused):
            example.action(actor, ctx=ctx, **arguments)
        assert content(cast.ctx) == before
        (line,) = (Counter(refusals(cast.ctx)) - Counter(earlier)).elements()
        assert (line.permission, line.kind, line.party, line.organisation, line.job) == (
            example.permission,
            actor.kind,
            actor.party,
            actor.organisation,
            actor.job,
        )
        assert line.entries == ()
    assert breaks(cast.ctx) == []


@pytest.mark.parametrize("permission", ANYONE)
def test_what_nobody_lacks_is_allowed_to_nobody_in_particular(permission: Permission) -> None:
    assert decide(replace(NOBODY, live=False), permission, Facts()).rule == "door"


@EACH
def test_audited(example: Example, cast: Cast) -> None:
    """Where it is allowed, the log has at least one new line that names the permission and who used it."""
    arguments = example.needs(cast)
    earlier = audit(cast.ctx)
    actor = example.may(cast)
    example.action(actor, ctx=example.allowed_in(cast.ctx), **arguments)
    new = list((Counter(audit(cast.ctx)) - Counter(earlier)).elements())
    if example.permission in SILENT:
        assert new == []
        return
    own = [line for line in new if line.permission == example.permission]
    assert own
    if example.permission in LETS_IN:
        actor = cast.ingrid
    assert {(line.kind, line.party, line.organisation) for line in new} == {
        (actor.kind, actor.party, actor.organisation)
    }
    assert all(line.event is not Event.REFUSED and line.rule for line in new)
    assert breaks(cast.ctx) == []


def test_only_recognising_is_silent() -> None:
    """The action that follows is written with the person recognised; a line for each click would say nothing."""
    assert frozenset({Permission.RECOGNISE, Permission.RECOGNISE_CALLER}) == SILENT


@pytest.mark.parametrize(
    "example",
    [
        each
        for each in EXAMPLES.values()
        if each.permission in CARE - {Permission.FIND_WOMAN, Permission.ASK_LAUNCH}
        and "card" in inspect.signature(each.action).parameters
    ],
)
def test_a_card_that_is_not_there_is_refused_alike(example: Example, cast: Cast) -> None:
    arguments = example.needs(cast)
    with pytest.raises(Refused):
        example.action(example.may(cast), ctx=cast.ctx, **{**arguments, "card": 1})
    assert [(line.card, line.permission) for line in refusals(cast.ctx)] == [(0, example.permission)]
