"""What her printed card says: what her page says, on paper. Pure."""

from msgspec import Struct

from helsekort.actions.opened import Opened
from helsekort.record.gestation import TermTable
from helsekort.record.growth import Curve
from helsekort.record.measurements import Catalogue
from helsekort.record.results import ResultTable
from helsekort.web.shared.printing.document import Document, Group, Masthead, Picture, Saying, Section
from helsekort.web.shared.texts import Texts, moment
from helsekort.web.woman.agreed import agreed
from helsekort.web.woman.development import development
from helsekort.web.woman.meetings import Meeting, facts, meeting, others, results
from helsekort.web.woman.over import after
from helsekort.web.woman.phones import Phone, phones
from helsekort.web.woman.pregnancy import pregnancy, when_to_ring
from helsekort.web.woman.rows import Instance, sections
from helsekort.web.woman.values import Row, Said, Words


class Tables(Struct, frozen=True):
    """The data files that her words rest on."""

    catalogue: Catalogue
    terms: TermTable
    curves: dict[str, Curve]
    results: ResultTable


def document(opened: Opened, texts: Texts, tables: Tables, now: int) -> Document:
    """The whole card, large enough to read without a screen."""
    words = Words(opened, tables.catalogue, texts)
    _ = texts.translate
    return Document(
        language=texts.language,
        title=_("Helsekortet ditt"),
        look="large",
        running=_running(words),
        foot=_foot(words, now),
        masthead=_masthead(words),
        sections=_sections(words, tables),
    )


def _running(words: Words) -> str:
    woman = words.opened.woman
    if woman.birth_date is None:
        return woman.name
    said = {"name": woman.name, "day": words.texts.numeric(woman.birth_date)}
    return words.texts.translate("%(name)s, født %(day)s") % said


def _foot(words: Words, now: int) -> list[str]:
    when = moment(now)
    said = {"day": words.texts.date(when.date()), "clock": words.texts.clock(when.time())}
    return [
        words.texts.translate(
            "Skrevet ut %(day)s klokken %(clock)s. Det som blir skrevet senere, står bare på det elektroniske kortet."
        )
        % said
    ]


def _masthead(words: Words) -> Masthead:
    """On a card that has ended nothing is said of weeks."""
    woman, texts = words.opened.woman, words.texts
    born = texts.translate("Født %(day)s") % {"day": texts.date(woman.birth_date)} if woman.birth_date else ""
    return Masthead(woman.name, [born] if born else [], age="", age_on="", due="", how=[])


def _sections(words: Words, tables: Tables) -> list[Section]:
    _ = words.texts.translate
    meetings = [meeting(words, line) for line in words.opened.card.contacts]
    standing = [one for one in meetings if not one.withdrawn]
    parts = [
        (_("Kontroller"), [_met(words, one) for one in standing if one.check_up]),
        (_("Kontakt mellom kontrollene"), [_met(words, one) for one in standing if not one.check_up]),
        (_("Prøvesvar"), [Group("", _told(results(words, tables.results)))]),
        (_("Om deg"), [Group("", _told(facts(words)))]),
        *(
            (group.title, [_instance(words, one) for one in group.instances if not one.withdrawn])
            for group in sections(words)
        ),
        (_("Det du har målt selv"), [Group("", _told(others(words, at_home=True)))]),
        (_("Annet på kortet"), [Group("", _told(others(words, at_home=False)))]),
    ]
    found = [Section(title, groups=[one for one in groups if one.sayings]) for title, groups in parts]
    return [
        _pregnancy(words, tables),
        _ring(words, tables),
        *found,
        _charts(words, tables),
        _explained(words, tables, meetings),
    ]


def _pregnancy(words: Words, tables: Tables) -> Section:
    _ = words.texts.translate
    if not words.opened.card.pregnant:
        over = after(words, tables.results.after.days)
        ended = _("Dette helsekortet er avsluttet. Det som står på det, finnes fortsatt her.")
        return Section(_("Svangerskapet"), lead=[over.lead, *over.said] if over else [ended])
    said = pregnancy(words, tables.terms)
    ahead = agreed(words)
    next_time = [f"{ahead.day} {ahead.plan}".rstrip()] if ahead else []
    return Section(_("Svangerskapet"), lead=[said.far, *said.due, *said.fetuses, *next_time, *said.earlier])


def _ring(words: Words, tables: Tables) -> Section:
    """Whom to ring and when; the numbers that always answer too. After the end only for the first weeks."""
    _ = words.texts.translate
    over = after(words, tables.results.after.days)
    if not words.opened.card.pregnant and (over is None or not over.ring):
        return Section("")
    known = phones(words.opened)
    lead = over.ring if over else when_to_ring(words, tables.terms)
    always = [Phone(_("Nød, når det står om livet"), "113"), Phone(_("Legevakt"), "116 117")]
    told = [_phone(words, one) for one in (*known.birth, *always, *known.others)]
    return Section(_("Når du må ringe"), lead=lead, groups=[Group("", told, strong=True)])


def _phone(words: Words, one: Phone) -> Saying:
    return Saying(one.unit, one.number or words.texts.translate("nummeret er ikke skrevet"), bool(one.number))


def _met(words: Words, one: Meeting) -> Group:
    """A meeting under its day; what was not taken or asked is named in one line at its end."""
    _ = words.texts.translate
    texts = words.texts
    day = texts.day(one.on, words.opened.today)
    clock = _("klokken %(time)s") % {"time": texts.clock(one.clock)} if one.clock else ""
    title = ", ".join(part for part in (day[:1].upper() + day[1:], clock) if part)
    there = [row for row in one.rows if not row.silent]
    missing = [row.label for row in one.rows if row.silent]
    told = [Saying(_("Hos") if one.check_up else _("Med"), f"{one.by}, {one.way}", notes=[*one.before])]
    if one.about:
        told.append(Saying(_("Hva det gjaldt"), ", ".join(one.about)))
    if one.paper:
        told.append(Saying(_("Fra papirkort"), one.paper))
    told += _told(there)
    if missing:
        told.append(Saying(_("Ikke tatt eller spurt om"), ", ".join(missing), there=False))
    return Group(title, told)


def _told(rows: list[Row]) -> list[Saying]:
    return [_saying(row, said) for row in rows for said in row.said]


def _saying(row: Row, said: Said) -> Saying:
    return Saying(row.label, said.text, said.taken, [*said.marks, *said.asides, *said.before])


def _instance(words: Words, one: Instance) -> Group:
    """A row under its day, who it is about and who wrote it."""
    day = words.texts.day(one.on, words.opened.today)
    title = ", ".join(part for part in (day, *one.about, one.by, one.paper) if part)
    return Group(title[:1].upper() + title[1:], _told(one.rows))


def _charts(words: Words, tables: Tables) -> Section:
    pictures = [
        Picture(picture.wide, picture.title or one.title, [one.intro, *one.chart.notes])
        for one in development(words, tables.curves)
        if not one.folded  # many would rather not meet a curve of their weight; the numbers are there
        for picture in one.chart.pictures
    ]
    return Section(words.texts.translate("Kurver"), pictures=pictures)


def _explained(words: Words, tables: Tables, meetings: list[Meeting]) -> Section:
    """What the words mean, once each, of those that stand on the card."""
    rows = [row for one in meetings for row in one.rows] + facts(words) + results(words, tables.results)
    told = {
        row.label: " ".join(row.plain) for row in rows if row.plain and any(one.taken for one in row.said)
    }
    sayings = [Saying(label, text) for label, text in told.items()]
    return Section(words.texts.translate("Hva ordene betyr"), groups=[Group("", sayings)] if sayings else [])
