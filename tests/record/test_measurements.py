"""The catalogue: its two ranges at every limit, jumps, weeks, and files that are refused."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsekort import datafiles
from helsekort.record.entries import Finding, Pressure, Value
from helsekort.record.measurements import BadCatalogue, Concern, Kind, Level, concerns, read_catalogue

CATALOGUE = datafiles.catalogue()
ON = dt.date(2026, 3, 10)

# what -> (ask outside, refuse outside, one step), from the reference's table; None where it has no first range
LIMITS: dict[str, tuple[tuple[str, str] | None, tuple[str, str], str]] = {
    "gestational_age": (("28", "300"), ("0", "315"), "1"),
    "systolic": (("80", "159"), ("40", "280"), "1"),
    "diastolic": (("45", "109"), ("0", "200"), "1"),
    "weight": (("40", "150"), ("25", "300"), "0.1"),
    "prepregnancy_weight": (("40", "150"), ("25", "300"), "0.1"),
    "height": (("145", "190"), ("100", "215"), "1"),
    "fundal_height": (None, ("10", "60"), "1"),
    "fetal_heart_rate": (("110", "160"), ("40", "260"), "1"),
    "haemoglobin": (("8.0", "14.9"), ("2", "22"), "0.1"),
    "ferritin": (("5", "300"), ("0", "5000"), "1"),
    "hba1c": (("25", "47"), ("15", "160"), "1"),
    "births": (("0", "8"), ("0", "25"), "1"),
    "glucose": (("2.5", "11.0"), ("0.5", "50"), "0.1"),
    "glucose_fasting": (("2.5", "11.0"), ("0.5", "50"), "0.1"),
    "glucose_2h": (("2.5", "11.0"), ("0.5", "50"), "0.1"),
    "target_fasting": (("2.5", "11.0"), ("0.5", "50"), "0.1"),
    "target_after_meal": (("2.5", "11.0"), ("0.5", "50"), "0.1"),
    "temperature": (("35.5", "37.9"), ("30", "43"), "0.1"),
    "weight_g": (("2500", "4500"), ("200", "7000"), "1"),
    "length_cm": (("45", "56"), ("20", "65"), "0.1"),
    "head_cm": (("31", "38"), ("15", "45"), "0.1"),
    "cord_artery_ph": (("7.05", "7.45"), ("6.40", "7.70"), "0.01"),
    "cord_vein_ph": (("7.05", "7.45"), ("6.40", "7.70"), "0.01"),
    "apgar_1": (None, ("0", "10"), "1"),
    "apgar_5": (None, ("0", "10"), "1"),
    "apgar_10": (None, ("0", "10"), "1"),
    "blood_loss": (("1", "1000"), ("0", "15000"), "1"),  # 0 is asked about: not measured?
    "age_at_birth": (("28", "300"), ("0", "315"), "1"),
    "hours_after_birth": (("0", "72"), ("0", "2000"), "1"),
    "epds_total": (None, ("0", "30"), "1"),
    "epds_item_10": (None, ("0", "3"), "1"),
}
NO_RANGE = "no published range obtained: refused only where it cannot be meant"


def judged(
    what: str, value: Value, earlier: list[Finding] | None = None, weeks: int | None = None
) -> list[Concern]:
    return concerns(CATALOGUE, what, value, ON, earlier or [], weeks)


def level(what: str, value: Decimal) -> Level | None:
    """What is said of a number; the parts of a blood pressure are judged within one."""
    if what == "systolic":
        found = judged("blood_pressure", Pressure(value, None))
    elif what == "diastolic":
        found = judged("blood_pressure", Pressure(None, value))
    else:
        found = judged(what, value)
    found = [concern for concern in found if concern.why != "half"]
    assert len(found) <= 1
    assert all((concern.what, concern.why) == (what, "outside") for concern in found)
    return found[0].level if found else None


def _cases() -> list[tuple[str, str, Level | None]]:
    """(what, value, expected) one step below, at and above each of the four limits."""
    cases = []
    for what, (ask, refuse, step) in LIMITS.items():
        low, high = (Decimal(limit) for limit in ask or refuse)
        least, most = (Decimal(limit) for limit in refuse)
        for limit in {low, high, least, most}:
            for value in (limit - Decimal(step), limit, limit + Decimal(step)):
                expected = None if low <= value <= high else Level.ASK
                expected = expected if least <= value <= most else Level.REFUSE
                cases.append((what, str(value), expected))
    return sorted(set(cases), key=str)


@pytest.mark.parametrize(("what", "value", "expected"), _cases())
def test_each_limit(what: str, value: str, expected: Level | None) -> None:
    assert level(what, Decimal(value)) is expected


def test_every_number_has_a_range_of_the_reference_or_says_that_there_is_none() -> None:
    numbers = {
        key: one for key, one in CATALOGUE.measurables.items() if one.kind in (Kind.QUANTITY, Kind.PART)
    }
    assert [key for key, one in numbers.items() if not one.refuse] == []
    assert [key for key in CATALOGUE.measurables.keys() - numbers.keys() if CATALOGUE[key].refuse] == []
    without = {key for key, one in numbers.items() if NO_RANGE in one.source}
    assert without | LIMITS.keys() == numbers.keys()
    assert without & LIMITS.keys() == set()
    assert [key for key in without if CATALOGUE[key].ask or CATALOGUE[key].mark != "D"] == []


@pytest.mark.parametrize(
    ("what", "typed"),
    [
        ("haemoglobin", "112"),
        ("hba1c", "5.6"),
        ("height", "1.68"),
        ("weight", "65000"),
        ("fundal_height", "280"),
        ("systolic", "13"),
        ("weight_g", "3.5"),
        ("cord_artery_ph", "72"),
        ("glucose", "95"),
        ("apgar_5", "11"),
        ("hba1c_percent", "37"),
        ("bmi", "400"),
    ],
)
def test_the_usual_slips_are_refused_with_a_hint(what: str, typed: str) -> None:
    assert level(what, Decimal(typed)) is Level.REFUSE
    assert CATALOGUE[what].slip


def test_what_is_asked_names_the_range_it_is_outside_of() -> None:
    assert judged("haemoglobin", Decimal("7.9")) == [
        Concern(
            Level.ASK, "haemoglobin", "outside", Decimal(8), Decimal("14.9"), CATALOGUE["haemoglobin"].slip
        )
    ]
    (refused,) = judged("haemoglobin", Decimal("1.9"))
    assert (refused.low, refused.high) == (Decimal(2), Decimal(22))


@pytest.mark.parametrize("value", [False, True, "NEG", "hodepine", ON])
def test_only_numbers_have_ranges(value: Value) -> None:
    assert judged("note", value) == []


# --- blood pressure ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("systolic", "diastolic", "expected"),
    [
        (120, 80, []),
        (None, 80, [("systolic", Level.ASK)]),
        (120, None, [("diastolic", Level.ASK)]),
        (160, 110, [("systolic", Level.ASK), ("diastolic", Level.ASK)]),
        (281, 201, [("systolic", Level.REFUSE), ("diastolic", Level.REFUSE)]),
        (None, 0, [("systolic", Level.ASK), ("diastolic", Level.ASK)]),
        (None, -1, [("systolic", Level.ASK), ("diastolic", Level.REFUSE)]),
        (80, 79, []),
        (80, 80, [("diastolic", Level.ASK)]),
        (80, 81, [("diastolic", Level.ASK)]),
    ],
)
def test_a_blood_pressure(
    systolic: int | None, diastolic: int | None, expected: list[tuple[str, Level]]
) -> None:
    parts = [None if part is None else Decimal(part) for part in (systolic, diastolic)]
    found = judged("blood_pressure", Pressure(*parts))
    assert [(concern.what, concern.level) for concern in found] == expected


@pytest.mark.parametrize(("value", "missing"), [((148, None), "diastolic"), ((None, 92), "systolic")])
def test_half_a_pressure_is_asked_about_by_the_half_that_is_missing(
    value: tuple[int | None, int | None], missing: str
) -> None:
    (concern,) = judged(
        "blood_pressure", Pressure(*(None if part is None else Decimal(part) for part in value))
    )
    assert (concern.level, concern.what, concern.why) == (Level.ASK, missing, "half")


def test_swapped_numbers_are_asked_about() -> None:
    found = judged("blood_pressure", Pressure(Decimal(80), Decimal(95)))
    assert [concern.why for concern in found] == ["not-below"]


# --- jumps and weeks --------------------------------------------------------------------------------------


def before(what: str, value: str, days: int) -> Finding:
    return Finding(what, Decimal(value), ON - dt.timedelta(days=days))


@pytest.mark.parametrize(
    ("value", "days", "asked"),
    [
        ("75.0", 13, False),
        ("75.1", 13, True),
        ("65.0", 13, False),
        ("64.9", 13, True),
        ("75.1", 14, False),
        ("75.1", 0, True),
        ("75.1", -1, False),
    ],
)
def test_a_jump_in_weight_within_fourteen_days(value: str, days: int, asked: bool) -> None:
    found = judged("weight", Decimal(value), [before("weight", "70.0", days)])
    assert [concern.why for concern in found] == (["jump"] if asked else [])


@pytest.mark.parametrize(("value", "asked"), [("24", False), ("32", False), ("23", True), ("33", True)])
def test_a_jump_in_fundal_height_however_long_ago(value: str, asked: bool) -> None:
    found = judged("fundal_height", Decimal(value), [before("fundal_height", "28", 90)])
    assert [concern.why for concern in found] == (["jump"] if asked else [])


def test_a_jump_is_from_the_last_that_has_a_number() -> None:
    earlier = [before("weight", "60", 9), before("weight", "70", 5), Finding("weight", None, ON)]
    assert judged("weight", Decimal(74), earlier) == []
    (found,) = judged("weight", Decimal(76), earlier)
    assert (found.low, found.high) == (Decimal(65), Decimal(75))


def test_what_is_outside_is_said_before_what_has_jumped() -> None:
    (found,) = judged("weight", Decimal(151), [before("weight", "70", 1)])
    assert found.why == "outside"


@pytest.mark.parametrize(
    ("value", "weeks", "asked"),
    [("24", 28, False), ("32", 28, False), ("23", 28, True), ("33", 28, True), ("33", None, False)],
)
def test_a_fundal_height_far_from_the_week(value: str, weeks: int | None, asked: bool) -> None:
    found = judged("fundal_height", Decimal(value), weeks=weeks)
    assert [concern.why for concern in found] == (["week"] if asked else [])


@given(st.decimals(-1000, 10_000, places=1), st.sampled_from(sorted(LIMITS)))
def test_what_is_refused_would_also_be_asked_about(value: Decimal, what: str) -> None:
    measurable = CATALOGUE[what]
    ask = measurable.ask or measurable.refuse
    assert ask is not None
    assert (level(what, value) is None) == (ask[0] <= value <= ask[1])


# --- code lists -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("presentation", "CEPH BREECH BREECH_FRANK BREECH_FOOT TRANS OBL UNSURE"),
        ("urine_protein", "NEG SPOR P1 P2 P3"),
        ("movements", "YES LESS NONE CHANGED NOT_YET"),
        ("oedema", "0 1 2 3"),
        ("abo", "A B AB O"),
        ("mode", "VAG VACUUM FORCEPS BREECH_VAG BREECH_EXTRACTION CS_PLANNED CS_ACUTE"),
        (
            "outcome",
            "LIVE STILL_BEFORE STILL_DURING STILL_UNKNOWN SA_EARLY SA_LATE ECTOPIC MOLE TERMINATION REDUCTION UNKNOWN",
        ),
        ("twin_kind", "DCDA MCDA MCMA UNSURE"),
        ("placenta_site", "ANT POST FUND LEFT RIGHT LOW COVERS"),
        ("uterine_scar", "LOW_TRANSVERSE CLASSICAL T_INVERTED MYOMECTOMY PERFORATION UNKNOWN"),
        ("precaution_kind", "HBV HCV HIV MRSA ESBL VRE HSV_ACTIVE TB NONE_KNOWN"),
        (
            "scan_indication",
            "EARLY ROUTINE_18 GROWTH LIE PLACENTA LIQUOR BLEEDING TWINS POSTTERM OTHER",
        ),
        ("cord_insertion", "CENTRAL MARGINAL VELAMENTOUS VASA_PREVIA NOT_SEEN"),
        ("onset", "SPONT INDUCED CS_BEFORE_LABOUR"),
        ("liquor_colour", "CLEAR MECONIUM_THIN MECONIUM_THICK BLOOD FOUL NONE"),
        (
            "pain_relief",
            "NONE WATER NITROUS OPIOID EPIDURAL SPINAL PUDENDAL LOCAL GENERAL OTHER",
        ),
        ("perineum", "INTACT G1 G2 G3A G3B G3C G4 EPISIOTOMY LABIA CERVIX"),
        ("birth_place", "HOME_PLANNED FODESTUE FODEAVDELING KVINNEKLINIKK ON_THE_WAY OTHER"),
        ("child_state", "ALIVE STILL_BEFORE STILL_DURING DIED_0_24H DIED_LATER"),
        ("feeding", "BREAST_ONLY BREAST_AND_OTHER EXPRESSED DONOR FORMULA"),
        ("offer_answer", "DONE DECLINED DEFERRED NOT_INDICATED NOT_OFFERED UNKNOWN"),
        (
            "not_held_why",
            "WOMAN_CANCELLED DID_NOT_COME CLINIC_CANCELLED NO_INTERPRETER WEATHER_TRAVEL IN_HOSPITAL",
        ),
        (
            "urgency",
            "NOW_113 NOW_BIRTH_UNIT WITHIN_2H WITHIN_12H TODAY WITHIN_3_DAYS NEXT_VISIT SELF_CARE",
        ),
    ],
)
def test_the_codes_of_the_reference(what: str, expected: str) -> None:
    assert list(CATALOGUE.codes(what)) == expected.split()


def test_the_reasons_for_a_contact_are_those_of_the_reference() -> None:
    assert len(CATALOGUE.lists["L10"].codes) == 18
    assert CATALOGUE.text("movements", "LESS") == "mindre enn vanlig"
    assert CATALOGUE.text("movements", "OF_LATER") == "OF_LATER"


# --- files that are refused -------------------------------------------------------------------------------

GOOD = '[x]\nlabel = "X"\nkind = "quantity"\nunit = "kg"\nsource = "S"\nmark = "K"\nask = [2, 3]\nrefuse = [1, 4]\n'
LIST = '[L]\ntitle = "T"\nsystem = "s"\nsource = "S"\ncodes = { A = "a" }\n'


def test_a_small_catalogue_is_read() -> None:
    assert read_catalogue(GOOD, LIST)["x"].refuse == (Decimal(1), Decimal(4))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('source = "S"\n', "", "source"),
        ('source = "S"', 'source = ""', "source"),
        ('mark = "K"\n', "", "mark"),
        ('mark = "K"', 'mark = "X"', "mark"),
        ('label = "X"\n', "", "label"),
        ('kind = "quantity"', 'kind = "number"', "kind"),
        ('kind = "quantity"', 'kind = "code"', "list"),
        ('kind = "quantity"', 'kind = "code"\nlist = "M"', "codes.toml"),
        ('kind = "quantity"', 'kind = "quantity"\nlist = "L"', "list"),
        ('kind = "quantity"', 'kind = "pressure"', "systolic"),
        ('unit = "kg"\n', "", "unit"),
        ("ask = [2, 3]", "ask = [3, 2]", "lower limit"),
        ("ask = [2, 3]", "ask = [0, 3]", "within"),
        ("ask = [2, 3]", "ask = [2, 5]", "within"),
        ("ask = [2, 3]", 'ask = ["two", "3"]', "ask"),
        ("ask = [2, 3]", "ask = [2, 3, 4]", "ask"),
        ("ask = [2, 3]", "asks = [2, 3]", "asks"),
        ("ask = [2, 3]", "ask = [2, 3]\nchange = { days = 3 }", "amount"),
        ("ask = [2, 3]", "ask = [2, 3]\nchange = { amount = 3, weeks = 2 }", "weeks"),
        ("ask = [2, 3]", 'ask = [2, 3]\ncategory = "vitals"', "category"),
        ("ask = [2, 3]", 'ask = [2, 3]\nkey = "y"', "key"),
        ("[x]", "x = 3\n[y]", "table"),
        ("[x]", "[x", "measurements.toml"),
    ],
)
def test_a_faulty_catalogue_is_refused(old: str, new: str, says: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(BadCatalogue, match=says):
        read_catalogue(GOOD.replace(old, new), LIST)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('source = "S"', "", "source"),
        ('title = "T"', 'title = ""', "title"),
        ('A = "a"', "A = 1", "codes"),
        ('A = "a"', 'A = ""', "codes"),
        ("[L]", "[L", "codes.toml"),
        ('system = "s"', 'system = "s"\nurl = "u"', "url"),
    ],
)
def test_a_faulty_list_is_refused(old: str, new: str, says: str) -> None:
    with pytest.raises(BadCatalogue, match=says):
        read_catalogue(GOOD, LIST.replace(old, new))
