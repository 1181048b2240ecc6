"""The growth curve: published values, where it is valid, what it calls itself, and faulty files."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import helsekort.record.growth as growth
from helsekort.record.growth import read_curve

TEXT = (Path(growth.__file__).parent / "data" / "curves" / "intergrowth_sfh.toml").read_text(encoding="utf-8")
CURVE = read_curve(TEXT)


def value(days: int, z: float) -> float:
    found = CURVE.at(days, z)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("weeks", "p10", "p50", "p90"),
    [
        (24, 21.7, 23.8, 25.8),
        (28, 25.5, 27.7, 29.9),
        (32, 29.1, 31.4, 33.8),
        (36, 32.4, 34.9, 37.3),
        (40, 35.4, 38.0, 40.5),
    ],
)
def test_published_centiles(weeks: int, p10: float, p50: float, p90: float) -> None:
    # The table is printed to a tenth of a centimetre and smoothed: a tenth is as near as the equation comes.
    for label, printed in (("P10", p10), ("P50", p50), ("P90", p90)):
        assert abs(value(7 * weeks, CURVE.centiles[label].z) - printed) < 0.1


@pytest.mark.parametrize(("weeks", "mean", "sd"), [(24, 23.75, 1.61), (32, 31.42, 1.82), (40, 37.95, 2.02)])
def test_published_mean_and_standard_deviation(weeks: int, mean: float, sd: float) -> None:
    assert round(value(7 * weeks, 0), 2) == mean
    assert round(value(7 * weeks, 1) - value(7 * weeks, 0), 2) == sd


def test_limits_at_31_weeks() -> None:
    assert round(value(217, CURVE.centiles["P10"].z), 1) == 28.2
    assert round(value(217, -2), 1) == 26.9


def test_valid_from_16_to_42_weeks() -> None:
    assert CURVE.at(111, 0) is None
    assert CURVE.at(112, 0) is not None
    assert CURVE.at(294, 0) is not None
    assert CURVE.at(295, 0) is None
    assert CURVE.at(0, 0) is None


@given(st.integers(112, 294), st.floats(-3, 3), st.floats(-3, 3))
def test_a_higher_centile_is_never_lower(days: int, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert value(days, low) <= value(days, high)


@given(st.integers(112, 293), st.sampled_from(sorted(CURVE.centiles)))
def test_the_lines_rise_with_every_day(days: int, centile: str) -> None:
    z = CURVE.centiles[centile].z
    assert value(days, z) < value(days + 1, z)


def test_centiles_lie_around_the_mean() -> None:
    assert list(CURVE.centiles) == ["P10", "P50", "P90"]
    assert CURVE.centiles["P50"].z == 0
    assert CURVE.centiles["P10"].z == -CURVE.centiles["P90"].z
    assert abs(CURVE.centiles["P90"].z - 1.2816) < 0.0001


def test_the_curve_says_what_it_is_not() -> None:
    assert "IKKE kurven på det norske papirkortet" in CURVE.label
    assert "i5662" in CURVE.source
    assert "NC" in CURVE.licence
    assert CURVE.unit == "cm"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit = "cm"\n', "", "missing required field `unit`.*correct that key"),
        ('source = "', 'origin = "', "growth curve: .*(source|origin)"),
        ('unit = "cm"', 'unit = ""', r"\$.unit"),
        ('unit = "cm"', 'unit = "cm"\ncolour = "red"', "unknown field `colour`"),
        ("log_power = 1", "log_power = -1", r"\$.mean\[2\].log_power"),
        ("log_power = 1", "logpower = 1", r"\$.mean\[2\]"),
        ("coefficient = 5.133374", 'coefficient = "5"', r"\$.mean\[0\].coefficient"),
        ("valid_to_days = 294", "valid_to_days = 112", "`valid_from_days` must be below"),
        ("valid_from_days = 112", "valid_from_days = 0", r"\$.valid_from_days"),
        ("coefficient = 0.0258087", "coefficient = -0.0258087", "not above 0 at .* check its coefficients"),
        ("coefficient = 0.0258087", "coefficient = nan", "not above 0"),
        ('mark = "V"', 'mark = "Q"', "mark"),
        ("[centiles]", "[centiles", "not valid TOML"),
    ],
)
def test_a_faulty_file_is_refused_by_key_and_remedy(old: str, new: str, said: str) -> None:
    assert old in TEXT, "the test's own premise"
    with pytest.raises(ValueError, match=said):
        read_curve(TEXT.replace(old, new, 1))


def test_a_curve_without_lines_is_refused() -> None:
    without = "\n".join(line for line in TEXT.splitlines() if not line.startswith("P"))
    with pytest.raises(ValueError, match="`centiles` is empty"):
        read_curve(without)
