"""Names of child elements in svar-v1.4.xsd: what is not among them has a meaning we do not know."""

from typing import Final

REPORT: Final = frozenset(
    [
        *("ServType", "IssueDate", "ApprDate", "Status", "CancellationCode", "Ack", "MsgDescr", "ServProvId"),
        *("Comment", "CodedComment", "RefDoc", "ServReq", "Patient", "Animal", "Material", "ServProvider"),
        *("Requester", "PaymentResponsible", "CopyDest", "RelServProv"),
    ]
)
PATIENT: Final = frozenset(
    [
        *("BasisForHealthServices", "Sex", "DateOfBirth", "DateOfDeath", "Name", "IdByServProvider"),
        *("IdByRequester", "OffId", "TypeOffId", "Relation", "ResponsibleHcp", "AdmLocation", "AdditionalId"),
        *("Address", "InfItem", "AnalysedSubject", "ResultItem", "Patient"),
    ]
)
RESULT_ITEM: Final = frozenset(
    [
        *("TextResult", "Interval", "DateResult", "NumResult", "ServType", "RefInterval", "Investigation"),
        *("InvDate", "Comment", "DevResultInd", "IdResultItem", "RefIdResultItem", "StatusInvestigation"),
        *("StatusChangeDate", "DescrDate", "CounterSignDate", "MedicalValidationDate", "RefAnalysedSubject"),
        *("Accredited", "RelServProv", "DiagComment", "StructuredInfo", "ResultItem"),
    ]
)
