"""One sequence of messages for each case: what arrives, in the order in which it arrives."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from helsekort.kith.lab_report.samples import (
    MICROBIOLOGY,
    Subject,
    Times,
    build,
    haemoglobin,
    haemoglobin_story,
    item,
    message,
    number,
    patient_of,
    samples_of,
    someone,
    uuid_of,
    worded,
)
from helsekort.kith.lab_report.structs import Comparator, Kind, ReportStatus, ResultItem
from helsekort.kith.values import Code

RESULT_WORDS = "2.16.578.1.12.4.1.1.8340"
ORGANISMS = "2.16.578.1.12.4.1.1.8271"
Messages = tuple[bytes, ...]


def cases(who: Subject, taken: dt.date) -> dict[str, Messages]:
    """Every case by its name, about one woman whose samples were taken on a day; one case is about a stranger."""
    return {name: make(who, taken) for name, make in _CASES.items()}


def _single(name: str, who: Subject, taken: dt.date, *items: ResultItem) -> Messages:
    return (build(message(who, Times(taken), items, report_id=uuid_of(f"{name} {taken}"))),)


def _new(who: Subject, taken: dt.date) -> Messages:
    return haemoglobin_story(who, taken)[:1]


def _changed(who: Subject, taken: dt.date) -> Messages:
    return haemoglobin_story(who, taken)[:2]


def _cancelled(who: Subject, taken: dt.date) -> Messages:
    return haemoglobin_story(who, taken)


def _cancelled_before_new(who: Subject, taken: dt.date) -> Messages:
    new, changed, cancelled = haemoglobin_story(who, taken, report_id=uuid_of(f"out of order {taken}"))
    return cancelled, new, changed


def _repeated(who: Subject, taken: dt.date) -> Messages:
    new, changed, _ = haemoglobin_story(who, taken, report_id=uuid_of(f"repeated {taken}"))
    return new, changed, new, changed


def _item_cancelled(who: Subject, taken: dt.date) -> Messages:
    name = uuid_of(f"item cancelled {taken}")
    ferritin = item("118802", "NPU19763", "P-Ferritin", number("24", "ug/L"), reference="15 - 150")
    withdrawn = item("118802", "NPU19763", "P-Ferritin", None, kind=Kind.CANCELLED)
    first = message(who, Times(taken, 1), (haemoglobin("11.8"), ferritin), report_id=name)
    second = message(
        who,
        Times(taken, 90),
        (haemoglobin("11.8", Kind.HISTORY), withdrawn),
        report_id=name,
        kind=Kind.CHANGED,
        comment="Ett svar er trukket tilbake.",
    )
    return build(first), build(second)


def _preliminary_then_final(who: Subject, taken: dt.date) -> Messages:
    name = uuid_of(f"preliminary {taken}")
    first = message(
        who,
        Times(taken, 1),
        (haemoglobin("11.2", status="2"),),
        report_id=name,
        status=ReportStatus.PRELIMINARY,
    )
    second = message(
        who, Times(taken, 60), (haemoglobin("11.3", Kind.CHANGED),), report_id=name, kind=Kind.CHANGED
    )
    return build(first), build(second)


def _nested_without_ids(who: Subject, taken: dt.date) -> Messages:
    """A group with worded results inside, and no identifiers: microbiology as published."""
    name = uuid_of(f"nested {taken}")

    def group(answer: str, kind: Kind) -> ResultItem:
        inner = (
            item("", "NPU18238", "P-Ro60 IgG", worded(answer), kind=kind, subjects=()),
            item("", "NPU12564", "P-SSA IgG", worded("Negativ"), subjects=()),
        )
        return item("", "", "", worded("Antistoff", "GR"), status="", subjects=(), children=inner)

    first = message(
        who,
        Times(taken, 1),
        (group("Negativ", Kind.NEW),),
        report_id=name,
        laboratory=MICROBIOLOGY,
        discipline="MBIO",
    )
    second = message(
        who,
        Times(taken, 15),
        (group("Positiv", Kind.CHANGED),),
        report_id=name,
        kind=Kind.CHANGED,
        laboratory=MICROBIOLOGY,
        discipline="MBIO",
    )
    return build(first), build(second)


def _several_subjects(who: Subject, taken: dt.date) -> Messages:
    """Two samples on different days: each result belongs to the day of its own."""
    second = item("118803", "NPU19763", "P-Ferritin", number("31", "µg/L"), subjects=("2",))
    one = message(
        who,
        Times(taken),
        (haemoglobin("12.4"), second),
        report_id=uuid_of(f"subjects {taken}"),
        subjects=samples_of(taken, 2),
    )
    return (build(one),)


def _several_patients(who: Subject, taken: dt.date) -> Messages:
    """The woman, and her partner inside her report: his results are not hers."""
    other = patient_of(
        someone(9, 9, 91, family="Partner"),
        (item("118850", "NPU21917", "RhD", worded("Negativ"), subjects=("1",)),),
        samples_of(taken),
    )
    one = message(
        who,
        Times(taken),
        (item("118804", "NPU21917", "RhD", worded("Positiv")),),
        report_id=uuid_of(f"patients {taken}"),
        others=(other,),
    )
    return (build(one),)


def _unknown_person(_: Subject, taken: dt.date) -> Messages:
    stranger = someone(11, 11, 90, family="Ukjent")
    return _single("stranger", stranger, taken, haemoglobin("12.9"))


def _microbiology_text(who: Subject, taken: dt.date) -> Messages:
    growth = item(
        "DY1", "NPU06073", "U-Bakterier dyrkning", worded("Vekst", "LR", Code("ESCOLI", ORGANISMS, "E. coli"))
    )
    one = message(
        who,
        Times(taken),
        (growth,),
        report_id=uuid_of(f"culture {taken}"),
        laboratory=MICROBIOLOGY,
        discipline="MBIO",
    )
    return (build(one),)


def _pathology_text(who: Subject, taken: dt.date) -> Messages:
    inner = (
        item("", "", "", worded("Godartet cellebilde", "FU"), status=""),
        item("", "", "", worded("Ingen funn.\nNy prøve etter vanlig tid.", "VU"), status=""),
    )
    outer = item("1", "NOR25524", "Ce-Cytologisk undersøkelse", None, children=inner)
    one = message(who, Times(taken), (outer,), report_id=uuid_of(f"cytology {taken}"), discipline="CYTO")
    return (build(one, encoding="ISO-8859-1"),)


def _in_head(who: Subject, taken: dt.date) -> Messages:
    one = message(who, Times(taken), (haemoglobin("12.2"),), report_id=uuid_of(f"head {taken}"))
    return (build(one, in_head=True),)


def _wrong_number(who: Subject, taken: dt.date) -> Messages:
    """A national number with its last digit mistyped."""
    digits = who.number[:-1] + str((int(who.number[-1]) + 1) % 10)
    return _single("mistyped", Subject(who.name, digits), taken, haemoglobin("12.1"))


def _one_item(name: str, sent: ResultItem) -> Callable[[Subject, dt.date], Messages]:
    return lambda who, taken: _single(name, who, taken, sent)


_STRIP: Final = worded("Spor", "LR", Code("T052", RESULT_WORDS, "Spor"))
_WEAK: Final = worded("Svakt positiv", "LR", Code("T003", RESULT_WORDS, "Svakt positiv"))
_CASES: Final[dict[str, Callable[[Subject, dt.date], Messages]]] = {
    "new": _new,
    "changed": _changed,
    "cancelled": _cancelled,
    "cancelled before new": _cancelled_before_new,
    "repeated": _repeated,
    "item cancelled": _item_cancelled,
    "preliminary then final": _preliminary_then_final,
    "nested without ids": _nested_without_ids,
    "several subjects": _several_subjects,
    "several patients": _several_patients,
    "unknown person": _unknown_person,
    "microbiology in words": _microbiology_text,
    "pathology in words": _pathology_text,
    "in a head message": _in_head,
    "number that fails its check": _wrong_number,
    "unknown code": _one_item("unknown", item("118805", "NOR05863", "Us-FT4", number("11", "pmol/L"))),
    "wrong unit": _one_item("unit", item("118806", "NPU27300", "B-HbA1c", number("5.6", "%"))),
    "comparator": _one_item(
        "compared", item("118807", "NPU19763", "P-Ferritin", number("5", "ug/L", Comparator.LESS))
    ),
    "decimal comma in words": _one_item("words", item("118808", "NOR05172", "B-Hemoglobin", worded("11,8"))),
    "decimal comma in the number": _one_item("comma", haemoglobin("11,8")),
    "strip in words": _one_item("strip", item("118809", "NPU04206", "U-Protein", _STRIP)),
    "weakly positive": _one_item("weak", item("118810", "NPU21917", "RhD", _WEAK)),
    "identifier of 65 characters": _one_item(
        "long", item("1" * 65, "NOR05172", "B-Hemoglobin", number("12.0", "g/dL"))
    ),
}
