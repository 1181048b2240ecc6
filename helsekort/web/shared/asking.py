"""A Questionnaire as a page shows it: fields in sections, what was typed, what is wrong, what is asked. Pure.

The Questionnaire alone says which fields there are; a room adds what it knows beside them (`Beside`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Self

from msgspec import Struct, field

from helsekort.fhir.extraction import every
from helsekort.fhir.resources.questionnaire import (
    ABOUT,
    AGAIN,
    DENIED,
    GROUP,
    REST,
    ROWS_READY,
    TRANSLATION,
    UNIT,
    YES_NO,
    Asked,
    More,
    Questionnaire,
    said,
)
from helsekort.record import codes
from helsekort.record.entries import Finding
from helsekort.record.entries import Row as Written
from helsekort.web.shared.answering import TICKED, instances, named
from helsekort.web.shared.posted import Form
from helsekort.web.shared.texts import SOURCE, Texts

_ON_A_LINE = 45
"""Signs of all answers together that stand side by side; of more, one is picked from a list by its first letter."""

_WIDTHS = {"quantity": "5", "decimal": "5", "integer": "5", "date": "8", "dateTime": "8", "group": "8"}


class Known(Struct):
    """What stands on the card already: it is shown, and not asked again. `href` leads to its correction.

    `answers` are the codes it says, for what is asked only after some of them.
    """

    text: str
    note: str
    href: str = ""
    answers: Sequence[str] = ()


class Offer(Struct):
    """What someone else has said and a press takes over. `mark` comes back in `take`."""

    mark: str
    text: str
    source: str
    taken: bool = False


class Taken(Struct, frozen=True):
    """What an offer would write: the same fact, with the id of the entry it was copied from."""

    place: str
    content: Finding | Written


class Doubted(Struct):
    """What is asked about a field. `mark` confirms just this value; empty where it cannot be meant."""

    text: str
    confirm: str = ""
    mark: str = ""


class Fetus(Struct, frozen=True):
    """A fetus by the origin of its own entry; `label` is empty where there is only one."""

    origin: int
    label: str


class Beside(Struct):
    """What a room knows: errors and questions by field name, what stands and what is offered by item or row."""

    errors: Mapping[str, str] = {}
    doubted: Mapping[str, Doubted] = {}
    known: Mapping[str, Known] = {}
    rows: Mapping[str, Sequence[Known]] = {}
    offers: Mapping[str, Sequence[Offer]] = {}
    fetuses: Sequence[Fetus] = ()


class Field(Struct):
    """One field. `kind` is how it is drawn. `asked` is False where what stands is only shown.

    `when` is the field that it waits for, and `answers` those of its answers; once it is put below that one, it
    stands among its `followed`, which are drawn after the answers of `opens`.
    """

    name: str
    kind: str
    label: str
    value: str = ""
    values: list[str] = field(default_factory=list)
    at: str = ""
    unit: str = ""
    width: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)
    denial: str = ""
    denied: bool = False
    declinable: bool = True
    declined: bool = False
    required: bool = False
    error: str = ""
    at_error: str = ""
    doubted: Doubted | None = None
    unverified: str = ""
    refusable: bool = False
    known: Known | None = None
    asked: bool = True
    offers: Sequence[Offer] = ()
    when: str = ""
    answers: list[str] = field(default_factory=list)
    opens: list[str] = field(default_factory=list)
    followed: list[Self] = field(default_factory=list)


class Row(Struct):
    """One row of a group, or what is asked of one fetus."""

    name: str
    title: str
    lines: list[list[Field]]


class Rows(Struct):
    """A group with its rows: those that stand, those offered, those to fill in, and whether there may be one more.

    `first` is the item that a new row begins with.
    """

    key: str
    title: str
    known: Sequence[Known]
    offers: Sequence[Offer]
    rows: list[Row]
    more: bool
    first: str = ""


class Part(Struct):
    """Fields side by side, or a group of rows."""

    fields: list[Field] = field(default_factory=list)
    rows: Rows | None = None


class Section(Struct):
    """What belongs together. `rest`: the unanswered questions can be answered no by one press."""

    key: str
    title: str
    plain: str
    parts: list[Part]
    rest: bool
    declinable: list[Field]


class Sheet(Struct):
    """A whole form."""

    title: str
    sections: list[Section]
    summary: list[tuple[str, str]]


def asking(questionnaire: Questionnaire, texts: Texts, form: Form, beside: Beside) -> Sheet:
    """The form with what was typed, in the language of `texts`."""
    shown = _Shown(texts, form, beside)
    sections = [shown.section(one) for one in questionnaire.item]
    order = [each.name for section in sections for each in fields_of(section.parts)]
    title = in_words(questionnaire.title, questionnaire.title_more, texts)
    return Sheet(title, sections, _summary(beside, order))


def in_words(text: str | None, more: More | None, texts: Texts) -> str:
    """A text of the form in a language: its translation, or the text itself."""
    for each in more.extension if more and texts.language != SOURCE else ():
        parts = {one.url: one.value_code or one.value_string for one in each.extension}
        if each.url == TRANSLATION and parts.get("lang") == texts.language:
            return parts.get("content") or ""
    return text or ""


def fields_of(parts: Sequence[Part]) -> Iterator[Field]:
    """Every field of some parts, in the order typed."""
    for part in parts:
        lines = [line for row in part.rows.rows for line in row.lines] if part.rows else [part.fields]
        for line in lines:
            yield from _with_followed(line)


def _summary(beside: Beside, order: Sequence[str]) -> list[tuple[str, str]]:
    told = {name: one.text for name, one in beside.doubted.items()} | dict(beside.errors)
    known = [name for name in order if name in told]
    return [(name, told[name]) for name in [*(name for name in told if name not in order), *known]]


class _Shown:
    def __init__(self, texts: Texts, form: Form, beside: Beside) -> None:
        self.texts = texts
        self.form = form
        self.beside = beside

    def words(self, one: Asked) -> str:
        return in_words(one.text, one.text_more, self.texts)

    def section(self, section: Asked) -> Section:
        plain = next((self.words(one) for one in section.item if one.type == "display"), "")
        parts = self.parts([one for one in section.item if one.type != "display"])
        alone = [
            each for part in parts if not part.rows for each in _with_followed(part.fields) if each.asked
        ]
        rest = said(section.extension, REST) is not None
        return Section(
            key=section.link_id,
            title=self.words(section),
            plain=plain,
            parts=parts,
            rest=rest and any(unanswered(one) for part in parts for one in part.fields),
            declinable=[one for one in alone if one.declinable],
        )

    def parts(self, items: Sequence[Asked]) -> list[Part]:
        found: list[Part] = []
        for one in items:
            if one.code and one.code[0].system == GROUP:
                found.append(Part(rows=self.rows(one)))
            else:
                found.append(Part(self.line(one, "")))
        _put_below(found)
        return [part for part in found if part.fields or part.rows]

    def line(self, one: Asked, row: str) -> list[Field]:
        """The fields of one item, or of several side by side."""
        if one.type == "group" and not one.code:
            return [each for inner in one.item for each in self.line(inner, row)]
        if not row and said(one.extension, ABOUT) is not None:
            each = ((f"{one.link_id}.f{fetus.origin}", fetus.label) for fetus in self.beside.fetuses)
            return [self.field(one, name, label, row) for name, label in each]
        return [self.field(one, named(one.link_id, row), "", row)]

    def rows(self, one: Asked) -> Rows:
        if "." in one.link_id:
            return Rows(one.link_id, "", (), (), [self.row(one, "", self.words(one))], more=False)
        about = said(one.extension, ABOUT) is not None
        if about:
            instances_ = {f"f{fetus.origin}": fetus.label for fetus in self.beside.fetuses}
        else:
            instances_ = dict.fromkeys(self.there(one), "")
        key = one.link_id
        return Rows(
            key,
            self.words(one),
            self.beside.rows.get(key, ()),
            self.beside.offers.get(key, ()),
            [self.row(one, instance, label) for instance, label in instances_.items()],
            more=(one.repeats or not instances_) and not about,
            first=next((each.link_id.rpartition(".")[2] for each in every(one.item) if _typed_in(each)), ""),
        )

    def there(self, one: Asked) -> list[str]:
        """The rows that were posted; of an untouched form, those that stand ready where none stands on the card."""
        posted = instances(self.form, one.link_id)
        if posted or self.beside.rows.get(one.link_id) or self.beside.offers.get(one.link_id):
            return posted
        ready = said(one.extension, ROWS_READY)
        number = (ready.value_integer or 0) if ready else int(not one.repeats)
        return [str(each) for each in range(1, number + 1)]

    def row(self, one: Asked, instance: str, label: str) -> Row:
        name = f"{one.link_id}.{instance}" if instance else one.link_id
        asked = [inner for inner in one.item if not inner.initial]
        parts = [Part(self.line(inner, f"{name}.")) for inner in asked]
        _put_below(parts)
        return Row(name, label, [part.fields for part in parts if part.fields])

    def field(self, one: Asked, name: str, label: str, row: str) -> Field:
        beside, form = self.beside, self.form
        words, doubted = self.words(one), beside.doubted.get(name)
        known, reason = beside.known.get(name), form.get(f"{name}-unverified")
        error = beside.errors.get(name) or (doubted.text if doubted else "")
        typed = any(form.get(f"{name}{ending}") for ending in ("", "-at", "-declined", "-denied"))
        if label:
            words = self.texts.translate("%(what)s, foster %(label)s") % {"what": words, "label": label}
        return Field(
            name=name,
            kind=_kind(one),
            label=words,
            value=form.get(name),
            values=form.all(name),
            at=form.get(f"{name}-at"),
            unit=_unit(one, self.texts),
            width=_WIDTHS.get(one.type, ""),
            options=self.options(one),
            denial=self.denial(one),
            denied=form.get(f"{name}-denied") == TICKED,
            declinable=one.type not in ("text", "string"),
            declined=form.get(f"{name}-declined") == TICKED,
            required=one.required,
            error=error,
            at_error=beside.errors.get(f"{name}-at", ""),
            doubted=doubted,
            unverified=reason,
            refusable=bool(reason) or (doubted is not None and not doubted.mark),
            known=known,
            asked=known is None or typed or bool(error) or said(one.extension, AGAIN) is not None,
            offers=beside.offers.get(name, ()),
            when=named(one.enable_when[0].question, row) if one.enable_when else "",
            answers=[each.answer_coding.code or "" for each in one.enable_when],
        )

    def options(self, one: Asked) -> list[tuple[str, str]]:
        """The answers to choose from; that she denied it or did not want to answer stands apart."""
        apart = (codes.ABSENT_REASON, DENIED)
        listed = (each.value_coding for each in one.answer_option if each.value_coding.system not in apart)
        return [(each.code, in_words(each.display, each.display_more, self.texts)) for each in listed]

    def denial(self, one: Asked) -> str:
        """`Ingen kjente`, where a text can be denied."""
        for each in (option.value_coding for option in one.answer_option):
            if each.system == DENIED:
                return in_words(each.display, each.display_more, self.texts)
        return ""


def _typed_in(one: Asked) -> bool:
    return bool(one.code) and not one.initial


def unanswered(one: Field) -> bool:
    """Whether a question of yes or no has no answer yet."""
    return one.kind == "yesno" and one.asked and not one.value and not one.declined


def _with_followed(fields: Sequence[Field]) -> Iterator[Field]:
    for one in fields:
        yield one
        yield from _with_followed(one.followed)


def _put_below(parts: list[Part]) -> None:
    """Put what waits for an answer below the question, so that it can be shown and hidden with it.

    Where that answer stands on the card, it is asked at once, or not at all.
    """
    there: dict[str, Field] = {}
    for part in parts:
        kept = []
        for one in part.fields:
            there[one.name] = one
            above = there.get(one.when)
            if above is None or not one.when:
                kept.append(one)
            elif above.asked:
                above.opens = [*above.opens, *(each for each in one.answers if each not in above.opens)]
                above.followed.append(one)
            elif above.known and set(one.answers) & set(above.known.answers):
                kept.append(one)
        part.fields = kept


def _kind(one: Asked) -> str:
    """How a field is drawn."""
    drawn = {
        "group": "pressure",
        "dateTime": "moment",
        "quantity": "number",
        "decimal": "number",
        "integer": "number",
        "open-choice": "open",
        "text": "area",
        "string": "text",
    }
    if one.type != "choice":
        return drawn.get(one.type, one.type)
    if one.repeats and said(one.extension, ABOUT) is None:
        return "ticks"
    if any(each.value_coding.system == YES_NO for each in one.answer_option):
        return "yesno"
    listed = (each.value_coding for each in one.answer_option)
    words = sum(len(each.display) for each in listed if each.system != codes.ABSENT_REASON)
    return "choice" if words <= _ON_A_LINE else "select"


def _unit(one: Asked, texts: Texts) -> str:
    unit = said(one.extension, UNIT) or (said(one.item[0].extension, UNIT) if one.type == "group" else None)
    coding = unit.value_coding if unit else None
    return texts.translate(coding.display) if coding and coding.display else ""
