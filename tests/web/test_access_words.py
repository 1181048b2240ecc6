"""Why someone may see her card, in words: each basis its own, and none a code."""

import datetime as dt

import pytest
from msgspec.structs import replace

from helsekort.actions.agreeing import Agreed
from helsekort.actions.her_access import ASKED, EMERGENCY, HANDED, LOOKED_ONLY, SENT, Access, Closed, Seer
from helsekort.record.agreements import LegalBasis
from helsekort.web.shared.texts import LANGUAGES, texts_for
from helsekort.web.woman.access_words import AccessWords, access_words
from tests.cast import MOMENT, TODAY

NB = texts_for("nb")
AMIR = Seer(1, "Amir Rahimi", "LE", 2, "Torget legesenter", "list", MOMENT, None, None, closed=False)
DAY = 24 * 60 * 60 * 1_000_000


def _words(*seers: Seer, closed: tuple[Closed, ...] = (), entity: str = "") -> AccessWords:
    entities = {2: (9, entity)} if entity else {}
    access = Access(list(seers), list(closed), entities, Agreed(LegalBasis.REGULATION, None, 0))
    return access_words(access, {"infection": "Infeksjon"}, NB, TODAY)


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ("list", "Følger deg opp. Kan se kortet siden i dag."),
        ("joined 7", "Følger deg opp. Kan se kortet siden i dag."),
        ("referral 0123456789ab-9", "Du er henvist dit. Kan se kortet siden i dag."),
        ("attest", "Har bekreftet fra sin egen journal at de følger deg. Kan se kortet siden i dag."),
        ("taken-in came", "Har selv ført at de følger deg opp. Kan se kortet siden i dag."),
        (ASKED, "Er spurt om å ta imot deg, og ser bare henvisningen."),
        (SENT, "Har fått en oppsummering av svangerskapet, og ser bare den."),
        (HANDED, "Er helsestasjonen din, og ser barnets del og det som ble valgt av din."),
    ],
)
def test_each_basis_has_its_words(basis: str, said: str) -> None:
    (place,) = _words(replace(AMIR, basis=basis)).places
    assert place.why == [said]


def test_an_end_that_is_known_is_told() -> None:
    until = MOMENT + 3 * DAY
    (place,) = _words(replace(AMIR, until=until)).places
    assert place.why[0].endswith("Det varer til fredag 13. mars.")
    (broken,) = _words(replace(AMIR, basis=EMERGENCY, until=until)).places
    assert broken.why == ["Har åpnet kortet med nødtilgang. Det varer til fredag 13. mars klokken 10.00."]


def test_one_who_may_no_more_stands_apart_without_a_reason() -> None:
    words = _words(replace(AMIR, basis=LOOKED_ONLY, looked=MOMENT))
    assert words.places == []
    assert [(one.name, one.why) for one in words.looked] == [("Torget legesenter", [])]
    assert words.looked[0].people[0].looked == "Så kortet sist i dag klokken 10.00."


def test_colleagues_stand_together_and_their_reason_once() -> None:
    other = replace(AMIR, person=3, name="Åse Vik", role="JO")
    (place,) = _words(other, AMIR).places
    assert [one.name for one in place.people] == ["Amir Rahimi", "Åse Vik"]
    assert len(place.why) == 1


def test_the_enterprise_is_offered_where_it_is_known_and_not_closed_out_already() -> None:
    (place,) = _words(AMIR, entity="Fjordbyen kommune").places
    assert (place.above, bool(place.above_path)) == ("Fjordbyen kommune", True)
    out = Closed(9, "Fjordbyen kommune", "", MOMENT, "", 0)
    (closed,) = _words(AMIR, closed=(out,), entity="Fjordbyen kommune").places
    assert (closed.closed, closed.path, closed.above_path) == (True, "", "")


def test_a_class_alone_does_not_mark_the_unit_as_closed_out() -> None:
    part = Closed(2, "Torget legesenter", "infection", MOMENT - DAY, "Solsiden helsestasjon", 8)
    words = _words(AMIR, closed=(part,))
    assert not words.places[0].closed
    (told,) = words.closed
    assert told.what == "Ser ikke dette: Infeksjon. Skrevet ned av Solsiden helsestasjon, slik du ba om."
    assert told.since == "Siden mandag 9. mars"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_every_language(language: str) -> None:
    access = Access([AMIR], [], {}, Agreed(LegalBasis.REGULATION, None, 0))
    (place,) = access_words(access, {}, texts_for(language), dt.date(2027, 1, 1)).places
    assert "2026" in place.why[0]
    assert (place.why[0] == "Følger deg opp. Kan se kortet siden tirsdag 10. mars 2026.") is (
        language == "nb"
    )
