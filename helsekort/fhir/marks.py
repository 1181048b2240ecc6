"""Extensions that several of our profiles share: why a version was written, and what was copied from paper."""

import datetime as dt

from helsekort.fhir.datatypes import Extension
from helsekort.record.codes import EXTENSION
from helsekort.record.entries import FromPaper, Status

REASON = EXTENSION + "change-reason"
MISPLACED = EXTENSION + "misplaced"
PAPER = EXTENSION + "from-paper"


def marks(status: Status, reason: str | None, paper: FromPaper | None = None) -> list[Extension]:
    """The extensions of a version."""
    found = []
    if reason is not None:
        found.append(Extension(REASON, value_string=reason))
    if status is Status.MISPLACED:
        found.append(Extension(MISPLACED, value_boolean=True))
    if paper:
        parts = [Extension("written-by", value_string=paper.written_by)]
        if paper.written_on:
            parts.append(Extension("written-on", value_date=paper.written_on.isoformat()))
        found.append(Extension(PAPER, parts))
    return found


def find(extensions: list[Extension], url: str) -> Extension | None:
    return next((extension for extension in extensions if extension.url == url), None)


def reason_in(extensions: list[Extension]) -> str | None:
    found = find(extensions, REASON)
    return found.value_string if found else None


def paper_in(extensions: list[Extension]) -> FromPaper | None:
    found = find(extensions, PAPER)
    if not found:
        return None
    by, on = find(found.extension, "written-by"), find(found.extension, "written-on")
    written_on = dt.date.fromisoformat(on.value_date) if on and on.value_date else None
    return FromPaper((by.value_string if by else None) or "", written_on)


def status_in(fhir_status: str, words: dict[Status, str], extensions: list[Extension]) -> Status:
    """Our status from FHIR's word and the mark that tells withdrawn from misplaced."""
    if find(extensions, MISPLACED):
        return Status.MISPLACED
    for status, word in words.items():
        if word == fhir_status and status is not Status.MISPLACED:
            return status
    return Status.FINAL
