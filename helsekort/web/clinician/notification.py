"""What the card itself can tell the Medical Birth Registry: covered, missing, and whose it is. Nothing is sent."""

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.context import Context
from helsekort.actions.documents import read_notification
from helsekort.actions.notifying import preview_notification
from helsekort.actions.sessions import Session
from helsekort.record.birth_registry import PreviewLine, PreviewPart, Reported
from helsekort.record.entries import Finding
from helsekort.record.excerpts import Told
from helsekort.web.clinician.desk import Desk, desk
from helsekort.web.clinician.trail import timed
from helsekort.web.shared.door import card_of, own_address
from helsekort.web.shared.headers import PERSONAL
from helsekort.web.shared.rendering import show, texts_of

_DOOR = "/fhir/r4"
"""Where what the document names can be read."""


class Field(Struct, frozen=True):
    """A field of the notification in words; `there` is False where the card has no answer."""

    label: str
    lines: list[str]
    there: bool = True


class FieldGroup(Struct, frozen=True):
    """A group of fields. `whose` is the mother or a child."""

    title: str
    whose: str
    fields: list[Field]
    objected: bool

    @property
    def covered(self) -> int:
        return sum(field.there for field in self.fields)


def notification_page(request: Request, ctx: Context, session: Session) -> Response:
    """The preview as a page; with `?som=fhir` as data to take along."""
    card = card_of(request)
    if request.query_params.get("som") == "fhir":
        door = own_address(request) + _DOOR
        made = read_notification(session.actor, ctx=ctx, card=card, door=door)
        held = {"Content-Disposition": 'attachment; filename="melding.json"'}
        return Response(made, media_type="application/fhir+json", headers={**PERSONAL, **held})
    previewed = preview_notification(session.actor, ctx=ctx, card=card)
    table = desk(previewed.opened, ctx, texts_of(request), session.actor.party, session.name)
    preview = previewed.preview
    # of what is not to be told of, no list of what is lacking: least of all of a child
    parts = [] if preview.reported is Reported.TOO_EARLY else preview.parts
    groups = [_group(table, part) for part in parts]
    fields = [field for group in groups for field in group.fields]
    return show(
        request,
        "clinician/notification.jinja",
        desk=table,
        groups=groups,
        reported=_reported(table, preview.reported),
        covered=sum(field.there for field in fields),
        all=len(fields),
    )


def _reported(desk: Desk, reported: Reported) -> str:
    _ = desk.texts.translate
    return {
        Reported.NOT_OVER: _("Svangerskapet er ikke over. Det er ingenting å melde ennå."),
        Reported.BIRTH: _("Fødselen skal meldes av fødestedet eller den som tok imot barnet."),
        Reported.PERHAPS: _("Hvordan svangerskapet endte, avgjør om det skal meldes. Det står ikke her."),
        Reported.TOO_EARLY: _("Svangerskapet tok slutt så tidlig at det ikke skal meldes."),
        Reported.UNJUDGED: _(
            "Om dette skal meldes, kan ikke vurderes. Termin eller hvordan det endte mangler."
        ),
    }[reported]


def _group(desk: Desk, part: PreviewPart) -> FieldGroup:
    _ = desk.texts.translate
    child = desk.fetus_letter(part.fetus)
    named = _("Barn %(letter)s") % {"letter": child} if child else _("Barnet")
    fields = [_field(desk, line) for line in part.lines]
    if part.part.due:
        due = desk.card.due
        said = [desk.texts.numeric(due.edd), desk.due_method(due)] if due else [_("Termin ikke satt")]
        fields.append(Field(_("Termin"), said, due is not None))
    return FieldGroup(_(part.part.label), named if part.fetus else _("Mor"), fields, part.objected)


def _field(desk: Desk, line: PreviewLine) -> Field:
    label = desk.label(line.what)
    if line.count is not None:
        return Field(label, [str(line.count)])
    if line.missing:
        return Field(label, [desk.texts.translate("står ikke på kortet")], there=False)
    return Field(label, [_answer(desk, each) for each in line.answers])


def _answer(desk: Desk, told: Told) -> str:
    now = told.trail.now
    if isinstance(now, Finding):
        return timed(desk, now, told.what)
    if told.cell is None or told.cell.value is None:
        return desk.texts.translate("ønsket ikke å svare")
    return desk.value_words(told.cell.value, told.what)
