"""What several of our profiles share: why a version was written, what came from paper, others' identifiers."""

import datetime as dt

from helsekort.fhir.datatypes import Closed, Extension
from helsekort.record.codes import EXTENSION, NATIONAL_NUMBERS
from helsekort.record.entries import ForeignId, FromPaper, Status

REASON = EXTENSION + "change-reason"
CORRECTED = EXTENSION + "corrected"
MISPLACED = EXTENSION + "misplaced"
PAPER = EXTENSION + "from-paper"
_SHARED = frozenset({REASON, CORRECTED, MISPLACED})


def marks(
    status: Status, reason: str | None, paper: FromPaper | None = None, *, corrected_has_word: bool = False
) -> list[Extension]:
    """The extensions of a version. `corrected_has_word`: the resource's own status can say corrected."""
    found = []
    if reason is not None:
        found.append(Extension(REASON, value_string=reason))
    if status is Status.CORRECTED and not corrected_has_word:
        found.append(Extension(CORRECTED, value_boolean=True))
    if status is Status.MISPLACED:
        found.append(Extension(MISPLACED, value_boolean=True))
    if paper:
        parts = [Extension("written-by", value_string=paper.written_by)]
        if paper.written_on:
            parts.append(Extension("written-on", value_date=paper.written_on.isoformat()))
        found.append(Extension(PAPER, parts))
    return found


def refuse_others(extensions: list[Extension], *own: str) -> None:
    """ValueError for an extension that is neither shared nor the profile's own, or stands there twice."""
    if not extensions:
        return
    urls = [extension.url for extension in extensions]
    for url in urls:
        if url not in _SHARED and url not in own:
            raise ValueError(f"extension {url} is not one of this profile's")
    if len(set(urls)) < len(urls):
        raise ValueError("an extension stands there twice")


def find(extensions: list[Extension], url: str) -> Extension | None:
    for extension in extensions:
        if extension.url == url:
            return extension
    return None


def reason_in(extensions: list[Extension]) -> str | None:
    found = find(extensions, REASON)
    return found.value_string if found else None


def paper_in(extensions: list[Extension]) -> FromPaper | None:
    found = find(extensions, PAPER)
    if not found:
        return None
    by, on = find(found.extension, "written-by"), find(found.extension, "written-on")
    if by is None or by.value_string is None:
        raise ValueError("from-paper: written-by is missing")
    return FromPaper(by.value_string, dt.date.fromisoformat(on.value_date) if on and on.value_date else None)


def status_in(fhir_status: str, words: dict[Status, str], extensions: list[Extension]) -> Status:
    """Our status from FHIR's word and the marks. ValueError for a word that is none of `words`."""
    if find(extensions, MISPLACED):
        return Status.MISPLACED
    if find(extensions, CORRECTED):
        return Status.CORRECTED
    for status, word in words.items():
        if word == fhir_status:
            return status
    raise ValueError("status: not a word this profile uses")


class ForeignIdentifier(Closed, frozen=True):
    """What another system calls the thing. ValueError for a national number, which is a person's alone."""

    system: str
    value: str

    def __post_init__(self) -> None:
        if self.system in NATIONAL_NUMBERS:
            raise ValueError("identifier: a national number names a person, not an entry")


def foreign_elements(identifiers: tuple[ForeignId, ...]) -> list[ForeignIdentifier]:
    return [ForeignIdentifier(each.system, each.value) for each in identifiers]


def foreign_ids(identifiers: list[ForeignIdentifier]) -> tuple[ForeignId, ...]:
    return tuple(ForeignId(each.system, each.value) for each in identifiers)
