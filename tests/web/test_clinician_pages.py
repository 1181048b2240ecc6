"""The clinician's pages against the real actions: record, come back, correct, withdraw, move, due date."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from helsekort import app as house
from helsekort.actions.context import Context
from helsekort.record.ids import to_text
from helsekort.web import clinician
from helsekort.web.shared import faults, front
from tests.cast import MINUTE, MOMENT, made_demo, open_house

OWN = {"sec-fetch-site": "same-origin"}
TODAY = "10.03.2026"


class Clinic:
    """Somebody at the clinic, with the whole clinician's side behind a real door."""

    def __init__(self, ctx: Context, stories: dict[str, int]) -> None:
        self.stories = stories
        self.app = Starlette(
            routes=[*front.routes, *clinician.routes],
            exception_handlers={HTTPException: faults.http_fault},
        )
        self.app.state.ctx = ctx
        self.app.state.run = house.runner(ctx.database)
        self.cookies = httpx.Cookies()
        self.ctx = ctx

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401  # as httpx takes it
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=True)
            there = "http://127.0.0.1"
            async with httpx.AsyncClient(transport=transport, base_url=there, cookies=self.cookies) as client:
                answer = await client.request(method, path, headers=OWN, **more)
                self.cookies = client.cookies
                return answer

        return anyio.run(send)

    def get(self, path: str) -> httpx.Response:
        return self.ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> httpx.Response:
        return self.ask("POST", path, data=fields)

    def enter(self, persona: str) -> None:
        assert self.post("/inn", {"person": persona}).status_code == 303

    def card(self, story: str) -> str:
        return f"/klinikk/kort/{to_text(self.stories[story])}"

    def form(self, path: str, **typed: str) -> dict[str, str]:
        """The fields of the page's form as a browser would send them, with something typed."""
        html = self.get(path).text
        form = html[html.index('id="form"') :]
        fields = {}
        for tag in re.findall(r"<input[^>]*>", form[: form.index("</form>")]):
            given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
            if given.get("type") in ("radio", "checkbox") and " checked" not in tag:
                continue
            fields[given["name"]] = given.get("value", "")
        return {**fields, **{name.replace("__", "-"): text for name, text in typed.items()}}

    def recorded(self, story: str = "nora", **typed: str) -> str:
        """Record a check-up; the address of its page."""
        path = self.card(story) + "/kontroll"
        answer = self.post(path, self.form(path, **(typed or {"weight": "95,4"})))
        assert answer.status_code == 303, answer.text
        origin = answer.headers["location"].split("lagret=")[1]
        return f"{self.card(story)}/hendelse/{origin}"


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    ctx = open_house(f"sqlite:///{tmp_path / 'clinic.db'}")
    one = Clinic(ctx, made_demo(ctx))
    one.enter("ingrid")
    yield one
    ctx.database.close()


def test_the_worklist_shows_her_women_and_who_is_logged_in(clinic: Clinic) -> None:
    said = clinic.get("/klinikk").text
    assert all(text in said for text in ("Nora Haugen Sletten", "Silje Marie Aas", "Ingrid Dahl", "Solsiden"))


def test_a_check_up_is_on_the_card_at_once(clinic: Clinic) -> None:
    event = clinic.recorded(blood_pressure__1="141/89", weight="95,4", headache="no")
    assert all(text in clinic.get(clinic.card("nora")).text for text in ("141/89", "95,4"))
    assert "nei" in clinic.get(event).text


def test_a_double_click_writes_one_check_up(clinic: Clinic) -> None:
    path = clinic.card("nora") + "/kontroll"
    fields = clinic.form(path, weight="95,4")
    first, second = clinic.post(path, fields), clinic.post(path, fields)
    assert first.headers["location"] == second.headers["location"]


def test_going_back_changing_and_saving_offers_to_correct(clinic: Clinic) -> None:
    path = clinic.card("nora") + "/kontroll"
    fields = clinic.form(path, weight="95,4")
    clinic.post(path, fields)
    answer = clinic.post(path, {**fields, "weight": "95,9"})
    assert answer.status_code == 409
    assert "allerede lagret" in answer.text
    assert 'value="95,9"' in answer.text
    assert "/rett" in answer.text


def test_a_value_that_is_asked_about_comes_back_with_everything_typed(clinic: Clinic) -> None:
    path = clinic.card("nora") + "/kontroll"
    fields = clinic.form(path, blood_pressure__1="172/112", weight="95,4", note="Ringer i morgen")
    back = clinic.post(path, fields)
    assert back.status_code == 422
    assert all(text in back.text for text in ("172/112", "95,4", "Ringer i morgen", "80–159"))
    marks = re.findall(r'name="confirmed" value="([^"]+)"', back.text)
    assert len(marks) == 1
    other = clinic.post(path, {**fields, "blood_pressure-1": "182/112", "confirmed": marks[0]})
    assert other.status_code == 422
    assert clinic.post(path, {**fields, "confirmed": marks[0]}).status_code == 303


def test_an_impossible_value_is_saved_only_as_stated_with_a_reason(clinic: Clinic) -> None:
    path = clinic.card("nora") + "/kontroll"
    fields = clinic.form(path, weight="952")
    back = clinic.post(path, fields)
    assert back.status_code == 422
    assert 'name="weight-unverified"' in back.text
    assert 'name="confirmed"' not in back.text
    assert clinic.post(path, {**fields, "weight-unverified": "Oppgitt slik"}).status_code == 303
    assert "ikke verifisert" in clinic.get(clinic.card("nora")).text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("weight", "nittifem"),
        ("on", "31.02.2026"),
        ("on", ""),
        ("on", "11.03.2026"),
        ("on", "01.01.0001"),
        ("blood_pressure-1", "142"),
        ("urine_protein", "P9"),
        ("way", "rakett"),
        ("fetal_heart_rate-f999", "140"),
    ],
)
def test_bad_input_names_the_field_and_loses_nothing(clinic: Clinic, field: str, text: str) -> None:
    path = clinic.card("nora") + "/kontroll"
    fields = clinic.form(path, note="Skrevet før feilen")
    back = clinic.post(path, {**fields, field: text})
    assert back.status_code == 422
    assert "Skrevet før feilen" in back.text
    assert 'id="error-summary"' in back.text


def test_an_error_is_tied_to_its_field(clinic: Clinic) -> None:
    path = clinic.card("nora") + "/kontroll"
    back = clinic.post(path, clinic.form(path, weight="nittifem")).text
    assert 'href="#weight"' in back
    tag = re.search(r'<input[^>]*id="weight"[^>]*>', back)
    assert tag is not None
    assert 'aria-invalid="true"' in tag[0]
    assert "weight-error" in tag[0]
    assert 'id="weight-error"' in back


def test_a_correction_shows_old_new_who_and_why(clinic: Clinic) -> None:
    event = clinic.recorded(weight="95,4")
    fields = clinic.form(event + "/rett", weight="94,4", reason="Tastet feil")
    assert clinic.post(event + "/rett", fields).status_code == 303
    said = clinic.get(event).text
    assert re.search(r"<del[^>]*>95,4", said)
    assert all(text in said for text in ("94,4", "Tastet feil", "Ingrid Dahl"))


def test_a_correction_without_a_reason_is_not_saved(clinic: Clinic) -> None:
    event = clinic.recorded(weight="95,4")
    back = clinic.post(event + "/rett", clinic.form(event + "/rett", weight="94,4"))
    assert back.status_code == 422
    assert 'href="#reason"' in back.text


def test_a_stale_correction_shows_both_and_overwrites_nothing(clinic: Clinic) -> None:
    event = clinic.recorded(weight="95,4")
    mine = clinic.form(event + "/rett", weight="94,1", reason="Veid på nytt")
    clinic.post(event + "/rett", clinic.form(event + "/rett", weight="94,8", reason="Tastet feil"))
    back = clinic.post(event + "/rett", mine)
    assert back.status_code == 409
    assert "94,8" in back.text
    assert 'value="94,1"' in back.text
    assert "94,1" not in clinic.get(event).text
    base = re.search(r'name="base" value="(\d+)"', back.text)
    assert base is not None
    assert clinic.post(event + "/rett", {**mine, "base": base[1]}).status_code == 303
    assert "94,1" in clinic.get(event).text


def test_what_was_withdrawn_while_she_typed_is_not_brought_back(clinic: Clinic) -> None:
    event = clinic.recorded(weight="95,4")
    mine = clinic.form(event + "/rett", weight="94,1", reason="Veid på nytt")
    clinic.post(event + "/trekk", clinic.form(event + "/trekk", reason="Feil dag"))
    back = clinic.post(event + "/rett", mine)
    assert back.status_code == 409
    assert "94,1" in back.text
    assert "94,1" not in clinic.get(event).text


def test_a_withdrawn_contact_is_marked_and_its_values_leave_the_card(clinic: Clinic) -> None:
    event = clinic.recorded(weight="97,3")
    gone = clinic.post(event + "/trekk", clinic.form(event + "/trekk", reason="Feil dag"))
    assert gone.status_code == 303
    said = clinic.get(clinic.card("nora")).text
    assert "Trukket tilbake" in said
    assert "97,3" not in said
    assert "97,3" in clinic.get(event).text


def test_an_entry_on_the_wrong_woman_is_taken_from_her_card(clinic: Clinic) -> None:
    event = clinic.recorded(weight="97,3")
    fields = clinic.form(event + "/flytt", where="away", reason="Feil kvinne")
    assert clinic.post(event + "/flytt", fields).status_code == 303
    assert "97,3" not in clinic.get(clinic.card("nora")).text
    assert clinic.get(event).status_code == 404


def test_moving_to_a_number_that_leads_nowhere_says_so_and_moves_nothing(clinic: Clinic) -> None:
    event = clinic.recorded(weight="97,3")
    fields = clinic.form(event + "/flytt", where="her", to_number="01019000083", reason="Feil kvinne")
    back = clinic.post(event + "/flytt", fields)
    assert back.status_code == 422
    assert 'href="#to_number"' in back.text
    assert clinic.get(event).status_code == 200


def _weeks(clinic: Clinic) -> list[str]:
    """The ages of the check-ups, and of today."""
    page = clinic.get(clinic.card("nora")).text
    first, table = page[: page.index('class="jump')], page[page.index('id="kontroller"') :]
    return re.findall(r"\d\d\+\d", first[: first.index('id="news"')] + table[: table.index('id="tidslinje"')])


def test_a_proposed_due_date_changes_nothing_until_it_is_confirmed(clinic: Clinic) -> None:
    path = clinic.card("nora") + "/termin"
    fields = clinic.form(path + "?metode=US_OTHER", measured="20.05.2026", measured_on="01.12.2025")
    before = _weeks(clinic)
    assert clinic.post(path + "/foresla", fields).status_code == 303
    assert _weeks(clinic) == before
    said = clinic.get(path).text
    confirm = re.search(r'action="([^"]+/(\d+)/bekreft)"', said)
    version = re.search(r'name="version" value="(\d+)"', said)
    assert confirm is not None
    assert version is not None
    why, looked = f"why-{confirm[2]}", f"looked-{confirm[2]}"
    in_force = re.search(r'name="in_force" value="(\d+)"', said)
    assert in_force is not None
    sent = {"version": version[1], "in_force": in_force[1], why: "Ny vurdering"}
    assert clinic.post(confirm[1], {**sent, why: "", looked: "1"}).status_code == 422
    assert "Jeg har sett over dette" in said
    assert clinic.post(confirm[1], sent).status_code == 422
    assert clinic.post(confirm[1], {**sent, "in_force": "1", looked: "1"}).status_code == 409
    assert clinic.post(confirm[1], {**sent, looked: "1"}).status_code == 303
    assert "Ny vurdering" in clinic.get(path).text
    assert _weeks(clinic) != before


@pytest.mark.parametrize(
    "typed", [{"measured": ""}, {"measured": "31.02.2026"}, {"measured": "01.01.1990"}, {"method": "MAGE"}]
)
def test_a_due_date_that_cannot_be_is_refused(clinic: Clinic, typed: dict[str, str]) -> None:
    path = clinic.card("nora") + "/termin"
    fields = clinic.form(path + "?metode=US_OTHER", measured="20.05.2026", measured_on="01.12.2025")
    assert clinic.post(path + "/foresla", {**fields, **typed}).status_code == 422


def test_no_number_stands_in_an_address_or_comes_back_on_the_page(clinic: Clinic) -> None:
    back = clinic.post("/klinikk/finn", {"number": "12345"})
    assert back.status_code == 422
    assert "12345" not in back.text


def test_a_card_one_may_not_open_and_one_that_is_not_look_the_same(clinic: Clinic) -> None:
    clinic.enter("lars")
    theirs = clinic.get(clinic.card("nora"))
    nobodys = clinic.get("/klinikk/kort/000000000001")
    unreadable = clinic.get("/klinikk/kort/il")
    assert {theirs.status_code, nobodys.status_code, unreadable.status_code} == {403}
    assert theirs.text == nobodys.text == unreadable.text


@pytest.mark.parametrize("path", ["/hendelse/99999", "/hendelse/1", "/hendelse/x", "/hendelse/99999/rett"])
def test_a_contact_that_is_not_there_is_not_found(clinic: Clinic, path: str) -> None:
    assert clinic.get(clinic.card("nora") + path).status_code == 404


def test_what_was_typed_in_an_ended_session_is_in_the_form_after_logging_in(clinic: Clinic) -> None:
    path = clinic.card("nora") + "/kontroll"
    fields = clinic.form(path, note="Skrevet før økten tok slutt")
    clinic.app.state.ctx = clinic.ctx.at(MOMENT + 600 * MINUTE)
    ended = clinic.post(path, fields)
    assert ended.status_code == 401
    token = re.search(r'name="utkast" value="([^"]+)"', ended.text)
    assert token is not None
    clinic.enter("ingrid")
    said = clinic.get(f"{path}?utkast={token[1]}").text
    assert "Skrevet før økten tok slutt" in said
    assert f'value="{fields["key"]}"' in said


def test_a_proposed_due_date_typed_in_an_ended_session_is_in_the_form_after_logging_in(
    clinic: Clinic,
) -> None:
    path = clinic.card("nora") + "/termin"
    fields = clinic.form(path + "?metode=US_OTHER", measured="20.05.2026", measured_on="01.12.2025")
    clinic.app.state.ctx = clinic.ctx.at(MOMENT + 600 * MINUTE)
    ended = clinic.post(path + "/foresla", fields)
    token = re.search(r'name="utkast" value="([^"]+)"', ended.text)
    assert token is not None
    clinic.enter("ingrid")
    assert 'value="20.05.2026"' in clinic.get(f"{path}/foresla?utkast={token[1]}").text


def test_every_address_that_takes_a_form_can_also_be_come_back_to(clinic: Clinic) -> None:
    for path in ("/klinikk/finn", clinic.card("nora") + "/termin/foresla"):
        assert clinic.get(path).status_code == 200


def test_an_unverified_value_is_marked_on_the_first_screen(clinic: Clinic) -> None:
    clinic.recorded(**{"weight": "952", "weight-unverified": "Oppgitt slik"})
    said = clinic.get(clinic.card("nora")).text
    assert "som oppgitt, ikke verifisert" in said[: said.index('id="kontroller"')]


def test_a_doubt_about_a_correction_stands_beside_the_value_it_is_about(clinic: Clinic) -> None:
    event = clinic.recorded(blood_pressure__1="118/74", weight="95,4")
    fields = clinic.form(event + "/rett", weight="171,2", reason="Tastet feil")
    back = clinic.post(event + "/rett", fields)
    assert back.status_code == 422
    assert 'href="#weight"' in back.text
    mark = re.search(r'id="weight-confirm" name="confirmed" value="([^"]+)"', back.text)
    assert mark is not None
    assert clinic.post(event + "/rett", {**fields, "confirmed": mark[1]}).status_code == 303


def test_a_proposed_due_date_can_be_taken_back(clinic: Clinic) -> None:
    path = clinic.card("nora") + "/termin"
    fields = clinic.form(path + "?metode=US_OTHER", measured="20.05.2026", measured_on="01.12.2025")
    clinic.post(path + "/foresla", fields)
    taken = re.search(r'action="([^"]+/(\d+)/trekk)"', clinic.get(path).text)
    assert taken is not None
    assert clinic.post(taken[1], {"version": "1"}).status_code == 422
    assert clinic.post(taken[1], {"version": "1", f"reason-{taken[2]}": "Feil kvinne"}).status_code == 303
    said = clinic.get(path).text
    assert "Feil kvinne" in said
    assert "/bekreft" not in said
