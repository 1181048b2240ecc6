"""The rules on cards as they are written in practice: synthetic women, at every check-up they had."""

from functools import cache

from docs.alerts_page import Contact, contacts
from helsekort import datafiles
from helsekort.guideline.evaluate import Verdict

WOMEN = 25
# The synthetic country writes neither vaccines nor answers to offers, so the offer stands from week 24 on.
NEVER_ANSWERED = {"vaccines"}
CATALOGUE = datafiles.catalogue()
PACK = datafiles.guideline(CATALOGUE)


@cache
def seen() -> list[Contact]:
    return [*contacts(PACK, WOMEN)]


def test_every_answer_has_its_reason_and_what_is_missing_is_named() -> None:
    lines = [line for one in seen() for line in one.lines]
    assert len(lines) > 1000
    for line in lines:
        for answer in line.answers:
            assert answer.because or answer.reasons, answer
            if answer.verdict is Verdict.CANNOT and not answer.because:
                assert answer.missing, answer
            if answer.verdict in (Verdict.MET, Verdict.NOT_MET):
                assert answer.reasons, answer


def test_a_contact_is_not_flooded() -> None:
    """On average fewer than two topics have a finding at a contact, and at most one has a new one."""
    answered = [line for one in seen() for line in one.lines if line.topic.key not in NEVER_ANSWERED]
    found = sum(line.verdict is Verdict.MET for line in answered)
    new = sum(bool({*one.met(line)} - one.before) for one in seen() for line in one.lines)
    assert 0 < found / len(seen()) < 2
    assert 0 < new / len(seen()) <= 1


def test_what_their_cards_never_answer_is_new_once_for_each_woman() -> None:
    new = [
        line.topic.key
        for one in seen()
        for line in one.lines
        if line.topic.key in NEVER_ANSWERED and {*one.met(line)} - one.before
    ]
    assert 0 < len(new) <= WOMEN
