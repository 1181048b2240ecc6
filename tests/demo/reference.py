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
        -19: "haemoglobin=12.4",
        -3: "haemoglobin=12.6",
    },
    "silje": {
        -126: "haemoglobin=12.2 ferritin=28 abo=AB rhd=POS antibody_screen=NEG hbsag=NEG hiv=NEG syphilis=NEG",
        -15: "haemoglobin=10.6",
    },
    "hilde": {
        -131: "haemoglobin=12.0 ferritin=33 abo=O rhd=NEG antibody_screen=NEG hbsag=NEG hiv=NEG syphilis=NEG",
        -22: "antibody_screen=POS",
        -2: "haemoglobin=11.1",
    },
    "fatima": {
        -165: "haemoglobin=12.0 ferritin=22 hba1c=38 abo=B rhd=POS antibody_screen=NEG hbsag=NEG hiv=NEG syphilis=NEG",
        -36: "haemoglobin=11.3",
    },
    "ragnhild": {
        -220: "haemoglobin=13.4 ferritin=61 abo=A rhd=POS antibody_screen=NEG hbsag=NEG hiv=NEG syphilis=NEG",
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
        -73: "haemoglobin=9.6 ferritin=6 abo=O rhd=POS antibody_screen=NEG hbsag=POS hiv=NEG syphilis=NEG",
        -42: "haemoglobin=10.3",
    },
    "berit": {
        -94: "haemoglobin=12.5 ferritin=40 abo=B rhd=POS antibody_screen=NEG hbsag=NEG hiv=NEG syphilis=NEG",
    },
    "thea": {
        -22: "haemoglobin=12.1 ferritin=24 abo=A rhd=NEG antibody_screen=NEG hbsag=NEG hiv=NEG syphilis=NEG",
    },
    "emma": {},
}

LIE = {"nora": "CEPH", "silje": "CEPH BREECH", "fatima": "CEPH", "ragnhild": "CEPH", "marte": "BREECH_FRANK"}
"""As last seen, by fetus; of the others nobody has looked."""
