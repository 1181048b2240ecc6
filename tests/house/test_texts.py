"""No text stands bare in code or templates: all of it can be said in another language."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from jinja2 import Environment

from tests.house.texts_said import literals, said, templates, translating
from tests.house.tree import PACKAGE, ROOT, Source, sources

CATALOGUES = sorted((PACKAGE / "web" / "locale").rglob("*.po"))
NORWEGIAN_LETTER = re.compile("[æøåÆØÅ]")
TWO_WORDS = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}")
CAPITAL_WORD = re.compile(r"[A-ZÆØÅ][a-zæøå]{2,}\Z")
NO_TEXT = re.compile(
    r"<\w|=\"|\A(chart|ds)-| chart-|\A[A-Z][A-Za-z]+(-[A-Z][A-Za-z]+)+\Z|\A[a-z-]+=|'none'|'self'"
)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%(?![%(])\w")
# Bare on purpose -> why.
BARE = {
    "Bokmål": "a language's name is its own in every language",
    "Nynorsk": "a language's name is its own in every language",
    "English": "a language's name is its own in every language",
}
LEXER = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
SPOKEN_ATTRIBUTES = frozenset({"title", "alt", "aria-label", "placeholder", "content", "summary", "label"})
# In templates: what is the same in every language, pieces of attributes, and addresses.
NO_SPEECH = re.compile(
    r"helsekort|UTF-8|width=device-width|initial-scale|light|dark|no-referrer|[\w-]+=\"[^\"]*\"?|(?:/\w+)+/?",
    re.IGNORECASE,
)
# Blocks that fill in an attribute of the layout, such as a class.
ATTRIBUTE_BLOCK = re.compile(r"(\w+_)?(class|size)")


def _for_developers(around: list[ast.AST]) -> bool:
    """A docstring, or the message of an exception: English, and shown to no one on a page."""
    return isinstance(around[-1], ast.Expr) or any(isinstance(each, ast.Raise) for each in around)


def _bare(source: Source) -> Iterator[str]:
    for node, around in literals(source):
        text = str(node.value)
        if any(translating(each) for each in around) or _for_developers(around) or text in BARE:
            continue
        spoken = NORWEGIAN_LETTER.search(text) or TWO_WORDS.search(text) or CAPITAL_WORD.match(text)
        if (spoken and not NO_TEXT.search(text)) or (" " in text and text in said()):
            yield f"{source.at(node)} {text!r}"


def test_no_text_stands_bare_in_the_code_of_pages() -> None:
    assert [found for source in sources("helsekort/web") for found in _bare(source)] == []


def test_what_is_translated_is_a_whole_text() -> None:
    """A text put together before it is translated is in no catalogue."""
    wrong = [
        source.at(node)
        for source in sources("helsekort/web")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and translating(node)
        for argument in node.args
        if isinstance(argument, ast.JoinedStr | ast.BinOp)
    ]
    assert wrong == []


class _Spoken(HTMLParser):
    """Collects what a template says outside its expressions."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.found += [value or "" for name, value in attrs if name in SPOKEN_ATTRIBUTES]


def _spoken(template: Path) -> list[str]:
    parser = _Spoken()
    words: list[str] = []
    translated = attribute = False
    for _, kind, value in LEXER.lex(template.read_text(encoding="utf-8")):
        if kind == "block_begin":
            words = []
        elif kind == "name":
            words.append(value)
        elif kind == "block_end" and words[0] in ("trans", "endtrans"):
            translated = words[0] == "trans"
        elif kind == "block_end" and words[0] in ("block", "endblock"):
            attribute = len(words) > 1 and ATTRIBUTE_BLOCK.fullmatch(words[1]) is not None
        elif kind == "data" and not translated and not attribute:
            parser.feed(value)
    parser.close()
    return parser.found


@pytest.mark.parametrize(
    "template", templates(), ids=lambda path: path.relative_to(PACKAGE / "web").as_posix()
)
def test_no_text_stands_bare_in_a_template(template: Path) -> None:
    bare = [text.strip() for text in _spoken(template) if re.search(r"[^\W\d_]{2,}", NO_SPEECH.sub("", text))]
    assert bare == []


def _messages(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file, locale=path.parent.parent.name) if message.id]


def _each(texts: object) -> list[str]:
    return [str(text) for text in (texts if isinstance(texts, list | tuple) else [texts]) if text]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_translation_fills_the_same_places(path: Path) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{message.lineno} {translated!r}"
        for message in _messages(path)
        for translated in _each(message.string)
        if _places(translated) not in [_places(text) for text in _each(message.id)]
    ]
    assert wrong == []


def _places(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_catalogue_holds_only_what_is_said(path: Path) -> None:
    unsaid = [text for message in _messages(path) for text in _each(message.id) if text not in said()]
    assert unsaid == []


def test_there_is_a_catalogue_for_each_language_but_the_source() -> None:
    assert {path.parent.parent.name for path in CATALOGUES} == {"nn", "en"}
    assert len(said()) > 200
