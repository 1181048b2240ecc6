"""Narrative: what resources of a document say, as a table a person can read. In bokmål, as the catalogue is written.

Source: FHIR R4 §2.24.0.8 (Narrative) and §2.36 (Composition): the text of a section says what its entries say.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from html import escape

from helsekort.fhir.times import by_the_clock
from helsekort.record.entries import Absent, Cell, Finding, Moment, Pressure, Row, Value
from helsekort.record.excerpts import Told
from helsekort.record.measurements import Catalogue, Kind, Measurable

_XHTML = "http://www.w3.org/1999/xhtml"
DECLINED, UNKNOWN = "ønsket ikke å svare", "ukjent"


def table(heads: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """A Narrative of one table. Every text is escaped."""
    head = "".join(f"<th>{escape(each)}</th>" for each in heads)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(each)}</td>' for each in line)}</tr>" for line in lines)
    return text(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def sentence(said: str) -> dict[str, str]:
    """A Narrative of one sentence."""
    return text(f"<p>{escape(said)}</p>")


def paragraphs(said: str) -> dict[str, str]:
    """A Narrative of what someone wrote, line by line."""
    return text(f"<p>{_cell(said)}</p>")


def text(inner: str) -> dict[str, str]:
    return {"status": "generated", "div": f'<div xmlns="{_XHTML}">{inner}</div>'}


def _cell(said: str) -> str:
    return "<br/>".join(escape(line) for line in said.splitlines())


def day(on: dt.date) -> str:
    return f"{on:%d.%m.}{on.year:04d}"


def clock_day(microseconds: int) -> str:
    """`10.03.2026 kl. 11.02` for a moment, by the clock in Norway."""
    on, at = by_the_clock(microseconds)
    return f"{day(on)} kl. {at:%H.%M}"


def finding_text(catalogue: Catalogue, finding: Finding) -> str:
    """A finding's value with its unit, and the sign of a limit before it."""
    sign = f"{finding.lab.comparator} " if finding.lab and finding.lab.comparator else ""
    return sign + _said(catalogue, Cell(finding.what, finding.value, finding.absent, finding.unverified))


def told_text(catalogue: Catalogue, told: Told) -> str:
    """The value of one answer, without what was asked."""
    if told.cell is not None:
        return _said(catalogue, told.cell)
    finding = told.trail.now
    assert isinstance(finding, Finding)  # noqa: S101  # what is no cell is a finding
    return finding_text(catalogue, finding)


def row_text(catalogue: Catalogue, row: Row) -> str:
    """A row's answers, each with what was asked, in the order of the group."""
    places = {what: place for place, what in enumerate(catalogue.groups[row.group].fields)}
    cells = sorted(row.cells, key=lambda cell: places.get(cell.what, len(places)))
    return "\n".join(_line(catalogue, cell) for cell in cells)


def _line(catalogue: Catalogue, cell: Cell) -> str:
    return f"{catalogue[cell.what].label}: {_said(catalogue, cell)}"


def _said(catalogue: Catalogue, cell: Cell) -> str:
    value, measurable = cell.value, catalogue[cell.what]
    if value is None:
        return UNKNOWN if cell.absent is Absent.UNKNOWN else DECLINED
    unit = (
        f" {measurable.shown_unit}" if measurable.shown_unit and isinstance(value, Decimal | Pressure) else ""
    )
    return (
        _plain(catalogue, measurable, value)
        + unit
        + (" (som oppgitt, ikke verifisert)" if cell.unverified else "")
    )


def _plain(catalogue: Catalogue, measurable: Measurable, value: Value) -> str:
    match value:
        case bool():
            return "ja" if value else measurable.denied or "nei"
        case Decimal():
            return format(value, "f").replace(".", ",")
        case Pressure(systolic=systolic, diastolic=diastolic):
            return "/".join("–" if part is None else format(part, "f") for part in (systolic, diastolic))
        case Moment(on=on, at=at):
            return f"{day(on)} kl. {at:%H.%M}"
        case dt.date():
            return day(value)
        case tuple():
            return ", ".join(catalogue.text(measurable.key, code) for code in value)
    return catalogue.text(measurable.key, value) if measurable.kind is Kind.CODE else value
