"""The provider's keys: asked for when one is unknown, shared by all who wait, and believed while it is silent."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from helsekort.access.tokens.checking import KeysWanted, NotAdmitted
from helsekort.access.tokens.keys import LONGEST, SOONEST, STALE, KeyRing, NoAnswer, PublishedKeys
from tests.cast import MOMENT
from tests.issuing import Issuer, Wish, admitted, key, presented, public


class Silent(Issuer):
    """An issuer that can be made not to answer."""

    silent = False

    def fetch(self) -> PublishedKeys:
        published = super().fetch()
        if self.silent:
            raise NoAnswer
        return published


def test_an_unknown_key_is_looked_for_once_and_then_once_a_minute_in_vain() -> None:
    issuer = Issuer()
    authority = issuer.authority(now=MOMENT)
    asked = issuer.asked
    for later in range(0, SOONEST, SOONEST // 6):
        with pytest.raises(NotAdmitted, match="unknown-key"):
            admitted(authority, presented(MOMENT + later, Wish(token_by="stranger")), MOMENT + later)
    assert issuer.asked == asked + 1
    with pytest.raises(KeysWanted):
        authority.admit(presented(MOMENT + SOONEST, Wish(token_by="stranger")), MOMENT + SOONEST)


def test_a_new_key_is_taken_at_once_and_the_old_one_as_long_as_it_is_published() -> None:
    issuer = Issuer()
    authority = issuer.authority(now=MOMENT)
    issuer.keys.append(public(key("next")))
    assert admitted(authority, presented(MOMENT, Wish(token_by="next")), MOMENT)
    assert admitted(authority, presented(MOMENT), MOMENT)
    assert issuer.asked == 2


def test_all_who_wait_for_a_new_key_get_it_by_one_question() -> None:
    """Under load: thirty requests with the new key at once, and the provider slow to answer."""
    gate, issuer = threading.Event(), Issuer()

    def slow() -> PublishedKeys:
        gate.wait(5)
        return issuer.fetch()

    ring = KeyRing(slow)
    gate.set()
    ring.renew("issuer", MOMENT)
    gate.clear()
    issuer.keys.append(public(key("next")))
    issuer.ring = ring
    authority = issuer.authority()
    with ThreadPoolExecutor(30) as pool:
        sent = [presented(MOMENT, Wish(token_by="next")) for _ in range(30)]
        waiting = [pool.submit(admitted, authority, each, MOMENT) for each in sent]
        gate.set()
        assert len([each.result() for each in waiting]) == 30
    assert issuer.asked == 2


def test_a_key_that_was_taken_back_opens_nothing_once_that_is_known() -> None:
    issuer = Issuer("issuer", "next")
    authority = issuer.authority(now=MOMENT)
    sent = presented(MOMENT)
    assert authority.admit(sent, MOMENT)
    issuer.keys = [public(key("next"))]
    later = MOMENT + STALE + 1
    asking = issuer.ring.keep_fresh(later)
    assert asking is not None
    asking.join(5)
    assert issuer.ring.keep_fresh(later) is None
    with pytest.raises(NotAdmitted, match="unknown-key"):
        admitted(authority, presented(later), later)
    assert admitted(authority, presented(later, Wish(token_by="next")), later)


def test_what_was_believed_by_an_older_set_of_keys_is_looked_at_again() -> None:
    issuer = Issuer()
    authority = issuer.authority(now=MOMENT)
    sent = presented(MOMENT)
    assert authority.admit(sent, MOMENT)
    issuer.keys = [public(key("next"))]
    issuer.ring.renew("next", MOMENT)
    with pytest.raises(NotAdmitted, match="unknown-key"):
        admitted(authority, sent, MOMENT)


def test_while_the_provider_is_silent_its_keys_serve_for_a_day_and_no_longer() -> None:
    issuer = Silent()
    authority = issuer.authority(now=MOMENT)
    issuer.silent = True
    for later, holds in ((STALE + 1, True), (LONGEST, True), (LONGEST + 1, False)):
        now = MOMENT + later
        if asking := issuer.ring.keep_fresh(now):
            asking.join(5)
        if holds:
            assert admitted(authority, presented(now), now)
        else:
            with pytest.raises(NotAdmitted, match="no-keys"):
                admitted(authority, presented(now), now)


def test_a_provider_that_never_answered_is_told_apart_from_a_bad_token() -> None:
    issuer = Silent()
    issuer.silent = True
    with pytest.raises(NotAdmitted, match="no-keys"):
        admitted(issuer.authority(), presented(MOMENT), MOMENT)
    issuer.silent = False
    assert admitted(issuer.authority(), presented(MOMENT + SOONEST), MOMENT + SOONEST)


def test_keys_of_other_kinds_and_uses_are_left_out() -> None:
    issuer = Issuer()
    issuer.keys += [
        {"kty": "oct", "k": "c2VjcmV0", "kid": "shared"},
        {**public(key("enc")), "use": "enc"},
        {**public(key("nameless")), "kid": 7},
        {"kid": "empty"},
    ]
    issuer.ring.renew("issuer", MOMENT)
    known = [name for name in ("issuer", "shared", "enc", "empty") if issuer.ring.key(name, MOMENT)]
    assert known == ["issuer"]


def test_asking_what_is_published_keeps_nobody_from_looking_for_a_key() -> None:
    issuer = Issuer()
    issuer.ring.renew("", MOMENT)
    assert issuer.ring.metadata
    issuer.keys.append(public(key("next")))
    assert admitted(issuer.authority(), presented(MOMENT, Wish(token_by="next")), MOMENT)


def test_a_provider_that_is_down_is_asked_once_a_minute_whatever_is_wanted() -> None:
    issuer = Silent()
    issuer.silent = True
    for later in range(0, SOONEST, SOONEST // 6):
        issuer.ring.renew("", MOMENT + later)
        issuer.ring.renew("issuer", MOMENT + later)
    assert issuer.asked == 1
