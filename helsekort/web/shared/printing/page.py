"""A document as the HTML that a PDF is made from: tables with heads and captions, pictures with words."""

import base64
import html
import re

from helsekort.web.shared.printing.document import Document, Picture
from helsekort.web.shared.rendering import environment
from helsekort.web.shared.texts import texts_for

# WeasyPrint gives the page's styles to no picture, so each carries its own: black on white, told apart by shape.
_STYLE = """<style>
svg { font-family: "Card Inter", sans-serif; color: #16202b }
.chart-axis-text, .chart-axis-label, .chart-band-text, .chart-level-text, .chart-key { fill: #3d4650; font-size: 11px }
.chart-frame { stroke: #5b6570 }
.chart-grid { stroke: #c9ced4 }
.chart-band { fill: #3d4650; fill-opacity: .09 }
.chart-band-edge, .chart-median, .chart-level { stroke: #7a838d }
.chart-series { stroke: #0b4f8a }
.chart-stem { stroke: #0b4f8a; stroke-width: 2; stroke-opacity: .55 }
.chart-point { fill: #0b4f8a }
.chart-point.is-home { fill: #fff; stroke: #0b4f8a; stroke-width: 2 }
</style>"""
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)
_DESCRIPTION = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)
_OPENING = re.compile(r"<svg[^>]*>")


def as_html(document: Document) -> str:
    """The page that WeasyPrint lays out; its style sheet is print.css beside this file."""
    template = environment(document.language).get_template("print/document.jinja")
    return template.render(
        document=document, source_of=source_of, words_of=words_of, margins=_margins(document)
    )


def source_of(picture: Picture) -> str:
    """The picture as an address that holds it."""
    styled = _OPENING.sub(lambda tag: tag[0] + _STYLE, picture.svg, count=1)
    return "data:image/svg+xml;base64," + base64.b64encode(styled.encode()).decode()


def words_of(picture: Picture) -> str:
    """All that the picture shows, in words, as its SVG says it."""
    found = (pattern.search(picture.svg) for pattern in (_TITLE, _DESCRIPTION))
    return ". ".join(html.unescape(match[1]) for match in found if match)


def _margins(document: Document) -> str:
    """What stands at the head and the foot of every page, as a style."""
    _ = texts_for(document.language).translate
    said = _("Side %(page)s av %(pages)s") % {"page": "\0", "pages": "\1"}
    parts = re.split("([\0\1])", said)
    counters = {"\0": "counter(page)", "\1": "counter(pages)"}
    numbered = " ".join(counters.get(part) or _quoted(part) for part in parts)
    foot = _quoted("\n".join(document.foot))
    return (
        f"@page {{ @top-left {{ content: {_quoted(document.running)} }}"
        f" @top-right {{ content: {numbered} }} @bottom-left {{ content: {foot} }} }}"
    )


def _quoted(text: str) -> str:
    """A text as a style sheet says it: every character that is not a plain letter or digit by its number."""
    plain = "".join(one if one.isascii() and one.isalnum() else f"\\{ord(one):06x}" for one in text)
    return f'"{plain}"'
