"""Words, dates and numbers in one language. Bokmål is the source; nn and en come from catalogues."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from helsekort.record.gestation import GestationalAge

SOURCE = "nb"
LANGUAGES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
"""Code -> the language's own name, in the order offered."""

_LOCALE = Path(__file__).parent.parent / "locale"
_HERE = ZoneInfo("Europe/Oslo")
# æ ø å come last, in this order; in the code page they stand as å æ ø. The old and the foreign ways beside them.
_LAST_LETTERS = str.maketrans("æäøöå", "{{||}")
_PATTERNS = {
    # how long -> Babel date pattern, Norwegian and English
    "day": ("EEEE d. MMMM", "EEEE d MMMM"),
    "day_year": ("EEEE d. MMMM y", "EEEE d MMMM y"),
    "date": ("d. MMMM y", "d MMMM y"),
    # no number for the month in English: half its readers put it before the day
    "numeric": ("dd.MM.y", "d\u00a0MMM\u00a0y"),
    "brief": ("dd.MM.", "d\u00a0MMM"),
}


class Texts:
    """Everything one language needs on a page. Made once per language by `texts_for`."""

    def __init__(self, language: str, messages: dict[str, str], plurals: dict[str, tuple[str, ...]]) -> None:
        self.language = language
        self.messages = messages
        self._plurals = plurals

    def translate(self, message: str) -> str:
        """The message in this language; the bokmål source where the catalogue has none."""
        return self.messages.get(message, message)

    def plural(self, one: str, many: str, number: int) -> str:
        """`one` for exactly 1, else `many`, in this language. The three languages share this rule."""
        forms = self._plurals.get(one, (one, many))
        return forms[0] if number == 1 else forms[-1]

    def language_name(self, code: str) -> str:
        """`tigrinja` for `ti`; the code itself where this language has no name for it."""
        return str(Locale.parse(self.language).languages.get(code, code))

    def number(self, value: Decimal | int, decimals: int | None = None) -> str:
        """`95.2` -> `95,2` in Norwegian. Without `decimals` as many as the value was written with."""
        if decimals is None:
            exponent = Decimal(value).as_tuple().exponent
            decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        return _number(str(value), decimals, self.language)

    def measured(self, value: Decimal, decimals: int) -> str:
        """At least `decimals` decimals and never fewer than written: nothing measured is rounded away."""
        exponent = value.as_tuple().exponent
        written = max(0, -exponent) if isinstance(exponent, int) else 0
        return self.number(value, max(decimals, written))

    def day(self, date: dt.date, today: dt.date | None = None) -> str:
        """`torsdag 28. januar`, with the year where it is not today's."""
        return self._date(date, "day_year" if today is not None and date.year != today.year else "day")

    def date(self, date: dt.date) -> str:
        """`28. januar 2027`."""
        return self._date(date, "date")

    def numeric(self, date: dt.date) -> str:
        """`28.01.2027` in Norwegian, `28 Jan 2027` in English."""
        return self._date(date, "numeric")

    def brief(self, date: dt.date) -> str:
        """`28.01.`: only where the year is said nearby."""
        return self._date(date, "brief")

    def clock(self, time: dt.time) -> str:
        """`10.12` in Norwegian, `10:12` in English."""
        return time.strftime("%H:%M" if self.language == "en" else "%H.%M")

    def weeks_and_days(self, age: GestationalAge) -> str:
        """`31 uker og 0 dager`."""
        weeks = self.plural("%(number)s uke", "%(number)s uker", age.weeks) % {"number": age.weeks}
        days = self.plural("%(number)s dag", "%(number)s dager", age.days_into_week) % {
            "number": age.days_into_week
        }
        return self.translate("%(weeks)s og %(days)s") % {"weeks": weeks, "days": days}

    def _date(self, date: dt.date, pattern: str) -> str:
        return _date(date, pattern, self.language)


# A page says the same few numbers and dates many times, and Babel takes long over each.
@lru_cache(maxsize=4096)
def _number(value: str, decimals: int, language: str) -> str:
    pattern = "0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(Decimal(value), format=pattern, locale=language, decimal_quantization=True))


@lru_cache(maxsize=4096)
def _date(date: dt.date, pattern: str, language: str) -> str:
    norwegian, english = _PATTERNS[pattern]
    return str(format_date(date, format=english if language == "en" else norwegian, locale=language))


def alphabetical(name: str) -> str:
    """A name's place in the Norwegian alphabet, to sort by: Norwegian names are looked up so in every language."""
    return name.casefold().translate(_LAST_LETTERS)


def moment(microseconds: int) -> dt.datetime:
    """Microseconds since 1970 UTC -> the clock on a wall in Norway."""
    return dt.datetime.fromtimestamp(microseconds // 1_000_000, tz=_HERE)


@cache
def texts_for(language: str) -> Texts:
    """The texts of a language; bokmål for a language there is no catalogue for."""
    if language == SOURCE or language not in LANGUAGES:
        return Texts(SOURCE, {}, {})
    path = _LOCALE / language / "LC_MESSAGES" / "helsekort.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    messages: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        translated = message.string
        if isinstance(message.id, tuple) and isinstance(translated, tuple) and all(translated):
            plurals[str(message.id[0])] = translated
        elif isinstance(message.id, str) and message.id and isinstance(translated, str) and translated:
            messages[message.id] = translated
    return Texts(language, messages, plurals)


def translations() -> dict[str, Callable[[str], str]]:
    """For each language but the source, what says a Norwegian text in it; its catalogue is read when first asked."""
    return {language: partial(_said_in, language) for language in LANGUAGES if language != SOURCE}


def _said_in(language: str, message: str) -> str:
    return texts_for(language).translate(message)
