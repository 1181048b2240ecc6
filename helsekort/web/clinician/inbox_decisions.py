"""Single answers that wait for a person: what each may be on the card, and what the form said of it. Pure."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from helsekort.actions.inbox import OpenedMessage
from helsekort.actions.outcomes import Problem
from helsekort.record.measurements import Catalogue, Kind
from helsekort.web.clinician import inbox, wording
from helsekort.web.shared.posted import Form
from helsekort.web.shared.texts import Texts
from helsekort.web.shared.typed_values import read_number

MOST_SHOWN = 20
_NEEDS_DAY = frozenset(["no-sample-date", "future-sample", "sample-time-differs"])
_ASKED = ("value", "unusual")


class Decision(Struct):
    """One answer that waits. `id` ends the names of its fields; not `can_read`, it can only be left outside."""

    id: str
    handle: str
    title: str
    why: str
    can_read: bool
    what: str
    value: str
    asks: bool
    errors: dict[str, str]


class Typed(Struct, frozen=True):
    """What the form said of one answer."""

    handle: str
    what: str
    value: str
    sure: bool


def choices(catalogue: Catalogue, texts: Texts) -> list[tuple[str, str]]:
    """(name in the form, label): every number and every code that laboratories answer and the card takes."""
    return [each for what in _kinds(catalogue) for each in _of_kind(catalogue, texts, what)]


def _kinds(catalogue: Catalogue) -> Iterator[str]:
    for what, one in catalogue.measurables.items():
        if (one.category == "laboratory" or what == "urine_protein") and one.kind in (
            Kind.QUANTITY,
            Kind.CODE,
        ):
            yield what


def _of_kind(catalogue: Catalogue, texts: Texts, what: str) -> list[tuple[str, str]]:
    one, label = catalogue[what], wording.label(catalogue, texts, what)
    if one.kind is Kind.QUANTITY:
        return [(what, f"{label} ({one.shown_unit or one.unit})")]
    return [
        (f"{what}:{code}", f"{label}: {texts.translate(words)}")
        for code, words in catalogue.codes(what).items()
    ]


def decisions(
    texts: Texts, opened: OpenedMessage, said: Typed | None, problems: list[Problem]
) -> list[Decision]:
    """The answers that wait, at most MOST_SHOWN; the one that was sent comes back with what was typed and is wrong."""
    waiting = [one for one in opened.items if one.handle][:MOST_SHOWN]
    shown = inbox.items(texts, OpenedMessage(opened.row, items=tuple(waiting)))
    found = []
    for place, (one, words) in enumerate(zip(waiting, shown, strict=True), start=1):
        own = said if said is not None and said.handle == one.handle else None
        errors = {f"{each.field}-{place}": sentence(texts, each) for each in problems} if own else {}
        asks = own is not None and (own.sure or _ASKED in [(each.field, each.code) for each in problems])
        found.append(
            Decision(
                id=str(place),
                handle=one.handle,
                title=f"{words.name}: {words.value}",
                why=inbox.why_item(texts, one),
                can_read=one.reason not in _NEEDS_DAY and bool(one.sampled),
                what=own.what if own else one.what,
                value=own.value if own else "",
                asks=asks,
                errors=errors,
            )
        )
    return found


def meant(catalogue: Catalogue, said: Typed) -> tuple[str, Decimal | str]:
    """(key, value) of the catalogue. Unread("number") where a number is needed and none stands there."""
    what, separator, code = said.what.partition(":")
    if separator or catalogue.measurables.get(what) is None:
        return what, code
    return what, read_number(said.value.strip())


def typed_of(form: Form) -> Typed:
    """What a form says; its fields end with the number of the answer."""
    number = form.get("nr")
    value = form.get(f"value-{number}")
    # what is confirmed is this value: another one is asked about anew
    sure = bool(value) and form.get("confirmed") == value
    return Typed(form.get("item"), form.get(f"what-{number}"), value, sure)


def sentence(texts: Texts, problem: Problem) -> str:
    """What is wrong, and what to do."""
    _ = texts.translate
    return {
        ("what", "another-before"): _(
            "Dette svaret sto på kortet som noe annet før. Velg det samme, eller la det stå utenfor."
        ),
        ("what", "unknown"): _("Velg hva svaret er på kortet."),
        ("value", "number"): _("Skriv verdien som et tall, i enheten som står i valget."),
        ("value", "form"): _("Skriv verdien som et tall, i enheten som står i valget."),
        ("value", "implausible"): _("Verdien er utenfor det som er mulig. Se over tallet og enheten."),
        ("value", "unusual"): _("Verdien er uvanlig. Er den riktig, så kryss av for det og før den på nytt."),
        ("item", "no-sample-date"): _(
            "Svaret kan ikke føres uten dagen prøven ble tatt. La det stå utenfor, eller ring laboratoriet."
        ),
        ("item", "whose-first"): _("Si først hvem svaret er om, ved å plassere meldingen på kortet hennes."),
        ("item", "changed"): _(
            "Svaret venter ikke lenger slik det sto. En annen kan ha avgjort det, eller laboratoriet kan ha endret det."
        ),
    }.get((problem.field, problem.code), _("Dette gikk ikke. Se over det du har skrevet, og prøv igjen."))
