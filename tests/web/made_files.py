"""Files as they may be sent: good ones, and each way in which one may be made to harm."""

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

Change = Callable[[pikepdf.Pdf], object]


def pdf(change: Change | None = None, **how: object) -> bytes:
    """A PDF of one page, changed so."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 200))
    if change:
        change(made)
    data = io.BytesIO()
    made.save(data, **how)  # type: ignore[arg-type]  # pikepdf's own names
    return data.getvalue()


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 30), **how: object) -> bytes:
    """A picture of Pillow's `kind`, red above and blue below."""
    image = Image.new("RGB", size, (200, 20, 20))
    image.paste((20, 20, 200), (0, size[1] // 2, size[0], size[1]))
    data = io.BytesIO()
    image.convert(mode).save(data, kind, **how)  # type: ignore[arg-type]  # Pillow's own names
    return data.getvalue()


def bomb() -> bytes:
    """A picture of 900 million pixels in a hundred thousand bytes."""
    data = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(data, "PNG")
    return data.getvalue()


def runs(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def runs_by_name(made: pikepdf.Pdf) -> None:
    """A script in the tree of names, spelled so that a search for its letters finds none."""
    action = made.make_indirect(Dictionary({"/S": Name("/JavaScript"), "/JS": String("app.alert(1)")}))
    made.Root.Names = Dictionary({"/JavaScript": Dictionary(Names=Array([String("a"), action]))})


def launches(made: pikepdf.Pdf) -> None:
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 200, 200]),
        A=Dictionary(S=Name.Launch, F=String("cmd.exe")),
    )
    made.pages[0].Annots = Array([made.make_indirect(link)])


def sends(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = Dictionary(
        Fields=Array([Dictionary(AA=Dictionary(K=Dictionary(S=Name.SubmitForm)))])
    )


def carries(made: pikepdf.Pdf) -> None:
    made.attachments["regning.exe"] = b"MZ"


def xfa(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = Dictionary(XFA=made.make_stream(b"<xdp/>"))


def links(made: pikepdf.Pdf) -> None:
    """What an ordinary report holds: a link to a page on the web, and the page it opens on."""
    made.Root.OpenAction = Array([made.pages[0].obj, Name.Fit])
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://a.example"))
    )
    made.pages[0].Annots = Array([link])


def locked() -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="o", user="u"))


def locked_for_print() -> bytes:
    """Opens without a password, and says what may not be done with it."""
    return pdf(encryption=pikepdf.Encryption(owner="o", user=""))
