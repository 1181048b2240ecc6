"""Every figure has a source and a mark, a wrong file says what is wrong, and the page says what came out."""

import re
from collections.abc import Callable

import pytest

from docs.synthetic_page import FAR, PAGE, measured, synthetic_page
from docs.synthetic_tallies import Mean
from helsekort.demo.country.dice import Dice
from helsekort.demo.country.land import Plan, read_phrases
from helsekort.demo.country.parameters import read_parameters
from tests.demo.lands import TODAY, land
from tests.house.tree import PACKAGE

COUNTRY = PACKAGE / "demo" / "country"
GIVEN = (COUNTRY / "parameters.toml").read_text(encoding="utf-8")
TEXTS = (COUNTRY / "texts.toml").read_text(encoding="utf-8")

WRONG = {
    "no source": (
        lambda text: text.replace('source = "General knowledge, g/dL"', 'source = ""', 1),
        "source",
    ),
    "no mark": (lambda text: text.replace('mark = "V", ', "", 1), "mark"),
    "a share above one": (lambda text: text.replace("{ value = 0.425", "{ value = 42.5", 1), "first_birth"),
    "ends that are no range": (lambda text: text.replace("[63, 146]", "[146, 63]", 1), "loss_days"),
    "no weight": (lambda text: re.sub(r"\{ \"both\" = 81.*?\}", "{ }", text, count=1), "seen_by"),
    "an unknown key": (lambda text: text.replace("[care]", "[care]\nunknown = 1", 1), "unknown"),
    "no TOML": (lambda text: text + "\n[", "not valid TOML"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_file_says_where(kind: str) -> None:
    spoil: Callable[[str], str] = WRONG[kind][0]
    spoiled = spoil(GIVEN)
    assert spoiled != GIVEN
    with pytest.raises(ValueError, match=rf"^parameters.toml: .*{WRONG[kind][1]}"):
        read_parameters(spoiled)


def test_a_guess_is_not_marked_as_read_and_what_was_read_names_its_source() -> None:
    for name, given in read_parameters(GIVEN).every():
        assert given.said, name
        if given.source.lower().endswith(("a guess", "general knowledge")):
            assert given.mark in ("K", "D"), name
        if given.mark == "V":
            assert re.search(r"\d{4}|\.no\b|The same", given.source), name


def test_the_two_sets_of_texts_share_no_sentence() -> None:
    sets = []
    for chosen in ("a", "b"):
        phrases = read_phrases(TEXTS, chosen)
        words = [getattr(phrases, name) for name in phrases.__struct_fields__ if name != "told"]
        sets.append({sentence for each in [*words, *phrases.told.values()] for sentence in each})
        assert set(phrases.told) == set(land().parameters.care.call_about.weights)
    assert not sets[0] & sets[1]
    assert min(len(each) for each in sets) > 50
    with pytest.raises(ValueError, match="there is no set c"):
        read_phrases(TEXTS, "c")


def test_throws_are_even_and_normal_draws_have_their_mean_and_spread() -> None:
    dice = Dice("a test")
    throws = [dice.throw() for _ in range(20_000)]
    assert 0 <= min(throws) < 0.001 < 0.999 < max(throws) < 1
    assert sum(throws) / 20_000 == pytest.approx(0.5, abs=0.01)
    draws = [dice.normal(10, 2) for _ in range(20_000)]
    mean = sum(draws) / 20_000
    assert mean == pytest.approx(10, abs=0.06)
    assert (sum((one - mean) ** 2 for one in draws) / 20_000) ** 0.5 == pytest.approx(2, abs=0.05)
    assert {dice.whole(1, 3) for _ in range(100)} == {1, 2, 3}


def test_a_small_cohort_comes_out_near_its_aims() -> None:
    found, sizes = measured(land(women=700, seed=11))
    assert 80 < sum(sizes) / len(sizes) < 120
    seen = {name: tally for name, tally in found.items() if tally.count > 1}
    assert len(seen) > 40
    # one distribution is cut off on one side, and its page says so
    far = {name for name, tally in seen.items() if abs(tally.deviation) > FAR + 1} - {"pregnancy.term"}
    assert far == set()
    for name in ("readings.systolic", "readings.diastolic", "people.height", "results.haemoglobin_early"):
        tally = found[name]
        assert isinstance(tally, Mean)
        assert tally.spread == pytest.approx(tally.sd, rel=0.12), name


def test_the_measures_notice_a_slip() -> None:
    here = land(women=300, seed=11)
    spoiled = GIVEN.replace("rhd_negative = { value = 0.15", "rhd_negative = { value = 0.35", 1)
    other = type(here)(
        here.plan, read_parameters(spoiled), here.names, here.phrases, here.catalogue, here.terms, here.curve
    )
    drawn, _ = measured(other)
    aimed = measured(here)[0]["results.rhd_negative"]
    aimed.found = drawn["results.rhd_negative"].found
    assert abs(aimed.deviation) > FAR


def test_the_page_holds_every_parameter_as_it_is_now() -> None:
    written = PAGE.read_text(encoding="utf-8")
    rows = [
        f"| `{name}` | {given.said} | {given.mark} | {given.source} |"
        for name, given in read_parameters(GIVEN).every()
    ]
    assert [row for row in rows if row not in written] == []


def test_the_page_is_made_anew_alike() -> None:
    plan = Plan(3, 40, TODAY)
    assert synthetic_page(plan, full=5) == synthetic_page(plan, full=5)
