"""The step on her page, the way out of it, and the page where a clinician opens a class together with her."""

import re

import pytest

from helsekort.actions import private_views, rows
from helsekort.record.entries import Cell, Finding, Row
from helsekort.settings import BadSetting, read_settings
from tests import cast as made
from tests.cast import TODAY, Cast
from tests.web.at_work import AtWork, card_path, ingrid

OPENED = "/vis-mer"


def nora(cast: Cast) -> AtWork:
    return AtWork(cast.ctx, cast.nora, "nora")


def test_the_way_to_the_step_is_on_her_page_whether_there_is_anything_behind_it_or_not(cast: Cast) -> None:
    hers = nora(cast)
    before, step = hers.get("/min").text, hers.get("/min/mer").text
    assert '<a class="ds-link" href="/min/mer">' in before
    made.record(cast, cast.nora_card, made.pressure(), Finding("mood", "Tung.", TODAY))
    assert hers.get("/min/mer").text == step


def test_behind_the_step_is_what_she_hides_and_her_other_pages_stay_as_they_were(cast: Cast) -> None:
    made.record(cast, cast.nora_card, Finding("mood", "Tung.", TODAY))
    hers = nora(cast)
    assert hers.get("/min/mer/kort").headers["location"] == "/min/mer", "first the step"
    assert hers.post("/min/mer").headers["location"] == "/min/mer/kort"
    assert "Tung." in hers.says("/min/mer/kort")
    for path in ("/min", "/min/kort", "/min/mer", "/min/innsyn"):
        assert "Tung." not in hers.get(path).text, path
    assert hers.post("/min/mer/skjul").headers["location"] == "/min"
    assert hers.get("/min/mer/kort").headers["location"] == "/min/mer"
    assert hers.get("/min/mer/innsyn").headers["location"] == "/min/mer"


def test_an_empty_view_behind_the_step_has_the_form_of_a_full_one(cast: Cast) -> None:
    """The same parts in the same order: what is there is in them, and no part says that nothing is."""

    def parts(of: AtWork) -> list[str]:
        of.post("/min/mer")
        return re.findall(r'aria-labelledby="([a-z-]+)"', of.get("/min/mer/kort").text)

    kari, full = AtWork(cast.ctx, cast.kari, "kari"), nora(cast)
    made.record(cast, cast.kari_card, made.pressure())
    bare = parts(kari)
    made.record(cast, cast.nora_card, made.pressure(), Finding("fear_of_birth", value=True, on=TODAY))
    assert set(bare) <= set(parts(full))
    assert {"behind", "facts", "results"} <= set(bare)


def test_leaving_quickly_ends_the_session_and_goes_elsewhere(cast: Cast) -> None:
    hers = nora(cast)
    hers.post("/min/mer")
    token = hers.client.cookies["helsekort"]
    answer = hers.post("/min/lukk")
    assert answer.status_code == 200
    assert f'content="0;url={cast.ctx.quick_exit}"' in answer.text
    assert not {"helsekort", "svanger", "nora"} & set(re.findall(r"[a-z]+", answer.text.lower()))
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert answer.headers["cache-control"] == "no-store"
    hers.client.cookies.set("helsekort", token)
    for path in ("/min", "/min/mer/kort", "/min/mer"):
        assert hers.get(path).headers["location"].startswith("/?videre="), "what the back button leads to"


def test_a_form_from_elsewhere_takes_no_step_and_ends_nothing(cast: Cast) -> None:
    hers = nora(cast)
    for path in ("/min/mer", "/min/lukk", "/min/mer/skjul"):
        assert hers.client.post(path, headers={"Origin": "https://evil.example"}).status_code == 403
    assert hers.get("/min").status_code == 200
    assert hers.get("/min/lukk").headers["location"] == "/min", "an address alone does nothing"


def test_a_clinician_opens_and_closes_a_class_with_her(cast: Cast) -> None:
    at_work, path = ingrid(cast), card_path(cast.nora_card) + OPENED
    assert "Lukket." in at_work.says(path)
    assert at_work.post(path, act="open", name="violence").headers["location"] == path
    view = private_views.read_her_view(cast.ingrid, ctx=cast.ctx, card=cast.nora_card)
    assert view.opened == ["violence"]
    assert "Åpent for henne" in at_work.says(path)
    at_work.post(path, act="close", name="violence")
    assert "Åpent for henne" not in at_work.says(path)


@pytest.mark.parametrize(
    "fields",
    [{"act": "open", "name": "mind"}, {"act": "open"}, {"act": "told"}, {"act": "told", "origin": "x"}, {}],
)
def test_what_is_no_choice_is_refused_and_changes_nothing(cast: Cast, fields: dict[str, str]) -> None:
    at_work, path = ingrid(cast), card_path(cast.nora_card) + OPENED
    assert at_work.post(path, **fields).status_code in (400, 403, 404, 422)
    assert private_views.read_her_view(cast.ingrid, ctx=cast.ctx, card=cast.nora_card).opened == []


def test_what_waits_to_be_told_stands_there_with_its_day(cast: Cast) -> None:
    found = Row("ultrasound_fetus", TODAY, (Cell("anatomy", "FINDING"),), fetus=cast.nora_fetus)
    given = {"card": cast.nora_card, "findings": [], "rows": [found], "key": made.new_key()}
    rows.write_answers(cast.ingrid, ctx=cast.ctx, **given)
    at_work, path = ingrid(cast), card_path(cast.nora_card) + OPENED
    said = at_work.says(path)
    assert "Anatomi" in said
    assert "24. mars" in said
    fields = dict(
        re.findall(r'name="(act|origin|up_to)" value="([^"]*)"', at_work.get(path).text.split("</form>")[2])
    )
    assert at_work.post(path, **fields).headers["location"] == path
    assert "Anatomi" not in at_work.says(path)


@pytest.mark.parametrize(
    "address", ["http://www.yr.no/", "javascript:alert(1)", "https://a.example/?q", "yr.no"]
)
def test_the_way_out_is_a_plain_https_address(address: str) -> None:
    with pytest.raises(BadSetting):
        read_settings({"HELSEKORT_QUICK_EXIT": address})
    assert read_settings({}).quick_exit == "https://www.yr.no/"
