"""Hands on a keyboard: only keys, each counted. Nothing is clicked and no field is set from outside."""

from playwright.sync_api import Page

from tests.journeys.keystrokes import Effort, keys_of

LONGEST_WALK = 200
# A page puts the hands where it wants them just before it is first drawn, which may be after it was loaded.
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
NAME = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return ["", ""];
    const words = element => (element ? element.innerText : "").replace(/\\s+/g, " ").trim();
    const label = at.labels && at.labels.length ? words(at.labels[0]) : words(at);
    const group = at.closest("fieldset");
    return [label, words(group && group.querySelector("legend"))];
}"""


class Hands:
    """Someone who never lets go of the keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.effort = Effort()
        self.arrive()

    def arrive(self) -> None:
        """Wait till the page has put the hands where it wants them."""
        self.page.evaluate(DRAWN)

    def press(self, key: str) -> None:
        self.effort.keys += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.effort.keys += keys_of(text)
        self.page.keyboard.type(text)

    def here(self) -> tuple[str, str]:
        """(label or text, group) of what has the focus."""
        label, group = self.page.evaluate(NAME)
        return label, group

    def walk_to(self, name: str) -> None:
        """Tab on until something with this label, text or group has the focus."""
        for _ in range(LONGEST_WALK):
            label, group = self.here()
            if name in (label, group) or label.startswith(name):
                return
            self.press("Tab")
        raise AssertionError(f"no way by Tab to {name!r} on {self.page.url}")

    def skip(self) -> None:
        """Past what stands above the page's own content, by the link that is there for it."""
        self.press("Tab")
        assert self.here()[0] == "Hopp til innholdet"
        self.press("Enter")
        self.page.wait_for_function("document.activeElement.matches(location.hash || 'nothing')")

    def back_to(self, name: str) -> None:
        """The same, backwards: Shift counts as a key."""
        for _ in range(LONGEST_WALK):
            if self.here()[0].startswith(name):
                return
            self.effort.keys += 1
            self.press("Shift+Tab")
        raise AssertionError(f"no way back to {name!r} on {self.page.url}")

    def fill(self, label: str, text: str) -> None:
        self.effort.thoughts += 1
        self.walk_to(label)
        self.type(text)

    def choose(self, group: str, option: str) -> None:
        """Into a group of radios by Tab, along it by arrow keys."""
        self.effort.thoughts += 1
        self.walk_to(group)
        for _ in range(LONGEST_WALK):
            if self.here()[0] == option:
                # one that is reached by Tab alone is not chosen yet
                if not self.page.evaluate("document.activeElement.checked"):
                    self.press("Space")
                return
            self.press("ArrowRight")
        raise AssertionError(f"no {option!r} in {group!r}")

    def pick(self, label: str, letters: str) -> None:
        """One of a list, by its first letters."""
        self.fill(label, letters)

    def enter(self) -> None:
        """Enter, and wait for the page that comes."""
        with self.page.expect_navigation():
            self.press("Enter")
        self.arrive()
        self.effort.pages += 1

    def save(self) -> None:
        """Enter where the hands are: the form is sent by its first button."""
        self.effort.thoughts += 1
        self.enter()

    def follow(self, name: str) -> None:
        """Walk to a link or button and press Enter; wait for the page that comes."""
        self.effort.thoughts += 1
        self.walk_to(name)
        self.enter()
