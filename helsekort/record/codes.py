"""Code systems, once. Ours end in the list's own name; the rest are as published by their owners."""

OURS = "https://helsekort.example/fhir/"  # a reserved name: no server answers there
CODE_SYSTEM = OURS + "CodeSystem/"
EXTENSION = OURS + "StructureDefinition/"
PROFILE = OURS + "StructureDefinition/"

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
ABSENT_REASON = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"

FNR = "urn:oid:2.16.578.1.12.4.1.4.1"
DNR = "urn:oid:2.16.578.1.12.4.1.4.2"
FHN = "urn:oid:2.16.578.1.12.4.1.4.3"  # felles hjelpenummer
NATIONAL_NUMBERS = frozenset({FNR, DNR, FHN})
HPR = "urn:oid:2.16.578.1.12.4.1.4.4"
ENH = "urn:oid:2.16.578.1.12.4.1.4.101"
HER = "urn:oid:2.16.578.1.12.4.1.2"
HPR_CATEGORY = "urn:oid:2.16.578.1.12.4.1.1.9060"

MEASURABLE = CODE_SYSTEM + "measurable"
GROUP = CODE_SYSTEM + "group"
CONTACT_KIND = CODE_SYSTEM + "contact-kind"
DUE_DATE_METHOD = CODE_SYSTEM + "due-date-method"
DUE_DATE_PART = CODE_SYSTEM + "due-date-part"
RANGE_OWNER = CODE_SYSTEM + "reference-range-owner"
REPORT_KIND = CODE_SYSTEM + "report-kind"
REFERRAL_KIND = CODE_SYSTEM + "referral-kind"
REFERRAL_REASON = CODE_SYSTEM + "referral-reason"
BIRTH_PLACE_LEVEL = CODE_SYSTEM + "birth-place-level"
DOCUMENT_KIND = CODE_SYSTEM + "document-kind"
EPICRISIS_PART = CODE_SYSTEM + "epicrisis-part"
UNIT_KIND = CODE_SYSTEM + "unit-kind"

COPIED_FROM = OURS + "NamingSystem/copied-from"
LAB_ITEM = OURS + "NamingSystem/laboratory-result"
LAB_REPORT = OURS + "NamingSystem/laboratory-report"
LAB_REPORT_ID = OURS + "NamingSystem/laboratory-report-id"

EDD_LOINC = "11778-8"
