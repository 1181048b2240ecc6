"""What a token may be used for: HelseID's scope, the scope that SMART names so, and the permissions behind it.

A permission that no scope gives is for people at the pages, and no token reaches it.
"""

from msgspec import Struct

from helsekort.access.groups import MESSAGES
from helsekort.access.permissions import Permission

WHO = frozenset({Permission.READ_PATIENT, Permission.FIND_PATIENT, Permission.READ_PARTY})


class Scope(Struct, frozen=True):
    """One scope. `name` is ours and registered with the provider, `smart` what SMART App Launch 2
    calls the same; empty where it has no word for it."""

    name: str
    smart: str
    says: str
    permissions: frozenset[Permission]


READ = Scope(
    "nhn:helsekort/read",
    "patient/*.rs",
    "Read the card of a woman whom the user cares for.",
    WHO
    | {
        Permission.READ_RESOURCE,
        Permission.READ_HISTORY,
        Permission.SEARCH_CARD,
        Permission.SEARCH_WOMAN,
        Permission.READ_EVERYTHING,
        Permission.READ_EVERYTHING_OF,
        Permission.READ_DOCUMENT,
        Permission.READ_CHILD_DOCUMENT,
        Permission.READ_SUMMARY,
        Permission.PREVIEW_NOTIFICATION,
        Permission.OPEN_FILE,
        Permission.READ_NATIONAL_STATUS,
        Permission.LIST_NATIONAL_RECORDS,
        Permission.READ_NATIONAL_RECORD,
        Permission.READ_NATIONAL_HISTORY,
    },
)
WRITE = Scope(
    "nhn:helsekort/write",
    "patient/*.cu",
    "Write on it, and open a new one.",
    frozenset(
        {
            Permission.CREATE_RESOURCE,
            Permission.UPDATE_RESOURCE,
            Permission.WRITE_BUNDLE,
            Permission.OPEN_NEW_CARD,
            Permission.WRITE_NATIONAL_BLOCK,
            Permission.END_PREGNANCY,
        }
    ),
)
GUIDANCE = Scope(
    "nhn:helsekort/guidance",
    "",
    "Ask what the guideline finds on it (CDS Hooks).",
    frozenset({Permission.READ_GUIDANCE}),
)
LAUNCH = Scope(
    "nhn:helsekort/launch",
    "launch",
    "Let the user's browser open it here.",
    frozenset({Permission.ASK_LAUNCH}),
)
STATUS = Scope(
    "nhn:helsekort/status",
    "system/EpisodeOfCare.s",
    "Ask whether a woman whom the unit cares for has a card. Needs no user.",
    frozenset({Permission.READ_NATIONAL_STATUS}),
)
LABORATORY = Scope(
    "nhn:helsekort/deliver",
    "system/DiagnosticReport.c",
    "Send the messages of one laboratory. Needs no user.",
    MESSAGES,
)
SCOPES = (READ, WRITE, GUIDANCE, LAUNCH, STATUS, LABORATORY)


def granting(permission: Permission) -> frozenset[str]:
    """The names of the scopes that give a permission."""
    return frozenset(each.name for each in SCOPES if permission in each.permissions)


WITHOUT = "without-scope"
TOLD = frozenset(
    {
        "attest-of-another",
        "attest-unusable",
        "attest-of-another-person",
        "attest-of-another-unit",
        "attest-in-emergency",
        "no-user-vouched-for",
        "level-too-low",
        "not-at-the-unit",
        "system-cut-off",
        "laboratory-of-another",
        "system-alone",
    }
)
"""Rules that judge the token and not the woman: whoever is refused by one may know by which."""


def told_of(rule: str) -> str:
    """The rule, where whoever it refused may know it; else nothing."""
    return rule if rule in TOLD or rule.startswith(WITHOUT) else ""
