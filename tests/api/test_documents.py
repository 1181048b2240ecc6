"""Documents at the FHIR door: where they are asked for, and what is said where they are not."""

from helsekort.record.ids import entry_id, to_text
from tests.actions.every_ending_action import born
from tests.api.callers import Caller
from tests.cast import Cast, pressure, record


def test_the_door_gives_both(cast: Cast, ingrid: Caller) -> None:
    record(cast, cast.nora_card, pressure(120, 80))
    card = entry_id(cast.nora_card, 1)
    for path in (
        f"/EpisodeOfCare/{card}/$document",
        f"/EpisodeOfCare/{card}/$document?edition=archive",
        f"/EpisodeOfCare/{card}/$birth-registry-preview",
        f"/Patient/{to_text(cast.nora.party)}/$summary",
    ):
        answer = ingrid.get(path)
        assert (answer.status_code, answer.json()["type"]) == (200, "document"), path
    assert ingrid.get(f"/EpisodeOfCare/{card}/$document?edition=none").status_code == 400
    assert ingrid.get(f"/EpisodeOfCare/{card}/$document?edition=archive&edition=sharing").status_code == 400
    assert ingrid.get(f"/Patient/{to_text(cast.nora.party)}/$summary?a=b").status_code == 400
    assert ingrid.get(f"/Patient/{to_text(cast.nora.party)}/$document").status_code == 404
    assert ingrid.get(f"/EpisodeOfCare/{card}/$summary").status_code == 404
    assert ingrid.get(f"/EpisodeOfCare/{card}/$birth-registry-preview?a=b").status_code == 400
    assert ingrid.get(f"/Patient/{to_text(cast.nora.party)}/$birth-registry-preview").status_code == 404
    other = entry_id(cast.nora_card, 2)
    assert ingrid.get(f"/EpisodeOfCare/{other}/$document").status_code == 404
    assert ingrid.get(f"/EpisodeOfCare/{other}/$birth-registry-preview").status_code == 404


def test_the_door_gives_the_childs_own_part(cast: Cast, ingrid: Caller) -> None:
    child = entry_id(cast.nora_card, cast.nora_fetus)
    assert ingrid.get(f"/RelatedPerson/{child}/$document").status_code == 404  # nobody is born yet
    born(cast)
    answer = ingrid.get(f"/RelatedPerson/{child}/$document")
    assert (answer.status_code, answer.json()["type"]) == (200, "document")
    assert ingrid.get(f"/RelatedPerson/{child}/$document?edition=none").status_code == 400
    assert ingrid.get(f"/RelatedPerson/{entry_id(cast.nora_card, 2)}/$document").status_code == 404
