"""Ways of doing something that is hidden, beside writing it: each is an act of its own in one world alone."""

from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.actions import blocks, cards, contacts, private_views, rows
from helsekort.actions.contacts import Corrected
from helsekort.actions.registry import register_party
from helsekort.record.entries import Cell, Finding, Row
from helsekort.record.parties import Clinician, Organisation
from tests import answers
from tests import cast as made
from tests.actions.every_file_action import attached
from tests.actions.every_referral_action import sent
from tests.cast import JOB, TODAY, Cast
from tests.web.two_worlds import SCAN, Act, write

REFUGE = "Krisesenteret i Fjordby"
VIOLENCE = Finding("violence_asked", value=True, on=TODAY)
TERMINATION = Row("earlier_birth", TODAY, (Cell("outcome", "TERMINATION"),))


def corrected(cast: Cast) -> None:
    """A check-up is corrected by something hidden alone."""
    line = made.read(cast, cast.nora_card).contacts[0]
    findings = [Corrected(trail.now, trail.origin) for trail in line.findings if trail.stands]
    contacts.correct_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=line.contact.origin,
        base_seq=line.last_seq,
        contact=line.contact.now,
        findings=[*findings, Corrected(VIOLENCE, None)],
        reason="Dette sto ikke der før.",
    )


def corrected_row(cast: Cast) -> None:
    """A hidden cell is added to an open row: the row is corrected, with a reason that tells of it."""
    folded = made.read(cast, cast.nora_card)
    trail = next(each for each in folded.rows if each.now.group == SCAN.group)
    rows.correct_row(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=trail.origin,
        base_seq=trail.last.seq,
        row=replace(trail.now, cells=(*trail.now.cells, Cell("fetal_sex", "M"))),
        reason="Kjønnet var synlig likevel.",
    )


def at_refuge(cast: Cast) -> Actor:
    """Someone at a refuge who follows her from now on."""
    place = register_party(JOB, ctx=cast.ctx, party=Organisation(REFUGE, None, "55 00 00 99"))
    person = register_party(JOB, ctx=cast.ctx, party=Clinician("Vera Vik", "900000077"))
    actor = replace(cast.ingrid, party=person, organisation=place)
    made.begin_care(cast.ctx, cast.nora, actor)
    return actor


def _looked_at_refuge(cast: Cast) -> None:
    cards.open_card(at_refuge(cast), ctx=cast.ctx, card=cast.nora_card)


def _written_at_refuge(cast: Cast) -> None:
    made.record(cast, cast.nora_card, made.pressure(), by=at_refuge(cast))


def _refuge_closed_out(cast: Cast) -> None:
    given = {"whom": at_refuge(cast).organisation, "of_class": ""}
    blocks.block_on_her_word(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, **given)


def _class_closed(cast: Cast) -> None:
    given = {"whom": cast.amir.party, "of_class": "violence"}
    blocks.block_on_her_word(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, **given)


def _class_opened(cast: Cast) -> None:
    private_views.open_class(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, name="violence")


def _answered_by_laboratory(cast: Cast) -> None:
    answers.receive(cast.ctx, *answers.sent(answers.answer(answers.NORA, answers.hiv("Påvist"))))


ACTS: dict[str, Act] = {
    "a check-up corrected": corrected,
    "a row corrected": corrected_row,
    "a referral for her safety": lambda cast: sent(cast, why="SAFETY"),
    "a class opened with her": _class_opened,
    "a class closed on her word": _class_closed,
    "a file beside what is hidden": lambda cast: attached(cast, write(cast, TERMINATION)),
    "an answer that waits": _answered_by_laboratory,
    "a look at a refuge": _looked_at_refuge,
    "a check-up at a refuge": _written_at_refuge,
    "a refuge closed out on her word": _refuge_closed_out,
}
