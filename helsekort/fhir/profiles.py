"""The closed profiles by the name of their type, read off the two unions of stored.py."""

from typing import get_args

from helsekort.fhir.stored import OfParty, OnCard

ON_CARD: dict[str, type] = {each.__name__: each for each in get_args(OnCard)}
OF_PARTY: dict[str, type] = {each.__name__: each for each in get_args(OfParty)}
ALL = ON_CARD | OF_PARTY

CREATED = ("EpisodeOfCare", "Encounter", "Observation", "RelatedPerson")
"""Types that another system may write by itself; all others come in by other ways and are read only."""
UPDATED = ("Encounter", "Observation", "RelatedPerson")
FORMS = "Questionnaire"
RULES = ("ActivityDefinition", "PlanDefinition")
"""What is read by anyone and written by nobody: the forms, and the guideline's rules where it is switched on."""
"""The type of our forms: read and searched by anyone, and stored on no card."""
FILES = "Binary"
"""The type of a file's bytes: read by the id of its DocumentReference, and in no search or Bundle."""
LOG = "AuditEvent"
"""The type of a line of her log: searched by herself, and stored nowhere."""
WOMAN = ("subject", "patient")
"""The elements by which a resource names her."""
