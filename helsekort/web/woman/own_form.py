"""The form that she answers at home: what she says is hers until someone takes it over at the visit."""

import secrets
from collections.abc import Iterator

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions import drafts
from helsekort.actions.cards import open_own_card
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Doubt, KeyUsedBefore, Rejected
from helsekort.actions.rows import answer_own
from helsekort.actions.sessions import Session
from helsekort.fhir.extraction import Extracted, Frame, every
from helsekort.fhir.resources.questionnaire import GROUP, Asked, Questionnaire
from helsekort.record import codes
from helsekort.record.card import Card, Trail
from helsekort.record.entries import ContactKind, Finding, Row
from helsekort.web.shared.asked_sheet import Beside, Known
from helsekort.web.shared.asking import asking
from helsekort.web.shared.door import away, posted
from helsekort.web.shared.form_acts import done
from helsekort.web.shared.form_filling import codes_of, filled_in, place_of
from helsekort.web.shared.form_reading import Filled, Ground, form_trouble, read_filled
from helsekort.web.shared.posted import Form
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.woman.values import Words, value_text

FORM = "before-first-visit"
PATH = "/min/skjema"
_IN_HER_WORDS = frozenset({"note"})
"""What others wrote under the same name is about a check-up of theirs, and answers nothing for her."""
_KEY_BYTES = 16
_LONGEST_KEY = 64


def is_asked(card: Card) -> bool:
    """Whether her page asks her to answer: until the first check-up of a pregnancy that goes on."""
    seen = (line.contact for line in card.contacts)
    return card.pregnant and not any(one.stands and one.now.kind is ContactKind.CHECK_UP for one in seen)


class _Page:
    """Her form while it is asked for."""

    def __init__(self, request: Request, ctx: Context, session: Session) -> None:
        self.request, self.ctx, self.session = request, ctx, session
        opened = open_own_card(session.actor, ctx=ctx)
        request.state.own_language = opened.woman.language
        self.words = Words(opened, ctx.catalogue, texts_of(request))
        self.questionnaire: Questionnaire = ctx.forms.questionnaire(FORM)
        self.beside = _Finder(self.words).beside(self.questionnaire)

    @property
    def card(self) -> Card:
        return self.words.opened.card

    @property
    def ground(self) -> Ground:
        names = {"form": self.words.texts.translate("Skjemaet")}
        return Ground(self.ctx.catalogue, self.words.texts, self.card, names)

    def shown(
        self, form: Form, filled: Filled | None = None, *, status: int = 200, focus: str = "", say: str = ""
    ) -> Response:
        """The form as a page. `say` names a notice."""
        sheet = asking(
            self.questionnaire, self.words.texts, form, form_trouble(self.ground, self.beside, filled)
        )
        return show(
            self.request,
            "woman/own_form.jinja",
            status=status,
            sheet=sheet,
            typed=form,
            confirmed=filled.confirmed if filled else [],
            focus=focus,
            say=say,
        )

    def fresh(self) -> Form:
        """The form with what she has answered before."""
        return Form([("key", secrets.token_urlsafe(_KEY_BYTES)), *self.own()])

    def own(self) -> Iterator[tuple[str, str]]:
        for place, fact in _Finder(self.words).own(self.questionnaire):
            alone = place_of(fact)
            for name, value in filled_in(self.ctx.catalogue, self.words.texts, fact):
                if name.startswith(alone):
                    yield place + name.removeprefix(alone), value


class _Finder:
    """What stands on her card already, by field: what others wrote is shown, what she said is in the form."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.card = words.opened.card

    def beside(self, questionnaire: Questionnaire) -> Beside:
        known: dict[str, Known] = {}
        rows: dict[str, list[Known]] = {}
        for one in _asked(questionnaire):
            what = one.code[0].code or ""
            if one.code[0].system == GROUP:
                of_it = [trail for trail in self.card.rows_of(what) if "." not in one.link_id]
                rows[one.link_id] = [self._row(trail) for trail in of_it]
            else:
                others = [trail for trail in self.card.series(what) if not trail.now.by_woman]
                if others and what not in _IN_HER_WORDS:
                    known[one.link_id] = self._known(others[-1])
        return Beside(known=known, rows=rows)

    def own(self, questionnaire: Questionnaire) -> Iterator[tuple[str, Finding | Row]]:
        """Her own newest answers with the name of their field or row."""
        for one in _asked(questionnaire):
            what = one.code[0].code or ""
            if one.code[0].system != GROUP:
                yield from ((one.link_id, trail.now) for trail in self.hers(self.card.series(what))[-1:])
            elif "." in one.link_id:
                code = one.link_id.partition(".")[2]
                of_code = [
                    trail
                    for trail in self.card.rows_of(what)
                    if trail.now.by_woman and code in (cell.value for cell in trail.now.cells)
                ]
                yield from ((one.link_id, trail.now) for trail in of_code[-1:])

    def hers(self, series: list[Trail[Finding]]) -> list[Trail[Finding]]:
        return [trail for trail in series if trail.now.by_woman]

    def _known(self, trail: Trail[Finding]) -> Known:
        return Known(value_text(self.words, trail.now), self._who(trail), "", codes_of(trail.now.value))

    def _row(self, trail: Trail[Row]) -> Known:
        said = (
            value_text(self.words, Finding(cell.what, cell.value, trail.now.on, absent=cell.absent))
            for cell in trail.now.cells
        )
        return Known(" · ".join(said), self._who(trail))

    def _who(self, trail: Trail[Finding] | Trail[Row]) -> str:
        _ = self.words.texts.translate
        if trail.now.by_woman:
            return _("svart av deg")
        return _("skrevet av %(who)s") % {"who": self.words.person(trail.entries[0].author)}


def _asked(questionnaire: Questionnaire) -> Iterator[Asked]:
    """The items that stand by themselves."""
    for one in every(questionnaire.item):
        if one.code and (one.code[0].system == GROUP or _alone(one)):
            yield one


def _alone(one: Asked) -> bool:
    return one.code[0].system == codes.MEASURABLE and "." not in one.link_id


def form_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of her form."""
    page = _Page(request, ctx, session)
    if not page.card.pregnant:
        return away("/min")
    if request.method == "POST":
        return _posted(page)
    say = request.query_params.get("sagt", "")
    draft = drafts.find_draft(session.actor, ctx=ctx, card=page.card.card, path=PATH)
    if draft is not None:
        return page.shown(_with_key(Form(draft.fields)), say=say or "draft")
    return page.shown(page.fresh(), say=say)


def _with_key(form: Form) -> Form:
    if 0 < len(form.get("key")) <= _LONGEST_KEY:
        return form
    left = [(name, value) for name, value in form.fields if name != "key"]
    return Form([*left, ("key", secrets.token_urlsafe(_KEY_BYTES))])


def _posted(page: _Page) -> Response:
    form = _with_key(posted(page.request))
    act, _, about = form.get("act").partition(":")
    form = Form([(name, value) for name, value in form.fields if name != "act"])
    who, card = page.session.actor, page.card.card
    if act == "draft":
        drafts.keep_draft(who, ctx=page.ctx, card=card, path=PATH, fields=form.fields)
        return away(f"{PATH}?sagt=kladd")
    if act == "drop":
        drafts.drop_draft(who, ctx=page.ctx, card=card, path=PATH)
        return away(PATH)
    if act:
        sheet = asking(page.questionnaire, page.words.texts, form, page.beside)
        changed, focus = done(act, about, form, sheet)
        return page.shown(changed, focus=focus)
    return _save(page, form)


def _save(page: _Page, form: Form) -> Response:
    frame = Frame(page.words.opened.today, by_woman=True)
    standing = {name: known.answers for name, known in page.beside.known.items()}
    filled = read_filled(page.ground, page.questionnaire, form, frame, standing=standing)
    if filled.problems:
        return page.shown(form, filled, status=422)
    said = _news(page, filled.said)
    try:
        if said.findings or said.rows:
            answer_own(
                page.session.actor,
                ctx=page.ctx,
                card=page.card.card,
                findings=said.findings,
                rows=said.rows,
                key=form.get("key"),
                confirmed=frozenset(form.all("confirmed")),
            )
    except Rejected as rejected:
        return page.shown(form, _with(filled, said).rejected(rejected), status=422)
    except Doubt as doubt:
        return page.shown(form, _with(filled, said).doubted(doubt), status=422)
    except KeyUsedBefore:
        return page.shown(
            _with_key(Form([pair for pair in form.fields if pair[0] != "key"])),
            status=409,
            say="saved-before",
        )
    drafts.drop_draft(page.session.actor, ctx=page.ctx, card=page.card.card, path=PATH)
    return away(f"{PATH}?sagt=lagret")


def _news(page: _Page, said: Extracted) -> Extracted:
    """What she has not said before in the same words."""
    stands = [fact for _place, fact in _Finder(page.words).own(page.questionnaire)]
    told = {(one.what, one.value, one.absent) for one in stands if isinstance(one, Finding)}
    rows = {one.cells for one in stands if isinstance(one, Row)}
    new = Extracted()
    for finding, place in zip(said.findings, said.places, strict=True):
        if (finding.what, finding.value, finding.absent) not in told:
            new.findings.append(finding)
            new.places.append(place)
    for row, place in zip(said.rows, said.row_places, strict=True):
        if row.cells not in rows:
            new.rows.append(row)
            new.row_places.append(place)
    return new


def _with(filled: Filled, said: Extracted) -> Filled:
    return replace(filled, said=said)
