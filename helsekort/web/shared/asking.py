"""A Questionnaire as a page shows it: fields in sections, what was typed, what is wrong, what is asked. Pure.

The Questionnaire alone says which fields there are; a room adds what it knows beside them (`Beside`).
"""

from collections.abc import Iterator, Sequence

from helsekort.fhir.datatypes import Coding
from helsekort.fhir.extraction import every
from helsekort.fhir.resources.questionnaire import (
    ABOUT,
    AGAIN,
    DENIED,
    GROUP,
    NONE,
    REST,
    ROWS_READY,
    TRANSLATION,
    UNIT,
    UNKNOWN,
    YES_NO,
    Asked,
    More,
    Questionnaire,
    said,
)
from helsekort.record import codes
from helsekort.web.shared.answering import NOBODY_KNOWS, TICKED, instances, named
from helsekort.web.shared.asked_sheet import Beside, Fetus, Field, Part, Row, Rows, Section, Sheet
from helsekort.web.shared.posted import Form
from helsekort.web.shared.readings import DAYS
from helsekort.web.shared.texts import SOURCE, Texts, alphabetical

_ON_A_LINE = 45
"""Signs of all answers together that stand side by side; of more, one is picked from a list by its first letter."""

_LOOKED_UP = 30
"""More answers than this are looked up by their first letter, so their order must be that of the words shown."""

_WIDTHS = {"quantity": "5", "decimal": "5", "integer": "5", "date": "8", "dateTime": "8", "group": "8"}


def asking(questionnaire: Questionnaire, texts: Texts, form: Form, beside: Beside) -> Sheet:
    """The form with what was typed, in the language of `texts`."""
    shown = _Shown(texts, form, beside)
    sections = [section for one in questionnaire.item if (section := shown.section(one)).parts]
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
        return [part for part in found if part.fields or (part.rows and part.rows.asks)]

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
            offers = self.beside.offers.get(one.link_id, ())
            return Rows(one.link_id, "", (), offers, [self.row(one, "", self.words(one))], more=False)
        about = said(one.extension, ABOUT) is not None
        if about:
            instances_ = {
                f"f{each.origin}": each.label for each in self.beside.fetuses if self.asked_of(one, each)
            }
        else:
            instances_ = dict.fromkeys(self.there(one), "")
        key = one.link_id
        return Rows(
            key,
            self.words(one),
            self.beside.rows.get(key, ()),
            self.beside.offers.get(key, ()),
            [self.row(one, instance, label) for instance, label in instances_.items()],
            more=(one.repeats or not instances_) and not about and key not in self.beside.settled,
            first=next((each.link_id.rpartition(".")[2] for each in every(one.item) if _typed_in(each)), ""),
        )

    def asked_of(self, group: Asked, fetus: Fetus) -> bool:
        """Whether a row about a fetus is there to fill in. What was typed, or stands, is never left out."""
        name = f"{group.link_id}.f{fetus.origin}"
        past = group.code[0].code in fetus.past
        return not past or bool(self.beside.rows.get(name)) or self.touched(name)

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
        known = self.beside.rows.get(name, ()) if name != one.link_id or "." in name else ()
        anew = name not in self.beside.settled or self.touched(name)
        return Row(name, label, [part.fields for part in parts if part.fields and anew], known)

    def touched(self, row: str) -> bool:
        """Whether something was typed in a row, or is wrong there: then it is asked though it stands."""
        own = f"{row}."
        typed = any(name.startswith(own) and value for name, value in self.form.fields)
        return typed or any(name.startswith(own) for name in (*self.beside.errors, *self.beside.doubted))

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
            none=said(one.extension, NONE) is not None,
            offers=beside.offers.get(name, ()),
            when=named(one.enable_when[0].question, row) if one.enable_when else "",
            answers=[each.answer_coding.code or "" for each in one.enable_when],
        )

    def options(self, one: Asked) -> list[tuple[str, str]]:
        """The answers to choose from; that she denied it or did not want to answer stands apart."""
        apart = (codes.ABSENT_REASON, DENIED)
        listed = (each.value_coding for each in one.answer_option if each.value_coding.system not in apart)
        found = _in_order(
            [
                (each.code, each.display, in_words(each.display, each.display_more, self.texts))
                for each in listed
            ]
        )
        unknown = [
            (NOBODY_KNOWS, in_words(each.value_coding.display, each.value_coding.display_more, self.texts))
            for each in one.answer_option
            if each.value_coding.code == UNKNOWN and not one.repeats
        ]
        return found + unknown

    def denial(self, one: Asked) -> str:
        """`Ingen kjente`, where a text can be denied."""
        for each in (option.value_coding for option in one.answer_option):
            if each.system == DENIED:
                return in_words(each.display, each.display_more, self.texts)
        return ""


def _in_order(answers: list[tuple[str | None, str | None, str]]) -> list[tuple[str, str]]:
    """Code, the form's own words and those shown -> code and words; what is looked up by its letter stays so."""
    names = [alphabetical(said or "") for _code, said, _shown in answers]
    if len(answers) > _LOOKED_UP and names == sorted(names):
        answers = sorted(answers, key=lambda each: alphabetical(each[2]))
    return [(code or "", shown) for code, _said, shown in answers]


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
    unit = _coded_unit(one)
    if unit and unit.code == DAYS:
        return "weeks"
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
    unit = _coded_unit(one)
    if unit and unit.code == DAYS:
        return texts.translate("uker+dager")
    return texts.translate(unit.display) if unit and unit.display else ""


def _coded_unit(one: Asked) -> Coding | None:
    unit = said(one.extension, UNIT) or (said(one.item[0].extension, UNIT) if one.type == "group" else None)
    return unit.value_coding if unit else None
