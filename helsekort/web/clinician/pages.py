"""The addresses of the clinician's pages. Nothing in them says who the woman is."""

from starlette.routing import Route

from helsekort.web.clinician import (
    amending,
    cards,
    child_pages,
    draft_pages,
    due_pages,
    emergency_page,
    ending,
    fact_pages,
    fetus_pages,
    file_pages,
    form_pages,
    homecomings,
    inbox_pages,
    new_fetus,
    notification,
    over_pages,
    recording,
    referral_lists,
    referral_pages,
    results_pages,
    worklist,
)
from helsekort.web.clinician.printing import pages as printing
from helsekort.web.shared.door import page

_CARD = "/klinikk/kort/{card}"
_EVENT = _CARD + "/hendelse/{origin}"
_REFERRAL = _CARD + "/henvisning/{origin}"
_CHILD = _CARD + "/barn/{origin}"
_MESSAGE = "/klinikk/innboks/{message}"
_BOTH = ["GET", "POST"]

routes: list[Route] = [
    Route("/klinikk", page(worklist.worklist_page)),
    Route("/klinikk/finn", page(worklist.find), methods=_BOTH),
    Route("/klinikk/svar/ta", page(results_pages.take_page), methods=_BOTH),
    Route("/klinikk/svar/gi", page(results_pages.give_page), methods=_BOTH),
    Route("/klinikk/innboks", page(inbox_pages.inbox_page)),
    Route(_MESSAGE, page(inbox_pages.message_page)),
    Route(_MESSAGE + "/plasser", page(inbox_pages.place_page), methods=_BOTH),
    Route(_MESSAGE + "/svar", page(inbox_pages.decide_page), methods=_BOTH),
    Route(_MESSAGE + "/legg-bort", page(inbox_pages.aside_page), methods=_BOTH),
    Route("/klinikk/hjemkomster", page(homecomings.homecomings_page)),
    Route(_CARD, page(cards.card_page)),
    Route(_CARD + "/alt", page(cards.whole_page)),
    Route(_CARD + "/akutt", page(emergency_page.emergency_page)),
    *printing.routes,
    Route(_CARD + "/fodselsregister", page(notification.notification_page)),
    *file_pages.routes,
    Route(_CARD + "/svar", page(results_pages.card_results_page), methods=_BOTH),
    Route(_CARD + "/avslutning", page(over_pages.end_page), methods=_BOTH),
    Route(_CARD + "/avslutning/lukk", page(over_pages.close_page), methods=_BOTH),
    Route(_CARD + "/avslutning/angre", page(over_pages.reopen_page), methods=_BOTH),
    Route(_CARD + "/foster", page(new_fetus.new_fetus_page), methods=_BOTH),
    Route(_CARD + "/foster/{origin}", page(fetus_pages.fetus_page), methods=_BOTH),
    Route(_CHILD, page(child_pages.child_page)),
    Route(_CHILD + "/navn", page(child_pages.name_page), methods=_BOTH),
    Route(_CHILD + "/fil", page(child_pages.file_page)),
    Route(_CARD + "/kontroll", page(recording.check_up_page), methods=_BOTH),
    Route(_CARD + "/kontakt", page(recording.contact_page), methods=_BOTH),
    Route("/klinikk/utkast", page(draft_pages.drafts_page)),
    Route(_CARD + "/opplysning/{origin}", page(fact_pages.fact_page), methods=_BOTH),
    Route(_CARD + "/skjema/{form}", page(form_pages.form_page), methods=_BOTH),
    Route(_EVENT, page(amending.event_page)),
    Route(_EVENT + "/rett", page(amending.correct_page), methods=_BOTH),
    Route(_EVENT + "/trekk", page(ending.withdraw_page), methods=_BOTH),
    Route(_EVENT + "/flytt", page(ending.move_page), methods=_BOTH),
    Route("/klinikk/henvisninger", page(referral_lists.list_page)),
    Route(_CARD + "/henvis", page(referral_pages.new_page), methods=_BOTH),
    Route(_REFERRAL, page(referral_pages.referral_page)),
    Route(_REFERRAL + "/endre", page(referral_pages.change_page), methods=_BOTH),
    Route(_REFERRAL + "/send", page(referral_pages.send), methods=_BOTH),
    Route(_REFERRAL + "/svar", page(referral_pages.answer), methods=_BOTH),
    Route(_REFERRAL + "/svar-tilbake", page(referral_pages.reply), methods=_BOTH),
    Route(_REFERRAL + "/trekk", page(referral_pages.take_back), methods=_BOTH),
    Route(_CARD + "/termin", page(due_pages.due_page)),
    Route(_CARD + "/termin/foresla", page(due_pages.propose), methods=_BOTH),
    Route(_CARD + "/termin/{origin}/bekreft", page(due_pages.confirm), methods=_BOTH),
    Route(_CARD + "/termin/{origin}/trekk", page(due_pages.withdraw), methods=_BOTH),
]
