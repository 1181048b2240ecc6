"""The summary (epikrise): composed, edited, ticked, signed, corrected, sent, and read by others and by her."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from helsekort.access.actors import Actor, ActorKind
from helsekort.actions import (
    cards,
    closing,
    contacts,
    documents,
    epicrises,
    epicrisis_post,
    printing,
    registry,
    rows,
)
from helsekort.actions.context import Context
from helsekort.actions.outcomes import Gone, Refused, Rejected, Stale
from helsekort.actions.printing import Edition
from helsekort.fhir.epicrisis import compose
from helsekort.record.entries import Cell, Finding, Moment, Row
from helsekort.record.epicrisis import Delivered
from helsekort.record.ids import to_text
from helsekort.record.parties import Clinician, Role
from helsekort.record.results import HeldClass
from tests.actions.every_epicrisis_action import WORDS, at, born, sent, signed, written
from tests.cast import JOB, TODAY, Cast, begin_care, finding, new_key, read
from tests.web.at_work import AtWork, card_path, ingrid, words
from tests.web.test_her_rows import ABORTION

SECRET = "Redd for partneren"
GLOOM = "Gråter mye"
BORN = Cell("born_at", Moment(TODAY, dt.time(4, 10)))
HBV = Row("precaution", TODAY, (Cell("precaution_kind", "HBV"),))
PLAN = Finding("violence_plan", SECRET, TODAY)
AFTER = Row("postpartum", TODAY, (Cell("mood", GLOOM), Cell("sleep", "God")))


def _path(cast: Cast) -> str:
    return card_path(cast.nora_card) + "/epikrise"


def _lived(cast: Cast, code: str = "LIVE") -> None:
    """Nora has given birth, and the card holds protected things beside the ordinary."""
    born(cast, code)
    child = Row("newborn", TODAY, (Cell("child_state", "ALIVE"), BORN), fetus=cast.nora_fetus)
    birth = Row("birth", TODAY, (Cell("mode", "VAG"),))
    children = [child, birth] if code == "LIVE" else []
    rows.write_answers(
        cast.ingrid,
        ctx=cast.ctx,
        card=cast.nora_card,
        findings=[PLAN],
        rows=[*children, HBV, AFTER, ABORTION],
        key=new_key(),
    )


def _form(page: str) -> dict[str, str]:
    """What the form has filled in; ticks are left as they are, unticked."""
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.S)
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {**dict(areas), **dict(hidden)}


def _base(page: str) -> str:
    return re.findall(r'name="base" value="(\d+)"', page)[0]


def _origin(cast: Cast) -> int:
    (line,) = read(cast, cast.nora_card).epicrises
    return line.epicrisis.origin


def make_nurse(ctx: Context, unit: int) -> Actor:
    """Hege, at a unit that is there."""
    party = registry.register_party(JOB, ctx=ctx, party=Clinician("Hege Myhre", "900000009"))
    registry.register_party(JOB, ctx=ctx, party=Role(party, unit, "SP"))
    return Actor(ActorKind.CLINICIAN, party, unit, "SP")


def _nora(cast: Cast) -> AtWork:
    return AtWork(cast.ctx, cast.nora, "nora")


def test_it_is_written_signed_corrected_sent_and_read(cast: Cast) -> None:
    _lived(cast)
    midwife, lars, nora = ingrid(cast), AtWork(cast.ctx, cast.lars, "lars"), _nora(cast)
    page = midwife.get(_path(cast)).text
    for name in ("infections-infection", "mind-mind", "mind-violence"):
        assert re.search(rf'name="ta-med-part-{name}" value="1">', page), name
    typed = _form(page)
    assert "Fødsel 10.03.2026, 31+0." in typed["part-children"]
    typed["part-birth"] = "Gikk fint."
    answer = midwife.post(_path(cast), **{**typed, "ta-med-part-mind-mind": "1"})
    place = answer.headers["location"]
    draft = midwife.get(place).text
    for said in ("Gikk fint.", GLOOM, "Dette er et utkast."):
        assert said in draft
    for left_out in (SECRET, "HBV", "Hepatitt"):
        assert left_out not in draft
    assert "epikrise" not in nora.says("/min")
    assert lars.get(place).status_code == 403
    midwife.post(place + "/signer", base=_base(draft))
    page = midwife.get(place).text
    assert "Signert av Ingrid Dahl, jordmor" in page
    midwife.post(place + "/send", base=_base(page), to=to_text(cast.lars.organisation))
    assert "én venter på å bli lest her" in lars.says("/klinikk")
    opened = lars.get(place).text
    assert "Gikk fint." in opened
    assert "Mottatt, ikke kvittert" in midwife.says(place)
    lars.post(place + "/lest", base=_base(opened))
    assert "Nordlia legesenter: Lest" in midwife.says(place)
    hers = nora.says("/min")
    assert "Nordlia legesenter har lest den" in hers
    assert "Gikk fint." in hers
    assert GLOOM not in hers
    correct = midwife.get(place + "/rett").text
    again = {
        **_form(correct),
        "ta-med-part-mind-mind": "1",
        "part-birth": "Sugeklokke.",
        "reason": "Feil måte",
    }
    midwife.post(place + "/rett", **again)
    assert "Sugeklokke." in lars.says(place)
    assert "Rettet: Feil måte" in lars.says(place)
    assert "Venter på å bli lest her" in lars.says("/klinikk/epikriser")
    assert read(cast, cast.nora_card).epicrises[0].deliveries[0].now.step is Delivered.RECEIVED


def test_what_was_not_ticked_is_nowhere(cast: Cast) -> None:
    _lived(cast)
    composed = compose(read(cast, cast.nora_card), cast.ctx.excerpts.epicrisis, cast.ctx.catalogue)
    ordinary = {(one.key, one.hidden): one.text for one in composed if not one.hidden}
    assert SECRET not in str(ordinary)
    assert GLOOM not in str(ordinary)
    origin = sent(cast, ordinary)
    lars = AtWork(cast.ctx, cast.lars, "lars")
    said = lars.get(f"{_path(cast)}/{origin}").text
    stored = str(read(cast, cast.nora_card).epicrises)
    for hidden in (SECRET, GLOOM, "HBV", "TERMINATION"):
        assert hidden not in said
        assert hidden not in stored


def test_a_termination_is_told_by_no_summary_and_by_no_tick(cast: Cast) -> None:
    _lived(cast, "TERMINATION")
    page = ingrid(cast).get(_path(cast)).text
    assert "Svangerskapet tok slutt 10.03.2026" in page
    assert cast.ctx.catalogue.text("outcome", "TERMINATION") not in page
    assert "earlier-abortion" not in page
    with pytest.raises(Rejected):
        written(cast, {("children", "earlier-abortion"): "Fritekst"})


def test_after_a_stillbirth_the_loss_is_said_first(cast: Cast) -> None:
    _lived(cast, "STILL_BEFORE")
    origin = sent(cast, code="STILL_BEFORE")
    lars = AtWork(cast.ctx, cast.lars, "lars")
    said = lars.says(f"{_path(cast)}/{origin}")
    assert said.index("Barnet lever ikke.") < said.index("Signert av")
    assert "uten levende barn" in lars.says("/klinikk/epikriser")


def test_who_was_sent_it_sees_nothing_else_of_the_card(cast: Cast) -> None:
    _lived(cast)
    origin = sent(cast)
    found = epicrisis_post.open_epicrisis(cast.lars, ctx=cast.ctx, card=cast.nora_card, origin=origin)
    shown = found.opened.card
    assert [shown.findings, shown.rows, shown.contacts, shown.reports] == [[], [], [], []]
    assert (found.in_care, found.units) == (False, [])
    with pytest.raises(Refused):
        cards.open_card(cast.lars, ctx=cast.ctx, card=cast.nora_card)


def test_she_reads_it_without_what_is_kept_off_her_page_and_no_draft(cast: Cast) -> None:
    protected = {**WORDS, ("mind", "violence"): SECRET, ("infections", "infection"): "Hepatitt B-bærer"}
    _lived(cast)
    origin = written(cast, protected)
    nora = _nora(cast)
    assert "Ukomplisert" not in nora.says("/min")
    epicrises.sign_epicrisis(cast.ingrid, ctx=cast.ctx, **at(cast, origin))
    hers = nora.says("/min")
    assert "Ukomplisert fødsel." in hers
    assert "Hepatitt B-bærer" in hers  # her own page shows it; a shared one does not
    assert SECRET not in hers
    shared = printing.print_card(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, edition=Edition.SHARING
    ).card.epicrises
    assert shared == []  # free words are on nothing that others are shown
    sharing = documents.read_document(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, edition=documents.SHARING, door=""
    )
    assert SECRET.encode() not in sharing


def test_it_is_signed_once_and_what_is_signed_is_only_corrected(cast: Cast) -> None:
    origin = signed(cast)
    for act, more in (
        (epicrises.sign_epicrisis, {}),
        (epicrises.change_epicrisis, {"words": {("birth", ""): "Annet"}}),
        (epicrises.correct_epicrisis, {"words": {("birth", ""): "Annet"}, "reason": " "}),
        (epicrises.correct_epicrisis, {"words": WORDS, "reason": "Feil"}),
        (epicrises.withdraw_epicrisis, {"reason": ""}),
    ):
        with pytest.raises(Rejected):
            act(cast.ingrid, ctx=cast.ctx, **at(cast, origin, **more))
    (line,) = read(cast, cast.nora_card).epicrises
    assert len(line.epicrisis.entries) == 2


def test_two_who_write_at_once_are_told(cast: Cast) -> None:
    origin = written(cast)
    given = at(cast, origin)
    epicrises.sign_epicrisis(cast.amir, ctx=cast.ctx, **given)
    with pytest.raises(Stale):
        epicrises.change_epicrisis(cast.ingrid, ctx=cast.ctx, **given, words={("birth", ""): "Annet"})
    answer = ingrid(cast).post(
        f"{_path(cast)}/{origin}/rett",
        **{"base": str(given["base_seq"]), "part-birth": "Mitt", "reason": "x"},
    )
    assert answer.status_code == 409
    assert "Mitt" in answer.text


def test_none_is_written_while_she_is_pregnant_nor_a_second_one(cast: Cast) -> None:
    midwife = ingrid(cast)
    assert "Epikrisen skrives når svangerskapet er over" in midwife.says(_path(cast))
    with pytest.raises(Rejected):
        epicrises.write_epicrisis(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, words=WORDS, key="a")
    written(cast)
    with pytest.raises(Rejected):
        written(cast)


@pytest.mark.parametrize(
    "words",
    [{}, {("birth", ""): "  "}, {("nothing", ""): "Tekst"}, {("birth", ""): "x" * 4001}],
    ids=["nothing", "blank", "no such part", "too long"],
)
def test_what_cannot_be_written_is_refused_and_nothing_is_kept(cast: Cast, words: epicrises.Words) -> None:
    born(cast)
    with pytest.raises(Rejected):
        written(cast, words)
    assert read(cast, cast.nora_card).epicrises == []


def test_the_form_comes_back_with_what_was_typed(cast: Cast) -> None:
    origin = signed(cast)
    base = str(at(cast, origin)["base_seq"])
    answer = ingrid(cast).post(f"{_path(cast)}/{origin}/rett", **{"base": base, "part-tasks": "Husk time"})
    assert answer.status_code == 422
    assert "Grunnen mangler." in answer.text
    assert "Husk time" in answer.text


def test_one_that_is_taken_back_waits_nowhere_and_a_new_one_can_be_written(cast: Cast) -> None:
    origin = sent(cast)
    epicrises.withdraw_epicrisis(cast.ingrid, ctx=cast.ctx, **at(cast, origin, reason="Feil kvinne"))
    lars = AtWork(cast.ctx, cast.lars, "lars")
    assert "ingen venter på å bli lest her" in lars.says("/klinikk")
    assert "Trukket tilbake" in lars.says("/klinikk/epikriser")
    with pytest.raises(Refused):
        epicrisis_post.open_epicrisis(cast.lars, ctx=cast.ctx, card=cast.nora_card, origin=origin)
    assert "Ukomplisert" not in _nora(cast).says("/min")
    assert written(cast) > origin


def test_it_is_taken_back_with_the_ending_that_it_tells_of(cast: Cast) -> None:
    """Told of on the wrong card, say: nobody reads on of a birth that was not, and the next one gets its own."""
    origin = sent(cast)
    nora = _nora(cast)
    assert "Ukomplisert fødsel." in nora.says("/min")
    version = read(cast, cast.nora_card).opening.last.version
    given = {"card": cast.nora_card, "base_version": version, "reason": "Feil kvinne"}
    closing.reopen_card(cast.ingrid, ctx=cast.ctx, **given)
    assert "Ukomplisert fødsel." not in nora.says("/min")
    with pytest.raises(Refused):
        epicrisis_post.open_epicrisis(cast.lars, ctx=cast.ctx, card=cast.nora_card, origin=origin)
    assert [one.row.step for one in epicrisis_post.list_epicrises(cast.lars, ctx=cast.ctx)] == [
        Delivered.WITHDRAWN
    ]
    assert written(cast) != origin


def test_it_is_sent_only_signed_and_only_where_someone_is(cast: Cast) -> None:
    origin = written(cast)
    other = cast.lars.organisation
    with pytest.raises(Rejected):
        epicrisis_post.send_epicrisis(cast.ingrid, ctx=cast.ctx, **at(cast, origin, to=(other,)))
    epicrises.sign_epicrisis(cast.ingrid, ctx=cast.ctx, **at(cast, origin))
    for to in ((), (1,)):
        with pytest.raises(Rejected):
            epicrisis_post.send_epicrisis(cast.ingrid, ctx=cast.ctx, **at(cast, origin, to=to))
    page = ingrid(cast).post(f"{_path(cast)}/{origin}/send", base=str(at(cast, origin)["base_seq"]))
    assert "Velg minst én mottaker." in page.text


def test_in_her_own_unit_another_than_the_signer_reads_it(cast: Cast) -> None:
    origin = signed(cast)
    own = cast.ingrid.organisation
    epicrisis_post.send_epicrisis(cast.ingrid, ctx=cast.ctx, **at(cast, origin, to=(own,)))
    midwife = ingrid(cast)
    assert "Sendt, ikke åpnet ennå" in midwife.says(f"{_path(cast)}/{origin}")
    with pytest.raises(Rejected):
        epicrisis_post.acknowledge_epicrisis(cast.ingrid, ctx=cast.ctx, **at(cast, origin))
    hege = make_nurse(cast.ctx, own)
    epicrisis_post.acknowledge_epicrisis(hege, ctx=cast.ctx, **at(cast, origin))
    assert "Solsiden helsestasjon: Lest" in midwife.says(f"{_path(cast)}/{origin}")


def test_sent_twice_it_stands_there_once(cast: Cast) -> None:
    origin = sent(cast)
    given = at(cast, origin, to=(cast.lars.organisation,))
    epicrisis_post.send_epicrisis(cast.ingrid, ctx=cast.ctx, **given)
    (line,) = read(cast, cast.nora_card).epicrises
    assert len(line.deliveries[0].entries) == 1


def test_who_cares_for_her_reads_it_on_the_card_too(cast: Cast) -> None:
    origin = signed(cast)
    begin_care(cast.ctx, cast.nora, cast.lars)
    assert "Ukomplisert fødsel." in AtWork(cast.ctx, cast.lars, "lars").says(f"{_path(cast)}/{origin}")
    with pytest.raises(Gone):
        epicrisis_post.open_epicrisis(cast.ingrid, ctx=cast.ctx, card=cast.nora_card, origin=2)


def test_a_part_that_rests_on_what_is_held_is_not_on_her_page(cast: Cast) -> None:
    contacts.state_facts(
        cast.ingrid, ctx=cast.ctx, card=cast.nora_card, findings=[finding("rhd", "NEG")], key=new_key()
    )
    signed(cast, {**WORDS, ("rhesus", ""): "RhD-negativ, se svaret."})
    holding = HeldClass(("rhd",), 7, "told by a person", "this test", "D")
    held = replace(cast.ctx, results=replace(cast.ctx.results, held={"test": holding}))
    for ctx, there in ((cast.ctx, True), (held, False)):
        (line,) = cards.open_own_card(cast.nora, ctx=ctx).card.epicrises
        said = [part.words for part in line.epicrisis.now.parts]
        assert "Ukomplisert fødsel." in said
        assert ("RhD-negativ, se svaret." in said) is there


def test_it_is_on_paper_and_in_her_log(cast: Cast, pages_of: Callable[[bytes], list[str]]) -> None:
    sent(cast)
    nora = _nora(cast)
    assert "signert epikrise" in words(nora.get("/min/innsyn").text)
    midwife, path = ingrid(cast), card_path(cast.nora_card) + "/utskrift?utgave="
    made = {word: midwife.get(path + word).content for word in ("arkiv", "deling")}
    made["own"] = nora.get("/min/utskrift").content
    said = {name: " ".join(" ".join(pages_of(pdf)).split()) for name, pdf in made.items()}
    for part in ("Ukomplisert fødsel.", "Nordlia legesenter", "Signert"):
        assert [name for name, text in said.items() if part in text] == ["arkiv"], part
