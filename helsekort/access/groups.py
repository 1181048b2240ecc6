"""Permissions that go together: what a rule lets someone do is said by such a group."""

from helsekort.access.permissions import Permission

CARE = frozenset(
    {
        Permission.OPEN_CARD,
        Permission.PRINT_CARD,
        Permission.FIND_WOMAN,
        Permission.ASK_LAUNCH,
        Permission.READ_LACKING,
        Permission.MARK_TAKEN,
        Permission.RECORD_CONTACT,
        Permission.CORRECT_CONTACT,
        Permission.MOVE_CONTACT,
        Permission.PROPOSE_DUE_DATE,
        Permission.CONFIRM_DUE_DATE,
        Permission.STATE_FACTS,
        Permission.WRITE_ANSWERS,
        Permission.CORRECT_ROW,
        Permission.WITHDRAW_ROW,
        Permission.NAME_FETUS,
        Permission.END_PREGNANCY,
        Permission.REOPEN_CARD,
        Permission.CLOSE_CARD,
        Permission.LOSE_FETUS,
        Permission.READ_RESOURCE,
        Permission.READ_HISTORY,
        Permission.SEARCH_CARD,
        Permission.READ_EVERYTHING,
        Permission.READ_DOCUMENT,
        Permission.PREVIEW_NOTIFICATION,
        Permission.CREATE_RESOURCE,
        Permission.UPDATE_RESOURCE,
        Permission.WRITE_BUNDLE,
        Permission.READ_NATIONAL_RECORD,
        Permission.READ_NATIONAL_HISTORY,
        Permission.WRITE_NATIONAL_BLOCK,
        Permission.LIST_OUTSIDE,
        Permission.MARK_RESULT_SEEN,
        Permission.MARK_TOLD,
        Permission.WHO_MAY_TAKE,
        Permission.READ_EARLIER_CARDS,
        Permission.READ_GUIDANCE,
        Permission.ACT_ON_GUIDANCE,
        Permission.CORRECT_FACT,
        Permission.TELL_OF_EMERGENCY,
        Permission.READ_HER_VIEW,
        Permission.OPEN_CLASS,
        Permission.CLOSE_CLASS,
    }
)
REFERRED = frozenset({Permission.OPEN_REFERRAL, Permission.ANSWER_REFERRAL})
CARE |= REFERRED | {
    Permission.WHERE_TO_REFER,
    Permission.DRAFT_REFERRAL,
    Permission.SEND_REFERRAL,
    Permission.REPLY_TO_QUESTION,
    Permission.TAKE_BACK_REFERRAL,
    Permission.ATTACH_FILE,
    Permission.OPEN_FILE,
    Permission.WITHDRAW_FILE,
}
CHILD = frozenset({Permission.OPEN_CHILD, Permission.NAME_CHILD, Permission.READ_CHILD_DOCUMENT})
"""A child's part alone: so that a rule can one day let in its other parent, who may read nothing of hers."""
HANDED = frozenset({Permission.OPEN_EPICRISIS, Permission.ACKNOWLEDGE_EPICRISIS})
CARE |= {
    Permission.WRITE_EPICRISIS,
    Permission.SIGN_EPICRISIS,
    Permission.SEND_EPICRISIS,
    Permission.OPEN_EPICRISIS,
}
ON_HER_WORD = frozenset(
    {Permission.READ_BLOCKS, Permission.BLOCK_ON_HER_WORD, Permission.LIFT_ON_HER_WORD, Permission.END_CARE}
)
HER_SAY = frozenset(
    {
        Permission.READ_ACCESS,
        Permission.FIND_PERSONNEL,
        Permission.BLOCK_ACCESS,
        Permission.LIFT_BLOCK,
        Permission.GIVE_CONSENT,
        Permission.WITHDRAW_CONSENT,
    }
)
"""What nobody decides in her place."""
RESPONSIBILITY = frozenset({Permission.TAKE_RESPONSIBILITY, Permission.GIVE_RESPONSIBILITY})
MESSAGES = frozenset({Permission.RECEIVE_MESSAGE, Permission.WORK_INBOX})
LABORATORY = "laboratory"
"""The job that takes messages. It may nothing else, for another system's token stands for it."""
ABOUT_HER = frozenset(
    {
        Permission.SEARCH_WOMAN,
        Permission.READ_EVERYTHING_OF,
        Permission.READ_SUMMARY,
        Permission.READ_PATIENT,
        Permission.FIND_PATIENT,
        Permission.READ_NATIONAL_STATUS,
        Permission.LIST_NATIONAL_RECORDS,
    }
)
OWN = frozenset(
    {
        Permission.OPEN_OWN_CARD,
        Permission.LIST_OWN_CARDS,
        Permission.PRINT_OWN_CARD,
        Permission.OPEN_FILE,
        Permission.READ_OWN_LOG,
        Permission.TAKE_OWN_LOG,
        Permission.ASK_WHY,
        Permission.READ_OWN_GUIDANCE,
        Permission.ANSWER_OWN,
        Permission.READ_RESOURCE,
        Permission.READ_HISTORY,
        Permission.SEARCH_CARD,
        Permission.READ_EVERYTHING,
        Permission.READ_DOCUMENT,
        Permission.READ_CHILD_DOCUMENT,
        Permission.READ_NATIONAL_RECORD,
        Permission.READ_NATIONAL_HISTORY,
    }
)
PRIVATE = frozenset(
    {
        Permission.SHOW_MORE,
        Permission.HIDE_AGAIN,
        Permission.OPEN_PRIVATE_CARD,
        Permission.READ_PRIVATE_LOG,
    }
)
"""What lies behind the step on her own page."""
OWN |= PRIVATE
JOBS = frozenset(
    {
        Permission.REGISTER_PARTY,
        Permission.BEGIN_CARE,
        Permission.JOIN_WOMEN,
        Permission.PART_WOMEN,
        Permission.ERASE_BODY,
        Permission.ERASE_LINE,
        Permission.EXPORT_AUDIT_EVENTS,
        Permission.REGISTER_LABORATORY,
        Permission.LIST_LABORATORIES,
        Permission.LOAD_CARDS,
        Permission.SCORE_LOOK_UPS,
        Permission.ERASE_REVIEW_WORDS,
        Permission.SET_ADDRESS_LEVEL,
        Permission.CLEAR_UNIT,
        Permission.REGISTER_CLIENT,
        Permission.LIST_CLIENTS,
    }
)
EMERGENCY = frozenset(
    {
        Permission.OPEN_CARD,
        Permission.FIND_WOMAN,
        Permission.LIST_OUTSIDE,
        Permission.READ_GUIDANCE,
        Permission.READ_EARLIER_CARDS,
        Permission.OPEN_FILE,
        Permission.RECORD_CONTACT,
    }
)
"""What an emergency opens, also to one whom she has blocked: her card, and a note of what was done."""
CLOSED_IN_EMERGENCY = frozenset({"violence", "third-person"})
"""Sensitivity classes that an emergency leaves hidden. Violence opens with a reason of its own."""
BREAKING = frozenset({Permission.BREAK_GLASS})
REVIEWS = frozenset({Permission.LIST_REVIEWS, Permission.OPEN_REVIEW, Permission.LIST_TO_TELL})
CARE |= {Permission.END_HER_SESSIONS}
OWN |= {Permission.LIST_MANDATES, Permission.END_MANDATE, Permission.RESUME_MANDATE}
DOOR = frozenset({Permission.RECOGNISE, Permission.RECOGNISE_CALLER, Permission.LEAVE})
PROVIDER_DOOR = frozenset(
    {
        Permission.BEGIN_LOGIN,
        Permission.TAKE_LOGIN,
        Permission.NOT_LET_IN,
        Permission.LOG_IN,
        Permission.END_BY_PROVIDER,
    }
)
SESSIONS = frozenset({Permission.LIST_SESSIONS, Permission.END_SESSION})
ROLES = frozenset({Permission.LIST_ROLES, Permission.CHOOSE_ROLE})
SHARED_VIEW = frozenset({Permission.OPEN_OWN_CARD, Permission.LIST_OWN_CARDS})
"""What one who acts for a woman may: look at her card as she shows it to others, and write nothing."""
LOGGED_IN = (
    frozenset(Permission) - DOOR - PROVIDER_DOOR - {Permission.ENTER_AS_PERSONA, Permission.KEEP_DRAFT}
)
