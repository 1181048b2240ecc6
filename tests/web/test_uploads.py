"""A file from a browser: what is taken is made anew, what is not says why, and nothing that was typed is lost."""

import asyncio
import io
import re
import threading
from collections.abc import AsyncIterator
from decimal import Decimal

import pikepdf
import pytest
from httpx import Response
from msgspec.structs import replace
from PIL import Image
from starlette.requests import Request
from starlette.testclient import TestClient

from helsekort import app
from helsekort.record.files import JPEG, PDF, PNG, media_type_of
from helsekort.web.shared.posted import MOST_BYTES, FormRefused
from helsekort.web.shared.uploads import cleaning
from helsekort.web.shared.uploads.cleaning import Cleaner, NotTakenError, WhyNotTaken
from helsekort.web.shared.uploads.reading import read_sent
from tests import cast as made
from tests.cast import Cast
from tests.store.stored import written
from tests.web import made_files
from tests.web.at_work import HERE, AtWork, card_path, ingrid, words

MOST = 10 << 20
W = WhyNotTaken
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def made_anew(data: bytes, most: int = MOST) -> bytes:
    return asyncio.run(Cleaner().made_anew(data, most))


def why(data: bytes, most: int = MOST) -> WhyNotTaken:
    with pytest.raises(NotTakenError) as refused:
        made_anew(data, most)
    return refused.value.why


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", W.MISSING),
        (HTML, W.NO_SUCH_KIND),
        (SVG, W.NO_SUCH_KIND),
        (HTML + made_files.pdf(), W.NO_SUCH_KIND),
        (made_files.picture("GIF"), W.NO_SUCH_KIND),
        (b"%PDF-1.7\n" + HTML, W.BROKEN),
        (b"%PDF-1.7\nalert(1)", W.BROKEN),
        (b"\xff\xd8\xff" + HTML, W.BROKEN),
        (made_files.picture("PNG")[:60], W.BROKEN),
        (made_files.picture("JPEG")[:-40], W.BROKEN),
        (made_files.bomb(), W.TOO_BIG),
        (made_files.pdf(made_files.runs), W.ACTIVE),
        (made_files.pdf(made_files.runs_by_name), W.ACTIVE),
        (
            made_files.pdf(made_files.runs, object_stream_mode=pikepdf.ObjectStreamMode.generate),
            W.ACTIVE,
        ),
        (made_files.pdf(made_files.launches), W.ACTIVE),
        (made_files.pdf(made_files.sends), W.ACTIVE),
        (made_files.pdf(made_files.carries), W.ACTIVE),
        (made_files.pdf(made_files.xfa), W.ACTIVE),
        (made_files.locked(), W.LOCKED),
        (made_files.locked_for_print(), W.LOCKED),
    ],
)
def test_what_may_harm_is_not_taken(data: bytes, said: WhyNotTaken) -> None:
    assert why(data) is said


def test_a_script_that_is_spelled_otherwise_is_found() -> None:
    plain = made_files.pdf(made_files.runs)
    spelled = plain.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/#4aS")
    assert spelled != plain
    assert b"/JavaScript" not in spelled
    assert why(spelled) is W.ACTIVE


def test_nothing_that_stood_behind_or_between_is_carried_over() -> None:
    """A polyglot: what another reader would take for a page, an archive or a script is not in what is kept."""
    for data in (made_files.pdf(), made_files.picture("JPEG"), made_files.picture("PNG")):
        both = made_anew(data + HTML + b"PK\x05\x06" + bytes(18))
        assert b"script" not in both
        assert b"PK\x05\x06" not in both
        assert media_type_of(both) == media_type_of(data)
    inside = made_files.pdf().replace(b"\n1 0 obj", b"\n%<script>alert(1)</script>\n1 0 obj", 1)
    assert b"script" in inside
    assert b"script" not in made_anew(inside)


def test_an_ordinary_report_is_taken() -> None:
    clean = made_anew(made_files.pdf(made_files.links))
    assert media_type_of(clean) == PDF
    with pikepdf.open(io.BytesIO(clean)) as read:
        assert len(read.pages) == 1


@pytest.mark.parametrize(
    ("kind", "mode", "media_type"),
    [
        ("JPEG", "RGB", JPEG),
        ("JPEG", "L", JPEG),
        ("JPEG", "CMYK", JPEG),
        ("PNG", "RGB", PNG),
        ("PNG", "RGBA", PNG),
        ("PNG", "P", PNG),
        ("PNG", "1", PNG),
        ("PNG", "I;16", PNG),
    ],
)
def test_a_picture_is_the_same_picture(kind: str, mode: str, media_type: str) -> None:
    data = made_files.picture(kind, "L") if mode == "I;16" else made_files.picture(kind, mode)
    if mode == "I;16":
        grey = io.BytesIO()
        Image.new("I;16", (40, 30), 40_000).save(grey, "PNG")
        data = grey.getvalue()
    clean = made_anew(data)
    assert media_type_of(clean) == media_type
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(clean)) as after:
        assert after.size == before.size
        old, new = before.convert("RGB").getpixel((5, 5)), after.convert("RGB").getpixel((5, 5))
        assert isinstance(old, tuple)
        assert isinstance(new, tuple)
        assert max(abs(a - b) for a, b in zip(old, new, strict=True)) < 12


def test_a_picture_loses_where_and_by_what_it_was_taken_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Kamera til Kari"  # turned a quarter; who made the camera
    exif.get_ifd(0x8825)[1] = "N"
    data = made_files.picture("JPEG", exif=exif)
    assert b"Kamera til Kari" in data
    clean = made_anew(data)
    assert b"Kamera" not in clean
    with Image.open(io.BytesIO(clean)) as read:
        assert not read.getexif()
        assert read.size == (30, 40)


def test_the_limit_is_of_what_is_kept_too() -> None:
    clean = made_anew(made_files.pdf())
    # not the bytes: the second in which it was made stands in them
    assert len(made_anew(made_files.pdf(), len(clean))) == len(clean)
    assert why(made_files.pdf(), len(clean) - 1) is W.TOO_BIG


def test_a_child_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    (tmp_path / "child.py").write_text("import time; time.sleep(60)\n")
    monkeypatch.setattr(cleaning, "_CHILD", str(tmp_path / "child.py"))
    with pytest.raises(NotTakenError):
        asyncio.run(Cleaner(seconds=0.5).made_anew(made_files.pdf(), MOST))


# --- reading ----------------------------------------------------------------------------------------------

EDGE = b"kant"


def part(name: str, value: bytes, more: str = "") -> bytes:
    return b'--%s\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (
        EDGE,
        name.encode(),
        more.encode(),
        value,
    )


class Sender:
    """Sends a body piece by piece and counts what was asked for."""

    def __init__(self, *pieces: bytes, kind: str = "multipart/form-data; boundary=kant") -> None:
        self.pieces, self.kind, self.read = list(pieces), kind, 0

    async def stream(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            self.read += len(piece)
            yield piece

    def request(self) -> Request:
        request = Request(
            {"type": "http", "method": "POST", "headers": [(b"content-type", self.kind.encode())]}
        )
        request.stream = self.stream  # type: ignore[method-assign]  # the network, without one
        return request


def test_two_hundred_megabytes_are_left_at_the_limit() -> None:
    start = part("title", b"Rapport") + part("file", b"%PDF-", '; filename="a.pdf"')[:-2]
    million = bytes(1_000_000)
    sender = Sender(start, *[million] * 200)
    sent = asyncio.run(read_sent(sender.request(), MOST))
    assert sent.too_big
    assert sent.data == b""
    assert sent.form.get("title") == "Rapport"
    assert sender.read <= MOST + 2 * len(million), "the rest is never asked for"


@pytest.mark.parametrize("step", [1, 7, 1000])
def test_it_is_the_same_however_it_is_cut(step: int) -> None:
    whole = part("title", "Rapport på\r\nto linjer".encode()) + part(
        "file", b"%PDF-\r\n--kan", '; filename="b"'
    )
    whole += b"--kant--\r\n"
    sent = asyncio.run(
        read_sent(Sender(*[whole[at : at + step] for at in range(0, len(whole), step)]).request(), 99)
    )
    assert (sent.form.fields, sent.data) == ([("title", "Rapport på\nto linjer")], b"%PDF-\r\n--kan")
    assert not sent.too_big


@pytest.mark.parametrize(
    ("sender", "status"),
    [
        (Sender(b"title=a", kind="application/x-www-form-urlencoded"), 415),
        (Sender(b"title=a", kind="multipart/form-data"), 415),
        (Sender(b"ikke et skjema"), 422),
        (Sender(part("title", b"cut off before its end")), 422),
        (Sender(part("title", b"\xff\xfe"), b"--kant--\r\n"), 422),
        (Sender(part("title", b"a\x00b"), b"--kant--\r\n"), 422),
        (Sender(part("title", b"x" * (MOST_BYTES + 1))), 413),
        (Sender(*[part("title", b"")] * 1002), 413),
    ],
)
def test_what_is_no_form_is_refused(sender: Sender, status: int) -> None:
    with pytest.raises(FormRefused) as refused:
        asyncio.run(read_sent(sender.request(), MOST))
    assert refused.value.status == status


# --- the page ---------------------------------------------------------------------------------------------


def send(who: AtWork, cast: Cast, data: bytes, name: str = "rapport.pdf", **fields: str) -> Response:
    path = f"{card_path(cast.nora_card)}/vedlegg"
    return who.client.post(path, data=fields, files={"file": (name, data)}, headers={"Origin": HERE})  # type: ignore[return-value]  # the test client's own


def fields(owner: int) -> dict[str, str]:
    return {"key": made.new_key(), "owner": str(owner), "title": "Ultralyd, rapport"}


def test_from_the_form_to_her_page(cast: Cast) -> None:
    owner = made.record(cast, cast.nora_card, made.finding("weight", Decimal(72)))
    hers = ingrid(cast)
    form = hers.get(f"{card_path(cast.nora_card)}/vedlegg?til={owner}").text
    assert re.search(rf'<option value="{owner}" selected>', form)
    saved = send(hers, cast, made_files.pdf(), **fields(owner))
    assert saved.status_code == 303
    page = hers.get(saved.headers["location"]).text
    assert "Lagret på kortet." in words(page)
    path = re.search(r'href="([^"]+/vedlegg/[0-9]+)"', page)
    assert path
    answer = hers.get(path[1])
    assert answer.headers["content-type"] == PDF
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == 'inline; filename="vedlegg.pdf"'
    nora = AtWork(cast.ctx, cast.nora, "nora")
    own = re.search(r'href="(/min/vedlegg/[^"]+)"', nora.get("/min").text)
    assert own
    assert nora.get(own[1]).content == answer.content
    assert AtWork(cast.ctx, cast.kari, "kari").get(own[1]).status_code == 403
    assert AtWork(cast.ctx, cast.lars, "lars").get(path[1]).status_code == 403


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (HTML, "rapport.pdf", "ikke en PDF eller et bilde"),
        (SVG, "bilde.png", "ikke en PDF eller et bilde"),
        (made_files.pdf(made_files.runs), "rapport.pdf", "noe som kan kjøres"),
        (made_files.locked(), "rapport.pdf", "låst med passord"),
        (b"%PDF-" + bytes(1 << 20), "rapport.pdf", "for stor"),
        (b"", "", "Ingen fil er valgt"),
    ],
)
def test_what_was_typed_survives_the_refusal(cast: Cast, data: bytes, name: str, says: str) -> None:
    owner = made.record(cast, cast.nora_card)
    before = written(cast.ctx)
    hers = AtWork(replace(cast.ctx, file_bytes=1 << 20), cast.ingrid, "ingrid")
    had = {**before, "persona": written(cast.ctx)["persona"], "session": written(cast.ctx)["session"]}
    answer = send(hers, cast, data, name, **fields(owner))
    assert answer.status_code == 422
    assert says in words(answer.text)
    assert 'value="Ultralyd, rapport"' in answer.text
    assert re.search(rf'<option value="{owner}" selected>', answer.text)
    assert written(cast.ctx) == had


def test_a_form_without_words_asks_for_them_and_for_the_file_again(cast: Cast) -> None:
    made.record(cast, cast.nora_card)
    answer = send(ingrid(cast), cast, made_files.pdf(), owner="", title=" ", key="k")
    said = words(answer.text)
    assert "Hører til: velg ett av svarene." in said
    assert "Hva filen er mangler." in said
    assert "Velg filen på nytt" in said


def test_the_file_of_a_stranger_is_not_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's processor is lent to one who is not logged in; what they typed comes back."""
    read: list[bytes] = []

    async def seen(_: Cleaner, data: bytes, most: int) -> bytes:
        read.append(data[:most])
        return data

    monkeypatch.setattr(Cleaner, "made_anew", seen)
    stranger = TestClient(app.build(cast.ctx), base_url=HERE, follow_redirects=False)
    path = f"{card_path(cast.nora_card)}/vedlegg"
    sent = {"title": "Det jeg skrev", "owner": "3"}
    answer = stranger.post(
        path, data=sent, files={"file": ("a.pdf", made_files.pdf())}, headers={"Origin": HERE}
    )
    assert answer.status_code == 401
    assert "Det jeg skrev" in answer.text
    assert read == []
    elsewhere = stranger.post(
        path, data=sent, files={"file": ("a.pdf", b"%PDF-")}, headers={"Origin": "http://x"}
    )
    assert elsewhere.status_code == 403


def test_a_refused_page_shows_no_one_elses_files(cast: Cast) -> None:
    lars = AtWork(cast.ctx, cast.lars, "lars")
    assert lars.get(f"{card_path(cast.nora_card)}/vedlegg").status_code == 403
    owner = made.record(cast, cast.nora_card)
    assert send(lars, cast, made_files.pdf(), **fields(owner)).status_code == 403


def test_taking_it_back_asks_why_and_says_what_becomes_of_it(cast: Cast) -> None:
    owner = made.record(cast, cast.nora_card)
    hers = ingrid(cast)
    send(hers, cast, made_files.picture("PNG"), "a.png", **fields(owner))
    path = f"{card_path(cast.nora_card)}/vedlegg"
    one = re.search(r'href="([^"]+/trekk)"', hers.get(path).text)
    assert one
    base = re.search(r'name="base" value="([0-9]+)"', hers.get(one[1]).text)
    assert base
    assert "Grunnen mangler" in words(hers.post(one[1], base=base[1], reason="").text)
    assert hers.post(one[1], base="1", reason="Feil fil").status_code == 409
    assert hers.post(one[1], base=base[1], reason="Feil fil").status_code == 303
    assert "trukket tilbake" in words(hers.get(path).text)
    assert "Grunn: Feil fil" in words(hers.get(path).text)
    nora = AtWork(cast.ctx, cast.nora, "nora").get("/min").text
    assert "/min/vedlegg/" not in nora
    assert "<del>Ultralyd, rapport</del>" in nora


def test_others_are_served_while_a_file_is_made_anew(cast: Cast) -> None:
    """The child works beside the server, so a slow file stops nobody."""
    done: list[int] = []
    hers, his = ingrid(cast), AtWork(cast.ctx, cast.amir, "amir")
    owner = made.record(cast, cast.nora_card)
    sending = threading.Thread(
        target=lambda: done.append(send(hers, cast, made_files.bomb(), **fields(owner)).status_code)
    )
    sending.start()
    assert his.get(card_path(cast.nora_card)).status_code == 200
    sending.join()
    assert done == [422]
