"""Writes elements of one namespace, in the order they are asked for."""

import datetime as dt

from lxml import etree
from lxml.etree import _Element as Element

from helsekort.kith.values import Code, Moment


class Writer:
    """Adds children of one namespace; what is empty is left out."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace

    def root(self, name: str) -> Element:
        # The prefix-less form is the one that real messages have.
        return etree.fromstring(f'<{name} xmlns="{self.namespace}"/>')

    def add(self, parent: Element, name: str) -> Element:
        return etree.SubElement(parent, f"{{{self.namespace}}}{name}")

    def text(self, parent: Element, name: str, text: str) -> None:
        if text:
            self.add(parent, name).text = text

    def code(self, parent: Element, name: str, code: Code | None) -> None:
        if code is None:
            return
        element = self.add(parent, name)
        for key, value in (("V", code.value), ("S", code.system), ("DN", code.name), ("OT", code.original)):
            if value:
                element.set(key, value)

    def attribute(self, parent: Element, name: str, value: str) -> None:
        """`<name V="value"/>`."""
        if value:
            self.add(parent, name).set("V", value)

    def moment(self, parent: Element, name: str, moment: Moment | None) -> None:
        if moment is not None:
            self.attribute(parent, name, written(moment))


def written(moment: Moment) -> str:
    """Norwegian civil time without an offset, as laboratories write it; a day alone where no time is known."""
    if moment.at is None:
        return moment.on.isoformat()
    return dt.datetime.combine(moment.on, moment.at).isoformat()


def in_utc(moment: dt.datetime) -> str:
    """`2026-01-31T08:30:00Z`, for what is held in UTC."""
    return moment.isoformat().replace("+00:00", "Z")


def as_bytes(root: Element, encoding: str = "UTF-8") -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding=encoding)
