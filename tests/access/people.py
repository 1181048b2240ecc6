"""Who asks, and what is known of them and the card: the rows of docs/access.md."""

from msgspec import Struct
from msgspec.structs import replace

from helsekort.access.actors import NOBODY, Actor, ActorKind, system
from helsekort.access.decide import Facts
from helsekort.access.groups import LABORATORY
from helsekort.access.scopes import SCOPES

CLINICIAN = Actor(ActorKind.CLINICIAN, 7, 8, "JO")
WOMAN = Actor(ActorKind.WOMAN, 9)
JOB = system("registry")
LAB = system("laboratory")
REVIEWER = Actor(ActorKind.REVIEWER, 11, 12)
CARD = Facts(card_exists=True)
ALL_BUT_HERS = Facts(
    card_exists=True,
    in_care=True,
    own_draft=True,
    own_message=True,
    referred=True,
    handed_over=True,
    handed=True,
    own_launch=True,
    glass=True,
    other_unit=True,
    own_inquiry=True,
    left_to_them=True,
)
"""Everything that lets someone in, but for a card that is one's own and the demo."""


class Who(Struct, frozen=True):
    """One who asks: in words, and as `decide` is asked."""

    says: str
    actor: Actor
    facts: Facts


def _clinician(says: str, facts: Facts) -> Who:
    return Who(f"health personnel: {says}", CLINICIAN, facts)


WHO: dict[str, Who] = {
    "cares": _clinician("a care relation", replace(CARD, in_care=True)),
    "no-card": _clinician("a care relation to a woman without a card", Facts(in_care=True)),
    "lars": _clinician("nothing to do with her", CARD),
    "typist": _clinician("a draft of their own", Facts(own_draft=True)),
    "herself": Who("she herself", WOMAN, replace(CARD, owner=True)),
    "inhiding": Who(
        "she herself, whose address is secret", WOMAN, replace(CARD, owner=True, secret_address=True)
    ),
    "another": Who("another woman", WOMAN, CARD),
    "job": Who("a named job of the service", JOB, CARD),
    "nameless": Who("a job without a name", system(""), CARD),
    "nobody": Who("nobody who is logged in", NOBODY, CARD),
    "demo": Who("anyone at the demo's door", NOBODY, Facts(demo=True)),
    "again": Who("nobody, whose session has ended", replace(NOBODY, live=False), CARD),
    "redreams": Who(
        "nobody, whose session has ended, at the demo's door", replace(NOBODY, live=False), Facts(demo=True)
    ),
    "lab": Who("the door for laboratories", LAB, Facts()),
    "unit": _clinician("a message to their unit, whose is unknown", Facts(own_message=True)),
    "ticket": _clinician("a ticket from a local record", replace(CARD, own_launch=True)),
    "came": Who("nobody, with a ticket, in the demo", NOBODY, replace(CARD, own_launch=True, demo=True)),
    "out": Who("nobody, with a ticket", NOBODY, replace(CARD, own_launch=True)),
    "placer": _clinician(
        "a care relation, and a message to their unit", replace(CARD, in_care=True, own_message=True)
    ),
    "message": _clinician(
        "a message to their unit about one whom others care for", replace(CARD, own_message=True)
    ),
    "unplaced": _clinician(
        "a message to their unit about a woman they care for, without a card",
        Facts(in_care=True, own_message=True),
    ),
    "asked": _clinician("a referral waits for their unit", replace(CARD, referred=True)),
    "handed": _clinician("mother and child were handed over to them", replace(CARD, handed_over=True)),
    "sent": _clinician("a summary was sent to their unit", replace(CARD, handed=True)),
    "unknown": _clinician(
        "asked, handed over, sent, left to tell and in an emergency, but of no card",
        Facts(referred=True, handed_over=True, handed=True, glass=True, other_unit=True, left_to_them=True),
    ),
    "closed": _clinician(
        "a care relation, and she has blocked them", replace(ALL_BUT_HERS, glass=False, blocked=True)
    ),
    "classes": _clinician(
        "a care relation, and she has closed some classes to them",
        replace(CARD, in_care=True, hidden_classes=frozenset({"mind"})),
    ),
    "urgent": _clinician("an emergency", replace(CARD, glass=True)),
    "violence": _clinician(
        "an emergency, with a reason to see what is noted of violence",
        replace(CARD, glass=True, glass_classes=frozenset({"violence"})),
    ),
    "barred": _clinician(
        "an emergency, and she has blocked them",
        replace(CARD, glass=True, blocked=True, hidden_classes=frozenset({"mind"})),
    ),
    "ended": Who(
        "health personnel whose session has ended",
        replace(CLINICIAN, live=False),
        replace(ALL_BUT_HERS, owner=True),
    ),
    "owning": _clinician("only what would make a card a woman's own", replace(CARD, owner=True)),
    "asks": Who(
        "another woman, where a unit cares for the one whose card it is",
        WOMAN,
        replace(CARD, unit_in_care=True),
    ),
    "carded": Who("another woman, with all that lets health personnel in", WOMAN, ALL_BUT_HERS),
    "dreamer": Who("a woman with a ticket, in the demo", WOMAN, replace(CARD, own_launch=True, demo=True)),
    "hers": Who("she herself, with no card yet", WOMAN, Facts(owner=True, own_draft=True)),
    "types": Who("she herself, with a draft of her own", WOMAN, replace(CARD, owner=True, own_draft=True)),
    "shares": Who(
        "she herself, on whose page classes are closed",
        WOMAN,
        replace(CARD, owner=True, blocked=True, hidden_classes=frozenset({"mind"})),
    ),
    "agent": Who(
        "one who acts for her",
        replace(WOMAN, acting_for=10),
        replace(CARD, owner=True, acting_for=True, own_draft=True),
    ),
    "parent": Who(
        "her parent, who acts for her",
        replace(WOMAN, acting_for=10),
        replace(CARD, owner=True, acting_for=True, parent=True),
    ),
    "parents": _clinician(
        "a care relation, and they are her parent", replace(CARD, in_care=True, parent=True)
    ),
    "secret": _clinician(
        "all but a unit cleared for her secret address",
        replace(ALL_BUT_HERS, glass=False, secret_address=True),
    ),
    "cleared": _clinician(
        "a care relation at a unit cleared for her secret address",
        replace(CARD, in_care=True, secret_address=True, cleared=True),
    ),
    "hiding": _clinician(
        "an emergency, and her address is secret", replace(CARD, glass=True, secret_address=True)
    ),
    "roleless": Who(
        "health personnel who have not chosen a role",
        replace(CLINICIAN, organisation=0),
        replace(ALL_BUT_HERS, own_draft=False),
    ),
    "inquired": _clinician("an inquiry to their unit", replace(CARD, own_inquiry=True)),
    "heir": _clinician(
        "to them it falls to tell her, as nobody follows her now", replace(CARD, left_to_them=True)
    ),
    "lastresort": Who(
        "a reviewer to whom it falls to tell her", REVIEWER, replace(CARD, other_unit=True, left_to_them=True)
    ),
    "reviewer": Who("a reviewer, of what their own unit did", REVIEWER, CARD),
    "elsewhere": Who("a reviewer, of what another unit did", REVIEWER, replace(CARD, other_unit=True)),
    "judge": Who("a reviewer, with all that lets others in", REVIEWER, replace(ALL_BUT_HERS, owner=True)),
    "machine": Who("a named job, with all that lets others in", JOB, replace(ALL_BUT_HERS, owner=True)),
    "labs": Who(
        "the door for laboratories, with all that lets others in", LAB, replace(ALL_BUT_HERS, owner=True)
    ),
    "stranger": Who(
        "nobody, with all that lets others in", NOBODY, replace(ALL_BUT_HERS, owner=True, own_launch=False)
    ),
    "posing": Who("nobody, who calls themselves a laboratory", replace(NOBODY, job="laboratory"), CARD),
    "named": Who("nobody, who calls themselves a job", replace(NOBODY, job="registry"), CARD),
}

_USER = Actor(ActorKind.CLINICIAN, 7, 8, "JO", client=5, scopes=frozenset(each.name for each in SCOPES))
_ATTESTED = replace(_USER, attested=9, purpose="TREAT")
_ALONE = Actor(ActorKind.SYSTEM, organisation=8, client=5, scopes=_USER.scopes)
_CARED_FOR = replace(CARD, in_care=True, unit_in_care=True)
TOKENS: dict[str, Who] = {
    "user": Who("health personnel who care for her", _USER, _CARED_FOR),
    "stranger": Who("health personnel with nothing to do with her", _USER, CARD),
    "attest": Who("with an attest about her", _ATTESTED, replace(_CARED_FOR, attested=True)),
    "other": Who("with an attest about another woman", _ATTESTED, _CARED_FOR),
    "alone": Who("a system alone, of a unit that cares for her", _ALONE, _CARED_FOR),
    "shut": Who("a system alone, of a unit that she has blocked", _ALONE, replace(_CARED_FOR, blocked=True)),
    "far": Who("a system alone, of a unit with nothing to do with her", _ALONE, CARD),
    "lab": Who("a laboratory's system", replace(_ALONE, job=LABORATORY), _CARED_FOR),
}
"""Who comes with another system's token that has every scope."""
