"""The lists of the desk: whose women they show, what their rows rest on, and rows of an older shape."""

import datetime as dt

from msgspec.structs import replace

from helsekort.access.actors import Actor
from helsekort.actions import worklists
from helsekort.actions.contacts import record_contact, withdraw_contact
from helsekort.actions.verifying import verify_record
from helsekort.audit.events import Event
from helsekort.record.entries import ContactKind, Way
from helsekort.record.lists import Listed
from helsekort.store import cards
from tests.cast import TODAY, Cast, begin_care, check_up, make_clinician, make_woman, new_key, pressure, read
from tests.store.stored import audit, content


def colleague(cast: Cast) -> Actor:
    """A midwife at Ingrid's unit who cares for nobody yet."""
    other = make_clinician(cast.ctx, "Siv Nes", "900000009", "Annen enhet", "JO", "900309")
    return Actor(other.kind, other.party, cast.ingrid.organisation, "JO")


def test_the_units_list_shows_whom_anyone_there_cares_for_and_who_that_is(cast: Cast) -> None:
    siv = colleague(cast)
    later = make_woman(cast.ctx, "Silje Aas", 22)
    begin_care(cast.ctx, later, siv)
    begin_care(cast.ctx, cast.nora, siv)
    assert [row.card for row in worklists.list_women(siv, ctx=cast.ctx)] == [cast.nora_card]
    rows = {row.card: row.followed_by for row in worklists.list_unit(siv, ctx=cast.ctx)}
    assert rows == {cast.nora_card: ("Ingrid Dahl", "Siv Nes"), cast.kari_card: ("Ingrid Dahl",)}


def test_a_unit_sees_no_women_of_another_and_each_woman_shown_has_a_line(cast: Cast) -> None:
    assert worklists.list_unit(cast.lars, ctx=cast.ctx) == []
    before = len(audit(cast.ctx))
    assert len(worklists.list_unit(cast.ingrid, ctx=cast.ctx)) == 2
    told = audit(cast.ctx)
    listed = [line for line in told if line.permission == "list_unit" and line.card]
    assert sorted(line.card for line in listed) == sorted([cast.kari_card, cast.nora_card])
    assert {line.event for line in listed} == {Event.LISTED}
    assert len(told) == before + 2


def test_the_last_check_up_is_kept_apart_from_other_contacts(cast: Cast) -> None:
    held = TODAY - dt.timedelta(days=50)
    contact = check_up(held)
    origin = record_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        contact=contact,
        findings=[pressure(on=held)],
        key=new_key(),
    )
    rung = replace(check_up(), kind=ContactKind.CONTACT, way=Way.PHONE)
    record_contact(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, contact=rung, findings=[pressure()], key=new_key()
    )
    row = next(
        each for each in worklists.list_women(cast.ingrid, ctx=cast.ctx) if each.card == cast.nora_card
    )
    assert (row.last_contact, row.last_check_up) == (TODAY, held)
    assert row.lists == {Listed.LATE, Listed.UNSEEN}
    line = read(cast, cast.nora_card).contact(origin)
    assert line is not None
    withdraw_contact(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=origin, base_seq=line.last_seq, reason="Feil"
    )
    row = next(
        each for each in worklists.list_women(cast.ingrid, ctx=cast.ctx) if each.card == cast.nora_card
    )
    assert (row.last_check_up, row.lists) == (None, {Listed.UNSEEN})


def test_a_row_of_an_older_shape_is_made_anew_when_it_is_listed(cast: Cast) -> None:
    record_contact(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        contact=check_up(),
        findings=[pressure()],
        key=new_key(),
    )
    now = content(cast.ctx)["card"]
    with cast.ctx.database.transaction() as tx:
        tx.run("UPDATE card SET last_check_up = NULL, summary_form = 0")
    assert content(cast.ctx)["card"] != now
    assert verify_record(cast.ctx)[0] == []
    worklists.list_women(cast.ingrid, ctx=cast.ctx)
    assert content(cast.ctx)["card"] == now


def test_a_last_check_up_that_the_log_does_not_tell_of_is_found(cast: Cast) -> None:
    with cast.ctx.database.transaction() as tx:
        summary = cards.summary(tx, cast.nora_card)
        assert summary is not None
        cards.update_summary(tx, replace(summary, last_check_up="2026-03-01"))
    assert ["summary row" in each for each in verify_record(cast.ctx)[0]] == [True]
