"""Confirmations that she asks for: one sheet that says what it is for, and nothing that tells more."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from msgspec.structs import replace

from helsekort.actions import contacts, endings
from helsekort.actions.endings import Ending
from helsekort.actions.outcomes import Gone
from helsekort.actions.papers import Paper, hand_out_paper, take_own_paper
from helsekort.audit.events import Event
from helsekort.record.entries import Contact, ContactKind, Finding, Way
from helsekort.record.ids import origin_text
from tests.cast import EDD, TODAY, Cast, check_up, hers, new_key, pressure, record
from tests.store.stored import audit
from tests.web.at_work import AtWork, card_path, ingrid, words

Pages = Callable[[bytes], list[str]]


def _nora(cast: Cast) -> AtWork:
    return AtWork(cast.ctx, cast.nora, "nora")


def _path(cast: Cast) -> str:
    return card_path(cast.nora_card) + "/bekreftelse"


def _said(pdf: bytes, pages_of: Pages) -> str:
    (page,) = pages_of(pdf)
    return " ".join(page.split())


def _met(cast: Cast, way: Way = Way.VISIT, *, on: dt.date = TODAY) -> int:
    contact = replace(check_up(on), way=way, at=dt.time(9, 30))
    return contacts.record_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        contact=contact,
        findings=[pressure(on=on), Finding("note", "Fikk vite om vold", on)],
        key=new_key(),
    )


def test_the_due_date_with_who_she_is_and_who_confirms_it(cast: Cast, pages_of: Pages) -> None:
    midwife = ingrid(cast)
    assert "Lag bekreftelse på termin 15.05.2026" in midwife.says(_path(cast))
    answer = midwife.get(_path(cast) + "?papir=termin")
    assert answer.headers["content-disposition"] == 'inline; filename="bekreftelse.pdf"'
    said = _said(answer.content, pages_of)
    for part in (
        "Nora Haugen Sletten",
        "04.05.1990",
        "15. mai 2026",
        "Ingrid Dahl, jordmor",
        "10. mars 2026",
    ):
        assert part in said, part
    for part in ("ultralyd", "Solsiden", "helsestasjon", "uke", "31+0"):
        assert part not in said, part
    line = [one for one in audit(cast.ctx) if one.event == Event.PRINTED][-1]
    assert (line.card, line.about, line.party) == (cast.nora_card, ("paper-due-date",), cast.ingrid.party)


def test_that_she_came_tells_neither_where_nor_why(cast: Cast, pages_of: Pages) -> None:
    met = _met(cast)
    answer = ingrid(cast).get(f"{_path(cast)}?papir=oppmote&mote={met}")
    said = _said(answer.content, pages_of)
    for part in (
        "Nora Haugen Sletten",
        "Møtte til time i helsetjenesten",
        "10. mars 2026",
        "09.30",
        "Ingrid Dahl",
    ):
        assert part in said, part
    for part in ("svanger", "gravid", "jordmor", "Solsiden", "helsekort", "vold", "120/78", "Termin"):
        assert part.lower() not in said.lower(), part
    about = " ".join(pdfium.PdfDocument(BytesIO(answer.content)).get_metadata_dict().values()).lower()
    assert "helsekort" not in about
    assert "svanger" not in about


def test_it_says_check_up_only_where_that_was_asked_and_was_one(cast: Cast, pages_of: Pages) -> None:
    met = _met(cast)
    midwife = ingrid(cast)
    named = _said(midwife.get(f"{_path(cast)}?papir=oppmote&mote={met}&kontroll=ja").content, pages_of)
    assert "Møtte til svangerskapskontroll" in named
    assert "Ingrid Dahl, jordmor" in named
    other = contacts.record_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        contact=Contact(ContactKind.CONTACT, Way.WALK_IN, TODAY, about=("BLEEDING",)),
        findings=[Finding("note", "Blødning siden i går", TODAY)],
        key=new_key(),
    )
    asked = _said(midwife.get(f"{_path(cast)}?papir=oppmote&mote={other}&kontroll=ja").content, pages_of)
    assert "Møtte til time i helsetjenesten" in asked
    assert "lødning" not in asked


def test_she_takes_it_herself_and_it_is_in_norwegian(cast: Cast, pages_of: Pages) -> None:
    met = origin_text(hers(cast, _met(cast)))
    nora = _nora(cast)
    nora.client.cookies.set("sprak", "en")
    page = nora.get("/min/bekreftelse").text
    assert "Confirmation of attendance" in page
    assert f"mote={met}&amp;kontroll=ja" in page
    said = _said(nora.get(f"/min/bekreftelse?papir=oppmote&mote={met}").content, pages_of)
    assert "Bekreftelse på oppmøte" in said
    assert "Hentet ut av henne selv 10. mars 2026" in said
    assert "Ingrid" not in said
    nora.client.cookies.set("sprak", "nn")
    assert "Stadfesting av termin" in _said(nora.get("/min/bekreftelse?papir=termin").content, pages_of)


def test_her_log_tells_a_confirmation_from_a_print_of_her_card(cast: Cast) -> None:
    midwife = ingrid(cast)
    midwife.get(_path(cast) + "?papir=termin")
    midwife.get(card_path(cast.nora_card) + "/utskrift?utgave=deling")
    said = words(_nora(cast).get("/min/innsyn").text)
    assert "skrev ut en bekreftelse for deg" in said
    assert "skrev ut helsekortet ditt på papir" in said


def test_a_telephone_call_a_withdrawn_visit_and_one_to_come_are_not_confirmed(cast: Cast) -> None:
    phoned, gone = _met(cast, Way.PHONE), _met(cast)
    contacts.withdraw_contact(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=gone, base_seq=999, reason="Feil dag"
    )
    midwife = ingrid(cast)
    assert "papir=oppmote" not in midwife.get(_path(cast)).text
    for origin in (phoned, gone, 1, 999, None):
        with pytest.raises(Gone):
            hand_out_paper(
                cast.ingrid, ctx=cast.ctx, card=cast.nora_card, paper=Paper.ATTENDANCE, contact=origin
            )
    assert midwife.get(f"{_path(cast)}?papir=oppmote&mote=abc").status_code == 404


def test_no_due_date_is_confirmed_of_a_pregnancy_that_is_over(cast: Cast, pages_of: Pages) -> None:
    met = _met(cast)
    assert take_own_paper(cast.nora, ctx=cast.ctx, paper=Paper.DUE_DATE).on == EDD
    endings.end_pregnancy(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        ending=Ending(TODAY, {cast.nora_fetus: "SA_LATE"}),
        key=new_key(),
        looked=True,
    )
    midwife = ingrid(cast)
    assert "15.05.2026" not in midwife.get(_path(cast)).text
    assert midwife.get(_path(cast) + "?papir=termin").status_code == 404
    assert "10. mars 2026" in _said(midwife.get(f"{_path(cast)}?papir=oppmote&mote={met}").content, pages_of)
    nora = _nora(cast)
    assert "/min/bekreftelse" in nora.get("/min").text
    named = origin_text(hers(cast, met))
    assert "10. mars 2026" in _said(
        nora.get(f"/min/bekreftelse?papir=oppmote&mote={named}").content, pages_of
    )
    assert nora.get(f"/min/bekreftelse?papir=oppmote&mote={met}").status_code == 404, "a number counts"


def test_one_without_a_care_relation_is_refused(cast: Cast) -> None:
    record(cast, cast.nora_card)
    lars = AtWork(cast.ctx, cast.lars, "lars")
    assert lars.get(_path(cast) + "?papir=termin").status_code == 403
