"""What an attacker sends to the door: a sentence or a receipt with a reason, never a fault of ours, no card changed."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from helsekort import app
from helsekort.actions import cards, inbox, settling
from helsekort.kith.lab_report import samples
from tests.answers import KARI, answer, haemoglobin, results, sent, states, thyroxine
from tests.cast import Cast
from tests.messages.test_laboratory_door import PATH, token
from tests.store.stored import breaks, written

BASE = sent(answer(KARI, haemoglobin("12.4")))[0].decode()


def changed(old: str, new: str) -> bytes:
    assert old in BASE
    return BASE.replace(old, new).encode()


REFUSED = {
    "laughs": b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
    "outer entity": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "declared after a comment": b'<!-- --><?p x?><!DOCTYPE x [<!ENTITY a "b">]><x/>',
    "UTF-16": BASE.encode("utf-16"),
    "UTF-16 without its mark": BASE.encode("utf-16-le"),
    "UTF-32": BASE.encode("utf-32"),
    "UTF-7": b'<?xml version="1.0" encoding="utf-7"?><x/>',
    "windows-1252": '<?xml version="1.0" encoding="windows-1252"?><x>æ</x>'.encode("cp1252"),
    "EBCDIC": BASE.encode("cp037"),
    "a sign that is none": changed("B-Hemoglobin", "B-\x00"),
    "a lone surrogate": changed("B-Hemoglobin", "&#xD800;"),
    "a control sign": changed("B-Hemoglobin", "&#27;"),
    "too deep": b"<a>" * 5000,
    "deep and closed": b"<a>" * 70 + b"</a>" * 70,
    "too many elements": b"<Message>" + b"<a/>" * 200_001 + b"</Message>",
    "ten megabytes of one text": b"<Message>" + b"x" * 9_999_000 + b"</Message>",
    "one long attribute": b'<Message a="' + b"x" * 9_000_000 + b'"/>',
    "an older version": changed("labsvar/2012-02-15", "labsvar/2008-12-01"),
    "too many results": sent(answer(KARI, *[samples.item(str(n), "", "", None) for n in range(10_001)]))[0],
    "gzip": b"\x1f\x8b\x08\x00",
}
WAITING = {
    "digits of another script": changed('V="12.4"', 'V="١٢"'),
    "a number beyond all": changed('V="12.4"', 'V="9e99"'),
    "below zero": changed('V="12.4"', 'V="-12.4"'),
    "zero": changed('V="12.4"', 'V="0"'),
    "a comma": changed('V="12.4"', 'V="12,4"'),
    "an identifier of 65 signs": changed("118801", "1" * 65),
    "a number that fails": changed(KARI.number, KARI.number[:-1] + str((int(KARI.number[-1]) + 1) % 10)),
    "an element of its own": changed("<NumResult>", "<Own/><NumResult>"),
    "an unknown code for its kind": changed("7280", "9999"),
}


@pytest.fixture
def client(cast: Cast) -> Iterator[TestClient]:
    headers = {"Authorization": f"Bearer {token(cast, 'laboratory', 'system', 0)}"}
    with TestClient(app.build(cast.ctx), raise_server_exceptions=False, headers=headers) as found:
        yield found


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_message_is_refused_kept_and_changes_no_card(
    cast: Cast, client: TestClient, body: bytes
) -> None:
    before = written(cast.ctx)["entry"]
    answered = client.post(PATH, content=body)
    assert answered.status_code in (200, 422)
    assert [state for state, _ in states(cast.ctx)] == ["refused"]
    assert written(cast.ctx)["entry"] == before
    assert breaks(cast.ctx) == []


@pytest.mark.parametrize("body", WAITING.values(), ids=WAITING.keys())
def test_what_no_program_may_guess_waits_and_changes_no_card(
    cast: Cast, client: TestClient, body: bytes
) -> None:
    before = written(cast.ctx)["entry"]
    answered = client.post(PATH, content=body)
    assert answered.status_code == 200
    assert [state for state, _ in states(cast.ctx)] == ["waiting"]
    assert written(cast.ctx)["entry"] == before


def test_many_answers_outside_the_card_are_not_read_again_to_show_it(
    cast: Cast, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening her card reads no message: their number and size are the sender's."""
    other = [samples.item(str(n), f"NOR0{n}", f"Test {n}", samples.number("1", "U")) for n in range(60)]
    client.post(PATH, content=sent(answer(KARI, thyroxine(), *other))[0])

    def never(*_: object) -> None:
        raise AssertionError("a message was read")

    for module in (inbox, settling):
        monkeypatch.setattr(module, "read_message", never)
    (row,) = inbox.list_outside(cast.amir, ctx=cast.ctx, card=cast.kari_card)
    assert (len(row.names), row.more) == (settling.MOST_NAMED, 61 - settling.MOST_NAMED)
    assert cards.open_card(cast.amir, ctx=cast.ctx, card=cast.kari_card).card.findings == []
    assert results(cast, cast.kari_card) == {}
