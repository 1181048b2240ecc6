"""A first visit by keyboard: how many keys, and how many seconds by the model, as docs/figures.md says."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.hands import Hands
from tests.journeys.keystrokes import RANDOM_LETTERS, Effort
from tests.journeys.people import enter
from tests.journeys.test_seconds import FIGURES


def test_a_first_visit_is_typed_without_leaving_the_keyboard(demo: Demo, page: Page) -> None:
    enter(page, demo, "Amir")
    hands = Hands(page)
    hands.follow("Emma Solberg Nilsen")
    hands.follow("Første konsultasjon")
    hands.effort = Effort()  # the way to the form depends on what the card holds
    hands.choose("I arbeid siste seks måneder", "ja")
    hands.fill("Stillingsprosent", "100")
    hands.fill("Yrke og bransje", "lærer")
    hands.choose("Bor sammen med den andre forelderen", "ja")
    hands.fill("Høyde", "168")
    hands.fill("Vekt før svangerskapet", "62")
    hands.fill("Svangerskap før dette", "0")
    hands.fill("Tidligere fødsler", "0")
    hands.follow("Spurt om alt: resten er nei")
    hands.follow("Spurt om alt: resten er nei")
    hands.choose("Folat før svangerskapet", "ja")
    hands.choose("Folat i svangerskapet", "ja")
    hands.choose("Legemiddelallergi", "nei")
    for kind in ("Røyk", "Snus", "Alkohol"):
        hands.pick(kind, "al")
    hands.choose("Spurt om vold", "ja")
    hands.choose("Svar om vold", "nei")
    hands.choose("Fødselsangst", "nei")
    hands.choose("Ønsker ikke blodprodukter", "nei")
    hands.save()
    expect(page.get_by_text("Lagret på kortet.")).to_be_visible()
    told = f"{hands.effort.keys} keys, {hands.effort.thoughts} thoughts, {hands.effort.pages} pages: "
    told += f"{hands.effort.seconds():.0f} s ({hands.effort.seconds(RANDOM_LETTERS):.0f} s with K {RANDOM_LETTERS:.2f})"
    row = re.search(r"\| a first visit .*", FIGURES.read_text(encoding="utf-8"))
    assert row, f"docs/figures.md has no row for a first visit: {told}"
    assert row[0].split(" | ")[2] == told
    page.get_by_text("Se eller rett det du førte").click()
    for said in ("168\u00a0cm", "62,0\u00a0kg", "lærer", "aldri"):
        expect(page.get_by_text(said).first).to_be_visible()
