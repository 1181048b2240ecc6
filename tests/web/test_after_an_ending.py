"""Once a pregnancy is over nothing speaks of it as if it went on: on every page, for her and for those who care.

Each page is fetched a minute, a day, some weeks and forty weeks after each way a pregnancy can end, in each language.
"""

import datetime as dt
import re
from typing import Final

import pytest
from msgspec.structs import replace

from helsekort.actions import closing, contacts, endings
from helsekort.actions.endings import Ending
from helsekort.record.endings import STATES
from helsekort.record.entries import Contact, ContactKind, Way
from helsekort.record.ids import to_text
from tests import cast as made
from tests.cast import MINUTE, TODAY, Cast
from tests.web.at_work import AtWork, card_path, ingrid, words

A_DAY_EARLIER: Final = dt.timedelta(days=1)
A_DAY: Final = 24 * 60 * MINUTE
MOMENTS: Final = {"a minute": MINUTE, "a day": A_DAY, "five weeks": 35 * A_DAY, "forty weeks": 280 * A_DAY}
ENDINGS: Final = sorted(set(STATES) - {"REDUCTION"})
LANGUAGES: Final = ("nb", "nn", "en")

# What belongs to a pregnancy that goes on. Each stands on a page before the ending, or the list would say little.
HERS: Final = {
    "nb": [
        "på vei",
        "Termin er",
        "Du venter ett barn",
        "mindre liv enn du pleier",
        "Slik vokser magen",
        "31 uker",
    ],
    "nn": [
        "på veg",
        "Termin er",
        "Du ventar eitt barn",
        "mindre liv enn du pleier",
        "Slik veks magen",
        "31 veker",
    ],
    "en": ["pregnant", "due date is", "expecting one child", "less movement", "How your belly", "31 weeks"],
}
THEIRS: Final = [
    "om 66 dager",
    "Ny kontroll",
    "Retningslinjen",
    "Fødsel, eller svangerskapet er over",
    "Søk om fødeplass",
]
NEVER: Final = ["gratulerer", "congratulations", "velkommen", "barselkurs", "fødselskurs"]


@pytest.fixture
def nora(cast: Cast) -> Cast:
    """Nora with a check-up, so that there is a chart to leave out."""
    made.record(
        cast,
        cast.nora_card,
        made.pressure(),
        made.finding("fundal_height", made.Decimal(28)),
        made.finding("movements", "YES", cast.nora_fetus),
    )
    return cast


def end(cast: Cast, code: str) -> None:
    endings.end_pregnancy(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        ending=Ending(TODAY, {cast.nora_fetus: code}),
        key="end",
        looked=True,
    )


def at(cast: Cast, after: int) -> Cast:
    return replace(cast, ctx=cast.ctx.at(cast.ctx.now() + after))


def her(cast: Cast, after: int, language: str = "nb") -> list[str]:
    """All her pages, in words."""
    there = at(cast, after)
    client = AtWork(there.ctx, there.nora, f"nora-{after}-{language}")
    client.client.cookies.set("sprak", language)
    paths = ("/min", "/min/kort", f"/min/kort/{to_text(cast.nora_card)}", "/min/innsyn")
    return [client.says(path) for path in paths]


def theirs(cast: Cast, after: int) -> str:
    """The clinician's card, and the page of its ending."""
    there = at(cast, after)
    client = AtWork(there.ctx, there.ingrid, f"ingrid-{after}")
    return " ".join(client.says(card_path(cast.nora_card) + end) for end in ("", "/avslutning", "/kontakt"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_it_each_of_these_is_said(nora: Cast, language: str) -> None:
    page = her(nora, 0, language)[0]
    assert [said for said in HERS[language] if said not in page] == []
    if language == "nb":
        page = theirs(nora, 0)
        assert [said for said in THEIRS if said not in page] == []


@pytest.mark.parametrize("code", ENDINGS)
def test_nothing_of_the_pregnancy_is_said_to_her(nora: Cast, code: str) -> None:
    end(nora, code)
    for name, after in MOMENTS.items():
        for language in LANGUAGES:
            for page in her(nora, after, language):
                found = [said for said in (*HERS[language], *NEVER) if said.lower() in page.lower()]
                assert found == [], (name, language)
                assert not re.search(r"\b\d{1,2} (uker|veker|weeks)\b", page), (name, language)


@pytest.mark.parametrize("code", ENDINGS)
def test_clinicians_see_the_age_it_came_to_and_no_other(nora: Cast, code: str) -> None:
    end(nora, code)
    for name, after in MOMENTS.items():
        page = theirs(nora, after).replace("11+0–13+6", "")  # the name of a way to set a due date
        assert [said for said in (*THEIRS, *NEVER) if said in page] == [], name
        page = re.sub(r"(?i)spontanabort (før )?[\d+–]+", "", page)  # the name of a code
        assert set(re.findall(r"\b\d{1,2}\+\d\b", page)) <= {"31+0"}, name


@pytest.mark.parametrize(("code", "way"), [("STILL_BEFORE", "/skjema/after-birth"), ("SA_LATE", "/kontakt")])
def test_the_form_of_a_check_up_says_that_the_pregnancy_is_over_before_anything_is_typed(
    nora: Cast, code: str, way: str
) -> None:
    said = "Her føres bare en kontroll fra før den dagen"
    midwife, form = ingrid(nora), card_path(nora.nora_card) + "/kontroll"
    assert said not in midwife.says(form)
    end(nora, code)
    page = midwife.get(form).text
    assert said in page
    assert f'{way}">' in page[page.index(said) :][:200]


def test_what_is_new_says_what_became_of_it(nora: Cast) -> None:
    """The other clinician saw the card the day before."""
    midwife, doctor = AtWork(nora.ctx, nora.ingrid, "i"), AtWork(nora.ctx, nora.amir, "a")
    doctor.get(card_path(nora.nora_card))
    end(nora, "STILL_BEFORE")
    assert midwife.says(card_path(nora.nora_card))
    later = at(nora, A_DAY)
    page = AtWork(later.ctx, later.amir, "later").says(card_path(nora.nora_card))
    assert "Foster A: dødfødt 10.03.2026 (31+0)" in page


def test_every_loss_reads_alike(nora: Cast) -> None:
    """Whoever reads over her shoulder cannot tell a termination from a miscarriage, not by a single byte."""
    pages = set()
    for code in ("SA_LATE", "TERMINATION", "MOLE", "ECTOPIC"):
        end(nora, code) if not pages else again(nora, code)
        client = AtWork(nora.ctx, nora.nora, f"nora-{code}")
        card = client.get(f"/min/kort/{to_text(nora.nora_card)}").text
        pages.add((client.get("/min").text, card, client.get("/min/kort").text))
    assert len(pages) == 1


def again(cast: Cast, code: str) -> None:
    version = made.read(cast, cast.nora_card).opening.last.version
    closing.reopen_card(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, base_version=version, reason="Feil valg"
    )
    ending = Ending(TODAY, {cast.nora_fetus: code})
    endings.end_pregnancy(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=ending, key=f"end-{code}", looked=True
    )


def test_the_death_of_one_twin_and_a_reduction_are_one_act_and_no_count_is_said(nora: Cast) -> None:
    second = made.name_fetus(nora.ctx, nora.ingrid, nora.nora_card, "B")
    before = her(nora, 0)[0]
    assert "Du venter to barn" in before
    endings.lose_fetus(
        nora.ingrid,
        ctx=nora.ctx,
        card=nora.nora_card,
        origin=second,
        base_version=1,
        on=TODAY - A_DAY_EARLIER,
    )
    page = her(nora, A_DAY)[0]
    assert "Du venter" not in page
    assert "foster B" not in page
    assert "Kurven gjelder for ett barn" not in page, "no empty chart"
    assert "lever ikke, fra 09.03.2026 (30+6)" in theirs(nora, A_DAY)


def test_after_a_birth_she_reads_when_and_whom_to_ring(nora: Cast) -> None:
    end(nora, "LIVE")
    page = her(nora, 5 * A_DAY)[0]
    assert "Du fødte tirsdag 10. mars, for 5 dager siden." in page
    assert "Ring fødeavdelingen med en gang" in page
    assert "Når du må ringe" not in her(nora, 280 * A_DAY)[0]


def test_after_a_stillbirth_the_words_are_of_the_child(nora: Cast) -> None:
    end(nora, "STILL_BEFORE")
    page = her(nora, A_DAY)[0]
    assert page.startswith("Vi er lei oss for at barnet ditt døde.")
    assert "Du fødte" not in page


def test_of_twins_of_whom_one_died_both_are_spoken_of(nora: Cast) -> None:
    second = made.name_fetus(nora.ctx, nora.ingrid, nora.nora_card, "B")
    ending = Ending(TODAY, {nora.nora_fetus: "LIVE", second: "STILL_DURING"})
    endings.end_pregnancy(nora.ingrid, ctx=nora.ctx, card=nora.nora_card, ending=ending, key="end")
    page = her(nora, A_DAY)[0]
    assert "Du fødte" in page
    assert "Vi er lei oss for at ett av barna døde." in page


def test_what_came_afterwards_is_dated_by_days(nora: Cast) -> None:
    end(nora, "SA_LATE")
    there = at(nora, 3 * A_DAY)
    contacts.record_contact(
        nora.ingrid,
        ctx=there.ctx,
        card=nora.nora_card,
        contact=Contact(ContactKind.CONTACT, Way.PHONE, there.ctx.today()),
        findings=[made.finding("told", "Har det bedre.", on=there.ctx.today())],
        key="call",
    )
    assert "3 dager etter" in theirs(nora, 4 * A_DAY)


# --- the pages that say it -------------------------------------------------------------------------------------


def test_the_card_leads_to_the_ending_in_one_step_and_back(nora: Cast) -> None:
    client, path = ingrid(nora), card_path(nora.nora_card)
    assert f'href="{path}/avslutning"' in client.get(path).text
    name = f"outcome-{nora.nora_fetus}"
    wrong = client.post(f"{path}/avslutning", on="10.03.2026", key="a", **{name: "SA_EARLY"})
    assert wrong.status_code == 422
    assert "brukes vanligvis ikke i denne uken" in words(wrong.text)
    assert 'value="10.03.2026"' in wrong.text
    right = client.post(f"{path}/avslutning", on="10.03.2026", key="a", looked="1", **{name: "SA_EARLY"})
    assert (right.status_code, right.headers["location"]) == (303, f"{path}/avslutning")
    assert "Alt som var planlagt videre i svangerskapet, er avlyst" in client.says(f"{path}/avslutning")
    assert client.post(f"{path}/avslutning/angre", version="2", reason="").status_code == 422
    assert client.post(f"{path}/avslutning/angre", version="1", reason="Feil").status_code == 409
    assert client.post(f"{path}/avslutning/angre", version="2", reason="Feil").status_code == 303
    assert "31+0" in client.says(path)


@pytest.mark.parametrize(
    ("on", "says"),
    [
        ("", "Dagen mangler"),
        ("32.01.2026", "ikke en dato som finnes"),
        ("11.03.2026", "Dagen er i framtiden"),
        ("01.01.2020", "ligger ikke i dette svangerskapet"),
    ],
)
def test_a_day_that_cannot_be_is_told_of_and_what_was_typed_is_kept(nora: Cast, on: str, says: str) -> None:
    client, path = ingrid(nora), f"{card_path(nora.nora_card)}/avslutning"
    answer = client.post(path, on=on, key="a", **{f"outcome-{nora.nora_fetus}": "LIVE"})
    assert answer.status_code == 422
    assert says in words(answer.text)
    assert '<option value="LIVE" selected>' in answer.text


def test_a_check_up_after_the_end_is_told_where_to_go(nora: Cast) -> None:
    end(nora, "LIVE")
    there = at(nora, 2 * A_DAY)
    client = AtWork(there.ctx, there.ingrid, "ingrid-late")
    answer = client.post(
        f"{card_path(nora.nora_card)}/kontroll", on="12.03.2026", way="visit", key="k", weight="70"
    )
    assert answer.status_code == 422
    assert "ligger etter at svangerskapet var over. Før det som en kontakt" in words(answer.text)


def test_one_of_two_is_said_to_be_lost_on_its_own_page(nora: Cast) -> None:
    second = made.name_fetus(nora.ctx, nora.ingrid, nora.nora_card, "B")
    client, path = ingrid(nora), f"{card_path(nora.nora_card)}/foster/{second}"
    assert "Antall fostre og bokstavene deres endres ikke" in client.says(path)
    assert client.post(path, version="1", on="").status_code == 422
    assert client.post(path, version="1", on="10.03.2026").status_code == 303
    assert "lever ikke, fra 10.03.2026" in client.says(path)
    only = f"{card_path(nora.nora_card)}/foster/{nora.nora_fetus}"
    assert "siste fosteret som lever" in client.says(only)
    assert client.post(path, version="2", back="1", reason="Feil foster").status_code == 303
    assert client.get(f"{card_path(nora.nora_card)}/foster/9999").status_code == 404


def test_the_list_has_her_apart(nora: Cast) -> None:
    end(nora, "SA_LATE")
    there = at(nora, 9 * A_DAY)
    page = AtWork(there.ctx, there.ingrid, "ingrid-list").says("/klinikk")
    apart = page.index("Hva skjedde")
    assert page.index("Nora Haugen Sletten") > apart
    assert "Svangerskapet er over, for 9 dager siden" in page[apart:]
    assert page.index("Kari Lunde Berg") < apart
