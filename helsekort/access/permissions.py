"""Everything that may be done, each with the sentence that explains it. docs/permissions.md is made from this."""

from enum import StrEnum


class Permission(StrEnum):
    """One member for each public function in `actions/`, with the same name."""

    OPEN_CARD = "open_card"
    FIND_WOMAN = "find_woman"
    BREAK_GLASS = "break_glass"
    LIST_REVIEWS = "list_reviews"
    OPEN_REVIEW = "open_review"
    CLOSE_REVIEW = "close_review"
    LIST_TO_TELL = "list_to_tell"
    TELL_OF_EMERGENCY = "tell_of_emergency"
    SCORE_LOOK_UPS = "score_look_ups"
    ERASE_REVIEW_WORDS = "erase_review_words"
    ASK_LAUNCH = "ask_launch"
    FOLLOW_LAUNCH = "follow_launch"
    READ_LACKING = "read_lacking"
    MARK_TAKEN = "mark_taken"
    LIST_WOMEN = "list_women"
    LIST_UNIT = "list_unit"
    RECORD_CONTACT = "record_contact"
    CORRECT_CONTACT = "correct_contact"
    MOVE_CONTACT = "move_contact"
    PROPOSE_DUE_DATE = "propose_due_date"
    CONFIRM_DUE_DATE = "confirm_due_date"
    STATE_FACTS = "state_facts"
    WRITE_ANSWERS = "write_answers"
    CORRECT_ROW = "correct_row"
    WITHDRAW_ROW = "withdraw_row"
    CORRECT_FACT = "correct_fact"
    ANSWER_OWN = "answer_own"
    NAME_FETUS = "name_fetus"
    END_PREGNANCY = "end_pregnancy"
    REOPEN_CARD = "reopen_card"
    CLOSE_CARD = "close_card"
    LOSE_FETUS = "lose_fetus"
    OPEN_CHILD = "open_child"
    NAME_CHILD = "name_child"
    READ_CHILD_DOCUMENT = "read_child_document"
    LIST_OWN_CARDS = "list_own_cards"
    OPEN_OWN_CARD = "open_own_card"
    READ_OWN_LOG = "read_own_log"
    READ_ACCESS = "read_access"
    FIND_PERSONNEL = "find_personnel"
    BLOCK_ACCESS = "block_access"
    LIFT_BLOCK = "lift_block"
    READ_BLOCKS = "read_blocks"
    BLOCK_ON_HER_WORD = "block_on_her_word"
    LIFT_ON_HER_WORD = "lift_on_her_word"
    END_CARE = "end_care"
    GIVE_CONSENT = "give_consent"
    WITHDRAW_CONSENT = "withdraw_consent"
    RECORD_CONSENT = "record_consent"
    SHOW_MORE = "show_more"
    HIDE_AGAIN = "hide_again"
    OPEN_PRIVATE_CARD = "open_private_card"
    READ_PRIVATE_LOG = "read_private_log"
    READ_HER_VIEW = "read_her_view"
    OPEN_CLASS = "open_class"
    CLOSE_CLASS = "close_class"
    TAKE_OWN_LOG = "take_own_log"
    ASK_WHY = "ask_why"
    LIST_INQUIRIES = "list_inquiries"
    ANSWER_INQUIRY = "answer_inquiry"
    PRINT_CARD = "print_card"
    PRINT_OWN_CARD = "print_own_card"
    KEEP_DRAFT = "keep_draft"
    TAKE_DRAFT = "take_draft"
    LIST_DRAFTS = "list_drafts"
    READ_EARLIER_CARDS = "read_earlier_cards"
    READ_GUIDANCE = "read_guidance"
    READ_OWN_GUIDANCE = "read_own_guidance"
    ACT_ON_GUIDANCE = "act_on_guidance"
    LOOK_AT_GUIDELINE = "look_at_guideline"
    LIST_BY_FINDING = "list_by_finding"
    OPEN_NEW_CARD = "open_new_card"
    TAKE_IN_WOMAN = "take_in_woman"
    READ_RESOURCE = "read_resource"
    READ_HISTORY = "read_history"
    SEARCH_CARD = "search_card"
    SEARCH_WOMAN = "search_woman"
    READ_EVERYTHING = "read_everything"
    READ_DOCUMENT = "read_document"
    READ_EVERYTHING_OF = "read_everything_of"
    READ_SUMMARY = "read_summary"
    PREVIEW_NOTIFICATION = "preview_notification"
    READ_PATIENT = "read_patient"
    FIND_PATIENT = "find_patient"
    READ_PARTY = "read_party"
    CREATE_RESOURCE = "create_resource"
    UPDATE_RESOURCE = "update_resource"
    WRITE_BUNDLE = "write_bundle"
    READ_NATIONAL_STATUS = "read_national_status"
    LIST_NATIONAL_RECORDS = "list_national_records"
    READ_NATIONAL_RECORD = "read_national_record"
    READ_NATIONAL_HISTORY = "read_national_history"
    WRITE_NATIONAL_BLOCK = "write_national_block"
    RECEIVE_MESSAGE = "receive_message"
    WORK_INBOX = "work_inbox"
    LIST_INBOX = "list_inbox"
    OPEN_MESSAGE = "open_message"
    PLACE_BY_HAND = "place_by_hand"
    LEAVE_OUTSIDE = "leave_outside"
    READ_BY_HAND = "read_by_hand"
    SET_ASIDE = "set_aside"
    LIST_OUTSIDE = "list_outside"
    LIST_RESULTS = "list_results"
    MARK_RESULT_SEEN = "mark_result_seen"
    MARK_TOLD = "mark_told"
    WHO_MAY_TAKE = "who_may_take"
    TAKE_RESPONSIBILITY = "take_responsibility"
    GIVE_RESPONSIBILITY = "give_responsibility"
    WHERE_TO_REFER = "where_to_refer"
    DRAFT_REFERRAL = "draft_referral"
    SEND_REFERRAL = "send_referral"
    REPLY_TO_QUESTION = "reply_to_question"
    TAKE_BACK_REFERRAL = "take_back_referral"
    LIST_TASKS = "list_tasks"
    LIST_REFERRALS = "list_referrals"
    LIST_HOMECOMINGS = "list_homecomings"
    OPEN_REFERRAL = "open_referral"
    ANSWER_REFERRAL = "answer_referral"
    ATTACH_FILE = "attach_file"
    OPEN_FILE = "open_file"
    WITHDRAW_FILE = "withdraw_file"
    WRITE_EPICRISIS = "write_epicrisis"
    SIGN_EPICRISIS = "sign_epicrisis"
    SEND_EPICRISIS = "send_epicrisis"
    LIST_EPICRISES = "list_epicrises"
    OPEN_EPICRISIS = "open_epicrisis"
    ACKNOWLEDGE_EPICRISIS = "acknowledge_epicrisis"
    REGISTER_PARTY = "register_party"
    BEGIN_CARE = "begin_care"
    JOIN_WOMEN = "join_women"
    PART_WOMEN = "part_women"
    ERASE_LINE = "erase_line"
    EXPORT_AUDIT_EVENTS = "export_audit_events"
    ERASE_BODY = "erase_body"
    REGISTER_LABORATORY = "register_laboratory"
    LIST_LABORATORIES = "list_laboratories"
    LOAD_CARDS = "load_cards"
    SET_ADDRESS_LEVEL = "set_address_level"
    CLEAR_UNIT = "clear_unit"
    ENTER_AS_PERSONA = "enter_as_persona"
    REGISTER_CLIENT = "register_client"
    LIST_CLIENTS = "list_clients"
    RECOGNISE = "recognise"
    RECOGNISE_CALLER = "recognise_caller"
    LEAVE = "leave"
    BEGIN_LOGIN = "begin_login"
    TAKE_LOGIN = "take_login"
    NOT_LET_IN = "not_let_in"
    LOG_IN = "log_in"
    END_BY_PROVIDER = "end_by_provider"
    LIST_ROLES = "list_roles"
    CHOOSE_ROLE = "choose_role"
    LIST_SESSIONS = "list_sessions"
    END_SESSION = "end_session"
    END_HER_SESSIONS = "end_her_sessions"
    LIST_MANDATES = "list_mandates"
    END_MANDATE = "end_mandate"
    RESUME_MANDATE = "resume_mandate"


SENTENCES: dict[Permission, str] = {
    Permission.OPEN_CARD: "Health personnel with a care relation open her card.",
    Permission.FIND_WOMAN: "Health personnel find the card of a woman they have a care relation to, by her number.",
    Permission.BREAK_GLASS: "Health personnel open the card of one woman by her national number in an emergency, also"
    " where they have no care relation and where she has blocked them: with a reason, for a time, and she is told.",
    Permission.LIST_REVIEWS: "A reviewer sees which look-ups are to be reviewed, and how the last ones ended.",
    Permission.OPEN_REVIEW: "A reviewer sees one look-up: who, when, why, and what was done. Nothing of the card.",
    Permission.CLOSE_REVIEW: "A reviewer of another unit than the one that looked says how a review ended.",
    Permission.LIST_TO_TELL: "Health personnel see which of the women they care for shall be told of something face to"
    " face, and which fall to them because nobody follows her now; reviewers, which fall to nobody else.",
    Permission.TELL_OF_EMERGENCY: "Those who care for her, or to whom it falls, say that she has been told of an"
    " emergency access.",
    Permission.SCORE_LOOK_UPS: "A named job of the service scores look-ups, and puts some up for review.",
    Permission.ERASE_REVIEW_WORDS: "A named job of the service erases what was written about a review, on a stated"
    " legal basis.",
    Permission.ASK_LAUNCH: "Another system gets a ticket to the card of a woman its user has a care relation to.",
    Permission.FOLLOW_LAUNCH: "The one it was made for uses a ticket, once; the card's page decides anew.",
    Permission.READ_LACKING: "Health personnel with a care relation see what their unit's own record lacks.",
    Permission.MARK_TAKEN: "Health personnel with a care relation say that their unit's own record has it.",
    Permission.LIST_WOMEN: "Health personnel see the list of women they have a care relation to.",
    Permission.LIST_UNIT: "Health personnel see the list of women whom someone at their unit has a care relation to.",
    Permission.RECORD_CONTACT: "Health personnel with a care relation record a check-up or a contact.",
    Permission.CORRECT_CONTACT: "Health personnel with a care relation correct or withdraw what was recorded.",
    Permission.MOVE_CONTACT: "Health personnel with a care relation take an entry off the wrong woman's card.",
    Permission.PROPOSE_DUE_DATE: "Health personnel with a care relation propose a due date; nothing is recalculated.",
    Permission.CONFIRM_DUE_DATE: "Health personnel with a care relation confirm a proposed due date.",
    Permission.STATE_FACTS: "Health personnel with a care relation record facts and results outside a contact.",
    Permission.WRITE_ANSWERS: "Health personnel with a care relation record what a form holds: facts and rows.",
    Permission.CORRECT_ROW: "Health personnel with a care relation correct a row, such as an earlier birth.",
    Permission.WITHDRAW_ROW: "Health personnel with a care relation withdraw a row, with the reason.",
    Permission.CORRECT_FACT: "Health personnel with a care relation correct or withdraw a fact outside a contact.",
    Permission.ANSWER_OWN: "A woman answers a form on her own card; it is marked as her own words.",
    Permission.NAME_FETUS: "Health personnel with a care relation enter a fetus.",
    Permission.END_PREGNANCY: "Health personnel with a care relation say that the pregnancy is over.",
    Permission.REOPEN_CARD: "Health personnel with a care relation take back that the pregnancy is over.",
    Permission.CLOSE_CARD: "Health personnel with a care relation close a card some weeks after a birth.",
    Permission.LOSE_FETUS: "Health personnel with a care relation say that one of several fetuses grows no more.",
    Permission.OPEN_CHILD: "Health personnel open a child's part of a card, and nothing of its mother.",
    Permission.NAME_CHILD: "Health personnel give a child its name and its number.",
    Permission.READ_CHILD_DOCUMENT: "She, or health personnel, take out a child's part as a document.",
    Permission.OPEN_OWN_CARD: "A woman opens her own card, also that of a pregnancy that is over.",
    Permission.LIST_OWN_CARDS: "A woman sees which cards she has.",
    Permission.ASK_WHY: "A woman asks a unit why someone of it looked at her card.",
    Permission.LIST_INQUIRIES: "Health personnel see what women have asked their unit about look-ups.",
    Permission.ANSWER_INQUIRY: "Health personnel answer what a woman has asked their unit about a look-up.",
    Permission.TAKE_OWN_LOG: "A woman takes her log home, with the proof that each line is the one that was written.",
    Permission.READ_OWN_LOG: "A woman reads who has opened her card, written on it or been refused.",
    Permission.READ_ACCESS: "A woman reads who may see her card, why, and to whom she has closed it.",
    Permission.FIND_PERSONNEL: "A woman finds health personnel or a unit by name, to close her card to them.",
    Permission.BLOCK_ACCESS: "A woman closes her card, or one part of it, to a person, a unit or all of an enterprise.",
    Permission.LIFT_BLOCK: "A woman opens her card again to someone she had closed it to.",
    Permission.READ_BLOCKS: "Health personnel with a care relation see who follows her and who is closed out.",
    Permission.BLOCK_ON_HER_WORD: "Health personnel with a care relation close her card to someone on her word.",
    Permission.LIFT_ON_HER_WORD: "Health personnel with a care relation open it to someone again on her word.",
    Permission.END_CARE: "Health personnel end their own care relation, or their unit's.",
    Permission.GIVE_CONSENT: "A woman consents to have a card, or takes back that she reserved herself against it.",
    Permission.WITHDRAW_CONSENT: "A woman withdraws her consent, or reserves herself.",
    Permission.RECORD_CONSENT: "Health personnel with a care relation write down that she consented, on her word.",
    Permission.SHOW_MORE: "A woman lets her own page show, for some minutes, what she alone reads there.",
    Permission.HIDE_AGAIN: "A woman closes that before the minutes have passed.",
    Permission.OPEN_PRIVATE_CARD: "A woman reads her own card with what lies behind that step.",
    Permission.READ_PRIVATE_LOG: "A woman reads her log with what lies behind that step.",
    Permission.READ_HER_VIEW: "Health personnel with a care relation see what she reads alone, and what waits.",
    Permission.OPEN_CLASS: "Health personnel with a care relation open a class behind her step, together with her.",
    Permission.CLOSE_CLASS: "Health personnel with a care relation close it again.",
    Permission.PRINT_CARD: "Health personnel with a care relation take her card out on paper.",
    Permission.PRINT_OWN_CARD: "A woman takes her own card out on paper.",
    Permission.KEEP_DRAFT: "Health personnel, and she about her own card, keep what they typed and have not saved.",
    Permission.TAKE_DRAFT: "The one who typed a draft takes it up again.",
    Permission.LIST_DRAFTS: "Health personnel, and she, see, take up and let go of the drafts they have kept.",
    Permission.READ_EARLIER_CARDS: "Health personnel with a care relation see the facts of her earlier cards.",
    Permission.READ_GUIDANCE: "Health personnel with a care relation see what the guideline says of the card.",
    Permission.READ_OWN_GUIDANCE: "She sees what the guideline says of her own card, as far as she sees the card.",
    Permission.ACT_ON_GUIDANCE: "Health personnel with a care relation say what was done about a finding.",
    Permission.LIST_BY_FINDING: "Health personnel see, of the women they care for, on whose card the guideline finds"
    " what.",
    Permission.LOOK_AT_GUIDELINE: "Health personnel see what is in force of the guideline, and what is new in it.",
    Permission.OPEN_NEW_CARD: "Health personnel with a care relation open a card for a pregnancy.",
    Permission.TAKE_IN_WOMAN: "Health personnel at a unit take in a woman who stands before them.",
    Permission.READ_RESOURCE: "She, or health personnel with a care relation, read one entry through another system.",
    Permission.READ_HISTORY: "She, or health personnel with a care relation, read all versions of one entry.",
    Permission.SEARCH_CARD: "She, or health personnel with a care relation, search in one card.",
    Permission.SEARCH_WOMAN: "She, or health personnel with a care relation, search in the cards of one woman.",
    Permission.READ_EVERYTHING: "She, or health personnel with a care relation, take out a card whole.",
    Permission.READ_EVERYTHING_OF: "She, or health personnel with a care relation, take out all her cards.",
    Permission.READ_DOCUMENT: "She, or health personnel with a care relation, take out a card as a document.",
    Permission.READ_SUMMARY: "She, or health personnel with a care relation, take out a summary for abroad.",
    Permission.PREVIEW_NOTIFICATION: "Health personnel with a care relation see what it tells the birth registry.",
    Permission.READ_PATIENT: "She, or health personnel with a care relation, read who she is.",
    Permission.FIND_PATIENT: "Health personnel find a woman they have a care relation to, by her number.",
    Permission.READ_PARTY: "Anyone who is logged in reads the name of a clinician, a role or a unit.",
    Permission.CREATE_RESOURCE: "Health personnel with a care relation write an entry through another system.",
    Permission.UPDATE_RESOURCE: "Health personnel with a care relation correct or withdraw one through another system.",
    Permission.WRITE_BUNDLE: "Health personnel with a care relation write many entries at once, all or none.",
    Permission.READ_NATIONAL_STATUS: "She, or health personnel with a care relation, ask if she has a record.",
    Permission.LIST_NATIONAL_RECORDS: "She, or health personnel with a care relation, list her records.",
    Permission.READ_NATIONAL_RECORD: "She, or health personnel with a care relation, read one as national JSON.",
    Permission.READ_NATIONAL_HISTORY: "She, or health personnel with a care relation, read all its versions so.",
    Permission.WRITE_NATIONAL_BLOCK: "Health personnel with a care relation write on it as national JSON.",
    Permission.RECEIVE_MESSAGE: "The job that takes messages from laboratories keeps one.",
    Permission.WORK_INBOX: "The job that takes messages from laboratories checks and places them.",
    Permission.LIST_INBOX: "Health personnel see the messages addressed to their unit that wait for someone.",
    Permission.OPEN_MESSAGE: "Health personnel open a message to their unit; known whose, only if they care for her.",
    Permission.PLACE_BY_HAND: "Health personnel say whose a message to their unit is: a woman they care for.",
    Permission.LEAVE_OUTSIDE: "Health personnel say that a single answer to their unit is not for the card.",
    Permission.READ_BY_HAND: "Health personnel say what a single answer to their unit means on the card.",
    Permission.SET_ASIDE: "Health personnel set a message to their unit aside, with a reason.",
    Permission.LIST_OUTSIDE: "Health personnel with a care relation see which answers are kept outside the card.",
    Permission.LIST_RESULTS: "Health personnel see the results that they or their unit must look at.",
    Permission.MARK_RESULT_SEEN: "Health personnel with a care relation say that they have looked at a result.",
    Permission.MARK_TOLD: "Health personnel with a care relation say that she has been told of a result.",
    Permission.WHO_MAY_TAKE: "Health personnel with a care relation see who else cares for her.",
    Permission.TAKE_RESPONSIBILITY: "Health personnel with a care relation take the responsibility for results.",
    Permission.GIVE_RESPONSIBILITY: "Health personnel give the responsibility to another who cares for her.",
    Permission.WHERE_TO_REFER: "Health personnel with a care relation see which units they can refer her to.",
    Permission.DRAFT_REFERRAL: "Health personnel with a care relation write a referral, or change a draft.",
    Permission.SEND_REFERRAL: "Health personnel with a care relation send a referral.",
    Permission.REPLY_TO_QUESTION: "Health personnel with a care relation answer what the unit asked about a referral.",
    Permission.TAKE_BACK_REFERRAL: "Health personnel with a care relation take a referral back.",
    Permission.LIST_REFERRALS: "Health personnel see the referrals that their unit was sent, and has sent.",
    Permission.LIST_TASKS: "Health personnel see the tasks that they own, and those of their women that nobody owns.",
    Permission.LIST_HOMECOMINGS: "Health personnel see whom they were handed over, and when they come home.",
    Permission.OPEN_REFERRAL: "Health personnel open a referral that waits for their unit: what was sent, no more.",
    Permission.ANSWER_REFERRAL: "Health personnel answer a referral that waits for their unit.",
    Permission.ATTACH_FILE: "Health personnel with a care relation put a file beside a contact or a row.",
    Permission.OPEN_FILE: "She, or health personnel with a care relation, open a file of her card.",
    Permission.WITHDRAW_FILE: "Health personnel with a care relation take a file back, with the reason.",
    Permission.WRITE_EPICRISIS: "Health personnel with a care relation compose a summary (epikrise) from the card.",
    Permission.SIGN_EPICRISIS: "Health personnel with a care relation sign, correct or withdraw the summary.",
    Permission.SEND_EPICRISIS: "Health personnel with a care relation send the signed summary to other units.",
    Permission.LIST_EPICRISES: "Health personnel see the summaries that their unit was sent, and those it has sent.",
    Permission.OPEN_EPICRISIS: "Health personnel at a unit that it was sent to, and those who care for her, read it.",
    Permission.ACKNOWLEDGE_EPICRISIS: "Health personnel at a unit that it was sent to say that they have read it.",
    Permission.REGISTER_PARTY: "A named job of the service registers a person or a unit.",
    Permission.BEGIN_CARE: "A named job of the service enters a care relation from its source.",
    Permission.JOIN_WOMEN: "A named job of the service joins two parties found to be one woman.",
    Permission.PART_WOMEN: "A named job of the service parts two parties joined by mistake.",
    Permission.EXPORT_AUDIT_EVENTS: "A named job of the service hands out the log, for whoever keeps it elsewhere.",
    Permission.ERASE_LINE: "A named job of the service erases what a line of the log says, on a stated legal basis.",
    Permission.ERASE_BODY: "A named job of the service erases the content of an entry on a stated legal basis.",
    Permission.REGISTER_LABORATORY: "A named job of the service registers a laboratory and the units it serves.",
    Permission.LIST_LABORATORIES: "A named job of the service lists the laboratories that are registered.",
    Permission.LOAD_CARDS: "A named job of the service takes over whole cards, with their people, from a file.",
    Permission.SET_ADDRESS_LEVEL: "A named job of the service enters whether a woman's address is secret.",
    Permission.CLEAR_UNIT: "A named job of the service marks a unit to care for women with a secret address.",
    Permission.ENTER_AS_PERSONA: "In the demo anyone enters as one of its fictive people.",
    Permission.REGISTER_CLIENT: "A named job of the service says what a system with tokens may do, or cuts it off.",
    Permission.LIST_CLIENTS: "A named job of the service lists the systems that have come with tokens.",
    Permission.RECOGNISE_CALLER: "Anyone may ask whom an access token stands for; its proof is used up by it.",
    Permission.RECOGNISE: "The service recognises a session by its token.",
    Permission.LEAVE: "Anyone logs out.",
    Permission.BEGIN_LOGIN: "Anyone starts to log in by an identity provider; not in the demo.",
    Permission.TAKE_LOGIN: "Whoever started to log in comes back from the provider, once; not in the demo.",
    Permission.NOT_LET_IN: "The service writes down why someone who came back was not let in; not in the demo.",
    Permission.LOG_IN: "Whom an identity provider vouches for comes in; not in the demo.",
    Permission.END_BY_PROVIDER: "The provider ends what its own session let in; not in the demo.",
    Permission.LIST_ROLES: "Health personnel see the roles that they may come in as.",
    Permission.CHOOSE_ROLE: "Health personnel choose one of those roles.",
    Permission.LIST_SESSIONS: "Anyone who is logged in sees where else they are.",
    Permission.END_SESSION: "Anyone who is logged in ends one of their own sessions, as on a phone that was lost.",
    Permission.END_HER_SESSIONS: "Health personnel with a care relation log her out everywhere, on her word.",
    Permission.LIST_MANDATES: "A woman sees who may see her card on her behalf.",
    Permission.END_MANDATE: "A woman ends that someone sees her card on her behalf.",
    Permission.RESUME_MANDATE: "A woman lets them again, where the mandate itself still stands.",
}
