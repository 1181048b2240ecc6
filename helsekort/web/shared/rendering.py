"""Templates to pages: one Jinja environment per language, everything escaped, strict about unknown names."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from helsekort.record import ids
from helsekort.web.shared.headers import PERSONAL, policy
from helsekort.web.shared.long_text import parted
from helsekort.web.shared.people import role_name
from helsekort.web.shared.static import asset
from helsekort.web.shared.texts import LANGUAGES, SOURCE, Texts, moment, texts_for

_WEB = Path(__file__).parent.parent
LANGUAGE_COOKIE = "sprak"
OWN_LANGUAGE_COOKIE = "sprak_eget"
"""On her own pages until the browser closes: the language stored about her, where she chose none."""


@cache
def environment(language: str) -> Environment:
    """The templates in one language. Shared ones by bare name, a room's own as `clinician/card.jinja`.

    Filters: `day`, `date`, `numeric`, `brief`, `clock`, `number`, `wall` (µs UTC -> time in
    Norway), `weeks` (GestationalAge -> words), `role` (JO -> jordmor), `card_text`, `parted` (a long text -> its
    beginning and the rest).
    """
    rooms = {room: FileSystemLoader(_WEB / room / "templates") for room in ("woman", "clinician")}
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(_WEB / "shared" / "templates"), PrefixLoader(rooms)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    texts = texts_for(language)
    made.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        texts.translate, texts.plural, newstyle=True
    )
    for name in ("day", "date", "numeric", "brief", "clock", "number"):
        made.filters[name] = getattr(texts, name)
    made.filters["wall"] = moment
    made.filters["role"] = lambda code: role_name(texts, code)
    made.filters["weeks"] = texts.weeks_and_days
    made.filters["card_text"] = ids.to_text
    made.filters["parted"] = parted
    made.globals["asset"] = asset
    made.globals["language"] = texts.language
    return made


def language_of(request: Request) -> str:
    """The language chosen; else the one stored about her, on her own pages; else bokmål."""
    stored = getattr(request.state, "own_language", "") or request.cookies.get(OWN_LANGUAGE_COOKIE, "")
    chosen = request.cookies.get(LANGUAGE_COOKIE) or stored
    return chosen if chosen in LANGUAGES else SOURCE


def texts_of(request: Request) -> Texts:
    """Words, dates and numbers in the language of the one who asked."""
    return texts_for(language_of(request))


def render(template: str, language: str, values: dict[str, Any]) -> str:
    """A template as text, for tests and print."""
    return (
        environment(language).get_template(template).render({"languages": {}, "draft_gone": False, **values})
    )


def show(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401  # what a template takes
    """A page. The layout gets `session` (or None), `here` (the path to come back to) and `demo` by itself.

    Where something was typed no other language is offered: to change it is to leave the page, and lose that.
    A template with a form to write in says so by `writing`.
    """
    session = getattr(request.state, "session", None)
    given = {
        "session": session,
        "here": request.url.path,
        "languages": {} if request.method == "POST" else LANGUAGES,
        "demo": request.app.state.ctx.demo,
        "today": None,
        "draft_gone": getattr(request.state, "draft_gone", False),
        **values,
    }
    body = render(template, language_of(request), given)
    hosts = getattr(request.app.state, "login_hosts", ())
    headers = {**PERSONAL, "Content-Security-Policy": policy(*hosts)} if hosts else PERSONAL
    return HTMLResponse(body, status_code=status, headers=headers)
