"""One value of the card as JSON of the national model, and back. None is JSON's null: not taken, not asked."""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from helsekort.dhg.faults import Code, Fault, invalid, unreadable
from helsekort.dhg.table import Property, Table
from helsekort.fhir.strict_json import Number, Tree
from helsekort.fhir.times import date_time, split_date_time
from helsekort.record import codes
from helsekort.record.entries import Moment, Pressure, Value
from helsekort.record.measurements import Catalogue, Kind

LONGEST_TEXT = 4000
MOST_DIGITS = 12
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PRESSURE = re.compile(r"(\d{1,3})\s*/\s*(\d{1,3})")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def written(prop: Property, value: Value | None, catalogue: Catalogue) -> Tree:
    """A value of the card as the model writes it; None where there is none, or the model has no word for it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return value if catalogue[prop.key].kind is Kind.YESNO else None
    if isinstance(value, Decimal):
        return number(value.quantize(Decimal(1), ROUND_HALF_UP) if prop.whole else value)
    if isinstance(value, Pressure):
        both = value.systolic is not None and value.diastolic is not None
        return f"{value.systolic:f}/{value.diastolic:f}" if both else None
    if isinstance(value, Moment):
        return date_time(value.on, value.at)
    if isinstance(value, dt.date):
        return value.isoformat()
    if not isinstance(value, str):
        return None
    return _coded(prop, value, catalogue) if catalogue[prop.key].kind is Kind.CODE else value


def number(value: Decimal | int) -> Number:
    """A JSON number with the digits it has."""
    return Number(format(Decimal(value), "f"))


def _coded(prop: Property, code: str, catalogue: Catalogue) -> Tree:
    said = next((text for text, ours in prop.values.items() if code in ours), None)
    if not prop.system:
        return _scalar(said)
    own = codes.CODE_SYSTEM + catalogue.lists[catalogue[prop.key].code_list].system
    system = prop.system if said is not None or prop.ours else own
    return {"code": said or code, "display": catalogue.text(prop.key, code), "codeSystem": system}


def _scalar(said: str | None) -> Tree:
    """`true` and `false` are booleans, and what is a number is one."""
    if said in ("true", "false"):
        return said == "true"
    return Number(said) if said is not None and said.isdigit() else said


def read(prop: Property, sent: Tree, place: str, table: Table, catalogue: Catalogue) -> Value | None:
    """What was sent as a value of the card; None for null, and for a text of nothing. Fault where it is neither."""
    if is_nothing(sent):
        return None
    kind = catalogue[prop.key].kind
    if kind is Kind.CODE:
        return _read_coded(prop, sent, place, table, catalogue)
    if kind is Kind.YESNO:
        return _boolean(sent, place)
    if kind is Kind.QUANTITY:
        return _number(sent, place, whole=prop.whole)
    if kind is Kind.PRESSURE:
        return _pressure(sent, place)
    if kind is Kind.DATE:
        return day_in(sent, place)
    return _moment(sent, place) if kind is Kind.MOMENT else text_in(sent, place)


def is_nothing(sent: Tree) -> bool:
    """null, or a text of nothing."""
    return sent is None or (isinstance(sent, str) and not isinstance(sent, Number) and not sent.strip())


def _boolean(sent: Tree, place: str) -> bool:
    if not isinstance(sent, bool):
        raise unreadable(place, "send true, false or null.")
    return sent


def _number(sent: Tree, place: str, *, whole: bool) -> Decimal:
    if not isinstance(sent, Number) or len(sent) > MOST_DIGITS or not _PLAIN.fullmatch(sent):
        raise unreadable(place, f"send a number of at most {MOST_DIGITS} signs, without an exponent.")
    value = Decimal(sent) + 0  # minus nothing is nothing
    if whole and value != value.to_integral_value():
        raise unreadable(place, "send a whole number.")
    return value.quantize(Decimal(1)) if whole else value


def _pressure(sent: Tree, place: str) -> Pressure:
    found = _PRESSURE.fullmatch(sent.strip()) if isinstance(sent, str) else None
    if found is None:
        raise invalid(place, 'send both as one text in mmHg, such as "118/76".')
    return Pressure(Decimal(found[1]), Decimal(found[2]))


def text_in(sent: Tree, place: str) -> str:
    """A text that can be stored as it is."""
    if not isinstance(sent, str) or isinstance(sent, Number):
        raise unreadable(place, "send a text.")
    if len(sent) > LONGEST_TEXT:
        raise invalid(place, f"a text has at most {LONGEST_TEXT} characters.")
    if _CONTROL.search(sent):
        raise invalid(place, "control characters and half characters cannot be stored.")
    return sent


def day_in(sent: Tree, place: str) -> dt.date:
    """A date, also where a sender writes it with a time."""
    if not isinstance(sent, str) or isinstance(sent, Number) or not _DAY.match(sent):
        raise unreadable(place, "send a date, YYYY-MM-DD.")
    try:
        return dt.date.fromisoformat(sent[:10]) if len(sent) == 10 else dt.datetime.fromisoformat(sent).date()
    except ValueError:
        raise invalid(place, "there is no such date. Send YYYY-MM-DD.") from None


def _moment(sent: Tree, place: str) -> Moment:
    """A day and a time; without an offset it is a time on a clock in Norway."""
    if not isinstance(sent, str) or isinstance(sent, Number) or not _DAY.match(sent):
        raise unreadable(place, "send a day and a time, such as 2026-05-01T08:00:00+02:00.")
    try:
        read = dt.datetime.fromisoformat(sent)
        on, at = split_date_time(sent) if read.tzinfo else (read.date(), read.time())
    except ValueError:
        raise invalid(place, "there is no such day and time.") from None
    if at is None or "T" not in sent:
        raise invalid(place, "send the time too, such as 2026-05-01T08:00:00+02:00.")
    return Moment(on, at.replace(microsecond=0))


def _read_coded(prop: Property, sent: Tree, place: str, table: Table, catalogue: Catalogue) -> str:
    said = _said(prop, sent, place, table, catalogue)
    known = {
        **{code.casefold(): code for code in (catalogue.codes(prop.key) if prop.system else ())},
        **{text.casefold(): code for text, code in prop.also.items()},
        **{text.casefold(): ours[0] for text, ours in prop.values.items()},
    }
    code = known.get(said.strip().casefold())
    if code is None:
        words = ", ".join(prop.values) or "a code of the list that the documentation names"
        raise Fault(
            Code.CODE_SYSTEM if prop.system else Code.INVALID, f"{place}: not one of its values: {words}."
        )
    return code


def _said(prop: Property, sent: Tree, place: str, table: Table, catalogue: Catalogue) -> str:
    """The bare code or word that was sent."""
    if prop.system and isinstance(sent, dict):
        system, code = sent.get("codeSystem"), sent.get("code")
        own = codes.CODE_SYSTEM + catalogue.lists[catalogue[prop.key].code_list].system
        if system not in (None, "", prop.system, own, *table.systems.get(prop.system, ())):
            raise Fault(Code.CODE_SYSTEM, f"{place}.codeSystem: send {prop.system}, or leave it out.")
        if not isinstance(code, str) or isinstance(code, Number):
            raise unreadable(f"{place}.code", "send the code as a text.")
        return code
    wanted = {type(_scalar(text)) for text in prop.values} | ({str} if prop.also else set())
    if prop.system or type(sent) not in wanted:
        form = "an object with a code" if prop.system else "one of " + ", ".join(prop.values)
        raise unreadable(place, f"send {form}.")
    return str(sent).lower() if isinstance(sent, bool) else str(sent)
