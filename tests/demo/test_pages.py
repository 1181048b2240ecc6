"""Each story opens, for her and those who care for her, and its first screen says what must not be forgotten."""

import pytest
from starlette.testclient import TestClient

from helsekort import app
from helsekort.access.actors import NOBODY
from helsekort.actions import sessions
from helsekort.record.classes import class_of
from helsekort.record.entries import Row
from helsekort.record.ids import to_text
from tests.demo.conftest import Lived
from tests.demo.reference import WOMEN
from tests.web.at_work import HERE, words

# What the reference wants seen on opening, as far as the card has a place for it.
FIRST_SCREEN = {
    "kari": ["28+0", "ultralyd", "Allergi ingen kjent", "A · RhD positiv", "114/70 11.02. (24+1)"],
    "nora": ["31+0", "Penicillin", "142/92", "138/88", "143/91", "144/93", "1 prøvesvar ikke sett"],
    "silje": [
        "26+3",
        "Assistert befruktning",
        "to fostre",
        "én morkake, to hinner",
        "foster A hodeleie",
        "foster B seteleie",
        "Acetylsalisylsyre: 150 mg",
    ],
    "hilde": [
        "28+5",
        "O · RhD negativ",
        "Ikke immunisert",
        "Anti-D i uke 28 gitt nei",
        "typing av fosteret · fosterets RhD positiv",
        "Ingrid Dahl, frist 11.03.",
    ],
    "fatima": ["33+2", "4620 g", "fastsittende skuldre", "hodeleie", "svangerskapsdiabetes", "kost"],
    "ragnhild": ["41+3", "for 7 dager siden", "Lateks", "15 dager før"],
    "marte": [
        "36+4",
        "ekstendert seteleie",
        "akutt keisersnitt",
        "rift grad 3B",
        "1200 ml",
        "lavtliggende (18+3), 42 mm 32+0",
    ],
    "selam": ["30+1", "ja tigrinja", "Allergi ikke spurt", "Hepatitt B (HBsAg) positiv", "Blødde mye"],
    "berit": ["22+5", "120/74"],
    "thea": ["16+4", "A · RhD negativ", "Nøtter", "Ring helsestasjonen"],
    "emma": ["5+3", "usikker", "Allergi ikke spurt", "Blodtype ikke tatt", "kan ikke regnes ut"],
    "agnieszka": ["30+0", "280 dager", "ja polsk"],
}
# What nobody may read out of a card, from the same reference; and what is not on her own page, which others may see.
NEVER = {
    "marte": ["gravida", "femte", "svangerskapsavbrudd"],
    "silje": ["50-persentil"],
    "selam": ["uteble", "møtte ikke"],
    "emma": ["normal", "ingen risiko", "ingen kjent"],
}
NOT_HERS = {
    "marte": ["provosert", "svangerskapsavbrudd", "15 år", "Fødselsangst"],
    "selam": ["omskjær", "ønnslemlest", "Åpning er planlagt"],
    "berit": ["vold", "politi", "Tidligere partner", "kl. 9-11"],
    "thea": ["barnevern", "Valgene"],
    "liv": ["Buprenorfin", "observeres"],
    "silje": ["Frosset"],
}


def browser(lived: Lived, key: str) -> TestClient:
    client = TestClient(app.build(lived.ctx), base_url=HERE, follow_redirects=False)
    client.cookies.set("helsekort", sessions.enter_as_persona(NOBODY, ctx=lived.ctx, persona=key))
    return client


def clinicians_page(lived: Lived, story: str, part: str = "") -> str:
    """By her midwife, or her doctor where she has no midwife yet."""
    who = browser(lived, "amir" if story == "emma" else "ingrid")
    answer = who.get(f"/klinikk/kort/{to_text(lived.cards[story])}{part}")
    assert answer.status_code == 200, story
    return words(answer.text)


def her_page(lived: Lived, story: str) -> str:
    answer = browser(lived, story).get("/min")
    assert answer.status_code == 200, story
    return words(answer.text)


def test_every_story_opens_on_both_sides(lived: Lived) -> None:
    for story in lived.cards:
        assert clinicians_page(lived, story)
        assert her_page(lived, story)
        assert browser(lived, story).get("/min/innsyn").status_code == 200


@pytest.mark.parametrize("story", sorted(FIRST_SCREEN))
def test_the_first_screen_says_what_must_not_be_forgotten(lived: Lived, story: str) -> None:
    page = clinicians_page(lived, story)
    first = page[: page.index("Prøvesvar Kontroller Tidslinje")]
    missing = [each for each in FIRST_SCREEN[story] if each not in first]
    assert missing == [], first


@pytest.mark.parametrize("story", sorted(NEVER))
def test_what_is_false_is_on_neither_side(lived: Lived, story: str) -> None:
    pages = clinicians_page(lived, story) + her_page(lived, story)
    assert [each for each in NEVER[story] if each in pages] == []


@pytest.mark.parametrize("story", sorted(NOT_HERS))
def test_what_could_harm_her_is_for_those_who_care_for_her(lived: Lived, story: str) -> None:
    known = clinicians_page(lived, story, "/alt")
    assert any(each in known for each in NOT_HERS[story])
    assert [each for each in NOT_HERS[story] if each in her_page(lived, story)] == []


def test_weak_antibodies_from_an_injection_are_not_called_immunised(lived: Lived) -> None:
    page = clinicians_page(lived, "hilde")
    assert page.lower().count("immunisert") == page.lower().count("ikke immunisert") > 0


def test_no_word_of_a_class_kept_off_her_page_is_on_it(lived: Lived) -> None:
    """Each text that a story says in such a class, whoever wrote it."""
    off, guarded = lived.ctx.catalogue.kept_off_her_page, 0
    for story in lived.cards:
        page = her_page(lived, story)
        for said in hidden_texts(lived, story, off):
            guarded += 1
            assert said not in page, story
    assert guarded > 10


def hidden_texts(lived: Lived, story: str, off: frozenset[str]) -> list[str]:
    catalogue = lived.ctx.catalogue
    said: list[object] = []
    for trail in lived.card(story).all_answers():
        now = trail.now
        whole = class_of(now, catalogue) in off
        cells = now.cells if isinstance(now, Row) else [now]
        said += [one.value for one in cells if whole or catalogue[one.what].hidden in off]
    return [one for one in said if isinstance(one, str) and " " in one]


def test_no_number_tells_of_what_is_hidden(lived: Lived) -> None:
    """Marte's pregnancies cannot be counted, on her page or through another system."""
    client = browser(lived, "ingrid")
    card = to_text(lived.cards["marte"])
    token = client.cookies["helsekort"]
    everything = client.get(
        f"/fhir/r4/EpisodeOfCare/{card}/$everything", headers={"Authorization": f"Bearer {token}"}
    )
    assert everything.status_code == 200
    assert [code for code in ("11996-6", "11613-7", "11977-6") if code in everything.text] == []


def test_the_women_read_in_their_own_language(lived: Lived) -> None:
    assert "Kven har sett kortet ditt" in her_page(lived, "silje")
    assert "Who has seen your card" in her_page(lived, "emma")
    assert "Hvem har sett kortet ditt" in her_page(lived, "selam"), "there is no Tigrinya yet"


def test_she_sees_who_has_opened_her_card(lived: Lived) -> None:
    log = words(browser(lived, "nora").get("/min/innsyn").text)
    assert "Sol Eikeland" in log
    assert "Ingrid Dahl" in log


def test_every_woman_is_someone(lived: Lived) -> None:
    people = {each.key: each for each in sessions.personas(lived.ctx)}
    assert set(lived.cards) <= set(people)
    assert set(WOMEN) <= set(lived.cards)
    numbers = [each.number for each in people.values() if each.number]
    assert len(set(numbers)) == len(numbers) == len(lived.cards)
    assert all(int(number[2:4]) > 80 for number in numbers), "a synthetic number"
