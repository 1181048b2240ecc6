"""A layout names what the catalogue knows, once, and nothing else; what is wrong is told with its place."""

import pytest

from helsekort import app, datafiles
from helsekort.record.layouts import BadLayout, Item, Layout, only, read_layout, without_extension
from tests.questions import FORM, catalogue

KNOWN = catalogue()


def layout(form: str = FORM) -> Layout:
    return read_layout("trial", form, KNOWN)


def one(item: str) -> str:
    return f'title = "T"\nversion = "1"\n[[section]]\nkey = "s"\ntitle = "S"\nitems = [{item}]\n'


def test_a_layout_keeps_the_order_and_what_stands_side_by_side() -> None:
    first = layout().sections[0]
    assert [[item.key for item in line] for line in first.lines][:3] == [
        ["height", "births", "score"],
        ["employed"],
        ["percent"],
    ]
    assert first.lines[2][0] == Item("percent", when="employed", answers=("yes",))


def test_a_group_without_fields_asks_all_of_its_own() -> None:
    allergy = layout().sections[1].lines[0][0]
    assert [cell.what for line in allergy.lines for cell in line] == list(KNOWN.groups["allergy"].fields)


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ('"unheard_of"', "no measurable unheard_of"),
        ('"systolic"', "part of another"),
        ('{ group = "unheard_of" }', "no group unheard_of"),
        ('{ what = "height", group = "allergy" }', "one measurable or one group"),
        ('{ colour = "red" }', "colour"),
        ('"height", "height"', "there twice"),
        ('{ what = "percent", when = "employed" }', "both"),
        ('{ what = "percent", when = "employed", is = ["yes"] }, "employed"', "does not stand before it"),
        ('"employed", { what = "percent", when = "employed", is = ["perhaps"] }', "no answer perhaps"),
        ('"height", { what = "percent", when = "height", is = ["yes"] }', "no answer yes"),
        ('{ group = "allergy", fields = ["height"] }', "no field height"),
        ('{ group = "allergy", fields = ["kinds"] }', "needs substance"),
        ('{ group = "allergy", fields = ["substance", "substance"] }', "twice"),
        ('{ group = "habit", fixed = { way = "Z" }, fields = ["births"] }', "codes of a list"),
        ('{ group = "habit", each = "births", fields = ["way"] }', "codes of a list"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(item: str, told: str) -> None:
    with pytest.raises(BadLayout, match=told) as caught:
        layout(one(item))
    assert "forms/trial" in str(caught.value)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("title = ", "Mend the file"),
        ('title = "T"\nversion = "1"', "section"),
        (one('"height"').replace('version = "1"', 'version = "1"\nreader = "anyone"'), "reader"),
        (one('"height"').replace('version = "1"', 'version = "1"\nphases = ["someday"]'), "someday"),
    ],
)
def test_a_file_that_is_no_layout_is_told(form: str, told: str) -> None:
    with pytest.raises(BadLayout, match=told):
        layout(form)


def test_without_the_extension_what_goes_beyond_is_gone_and_the_rest_stands() -> None:
    core = without_extension(layout(), KNOWN)
    before = [item.key for item in layout().items()]
    assert [item.key for item in core.items()] == [key for key in before if key not in ("more", "extra")]
    assert [section.key for section in core.sections] == ["first", "rows"]


def test_one_thing_alone_has_a_form_to_be_corrected_in() -> None:
    assert [item.key for item in only(KNOWN, "height", "Høyde").items()] == ["height"]
    row = next(iter(only(KNOWN, "allergy", "Allergi").items()))
    assert (row.group, row.rows, len(row.lines)) == ("allergy", 1, 4)


def test_every_form_of_the_service_is_a_layout_of_the_catalogue() -> None:
    written = {"first-visit", "week-36", "ultrasound", "earlier-births", "offers", "birth-wishes"}
    assert written <= datafiles.layouts(datafiles.catalogue()).keys()


def test_a_form_of_nothing_but_the_extension_goes_with_it() -> None:
    known = datafiles.catalogue()
    core = app.forms(known, extension=False).layouts
    assert "first-visit" in core
    assert "offers" not in core
    assert "earlier_birth" not in [item.key for item in core["first-visit"].items()]
