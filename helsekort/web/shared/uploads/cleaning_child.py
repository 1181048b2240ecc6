"""The child that makes one file anew: its bytes on standard input, the new ones on standard output.

Started by cleaning.py with the media type, which says by what it is read: nothing is guessed here. Of a picture only
the picture is left, of a PDF what its pages need: what stands before, between or behind is not carried over. A PDF that
could run something, open something, or carries files or a lock, is refused, and its refusal says which.
"""

from __future__ import annotations  # types of libraries that only the child loads

import io
import resource
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pikepdf import Object
    from PIL.Image import Image

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
BROKEN, ACTIVE, LOCKED, TOO_BIG = 10, 11, 12, 13
"""Exit statuses that say why a file was refused."""
MOST_PIXELS = 50_000_000
"""More than any camera or scanner in use gives; a picture that packs more is made to fill memory."""
QUALITY = 92
"""JPEG's own scale. A picture that was sent as JPEG is packed anew once, so little is lost that could be seen."""
# More than such a picture takes when it is unpacked and turned, less than would trouble the machine.
_MEMORY = 1 << 30
_PROCESSOR_SECONDS = 30

# Names that stand in a PDF only where it does more than show pages. Source: ISO 32000-2 12.6.4, 7.11.4, 12.3.5, 12.7.8.
RUNS = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"})
CARRIES = frozenset({"/EmbeddedFiles", "/EF", "/Collection"})
ACTIONS = frozenset(
    {
        *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie"),
        *("/Sound", "/RichMediaExecute", "/GoTo3DView"),
    }
)


class RefusedError(Exception):
    """The file is not taken; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def picture(data: bytes, media_type: str) -> bytes:
    """The same picture, packed anew, the right way up, without what else lay in the file."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # the size is looked at here, before anything is unpacked
    kind = media_type.removeprefix("image/").upper()
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise RefusedError(TOO_BIG)
            turned = ImageOps.exif_transpose(opened)
            return _packed(turned, kind)
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError):
        raise RefusedError(BROKEN) from None


def _packed(turned: Image, kind: str) -> bytes:
    kept = ("L", "RGB") if kind == "JPEG" else ("1", "L", "LA", "I;16", "P", "RGB", "RGBA")
    shown = turned if turned.mode in kept else turned.convert("RGB")
    shown.info = {name: value for name, value in shown.info.items() if name == "transparency"}
    made = io.BytesIO()
    if kind == "JPEG":
        shown.save(made, kind, quality=QUALITY, subsampling=0)
    else:
        shown.save(made, kind)
    return made.getvalue()


def document(data: bytes) -> bytes:
    """The same PDF, written anew from what its pages need."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as opened:
            if opened.is_encrypted:
                raise RefusedError(LOCKED)
            if not len(opened.pages):
                raise RefusedError(BROKEN)
            for each in opened.objects:
                _refuse_active(each)
            made = io.BytesIO()
            # the same file gives the same bytes, so that what is sent twice is kept once
            opened.save(made, deterministic_id=True)
            return made.getvalue()
    except pikepdf.PasswordError:
        raise RefusedError(LOCKED) from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise RefusedError(BROKEN) from None


def _refuse_active(whole: Object) -> None:
    """Look through one object of the file; what it refers to is an object of its own."""
    for found in _dictionaries(whole):
        names = set(found.keys())
        action = found.get("/S")
        if names & (RUNS | CARRIES) or (action is not None and str(action) in ACTIONS):
            raise RefusedError(ACTIVE)


def _dictionaries(whole: Object) -> Iterator[Object]:
    """The object and all that lies in it, where it has names."""
    from pikepdf import Array, Dictionary, Stream

    waiting = [whole]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Array):
            waiting.extend(each for each in one if _lies_in(each))
        elif isinstance(one, Dictionary | Stream):
            yield one
            waiting.extend(each for each in one.values() if _lies_in(each))


def _lies_in(each: object) -> bool:
    from pikepdf import Array, Dictionary

    return isinstance(each, Array | Dictionary) and not each.is_indirect


def main() -> int:
    """Exit status 0, or why the file was refused."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    media_type, data = sys.argv[1], sys.stdin.buffer.read()
    try:
        made = document(data) if media_type == PDF else picture(data, media_type)
    except RefusedError as refused:
        return refused.status
    except MemoryError:
        return TOO_BIG
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
