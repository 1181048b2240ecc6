"""Someone who types a whole story through the pages, by keys alone: by the catalogue's names, not story by story.

A page is gone through once with Tab; whatever has the focus and is wanted is filled. What the page does not ask is left
over and told.
"""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.journeys.hands import LONGEST_WALK, Hands

HERE = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return ["", "", "", false];
    return [at.getAttribute("name") || "", at.type || at.tagName.toLowerCase(), at.value || "", !!at.checked];
}"""
BEFORE = """names => {
    const form = document.getElementById("form"), at = document.activeElement;
    const wanted = form ? [...form.elements].filter(one => names.includes(one.name) && one.type !== "hidden") : [];
    return wanted.some(one => at.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING);
}"""
CLOSED = """names => {
    const folded = document.activeElement.closest("details");
    return !folded.open && [...folded.querySelectorAll("[name]")].some(one => names.includes(one.name));
}"""
FOLDED = """href => {
    const at = document.activeElement, folded = at.closest("details");
    return at.tagName === "SUMMARY" && !folded.open
        && [...folded.querySelectorAll("a")].some(one => one.getAttribute("href").endsWith(href));
}"""
LONGEST_FORM = 5 * LONGEST_WALK
SAVE = "save"


class Typed(NamedTuple):
    """One answer, and the page that it was typed on."""

    path: str
    name: str
    text: str


class Typist(Hands):
    """Hands that fill forms by the names of their fields. `wanted` is text by name; codes are said by their code."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.typed: list[Typed] = []

    def goto_form(self, href: str) -> None:
        """Walk to the link whose address ends so, opening what it is folded in, and follow it."""
        for _ in range(LONGEST_WALK):
            at = self.page.evaluate("document.activeElement.getAttribute('href') || ''")
            if urlsplit(at).path.endswith(href) or at.endswith(href):
                self.enter()
                return
            if self.page.evaluate(FOLDED, href):
                self.press("Enter")
            self.press("Tab")
        raise AssertionError(f"no way by Tab to a link to {href} on {self.page.url}")

    def fill_form(self, wanted: Mapping[str, str]) -> set[str]:
        """Fill and save, confirming what is asked about; the names that the page did not ask."""
        left = dict(wanted)
        self._through(left)
        for _ in range(3):
            if not self.page.locator("input[name=confirmed], input[name=looked]").count():
                break
            self._through({"confirmed": "all", "looked": "1"})
        wrong = self.page.locator("[aria-invalid=true]").all()
        faults = [f"{one.get_attribute('name')}: {one.input_value()}" for one in wrong]
        assert not faults, f"{self.page.url}: {faults} {self.page.locator('main').inner_text()[:600]}"
        return left.keys() - {"confirmed"}

    def add_rows(self, group: str, needed: int) -> list[str]:
        """Ask for so many rows of a group; the names that their fields begin with."""
        for _ in range(needed + 1):
            rows = self._rows(group)
            if len(rows) >= needed:
                return rows[:needed]
            if not self._walk("act", f"more:{group}"):
                return rows
            self.enter()
        return self._rows(group)

    def _rows(self, group: str) -> list[str]:
        found = self.page.eval_on_selector_all("input[name$='.row']", "all => all.map(one => one.name)")
        return [name.removesuffix("row") for name in found if name.startswith(f"{group}.")]

    def _walk(self, name: str, value: str) -> bool:
        for _ in range(LONGEST_FORM):
            at, _kind, here, _on = self.page.evaluate(HERE)
            if (at, here) == (name, value):
                return True
            self.press("Tab")
        return False

    def _through(self, left: dict[str, str]) -> None:
        """Tab through the form once, filling, to its own button; press that."""
        self._back_to_the_first(left)
        started = False
        for _ in range(LONGEST_FORM):
            name, kind, value, checked = self.page.evaluate(HERE)
            inside = self.page.evaluate("!!document.activeElement.closest('#form')")
            started = started or inside
            if inside and kind == "submit" and name != "act":
                self.enter()
                return
            if kind == "summary" and self.page.evaluate(CLOSED, list(left)):
                self.press("Enter")
            if inside and name in left:
                self._fill(name, kind, value, left, checked=checked)
            elif started and not inside and self.page.evaluate("document.activeElement === document.body"):
                break
            self.press("Tab")
        raise AssertionError(f"no button to save with on {self.page.url}")

    def _back_to_the_first(self, left: dict[str, str]) -> None:
        """A page puts the focus where most begin; what is wanted before that is reached by Shift+Tab."""
        for _ in range(LONGEST_WALK):
            if not self.page.evaluate(BEFORE, list(left)):
                return
            self.press("Shift+Tab")

    def _fill(self, name: str, kind: str, value: str, left: dict[str, str], *, checked: bool) -> None:
        self.effort.thoughts += 1
        wanted = left[name]
        self.typed.append(Typed(urlsplit(self.page.url).path, name, wanted))
        if kind == "checkbox":
            if (wanted in ("1", "all", value) or value in wanted.split()) and not checked:
                self.press("Space")
            if name != "confirmed":
                self._done(name, value, left)
        elif kind == "radio":
            self._arrow(wanted, "ArrowDown")
            if not self.page.evaluate("document.activeElement.checked"):
                self.press("Space")
            del left[name]
        elif kind.startswith("select"):
            self._arrow(wanted, "ArrowDown")
            del left[name]
        else:
            if value:
                self.press("ControlOrMeta+a")
            self.type(wanted)
            del left[name]

    def _done(self, name: str, value: str, left: dict[str, str]) -> None:
        rest = [code for code in left[name].split() if code not in (*value.split(), "1")]
        if rest:
            left[name] = " ".join(rest)
        else:
            del left[name]

    def _arrow(self, wanted: str, key: str) -> None:
        for _ in range(LONGEST_WALK * 2):
            if self.page.evaluate(HERE)[2] == wanted:
                return
            self.press(key)
        raise AssertionError(f"no answer {wanted!r} on {self.page.url}")

    def confirm_due_date(self, why: str) -> None:
        """Of the newest proposal on the page: look, say why where it is told, and put it in force."""
        for _ in range(LONGEST_FORM):
            name, kind, _value, checked = self.page.evaluate(HERE)
            if name.startswith("looked-") and not checked:
                self.press("Space")
            elif name.startswith("why-") and why:
                self.type(why)
            elif kind == "submit" and self.page.evaluate(
                "document.activeElement.form.action.endsWith('/bekreft')"
            ):
                self.enter()
                return
            self.press("Tab")
        raise AssertionError(f"no proposal to confirm on {self.page.url}")
