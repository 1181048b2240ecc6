"""The rules on cards as they are written in practice: synthetic women, at every check-up they had."""

from functools import cache

from docs.alerts_page import Contact, contacts
from helsekort import datafiles
from helsekort.guideline.evaluate import Verdict

WOMEN = 25
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
    found = sum(line.verdict is Verdict.MET for one in seen() for line in one.lines)
    new = sum(bool({*one.met(line)} - one.before) for one in seen() for line in one.lines)
    assert 0 < found / len(seen()) < 2
    assert 0 < new / len(seen()) <= 1
