"""Whatever a card can hold has a field on some page, or a reason why nobody types it."""

import pytest

from helsekort import datafiles
from helsekort.record.entries import ContactKind
from helsekort.record.layouts import Layout
from helsekort.record.measurements import Kind
from helsekort.web.clinician.layout import slots_for
from tests.cast import TODAY, Cast, read
from tests.web.at_work import card_path, ingrid

CATALOGUE = datafiles.catalogue()
FORMS = datafiles.layouts(CATALOGUE)
NOT_TYPED = {
    "robson_group": "computed from what stands; another system's is kept and shown",
    "bmi": "computed from height and weight before the pregnancy; another system's is kept and shown",
    "chorionicity": "older cards have it as a text; the ultrasound form asks for it by code, as twin_kind",
}

OWN_PAGES = {"guideline_act": "written where the guideline's finding is shown"}


def by_own_pages() -> set[str]:
    return {what for key in OWN_PAGES for what in CATALOGUE.groups[key].fields}


def written_in(layout: Layout) -> set[str]:
    """What a form has a field for: its own items, and the cells of its groups."""
    found: set[str] = set()
    for item in layout.items():
        cells = {cell.what for line in item.lines for cell in line}
        found |= (
            {item.what} if item.what else {*cells, *dict(item.fixed), *([item.each] if item.each else [])}
        )
    return found


def has_a_field() -> set[str]:
    by_form = set().union(*(written_in(layout) for layout in FORMS.values()))
    return by_form | {one.what for kind in ContactKind for one in slots_for(CATALOGUE, kind, [1])}


def test_all_that_a_card_can_hold_can_be_typed() -> None:
    storable = {key for key, one in CATALOGUE.measurables.items() if one.kind is not Kind.PART}
    assert storable - has_a_field() - by_own_pages() == NOT_TYPED.keys()


def test_every_cell_of_a_group_has_a_field_in_a_row_of_it() -> None:
    """A cell that stands in another group's form, or by itself, is not asked in this one."""
    for key, group in CATALOGUE.groups.items():
        of_it = [item for layout in FORMS.values() for item in layout.items() if item.group == key]
        asked = {cell.what for item in of_it for line in item.lines for cell in line}
        given = {what for item in of_it for what in (*dict(item.fixed), item.each)}
        assert key in OWN_PAGES or set(group.fields) - NOT_TYPED.keys() <= asked | given, key


def test_one_press_denies_each_illness_and_says_that_there_is_none(cast: Cast) -> None:
    at_work = ingrid(cast)
    path = card_path(cast.nora_card) + "/skjema/first-visit"
    for yes, none in (({}, True), ({"illness_kidney": "Y"}, False)):
        pressed = at_work.post(path, on="10.03.2026", act="rest:illness", **yes).text
        expected = "Y" if none else "N"
        assert f'name="illness_none" value="{expected}" checked' in pressed
        assert 'name="illness_heart" value="N" checked' in pressed


def test_a_contact_is_closed_at_a_time_of_day(cast: Cast) -> None:
    at_work = ingrid(cast)
    path = card_path(cast.nora_card) + "/kontakt"
    typed = {
        "on": "10.03.2026",
        "way": "phone",
        "key": "k-closed",
        "told": "Ringte.",
        "contact_owner": "Ingrid",
    }
    half = at_work.post(path, closed_at="10.03.2026", **typed)
    assert half.status_code == 422
    whole = at_work.post(path, **typed, **{"closed_at": "10.03.2026", "closed_at-at": "09.30"})
    assert whole.status_code == 303, whole.text
    (line,) = [line for line in read(cast, cast.nora_card).contacts if line.contact.now.on == TODAY]
    (closed,) = line.standing("closed_at")
    assert str(closed.value) == f"Moment(on={TODAY!r}, at=datetime.time(9, 30))"
    again = at_work.get(f"{card_path(cast.nora_card)}/hendelse/{line.contact.origin}/rett")
    assert 'name="closed_at-at" type="text" value="09.30"' in again.text


@pytest.mark.parametrize("what", ["hbv_core", "glucose_2h", "address", "medicines_taken", "twin_kind"])
def test_what_had_no_place_has_one(what: str) -> None:
    assert what in has_a_field()
