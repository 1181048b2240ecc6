"""Writing a referral, seeing what the receiver sees, and answering: by two people in front of the pages."""

import html
import re
from decimal import Decimal

import pytest

from helsekort.actions import endings
from helsekort.record.entries import ReferralKind, Step
from helsekort.record.ids import to_text
from tests import cast as made
from tests.actions.every_referral_action import answer, asked, at, base, drafted, sent
from tests.cast import Cast
from tests.web.at_work import AtWork, card_path, ingrid, words

LARS = "lars"


def lars(cast: Cast) -> AtWork:
    return AtWork(cast.ctx, cast.lars, LARS)


def nora(cast: Cast) -> AtWork:
    return AtWork(cast.ctx, cast.nora, "nora")


def path(cast: Cast, origin: int) -> str:
    return f"{card_path(cast.nora_card)}/henvisning/{origin}"


def fields(cast: Cast, **more: str) -> dict[str, str]:
    plain = {
        "kind": "referral",
        "key": made.new_key(),
        "to": to_text(cast.lars.organisation),
        "why": "BLOOD_PRESSURE",
        "how_soon": "routine",
        "words": "Ber om vurdering.",
        "section-check-ups": "1",
    }
    return {**plain, **more}


def sheet(page: str) -> str:
    """What of a page goes along: from the first heading of it on."""
    start = page.index('aria-labelledby="gjelder"')
    return page[start : page.index("</main>")]


def _drafted_page(cast: Cast, midwife: AtWork) -> str:
    saved = midwife.post(f"{card_path(cast.nora_card)}/henvis", **fields(cast))
    return midwife.says(saved.headers["location"])


def test_the_receiver_reads_which_of_two_no_longer_lives(cast: Cast) -> None:
    second = made.name_fetus(cast.ctx, cast.ingrid, cast.nora_card, "B")
    endings.lose_fetus(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=second, base_version=1, on=made.TODAY
    )
    said = _drafted_page(cast, ingrid(cast))
    assert "Fostre to fostre (tvillinger) Foster B lever ikke, fra 10.03.2026 (31+0)" in said


def test_after_a_stillbirth_the_receiver_is_not_told_when_she_is_due(cast: Cast) -> None:
    ending = endings.Ending(made.TODAY, {cast.nora_fetus: "STILL_BEFORE"})
    midwife, due = ingrid(cast), "termin"
    assert due in _drafted_page(cast, midwife).lower()
    endings.end_pregnancy(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, ending=ending, key=made.new_key(), looked=True
    )
    said = _drafted_page(cast, midwife)
    assert due not in said.lower()
    assert "Hva skjedde Barnet døde. Født 10. mars 2026" in said
    assert "Barnet dødfødt 10.03.2026 (31+0)" in said


def test_from_an_empty_form_to_what_the_receiver_sees(cast: Cast) -> None:
    made.record(cast, cast.nora_card, made.finding("weight", Decimal(72)))
    hers, his = ingrid(cast), lars(cast)
    saved = hers.post(f"{card_path(cast.nora_card)}/henvis", **fields(cast))
    draft = hers.get(saved.headers["location"])
    assert "Ingenting er sendt ennå" in draft.text
    assert his.get(saved.headers["location"]).status_code == 403
    found = dict(re.findall(r'name="(base|up_to)" value="([0-9]+)"', draft.text))
    assert hers.post(saved.headers["location"] + "/send", **found).status_code == 303
    got = his.get(saved.headers["location"])
    assert sheet(got.text) == sheet(draft.text), "the preview is what the receiver sees, byte for byte"
    assert "72" in words(got.text)
    assert his.get(card_path(cast.nora_card)).status_code == 403
    assert "/akutt" in draft.text
    assert "/akutt" not in got.text, "no link to what the receiver may not open"


def test_what_was_not_chosen_is_on_neither_page(cast: Cast) -> None:
    made.record(cast, cast.nora_card, made.finding("weight", Decimal("72.4")))
    origin = sent(cast, sections=("results",))
    for who in (ingrid(cast), lars(cast)):
        assert "72,4" not in who.says(path(cast, origin))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"to": ""}, "«Hvor skal hun?»: velg ett av svarene."),
        ({"to": "x" * 12}, "«Hvor skal hun?»: velg ett av svarene."),
        ({"why": ""}, "Grunn: velg ett av svarene."),
        ({"why": "NEAREST"}, "Grunn: velg ett av svarene."),
        ({"travel_minutes": "en time"}, "Reisetid kan ikke leses som et tall."),
        ({"how_soon": "nå"}, "Hvor raskt: velg ett av svarene."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    cast: Cast, wrong: dict[str, str], says: str
) -> None:
    answer = ingrid(cast).post(f"{card_path(cast.nora_card)}/henvis", **fields(cast, **wrong))
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert says in page
    assert "Ber om vurdering." in page
    assert re.search(r'name="section-check-ups"|Det står ikke mer på kortet', page)


def test_a_double_click_writes_one_draft(cast: Cast) -> None:
    hers, given = ingrid(cast), fields(cast)
    places = {hers.post(f"{card_path(cast.nora_card)}/henvis", **given).headers["location"] for _ in range(2)}
    assert len(places) == 1


def test_a_draft_is_changed_and_a_sent_one_is_not(cast: Cast) -> None:
    hers, origin = ingrid(cast), drafted(cast)
    change = f"{path(cast, origin)}/endre"
    assert "Ber om vurdering." in hers.get(change).text
    given = fields(cast, words="Ber om rask vurdering.", base=str(base(cast, origin)))
    assert hers.post(change, **given).status_code == 303
    assert "Ber om rask vurdering." in hers.says(path(cast, origin))
    old = hers.post(change, **given)
    assert old.status_code == 409
    assert "Ber om rask vurdering." in old.text
    assert hers.get(f"{path(cast, sent(cast))}/endre").status_code == 404


def test_a_no_without_words_keeps_what_was_chosen(cast: Cast) -> None:
    his, origin = lars(cast), sent(cast)
    torget = to_text(cast.amir.organisation)
    given = {"base": str(base(cast, origin)), "do": "declined", "instead": torget}
    refused = his.post(f"{path(cast, origin)}/svar", **given)
    assert refused.status_code == 422
    assert f'value="{torget}" selected' in refused.text
    done = his.post(f"{path(cast, origin)}/svar", **given, words="Fullt.")
    assert done.headers["location"] == "/klinikk/henvisninger?svart=1"
    listed = his.says("/klinikk/henvisninger")
    assert "Nora" not in listed
    assert "Avslått" in listed
    assert "Avslått, med forslag om Torget legesenter" in ingrid(cast).says(path(cast, origin))


def test_who_was_too_late_is_told_and_keeps_the_words(cast: Cast) -> None:
    his, origin = lars(cast), sent(cast)
    old = str(base(cast, origin))
    answer(cast, origin, Step.RECEIVED)
    late = his.post(f"{path(cast, origin)}/svar", base=old, do="asked", words="Hvor høyt?")
    assert late.status_code == 409
    assert "Hvor høyt?" in late.text


def test_the_lists_of_both_units_and_the_worklists(cast: Cast) -> None:
    hers, his = ingrid(cast), lars(cast)
    asked(cast)
    assert "én venter på svar herfra" in his.says("/klinikk")
    assert "én av dine har fått et spørsmål" in hers.says("/klinikk")
    assert "Mottakeren spør" in hers.says("/klinikk/henvisninger")
    assert "Ingrid Dahl, Solsiden helsestasjon" in his.says("/klinikk/henvisninger")
    assert "Mottakeren spør" in hers.says(card_path(cast.nora_card))


@pytest.mark.parametrize("act", ["send", "svar", "svar-tilbake", "trekk"])
def test_a_strange_post_changes_nothing(cast: Cast, act: str) -> None:
    origin = drafted(cast) if act == "send" else asked(cast)
    before = made.read(cast, cast.nora_card)
    who = lars(cast) if act == "svar" else ingrid(cast)
    for given in ({}, {"base": "x", "do": "x", "instead": "x"}, {"base": "999", "words": "Ja."}):
        assert who.post(f"{path(cast, origin)}/{act}", **given).status_code in (409, 422)
    assert made.read(cast, cast.nora_card).last_seq == before.last_seq


def test_a_referral_that_is_not_there(cast: Cast) -> None:
    assert ingrid(cast).get(path(cast, 99)).status_code == 404
    assert lars(cast).get(path(cast, 99)).status_code == 403


def test_she_reads_where_it_stands_in_plain_words(cast: Cast) -> None:
    her = nora(cast)
    drafted(cast)
    assert "Henvisninger og fødested" not in her.says("/min")
    origin = sent(cast, kind=ReferralKind.BIRTH_PLACE, why="NEAREST")
    assert (
        "Solsiden helsestasjon har søkt om at du kan føde ved Nordlia legesenter. Sendt tirsdag 10. mars. "
        "De har ikke svart ennå." in her.says("/min")
    )
    answer(cast, origin, Step.ACCEPTED)
    assert "De sa ja tirsdag 10. mars." in her.says("/min")
    assert "svar på en henvisning" in her.says("/min/innsyn")


def test_she_is_told_whom_to_ask_when_the_answer_was_no(cast: Cast) -> None:
    answer(cast, sent(cast), Step.DECLINED, "Fullt.")
    said = nora(cast).says("/min")
    assert "De kan ikke ta imot deg." in said
    assert "Spør Solsiden helsestasjon hva som skjer nå." in said
    assert "Fullt." not in said


def test_a_referral_for_a_protected_reason_is_not_on_her_page(cast: Cast) -> None:
    with_reason = sent(cast, why="SAFETY")
    assert "Nordlia" not in nora(cast).says("/min")
    assert "trygghet hjemme" in lars(cast).says(path(cast, with_reason))


def test_an_old_path_leads_nowhere_for_a_withdrawn_one(cast: Cast) -> None:
    origin = sent(cast)
    hers = ingrid(cast)
    given = {"base": str(base(cast, origin)), "taken_back": "Hun har flyttet."}
    assert hers.post(f"{path(cast, origin)}/trekk", **given).status_code == 303
    assert lars(cast).get(path(cast, origin)).status_code == 403
    assert "Hun har flyttet." in hers.says(path(cast, origin))
    assert at(cast, origin)["base_seq"] > int(given["base"])


@pytest.mark.parametrize(
    ("why", "told"), [("OTHER", ""), ("DIABETES", "Det gjelder diabetes eller høyt blodsukker.")]
)
def test_a_reason_is_told_her_unless_it_says_nothing(cast: Cast, why: str, told: str) -> None:
    sent(cast, why=why)
    assert re.findall(r"Det gjelder [^.]+\.", nora(cast).says("/min")) == [told][: len(told)]
