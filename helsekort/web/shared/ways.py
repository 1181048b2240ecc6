"""How they met, in words."""

from helsekort.record.entries import Way
from helsekort.web.shared.texts import Texts


def way_name(texts: Texts, way: Way) -> str:
    """`på kontoret`, `på telefon`."""
    _ = texts.translate
    return {
        Way.VISIT: _("på kontoret"),
        Way.PHONE: _("på telefon"),
        Way.WALK_IN: _("kom innom"),
        Way.HOME: _("hjemme hos kvinnen"),
        Way.VIDEO: _("på video"),
    }[way]
