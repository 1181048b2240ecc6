"""The table of the national model: it has every property, each leads to the card, and a wrong table is refused."""

import pytest

from helsekort import datafiles
from helsekort.dhg.table import BadTable, read_table
from tests.cast import data
from tests.house.tree import PACKAGE

CATALOGUE = data()[0]
TEXT = (PACKAGE / "dhg" / "model.toml").read_text(encoding="utf-8")
# Every property of the description, by block; what stands in an object has its path.
PROPERTIES = {
    "mother": """name address postNumber postName employedLast6Months employmentPercentage occupationAndIndustry
        language countryOfBirth needsLanguageInterpreter cohabitingCoparent cohabitingCoparentNote""",
    "pointsOfContact": """generalPractitioner.name generalPractitioner.organizationName
        generalPractitioner.organizationId generalPractitioner.hprNr midwife.name midwife.organizationName
        midwife.organizationId midwife.hprNr birthInstitute maternityHealthcareCentre""",
    "previousPregnancies": """numberOfPreviousPregnancies numberOfPreviousLiveBirths spontaneousMiscarriages
        stillBirths22weeks numberOfEctopicPregnancies note""",
    "geneticDisorders": "noneKnown parentsAreRelatives hipDysplasia other note",
    "medicalConditions": """nothingParticular heartDisease highBloodPressure kidneyUrinaryTractDiseases diabetes
        allergiesAsthma epilepsy thrombosis autoimmuneDisease gynecologicalConditions mentalHealth other note""",
    "medication": "medicationFrequency drugAllergy folate.takenBefore folate.takenDuring note",
    "lifestyleFactors": """stimuli.stimuliType stimuli.stimuliFrequencyFirstConsultation.stimuliFrequency
        stimuli.stimuliFrequencyFirstConsultation.dailyCount stimuli.stimuliFrequencyAtWeek36.stimuliFrequency
        stimuli.stimuliFrequencyAtWeek36.dailyCount note""",
    "currentPregnancy": """dateLastPeriod dueDate dueDateBasedOnUltrasound dueDateCorrectedDate
        hasPrenatalDiagnosticsTests numberOfFetuses assistedConception.hadAssistedConception
        assistedConception.dateAssistedConception birthPreparationTalk breastfeedingGuidance""",
    "clinicalTests": """hemoglobin hemoglobinAt3rdTrimester ferritin hbv hbvCore hiv syphilis aboRh.aboType
        aboRh.rhesusDType bloodAntibodies chlamydia toxoplasmosis rubellaAntigen hepatitisC mrsaVreEsbl bHbA1c
        glucoseTolerance.fastingGlucoseLevel glucoseTolerance.post2hGlucoseLevel glucoseTolerance.testDate gonorrhea
        cytomegaloVirus asymptomaticBacteriuria groupBStreptococci note""",
    "rhesusDNegative": """consentFetalRhesusTyping fetusRhDPositiveAtWeek24 prophylaxisAtWeek28 dateForResult
        note""",
    "vitalMeasurementsBeforePregnancy": "height prePregnancyWeight bMI",
    "symphysisFundalHeights": "pregnancyWeek measurement measurementDate",
    "antenatalAppointments": """appointmentDate pregnancyWeek daysAfterFullPregnancyWeek motherWeight bloodPressure
        proteinInUrineTestResult edema fetusesVitalSigns.fetalHeartRate fetusesVitalSigns.fetalPresentationLie
        fetusesVitalSigns.motherFeelsBabyMovements fetusesVitalSigns.note medication employmentRate note""",
    "birthStatus": "birthStatus.status birthStatus.datetime",
}


def test_every_property_has_its_place() -> None:
    table = datafiles.national(CATALOGUE)
    assert {name: set(words.split()) for name, words in PROPERTIES.items()} == {
        name: set(block.paths) for name, block in table.blocks.items()
    }


def test_what_is_written_can_be_read_back() -> None:
    """A code that goes out by a word comes in by that word, and two words are never one."""
    table = datafiles.national(CATALOGUE)
    for block in table.blocks.values():
        for prop in block.all_properties:
            words = [word.casefold() for word in prop.values]
            assert len(set(words)) == len(words)
            ours = [code for several in prop.values.values() for code in several]
            assert len(set(ours)) == len(ours)


def test_a_list_that_is_true_or_false_leaves_no_code_out() -> None:
    """Where our list has a code that the model has no word for, it would go out as not taken."""
    table = datafiles.national(CATALOGUE)
    for block in table.blocks.values():
        for prop in block.all_properties:
            if prop.values and not prop.system:
                ours = {code for several in prop.values.values() for code in several}
                assert ours == CATALOGUE.codes(prop.key).keys(), (block.name, prop.path)


# what is changed in the text -> what the message says
BAD = {
    "an unknown key": ('{ key = "ferritin" }', '{ key = "ferritine" }', "ferritine"),
    "an unknown code": ('A = ["A"]', 'A = ["X"]', "no code X"),
    "a code without words": (
        ', values = { A = ["A"], B = ["B"], AB = ["AB"], O = ["O"] }',
        "",
        "needs `values`",
    ),
    "words for a number": (
        '{ key = "ferritin" }',
        '{ key = "ferritin", values = { a = ["A"] } }',
        "only a coded",
    ),
    "two homes": ('{ key = "ferritin" }', '{ key = "ferritin", register = "name" }', "say once"),
    "no home": ('{ key = "ferritin" }', "{ whole = true }", "say once"),
    "an unknown word": ('{ key = "ferritin" }', '{ kye = "ferritin" }', "kye"),
    "a day of nothing": ('on = "dateForResult"', 'on = "resultDate"', "no property resultDate"),
    "an unknown group": ('group = "newborn"', 'group = "newborns"', "no group newborns"),
    "a cell of another group": ('{ key = "born_at" }', '{ key = "last_period" }', "name cells"),
    "a number twice": ("number = 2\n", "number = 1\n", "number"),
    "no TOML": ("[reasons]", "[reasons", "Mend"),
    "a missing reason": ("undated", "undatert", "reasons"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_wrong_table_is_refused_with_the_remedy(case: str) -> None:
    before, after, says = BAD[case]
    assert before in TEXT
    with pytest.raises(BadTable, match=says):
        read_table(TEXT.replace(before, after), CATALOGUE)
