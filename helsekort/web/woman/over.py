"""What her page says once the pregnancy is over. Pure.

Never a week, a due date, a greeting or a congratulation. Every loss is worded alike, whatever was done and why: someone
may read over her shoulder. What is said to be common, and when to ring, is general knowledge that no clinician has
signed yet (docs/clinical_safety.md).
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from msgspec import Struct

from helsekort.record.card import Card
from helsekort.record.children import bereaved, born, has_died
from helsekort.record.endings import FetusState, Outcome
from helsekort.record.gestation import AfterBirth
from helsekort.web.woman.values import Words


class After(Struct, frozen=True):
    """The top of her page. `lead` is read first; `ring` is there for the first weeks only, and so is `common`, but for
    what is said where a child was born and one died.

    `quiet`: the page is this alone, and the card lies behind a link.
    """

    quiet: bool
    lead: str
    said: list[str]
    common: list[str]
    ring: list[str]
    now: list[str] = []


def after(words: Words, lately: int, usual: Iterable[AfterBirth] = ()) -> After | None:
    """What stands there instead of the pregnancy; None while it goes on, and where only the card has ended.

    `usual` are the contacts that follow a birth; `lately` is for how many days afterwards she is followed up on the
    same card.
    """
    over, _ = words.opened.card.over, words.texts.translate
    if over is None or over.outcome is Outcome.UNKNOWN:
        return None
    days = (words.opened.today - over.on).days
    recent = days <= lately
    if over.outcome is Outcome.BIRTH:
        lead = _born(words, days, recent=recent)
        loss = bereaved(words.opened.card)
        now = list(_now(words, usual, days)) if recent and not loss else []
        common = _grief(words, died=True) if loss else []
        return After(False, lead, _died(words), common, _ring(words) if recent else [], now)
    still = over.outcome is Outcome.STILLBIRTH
    return After(
        quiet=True,
        lead=_lead(words) if still else _("Vi er lei oss for at svangerskapet er over."),
        said=[
            _(
                "Ingen nye timer settes opp uten at du ber om det, og helsekortet sender deg ingen påminnelser."
            ),
            _("Har du en time fra før som du ikke vil ha, kan de som følger deg opp, avlyse den for deg."),
        ],
        common=_common(words, still=still) if recent else [],
        ring=_ring(words) if recent else [],
    )


def _now(words: Words, usual: Iterable[AfterBirth], days: int) -> Iterator[str]:
    """What is usual from now on, with the days it is; nothing that has passed."""
    _, over = words.texts.translate, words.opened.card.over
    for one in usual:
        if over is None or one.last < days:
            continue
        if not one.dated:
            yield _(one.label)
            continue
        first, last = (
            words.texts.day(over.on + dt.timedelta(days=day), words.opened.today)
            for day in (one.first, one.last)
        )
        said = {"what": _(one.label), "first": first, "last": last}
        if one.first == one.last:
            yield _("%(what)s Det er omkring %(first)s.") % said
        else:
            yield _("%(what)s Det er mellom %(first)s og %(last)s.") % said


def _born(words: Words, days: int, *, recent: bool) -> str:
    over = words.opened.card.over
    day = words.texts.day(over.on, words.opened.today) if over else ""
    _ = words.texts.translate
    if not recent or days == 0:
        return _("Du fødte %(day)s.") % {"day": day}
    since = words.texts.plural("%(number)s dag", "%(number)s dager", days) % {"number": days}
    return _("Du fødte %(day)s, for %(since)s siden.") % {"day": day, "since": since}


def _died(words: Words) -> list[str]:
    """Where one child lives and another does not, or one that was born alive has died since."""
    _ = words.texts.translate
    card = words.opened.card
    died = sum(has_died(card, trail) for trail in born(card))
    if not died:
        return []
    if died == len(born(card)) == 1:
        return [_("Vi er lei oss for at barnet ditt døde.")]
    return [
        _("Vi er lei oss for at ett av barna døde.") if died == 1 else _("Vi er lei oss for barna som døde.")
    ]


def _lead(words: Words) -> str:
    _ = words.texts.translate
    if _number(words.opened.card, FetusState.STILLBORN) > 1:
        return _("Vi er lei oss for at barna dine døde.")
    return _("Vi er lei oss for at barnet ditt døde.")


def _number(card: Card, state: FetusState) -> int:
    return sum(trail.now.state is state for trail in card.live_fetuses())


def _common(words: Words, *, still: bool) -> list[str]:
    _ = words.texts.translate
    bleeding = _("Det er vanlig å blø en tid etterpå, og å ha vondt nederst i magen.")
    milk = _("Det er vanlig å blø en tid etterpå, og brystene kan lage melk.")
    return [milk if still else bleeding, *_grief(words, died=still)]


def _grief(words: Words, *, died: bool) -> list[str]:
    """Of relief nothing is said to one whose child died."""
    _ = words.texts.translate
    either = _(
        "Noen er triste lenge, noen er lettet, og noen er begge deler. Det finnes ingen riktig måte å ha det på."
    )
    return [
        _("Det finnes ingen riktig måte å ha det på.") if died else either,
        _("Trenger du sykmelding eller noen å snakke med, så si fra."),
    ]


def _ring(words: Words) -> list[str]:
    """When to ring at once."""
    _ = words.texts.translate
    always = _(
        "Ring med en gang, dag eller natt, hvis du blør mye eller mer enn før, får feber, får sterke smerter, eller "
        "føler deg svimmel eller syk."
    )
    over = words.opened.card.over
    if over is not None and over.outcome is Outcome.LOSS:
        return [always]
    return [
        always,
        _(
            "Ring fødeavdelingen med en gang, dag eller natt, hvis du får sterk hodepine, ser uklart eller ser "
            "flimmer, får vondt øverst i magen eller plutselig føler deg syk."
        ),
    ]
