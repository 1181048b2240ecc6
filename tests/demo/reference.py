"""What the clinical reference says of the twelve women, typed from it and not from the story files.

Days are counted from today. A blood pressure of a check-up is `142/92 138/88` where it was taken twice; an empty text
says that nothing was taken. A result is written `what=value`.
"""

from typing import NamedTuple


class Her(NamedTuple):
    """Who she is today, and the due date in force. `age` is today's, or that on the day the pregnancy was over."""

    name: str
    years: int
    age: str
    edd: int
    method: str


class CheckUp(NamedTuple):
    """A check-up: its day, the gestational age on it, and what was measured."""

    day: int
    age: str
    pressures: str
    weight: str
    fundal_height: str


WOMEN = {
    "kari": Her("Kari Lunde Berg", 31, "28+0", 87, "US_EARLY"),
    "nora": Her("Nora Haugen Sletten", 36, "31+0", 66, "US_EARLY"),
    "silje": Her("Silje Marie Aas", 33, "26+3", 98, "ART_TRANSFER"),
    "hilde": Her("Hilde Rognmo", 29, "28+5", 82, "US_EARLY"),
    "fatima": Her("Fatima Noor Ahmed", 32, "33+2", 50, "US_EARLY"),
    "ragnhild": Her("Ragnhild Moe Stavik", 38, "41+3", -7, "US_EARLY"),
    "ida": Her("Ida Kristine Holm", 27, "10+5", 199, "LMP_SURE"),
    "marte": Her("Marte Lindqvist Dahl", 34, "36+4", 27, "US_EARLY"),
    "selam": Her("Selam Tesfay", 24, "30+1", 72, "US_SECOND"),
    "berit": Her("Berit Vik", 30, "22+5", 124, "US_EARLY"),
    "thea": Her("Thea Bakken", 15, "16+4", 167, "US_EARLY"),
    "emma": Her("Emma Solberg Nilsen", 28, "5+3", 245, "LMP_UNSURE"),
}

CHECK_UPS = {
    "kari": [
        CheckUp(-132, "9+1", "112/68", "65.0", ""),
        CheckUp(-27, "24+1", "114/70", "69.4", "24"),
    ],
    "nora": [
        CheckUp(-159, "8+2", "124/78", "88.5", ""),
        CheckUp(-46, "24+3", "128/82", "92.0", "24"),
        CheckUp(-19, "28+2", "134/86", "93.4", "27"),
        CheckUp(-3, "30+4", "142/92 138/88", "95.2", "28"),
    ],
    "silje": [
        CheckUp(-127, "8+2", "112/70", "62.0", ""),
        CheckUp(-15, "24+2", "116/72", "71.8", ""),
    ],
    "hilde": [
        CheckUp(-131, "10+0", "110/64", "70.2", ""),
        CheckUp(-30, "24+3", "112/68", "75.0", "24"),
        CheckUp(-2, "28+3", "118/72", "77.1", "28"),
    ],
    "fatima": [
        CheckUp(-166, "9+4", "116/74", "72.8", ""),
        CheckUp(-57, "25+1", "118/76", "79.0", "26"),
        CheckUp(-50, "26+1", "", "", ""),
        CheckUp(-36, "28+1", "120/76", "79.6", "29"),
        CheckUp(-9, "32+0", "122/78", "81.0", "33"),
    ],
    "ragnhild": [
        CheckUp(-221, "9+6", "118/70", "60.4", ""),
        CheckUp(-121, "24+1", "116/70", "66.0", "24"),
        CheckUp(-93, "28+1", "118/72", "67.5", "27"),
        CheckUp(-65, "32+1", "118/74", "69.3", "31"),
        CheckUp(-37, "36+1", "122/76", "71.0", "34"),
        CheckUp(-23, "38+1", "124/78", "71.8", "36"),
        CheckUp(-9, "40+1", "126/78", "72.5", "37"),
    ],
    "ida": [
        CheckUp(-35, "7+0", "114/70", "66.3", ""),
    ],
    "marte": [
        CheckUp(-192, "9+1", "108/66", "74.6", ""),
        CheckUp(-87, "24+1", "110/68", "80.1", "24"),
        CheckUp(-59, "28+1", "112/68", "82.0", "28"),
        CheckUp(-28, "32+4", "114/70", "84.2", "32"),
        CheckUp(-3, "36+1", "116/72", "86.0", "35"),
    ],
    "selam": [
        CheckUp(-73, "19+5", "104/62", "52.4", ""),
        CheckUp(-42, "24+1", "106/64", "54.6", "23"),
    ],
    "berit": [
        CheckUp(-95, "9+1", "122/76", "59.3", ""),
        CheckUp(-30, "18+3", "120/74", "62.8", ""),
    ],
    "thea": [
        CheckUp(-23, "13+2", "108/64", "55.0", ""),
    ],
    "emma": [],
}

RESULTS = {
    "kari": {
        -130: "haemoglobin=12.8 ferritin=46 abo=A rhd=POS antibody_screen=NEG hbsag=NEG hiv=NEG syphilis=NEG",
    },
    "nora": {
        -158: "haemoglobin=13.1 ferritin=84 hba1c=37 abo=O rhd=POS antibody_screen=NEG hbsag=NEG hiv=NEG syphilis=NEG",
        -39: "glucose_fasting=4.9 glucose_2h=6.8",
        -19: "haemoglobin=12.4",
        -3: "haemoglobin=12.6",
    },
    "silje": {
        -126: "haemoglobin=12.2 ferritin=28 abo=AB rhd=POS antibody_screen=NEG hbsag=NEG hiv=NEG syphilis=NEG",
        -15: "haemoglobin=10.6",
        -5: "glucose_fasting=4.8 glucose_2h=8.9",
    },
    "hilde": {
        -131: "haemoglobin=12.0 ferritin=33 abo=O rhd=NEG antibody_screen=NEG hbsag=NEG hiv=NEG syphilis=NEG",
        -22: "antibody_screen=POS",
        -2: "haemoglobin=11.1",
    },
    "fatima": {
        -165: "haemoglobin=12.0 ferritin=22 hba1c=38 abo=B rhd=POS antibody_screen=NEG hbsag=NEG hiv=NEG syphilis=NEG",
        -57: "glucose_fasting=5.3 glucose_2h=8.1",
        -36: "haemoglobin=11.3",
    },
    "ragnhild": {
        -220: "haemoglobin=13.4 ferritin=61 abo=A rhd=POS antibody_screen=NEG hbsag=NEG hiv=NEG syphilis=NEG",
        -113: "glucose_fasting=4.6 glucose_2h=6.1",
        -93: "haemoglobin=11.8",
    },
    "ida": {
        -34: "haemoglobin=13.0 ferritin=52 abo=A rhd=POS antibody_screen=NEG hbsag=NEG hiv=NEG syphilis=NEG",
    },
    "marte": {
        -191: "haemoglobin=12.1 ferritin=18 abo=A rhd=POS antibody_screen=NEG hbsag=NEG hiv=NEG syphilis=NEG",
        -59: "haemoglobin=10.8 ferritin=9",
        -28: "haemoglobin=11.4",
    },
    "selam": {
        -73: "haemoglobin=9.6 ferritin=6 mcv=74 abo=O rhd=POS antibody_screen=NEG hbsag=POS hiv=NEG"
        " syphilis=NEG hbv_core=POS",
        -42: "haemoglobin=10.3 hbv_dna=1900",
    },
    "berit": {
        -94: "haemoglobin=12.5 ferritin=40 abo=B rhd=POS antibody_screen=NEG hbsag=NEG hiv=NEG syphilis=NEG",
    },
    "thea": {
        -22: "haemoglobin=12.1 ferritin=24 abo=A rhd=NEG antibody_screen=NEG hbsag=NEG hiv=NEG syphilis=NEG"
        " chlamydia=POS",
    },
    "emma": {},
}

LIE = {"nora": "CEPH", "silje": "CEPH BREECH", "fatima": "CEPH", "ragnhild": "CEPH", "marte": "BREECH_FRANK"}
"""As last seen, by fetus; of the others nobody has looked."""


class Earlier(NamedTuple):
    """An earlier pregnancy: years ago, age at its end where it is known, how, grams, sex, and what became of it."""

    years: int
    age: str
    mode: str
    grams: str
    sex: str
    outcome: str


EARLIER = {
    "kari": [Earlier(3, "40+2", "VAG", "3480", "F", "LIVE")],
    "silje": [Earlier(2, "", "", "", "", "SA_EARLY")],
    "hilde": [Earlier(2, "39+1", "VAG", "3310", "M", "LIVE")],
    "fatima": [
        Earlier(6, "39+5", "VAG", "3900", "F", "LIVE"),
        Earlier(4, "40+5", "VAG", "4620", "M", "LIVE"),
    ],
    "marte": [
        Earlier(15, "", "", "", "", "TERMINATION"),
        Earlier(8, "", "", "", "", "SA_EARLY"),
        Earlier(7, "39+4", "CS_ACUTE", "3720", "M", "LIVE"),
        Earlier(3, "40+0", "VAG", "3640", "F", "LIVE"),
    ],
    "selam": [Earlier(2, "", "VAG", "", "F", "LIVE")],
    "berit": [Earlier(5, "38+6", "VAG", "3190", "F", "LIVE")],
}

SCANS = {
    "kari": {-109: "A crl=59", -68: "A bpd=42 femur_length=27 placenta_to_os=60"},
    "nora": {-132: "A crl=56", -87: "A placenta_to_os=80"},
    "silje": {
        -99: "A crl=60 B crl=57",
        -71: "A liquor_pocket=4.6 B liquor_pocket=4.1",
        -57: "A B",
        -43: "A liquor_pocket=4.9 B liquor_pocket=4.0",
        -29: "A estimated_weight=470 liquor_pocket=5.0 B estimated_weight=440 liquor_pocket=4.2",
        -15: "A estimated_weight=660 liquor_pocket=5.1 B estimated_weight=590 liquor_pocket=3.9",
        -1: "A estimated_weight=900 liquor_pocket=5.2 umbilical_artery_pi=1.05"
        " B estimated_weight=780 liquor_pocket=3.8 umbilical_artery_pi=1.12",
    },
    "hilde": {-114: "A crl=60", -71: "A placenta_to_os=55"},
    "fatima": {
        -146: "A crl=60",
        -103: "A placenta_to_os=40",
        -2: "A estimated_weight=2380 weight_deviation=12 liquor_pocket=6.1",
    },
    "ragnhild": {-204: "A crl=57", -162: "A"},
    "ida": {-11: "A crl=15"},
    "marte": {
        -170: "A crl=57",
        -127: "A placenta_to_os=8",
        -32: "A placenta_to_os=42",
        -1: "A estimated_weight=2890 weight_deviation=2 liquor_pocket=4.4",
    },
    "selam": {-73: "A"},
    "berit": {-73: "A crl=57", -30: "A"},
    "thea": {-19: "A crl=80"},
    "emma": {},
}
"""The numbers of each examination by ultrasound, of each fetus; up to today."""


class Child(NamedTuple):
    """Sex, grams, centimetres long and around the head, the three Apgar scores."""

    sex: str
    grams: str
    length: str
    head: str
    apgar: str


class Birth(NamedTuple):
    """Its day and age, how it began and went, millilitres bled, each child, and the children's weights after it."""

    day: int
    age: str
    onset: str
    mode: str
    blood: str
    children: list[Child]
    weights: str = ""


BIRTHS = {
    "kari": Birth(
        88, "40+4", "SPONT", "VAG", "350", [Child("M", "3590", "50", "35.5", "9 10 10")], "3370 3610 4720"
    ),
    "nora": Birth(
        25, "34+4", "INDUCED", "CS_ACUTE", "600", [Child("F", "1980", "43", "31.0", "7 9 9")], "2890"
    ),
    "silje": Birth(
        70,
        "36+3",
        "INDUCED",
        "VAG",
        "900",
        [Child("M", "2410", "46", "33.0", "9 10 10"), Child("M", "2190", "45", "32.5", "7 9 9")],
        "2330 2140",
    ),
    "hilde": Birth(77, "39+5", "SPONT", "VAG", "400", [Child("F", "3420", "49", "34.5", "9 9 10")]),
    "fatima": Birth(
        41, "39+1", "INDUCED", "VAG", "450", [Child("M", "4050", "52", "36.0", "8 9 10")], "3880"
    ),
    "ragnhild": Birth(
        3, "41+6", "INDUCED", "VACUUM", "550", [Child("F", "3620", "51", "35.0", "7 9 10")], "3300"
    ),
    "marte": Birth(
        18, "39+1", "CS_BEFORE_LABOUR", "CS_PLANNED", "700", [Child("M", "3510", "50", "36.0", "9 10 10")]
    ),
    "selam": Birth(68, "39+6", "SPONT", "VAG", "800", [Child("M", "3080", "48", "34.0", "9 10 10")], "2900"),
    "berit": Birth(117, "39+3", "SPONT", "VAG", "300", [Child("M", "3340", "50", "35.0", "9 10 10")]),
    "thea": Birth(157, "39+0", "SPONT", "VAG", "300", [Child("F", "3210", "49", "34.0", "9 10 10")]),
}

AFTER = {
    "kari": {91: "118/74", 130: "116/72"},
    "nora": {29: "158/98", 35: "138/88", 67: "128/82"},
    "silje": {112: ""},
    "hilde": {117: ""},
    "fatima": {46: "118/76", 83: ""},
    "ragnhild": {44: ""},
    "marte": {21: "", 60: ""},
    "selam": {110: ""},
    "berit": {157: ""},
    "thea": {199: ""},
}
"""The mother's check-ups after the birth, with the blood pressure where one was told."""
