"""The page about the national JSON API: what is covered, what is assumed, and where it is tested."""

from collections.abc import Callable, Iterable, Iterator

from helsekort import datafiles
from helsekort.api.dhg.door import PATH
from helsekort.dhg.faults import STATUS
from helsekort.dhg.table import Property
from helsekort.dhg.table import Table as Model

Table = Callable[[Iterable[str], Iterable[Iterable[object]]], str]
INTENT = (
    "The national service has a JSON API of its own. This door speaks it, over the same card as all others: what comes"
    " in by one goes out by the other (`tests/api/dhg/test_national_two_doors.py`). The description that was read is"
    " NHN's developer pages; the service itself was not tried against."
)
ASSUMED = (
    "Tokens are those of the [FHIR door](api.md#tokens), bound to a key (DPoP); in the demo, its people's own.",
    (
        "A system alone may ask for `/status`, and for nothing else. It is answered where someone at its unit has a"
        " care relation to the woman; else as for one who is not there."
    ),
    "HTTP status for each error code is ours: the description names the codes alone.",
    (
        "`/status` tells of consent only that there is a card; a death and a confidential address are not kept yet, so"
        " DHG-0002 and DHG-0004 are never given. What is not known is null. Each question is in the log."
    ),
    (
        "`updateStatus` takes recordStatus, by itself or in metadata, with metadata.version: deliveryDate with"
        " liveBirth is a birth, terminationDate another end, whose reason the model does not tell. It is"
        " said of every fetus that"
        " grows. Over is TERMINATED, after a birth too: no other word was seen. After a birth blocks can still be"
        " written while the card goes on."
    ),
    (
        "A property that is absent in an update was not known to its sender, and leaves what stands. One of null, or"
        " an empty text, says that it stands no more: what came by this door is withdrawn, with a reason that names"
        " this API; what others wrote stays. A value that differs from what others wrote stands beside it, and in a"
        " list's item, which is addressed by itself, corrects it."
    ),
    "A block that was never written is not there; a POST where one is answers DHG-0009, a PUT where none is DHG-0007.",
    "A block's version is the number of acts that have touched it, by any door; at 255 it takes no more updates.",
    "A UUID names card, thing and block in itself, so that no table of names is kept.",
    (
        "Tests carry no day in the model: one that comes in has the day it came, and the name that marks what came by"
        " this door. Haemoglobin of another time of the pregnancy than that day is marked unverified, in words."
    ),
    "Haemoglobin of the first trimester is one taken before 13+0, of the third one taken from 28+0 on.",
    (
        "A due date that comes in is a proposal; a clinician brings it into force. It has the length of the Norwegian"
        " method, for the model has none."
    ),
    (
        "Counts of earlier pregnancies are those of the rows that are there, where there are any; what is hidden is in"
        " none. A count that is sent stands by itself until there is a row."
    ),
    (
        "Where the model has one value and the card has rows, the newest of finding and row goes out: the number of"
        " fetuses of a scan, the fetus's RhD of the Rh follow-up. Notes on medicines and on earlier pregnancies are"
        " made of the rows, in words, behind what was sent before them."
    ),
    "Body mass is reckoned from height and weight, weeks and days from the due date in force: they go out so.",
    "fosterId 1 is the fetus with the first label, 2 the next; others are entered as far as it is stated how many.",
    "What is unusual is refused with a code; the header Helsekort-Confirm with that code says that it is meant.",
    "DELETE needs no version. A check-up that holds more than the model can show is not deleted by it.",
    "What is posted to a list and says no more than an item that stands is answered DHG-0009.",
    "`nhn-access-basis` may be left out, is read for its form, and opens nothing.",
    "Movements that are less or changed are `true`; a sender's `true` leaves the finer word.",
    (
        "Of Volven's lists 8534, 8536 and 8537 no values were obtained, but 1 = Hodeleie of 8534: other codes go out"
        " under the card's own name of the list, and unknown ones that come in are refused with DHG-0016."
    ),
    "A laboratory's answer is not changed or withdrawn by this door.",
    "Unknown properties are ignored; a name that stands twice in an object is refused.",
)


def dhg_page(page: Callable[..., str], table: Table) -> str:
    """Addresses, properties, assumptions and error codes."""
    model = datafiles.national(datafiles.catalogue())
    return page(
        "The national JSON API",
        "[`helsekort/dhg/model.toml`](../helsekort/dhg/model.toml)",
        INTENT,
        f"The door is `{PATH}`. Headers, bodies and versions are those of the description; the number of a woman stands"
        " in a header and in no address.",
        "## What is assumed\n\nWhere the description is silent:\n\n"
        + "\n".join(f"- {each}" for each in ASSUMED),
        "## Properties\n\n" + table(("block", "property", "on the card"), _properties(model)),
        "## Errors\n\n" + table(("code", "HTTP"), ((f"`{code}`", status) for code, status in STATUS.items())),
    )


def _properties(model: Model) -> Iterator[tuple[str, str, str]]:
    for name, block in model.blocks.items():
        for path, prop in block.properties.items():
            yield f"`{name}`", f"`{path}`", _place(prop)
        for path, prop in block.fetus.items():
            yield f"`{name}`", f"`{block.each_fetus}[].{path}`", _place(prop)
        if block.rows is not None:
            for path, prop in block.rows.cells.items():
                yield f"`{name}`", f"`{block.rows.path}[].{path}`", f"`{block.rows.group}.{prop.key}`"


def _place(prop: Property) -> str:
    if prop.due:
        return f"due date by {', '.join(prop.due)}"
    if prop.count:
        return f"rows of earlier births with {', '.join(prop.count)}"
    if prop.register:
        return "the register"
    if prop.day_of:
        return "the day of the findings"
    if prop.cell_of:
        return f"`{prop.key}` or `{prop.cell_of}.{prop.key}`, the newest"
    if prop.told:
        return f"`{prop.key}`, and rows of `{prop.told.group}` in words"
    return f"`{prop.key}`" if prop.key else f"reckoned: {prop.reckoned}"
