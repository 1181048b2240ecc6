"""What is checked of every page a journey comes to: axe in light and dark, wide and narrow, and no sideways scroll."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SIZES = ({"width": 1280, "height": 720}, {"width": 320, "height": 640})


def accessible(page: Page) -> None:
    """Fail where axe finds anything, or the page must be scrolled sideways."""
    before = page.viewport_size
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two literals
        for size in SIZES:
            page.set_viewport_size(size)  # type: ignore[arg-type]  # a size
            faults = Axe().run(page).response["violations"]
            told = [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in faults]
            assert not told, f"{page.url} {scheme} {size['width']}: {told}"
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], f"{page.url} scrolls sideways at {size['width']}: {wide}"
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)
