"""A report put beside a check-up by the midwife, refused first and then taken, and what she opens of it."""

from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.looking import accessible
from tests.journeys.people import enter, leave, open_card
from tests.web import made_files


def test_a_report_is_put_beside_a_check_up_and_she_opens_it(page: Page, demo: Demo) -> None:
    enter(page, demo, "Ingrid")
    open_card(page, "Nora")
    page.get_by_role("navigation", name="På kortet").get_by_role("link", name="Vedlegg").click()
    accessible(page)
    page.get_by_label("Hører til").select_option(index=1)
    page.get_by_label("Hva filen er").fill("Svar fra sykehuset")
    script = FilePayload(name="svar.pdf", mimeType="application/pdf", buffer=b"<script>alert(1)</script>")
    page.locator("#file").set_input_files(script)
    page.get_by_role("button", name="Lagre på kortet").click()
    expect(page.get_by_role("alert")).to_contain_text("ikke en PDF")
    expect(page.get_by_label("Hva filen er")).to_have_value("Svar fra sykehuset")
    accessible(page)
    report = FilePayload(name="svar.pdf", mimeType="application/pdf", buffer=made_files.pdf())
    page.locator("#file").set_input_files(report)
    page.get_by_role("button", name="Lagre på kortet").click()
    expect(page.get_by_role("link", name="Svar fra sykehuset", exact=True)).to_be_visible()
    accessible(page)
    leave(page)
    enter(page, demo, "Nora")
    link = page.get_by_role("link", name="Svar fra sykehuset", include_hidden=True)
    path = link.first.get_attribute("href")
    assert path
    answer = page.request.get(demo.url + path)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
