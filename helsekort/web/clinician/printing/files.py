"""Which files lie beside the card: a print cannot hold them, and says so. Pure."""

from helsekort.web.clinician.desk import Desk
from helsekort.web.clinician.files import files_on_card
from helsekort.web.shared.printing.document import Cell, Row, Section, Table


def files(desk: Desk) -> Section:
    """Those that stand, the newest first."""
    _ = desk.texts.translate
    rows = [
        Row([one.title], [Cell([one.about]), Cell([one.kind])], who=f"{one.who}, {one.when}")
        for one in files_on_card(desk)
        if one.stands
    ]
    heads = [_("Hva filen er"), _("Hører til"), _("Type og størrelse")]
    table = Table(_("Filene selv er ikke skrevet ut; de åpnes fra det elektroniske kortet"), heads, rows)
    return Section(_("Vedlegg"), tables=[table] if rows else [])
