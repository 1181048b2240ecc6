"""Rule files with one mistake each: a limit moved by one step, a code left out, a condition dropped or turned round."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from helsekort.guideline.cases import Cards, Case, case_objections
from helsekort.guideline.shape import Band, Condition, Limit, Rule, Scale, Topic, Version, days_of
from helsekort.record.gestation import GestationalAge

OTHER_EDGE = {"at_least": "above", "above": "at_least", "before": "up_to", "up_to": "before"}
Mutant = tuple[str, Topic]


def unnoticed(mutants: Iterable[Mutant], cases: Sequence[Case], cards: Cards) -> list[str]:
    """The mistakes that no case objects to. The cases' cards are made once."""
    known = [(case, cards.known(case)) for case in cases]
    return [
        said
        for said, mutant in mutants
        if not any(next(case_objections(mutant, case, card), None) for case, card in known)
    ]


def moved_limits(topic: Topic) -> Iterator[Mutant]:
    """Each limit of each version one step down and one up: a day, or one in its last decimal."""
    for place, version in enumerate(topic.versions):
        for name, limit in version.limits.items():
            for steps in (-1, 1):
                limits = {**version.limits, name: _moved(limit, steps)}
                yield f"{name} {steps:+}", _with(topic, place, replace(version, limits=limits))


def _moved(limit: Limit, steps: int) -> Limit:
    if limit.age is not None:
        return replace(limit, age=str(GestationalAge(days_of(limit.age) + steps)))
    assert limit.value is not None
    exponent = limit.value.as_tuple().exponent
    assert isinstance(exponent, int)
    return replace(limit, value=limit.value + steps * Decimal(1).scaleb(exponent))


def changed_conditions(topic: Topic) -> Iterator[Mutant]:
    """Each edge made the other kind, each code left out, each part of a condition dropped or turned round."""
    for place, version in enumerate(topic.versions):
        for number, rule in enumerate(version.rules):
            for said, changed in _changed_rule(rule):
                rules = (*version.rules[:number], changed, *version.rules[number + 1 :])
                yield f"{rule.id}: {said}", _with(topic, place, replace(version, rules=rules))
        for name, scale in version.scales.items():
            for said, bent in _changed_scale(scale):
                scales = {**version.scales, name: bent}
                yield f"{name}: {said}", _with(topic, place, replace(version, scales=scales))


def _with(topic: Topic, place: int, version: Version) -> Topic:
    return replace(topic, versions=(*topic.versions[:place], version, *topic.versions[place + 1 :]))


def _changed_rule(rule: Rule) -> Iterator[tuple[str, Rule]]:
    for said, changed in _changed(rule.when):
        yield f"when: {said}", replace(rule, when=changed)
    if rule.applies is not None:
        for said, changed in _changed(rule.applies):
            yield f"applies: {said}", replace(rule, applies=changed)
    for number, unsuited in enumerate(rule.unsuited):
        yield "unsuited dropped", replace(rule, unsuited=rule.unsuited[:number] + rule.unsuited[number + 1 :])
        for said, changed in _changed(unsuited.when):
            bent = (*rule.unsuited[:number], replace(unsuited, when=changed), *rule.unsuited[number + 1 :])
            yield f"unsuited: {said}", replace(rule, unsuited=bent)
    yield "after_end turned", replace(rule, after_end=not rule.after_end)


def _changed(condition: Condition) -> Iterator[tuple[str, Condition]]:
    for key in ("all", "any"):
        parts: tuple[Condition, ...] = getattr(condition, key)
        for number, part in enumerate(parts):
            if len(parts) > 1:
                yield (
                    f"{_said(part)} dropped",
                    replace(condition, **{key: parts[:number] + parts[number + 1 :]}),
                )
            for said, changed in _changed(part):
                yield said, replace(condition, **{key: (*parts[:number], changed, *parts[number + 1 :])})
    if condition.negated is not None:
        yield "not dropped", condition.negated
    for code in condition.one_of:
        rest = tuple(other for other in condition.one_of if other != code)
        yield f"{code} dropped", replace(condition, one_of=rest or ("NO_SUCH_CODE",))
    if condition.equals is not None:
        yield "answer turned", replace(condition, equals=not condition.equals)
    if condition.unsettled:
        yield "unsettled as yes", replace(condition, unsettled="", equals=True)
    for edge, other in OTHER_EDGE.items():
        if getattr(condition, edge):
            yield (
                f"{condition.value}: {edge} as {other}",
                replace(condition, **{edge: "", other: getattr(condition, edge)}),
            )


def _said(part: Condition) -> str:
    return part.value or part.no_place or part.scale or "a part"


def _changed_scale(scale: Scale) -> Iterator[tuple[str, Scale]]:
    """Each border given to the band on its other side."""
    for number, (lower, upper) in enumerate(zip(scale.bands, scale.bands[1:], strict=False)):
        pair = (_swapped(lower), _swapped(upper))
        if number:
            pair = (replace(pair[0], at_least=lower.at_least, above=lower.above), pair[1])
        if number + 2 < len(scale.bands):
            pair = (pair[0], replace(pair[1], before=upper.before, up_to=upper.up_to))
        bands = (*scale.bands[:number], *pair, *scale.bands[number + 2 :])
        yield f"border of {lower.name} and {upper.name}", replace(scale, bands=bands)


def _swapped(band: Band) -> Band:
    return replace(band, at_least=band.above, above=band.at_least, before=band.up_to, up_to=band.before)
