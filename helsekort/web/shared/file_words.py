"""A file in words, and as an answer."""

from decimal import Decimal

from starlette.responses import Response

from helsekort.actions.attachments import OpenedFile
from helsekort.record.entries import Attachment
from helsekort.record.files import ENDINGS, PDF
from helsekort.web.shared.headers import PERSONAL
from helsekort.web.shared.texts import Texts

_THOUSAND, _MILLION = 1000, 1_000_000


def kind_and_size(texts: Texts, attachment: Attachment) -> str:
    """`PDF, 1,2 MB`."""
    kind = "PDF" if attachment.media_type == PDF else texts.translate("bilde")
    if attachment.size < _MILLION:
        return f"{kind}, {max(round(attachment.size / _THOUSAND), 1)} kB"
    return f"{kind}, {texts.number(Decimal(attachment.size) / _MILLION, 1)} MB"


def file_answer(found: OpenedFile) -> Response:
    """The bytes, as the kind they were found to be and never another."""
    # no one's name: the file may come to lie in a folder that others see
    disposition = {"Content-Disposition": f'inline; filename="vedlegg.{ENDINGS[found.media_type]}"'}
    return Response(found.data, media_type=found.media_type, headers={**PERSONAL, **disposition})
