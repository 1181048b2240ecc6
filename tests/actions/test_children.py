"""A child is a person of its own: what is written of it stands apart, and nothing of its mother goes with it."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.actions import children, closing, documents, endings, rows
from helsekort.actions.endings import Ending
from helsekort.actions.outcomes import Doubt, Gone, Problem, Rejected, Stale
from helsekort.record.endings import FetusState
from helsekort.record.entries import Cell, Finding, Moment, Row
from helsekort.record.ids import to_text
from tests import cast as made
from tests.cast import TODAY, Cast
from tests.store.stored import breaks

DOOR = "https://helsekort.example/fhir/r4"
BORN_AT = Moment(TODAY, dt.time(3, 20))
MOTHERS = "Sydd av Sol, blødde 900 ml"
"""Words that stand in what is written of the mother."""


def write(cast: Cast, *written: Row | Finding, confirmed: frozenset[str] = frozenset()) -> tuple[int, ...]:
    return rows.write_answers(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        findings=[each for each in written if isinstance(each, Finding)],
        rows=[each for each in written if isinstance(each, Row)],
        key=made.new_key(),
        confirmed=confirmed,
    )


def newborn(cast: Cast, state: str = "ALIVE", *more: Cell) -> Row:
    cells = (Cell("child_state", state), Cell("born_at", BORN_AT), *more)
    return Row("newborn", TODAY, cells, fetus=cast.nora_fetus)


def end(cast: Cast, code: str = "LIVE", *, looked: bool = False) -> None:
    ending = Ending(TODAY, {cast.nora_fetus: code})
    endings.end_pregnancy(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=ending, key=made.new_key(), looked=looked
    )


def lived(cast: Cast) -> None:
    """A birth with mother's and child's rows, and what she told herself."""
    end(cast)
    write(
        cast,
        Row("birth", TODAY, (Cell("mode", "VACUUM"), Cell("birth_note", MOTHERS))),
        Row("postpartum", TODAY, (Cell("mood", "trist"), Cell("postpartum_note", MOTHERS))),
        newborn(
            cast,
            "ALIVE",
            Cell("weight_g", Decimal(3480)),
            Cell("indication", MOTHERS),
            Cell("hbig_batch", "B1"),
        ),
        Row("newborn_check", TODAY, (Cell("weight_g", Decimal(3200)),), fetus=cast.nora_fetus),
        Finding("rhd", "NEG", TODAY),
    )
    rows.answer_own(
        cast.nora,
        ctx=cast.ctx,
        card=cast.nora_card,
        findings=[],
        rows=[Row("newborn_check", TODAY, (Cell("child_note", "sover godt"),), fetus=cast.nora_fetus)],
        key=made.new_key(),
    )


def document(cast: Cast, edition: str = documents.WHOLE) -> str:
    return documents.read_child_document(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=cast.nora_fetus, edition=edition, door=DOOR
    ).decode()


def child_of(cast: Cast) -> int | None:
    return made.read(cast, cast.nora_card).live_fetuses()[0].now.child


def test_a_child_born_alive_is_a_person(cast: Cast) -> None:
    end(cast)
    opened = children.open_child(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=cast.nora_fetus)
    assert opened.person is not None
    child, version = opened.person
    assert (child.label, child.born, child.name, child.numbers, version) == ("A", TODAY, "", (), 1)
    assert opened.part.child == child_of(cast) != cast.nora.party
    assert breaks(cast.ctx) == []


@pytest.mark.parametrize("code", ["STILL_BEFORE", "SA_LATE", "UNKNOWN"])
def test_one_that_was_not_born_alive_is_none(cast: Cast, code: str) -> None:
    end(cast, code, looked=True)
    assert child_of(cast) is None
    with pytest.raises(Gone):
        document(cast)


def test_a_birth_taken_back_and_told_again_is_of_the_same_child(cast: Cast) -> None:
    end(cast)
    first = child_of(cast)
    closing.reopen_card(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, base_version=2, reason="Feil dag")
    assert child_of(cast) is None
    end(cast)
    assert child_of(cast) == first


def test_nothing_of_the_mother_is_in_the_childs_document(cast: Cast) -> None:
    lived(cast)
    told = document(cast)
    mothers = [
        MOTHERS,
        "Nora",
        "Sletten",
        "Haugen",
        "VACUUM",
        "trist",
        "rhd",
        "birth_note",
        "postpartum",
        "EpisodeOfCare",
    ]
    party, card = to_text(cast.nora.party), to_text(cast.nora_card)
    assert [word for word in [*mothers, party, card, made.number_of(4)] if word in told] == []
    assert [word for word in ("3480", "3200", "sover godt") if word not in told] == []


def test_nothing_of_the_mother_is_in_the_childs_part(cast: Cast) -> None:
    lived(cast)
    part = children.open_child(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=cast.nora_fetus).part
    assert {trail.now.group for trail in part.trails} == {"newborn", "newborn_check"}
    assert MOTHERS not in repr(part)
    assert [len(trail.entries) for trail in part.trails] == [1, 1, 1]


def test_the_childs_document_is_of_the_child_in_every_resource(cast: Cast) -> None:
    lived(cast)
    child = f"Patient/{to_text(child_of(cast) or 0)}"
    found = [each["resource"] for each in json.loads(document(cast))["entry"]]
    assert [one["resourceType"] for one in found][:2] == ["Composition", "Patient"]
    assert {one["subject"]["reference"] for one in found if "subject" in one} == {child}
    assert [one["id"] for one in found if one["resourceType"] == "Patient"] == [child.partition("/")[2]]
    assert not any("focus" in one or "encounter" in one for one in found)
    assert {"display": "forelder"} in [each for one in found for each in one.get("performer", [])]


def test_what_is_protected_is_in_the_archive_edition_alone(cast: Cast) -> None:
    lived(cast)
    assert "hbig_batch" in document(cast, documents.WHOLE)
    assert "hbig_batch" not in document(cast, documents.SHARING)


def test_a_child_gets_its_name_and_number_later(cast: Cast) -> None:
    end(cast)
    number = made.number_of(17)

    def name(version: int, called: str, its: str = "") -> None:
        children.name_child(
            cast.ingrid,
            ctx=cast.ctx,
            card=cast.nora_card,
            origin=cast.nora_fetus,
            base_version=version,
            name=called,
            number=its,
        )

    name(1, " Sander Sletten ")
    name(2, "Sander Sletten", number)
    name(2, "Sander Sletten", number)  # said again, it writes nothing
    with pytest.raises(Stale):
        name(2, "Sindre Sletten")
    for its, code in (
        ("123", "number-digits"),
        ("12345678901", "number-fails"),
        (made.number_of(3), "belongs-to-another"),
    ):
        with pytest.raises(Rejected) as refused:
            name(3, "Sander Sletten", its)
        assert refused.value.problems == [Problem("number", code)]
    with pytest.raises(Rejected):
        name(3, " ", number)
    opened = children.open_child(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=cast.nora_fetus)
    assert opened.person is not None
    child, version = opened.person
    assert (child.name, [fact.value for fact in child.numbers], version) == ("Sander Sletten", [number], 3)
    assert breaks(cast.ctx) == []


def test_a_child_is_born_once(cast: Cast) -> None:
    [first] = write(cast, newborn(cast))
    with pytest.raises(Rejected) as refused:
        write(cast, newborn(cast))
    assert refused.value.problems == [Problem("newborn.0.child_state", "second")]
    with pytest.raises(Rejected):
        write(cast, *[Row("birth", TODAY, (Cell("mode", "VAG"),))] * 2)
    # the first can be corrected, and withdrawn and written anew
    seq = made.read(cast, cast.nora_card).last_seq
    heavier = newborn(cast, "ALIVE", Cell("weight_g", Decimal(3500)))
    rows.correct_row(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=first,
        base_seq=seq,
        row=heavier,
        reason="Feil vekt",
    )
    rows.withdraw_row(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=first, base_seq=seq + 1, reason="Feil barn"
    )
    write(cast, newborn(cast))


def test_a_birth_and_what_is_written_of_the_child_are_held_against_each_other(cast: Cast) -> None:
    end(cast)
    still = newborn(cast, "STILL_DURING")
    with pytest.raises(Doubt) as doubt:
        write(cast, still)
    assert [(one.concern.what, one.concern.why) for one in doubt.value.asked] == [
        ("child_state", "against-ending")
    ]
    mark = f"newborn.child_state|{cast.nora_fetus}|STILL_DURING"
    write(cast, still, confirmed=frozenset({mark}))


def test_an_ending_against_what_is_written_of_the_child_is_asked_about(cast: Cast) -> None:
    write(cast, newborn(cast))
    for code in ("STILL_BEFORE", "UNKNOWN"):
        with pytest.raises(Rejected) as refused:
            end(cast, code)
        assert refused.value.problems == [Problem("looked", "missing")]
    end(cast)
    card = made.read(cast, cast.nora_card)
    assert card.live_fetuses()[0].now.state is FetusState.BORN_ALIVE


def test_a_row_of_another_fetus_is_not_the_childs(cast: Cast) -> None:
    other = made.name_fetus(cast.ctx, cast.ingrid, cast.nora_card, "B")
    ending = Ending(TODAY, {cast.nora_fetus: "LIVE", other: "LIVE"})
    endings.end_pregnancy(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=ending, key=made.new_key(), looked=True
    )
    write(cast, newborn(cast), replace(newborn(cast, "ALIVE", Cell("child_note", "tvillingen")), fetus=other))
    assert "tvillingen" not in document(cast)
