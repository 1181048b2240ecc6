"""The addresses of print: who may, what the log says, what is answered where no PDF comes."""

import re
from collections.abc import Callable

import pytest
from httpx import Response

from helsekort.access.actors import Actor
from helsekort.actions import endings, rows
from helsekort.actions.endings import Ending
from helsekort.audit.events import Event
from helsekort.record.entries import Finding
from helsekort.web.shared.printing import press
from helsekort.web.shared.printing.press import NotPrintedError, Press, WhyNotPrinted
from tests.cast import TODAY, Cast, new_key, record
from tests.store.stored import audit
from tests.web.at_work import AtWork, card_path, ingrid, words
from tests.web.test_her_rows import ABORTION, BIRTH

Pages = Callable[[bytes], list[str]]
EDITIONS = {"deling": "sharing", "arkiv": "archive", "akutt": "emergency"}


def _path(cast: Cast) -> str:
    return card_path(cast.nora_card) + "/utskrift"


def _nora(cast: Cast) -> AtWork:
    return AtWork(cast.ctx, cast.nora, "nora")


def _is_pdf(answer: Response) -> bool:
    return answer.headers["content-type"] == "application/pdf" and answer.content.startswith(b"%PDF-")


def test_the_choice_names_the_three_editions_and_prints_none(cast: Cast) -> None:
    page = ingrid(cast).get(_path(cast)).text
    assert re.findall(r"utgave=(\w+)", page) == ["deling", "akutt", "arkiv"]
    assert Event.PRINTED not in [line.event for line in audit(cast.ctx)]


@pytest.mark.parametrize(("word", "edition"), EDITIONS.items())
def test_each_edition_is_a_pdf_and_a_line_of_its_own(
    word: str, edition: str, cast: Cast, pages_of: Pages
) -> None:
    record(cast, cast.nora_card)
    answer = ingrid(cast).get(f"{_path(cast)}?utgave={word}")
    assert _is_pdf(answer)
    assert answer.headers["cache-control"] == "no-store"
    assert "Nora" not in answer.headers["content-disposition"]
    assert "Nora Haugen Sletten" in pages_of(answer.content)[0]
    line = [one for one in audit(cast.ctx) if one.event == Event.PRINTED][-1]
    assert (line.card, line.about, line.party) == (cast.nora_card, (edition,), cast.ingrid.party)


def test_one_without_a_care_relation_is_refused_as_on_the_card(cast: Cast) -> None:
    lars = AtWork(cast.ctx, cast.lars, "lars")
    refused = lars.get(f"{_path(cast)}?utgave=arkiv")
    assert refused.status_code == 403
    assert refused.text == lars.get("/klinikk/kort/000000000000/utskrift?utgave=arkiv").text


def test_what_is_hidden_is_on_the_archive_alone(cast: Cast, pages_of: Pages) -> None:
    rows.write_answers(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[], rows=[BIRTH, ABORTION], key=new_key()
    )
    hidden = cast.ctx.catalogue.text("outcome", "TERMINATION")
    midwife = ingrid(cast)
    made = {word: midwife.get(f"{_path(cast)}?utgave={word}").content for word in EDITIONS}
    printed = {word: " ".join(" ".join(pages_of(pdf)).split()) for word, pdf in made.items()}
    hers = " ".join(" ".join(pages_of(_nora(cast).get("/min/utskrift").content)).split())
    assert [word for word, said in printed.items() if hidden in said] == ["arkiv"]
    assert hidden not in hers


def test_she_prints_her_own_in_her_language_and_sees_who_printed_it(cast: Cast, pages_of: Pages) -> None:
    record(cast, cast.nora_card, Finding("note", "Snakket om fødested", TODAY))
    nora = _nora(cast)
    nora.client.cookies.set("sprak", "en")
    answer = nora.get("/min/utskrift")
    assert _is_pdf(answer)
    said = " ".join(pages_of(answer.content))
    assert "Check-ups" in said
    assert "Snakket om fødested" in said
    nora.client.cookies.delete("sprak")
    ingrid(cast).get(f"{_path(cast)}?utgave=deling")
    assert "Ingrid Dahl, jordmor ved Solsiden helsestasjon, skrev ut helsekortet ditt på papir" in words(
        nora.get("/min/innsyn").text
    )


@pytest.mark.parametrize("who", ["ingrid", "nora"])
@pytest.mark.parametrize("why", WhyNotPrinted)
def test_where_no_pdf_comes_a_page_says_so(
    who: str,
    why: WhyNotPrinted,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def fails(self: Press, page: str) -> bytes:
        raise NotPrintedError(why)

    monkeypatch.setattr(press.Press, "pdf", fails)
    actors: dict[str, Actor] = {"ingrid": cast.ingrid, "nora": cast.nora}
    path = f"{_path(cast)}?utgave=arkiv" if who == "ingrid" else "/min/utskrift"
    answer = AtWork(cast.ctx, actors[who], who).get(path)
    assert answer.status_code == 503
    assert "Kortet ble ikke skrevet ut" in answer.text
    assert f'"why": "{why.value}"' in capsys.readouterr().err


def test_an_unknown_edition_gives_the_choice(cast: Cast) -> None:
    assert "utgave=akutt" in ingrid(cast).get(f"{_path(cast)}?utgave=alt").text


@pytest.mark.parametrize("code", ["SA_LATE", "STILL_BEFORE", "LIVE"])
def test_no_print_counts_weeks_once_it_is_over(cast: Cast, pages_of: Pages, code: str) -> None:
    ending = Ending(TODAY, {cast.nora_fetus: code})
    midwife, nora = ingrid(cast), _nora(cast)
    ways = [*((midwife, f"{_path(cast)}?utgave={word}") for word in EDITIONS), (nora, "/min/utskrift")]

    def printed() -> list[str]:
        return [" ".join(" ".join(pages_of(who.get(way).content)).split()) for who, way in ways]

    counting = re.compile(r"Termin \d+\. [a-z]+ \d{4}|Termin er|på vei|Kjenner du mindre liv")
    assert all(counting.search(said) for said in printed())
    endings.end_pregnancy(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=ending, key=new_key(), looked=True
    )
    assert [found[0] for said in printed() if (found := counting.search(said))] == []
