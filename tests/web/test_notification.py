"""The preview of the birth notification as a page and as data."""

import datetime as dt
import json
from collections.abc import Callable

from msgspec.structs import replace

from helsekort.actions import documents, endings, rows
from helsekort.actions.endings import Ending
from helsekort.record.entries import Cell, Moment, Row
from tests.cast import TODAY, Cast, new_key
from tests.fhir.test_validators import VALIDATORS
from tests.web.at_work import AtWork, card_path, ingrid
from tests.web.test_her_rows import ABORTION, BIRTH

MOTHER = Row("birth", TODAY, (Cell("mode", "VAG"), Cell("birth_note", "Hemmelig merknad")))
BORN = Cell("born_at", Moment(TODAY, dt.time(4, 10)))
CHILD = Row("newborn", TODAY, (Cell("child_state", "ALIVE"), BORN, Cell("child_sex", "F")))


def _write(cast: Cast, *written: Row) -> None:
    rows.write_answers(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[], rows=list(written), key=new_key()
    )


def _born(cast: Cast) -> None:
    endings.end_pregnancy(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        ending=Ending(TODAY, {cast.nora_fetus: "LIVE"}),
        key=new_key(),
        looked=True,
    )
    _write(cast, MOTHER, replace(CHILD, fetus=cast.nora_fetus), BIRTH, ABORTION)


def _document(cast: Cast) -> bytes:
    return documents.read_notification(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, door="https://helsekort.example/fhir/r4"
    )


def _path(cast: Cast) -> str:
    return card_path(cast.nora_card) + "/fodselsregister"


def test_the_page_says_what_is_covered_and_that_nothing_is_sent(cast: Cast) -> None:
    _born(cast)
    midwife = ingrid(cast)
    said = midwife.says(_path(cast))
    assert "Sendes ikke herfra." in said
    assert "skal meldes" in said
    assert "står ikke på kortet" in said
    assert "Levendefødte 1" in said
    hidden = cast.ctx.catalogue.text("outcome", "TERMINATION")
    for page in (said, midwife.get(_path(cast) + "?som=fhir").text):
        assert hidden not in page
        assert "TERMINATION" not in page
        assert "Hemmelig" not in page
    assert "/fodselsregister" in midwife.get(card_path(cast.nora_card)).text


@VALIDATORS
def test_the_data_is_a_document_of_fhir(cast: Cast, accept: Callable[[bytes], None]) -> None:
    accept(_document(cast))
    _born(cast)
    accept(_document(cast))


def test_the_child_stands_in_a_section_of_its_own(cast: Cast) -> None:
    _born(cast)
    told = json.loads(_document(cast))
    composition, *others = [each["resource"] for each in told["entry"]]
    by_name = {f"{each['resourceType']}/{each['id']}": each for each in others}
    assert composition["status"] == "preliminary"
    for section in composition["section"]:
        of_child = section["title"].startswith("Barn")
        for entry in section.get("entry", []):
            one = by_name[entry["reference"]]
            about_child = "focus" in one or one["resourceType"] == "RelatedPerson"
            assert about_child == of_child, section["title"]


def test_it_is_read_at_the_door_and_refused_to_a_stranger(cast: Cast) -> None:
    lars = AtWork(cast.ctx, cast.lars, "lars")
    for path in (_path(cast), _path(cast) + "?som=fhir"):
        assert lars.get(path).status_code == 403


def test_of_what_is_not_to_be_told_of_nothing_is_listed_as_lacking(cast: Cast) -> None:
    midwife = ingrid(cast)
    assert "Barnets kjønn" in midwife.says(_path(cast))
    early = Ending(TODAY - dt.timedelta(days=150), {cast.nora_fetus: "SA_EARLY"})
    endings.end_pregnancy(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=early, key=new_key(), looked=True
    )
    said = midwife.says(_path(cast))
    assert "så tidlig at det ikke skal meldes" in said
    assert "Barnets kjønn" not in said
    assert "felt er dekket" not in said
