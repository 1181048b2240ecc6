"""Which parts each edition of the printed card has, and what stands at the head and foot of its pages. Pure."""

from helsekort.actions.printing import Edition
from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.printing import check_ups, front, groups, loose
from helsekort.web.clinician.printing.emergency import emergency
from helsekort.web.clinician.printing.epicrises import epicrises
from helsekort.web.clinician.printing.files import files
from helsekort.web.clinician.printing.history import every_trail, history
from helsekort.web.clinician.printing.referrals import referrals
from helsekort.web.clinician.printing.telling import stamp
from helsekort.web.shared.printing.document import Document, Section


def document(desk: Desk, edition: Edition, now: int) -> Document:
    """The card as this edition has it; `now` is the moment of printing in microseconds UTC."""
    _ = desk.texts.translate
    looks = {Edition.EMERGENCY: "half"}
    titles = {
        Edition.SHARING: _("Helsekort for gravide"),
        Edition.ARCHIVE: _("Helsekort for gravide, hele kortet med rettelser"),
        Edition.EMERGENCY: _("Helsekort for gravide, til bruk når det haster"),
    }
    return Document(
        language=desk.texts.language,
        title=titles[edition],
        look=looks.get(edition, "card"),
        running=running(desk),
        foot=foot(desk, edition, now),
        masthead=front.masthead(desk, discreet=edition is Edition.SHARING),
        sections=_sections(desk, edition, now),
    )


def running(desk: Desk) -> str:
    """`Nora Haugen Sletten, født 04.05.1990`: on every page, so that a loose sheet finds its owner."""
    woman = desk.opened.woman
    if woman.birth_date is None:
        return woman.name
    said = {"name": woman.name, "day": desk.texts.numeric(woman.birth_date)}
    return desk.texts.translate("%(name)s, født %(day)s") % said


def foot(desk: Desk, edition: Edition, now: int) -> list[str]:
    """When and by whom it was printed, and which version of the card it is.

    Of the sharing edition the version counts what is in it: a number that counted more would tell that there is more.
    """
    _ = desk.texts.translate
    entries = [entry for trail in every_trail(desk.card) for entry in trail.entries]
    version = len(entries) if edition is Edition.SHARING else desk.card.last_seq
    by = desk.my_name or _("ikke oppgitt")
    newest = stamp(desk, max(entry.recorded for entry in entries))
    return [
        _("Skrevet ut %(when)s av %(who)s. Det som føres senere, står bare i det elektroniske kortet.")
        % {"when": stamp(desk, now), "who": by},
        _("Versjon %(version)s, sist ført %(when)s.") % {"version": version, "when": newest},
    ]


def _sections(desk: Desk, edition: Edition, now: int) -> list[Section]:
    if edition is Edition.EMERGENCY:
        return emergency(desk, now)
    discreet = edition is Edition.SHARING
    sections = [
        front.keep(desk),
        front.pregnancy(desk, discreet=discreet),
        front.followers(desk),
        check_ups.check_ups(desk),
        check_ups.contacts(desk),
        front.due_dates(desk, discreet=discreet),
        *groups.sections(desk),
        loose.home(desk),
        loose.answers(desk),
        loose.known(desk),
        loose.charts(desk),
        loose.reports(desk, every=edition is Edition.ARCHIVE),
        files(desk),
        epicrises(desk),
        referrals(desk),
        loose.writers(desk),
    ]
    # that something was erased is told where all is told
    return [*sections, history(desk), loose.erased(desk)] if edition is Edition.ARCHIVE else sections
