"""Each thing that is of a sensitivity class is written in turn, and every view that may not tell of it is compared."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.actions import documents, printing, rows
from helsekort.actions.printing import Edition
from helsekort.fhir.epicrisis import compose
from helsekort.record.entries import Cell, Finding, Moment, Pressure, Row, Value
from helsekort.record.ids import to_text
from helsekort.record.measurements import Kind
from helsekort.record.referring import sent
from tests import cast as made
from tests.actions.every_referral_action import referral
from tests.actions.test_children import lived
from tests.actions.test_handovers import handed, hege
from tests.actions.test_no_trace import log
from tests.api.callers import Caller
from tests.cast import TODAY, Cast
from tests.web.at_work import AtWork

CATALOGUE = made.data()[0]
ONE_ROW = frozenset({"birth", "newborn"})
"""Groups of which a second row is refused; tests/actions/test_handovers.py has the child's."""
KEY = re.compile(r'name="key" value="[^"]*"')
Views = dict[str, object]
Hidden = Finding | Row


def _value(what: str) -> Value:
    one = CATALOGUE[what]
    codes = [*CATALOGUE.lists[one.code_list].codes] if one.code_list else []
    values: dict[Kind, Value] = {
        Kind.QUANTITY: one.refuse[0] if one.refuse else Decimal(1),
        Kind.PRESSURE: Pressure(Decimal(120), Decimal(70)),
        Kind.YESNO: True,
        Kind.DATE: TODAY,
        Kind.MOMENT: Moment(TODAY, dt.time(1, 1)),
    }
    if codes:
        return (codes[0],) if one.kind is Kind.CODES else codes[0]
    return values.get(one.kind, f"Bare for {what}")


def _row(cast: Cast, key: str, cells: dict[str, Value]) -> Row:
    group = CATALOGUE.groups[key]
    all_of_it = {what: _value(what) for what in group.required} | cells
    said = tuple(Cell(what, value, unverified="Lest to ganger") for what, value in all_of_it.items())
    return Row(key, TODAY, said, fetus=None if group.about == "woman" else cast.nora_fetus)


def hidden_things(cast: Cast, classes: frozenset[str]) -> Iterator[tuple[str, Hidden]]:
    """A finding of each kind, a row of each group, a row with each code, and a row of nothing but each cell."""
    for key, one in CATALOGUE.measurables.items():
        if one.hidden in classes and one.kind not in (Kind.PART, Kind.CODES):
            fetus = cast.nora_fetus if one.per_fetus else None
            yield key, Finding(key, _value(key), TODAY, fetus=fetus, unverified="Lest to ganger")
    for key, group in CATALOGUE.groups.items():
        if group.hidden in classes:
            fields = [what for what in group.fields if CATALOGUE[what].kind is not Kind.PART]
            yield key, _row(cast, key, {what: _value(what) for what in fields})
        for what, codes in group.hidden_if.items():
            for code, hidden in codes.items():
                if hidden in classes:
                    yield f"{key} {code}", _row(cast, key, {what: code})
        if not (group.hidden or group.required or key in ONE_ROW):
            for what in group.fields:
                if CATALOGUE[what].hidden in classes:
                    yield f"{key}.{what}", _row(cast, key, {what: _value(what)})


def write(cast: Cast, thing: Hidden) -> None:
    findings, of_rows = ([thing], []) if isinstance(thing, Finding) else ([], [thing])
    rows.write_answers(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        findings=findings,
        rows=of_rows,
        key=made.new_key(),
    )


class Hers:
    """All that Nora can see."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.pages, self.door = AtWork(cast.ctx, cast.nora, "nora"), Caller(cast, cast.nora)

    def seen(self) -> Views:
        cast, card, her = self.cast, to_text(self.cast.nora_card), to_text(self.cast.nora.party)
        found: Views = {
            path: KEY.sub("", self.pages.get(path).text)
            for path in ("/min", f"/min/kort/{card}", "/min/skjema")
        }
        found["log"] = log(cast)
        for path in (
            f"/EpisodeOfCare/{card}/$everything",
            f"/Patient/{her}/$everything",
            f"/Patient/{her}/$summary",
            f"/Observation?patient={her}&_count=1",
            f"/DocumentReference?patient={her}",
        ):
            answer = self.door.get(path)
            assert answer.status_code == 200, path
            found[path] = answer.text
        for edition in (documents.SHARING, documents.WHOLE):
            found[edition] = documents.read_document(
                cast.nora, ctx=cast.ctx, card=cast.nora_card, edition=edition, door="https://x.example"
            )
        return found | {"print": printing.print_own_card(cast.nora, ctx=cast.ctx)}


class Shared:
    """All that goes to others: on paper, as a document, with a referral, in a summary; and the child's part."""

    def __init__(self, cast: Cast, *, born: bool) -> None:
        self.cast, self.nurse = cast, None
        if born:
            nurse = hege(cast)
            handed(cast, nurse)
            self.nurse = AtWork(cast.ctx, nurse, "hege")

    def seen(self) -> Views:
        cast, ctx = self.cast, self.cast.ctx
        card = made.read(cast, cast.nora_card)
        given = referral(cast, sections=tuple(ctx.referrals.section))
        paper = printing.print_card(cast.ingrid, ctx=ctx, card=cast.nora_card, edition=Edition.SHARING)
        found: Views = {
            "print": replace(paper, card=replace(paper.card, last_seq=0)),
            "document": documents.read_document(
                cast.ingrid,
                ctx=ctx,
                card=cast.nora_card,
                edition=documents.SHARING,
                door="https://x.example",
            ),
            "summary": documents.read_summary(
                cast.ingrid, ctx=ctx, woman=cast.nora.party, door="https://x.example"
            ),
            "referral": sent(card, given, ctx.referrals, CATALOGUE),
            "epicrisis": [one for one in compose(card, ctx.excerpts.epicrisis, CATALOGUE) if not one.hidden],
        }
        if self.nurse is not None:
            path = f"/klinikk/kort/{to_text(cast.nora_card)}/barn/{cast.nora_fetus}"
            found |= {path: self.nurse.get(path).text, "desk": self.nurse.says("/klinikk")}
        return found


def changed(cast: Cast, views: Hers | Shared, classes: frozenset[str]) -> list[tuple[str, str]]:
    """What shows that something was written: the view, and the thing."""
    views.seen()
    before, found = views.seen(), []
    for name, thing in hidden_things(cast, classes):
        write(cast, thing)
        after = views.seen()
        found += [(view, name) for view in before if before[view] != after[view]]
        before = after
    return found


@pytest.mark.parametrize("born", [False, True])
def test_nothing_she_sees_changes_by_what_is_kept_off_her_page(cast: Cast, *, born: bool) -> None:
    if born:
        lived(cast)
    hers = Hers(cast)
    assert changed(cast, hers, CATALOGUE.kept_off_her_page) == []
    before = hers.seen()
    write(cast, Finding("illness_heart", value=True, on=TODAY))
    told = {view for view, seen in hers.seen().items() if seen != before[view]}
    silent = {f"/DocumentReference?patient={to_text(cast.nora.party)}", *(["/min/skjema"] if born else [])}
    assert told == before.keys() - silent, "what is open shows"


@pytest.mark.parametrize("born", [False, True])
def test_nothing_that_goes_to_others_changes_by_what_is_of_a_class(cast: Cast, *, born: bool) -> None:
    if born:
        lived(cast)
    assert changed(cast, Shared(cast, born=born), frozenset(CATALOGUE.classes)) == []
