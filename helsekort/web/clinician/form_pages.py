"""A form about one card: asked, kept as a draft, saved. What is in it stands in its layout, not here."""

import secrets

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions import drafts
from helsekort.actions.cards import open_card
from helsekort.actions.context import Context
from helsekort.actions.earlier import read_earlier_cards
from helsekort.actions.outcomes import Doubt, KeyUsedBefore, Rejected
from helsekort.actions.rows import write_answers
from helsekort.actions.sessions import Session
from helsekort.fhir.resources.questionnaire import Questionnaire
from helsekort.record.card import Card
from helsekort.web.clinician.beside import Beneath, beneath, standing_answers
from helsekort.web.clinician.comparison import Meanwhile, meanwhile
from helsekort.web.clinician.desk import Desk, desk
from helsekort.web.clinician.done import number
from helsekort.web.clinician.ending_known import birth_offer, with_born
from helsekort.web.clinician.fields import own_labels
from helsekort.web.clinician.forms import read_frame
from helsekort.web.clinician.paper_again import with_offered
from helsekort.web.clinician.rows_on_card import BIRTH, robson_words
from helsekort.web.shared import form_acts
from helsekort.web.shared.asking import asking
from helsekort.web.shared.door import away, card_of, posted, taken_draft
from helsekort.web.shared.form_reading import Filled, Ground, form_trouble, read_filled, without_standing
from helsekort.web.shared.posted import Form
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.typed_values import typed

_KEY_BYTES = 16
_LONGEST_KEY = 64
READER = "clinician"
BORN = "born"
"""The press that takes over from an ending."""


class _Page:
    """One form of one card while it is asked for: what is needed to show it and to read it."""

    def __init__(self, request: Request, ctx: Context, session: Session) -> None:
        self.request, self.ctx, self.session = request, ctx, session
        self.key = request.path_params["form"]
        layout = ctx.forms.layouts.get(self.key)
        if layout is None or layout.reader != READER:
            raise HTTPException(404)
        self.questionnaire: Questionnaire = ctx.forms.questionnaire(self.key)
        self.card = card_of(request)
        opened = open_card(session.actor, ctx=ctx, card=self.card)
        self.desk: Desk = desk(opened, ctx, texts_of(request), session.actor.party, session.name)
        self.earlier: tuple[Card, ...] = read_earlier_cards(session.actor, ctx=ctx, card=self.card).cards

    @property
    def path(self) -> str:
        return self.request.url.path

    @property
    def ground(self) -> Ground:
        return ground_of(self.desk)

    def beneath(self, form: Form) -> Beneath:
        return beneath(self.desk, self.questionnaire, self.earlier, form.all("take"))

    def shown(
        self,
        form: Form,
        filled: Filled | None = None,
        *,
        status: int = 200,
        focus: str = "",
        say: str = "",
        both: Meanwhile | None = None,
    ) -> Response:
        """The form as a page. `filled` brings what is wrong and what is asked, `say` names a notice.

        `both` is what someone else has written while this was typed.
        """
        beneath_it = self.beneath(form)
        beside = form_trouble(self.ground, beneath_it.beside, filled)
        sheet = asking(self.questionnaire, self.desk.texts, form, beside)
        return show(
            self.request,
            "clinician/form_page.jinja",
            status=status,
            desk=self.desk,
            sheet=sheet,
            path=self.path,
            typed=with_offered(self.desk, form),
            errors=beside.errors,
            doubted_date=beside.doubted.get("on"),
            confirmed=filled.confirmed if filled else [],
            focus=focus,
            say=say,
            offered=len(beneath_it.takes),
            both=both,
            born=birth_offer(self.desk) if self.key == BIRTH else "",
            computed=robson_words(self.desk) if self.key == BIRTH else "",
        )


def ground_of(table: Desk) -> Ground:
    """What a form about this card is read on."""
    return Ground(table.catalogue, table.texts, table.card, own_labels(table))


def form_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of a form."""
    page = _Page(request, ctx, session)
    if request.method == "POST":
        return _posted(page)
    kept = taken_draft(request, ctx, session)
    if kept is not None:
        return page.shown(kept, say="taken-up")
    draft = drafts.find_draft(session.actor, ctx=ctx, card=page.card, path=page.path)
    if draft is not None:
        return page.shown(_with_key(Form(draft.fields)), say="draft")
    return page.shown(fresh(page.desk, page.key), focus=form_acts.first_field(page.questionnaire))


def fresh(table: Desk, key: str = "") -> Form:
    """An untouched form. What is told of a birth is of that day, whenever it is written."""
    over = table.card.over if key == BIRTH else None
    base = ("base", str(table.card.last_seq))
    return _with_key(Form([("on", typed(table.texts, over.on if over else table.today)), base]))


def _with_key(form: Form) -> Form:
    if 0 < len(form.get("key")) <= _LONGEST_KEY:
        return form
    return _new_key(form)


def _on_what_stands(page: _Page, form: Form) -> Form:
    """The form as opened now: what stands has been seen, and saving again adds what is typed to it."""
    left = [pair for pair in form.fields if pair[0] != "base"]
    return Form([*left, ("base", str(page.desk.card.last_seq))])


def _new_key(form: Form) -> Form:
    left = [(name, value) for name, value in form.fields if name != "key"]
    return Form([*left, ("key", secrets.token_urlsafe(_KEY_BYTES))])


def _posted(page: _Page) -> Response:
    form = _with_key(posted(page.request))
    act, _, about = form.get("act").partition(":")
    form = Form([(name, value) for name, value in form.fields if name != "act"])
    if act == "draft":
        drafts.keep_draft(
            page.session.actor, ctx=page.ctx, card=page.card, path=page.path, fields=form.fields
        )
        return away("/klinikk/utkast")
    if act == "drop":
        drafts.drop_draft(page.session.actor, ctx=page.ctx, card=page.card, path=page.path)
        return away(page.path)
    if act == BORN and page.key == BIRTH:
        changed, focus = with_born(page.desk, form)
        return page.shown(changed, focus=focus)
    if act:
        sheet = asking(page.questionnaire, page.desk.texts, form, page.beneath(form).beside)
        changed, focus = form_acts.done(act, about, form, sheet)
        return page.shown(changed, focus=focus)
    return _save(page, form)


def _save(page: _Page, form: Form) -> Response:
    under = page.beneath(form)
    frame, problems = read_frame(form, page.desk.today)
    standing = standing_answers(under.beside)
    filled = read_filled(page.ground, page.questionnaire, form, frame, under.takes, standing)
    filled.problems[:0] = problems
    if filled.problems:
        return page.shown(form, filled, status=422)
    both = meanwhile(page.desk, number(form.get("base")), filled.said.findings) if form.get("base") else None
    if both is not None:
        return page.shown(_on_what_stands(page, form), filled, status=409, both=both)
    try:
        origins = write_answers(
            page.session.actor,
            ctx=page.ctx,
            card=page.card,
            findings=filled.said.findings,
            rows=filled.said.rows,
            key=form.get("key"),
            confirmed=frozenset(form.all("confirmed")),
        )
    except Rejected as rejected:
        return page.shown(form, filled.rejected(rejected), status=422)
    except Doubt as doubt:
        return page.shown(form, filled.doubted(doubt), status=422)
    except KeyUsedBefore:
        return page.shown(
            _new_key(without_standing(page.desk.card, form, filled)), status=409, say="saved-before"
        )
    drafts.drop_draft(page.session.actor, ctx=page.ctx, card=page.card, path=page.path)
    return away(f"{page.path.rpartition('/skjema/')[0]}?skjema={page.key}&av={origins[0]}")
