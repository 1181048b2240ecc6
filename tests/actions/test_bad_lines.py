"""A file of cards is held to every rule: what breaks one is named by line and place, and is not loaded."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from msgspec import Raw
from msgspec.structs import replace

from helsekort.actions.line_checks import Checker
from helsekort.actions.loading import BadLine, load_cards
from helsekort.fhir.card_lines import CardLine, Care, Number, PartyLine, Written, write_line
from helsekort.fhir.outcome import NotAccepted
from helsekort.record.codes import FNR
from helsekort.record.entries import CardOpened, Content, Fetus, LabReport, Status
from helsekort.record.parties import NationalNumberFact, Role, Woman
from helsekort.store import chain
from helsekort.store.chain import CARDS, PARTIES
from tests import cast as made
from tests.actions import card_files
from tests.actions.card_files import CLINICIAN, FIRST_CARD, FIRST_WOMAN, UNIT, card_line, contents, people
from tests.cast import JOB, MOMENT, TODAY, Cast, finding, number_of
from tests.store.stored import content

CANARY = "Kanarifugl"
LINE = 4  # the people have three
Told = list[tuple[int, int, Content]]


def _load(cast: Cast, lines: list[bytes]) -> None:
    load_cards(JOB, ctx=cast.ctx, lines=lines, tell=lambda told: None)


def _refused(cast: Cast, line: bytes, where: str) -> str:
    """The sentence; the line below it holds, and is not loaded either."""
    _load(cast, people())
    before = content(cast.ctx)
    with pytest.raises(BadLine) as bad:
        _load(cast, [*people(), line, write_line(card_line(1))])
    assert content(cast.ctx) == before
    assert bad.value.number == LINE
    return _said(str(bad.value).removeprefix(f"line {LINE}, "), where)


def _said(said: str, where: str) -> str:
    assert said.startswith(f"{where}: "), said
    assert CANARY not in said
    return said


def _unread(line: bytes, where: str) -> str:
    """The sentence about a line that does not hold, whatever is there already."""
    catalogue, terms, *_ = made.data()
    with pytest.raises(NotAccepted) as refused:
        Checker(catalogue, terms, [], bytes).check(line, MOMENT)
    issue = refused.value.issues[0]
    return _said(f"{issue.where}: {issue.says}", where)


# --- the line -----------------------------------------------------------------------------------------------

GOOD = write_line(card_line())
TEXTS = {
    "no JSON": (b"{", "$"),
    "nothing": (b"\n", "$"),
    "another object": (b'{"resourceType":"Patient"}', "$"),
    "spaces": (GOOD.replace(b'"care":', b'"care": '), "$"),
    "a name twice": (GOOD.replace(b'"card":1000,', b'"card":1000,"card":1000,'), "$"),
    "a name too many": (GOOD.replace(b'"care":', b'"mark":"Kanarifugl","care":'), "$"),
    "a name too few": (
        GOOD.replace(b'"number":null,', b"").replace(b'"until":null', b'"since":1'),
        "$.care[0]",
    ),
    "a text for a number": (GOOD.replace(b'"card":1000', b'"card":"Kanarifugl"'), "$.card"),
    "no UTF-8": (GOOD.replace(b"Sover godt", b"Sover \xff"), "$"),
    "null in a resource": (
        GOOD.replace(b'"valueString":"Sover godt."', b'"valueString":null'),
        "entries[6].resource.valueString",
    ),
    "another order": (
        GOOD.replace(
            b'"resourceType":"Encounter","id":"0000000000z8-4"',
            b'"id":"0000000000z8-4","resourceType":"Encounter"',
        ),
        "entries[3].resource",
    ),
    "an element that no profile has": (
        GOOD.replace(b'"valueString":"Sover godt."', b'"valueString":"Sover godt.","Kanarifugl 1":1'),
        "entries[6].resource",
    ),
    "another label": (
        GOOD.replace(b'"display":"Blodtrykk"', b'"display":"Kanarifugl"'),
        "entries[4].resource.code.coding[0].display",
    ),
    "a control character": (GOOD.replace(b"Sover godt.", b"Sover\\u0007"), "entries[6].resource.valueString"),
    "an empty text": (GOOD.replace(b"Sover godt.", b""), "entries[6].resource.valueString"),
    "a text of spaces": (GOOD.replace(b"Sover godt.", b"  "), "entries[6].resource.valueString"),
    "a text of other spaces": (
        GOOD.replace(b"Sover godt.", b"\xe2\x80\x83"),
        "entries[6].resource.valueString",
    ),
    "a nameless woman": (GOOD.replace(b"Berit Moe", b" "), "woman.resource.name[0].text"),
    "a long text": (GOOD.replace(b"Sover godt.", b"a" * 4001), "entries[6].resource.valueString"),
    "another card's id": (
        GOOD.replace(b'"id":"0000000000z8-5"', b'"id":"0000000000z9-5"'),
        "entries[4].resource",
    ),
    "another woman": (
        GOOD.replace(
            b'"subject":{"reference":"Patient/0000000001yg"}',
            b'"subject":{"reference":"Patient/0000000001yh"}',
        ),
        "entries[1].resource.subject.reference",
    ),
    "another author": (
        GOOD.replace(
            b'"performer":[{"reference":"Practitioner/000000000036"}]',
            b'"performer":[{"reference":"Practitioner/000000000037"}]',
        ),
        "entries[4].resource.performer[0].reference",
    ),
    "another version": (
        GOOD.replace(b'"versionId":"2"', b'"versionId":"3"'),
        "entries[7].resource.meta.versionId",
    ),
    "another time": (
        GOOD.replace(
            b'"recorded":%d,' % (MOMENT - 1_800_000_000 + 4), b'"recorded":%d,' % (MOMENT - 1_799_000_000)
        ),
        "entries[4].resource.meta.lastUpdated",
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_line_that_is_not_as_the_record_writes_it(name: str) -> None:
    line, where = TEXTS[name]
    assert line != GOOD
    _unread(line, where)


# --- what the entries say -----------------------------------------------------------------------------------


def _with(place: int, **fields: object) -> Callable[[Told], Told]:
    def change(told: Told) -> Told:
        origin, version, said = told[place]
        return [*told[:place], (origin, version, replace(said, **fields)), *told[place + 1 :]]

    return change


def _instead(place: int, origin: int, version: int, said: Content) -> Callable[[Told], Told]:
    return lambda told: [*told[:place], (origin, version, said), *told[place + 1 :]]


OPENED, DUE, FETUS, CONTACT, PRESSURE, HEART, NOTE, AGAIN = range(8)
TOMORROW = TODAY + dt.timedelta(days=1)
MEANINGS: dict[str, tuple[Callable[[Told], Told], str, str]] = {
    "no entry": (lambda told: [], "entries[0]", "begins with"),
    "no opening": (_instead(0, 1, 1, finding("note", "x")), "entries[0]", "begins with"),
    "a second opening": (
        _instead(6, 7, 1, CardOpened(FIRST_WOMAN, TODAY, UNIT)),
        "entries[6]",
        "no other entry opens one",
    ),
    "an origin of no place": (_instead(6, 9, 1, finding("note", "x")), "entries[6]", "as its origin"),
    "a version left out": (_instead(7, 7, 3, finding("note", "x")), "entries[7]", "its number is the next"),
    "a version of nothing": (_instead(7, 9, 2, finding("note", "x")), "entries[7]", "its number is the next"),
    "a version of another kind": (_instead(7, 7, 2, Fetus("B", TODAY)), "entries[7]", "the same kind"),
    "a contact that is none": (_with(PRESSURE, contact=3), "entries[4]", "no Contact"),
    "a fetus that is none": (_with(HEART, fetus=4), "entries[5]", "no Fetus"),
    "a due date that replaces none": (_with(DUE, replaces=7), "entries[1]", "no DueDate"),
    "a report of what is no result": (
        lambda told: [*told[:6], (7, 1, LabReport("k", "r", "Lab", MOMENT, results=(4,)))],
        "entries[6]",
        "no Finding",
    ),
    "a card of another woman": (_with(OPENED, woman=FIRST_WOMAN + 1), "entries[0].resource", "another woman"),
    "a day to come": (_with(NOTE, on=TOMORROW), "entries[6].recorded", "before the day"),
    "a time to come": (_with(CONTACT, at=dt.time(23, 0)), "entries[3].recorded", "before the day or time"),
    "an impossible value": (
        _instead(6, 7, 1, finding("weight", Decimal(2000))),
        "entries[6].resource.value",
        "outside of what can be",
    ),
    "a fetus's value without a fetus": (_with(HEART, fetus=None), "entries[5].resource.focus", "fetus"),
    "another's value with a fetus": (_with(NOTE, fetus=3), "entries[6].resource.focus", "fetus"),
    "a value of another form": (
        _instead(6, 7, 1, finding("headache", "ja")),
        "entries[6].resource.value",
        "form",
    ),
    "an unknown method": (_with(DUE, method="KANARI"), "entries[1].resource.component", "method"),
    "an unknown reason": (_with(CONTACT, about=("kanari",)), "entries[3].resource.reasonCode", "L10"),
}


@pytest.mark.parametrize("name", MEANINGS)
def test_a_card_that_cannot_be(name: str) -> None:
    change, where, word = MEANINGS[name]
    told = change(contents(FIRST_WOMAN))
    entries = card_files.entry_lines(FIRST_CARD, FIRST_WOMAN, told)
    assert word in _unread(write_line(replace(card_line(), entries=entries)), where)


ABSENT: dict[str, Callable[[Told], Told]] = {
    "a unit": _with(OPENED, organisation=77),
    "a clinician for a unit": _with(OPENED, organisation=CLINICIAN),
    "one who held it": _with(CONTACT, held_by=77),
    "one who set it": _with(DUE, set_by=77),
}


@pytest.mark.parametrize("name", ABSENT)
def test_who_is_named_must_be_there(cast: Cast, name: str) -> None:
    entries = card_files.entry_lines(FIRST_CARD, FIRST_WOMAN, ABSENT[name](contents(FIRST_WOMAN)))
    assert "not there" in _refused(cast, write_line(replace(card_line(), entries=entries)), "card")


def test_an_impossible_value_that_says_it_is_unverified_is_taken(cast: Cast) -> None:
    said = replace(finding("weight", Decimal(2000)), unverified="Som skrevet")
    told = _instead(6, 7, 1, said)(contents(FIRST_WOMAN))[:7]
    entries = card_files.entry_lines(FIRST_CARD, FIRST_WOMAN, told)
    _load(cast, [*people(), write_line(replace(card_line(), entries=entries))])


# --- times, people, numbers ---------------------------------------------------------------------------------


def _recorded(place: int, moment: int) -> Callable[[CardLine], CardLine]:
    """The entry at a place with another time, in the bytes that belong to it."""

    def change(line: CardLine) -> CardLine:
        entries = [*line.entries]
        one = entries[place]
        body = bytes(one.resource)
        at = body.index(b'"lastUpdated":"') + 15
        stamp = dt.datetime.fromtimestamp(moment // 1000 / 1000, dt.UTC).isoformat(timespec="milliseconds")
        body = body[:at] + stamp.replace("+00:00", "Z").encode() + body[at + 24 :]
        entries[place] = replace(one, recorded=moment, resource=Raw(body))
        return replace(line, entries=entries)

    return change


def _her(**fields: object) -> Callable[[CardLine], CardLine]:
    return lambda line: replace(
        line, woman=card_files.written(FIRST_WOMAN, replace(card_files.woman(), **fields))
    )


def _of(author: int) -> Callable[[CardLine], CardLine]:
    return lambda line: replace(
        line, entries=card_files.entry_lines(FIRST_CARD, FIRST_WOMAN, contents(FIRST_WOMAN), author)
    )


WRONG_NUMBER = number_of(17)[:-1] + str((int(number_of(17)[-1]) + 1) % 10)
LINES: dict[str, tuple[Callable[[CardLine], CardLine], str]] = {
    "recorded tomorrow": (_recorded(7, MOMENT + 86_400_000_000), "entries[7]"),
    "recorded before the one above": (_recorded(7, MOMENT - 1_800_000_000), "entries[7]"),
    "a card without an id": (lambda line: replace(line, card=0), "card"),
    "an id too large": (lambda line: replace(line, card=2**60), "card"),
    "a woman without an id": (lambda line: replace(line, woman=replace(line.woman, id=0)), "woman.id"),
    "care twice": (lambda line: replace(line, care=line.care * 2), "care"),
    "care that ends first": (lambda line: replace(line, care=[Care(CLINICIAN, UNIT, 5, 5)]), "care"),
    "a number that is not hers": (lambda line: replace(line, number=Number(FNR, number_of(18))), "number"),
    "her number left out": (lambda line: replace(line, number=None), "number"),
    "a number that does not hold": (
        lambda line: replace(
            _her(numbers=(NationalNumberFact(FNR, WRONG_NUMBER),))(line), number=Number(FNR, WRONG_NUMBER)
        ),
        "woman.resource.identifier",
    ),
    "a joined woman": (_her(joined_to=FIRST_WOMAN + 1), "woman.resource.link"),
    "a woman recorded tomorrow": (
        lambda line: replace(
            line, woman=card_files.written(FIRST_WOMAN, card_files.woman(), recorded=MOMENT + 1)
        ),
        "woman.recorded",
    ),
    "a clinician for a woman": (
        lambda line: replace(line, woman=card_files.written(FIRST_WOMAN, Role(CLINICIAN, UNIT, "JO"))),
        "woman.resource",
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_that_does_not_agree_with_itself(name: str) -> None:
    change, where = LINES[name]
    _unread(write_line(change(card_line())), where)


@pytest.mark.parametrize("change", [_of(77), lambda line: replace(line, care=[Care(77, UNIT, 1, None)])])
def test_who_wrote_or_cares_must_be_there(cast: Cast, change: Callable[[CardLine], CardLine]) -> None:
    _refused(cast, write_line(change(card_line())), "card")


PARTY_LINES: dict[str, tuple[Written, str]] = {
    "a woman without a card": (card_files.written(500, Woman(CANARY, None)), "party.resource"),
    "a role of nobody": (card_files.written(500, Role(77, UNIT, "JO")), "party"),
    "a role nowhere": (card_files.written(500, Role(CLINICIAN, 77, "JO")), "party"),
    "an author who is not there": (card_files.written(500, Role(CLINICIAN, UNIT, "LE"), author=77), "party"),
}


@pytest.mark.parametrize("name", PARTY_LINES)
def test_a_party_that_cannot_be(cast: Cast, name: str) -> None:
    written, where = PARTY_LINES[name]
    _refused(cast, write_line(PartyLine(written)), where)


# --- what is there already ----------------------------------------------------------------------------------


def _theirs(cast: Cast, name: str) -> tuple[bytes, str]:
    """A line that stands in the way of someone who is there."""
    line = card_line()
    if name == "card":
        told = card_files.entry_lines(cast.nora_card, FIRST_WOMAN, contents(FIRST_WOMAN))
        return write_line(replace(line, card=cast.nora_card, entries=told)), "card"
    if name == "woman":
        who = cast.nora.party
        entries = card_files.entry_lines(FIRST_CARD, who, contents(who))
        return write_line(
            replace(line, woman=card_files.written(who, card_files.woman()), entries=entries)
        ), "woman"
    hers = (NationalNumberFact(FNR, number_of(4)),)
    return write_line(replace(_her(numbers=hers)(line), number=Number(FNR, number_of(4)))), "number"


@pytest.mark.parametrize("name", ["card", "woman", "number"])
def test_what_is_anothers_is_not_taken(cast: Cast, name: str) -> None:
    line, where = _theirs(cast, name)
    _refused(cast, line, where)


ABOVE: dict[str, Callable[[CardLine], CardLine]] = {
    "card": lambda line: replace(line, care=[]),
    "woman": lambda line: replace(_her(name="Berit Mo")(line), card=FIRST_CARD + 5),
    "number": lambda line: replace(line, woman=card_files.written(FIRST_WOMAN + 5, card_files.woman())),
}


@pytest.mark.parametrize("where", ABOVE)
def test_what_stands_above_is_not_taken_twice(cast: Cast, where: str) -> None:
    second = ABOVE[where](card_line())
    entries = card_files.entry_lines(second.card, second.woman.id, contents(second.woman.id))
    second = replace(second, entries=entries)
    with pytest.raises(BadLine, match=f"^line 5, {where}: "):
        _load(cast, [*people(), write_line(card_line()), write_line(second)])
    with cast.ctx.database.transaction(write=False) as tx:
        assert chain.head(tx, CARDS, FIRST_CARD, lock=False) is not None
        assert chain.head(tx, PARTIES, FIRST_WOMAN + 5, lock=False) is None


def test_what_stands_there_under_the_same_id_with_other_entries_is_refused(cast: Cast) -> None:
    _load(cast, [*people(), write_line(card_line())])
    for change in (
        _with(NOTE, value="Sover ikke."),
        _with(AGAIN, status=Status.WITHDRAWN),
        _instead(7, 8, 1, finding("note", "x")),
        lambda told: [*told, (9, 1, finding("note", "x"))],
    ):
        entries = card_files.entry_lines(FIRST_CARD, FIRST_WOMAN, change(contents(FIRST_WOMAN)))
        with pytest.raises(BadLine, match=r"^line 1, card: "):
            _load(cast, [write_line(replace(card_line(), entries=entries))])
