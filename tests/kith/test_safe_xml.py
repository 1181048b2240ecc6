"""Hostile and broken bytes: refused with a code and a place, never with words out of the message, never slowly."""

import pytest

from helsekort.kith.faults import REMEDIES, Fault, UnreadableMessage
from helsekort.kith.safe_xml import DEEPEST, LARGEST_BYTES, MOST_ELEMENTS, read_xml

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><lolz>&b;</lolz>"""
OUTSIDE = b'<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]><x>&file;</x>'
OUTSIDE_DTD = b'<?xml version="1.0"?><!-- first --><!DOCTYPE x SYSTEM "http://example.invalid/x.dtd"><x/>'
PARAMETER = b'<!DOCTYPE x [<!ENTITY % all SYSTEM "http://example.invalid/e"> %all;]><x/>'
LATIN = '<?xml version="1.0" encoding="{}"?><x>{}</x>'


def _refusal(raw: bytes) -> UnreadableMessage:
    with pytest.raises(UnreadableMessage) as caught:
        read_xml(raw)
    return caught.value


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", Fault.EMPTY),
        (b" \r\n\t", Fault.EMPTY),
        (BOMB, Fault.DECLARES_ENTITIES),
        (OUTSIDE, Fault.DECLARES_ENTITIES),
        (OUTSIDE_DTD, Fault.DECLARES_ENTITIES),
        (PARAMETER, Fault.DECLARES_ENTITIES),
        # Broken besides: it is refused before any parser has seen it.
        (b"<!DOCTYPE x [<!ENTITY", Fault.DECLARES_ENTITIES),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<?php ?><!DOCTYPE x><x/>", Fault.DECLARES_ENTITIES),
        (b"<x>&unknown;</x>", Fault.NOT_XML),
        (b"<x><y></x>", Fault.NOT_XML),
        (b"<x/><x/>", Fault.NOT_XML),
        (b"<x a='1' a='2'/>", Fault.NOT_XML),
        (b"<a:x/>", Fault.NOT_XML),
        (b"<x>&#xD800;</x>", Fault.NOT_XML),
        (b"<x>&#0;</x>", Fault.NOT_XML),
        (b"<x>\x00</x>", Fault.NOT_XML),
        (b"<x>\xed\xa0\x80</x>", Fault.ENCODING_NOT_AS_SAID),
        (b'{"json": true}', Fault.NOT_XML),
        ("<x/>".encode("utf-16"), Fault.ENCODING_NOT_TAKEN),
        ("<x/>".encode("utf-32-be"), Fault.ENCODING_NOT_TAKEN),
        (LATIN.format("windows-1252", "x").encode(), Fault.ENCODING_NOT_TAKEN),
        (LATIN.format("utf-7", "x").encode(), Fault.ENCODING_NOT_TAKEN),
        (LATIN.format("UTF-8", "Blåbær").encode("latin-1"), Fault.ENCODING_NOT_AS_SAID),
        ("<x>Blåbær</x>".encode("latin-1"), Fault.ENCODING_NOT_AS_SAID),
        (LATIN.format("ISO-8859-1", "Blåbær").encode(), Fault.ENCODING_NOT_AS_SAID),
        (LATIN.format("ISO-8859-1", "“Blåbær”").encode("cp1252"), Fault.ENCODING_NOT_AS_SAID),
        (b"\xef\xbb\xbf" + LATIN.format("ISO-8859-1", "x").encode(), Fault.ENCODING_NOT_AS_SAID),
        (b"<x>" + b" " * LARGEST_BYTES + b"</x>", Fault.TOO_LARGE),
        (b"<x>" * (DEEPEST + 1) + b"</x>" * (DEEPEST + 1), Fault.TOO_DEEP),
        (b"<x>" + b"<y/>" * MOST_ELEMENTS + b"</x>", Fault.TOO_MANY_ELEMENTS),
        (b"<!-- " + b"<!---->" * 1_000_000 + b"<x/>", Fault.NOT_XML),
        (b"<" + b"x" * 9_000_000 + b"/>", Fault.NOT_XML),
    ],
    ids=lambda value: value.value if isinstance(value, Fault) else "",
)
def test_what_is_refused(raw: bytes, fault: Fault) -> None:
    refusal = _refusal(raw)
    assert refusal.code is fault
    assert refusal.remedy == REMEDIES[fault]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (LATIN.format("UTF-8", "Blåbær").encode(), "Blåbær"),
        (LATIN.format("ISO-8859-1", "Blåbær").encode("latin-1"), "Blåbær"),
        (LATIN.format("iso-8859-1", "plain").encode(), "plain"),
        (b"\xef\xbb\xbf" + "<x>Blåbær</x>".encode(), "Blåbær"),
        (b"<!-- one --><?two?>\n<x><!-- three -->12<!-- four -->.0</x>", "12.0"),
        (b"<x><![CDATA[<!DOCTYPE html>]]></x>", "<!DOCTYPE html>"),
        (b"<x>&lt; 0,5 &#229;</x>", "< 0,5 å"),
    ],
)
def test_what_is_read(raw: bytes, text: str) -> None:
    assert read_xml(raw).text == text


def test_at_the_limits_it_is_read() -> None:
    assert read_xml(b"<x>" * DEEPEST + b"</x>" * DEEPEST).tag == "x"
    assert len(read_xml(b"<x>" + b"<y/>" * (MOST_ELEMENTS - 1) + b"</x>")) == MOST_ELEMENTS - 1
    assert read_xml(b"<x>" + b" " * (LARGEST_BYTES - 7) + b"</x>").tag == "x"


def test_an_error_holds_nothing_of_the_message() -> None:
    refusal = _refusal(b"<Kari><Nordmann>12345678901</Kari>")
    said = f"{refusal} {refusal!r} {refusal.problems} {refusal.__cause__}"
    assert not any(secret in said for secret in ("Kari", "Nordmann", "12345678901"))
    assert refusal.place == "line 1, column 35"


def test_every_fault_has_a_remedy() -> None:
    assert set(REMEDIES) == set(Fault)
