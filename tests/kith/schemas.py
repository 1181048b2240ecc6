"""The published XML schemas, put together from a folder: they import one another by addresses on the web."""

from pathlib import Path

from lxml import etree

SIGNATURE = b"""<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/2000/09/xmldsig#">
<element name="Signature"/></schema>"""


class _Folder(etree.Resolver):
    """Finds an imported schema by the last part of its address. Signatures are not checked, so theirs is empty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def resolve(self, system_url: str, _public_id: str, context: object) -> object:
        name = system_url.rsplit("/", 1)[-1]
        if name == "xmldsig-core-schema.xsd":
            return self.resolve_string(SIGNATURE, context)  # type: ignore[arg-type]  # lxml's own, untyped
        return self.resolve_filename(str(self.folder / name), context)  # type: ignore[arg-type]  # lxml's own, untyped


def schema(folder: Path, *names: str) -> etree.XMLSchema:
    """One schema, or several as one where one document may hold another."""
    parser = etree.XMLParser()
    parser.resolvers.add(_Folder(folder))
    if len(names) == 1:
        return etree.XMLSchema(etree.parse(folder / names[0], parser))
    imports = "".join(
        f'<import namespace="{etree.parse(folder / name).getroot().get("targetNamespace")}" schemaLocation="{name}"/>'
        for name in names
    )
    root = f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{imports}</schema>'
    return etree.XMLSchema(etree.fromstring(root, parser, base_url=f"{folder}/all.xsd"))
