"""What people are called on a page: roles in words."""

from helsekort.web.shared.texts import Texts


def role_name(texts: Texts, code: str) -> str:
    """Volven 9060 code -> the role in words; empty for a code this service does not use."""
    _ = texts.translate
    return {"JO": _("jordmor"), "LE": _("lege"), "SP": _("helsesykepleier")}.get(code, "")
