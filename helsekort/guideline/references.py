"""Whether every name in a version leads somewhere, is used, and is held against a thing of its own kind."""

from collections.abc import Iterator

from helsekort.guideline.shape import Condition, Input, Limit, Rule, Version
from helsekort.record.measurements import Catalogue, Kind

Path = tuple[str | int, ...]
Fault = tuple[Path, str]
FROM_CATALOGUE = frozenset(
    {"latest", "first", "readings", "days_since", "pressure_days", "times", "over_weeks"}
)
COUNTED = frozenset(
    {
        "age",
        "age_when",
        "days_since",
        "her_age",
        "bmi",
        "fetuses",
        "days_since_end",
        "pressure_days",
        "times",
        "over_weeks",
    }
)
EDGES = ("at_least", "before", "above", "up_to")


def leaves(condition: Condition) -> Iterator[Condition]:
    """The conditions that are not put together of others."""
    inner = [*condition.all, *condition.any, *([condition.negated] if condition.negated else [])]
    if not inner:
        yield condition
    for each in inner:
        yield from leaves(each)


def conditions(rule: Rule) -> Iterator[tuple[str, Condition]]:
    """The conditions of a rule with the key each stands under."""
    if rule.applies:
        yield "applies", rule.applies
    for unsuited in rule.unsuited:
        yield "unsuited", unsuited.when
    yield "when", rule.when


def reference_faults(version: Version, catalogue: Catalogue) -> Iterator[Fault]:
    """Every fault of reference in a version."""
    for place, rule in enumerate(version.rules):
        for key, condition in conditions(rule):
            for says in _tree_faults(condition, version, catalogue):
                yield ("rules", place, key), says
    for name, scale in version.scales.items():
        for edge in [getattr(band, edge) for band in scale.bands for edge in EDGES]:
            if edge and edge not in version.limits:
                yield ("scales", name), f"there is no limit `{edge}`; add it under `limits` or mend the name."
            elif edge and scale.value in version.inputs:
                for says in _unit_faults(
                    scale.value, version.inputs[scale.value], version.limits[edge], catalogue
                ):
                    yield ("scales", name), says
        if scale.value not in version.inputs:
            yield (
                ("scales", name),
                f"there is no input `{scale.value}`; add it under `inputs` or mend the name.",
            )
    for name, one in version.inputs.items():
        for says in _input_faults(one, version, catalogue):
            yield ("inputs", name), says
    yield from _unused(version)


def _tree_faults(condition: Condition, version: Version, catalogue: Catalogue) -> Iterator[str]:
    forms = (
        condition.all,
        condition.any,
        condition.negated,
        condition.value,
        condition.scale,
        condition.no_place,
    )
    given = [form for form in forms if form]
    if not given or given[1:]:
        yield "a condition is one of `all`, `any`, `not`, `value`, `scale`, `no_place`; write exactly one."
    for inner in (*condition.all, *condition.any, *([condition.negated] if condition.negated else [])):
        yield from _tree_faults(inner, version, catalogue)
    if condition.scale or condition.band:
        yield from _band_faults(condition, version)
    yield from _leaf_faults(condition, version, catalogue)


def _band_faults(condition: Condition, version: Version) -> Iterator[str]:
    scale = version.scales.get(condition.scale)
    if scale is None:
        yield f"there is no scale `{condition.scale}`; add it under `scales` or mend the name."
    elif condition.band not in {band.name for band in scale.bands}:
        yield f"the scale {condition.scale} has no band `{condition.band}`; name one of its bands."


def _leaf_faults(condition: Condition, version: Version, catalogue: Catalogue) -> Iterator[str]:
    edges = [name for name in (getattr(condition, edge) for edge in EDGES) if name]
    said = condition.equals is not None, bool(condition.one_of), bool(condition.unsettled)
    tests = [bool(edges), condition.missing, *said]
    asked = [test for test in tests if test]
    if not condition.value:
        if asked:
            yield "what is compared is not named; write `value` and the name of an input."
        return
    if not asked or asked[1:]:
        yield "a value is held against limits, `is`, `one_of`, `missing` or `unsettled`; write exactly one of them."
    for edge in edges:
        if edge not in version.limits:
            yield f"there is no limit `{edge}`; add it under `limits` or mend the name."
    if condition.value not in version.inputs:
        yield f"there is no input `{condition.value}`; add it under `inputs` or mend the name."
        return
    one = version.inputs[condition.value]
    yield from _kind_faults(condition, bool(edges), one, catalogue)
    for edge in edges:
        if edge in version.limits:
            yield from _unit_faults(condition.value, one, version.limits[edge], catalogue)


def _unit_faults(name: str, one: Input, limit: Limit, catalogue: Catalogue) -> Iterator[str]:
    """Ages are held against ages, and a measured value against a limit in the unit it is shown in."""
    if (one.take in ("age", "age_when")) != (limit.age is not None):
        yield f"`{name}` and its limit are not of one kind: an `age` goes with an age, a `value` with a value."
    elif one.take in ("latest", "first", "readings") and one.of in catalogue.measurables:
        unit = catalogue[one.of].shown_unit
        if limit.unit != unit:
            yield f'the limit is in "{limit.unit}" and `{name}` in "{unit}"; write the limit in that unit.'


def _kind_faults(condition: Condition, edges: bool, one: Input, catalogue: Catalogue) -> Iterator[str]:
    measurable = catalogue.measurables.get(_measurable(one))
    if one.take in COUNTED:
        kind = Kind.QUANTITY
    elif measurable is None:
        kind = Kind.CODE
    else:
        kind = measurable.kind
    if edges and kind not in (Kind.QUANTITY, Kind.PRESSURE):
        yield f"`{condition.value}` is no number and has no limits; use `is` or `one_of`."
    if condition.equals is not None and kind is not Kind.YESNO:
        yield f"`{condition.value}` is not answered by yes or no; `is` goes only with what is."
    if condition.one_of and kind is not Kind.CODE:
        yield f"`{condition.value}` is no code; `one_of` goes only with codes."
    if measurable and measurable.code_list:
        for code in set(condition.one_of) - set(catalogue.codes(_measurable(one))):
            yield f"`{code}` is no code of {one.of}; take one of its list."


def _measurable(one: Input) -> str:
    """The catalogue's key of what an input reads; "" where it reads no single measurable."""
    if one.take == "cells":
        return one.of.partition(".")[2]
    return one.of if one.take in FROM_CATALOGUE else ""


def _input_faults(one: Input, version: Version, catalogue: Catalogue) -> Iterator[str]:
    for limit in (one.from_age, one.before_age, one.systolic, one.diastolic):
        if limit and limit not in version.limits:
            yield f"there is no limit `{limit}`; add it under `limits` or mend the name."
    if one.take in FROM_CATALOGUE and one.of not in catalogue.measurables:
        yield f"`{one.of}` is not in measurements.toml; name a table of it."
    elif one.take in FROM_CATALOGUE and one.each_fetus != catalogue[one.of].per_fetus:
        yield f"say each_fetus = {str(catalogue[one.of].per_fetus).lower()}; so it is for `{one.of}`."
    if one.take == "cells":
        yield from _cell_faults(one, catalogue)
    if one.take == "age_when" and one.of not in version.inputs:
        yield f"there is no input `{one.of}`; add it under `inputs` or mend the name."
    if one.take == "pressure_days" and not (one.systolic and one.diastolic):
        yield "days of pressure are counted from two limits; name `systolic` and `diastolic`."
    if (one.take == "readings") != bool(one.part):
        yield '`part` goes with take = "readings" and only with it; say systolic or diastolic.'


def _cell_faults(one: Input, catalogue: Catalogue) -> Iterator[str]:
    key, _, what = one.of.partition(".")
    group = catalogue.groups.get(key)
    if group is None or what not in group.fields:
        yield f"`{one.of}` is no field of a group; write the group and one of its fields, such as newborn.weight_g."
    elif group.about != "woman":
        yield f"the rows of {key} are about each {group.about}; only rows about the woman can be read."
    if one.from_age or one.before_age or one.at_visit:
        yield "rows are read whatever their day; take out `from_age`, `before_age` and `at_visit`."
    if bool(one.where) != bool(one.among):
        yield "`where` names a field of the row and `among` its codes; write both, or none."
    elif group is not None and one.where:
        codes = (
            catalogue.codes(one.where) if one.where in group.fields and catalogue[one.where].code_list else {}
        )
        for code in set(one.among) - set(codes):
            yield f"`{code}` is no code of {one.where} in {key}; take one of its list."


def _unused(version: Version) -> Iterator[Fault]:
    """What stands there and is used by nothing: often a name that was changed in one place of two."""
    parts = [leaf for rule in version.rules for _, tree in conditions(rule) for leaf in leaves(tree)]
    bands = [band for scale in version.scales.values() for band in scale.bands]
    limits = {getattr(one, edge) for one in [*parts, *bands] for edge in EDGES}
    for one in version.inputs.values():
        limits |= {one.from_age, one.before_age, one.systolic, one.diastolic}
    inputs = {leaf.value for leaf in parts} | {scale.value for scale in version.scales.values()}
    inputs |= {one.of for one in version.inputs.values() if one.take == "age_when"}
    for kind, named, used in (
        ("limits", version.limits, limits),
        ("inputs", version.inputs, inputs),
        ("scales", version.scales, {leaf.scale for leaf in parts}),
    ):
        for name in named:
            if name not in used:
                yield (
                    (kind, name),
                    f"`{name}` is used by nothing; take it out, or mend the name that was meant.",
                )
