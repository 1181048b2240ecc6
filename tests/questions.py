"""A small catalogue and one form of it, with every kind of question: for tests of the form engine itself."""

from helsekort.fhir.questionnaire import build
from helsekort.fhir.resources.questionnaire import Questionnaire
from helsekort.record.layouts import read_layouts
from helsekort.record.measurements import Catalogue, read_catalogue

_SOURCE = 'source = "made up for tests"\nmark = "D"\n'

MEASURABLES = "\n".join(
    f"[{key}]\n{fields}\n{_SOURCE}"
    for key, fields in {
        "height": 'label = "Høyde"\nkind = "quantity"\nunit = "cm"\nshown_unit = "cm"\n'
        "ask = [145, 190]\nrefuse = [100, 215]",
        "births": 'label = "Fødsler"\nkind = "quantity"\nunit = "1"\nrefuse = [0, 25]',
        "score": 'label = "Indeks"\nkind = "quantity"\nunit = "1"\ndecimals = 1',
        "excess": 'label = "Base"\nkind = "quantity"\nunit = "mmol/L"\ndecimals = 1\nrefuse = [-30, 30]',
        "length_then": 'label = "Lengde da"\nkind = "quantity"\nunit = "d"\nshown_unit = "dager"',
        "employed": 'label = "I arbeid"\nkind = "yesno"',
        "percent": 'label = "Prosent"\nkind = "quantity"\nunit = "%"\nshown_unit = "%"',
        "heart": 'label = "Hjerte"\nkind = "yesno"',
        "kidney": 'label = "Nyre"\nkind = "yesno"',
        "kinds": 'label = "Slag"\nkind = "codes"\nlist = "KIND"',
        "way": 'label = "Måte"\nkind = "code"\nlist = "KIND"',
        "substance": 'label = "Stoff"\nkind = "text"',
        "family": 'label = "I familien"\nkind = "text"\ncan_deny = true\ndenied = "ikke noe kjent"',
        "last": 'label = "Sist"\nkind = "date"',
        "waters": 'label = "Vann"\nkind = "moment"',
        "pressure": 'label = "Blodtrykk"\nkind = "pressure"\nunit = "mm[Hg]"\nshown_unit = "mmHg"',
        "systolic": 'label = "Overtrykk"\nkind = "part"\nunit = "mm[Hg]"\nask = [80, 159]\nrefuse = [40, 280]',
        "diastolic": 'label = "Undertrykk"\nkind = "part"\nunit = "mm[Hg]"\nask = [45, 109]\nrefuse = [0, 200]',
        "beat": 'label = "Hjertelyd"\nkind = "yesno"\nper_fetus = true',
        "extra": 'label = "Mer"\nkind = "yesno"\nextension = true',
    }.items()
)
CODES = """
[KIND]
title = "Slag"
system = "kind"
source = "made up for tests"
codes = { A = "første", B = "andre", C = "tredje" }
"""
GROUPS = "\n".join(
    f"[{key}]\n{fields}\n{_SOURCE}"
    for key, fields in {
        "allergy": 'label = "Allergi"\nplural = "Allergier"\nfields = ["substance", "kinds", "waters", "pressure"]\n'
        'required = ["substance"]\nrepeats = true',
        "habit": 'label = "Vane"\nplural = "Vaner"\nfields = ["way", "kinds", "births"]\n'
        'required = ["way"]\nrepeats = true',
        "scan": 'label = "Måling"\nplural = "Målinger"\nfields = ["excess", "beat"]\nabout = "fetus"\nrepeats = true',
        "more": 'label = "Mer"\nfields = ["extra"]\nextension = true',
    }.items()
)
FORM = """
title = "Prøveskjema"
version = "3"
[[section]]
key = "first"
title = "Først"
plain = "Litt om dette."
rest = true
items = [
    ["height", "births", "score"],
    "employed",
    { what = "percent", when = "employed", is = ["yes"] },
    "heart",
    { what = "kidney", lasting = true },
    "way",
    "family",
    { what = "substance", short = true, again = true },
    "last",
    "waters",
    "pressure",
    "length_then",
    "beat",
]
[[section]]
key = "rows"
title = "Rader"
items = [
    { group = "allergy", lasting = true, dated = true },
    { group = "habit", each = "way", fields = ["births"] },
    "scan",
    "more",
]
[[section]]
key = "beyond"
title = "Utenfor"
items = ["extra"]
"""


def catalogue() -> Catalogue:
    """The small catalogue."""
    return read_catalogue(
        measurements={"measurements.toml": MEASURABLES},
        codes={"codes.toml": CODES},
        groups={"groups.toml": GROUPS},
    )


def questionnaire() -> Questionnaire:
    """The one form as a Questionnaire, with two words of English."""
    known = catalogue()
    english = {"Høyde": "Height", "ja": "yes", "Prøveskjema": "Trial form"}
    layout = read_layouts({"trial": FORM}, known)["trial"]
    return build(layout, known, {"en": lambda text: english.get(text, text)})
