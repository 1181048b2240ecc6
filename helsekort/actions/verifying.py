"""Does the record hold? Every chain, every audit line, and every head against what its own log says."""

import hashlib
from collections.abc import Iterator

from msgspec.structs import replace

from helsekort.actions import party_log
from helsekort.actions.context import Context
from helsekort.actions.log import read_entries, summary_of
from helsekort.actions.whole_cards import holds
from helsekort.audit import checks
from helsekort.audit.checks import Kept
from helsekort.record.card import NotACard, fold
from helsekort.record.entries import Attachment, Entry
from helsekort.record.ids import to_text
from helsekort.record.parties import Woman
from helsekort.store import audit_lines, cards, chain, erased_messages, fair_copies, files, inbox, parties
from helsekort.store.cards import FORM, Summary
from helsekort.store.database import JOB, Transaction
from helsekort.store.packing import UnreadableBody


def verify_record(ctx: Context) -> tuple[list[str], tuple[int, int, int]]:
    """What does not hold, a sentence each, and how many cards, entries and audit lines there are.

    Run by the operator, not for a person: it names ids only, and shows no content.
    """
    # read first: what is kept outside was in the database before
    kept = _kept(ctx)
    with ctx.database.transaction(write=False) as tx:
        tx.as_actor(JOB)
        broken = [
            f"{each.log} {to_text(each.owner)} entry {each.seq}: {each.what}"
            for tables in (chain.CARDS, chain.PARTIES)
            for each in chain.verify(tx, tables)
        ]
        broken += _messages(tx)
        found = (*checks.verify(tx), *checks.verify_tree(tx, kept))
        broken += [f"log of {_named(line.card)}: {line.what}" for line in found]
        if not broken:
            broken += [*_heads_of_cards(ctx, tx), *_heads_of_parties(tx), *_copies(ctx, tx)]
        return broken, audit_lines.counts(tx)


def _kept(ctx: Context) -> Kept:
    keys = [ctx.signer.public] if ctx.signer else []
    if ctx.outside is None:
        return Kept(keys, None)
    return Kept([*keys, *ctx.outside.keys()], ctx.outside.notes())


def _messages(tx: Transaction) -> Iterator[str]:
    """What a laboratory sent is what it was when it came, unless it was erased by law."""
    for number, digest in erased_messages.digests(tx):
        try:
            changed = hashlib.sha256(inbox.raw(tx, number)).digest() != digest
        except UnreadableBody:
            changed = True
        if changed:
            yield f"message {to_text(number)}: its bytes are not those that came"


def _named(card: int) -> str:
    return to_text(card) if card else "no card"


def _heads_of_cards(ctx: Context, tx: Transaction) -> Iterator[str]:
    """The summary row decides and is listed, but is not chained: it must say what the log says."""
    for summary in cards.every(tx):
        entries = read_entries(tx, ctx.catalogue, summary.card)
        yield from _files(tx, summary.card, entries)
        try:
            folded = fold(summary.card, entries, ctx.terms.oldest_days)
        except NotACard:
            yield f"card {to_text(summary.card)}: no entry opens it"
            continue
        if not _same(summary, summary_of(folded, folded.opening.now.woman)):
            yield f"card {to_text(summary.card)}: its summary row does not say what its entries say"


def _files(tx: Transaction, card: int, entries: list[Entry]) -> Iterator[str]:
    """A file is what it was when it came: its entry, which is chained, holds its digest."""
    kept = {each.origin: each.content.digest for each in entries if isinstance(each.content, Attachment)}
    for origin, digest in kept.items():
        data = files.read(tx, card, origin)
        if data is None or hashlib.sha256(data).hexdigest() != digest:
            yield f"card {to_text(card)} entry {origin}: its file is not the one that was kept"


def _copies(ctx: Context, tx: Transaction) -> Iterator[str]:
    """A fair copy is shown in the place of the entries: it must say what they say."""
    for card, last_seq in fair_copies.every(tx):
        if not holds(ctx, tx, card, last_seq):
            yield f"card {to_text(card)}: its fair copy does not say what its entries say"


def _same(summary: Summary, expected: Summary) -> bool:
    """A row in an older shape says less, and is made anew when it is listed."""
    if summary.form < FORM:
        expected = replace(
            expected, last_check_up=summary.last_check_up, next_visit=summary.next_visit, form=summary.form
        )
    return summary == expected


def _heads_of_parties(tx: Transaction) -> Iterator[str]:
    for party, name, joined_to in parties.heads(tx):
        stands = party_log.newest(tx, party)
        if stands is None:
            continue
        joined = stands[0].joined_to if isinstance(stands[0], Woman) else None
        if (name, joined_to) != (party_log.shown_name(stands[0]), joined):
            yield f"party {to_text(party)}: its head does not say what its entries say"
        numbers = {fact.value for fact in stands[0].numbers} if isinstance(stands[0], Woman) else set()
        if isinstance(stands[0], Woman) and set(parties.numbers_of(tx, party)) != numbers:
            yield f"party {to_text(party)}: its numbers are not those its entries say"
