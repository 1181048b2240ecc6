"""The catalogue of events. docs/events.md is made from it; an event that is not here cannot be written."""

from enum import StrEnum


class Event(StrEnum):
    """What kind of thing happened."""

    READ = "read"
    PRINTED = "printed"
    WRITTEN = "written"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    REFUSED = "refused"
    LIMITED = "limited"
    LISTED = "listed"
    LOG_READ = "log-read"
    ENTERED = "entered"
    LAUNCHED = "launched"
    LEFT = "left"
    TAKEN_OVER = "taken-over"
    TAKEN_IN = "taken-in"
    RECOGNISED = "recognised"
    DRAFT_KEPT = "draft-kept"
    DRAFT_TAKEN = "draft-taken"
    DRAFTS_LISTED = "drafts-listed"
    REGISTERED = "registered"
    CARE_BEGUN = "care-begun"
    CARE_ENDED = "care-ended"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    CONSENT = "consent"
    ERASED = "erased"
    LOADED = "loaded"
    MESSAGE_RECEIVED = "message-received"
    INBOX_WORKED = "inbox-worked"
    MESSAGE_SORTED = "message-sorted"
    INBOX_LISTED = "inbox-listed"
    MESSAGE_READ = "message-read"
    MESSAGE_PLACED = "message-placed"
    MESSAGE_SET_ASIDE = "message-set-aside"
    RESULT_SEEN = "result-seen"
    TOLD = "told"
    RESPONSIBILITY = "responsibility"
    GLASS_BROKEN = "glass-broken"
    REVIEWS_LISTED = "reviews-listed"
    REVIEW_READ = "review-read"
    REVIEWED = "reviewed"
    LOOK_UPS_SCORED = "look-ups-scored"
    SHOWN_MORE = "shown-more"
    CLASS_OPENED = "class-opened"
    LOG_EXPORTED = "log-exported"
    WHY_ASKED = "why-asked"
    WHY_READ = "why-read"
    WHY_ANSWERED = "why-answered"
    LOGIN_BEGUN = "login-begun"
    NOT_LET_IN = "not-let-in"
    ROLES_LISTED = "roles-listed"
    ROLE_CHOSEN = "role-chosen"
    SESSIONS_LISTED = "sessions-listed"
    LEFT_FOR_HER = "left-for-her"
    MANDATES_LISTED = "mandates-listed"
    MANDATE_ENDED = "mandate-ended"
    MANDATE_RESUMED = "mandate-resumed"


SENTENCES: dict[Event, str] = {
    Event.READ: "Someone opened the card.",
    Event.PRINTED: "Someone took the card out on paper; the line says which edition.",
    Event.WRITTEN: "Something new was written on the card.",
    Event.CORRECTED: "Something on the card was corrected.",
    Event.WITHDRAWN: "Something on the card was withdrawn.",
    Event.MOVED: "An entry made on the wrong woman was taken away. Only the controller sees this line.",
    Event.REFUSED: "Someone asked for something they may not do.",
    Event.LIMITED: "Something was asked for more often than a limit allows; the line says of what, and how many were"
    " refused.",
    Event.LISTED: "The card stood in a list that someone saw; one line for each woman shown.",
    Event.LOG_READ: "She read her own log.",
    Event.ENTERED: "Someone logged in.",
    Event.LAUNCHED: "Someone came from her page in a local record. What they opened has a line of its own.",
    Event.LEFT: "Someone logged out.",
    Event.TAKEN_OVER: "Someone said that their unit's own record has what the unit documented.",
    Event.TAKEN_IN: "Someone took her in: from then on they care for her, by their own word and for a time.",
    Event.RECOGNISED: "A session was recognised; not written as a line of its own, the action that follows is.",
    Event.DRAFT_KEPT: "What someone typed was kept, unsaved: they asked for it, or the session had ended.",
    Event.DRAFT_TAKEN: "A kept draft was taken up again.",
    Event.DRAFTS_LISTED: "Someone looked for the drafts that they themselves have kept, or let go of one.",
    Event.REGISTERED: "A person or a unit was registered, joined or parted.",
    Event.CARE_BEGUN: "A care relation was entered.",
    Event.CARE_ENDED: "A care relation was ended.",
    Event.BLOCKED: "The card was closed to someone, by her or on her word; the line says to whom and what.",
    Event.UNBLOCKED: "The card was opened again to someone it had been closed to.",
    Event.CONSENT: "She consented, withdrew that, or reserved herself; the line says which.",
    Event.ERASED: "The content of an entry was erased on a stated legal basis.",
    Event.LOADED: "A card was taken over whole from a file, with its woman and those who care for her.",
    Event.MESSAGE_RECEIVED: "A message from a laboratory came in and was kept.",
    Event.INBOX_WORKED: "The service went through the messages that had come in.",
    Event.MESSAGE_SORTED: "The service tried a message; what it wrote on a card has lines of its own.",
    Event.INBOX_LISTED: "Someone saw the list of messages that wait for their unit.",
    Event.MESSAGE_READ: "Someone opened a message that waits.",
    Event.MESSAGE_PLACED: "Someone said by hand whose a message is.",
    Event.MESSAGE_SET_ASIDE: "Someone set a message aside, with a reason.",
    Event.RESULT_SEEN: "Someone said that they have looked at a result.",
    Event.TOLD: "Someone said that the woman has been told of a result, or of an emergency access.",
    Event.LOG_EXPORTED: "The service handed out the log, for whoever keeps it elsewhere.",
    Event.WHY_ASKED: "She asked a unit why someone of it looked at her card.",
    Event.WHY_READ: "Someone at the unit saw what she asked.",
    Event.WHY_ANSWERED: "Someone at the unit answered what she asked.",
    Event.RESPONSIBILITY: "Someone took, or gave, the responsibility for a result.",
    Event.GLASS_BROKEN: "Someone opened the card in an emergency; the line says for which reason.",
    Event.REVIEWS_LISTED: "A reviewer saw the list of look-ups that wait for review.",
    Event.REVIEW_READ: "A reviewer saw who had looked at the card, when and why.",
    Event.REVIEWED: "A reviewer said how the review of a look-up ended; the line says how.",
    Event.LOOK_UPS_SCORED: "The service scored the look-ups of a time.",
    Event.SHOWN_MORE: "She took the step on her page to what she alone reads there, read it, or stepped back.",
    Event.CLASS_OPENED: "Someone opened a sensitivity class behind that step together with her, closed it or looked.",
    Event.LOGIN_BEGUN: "Someone was sent to an identity provider, or came back from it; the line says which.",
    Event.NOT_LET_IN: "Someone came back from an identity provider and was not let in; the line says why.",
    Event.ROLES_LISTED: "Someone saw the roles that they may come in as.",
    Event.ROLE_CHOSEN: "Someone chose the role that they came in as.",
    Event.SESSIONS_LISTED: "Someone looked at where they are logged in.",
    Event.LEFT_FOR_HER: "Health personnel logged her out everywhere, on her word.",
    Event.MANDATES_LISTED: "She looked at who may see her card on her behalf.",
    Event.MANDATE_ENDED: "She ended that someone sees her card on her behalf.",
    Event.MANDATE_RESUMED: "She let someone see her card on her behalf again.",
}

BEHIND_THE_STEP = frozenset({Event.SHOWN_MORE, Event.CLASS_OPENED})
"""What her log tells of only behind the step itself."""
WRITES = frozenset({Event.WRITTEN, Event.CORRECTED, Event.WITHDRAWN, Event.MOVED})
"""Lines of these name the entries that were written."""

SHOWN_TO_HER = frozenset(
    {
        Event.READ,
        Event.PRINTED,
        Event.WRITTEN,
        Event.CORRECTED,
        Event.WITHDRAWN,
        Event.REFUSED,
        Event.LISTED,
        Event.ERASED,
        Event.LOADED,
        Event.CARE_ENDED,
        Event.BLOCKED,
        Event.UNBLOCKED,
        Event.CONSENT,
        Event.GLASS_BROKEN,
        Event.REVIEWED,
        Event.TAKEN_IN,
        Event.WHY_READ,
        Event.WHY_ANSWERED,
        Event.LEFT_FOR_HER,
    }
)
