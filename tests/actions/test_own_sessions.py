"""Where she is logged in, and ending it when a phone is lost."""

import pytest
from msgspec.structs import replace

from helsekort.access.actors import NOBODY
from helsekort.access.login.identity import IDPORTEN, Identity
from helsekort.actions import logins, own_sessions, sessions
from helsekort.actions.logins import Entered
from helsekort.actions.outcomes import Refused
from helsekort.audit.events import Event
from helsekort.web.shared.devices import device_of, device_words
from helsekort.web.shared.texts import texts_for
from tests.actions.every_login_action import acting, outside
from tests.cast import MINUTE, Cast, number_of
from tests.store.stored import audit


def _in(cast: Cast, day: int = 4, device: str = "", sid: str = "", minutes: int = 0) -> str:
    """The token of the woman born on this day, Nora where none is named."""
    ctx = outside(cast.ctx).at(cast.ctx.now() + minutes * MINUTE)
    said = Identity(IDPORTEN, number_of(day), "idporten-loa-high", ctx.now(), sid=sid)
    entered = logins.log_in(NOBODY, ctx=ctx, identity=said, device=device)
    assert isinstance(entered, Entered)
    return entered.token


def _live(cast: Cast, token: str) -> bool:
    found = sessions.recognise(NOBODY, ctx=outside(cast.ctx), token=token)
    assert found is not None
    return found.live


def _listed(cast: Cast, token: str, minutes: int = 0) -> list[own_sessions.OwnSession]:
    ctx = outside(cast.ctx).at(cast.ctx.now() + minutes * MINUTE)
    return own_sessions.list_sessions(cast.nora, ctx=ctx, token=token)


def test_she_sees_each_place_this_one_first_and_nobody_elses(cast: Cast) -> None:
    phone, here = _in(cast, device="iphone safari"), _in(cast, device="windows edge", minutes=2)
    _in(cast, day=3)
    found = _listed(cast, phone, minutes=3)
    assert [(one.device, one.here) for one in found] == [("iphone safari", True), ("windows edge", False)]
    assert [one.device for one in _listed(cast, here, minutes=3)] == ["windows edge", "iphone safari"]


def test_one_that_timed_out_is_not_there(cast: Cast) -> None:
    token = _in(cast)
    assert len(_listed(cast, token, minutes=30)) == 1
    assert _listed(cast, token, minutes=31) == []


def test_she_ends_one_and_the_others_stay(cast: Cast) -> None:
    lost, here = _in(cast, device="android chrome"), _in(cast)
    (mark,) = (one.mark for one in _listed(cast, here) if not one.here)
    own_sessions.end_session(cast.nora, ctx=outside(cast.ctx), mark=mark)
    assert [_live(cast, token) for token in (lost, here)] == [False, True]


def test_another_ends_nothing_of_hers(cast: Cast) -> None:
    token = _in(cast)
    (one,) = _listed(cast, token)
    for actor in (cast.kari, cast.ingrid):
        own_sessions.end_session(actor, ctx=outside(cast.ctx), mark=one.mark)
    assert _live(cast, token)


def test_one_more_than_one_may_have_ends_the_oldest_and_she_is_told(cast: Cast) -> None:
    most = cast.ctx.most_sessions
    hers = [_in(cast, device=f"device {each}", minutes=each) for each in range(most)]
    another = _in(cast, day=3)
    newest = _in(cast, device="newest", minutes=most)
    assert [_live(cast, token) for token in (*hers, another, newest)] == [False] + [True] * (most + 1)
    listed = _listed(cast, newest, minutes=most + 1)
    assert [(one.device, bool(one.ended)) for one in listed][-1] == ("device 0", True)
    assert [bool(one.ended) for one in listed].count(False) == most
    assert listed[-1].ended == cast.ctx.now() + most * MINUTE
    later = cast.ctx.session_hours * 60 + most + 1
    assert [one for one in _listed(cast, newest, minutes=later) if one.ended] == []


def test_what_has_ended_by_itself_makes_room(cast: Cast) -> None:
    most = cast.ctx.most_sessions
    for _ in range(most):
        _in(cast)
    minutes = cast.ctx.session_minutes + 1
    assert [one.ended for one in _listed(cast, _in(cast, minutes=minutes), minutes)] == [0]


def test_who_proves_anew_in_the_same_browser_loses_no_other_session(cast: Cast) -> None:
    hers = [_in(cast, minutes=each) for each in range(cast.ctx.most_sessions)]
    ctx = outside(cast.ctx).at(cast.ctx.now() + 10 * MINUTE)
    said = Identity(IDPORTEN, number_of(4), "idporten-loa-high", ctx.now())
    assert isinstance(logins.log_in(NOBODY, ctx=ctx, identity=said, before=hers[-1]), Entered)
    assert all(_live(cast, token) for token in hers)


def test_a_mark_opens_nothing(cast: Cast) -> None:
    token = _in(cast)
    (one,) = _listed(cast, token)
    assert one.mark not in token
    assert sessions.recognise(NOBODY, ctx=outside(cast.ctx), token=one.mark) is None


def test_at_the_clinic_she_is_logged_out_everywhere_and_sees_who_did_it(cast: Cast) -> None:
    hers, another = [_in(cast), _in(cast)], _in(cast, day=3)
    own_sessions.end_her_sessions(cast.ingrid, ctx=outside(cast.ctx), card=cast.nora_card)
    assert [_live(cast, token) for token in (*hers, another)] == [False, False, True]
    (line,) = [line for line in audit(cast.ctx) if line.event is Event.LEFT_FOR_HER]
    assert (line.card, line.party) == (cast.nora_card, cast.ingrid.party)
    with pytest.raises(Refused):
        own_sessions.end_her_sessions(cast.lars, ctx=outside(cast.ctx), card=cast.nora_card)


def test_it_ends_her_own_sessions_and_not_those_of_one_who_acts_for_her(cast: Cast) -> None:
    party = acting(cast)
    own_sessions.end_her_sessions(cast.ingrid, ctx=outside(cast.ctx), card=cast.nora_card)
    per = replace(cast.nora, party=party)
    assert len(own_sessions.list_sessions(per, ctx=outside(cast.ctx), token="none")) == 1


def test_the_provider_ends_what_its_own_session_let_in(cast: Cast) -> None:
    one, other, unnamed = _in(cast, sid="a"), _in(cast, sid="b"), _in(cast)
    for provider, sid in ((IDPORTEN, "a"), ("helseid", "b"), (IDPORTEN, "nobodys")):
        logins.end_by_provider(NOBODY, ctx=outside(cast.ctx), provider=provider, provider_session=sid)
    assert [_live(cast, token) for token in (one, other, unnamed)] == [False, True, True]


@pytest.mark.parametrize(
    ("said", "device", "words"),
    [
        ("(iPhone; CPU iPhone OS 19_0) Version/19.0 Mobile Safari/604.1", "iphone safari", "iPhone, Safari"),
        (
            "(Linux; Android 15) Chrome/140.0.0.0 Mobile Safari/537.36",
            "android chrome",
            "Telefon eller nettbrett med Android, Chrome",
        ),
        (
            "(Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0",
            "windows edge",
            "Datamaskin med Windows, Edge",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0",
            "linux firefox",
            "Datamaskin med Linux, Firefox",
        ),
        ("curl/8.0", "- -", "En enhet vi ikke kjenner igjen"),
        ("", "- -", "En enhet vi ikke kjenner igjen"),
        ("x" * 100_000, "- -", "En enhet vi ikke kjenner igjen"),
    ],
)
def test_a_device_is_two_words(said: str, device: str, words: str) -> None:
    assert device_of(said) == device
    assert device_words(device, texts_for("nb")) == words
