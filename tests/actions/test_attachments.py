"""Files on a card: whose they are, who opens them, and what becomes of them with what they belong to."""

import hashlib
from decimal import Decimal

import pytest
from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.actions import attachments, cards, contacts, referred, rows
from helsekort.actions.outcomes import Gone, KeyUsedBefore, Rejected, Stale
from helsekort.actions.registry import erase_body
from helsekort.actions.verifying import verify_record
from helsekort.record.entries import Attachment, Cell, Row, Status
from helsekort.record.files import LONGEST_TITLE, PDF
from helsekort.store import files
from tests import cast as made
from tests.actions import every_file_action as every
from tests.actions.every_file_action import at, attached, contact, new, withdrawal
from tests.actions.every_referral_action import sent
from tests.cast import JOB, TODAY, Cast, number_of, read
from tests.store.stored import breaks, content

SCAN = Row("ultrasound", TODAY, (Cell("examiner", "Mona Vik"),))


def opened(cast: Cast, origin: int, by: Actor | None = None) -> bytes:
    named = made.hers(cast, origin) if by == cast.nora else origin
    return attachments.open_file(by or cast.amir, ctx=cast.ctx, **at(cast, named)).data


def wrote(cast: Cast, *written: Row) -> list[int]:
    sent = {"card": cast.nora_card, "findings": [], "rows": list(written), "key": made.new_key()}
    return list(rows.write_answers(cast.ingrid, ctx=cast.ctx, **sent))  # type: ignore[arg-type]


def problems(cast: Cast, **wrong: object) -> list[tuple[str, str]]:
    before = content(cast.ctx)
    with pytest.raises(Rejected) as caught:
        attachments.attach_file(cast.ingrid, ctx=cast.ctx, **{**new(cast, 1), **wrong})
    assert content(cast.ctx) == before, "nothing of it is kept"
    return [(each.field, each.code) for each in caught.value.problems]


def test_what_is_put_there_is_what_is_opened(cast: Cast) -> None:
    owner = contact(cast)
    origin = attached(cast, owner)
    (trail,) = read(cast, cast.nora_card).files_of(owner)
    digest = hashlib.sha256(every.PDF).hexdigest()
    assert trail.now == Attachment("Rapport", PDF, len(every.PDF), digest, TODAY, contact=owner)
    assert {opened(cast, origin), opened(cast, origin, cast.nora)} == {every.PDF}
    log = cards.read_own_log(cast.nora, ctx=cast.ctx)
    assert ("written", ("file",)) in {(line.event, line.about) for line in log}
    assert breaks(cast.ctx) == []


def test_a_double_click_puts_one_there(cast: Cast) -> None:
    given = new(cast)
    first = attachments.attach_file(cast.ingrid, ctx=cast.ctx, **given)
    assert attachments.attach_file(cast.ingrid, ctx=cast.ctx, **given) == first
    with pytest.raises(KeyUsedBefore):
        attachments.attach_file(cast.ingrid, ctx=cast.ctx, **{**given, "data": every.PDF + b" changed"})
    assert len(read(cast, cast.nora_card).attachments) == 1


def test_what_cannot_be_kept_is_refused_with_every_problem(cast: Cast) -> None:
    owner = contact(cast)
    html = b"<html><script>alert(1)</script>"
    assert problems(cast, owner=9999, title=" ", data=html) == [
        ("owner", "no-such-owner"),
        ("title", "missing"),
        ("file", "no-such-kind"),
    ]
    assert problems(cast, owner=owner, title="x" * (LONGEST_TITLE + 1)) == [("title", "text-too-long")]
    house = replace(cast.ctx, file_bytes=len(every.PDF) - 1)
    with pytest.raises(Rejected):
        attachments.attach_file(cast.ingrid, ctx=house, **new(cast, owner))
    exact = replace(cast.ctx, file_bytes=len(every.PDF))
    attachments.attach_file(cast.ingrid, ctx=exact, **new(cast, owner))


def test_nothing_is_put_beside_what_is_withdrawn(cast: Cast) -> None:
    owner = contact(cast)
    contacts.withdraw_contact(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=owner, base_seq=99, reason="Feil"
    )
    assert problems(cast, owner=owner) == [("owner", "no-such-owner")]


def test_a_withdrawn_file_is_not_hers_to_open(cast: Cast) -> None:
    origin = attached(cast)
    given = withdrawal(cast, origin)
    attachments.withdraw_file(cast.ingrid, ctx=cast.ctx, **given)
    attachments.withdraw_file(cast.ingrid, ctx=cast.ctx, **given)
    with pytest.raises(Rejected):
        attachments.withdraw_file(cast.ingrid, ctx=cast.ctx, **{**given, "reason": "En annen"})
    (trail,) = cards.open_own_card(cast.nora, ctx=cast.ctx).card.attachments
    assert (trail.now.status, trail.now.reason) == (Status.WITHDRAWN, "Feil fil.")
    assert opened(cast, origin) == every.PDF
    with pytest.raises(Gone):
        opened(cast, origin, cast.nora)


def test_what_was_read_before_is_not_withdrawn_unseen(cast: Cast) -> None:
    origin = attached(cast)
    with pytest.raises(Stale):
        attachments.withdraw_file(cast.ingrid, ctx=cast.ctx, **withdrawal(cast, origin) | {"base_seq": 1})
    with pytest.raises(Rejected):
        attachments.withdraw_file(cast.ingrid, ctx=cast.ctx, **withdrawal(cast, origin) | {"reason": " "})


def test_a_file_about_another_is_gone_from_her_card_and_log(cast: Cast) -> None:
    origin = attached(cast)
    attachments.withdraw_file(cast.ingrid, ctx=cast.ctx, **withdrawal(cast, origin, wrong_woman=True))
    assert read(cast, cast.nora_card).attachments == []
    for who in (cast.amir, cast.nora):
        with pytest.raises(Gone):
            opened(cast, origin, who)
    assert not [line for line in cards.read_own_log(cast.nora, ctx=cast.ctx) if "file" in line.about]


def test_it_goes_where_its_contact_goes(cast: Cast) -> None:
    owner = contact(cast)
    origin = attached(cast, owner)
    gone = attachments.attach_file(cast.ingrid, ctx=cast.ctx, **new(cast, owner, title="Feil"))
    attachments.withdraw_file(cast.ingrid, ctx=cast.ctx, **withdrawal(cast, gone))
    to = contacts.move_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        origin=owner,
        base_seq=99,
        to_number=number_of(3),
        reason="Feil kvinne",
    )
    assert to == cast.kari_card
    assert read(cast, cast.nora_card).attachments == []
    there = read(cast, cast.kari_card)
    (trail,) = there.files_of(there.contacts[0].contact.origin)
    assert (trail.now.title, trail.now.status) == ("Rapport", Status.FINAL)
    named = made.hers(cast, trail.origin, cast.kari_card)
    moved = attachments.open_file(cast.kari, ctx=cast.ctx, card=cast.kari_card, origin=named)
    assert moved.data == every.PDF
    with pytest.raises(Gone):
        opened(cast, origin)
    assert verify_record(cast.ctx)[0] == []


def test_it_is_withdrawn_with_its_row(cast: Cast) -> None:
    (owner,) = wrote(cast, SCAN)
    origin = attached(cast, owner)
    rows.withdraw_row(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=owner, base_seq=owner, reason="Feil"
    )
    (trail,) = read(cast, cast.nora_card).files_of(owner)
    assert (trail.origin, trail.now.row, trail.now.status) == (origin, owner, Status.WITHDRAWN)


@pytest.mark.parametrize("hidden", [True, False])
def test_a_report_of_what_is_kept_off_her_page_is_too(cast: Cast, *, hidden: bool) -> None:
    """The report says of the examination what the field that is hidden says, though it is another row's."""
    sex = next(iter(cast.ctx.catalogue.lists["SEX"].codes))
    child = Row("ultrasound_fetus", TODAY, (Cell("fetal_sex", sex),), fetus=cast.nora_fetus)
    (owner, *_) = wrote(cast, SCAN, *([child] if hidden else []))
    origin = attached(cast, owner)
    assert opened(cast, origin) == every.PDF
    assert len(cards.open_own_card(cast.nora, ctx=cast.ctx).card.attachments) == (0 if hidden else 1)
    if hidden:
        with pytest.raises(Gone):
            opened(cast, origin, cast.nora)
    else:
        assert opened(cast, origin, cast.nora) == every.PDF


def test_one_beside_a_contact_with_a_hidden_answer_is_hidden(cast: Cast) -> None:
    owner = made.record(cast, cast.nora_card, made.finding("mood", "Tung."))
    attached(cast, owner)
    assert cards.open_own_card(cast.nora, ctx=cast.ctx).card.attachments == []


@pytest.mark.parametrize("later", [False, True])
def test_the_law_erases_the_bytes_too(cast: Cast, *, later: bool) -> None:
    origin, other = attached(cast), attached(cast)
    attachments.withdraw_file(cast.ingrid, ctx=cast.ctx, **withdrawal(cast, origin))
    seqs = [one.seq for each in read(cast, cast.nora_card).attachments for one in each.entries]
    seq = max(seqs) if later else origin
    erase_body(JOB, ctx=cast.ctx, card=cast.nora_card, seq=seq, basis="Hennes krav")
    assert [each.origin for each in read(cast, cast.nora_card).attachments] == [other]
    with cast.ctx.database.transaction(write=False) as tx:
        assert files.read(tx, cast.nora_card, origin) is None
        assert files.read(tx, cast.nora_card, other) == every.PDF
    with pytest.raises(Gone):
        opened(cast, origin)
    assert verify_record(cast.ctx)[0] == []


def test_bytes_that_were_changed_are_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = files.put
    monkeypatch.setattr(files, "put", lambda tx, card, origin, data: kept(tx, card, origin, data + b"."))
    origin = attached(cast)
    (said,) = verify_record(cast.ctx)[0]
    assert said.endswith(f"entry {origin}: its file is not the one that was kept")


def test_bytes_that_are_lost_are_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "put", lambda *_: None)
    attached(cast)
    assert len(verify_record(cast.ctx)[0]) == 1


def test_a_file_does_not_go_with_a_referral(cast: Cast) -> None:
    attached(cast)
    origin = sent(cast, sections=tuple(cast.ctx.referrals.section))
    found = referred.open_referral(cast.lars, ctx=cast.ctx, card=cast.nora_card, origin=origin)
    assert found.opened.card.contacts
    assert found.opened.card.attachments == []


def test_a_card_with_files_is_read_without_them(cast: Cast) -> None:
    """A value is there, and no byte of a file is in the entries that are scanned for it."""
    made.record(cast, cast.nora_card, made.finding("weight", Decimal(72)))
    attached(cast, data=b"%PDF-" + b"m" * 100_000)
    bodies = content(cast.ctx)["body"]
    assert sum(len(bytes(row[-1])) for row in bodies) < 50_000
