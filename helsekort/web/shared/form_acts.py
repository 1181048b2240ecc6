"""What a press on a form does before it is saved: one more row, one less, no to the rest, all that is offered. Pure.

Each gives the form back with everything that was typed, and the field where the hands go on.
"""

from collections.abc import Iterator

from helsekort.fhir.extraction import every
from helsekort.fhir.questionnaire import NO_CODE, YES_CODE
from helsekort.fhir.resources.questionnaire import GROUP, Questionnaire
from helsekort.web.shared.answering import MOST_ROWS, instances
from helsekort.web.shared.asked_sheet import Field, Section, Sheet
from helsekort.web.shared.asking import fields_of, unanswered
from helsekort.web.shared.posted import Form


def done(act: str, about: str, form: Form, sheet: Sheet) -> tuple[Form, str]:
    """The form after a press, and the name of the field to go on in; unchanged for a press that is not known."""
    if act == "more":
        return _more(form, about, sheet)
    if act == "less":
        left = [(name, value) for name, value in form.fields if not name.startswith(f"{about}.")]
        return Form(left), ""
    if act == "rest":
        return _rest(form, about, sheet)
    if act == "take-all":
        marks = dict.fromkeys([*form.all("take"), *_offered(sheet)])
        others = [pair for pair in form.fields if pair[0] != "take"]
        return Form([*others, *(("take", mark) for mark in marks)]), ""
    return form, ""


def first_field(questionnaire: Questionnaire) -> str:
    """Where typing begins."""
    for one in every(questionnaire.item):
        if one.code and one.code[0].system != GROUP:
            return one.link_id
    return ""


def _more(form: Form, group: str, sheet: Sheet) -> tuple[Form, str]:
    shown = [rows for section in sheet.sections for part in section.parts if (rows := part.rows)]
    known = next((rows for rows in shown if rows.key == group and rows.more), None)
    there = instances(form, group)
    if known is None or len(there) >= MOST_ROWS:
        return form, ""
    number = max((int(each) for each in there if each.isdigit()), default=0) + 1
    return Form([*form.fields, (f"{group}.{number}.row", "1")]), f"{group}.{number}.{known.first}"


def _rest(form: Form, key: str, sheet: Sheet) -> tuple[Form, str]:
    """No to what has no answer in a section. It is said by whoever pressed: not asked is never made no by itself."""
    section = next((one for one in sheet.sections if one.key == key), None)
    if section is None:
        return form, ""
    answers = {one.name: YES_CODE if one.none else NO_CODE for one in _alone(section) if unanswered(one)}
    if any(_is_yes(one) for one in _alone(section) if not one.none):
        answers = dict.fromkeys(answers, NO_CODE)
    others = [pair for pair in form.fields if pair[0] not in answers]
    after = sheet.sections[sheet.sections.index(section) + 1 :]
    focus = next((one.name for each in after for one in fields_of(each.parts) if one.asked), "")
    if after and after[0].rest:
        focus = f"rest:{after[0].key}"  # the same press may do there too
    return Form([*others, *sorted(answers.items())]), focus


def _is_yes(one: Field) -> bool:
    """Whether a question is answered yes, here or on the card."""
    return one.value == YES_CODE or (one.known is not None and YES_CODE in one.known.answers)


def _alone(section: Section) -> Iterator[Field]:
    """The questions that every woman is asked: those that wait for another's answer are left."""
    for part in section.parts:
        yield from part.fields


def _offered(sheet: Sheet) -> Iterator[str]:
    for section in sheet.sections:
        for one in fields_of(section.parts):
            yield from (offer.mark for offer in one.offers if not (one.value or one.declined))
        for part in section.parts:
            if part.rows:
                yield from (offer.mark for offer in part.rows.offers)
