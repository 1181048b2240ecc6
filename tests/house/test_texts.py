"""No text stands bare in code or templates: all of it can be said in another language."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from jinja2 import Environment

from tests.house import catalogues
from tests.house.catalogues import CATALOGUES
from tests.house.texts_said import Said, literals, messages, said, templates, translating
from tests.house.tree import PACKAGE, Source, sources

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
    "æäøöå": "letters to sort by",
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


each_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=catalogues.language)


def _problems(path: Path) -> list[str]:
    """What is wrong with a catalogue, each with its line in the file."""
    catalogue = catalogues.read(path)
    found = [f"{message.id!r} is said no more" for message in catalogue.obsolete.values()]
    for one, message in catalogues.entries(catalogue).items():
        wrong = [
            *(["is not translated"] if not all(catalogues.translations(message)) else []),
            *(["is marked fuzzy"] if message.fuzzy else []),
            *(["is said no more"] if one not in messages() else []),
            *_misplaced(one, message),
        ]
        found += [f"line {message.lineno}: {one.one!r} {each}" for each in wrong]
    return found


def _misplaced(said: Said, message: Message) -> list[str]:
    """Translations with other places to fill in than the text has. What is counted may be left out of `one`."""
    wanted = [_places(text) for text in said if text]
    return [
        f"fills other places in {text!r}"
        for text in catalogues.translations(message)
        if text and _places(text) not in wanted
    ]


def _places(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


@each_catalogue
def test_every_text_is_translated_and_none_is_left_over(path: Path) -> None:
    """The remedy: `python -m tests.house.catalogues`, then translate what is empty in the catalogue."""
    missing = messages() - set(catalogues.entries(catalogues.read(path)))
    assert [f"{said.one!r} is not in the catalogue" for said in sorted(missing)] + _problems(path) == []


@each_catalogue
def test_a_catalogue_is_in_the_order_of_the_alphabet(path: Path) -> None:
    """So that two people who add texts seldom touch the same line."""
    there = list(catalogues.entries(catalogues.read(path)))
    assert there == sorted(there)


HEAD = 'msgid ""\nmsgstr ""\n"Language: nn\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('msgid "Navn"\nmsgstr ""', "is not translated"),
        ('#, fuzzy\nmsgid "Navn"\nmsgstr "Namn"', "is marked fuzzy"),
        ('msgid "Dette sier ingen"\nmsgstr "Dette seier ingen"', "is said no more"),
        ('#~ msgid "Navn"\n#~ msgstr "Namn"', "is said no more"),
        ('msgid "%(years)s år"\nmsgstr "%(year)s år"', "fills other places"),
        ('msgid "%(years)s år"\nmsgstr "år"', "fills other places"),
        (
            'msgid "om %(days)s dag"\nmsgid_plural "om %(days)s dager"\nmsgstr[0] "om ein dag"\nmsgstr[1] ""',
            "not",
        ),
    ],
)
def test_each_fault_of_a_catalogue_is_found(tmp_path: Path, entry: str, told: str) -> None:
    path = tmp_path / "x.po"
    path.write_text(HEAD + entry + "\n", encoding="utf-8")
    assert [fault for fault in _problems(path) if told in fault], _problems(path)
    path.write_text(HEAD + 'msgid "Navn"\nmsgstr "Namn"\n', encoding="utf-8")
    assert _problems(path) == []


def test_a_catalogue_brought_up_to_date_holds_what_is_said_and_keeps_what_was_translated(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.po"
    path.write_text(HEAD + 'msgid "Navn"\nmsgstr "Namn"\n\nmsgid "Borte"\nmsgstr "Borte"\n', encoding="utf-8")
    other = tmp_path / "y.po"
    other.write_text(HEAD + 'msgid "Navn"\nmsgstr "Anna"\n\nmsgid "Uke"\nmsgstr "Veke"\n', encoding="utf-8")
    made = catalogues.entries(
        catalogues.brought_up_to_date("nn", [catalogues.read(path), catalogues.read(other)])
    )
    assert set(made) == messages()
    assert {said.one: made[said].string for said in made if all(catalogues.translations(made[said]))} == {
        "Navn": "Namn",
        "Uke": "Veke",
    }


def test_there_is_a_catalogue_for_each_language_but_the_source() -> None:
    assert {catalogues.language(path) for path in CATALOGUES} == {"nn", "en"}
    assert len(said()) > 200
