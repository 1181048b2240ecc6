"""Everything that may be done, each with the sentence that explains it. docs/permissions.md is made from this."""

from enum import StrEnum


class Permission(StrEnum):
    """One member for each public function in `actions/`, with the same name."""

    OPEN_CARD = "open_card"
    FIND_WOMAN = "find_woman"
    LIST_WOMEN = "list_women"
    RECORD_CONTACT = "record_contact"
    CORRECT_CONTACT = "correct_contact"
    MOVE_CONTACT = "move_contact"
    PROPOSE_DUE_DATE = "propose_due_date"
    CONFIRM_DUE_DATE = "confirm_due_date"
    STATE_FACTS = "state_facts"
    NAME_FETUS = "name_fetus"
    OPEN_OWN_CARD = "open_own_card"
    READ_OWN_LOG = "read_own_log"
    KEEP_DRAFT = "keep_draft"
    TAKE_DRAFT = "take_draft"
    OPEN_NEW_CARD = "open_new_card"
    REGISTER_PARTY = "register_party"
    BEGIN_CARE = "begin_care"
    JOIN_WOMEN = "join_women"
    PART_WOMEN = "part_women"
    ERASE_BODY = "erase_body"
    ENTER_AS_PERSONA = "enter_as_persona"
    RECOGNISE = "recognise"
    LEAVE = "leave"


SENTENCES: dict[Permission, str] = {
    Permission.OPEN_CARD: "Health personnel with a care relation open her card.",
    Permission.FIND_WOMAN: "Health personnel find the card of a woman they have a care relation to, by her number.",
    Permission.LIST_WOMEN: "Health personnel see the list of women they have a care relation to.",
    Permission.RECORD_CONTACT: "Health personnel with a care relation record a check-up or a contact.",
    Permission.CORRECT_CONTACT: "Health personnel with a care relation correct or withdraw what was recorded.",
    Permission.MOVE_CONTACT: "Health personnel with a care relation take an entry off the wrong woman's card.",
    Permission.PROPOSE_DUE_DATE: "Health personnel with a care relation propose a due date; nothing is recalculated.",
    Permission.CONFIRM_DUE_DATE: "Health personnel with a care relation confirm a proposed due date.",
    Permission.STATE_FACTS: "Health personnel with a care relation record facts and results outside a contact.",
    Permission.NAME_FETUS: "Health personnel with a care relation enter a fetus.",
    Permission.OPEN_OWN_CARD: "A woman opens her own card.",
    Permission.READ_OWN_LOG: "A woman reads who has opened her card, written on it or been refused.",
    Permission.KEEP_DRAFT: "Health personnel keep what they typed when the session ended.",
    Permission.TAKE_DRAFT: "The one who typed a draft takes it up again.",
    Permission.OPEN_NEW_CARD: "Health personnel with a care relation open a card for a pregnancy.",
    Permission.REGISTER_PARTY: "A named job of the service registers a person or a unit.",
    Permission.BEGIN_CARE: "A named job of the service enters a care relation from its source.",
    Permission.JOIN_WOMEN: "A named job of the service joins two parties found to be one woman.",
    Permission.PART_WOMEN: "A named job of the service parts two parties joined by mistake.",
    Permission.ERASE_BODY: "A named job of the service erases the content of an entry on a stated legal basis.",
    Permission.ENTER_AS_PERSONA: "In the demo anyone enters as one of its fictive people.",
    Permission.RECOGNISE: "The service recognises a session by its token.",
    Permission.LEAVE: "Anyone logs out.",
}
