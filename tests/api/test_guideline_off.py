"""What the guideline finds is in no answer of the record's own doors, switched on or off."""

from msgspec.structs import replace

from helsekort.record.ids import entry_id, to_text
from tests import cast as made
from tests.api.callers import Caller
from tests.api.dhg.national_caller import National
from tests.cast import Cast


def _answers(cast: Cast) -> list[bytes]:
    """The whole card by both doors, and her newest by the summary, as Ingrid's system and as Nora's."""
    woman, episode = to_text(cast.nora.party), entry_id(cast.nora_card, 1)
    paths = (
        f"/EpisodeOfCare/{episode}/$everything",
        f"/Observation?patient={woman}",
        f"/EpisodeOfCare/{episode}",
    )
    found = [Caller(cast, who).get(path) for who in (cast.ingrid, cast.nora) for path in paths]
    national = National(cast, cast.ingrid)
    found.append(national.ask("GET", f"/record/{national.record_id()}"))
    assert [answer.status_code for answer in found] == [200] * len(found)
    return [answer.content for answer in found]


def test_the_doors_say_the_same_with_the_guideline_on_and_off(cast: Cast) -> None:
    made.record(cast, cast.nora_card, made.pressure())
    off = replace(cast, ctx=replace(cast.ctx, guideline=None))
    assert cast.ctx.guideline is not None
    assert _answers(cast) == _answers(off)
