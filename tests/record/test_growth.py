"""The growth curve: published values, where it is valid, what it calls itself, and faulty files."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import helsekort.record.growth as growth
from helsekort import datafiles
from helsekort.record.growth import in_use, read_curve
from helsekort.settings import BadSetting

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
        assert abs(value(7 * weeks, CURVE.lines[label].z or 0) - printed) < 0.1


@pytest.mark.parametrize(("weeks", "mean", "sd"), [(24, 23.75, 1.61), (32, 31.42, 1.82), (40, 37.95, 2.02)])
def test_published_mean_and_standard_deviation(weeks: int, mean: float, sd: float) -> None:
    assert round(value(7 * weeks, 0), 2) == mean
    assert round(value(7 * weeks, 1) - value(7 * weeks, 0), 2) == sd


def test_limits_at_31_weeks() -> None:
    assert round(value(217, CURVE.lines["P10"].z or 0), 1) == 28.2
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


@given(st.integers(112, 293), st.sampled_from(sorted(CURVE.lines)))
def test_the_lines_rise_with_every_day(days: int, centile: str) -> None:
    today, tomorrow = CURVE.on_line(days, centile), CURVE.on_line(days + 1, centile)
    assert today is not None
    assert tomorrow is not None
    assert today < tomorrow


def test_centiles_lie_around_the_mean() -> None:
    z = {key: line.z or 0 for key, line in CURVE.lines.items()}
    assert list(z) == list(CURVE.band) == ["P10", "P50", "P90"]
    assert z["P50"] == 0
    assert z["P10"] == -z["P90"]
    assert abs(z["P90"] - 1.2816) < 0.0001


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
        ("log_power = 1", "log_power = -1", r"\$.equation.mean\[2\].log_power"),
        ("log_power = 1", "logpower = 1", r"\$.equation.mean\[2\]"),
        ("coefficient = 5.133374", 'coefficient = "5"', r"\$.equation.mean\[0\].coefficient"),
        ("valid_to_days = 294", "valid_to_days = 112", "`valid_from_days` must be below"),
        ("valid_from_days = 112", "valid_from_days = 0", r"\$.valid_from_days"),
        (
            "coefficient = 0.0258087",
            "coefficient = -0.0258087",
            "not above 0 and in order at .* check its coefficients",
        ),
        ("coefficient = 0.0258087", "coefficient = nan", "not above 0 and in order"),
        ('mark = "V"', 'mark = "Q"', "mark"),
        ("[lines]", "[lines", "not valid TOML"),
    ],
)
def test_a_faulty_file_is_refused_by_key_and_remedy(old: str, new: str, said: str) -> None:
    assert old in TEXT, "the test's own premise"
    with pytest.raises(ValueError, match=said):
        read_curve(TEXT.replace(old, new, 1))


def test_a_curve_without_lines_is_refused() -> None:
    without = "\n".join(line for line in TEXT.splitlines() if not line.startswith("P"))
    with pytest.raises(ValueError, match="`lines` has not three lines"):
        read_curve(without)


# --- weights of the fetus -----------------------------------------------------------------------------------

MARSAL, STIRNEMANN = (
    read_curve(
        (Path(growth.__file__).parent / "data" / "curves" / f"{name}.toml").read_text(encoding="utf-8")
    )
    for name in ("marsal_1996", "intergrowth_efw")
)
ORDER = """
name = "own"
of = "estimated_weight"
in_use = true
label = "Egen"
source = "A table of the owner's"
licence = "Own"
edition = "1"
mark = "D"
unit = "g"
valid_from_days = 168
valid_to_days = 182

[lines]
P10 = { label = "10" }
P50 = { label = "50" }
P90 = { label = "90" }

[[table]]
days = 168
values = { P10 = 600, P50 = 700, P90 = 800 }

[[table]]
days = 175
values = { P10 = 670, P50 = 770, P90 = 870 }

[[table]]
days = 182
values = { P10 = 810, P50 = 910, P90 = 1010 }
"""


@pytest.mark.parametrize(
    ("days", "key", "printed"),
    [(154, key, printed) for key, printed in {"P10": 481, "P50": 525, "P90": 578}.items()]
    + [(280, "P50", 3338)],
)
def test_the_published_weights_of_intergrowth(days: int, key: str, printed: int) -> None:
    found = STIRNEMANN.on_line(days, key)
    assert found is not None
    assert round(found) == printed


@pytest.mark.parametrize("z", [-2.5, -1.3, 0.4, 2.0])
@pytest.mark.parametrize("days", range(154, 281, 9))
def test_weights_of_intergrowth_turn_back_into_their_deviations(days: int, z: float) -> None:
    """A second derivation, from the weight to z, in the words of the article's method."""
    weight, g = STIRNEMANN.at(days, z), days / 7
    assert weight is not None
    skew = -4.257629 - 2162.234 / g**2 + 0.0002301829 * g**3
    middle = 4.956737 + g**3 * (0.0005019687 - 0.0001227065 * math.log(g))
    spread = (-6.997171 + g**3 * (0.057559 - 0.01493946 * math.log(g))) / 10_000
    assert ((math.log(weight) / middle) ** skew - 1) / (spread * skew) == pytest.approx(z, abs=1e-6)


def test_marsals_curve_is_the_mean_of_boys_and_girls() -> None:
    boys = (-1.907345e-6, 1.140644e-3, -1.336265e-1, 1.976961, 241.0053)
    girls = (-2.761948e-6, 1.744841e-3, -2.893626e-1, 18.91197, -413.5122)

    def grams(coefficients: tuple[float, ...], days: int) -> float:
        found = 0.0
        for coefficient in coefficients:
            found = found * days + coefficient
        return found

    assert [round(grams(each, 280)) for each in (boys, girls)] == [3634, 3522]
    for days in range(MARSAL.valid_from_days, MARSAL.valid_to_days + 1):
        middle = MARSAL.on_line(days, "M")
        both = (grams(boys, days) + grams(girls, days)) / 2
        assert middle == pytest.approx(both, abs=1e-6)
        assert MARSAL.on_line(days, "−2 SD") == pytest.approx(0.76 * both, abs=1e-6)
    assert (MARSAL.on_line(167, "M"), MARSAL.on_line(295, "M")) == (None, None)


def test_a_table_is_drawn_straight_between_its_ages() -> None:
    own = read_curve(ORDER)
    found = [own.on_line(days, "P50") for days in (167, 168, 169, 175, 176, 182, 183)]
    assert found == [None, 700, 710, 770, 790, 910, None]
    assert own.at(170, 0) is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("P10 = 670, ", "", "at 175 days has not one value for each line"),
        ("days = 175", "days = 168", "at least two ages in days, lowest first"),
        ("valid_to_days = 182", "valid_to_days = 183", "does not reach over all ages"),
        ("P50 = 770", "P50 = 970", "not above 0 and in order at .* check its cells"),
        ('P10 = { label = "10" }', 'P10 = { label = "10", z = -1 }', "have no `z`"),
        ("[lines]", '[equation]\nkind = "share"\nshare = 0.1\nmean = []\n[lines]', r"equation.mean"),
        ('P90 = { label = "90" }', "", "has not three lines"),
    ],
)
def test_a_faulty_table_is_refused_with_its_remedy(old: str, new: str, said: str) -> None:
    assert old in ORDER, "the test's own premise"
    with pytest.raises(ValueError, match=said):
        read_curve(ORDER.replace(old, new, 1))


def test_an_equation_and_a_table_at_once_are_refused() -> None:
    with pytest.raises(ValueError, match="either an `equation` or a `table`"):
        read_curve(TEXT + ORDER[ORDER.index("[[table]]") :])


def test_one_curve_is_in_use_for_each_measure() -> None:
    assert in_use([CURVE, MARSAL, STIRNEMANN]) == {"fundal_height": CURVE, "estimated_weight": MARSAL}
    with pytest.raises(ValueError, match=r"marsal_1996 and own are both in use .* in_use = false"):
        in_use([CURVE, MARSAL, read_curve(ORDER)])


def test_an_owners_curve_stands_in_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(ORDER, encoding="utf-8")
    found = datafiles.curves(tmp_path)
    assert (found["estimated_weight"].name, found["fundal_height"].name) == ("own", "intergrowth_sfh")


def test_an_owners_faulty_curve_is_refused_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(ORDER.replace("P10 = 670, ", ""), encoding="utf-8")
    with pytest.raises(BadSetting, match=r"HELSEKORT_CURVES: own.toml: growth curve: .* at 175 days"):
        datafiles.curves(tmp_path)
    with pytest.raises(BadSetting, match="names no folder"):
        datafiles.curves(tmp_path / "none")
    (tmp_path / "own.toml").write_text(ORDER, encoding="utf-8")
    (tmp_path / "two.toml").write_text(ORDER.replace('"own"', '"two"'), encoding="utf-8")
    with pytest.raises(BadSetting, match="own and two are both in use"):
        datafiles.curves(tmp_path)
