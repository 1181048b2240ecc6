"""What is checked of every page a journey comes to: axe, light and wide, dark and narrow, and no sideways scroll."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LOOKS: tuple[tuple[Literal["light", "dark"], int, int], ...] = (("light", 1280, 720), ("dark", 320, 640))


def accessible(page: Page) -> None:
    """Fail where axe finds anything, or the page must be scrolled sideways. A page on its way is waited for."""
    page.wait_for_load_state()
    before = page.viewport_size
    for scheme, width, height in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        faults = Axe().run(page).response["violations"]
        told = [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in faults]
        assert not told, f"{page.url} {scheme} {width}: {told}"
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} scrolls sideways at {width}: {wide}"
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)
