"""One fact or one row of a card: what it has said, and its correction, in a form of that thing alone."""

from msgspec import Struct
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.cards import open_card
from helsekort.actions.context import Context
from helsekort.actions.facts import correct_fact, withdraw_fact
from helsekort.actions.outcomes import Doubt, Gone, Problem, Rejected, Stale
from helsekort.actions.rows import correct_row, withdraw_row
from helsekort.actions.sessions import Session
from helsekort.fhir.resources.questionnaire import Questionnaire
from helsekort.record.card import Trail
from helsekort.record.entries import Finding, Row
from helsekort.record.ids import to_text
from helsekort.web.clinician import done, wording
from helsekort.web.clinician.comparison import fact_comparison
from helsekort.web.clinician.desk import Desk, desk
from helsekort.web.clinician.files import files_of
from helsekort.web.clinician.form_pages import ground_of
from helsekort.web.clinician.forms import read_frame
from helsekort.web.clinician.row_answers import row_words
from helsekort.web.shared.asked_sheet import Beside, Fetus
from helsekort.web.shared.asking import asking
from helsekort.web.shared.door import away, card_of, origin_of, posted, taken_draft
from helsekort.web.shared.form_filling import filled_in
from helsekort.web.shared.form_reading import Filled, form_trouble, read_filled
from helsekort.web.shared.posted import Form
from helsekort.web.shared.rendering import show, texts_of


class Step(Struct, frozen=True):
    """One version of it: what it said, who wrote it when, and why."""

    text: str
    who: str
    when: str
    why: str


class _Page:
    """One thing on one card, while it is shown or corrected."""

    def __init__(self, request: Request, ctx: Context, session: Session) -> None:
        self.request, self.ctx, self.session = request, ctx, session
        opened = open_card(session.actor, ctx=ctx, card=card_of(request))
        self.desk: Desk = desk(opened, ctx, texts_of(request), session.actor.party, session.name)
        self.trail = self.found(origin_of(request))
        self.now: Finding | Row = self.trail.now
        self.key = self.now.group if isinstance(self.now, Row) else self.now.what
        known = ctx.catalogue.groups[self.key] if isinstance(self.now, Row) else ctx.catalogue[self.key]
        self.title = self.desk.texts.translate(known.label)
        self.questionnaire: Questionnaire = ctx.forms.for_one(self.key, known.label)

    def found(self, origin: int) -> Trail[Finding] | Trail[Row]:
        """The fact or the row. Gone where it is none, or belongs to a contact and is corrected there."""
        facts: list[Trail[Finding] | Trail[Row]] = [*self.desk.card.findings, *self.desk.card.rows]
        trail = next((one for one in facts if one.origin == origin), None)
        if trail is None or (isinstance(trail.now, Finding) and trail.now.lab is not None):
            raise Gone
        return trail

    @property
    def card_path(self) -> str:
        return f"/klinikk/kort/{to_text(self.desk.card.card)}"

    def shown(
        self,
        form: Form,
        filled: Filled | None = None,
        *,
        status: int = 200,
        stale: bool = False,
        against: Finding | Row | None = None,
    ) -> Response:
        """What it has said, and the form to correct it in. `against` is what was typed while it changed."""
        fetuses = [Fetus(self.now.fetus, self.desk.fetus_letter(self.now.fetus))] if self.now.fetus else []
        beside = form_trouble(ground_of(self.desk), Beside(fetuses=fetuses), filled)
        base = done.number(self.request.query_params.get("lagret", ""))
        mine = [one for one in self.trail.entries if one.seq > base and done.mine(self.desk, one)]
        return show(
            self.request,
            "clinician/fact.jinja",
            status=status,
            desk=self.desk,
            title=self.title,
            stands=self.trail.stands,
            steps=[self.step(index) for index in reversed(range(len(self.trail.entries)))],
            sheet=asking(self.questionnaire, self.desk.texts, form, beside),
            path=self.request.url.path,
            origin=self.trail.origin,
            files=files_of(self.desk, self.trail.origin) if isinstance(self.now, Row) else None,
            typed=form,
            dated=isinstance(self.now, Row),
            errors=beside.errors,
            confirmed=filled.confirmed if filled else [],
            stale=stale,
            differences=fact_comparison(self.desk, self.now, against) if against else [],
            last_step={"who": self.desk.name(self.trail.last.author), "at": self.trail.last.recorded},
            saved=base > 0 and bool(mine),
        )

    def step(self, index: int) -> Step:
        entry = self.trail.entries[index]
        content = entry.content
        assert isinstance(content, Finding | Row)  # noqa: S101  # the fold sorts trails by type
        said = (
            row_words(self.desk, content) if isinstance(content, Row) else self.desk.shown(content, self.key)
        )
        return Step(
            said,
            self.desk.name_and_unit(entry.author, entry.organisation),
            wording.stamp(self.desk.texts, entry.recorded, self.desk.today),
            content.reason or "",
        )


def fact_page(request: Request, ctx: Context, session: Session) -> Response:
    """GET and POST of one fact or row."""
    page = _Page(request, ctx, session)
    if request.method == "POST":
        form = posted(request)
        return _withdraw(page, form) if form.get("act") == "withdraw" else _correct(page, form)
    return page.shown(taken_draft(request, ctx, session) or _untouched(page))


def _untouched(page: _Page) -> Form:
    base = ("base", str(page.trail.last.seq))
    return Form([base, *filled_in(page.ctx.catalogue, page.desk.texts, page.now)])


def _correct(page: _Page, form: Form) -> Response:
    frame, problems = read_frame(form, page.desk.today)
    filled = read_filled(ground_of(page.desk), page.questionnaire, form, frame)
    filled.problems[:0] = problems
    said: list[Finding | Row] = [*filled.said.findings, *filled.said.rows]
    if not form.get("reason"):
        filled.problems.append(Problem("reason", "missing"))
    if filled.problems or not said:
        return page.shown(form, filled, status=422)
    try:
        _write(page, form, said[0])
    except Rejected as rejected:
        return page.shown(form, filled.rejected(rejected), status=422)
    except Doubt as doubt:
        return page.shown(form, filled.doubted(doubt), status=422)
    except Stale as stale:
        return _stale(page, form, stale, said[0])
    return away(f"{page.request.url.path}?lagret={form.get('base')}")


def _write(page: _Page, form: Form, said: Finding | Row) -> None:
    """The correction, by the action for a row or the one for a fact. What the form has no field for is kept."""
    actor, ctx, card, origin = page.session.actor, page.ctx, page.desk.card.card, page.trail.origin
    base, reason, confirmed = (
        done.number(form.get("base")),
        form.get("reason"),
        frozenset(form.all("confirmed")),
    )
    if isinstance(said, Row):
        row = replace(said, by_woman=page.now.by_woman, at=page.now.at)
        correct_row(
            actor,
            ctx=ctx,
            card=card,
            origin=origin,
            base_seq=base,
            row=row,
            reason=reason,
            confirmed=confirmed,
        )
    else:
        fact = replace(said, by_woman=page.now.by_woman, at=page.now.at)
        correct_fact(
            actor,
            ctx=ctx,
            card=card,
            origin=origin,
            base_seq=base,
            finding=fact,
            reason=reason,
            confirmed=confirmed,
        )


def _stale(page: _Page, form: Form, stale: Stale, typed: Finding | Row | None = None) -> Response:
    """What stands now above what was typed; saving again replaces what has then been seen."""
    page.trail = stale.row or stale.fact or page.trail
    page.now = page.trail.now
    others = [pair for pair in form.fields if pair[0] != "base"]
    return page.shown(
        Form([*others, ("base", str(page.trail.last.seq))]), status=409, stale=True, against=typed
    )


def _withdraw(page: _Page, form: Form) -> Response:
    reason = form.get("why")
    filled = Filled.of_nothing(page.desk.today, form)
    if not reason:
        filled.problems.append(Problem("why", "missing"))
        return page.shown(form, filled, status=422)
    withdraw = withdraw_row if isinstance(page.now, Row) else withdraw_fact
    try:
        withdraw(
            page.session.actor,
            ctx=page.ctx,
            card=page.desk.card.card,
            origin=page.trail.origin,
            base_seq=done.number(form.get("base")),
            reason=reason,
        )
    except Rejected as rejected:
        return page.shown(form, filled.rejected(rejected), status=422)
    except Stale as stale:
        return _stale(page, form, stale)
    return away(f"{page.request.url.path}?lagret={form.get('base')}")
