"""What the card keeps in rows and the model in one value: it goes out, and what comes back writes nothing twice."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from helsekort.actions import contacts, rows
from helsekort.record.entries import Cell, Row
from tests.api.dhg.national_caller import National
from tests.cast import TODAY, Cast, finding, new_key, read

BEFORE = TODAY - dt.timedelta(days=14)


def _row(cast: Cast, group: str, on: dt.date = TODAY, **cells: Any) -> None:  # noqa: ANN401  # as a cell holds it
    row = Row(group, on, tuple(Cell(what, value) for what, value in cells.items()))
    rows.write_answers(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[], rows=[row], key=new_key())


def _state(cast: Cast, what: str, value: Any, on: dt.date) -> None:  # noqa: ANN401  # as a finding holds it
    stated = [finding(what, value, on=on)]
    contacts.state_facts(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=stated, key=new_key())


def test_the_fetuses_that_a_scan_saw_are_their_number(ingrid: National, going: Cast) -> None:
    _state(going, "number_of_fetuses", Decimal(1), BEFORE)
    _row(going, "ultrasound", number_of_fetuses=Decimal(2))
    assert ingrid.read()["currentPregnancy"]["numberOfFetuses"] == 2
    _state(going, "number_of_fetuses", Decimal(1), TODAY)
    assert ingrid.read()["currentPregnancy"]["numberOfFetuses"] == 1


def test_a_scan_that_says_nothing_of_it_changes_nothing(ingrid: National, going: Cast) -> None:
    _state(going, "number_of_fetuses", Decimal(1), BEFORE)
    _row(going, "ultrasound", scan_note="Fint bilde.")
    assert ingrid.read()["currentPregnancy"]["numberOfFetuses"] == 1


def test_the_fetus_rhd_of_the_follow_up_goes_out_with_its_day(ingrid: National, going: Cast) -> None:
    _row(going, "rh_event", BEFORE, rh_event_kind="FETAL_TYPING", fetal_rhd="POS")
    said = ingrid.read()["rhesusDNegative"]
    assert (said["fetusRhDPositiveAtWeek24"], said["dateForResult"]) == (True, BEFORE.isoformat())


def test_medicines_go_out_in_words(ingrid: National, going: Cast) -> None:
    _row(going, "medicine", BEFORE, drug="Folsyre", drug_dose="400 mikrogram daglig", drug_until=TODAY)
    _row(going, "medicine", drug="Levaxin")
    note = f"Folsyre, dosering 400 mikrogram daglig, brukt til {TODAY.isoformat()}\nLevaxin"
    assert ingrid.read()["medication"]["note"] == note


def test_notes_on_earlier_pregnancies_go_out_with_their_year(ingrid: National, going: Cast) -> None:
    _row(going, "earlier_birth", birth_year=Decimal(2023), outcome="LIVE", note="Uten komplikasjoner.")
    _row(going, "earlier_birth", birth_year=Decimal(2020), outcome="LIVE")
    assert ingrid.read()["previousPregnancies"]["note"] == "2023, Uten komplikasjoner."


@pytest.mark.parametrize("sent", ["Folsyre", "Bruker ingenting nå."])
def test_what_comes_back_as_it_went_out_writes_nothing_and_another_text_stands(
    ingrid: National, going: Cast, sent: str
) -> None:
    _row(going, "medicine", drug="Folsyre")
    made = read(going, going.nora_card).last_seq
    body = ingrid.read()["medication"]
    ingrid.put("medication", {**body, "note": sent})
    assert ingrid.read()["medication"]["note"] == sent
    written = read(going, going.nora_card).last_seq - made
    assert written == (0 if sent == "Folsyre" else 1)


def test_rows_written_since_stand_behind_what_was_sent(ingrid: National, going: Cast) -> None:
    ingrid.write("POST", "medication", {"note": "Tar det legen sa."})
    _row(going, "medicine", drug="Levaxin")
    assert ingrid.read()["medication"]["note"] == "Tar det legen sa.\nLevaxin"
    ingrid.put("medication", {"note": "Tar ikke noe."})
    assert ingrid.read()["medication"]["note"] == "Tar ikke noe."
    standing = [one.now.value for one in read(going, going.nora_card).series("medicines")]
    assert standing == ["Tar ikke noe."]
    _row(going, "medicine", drug="Folsyre")
    ingrid.put("medication", {"note": None})
    assert read(going, going.nora_card).series("medicines") == []
    assert ingrid.read()["medication"]["note"] == "Levaxin\nFolsyre"


def test_a_number_sent_again_after_a_scan_says_otherwise_stands_anew(ingrid: National, going: Cast) -> None:
    ingrid.put("currentPregnancy", {"numberOfFetuses": 1})
    _row(going, "ultrasound", number_of_fetuses=Decimal(2))
    ingrid.put("currentPregnancy", {"numberOfFetuses": 2})
    assert [one.now.value for one in read(going, going.nora_card).series("number_of_fetuses")] == [1]
    ingrid.put("currentPregnancy", {"numberOfFetuses": 1})
    assert ingrid.read()["currentPregnancy"]["numberOfFetuses"] == 1
