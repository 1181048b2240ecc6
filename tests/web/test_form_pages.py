"""A form about a card, through its pages: asked, kept, saved once, and what stands is not asked again."""

import html
import re
from decimal import Decimal

import pytest
from httpx import Response

from helsekort.actions import rows
from helsekort.record.entries import Absent, Cell, Finding, FromPaper, Row
from helsekort.web.shared.posted import parse_form
from tests import cast as made
from tests.cast import TODAY, Cast
from tests.web.at_work import AtWork, card_path, ingrid, words

DAY = "10.03.2026"
TAG = re.compile(r"<(input|textarea|select|option)\b([^>]*)>(?:\n([^<]*)</textarea>)?")
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"|\b(checked|selected|autofocus)\b')
ENDING = re.compile(r"_at_(declined|unverified)$")


class Pad:
    """A form in front of someone: it is posted with what stands in it, as a browser would."""

    def __init__(self, who: AtWork, path: str) -> None:
        self.who, self.path = who, path
        self.answer = who.get(path)
        assert self.answer.status_code == 200, self.answer.status_code

    def fields(self) -> list[tuple[str, str]]:
        """What the page would send."""
        found: list[tuple[str, str]] = []
        inside = self.answer.text.partition('id="form"')[2].partition("</form>")[0]
        chosen = ""
        for tag, rest, text in TAG.findall(inside):
            said = {name or flag: value for name, value, flag in ATTRIBUTE.findall(rest)}
            kind = said.get("type", "")
            if tag == "select":
                chosen = said["name"]
                found.append((chosen, ""))
            elif tag == "option" and "selected" in said:
                found[-1] = (chosen, said["value"])
            elif tag == "textarea":
                found.append((said["name"], html.unescape(text)))
            elif tag == "input" and (kind not in ("radio", "checkbox") or "checked" in said):
                found.append((said["name"], said.get("value", "")))
        return found

    def press(self, act: str = "", **typed: str | list[str]) -> Response:
        """Send it with more typed in, and keep what comes back."""
        new = {ENDING.sub(r"-\1", name.replace("__", ".")): value for name, value in typed.items()}
        kept = [(name, value) for name, value in self.fields() if name not in new]
        data: dict[str, list[str]] = {}
        for name, value in [*kept, *(("act", act) for _ in [0] if act)]:
            data.setdefault(name, []).append(value)
        for name, value in new.items():
            data[name] = value if isinstance(value, list) else [value]
        self.answer = self.who.post(self.path, **data)
        return self.answer

    def says(self) -> str:
        return words(self.answer.text)

    def typed(self, name: str) -> list[str]:
        return [value for field, value in self.fields() if field == name]


@pytest.fixture
def pad(cast: Cast) -> Pad:
    """The first visit of Nora's card, in front of Ingrid."""
    return Pad(ingrid(cast), card_path(cast.nora_card) + "/skjema/first-visit")


def stands(cast: Cast, what: str) -> Finding | None:
    return made.read(cast, cast.nora_card).latest(what)


def test_what_was_typed_stands_and_what_was_not_is_not_there(cast: Cast, pad: Pad) -> None:
    answer = pad.press(height="168", illness_heart="N", illness_diabetes="Y", folate_before="")
    assert answer.status_code == 303, pad.says()
    assert stands(cast, "height") == Finding("height", Decimal(168), TODAY)
    assert [stands(cast, key).value for key in ("illness_heart", "illness_diabetes")] == [False, True]  # type: ignore[union-attr]  # both are there
    assert stands(cast, "folate_before") is None
    card = made.read(cast, cast.nora_card)
    assert {one.now.what for one in card.findings} == {"height", "illness_heart", "illness_diabetes"}
    assert "Lagret på kortet." in pad.who.says(answer.headers["location"])


def test_rows_are_written_with_the_rest_at_once(cast: Cast, pad: Pad) -> None:
    before = made.read(cast, cast.nora_card).last_seq
    pad.press("more:earlier_birth", height="168")
    assert pad.answer.status_code == 200
    assert pad.typed("height") == ["168"]
    pad.press("more:earlier_birth", earlier_birth__1__outcome="LIVE", earlier_birth__1__birth_year="2019")
    assert pad.typed("earlier_birth.1.outcome") == ["LIVE"]
    answer = pad.press(earlier_birth__2__outcome="SA_EARLY", earlier_birth__1__weight_g="3450")
    assert answer.status_code == 303, pad.says()
    card = made.read(cast, cast.nora_card)
    assert [trail.now.value("outcome") for trail in card.rows_of("earlier_birth")] == ["LIVE", "SA_EARLY"]
    assert card.last_seq == before + 3


def test_a_row_can_be_taken_away_again(cast: Cast, pad: Pad) -> None:
    pad.press("more:allergy")
    pad.press("more:allergy", allergy__1__substance="penicillin")
    pad.press("less:allergy.1", allergy__2__substance="latex")
    assert pad.press().status_code == 303
    (only,) = made.read(cast, cast.nora_card).rows_of("allergy")
    assert only.now.cells == (Cell("substance", "latex"),)


def test_the_hands_go_on_in_the_new_row(pad: Pad) -> None:
    pad.press("more:allergy")
    assert re.search(r'name="allergy\.1\.substance"[^>]* autofocus', pad.answer.text)


def test_no_to_the_rest_leaves_what_was_answered(cast: Cast, pad: Pad) -> None:
    pad.press("rest:illness", illness_diabetes="Y", illness_epilepsy_at_declined="1")
    assert stands(cast, "illness_heart") is None  # nothing is saved by the press
    assert pad.press().status_code == 303
    assert [stands(cast, key).value for key in ("illness_heart", "illness_diabetes")] == [False, True]  # type: ignore[union-attr]  # both are there
    assert stands(cast, "illness_epilepsy").absent is Absent.DECLINED  # type: ignore[union-attr]  # it is there
    assert stands(cast, "parents_related") is None  # another section


def test_what_stands_is_shown_and_not_asked(cast: Cast, pad: Pad) -> None:
    pad.press(height="168", illness_heart="N")
    again = Pad(pad.who, pad.path)
    assert again.typed("height") == []
    assert "Høyde 168 cm 10.03.2026, Ingrid" in again.says()
    assert again.press(prepregnancy_weight="62").status_code == 303
    assert [one.now.what for one in made.read(cast, cast.nora_card).findings].count("height") == 1


def test_an_unusual_value_is_asked_about_beside_its_field(cast: Cast, pad: Pad) -> None:
    assert pad.press(height="201").status_code == 422
    assert "Ja, 201 stemmer" in pad.says()
    assert stands(cast, "height") is None
    (mark,) = re.findall(r'id="height-confirm" name="confirmed" value="([^"]+)"', pad.answer.text)
    assert pad.press(confirmed=mark).status_code == 303
    assert stands(cast, "height").value == Decimal(201)  # type: ignore[union-attr]  # it is there


def test_what_cannot_be_meant_is_kept_with_a_reason(cast: Cast, pad: Pad) -> None:
    assert pad.press(height="16").status_code == 422
    assert 'name="height-unverified"' in pad.answer.text
    assert pad.press(height_at_unverified="oppgitt slik").status_code == 303
    assert stands(cast, "height").unverified == "oppgitt slik"  # type: ignore[union-attr]  # it is there


def test_an_unusual_value_in_a_row_is_asked_about_in_that_row(cast: Cast, pad: Pad) -> None:
    pad.press("more:earlier_birth")
    pad.press("more:earlier_birth", earlier_birth__1__outcome="LIVE")
    pad.press(earlier_birth__2__outcome="LIVE", earlier_birth__2__weight_g="9,5")
    assert pad.answer.status_code == 422
    assert 'id="earlier_birth.2.weight_g-error"' in pad.answer.text
    assert made.read(cast, cast.nora_card).rows == []


def test_errors_stand_at_the_top_and_beside_the_fields_and_nothing_is_lost(cast: Cast, pad: Pad) -> None:
    pad.press("more:allergy")
    pad.press(height="høy", last_period="31.02.2026", allergy__1__reaction="utslett", note="Alt vel")
    assert pad.answer.status_code == 422
    for field in ("height", "last_period", "allergy.1.substance"):
        assert f'href="#{field}"' in pad.answer.text
        assert f'id="{field}-error"' in pad.answer.text
    assert pad.typed("height") == ["høy"]
    assert "Alt vel" in pad.answer.text
    assert made.read(cast, cast.nora_card).findings == []


def test_a_day_to_come_is_told_once_at_the_date(cast: Cast, pad: Pad) -> None:
    pad.press(on="11.03.2026", height="168", births_="", illness_heart="N")
    assert pad.answer.status_code == 422
    assert pad.answer.text.count("er i framtiden") == 2  # beside the field, and at the top


def test_a_double_click_writes_once(cast: Cast, pad: Pad) -> None:
    sent = {"height": "168"}
    key = pad.typed("key")[0]
    assert pad.press(**sent).status_code == 303
    before = made.read(cast, cast.nora_card).last_seq
    again = pad.who.post(pad.path, on=DAY, key=key, height="168")
    assert again.status_code == 303
    assert made.read(cast, cast.nora_card).last_seq == before


def test_the_same_form_with_more_in_it_shows_what_stands_and_saves_the_rest(cast: Cast, pad: Pad) -> None:
    key = pad.typed("key")[0]
    pad.press(height="168")
    pad.answer = pad.who.post(pad.path, on=DAY, key=key, height="168", prepregnancy_weight="62")
    assert pad.answer.status_code == 409
    assert "allerede lagret" in pad.says()
    assert (pad.typed("height"), pad.typed("prepregnancy_weight")) == ([], ["62"])
    assert pad.press().status_code == 303
    assert [one.now.what for one in made.read(cast, cast.nora_card).findings] == [
        "height",
        "prepregnancy_weight",
    ]


def test_a_draft_is_kept_found_again_and_gone_when_it_is_saved(cast: Cast, pad: Pad) -> None:
    answer = pad.press("draft", height="høy", illness_heart="N")
    assert answer.headers["location"] == "/klinikk/utkast"
    assert "Nora" in pad.who.says("/klinikk/utkast")
    assert made.read(cast, cast.nora_card).findings == []
    again = Pad(pad.who, pad.path)
    assert (again.typed("height"), again.typed("illness_heart")) == (["høy"], ["N"])
    assert again.press(height="168").status_code == 303
    assert "Du har ingen kladder." in pad.who.says("/klinikk/utkast")
    assert Pad(pad.who, pad.path).typed("illness_heart") == []


def test_a_draft_is_its_writers_alone(cast: Cast, pad: Pad) -> None:
    pad.press("draft", height="168")
    other = AtWork(cast.ctx, cast.amir, "amir")
    assert "Du har ingen kladder." in other.says("/klinikk/utkast")
    assert Pad(other, pad.path).typed("height") == [""]


def test_a_draft_can_be_thrown_away(pad: Pad) -> None:
    pad.press("draft", height="168")
    again = Pad(pad.who, pad.path)
    assert again.press("drop").status_code == 303
    assert Pad(pad.who, pad.path).typed("height") == [""]


def test_a_whole_card_is_taken_over_from_paper(cast: Cast, pad: Pad) -> None:
    pad.press("more:allergy")
    pad.press(
        paper="1",
        paper_written_by="Turid Nes",
        paper_written_on="05.01.2026",
        on="05.01.2026",
        height="168",
        allergy__1__substance="latex",
    )
    assert pad.answer.status_code == 303, pad.says()
    card = made.read(cast, cast.nora_card)
    paper = FromPaper("Turid Nes", TODAY.replace(month=1, day=5))
    assert [one.now.paper for one in (*card.findings, *card.rows)] == [paper, paper]
    assert "Turid Nes, fra papirkort" in Pad(pad.who, pad.path).says()


def test_her_own_answer_is_offered_and_taken_over_only_by_a_press(cast: Cast, pad: Pad) -> None:
    rows.answer_own(
        cast.nora,
        ctx=cast.ctx,
        card=cast.nora_card,
        findings=[made.finding("illness_heart", True)],
        rows=[Row("allergy", TODAY, (Cell("substance", "latex"),))],
        key="own",
    )
    again = Pad(pad.who, pad.path)
    assert "Hennes eget svar, 10.03.2026" in again.says()
    assert again.typed("illness_heart") == [""]
    assert again.typed("take") == []
    again.press("take-all")
    assert len(again.typed("take")) == 2
    assert again.press().status_code == 303
    card = made.read(cast, cast.nora_card)
    hers, taken = card.series("illness_heart")
    assert (hers.now.by_woman, taken.now.by_woman) == (True, False)
    assert taken.now.identifiers[0].value.endswith(f"-{hers.origin}")
    assert [trail.now.by_woman for trail in card.rows_of("allergy")] == [True, False]
    assert "Hennes eget svar" not in Pad(pad.who, pad.path).says()


def test_an_answer_taken_over_and_typed_is_asked_about(cast: Cast, pad: Pad) -> None:
    rows.answer_own(
        cast.nora,
        ctx=cast.ctx,
        card=cast.nora_card,
        findings=[made.finding("illness_heart", True)],
        rows=[],
        key="own",
    )
    again = Pad(pad.who, pad.path)
    again.press("take-all")
    assert again.press(illness_heart="N").status_code == 422
    assert stands(cast, "illness_heart").by_woman  # type: ignore[union-attr]  # it is there


def test_a_form_that_is_not_there_is_not_found(cast: Cast) -> None:
    assert ingrid(cast).get(card_path(cast.nora_card) + "/skjema/unheard-of").status_code == 404


def test_a_form_of_a_card_that_is_not_hers_to_open_is_refused(cast: Cast) -> None:
    lars = AtWork(cast.ctx, cast.lars, "lars")
    path = card_path(cast.nora_card) + "/skjema/first-visit"
    assert lars.get(path).status_code == lars.post(path, height="168").status_code == 403
    assert made.read(cast, cast.nora_card).findings == []


def test_an_empty_form_is_told_and_writes_nothing(cast: Cast, pad: Pad) -> None:
    before = made.read(cast, cast.nora_card).last_seq
    assert pad.press().status_code == 422
    assert made.read(cast, cast.nora_card).last_seq == before


@pytest.mark.parametrize(
    "act", ["more:nothing", "less:", "rest:nothing", "unheard-of", "more:allergy.1", "take-all"]
)
def test_a_press_that_is_not_known_changes_nothing(cast: Cast, pad: Pad, act: str) -> None:
    before = made.read(cast, cast.nora_card).last_seq
    assert pad.press(act, height="168").status_code == 200
    assert pad.typed("height") == ["168"]
    assert made.read(cast, cast.nora_card).last_seq == before


def test_a_form_of_many_rows_is_taken(pad: Pad) -> None:
    pairs = "&".join(f"earlier_birth.{row}.{field}=" for row in range(1, 10) for field in range(60))
    assert len(parse_form(pairs.encode()).fields) == 540
