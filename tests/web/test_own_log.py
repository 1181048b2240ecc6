"""Her log as a page: by day, person or place, what she chooses to see, and what she asks about."""

import re

import pytest
from msgspec.structs import replace

from helsekort.actions.cards import open_card
from helsekort.actions.inquiries import list_inquiries
from helsekort.actions.outcomes import Refused
from helsekort.record.ids import to_text
from tests.cast import MOMENT, Cast, record
from tests.web.at_work import AtWork, amir

DAY = 24 * 3600 * 1_000_000


@pytest.fixture
def nora(cast: Cast) -> AtWork:
    """Gives Nora in front of her log, in which Amir has looked and Lars was refused a day later."""
    record(cast, cast.nora_card)
    open_card(cast.amir, ctx=cast.ctx, card=cast.nora_card)
    later = replace(cast, ctx=cast.ctx.at(MOMENT + DAY))
    with pytest.raises(Refused):
        open_card(cast.lars, ctx=later.ctx, card=cast.nora_card)
    return AtWork(later.ctx, cast.nora, "nora")


def _chosen(nora: AtWork, label: str) -> str:
    """The value by which a person is chosen."""
    page = nora.get("/min/innsyn").text
    found = re.search(rf'<option value="(\d+)"[^>]*>{label}', page)
    assert found is not None
    return found[1]


def test_she_sees_all_day_by_day(nora: AtWork) -> None:
    says = nora.says("/min/innsyn")
    assert "Ingrid Dahl" in says
    assert "Amir Rahimi, lege ved Torget legesenter, leste helsekortet ditt" in says
    assert says.index("Lars Brekke, lege ved Nordlia legesenter, prøvde") < says.index(
        "Torget legesenter, leste"
    )


def test_she_chooses_a_person_a_kind_or_some_days(nora: AtWork) -> None:
    def told(query: str) -> set[str]:
        main = nora.get(f"/min/innsyn?{query}").text
        main = main[main.index("log-choice") :]
        main = re.sub(r"<select.*?</select>", "", main, flags=re.DOTALL)
        return {name for name in ("Ingrid Dahl", "Amir Rahimi", "Lars Brekke") if name in main}

    assert told(f"hvem={_chosen(nora, 'Lars Brekke')}") == {"Lars Brekke"}
    assert told("hva=avvist") == {"Lars Brekke"}
    assert told("hva=lest") == {"Amir Rahimi"}
    assert told("hva=skrevet") == {"Ingrid Dahl"}
    assert told("fra=2026-03-11") == {"Lars Brekke"}
    assert told("til=2026-03-10") == {"Ingrid Dahl", "Amir Rahimi"}
    assert told("fra=2026-03-12") == set()
    # what is no choice leaves nothing out
    assert told("hvem=99&hva=x&fra=i+dag&vis=") == {"Ingrid Dahl", "Amir Rahimi", "Lars Brekke"}


def test_nothing_that_fits_is_said_so(nora: AtWork) -> None:
    assert "Ingen linjer passer med det du valgte." in nora.says("/min/innsyn?fra=2027-01-01")


def test_person_by_person_and_place_by_place(nora: AtWork) -> None:
    people = nora.get("/min/innsyn?vis=person").text
    heads = re.findall(r'<h2 id="gruppe-\d">([^<]+)</h2>', people)
    assert set(heads) == {"Lars Brekke, lege", "Ingrid Dahl, jordmor", "Amir Rahimi, lege"}
    assert heads[0] == "Lars Brekke, lege"
    places = nora.get("/min/innsyn?vis=sted").text
    assert "Nordlia legesenter" in re.findall(r'<h2 id="gruppe-\d">([^<]+)</h2>', places)
    assert "Står i loggen én gang, sist 11. mars 2026." in nora.says("/min/innsyn?vis=sted")


def test_she_asks_why_and_reads_the_answer(nora: AtWork, cast: Cast) -> None:
    (path,) = re.findall(r'href="(/min/innsyn/hvorfor/\d+)"', nora.get("/min/innsyn?hva=lest").text)
    assert "Spørsmålet går til Torget legesenter." in nora.says(path)
    assert nora.post(path).headers["Location"] == "/min/innsyn?spurt=1"
    says = nora.says("/min/innsyn?spurt=1")
    assert "Spørsmålet er sendt." in says
    assert "De har ikke svart ennå." in says
    assert f'href="{path}"' not in nora.get("/min/innsyn").text

    doctor = amir(cast)
    assert "Spørsmål om innsyn : én kvinne venter på svar" in doctor.says("/klinikk")
    asked = "Spør hvorfor Amir Rahimi så på kortet hennes 10. mars 2026."
    assert asked in doctor.says("/klinikk/innsynssporsmal")
    (row,) = list_inquiries(cast.amir, ctx=cast.ctx)
    answer = f"/klinikk/innsynssporsmal/{to_text(row.card)}/{to_text(row.inquiry)}"
    wrong = doctor.post(answer, code="mistake", text="")
    assert wrong.status_code == 400
    assert "Skriv hva som skjedde" in wrong.text
    assert re.search(r'value="mistake" checked', wrong.text)
    assert doctor.post(answer, code="mistake", text="Jeg <b>trykket</b> feil.").status_code == 303
    assert "Ingen spørsmål venter." in doctor.says("/klinikk/innsynssporsmal?sagt=svart")
    assert doctor.post(answer, code="care", text="").headers["Location"].endswith("sagt=borte")
    says = nora.says("/min/innsyn")
    assert (
        "Amir Rahimi svarte 10. mars 2026: De åpnet kortet ditt ved en feil. Jeg <b>trykket</b> feil." in says
    )


@pytest.mark.parametrize("moment", ["x", "1", "99999999999999999999"])
def test_of_a_moment_when_nobody_looked_nothing_is_asked(nora: AtWork, cast: Cast, moment: str) -> None:
    path = f"/min/innsyn/hvorfor/{moment}"
    assert nora.get(path).headers["Location"] == "/min/innsyn"
    assert nora.post(path).headers["Location"] == "/min/innsyn"
    assert list_inquiries(cast.amir, ctx=cast.ctx) == []


def test_no_address_of_her_log_names_anyone(nora: AtWork, cast: Cast) -> None:
    links = " ".join(re.findall(r'(?:href|action)="([^"]*)"', nora.get("/min/innsyn?vis=person").text))
    for party in (cast.amir, cast.lars, cast.ingrid):
        assert to_text(party.party) not in links
        assert to_text(party.organisation) not in links
