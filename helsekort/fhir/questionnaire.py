"""A layout and the catalogue -> a FHIR R4 Questionnaire. Pure; the translations are given.

Where there is no answer nothing was asked: so yes and no are a choice, and no box that is ticked or not. That she
did not want to answer is an answer too, from the list data-absent-reason.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

import msgspec

from helsekort.fhir.datatypes import Coding
from helsekort.fhir.resources.questionnaire import (
    ABOUT,
    AGAIN,
    CONTROL,
    CONTROLS,
    DECIMALS,
    DECLINED,
    DENIED,
    FORM_PART,
    GROUP,
    HIDDEN,
    LASTING,
    LEAST,
    MOST,
    NONE,
    REST,
    ROWS_READY,
    TRANSLATION,
    UNIT,
    UNKNOWN,
    YES_NO,
    Asked,
    Concept,
    Condition,
    Initial,
    More,
    Named,
    Option,
    Questionnaire,
    Said,
)
from helsekort.record import codes
from helsekort.record.layouts import NO, YES, Item, Layout, Line, Section, only
from helsekort.record.measurements import Catalogue, Kind, Measurable

Translations = Mapping[str, Callable[[str], str]]
"""Language code -> what says a Norwegian text in it."""

LONGEST = 4000
CANONICAL = codes.OURS + "Questionnaire/"
YES_CODE, NO_CODE = "Y", "N"
_ANSWERS = {YES: YES_CODE, NO: NO_CODE}
_PLAIN = {
    Kind.CODE: "choice",
    Kind.CODES: "choice",
    Kind.YESNO: "choice",
    Kind.DATE: "date",
    Kind.MOMENT: "dateTime",
}
_YES, _NO, _DECLINED, _UNKNOWN, _DAY = "ja", "nei", "ønsket ikke å svare", "ukjent", "Dato"


class Forms:
    """Every form of the service by key, each made into its Questionnaire when it is first asked for."""

    def __init__(
        self,
        layouts: Mapping[str, Layout],
        catalogue: Catalogue,
        translations: Translations,
    ) -> None:
        self.layouts = layouts
        self._catalogue = catalogue
        self._translations = translations
        self._made: dict[str, Questionnaire] = {}

    def questionnaire(self, key: str) -> Questionnaire:
        """KeyError where there is no such form."""
        if key not in self._made:
            self._made[key] = build(self.layouts[key], self._catalogue, self._translations)
        return self._made[key]

    def for_one(self, key: str, title: str) -> Questionnaire:
        """The form in which one measurable or one row is corrected."""
        return build(only(self._catalogue, key, title), self._catalogue, self._translations)


NO_FORMS = Forms({}, Catalogue({}, {}), {})


def build(layout: Layout, catalogue: Catalogue, translations: Translations) -> Questionnaire:
    """The Questionnaire of a layout. Its texts are bokmål, with the translations as extensions."""
    builder = _Builder(layout, catalogue, translations)
    return Questionnaire(
        id=layout.key,
        url=CANONICAL + layout.key,
        version=layout.version,
        name="".join(part.capitalize() for part in layout.key.split("-")),
        title=layout.title,
        title_more=builder.more(layout.title),
        status="active",
        subject_type=["Patient"],
        language="nb",
        description=layout.plain or None,
        item=[builder.section(section) for section in layout.sections],
    )


class _Builder:
    def __init__(self, layout: Layout, catalogue: Catalogue, translations: Translations) -> None:
        self.layout = layout
        self.catalogue = catalogue
        self.translations = translations

    def more(self, text: str) -> More | None:
        """What a text is in the other languages; None where it is the same in all."""
        said = [
            Said(
                TRANSLATION,
                [Said("lang", value_code=language), Said("content", value_string=translate(text))],
            )
            for language, translate in self.translations.items()
            if translate(text) != text
        ]
        return More(said) if said else None

    def named(self, system: str, code: str, text: str) -> Option:
        return Option(Named(system, code, text, self.more(text)))

    def section(self, section: Section) -> Asked:
        items = [
            Asked(f"{section.key}-plain", "display", text=section.plain, text_more=self.more(section.plain))
        ]
        return Asked(
            section.key,
            "group",
            text=section.title,
            text_more=self.more(section.title),
            extension=[Said(REST, value_boolean=True)] if section.rest else [],
            item=(items if section.plain else []) + self.lines(section.lines, ""),
        )

    def lines(self, lines: tuple[Line, ...], before: str) -> list[Asked]:
        """Items one by one; what stands side by side is a group without a text."""
        found = []
        for line in lines:
            if len(line) == 1 and line[0].each:
                found += self.preset(line[0])
                continue
            made = [self.item(item, before) for item in line]
            if len(made) == 1:
                found.append(made[0])
            else:
                control = Said(CONTROL, value_codeable_concept=Concept([Coding(CONTROLS, "side-by-side")]))
                found.append(Asked(f"{made[0].link_id}-line", "group", extension=[control], item=made))
        return found

    def item(self, item: Item, before: str) -> Asked:
        return self.group(item) if item.group else self.measurable(item, before)

    def preset(self, item: Item) -> list[Asked]:
        """One row for each code of a cell, which is its title; so only the rest is asked."""
        found = []
        for code, text in self.catalogue.codes(item.each).items():
            if item.only and code not in item.only:
                continue
            row = f"{item.group}.{code}"
            given = [self.given(row, cell, each) for cell, each in (*item.fixed, (item.each, code))]
            found.append(
                Asked(
                    row,
                    "group",
                    [Coding(GROUP, item.group, self.catalogue.groups[item.group].label)],
                    text,
                    self.more(text),
                    item=[*given, *self.lines(item.lines, f"{row}.")],
                )
            )
        return found

    def given(self, row: str, cell: str, code: str) -> Asked:
        """A cell that is answered from the start, and asked of nobody."""
        one = self.catalogue[cell]
        system = codes.CODE_SYSTEM + self.catalogue.lists[one.code_list].system
        return Asked(
            f"{row}.{cell}",
            "choice",
            [Coding(codes.MEASURABLE, cell)],
            one.label,
            self.more(one.label),
            answer_option=self.options(one),
            initial=[Initial(Coding(system, code))],
            extension=[Said(HIDDEN, value_boolean=True)],
        )

    def group(self, item: Item) -> Asked:
        group = self.catalogue.groups[item.group]
        dated = Asked(
            f"{item.group}.on",
            "date",
            [Coding(FORM_PART, "on")],
            _DAY,
            self.more(_DAY),
        )
        extension = [Said(ABOUT, value_boolean=True)] if group.about != "woman" else []
        if item.lasting:
            extension.append(Said(LASTING, value_boolean=True))
        if item.rows:
            extension.append(Said(ROWS_READY, value_integer=item.rows))
        title = item.title or (group.plural if group.repeats else group.label)
        return Asked(
            item.group,
            "group",
            [Coding(GROUP, item.group, group.label)],
            title,
            self.more(title),
            extension=extension,
            repeats=group.repeats or group.about != "woman",
            item=[
                *([dated] if item.dated else []),
                *(self.given(item.group, cell, code) for cell, code in item.fixed),
                *self.lines(item.lines, f"{item.group}."),
            ],
        )

    def measurable(self, item: Item, before: str) -> Asked:
        one = self.catalogue[item.what]
        title = item.title or one.label
        kind = self.kind(one, short=item.short)
        group = before.removesuffix(".")
        extension = self.limits(one, kind)
        about = one.per_fetus and not group
        marks = ((AGAIN, item.again), (LASTING, item.lasting), (NONE, item.none), (ABOUT, about))
        extension += [Said(url, value_boolean=True) for url, holds in marks if holds]
        return Asked(
            before + item.what,
            kind,
            [Coding(codes.MEASURABLE, item.what)],
            title,
            self.more(title),
            enable_when=[self.condition(item.when, answer, before) for answer in item.answers],
            enable_behavior="any" if len(item.answers) > 1 else None,
            required=bool(group) and item.what in self.catalogue.groups[group.partition(".")[0]].required,
            repeats=one.kind is Kind.CODES or about,
            max_length=LONGEST if kind in ("text", "string", "open-choice") else None,
            answer_option=self.options(one),
            extension=extension,
            item=self.parts(before, item.what) if one.kind is Kind.PRESSURE else [],
        )

    def kind(self, one: Measurable, *, short: bool) -> str:
        """The R4 type of an item for a measurable."""
        if one.kind is Kind.QUANTITY:
            if one.unit != "1":
                return "quantity"
            return "decimal" if one.decimals else "integer"
        if one.kind is Kind.PRESSURE:
            return "group"
        if one.kind is Kind.TEXT:
            return "open-choice" if one.can_deny else ("string" if short else "text")
        return _PLAIN[one.kind]

    def parts(self, before: str, what: str) -> list[Asked]:
        return [
            Asked(
                f"{before}{what}.{part}",
                "quantity",
                [Coding(codes.MEASURABLE, part)],
                self.catalogue[part].label,
                self.more(self.catalogue[part].label),
                extension=self.limits(self.catalogue[part], "quantity"),
            )
            for part in ("systolic", "diastolic")
        ]

    def limits(self, one: Measurable, kind: str) -> list[Said]:
        """Unit, decimals, and what cannot be meant: outside it a reason is asked for, so no one is stopped by it."""
        if kind not in ("quantity", "decimal", "integer"):
            return []
        found = []
        if kind == "quantity":
            found.append(Said(UNIT, value_coding=Coding(codes.UCUM, one.unit, one.shown_unit or None)))
        if one.refuse:
            pairs = zip((LEAST, MOST), one.refuse, strict=True)
            found += [_limit(url, limit, kind) for url, limit in pairs]
        if kind != "integer":
            found.append(Said(DECIMALS, value_integer=one.decimals))
        return found

    def options(self, one: Measurable) -> list[Option]:
        none = [
            self.named(codes.ABSENT_REASON, DECLINED, _DECLINED),
            self.named(codes.ABSENT_REASON, UNKNOWN, _UNKNOWN),
        ]
        if one.kind is Kind.YESNO:
            return [self.named(YES_NO, YES_CODE, _YES), self.named(YES_NO, NO_CODE, _NO), *none]
        if one.kind in (Kind.CODE, Kind.CODES):
            system = codes.CODE_SYSTEM + self.catalogue.lists[one.code_list].system
            texts = self.catalogue.codes(one.key).items()
            return [*(self.named(system, code, text) for code, text in texts), *none]
        if one.can_deny:
            return [self.named(DENIED, one.key, one.denied or _NO), *none]
        return []

    def condition(self, what: str, answer: str, before: str) -> Condition:
        one = self.catalogue[what]
        if one.kind is Kind.YESNO:
            return Condition(before + what, "=", Coding(YES_NO, _ANSWERS[answer]))
        system = codes.CODE_SYSTEM + self.catalogue.lists[one.code_list].system
        return Condition(before + what, "=", Coding(system, answer))


def _limit(url: str, limit: Decimal, kind: str) -> Said:
    if kind == "integer":
        return Said(url, value_integer=int(limit))
    return Said(url, value_decimal=msgspec.Raw(format(limit, "f").encode()))


def encoded(questionnaire: Questionnaire) -> bytes:
    """The Questionnaire as JSON."""
    return msgspec.json.encode(questionnaire)
