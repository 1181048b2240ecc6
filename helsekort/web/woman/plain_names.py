"""What things are called on her page: the plain word first, the professional one in brackets. Pure."""

from helsekort.web.shared.texts import Texts


def plain_name(texts: Texts, what: str, otherwise: str) -> str:
    """The name of a kind of finding for her; `otherwise` where the professional name is plain enough."""
    _ = texts.translate
    return {
        "urine_protein": _("Eggehvite i urinen (protein)"),
        "oedema": _("Hevelse (ødem)"),
        "fundal_height": _("Mål på magen (symfyse–fundus)"),
        "fetal_heart_rate": _("Barnets hjerteslag (hjertefrekvens)"),
        "presentation": _("Hvordan barnet ligger (leie)"),
        "vision": _("Ser uklart eller flimmer (synsforstyrrelser)"),
        "haemoglobin": _("Blodprosent (hemoglobin)"),
        "ferritin": _("Jernlager (ferritin)"),
        "hba1c": _("Langtidsblodsukker (HbA1c)"),
        "illness_none": _("Ingen av sykdommene det ble spurt om"),
        "crl": _("Lengde fra hode til rumpe (CRL)"),
        "bpd": _("Hodets bredde (BPD)"),
        "head_circumference": _("Hodets omkrets (HC)"),
        "abdominal_circumference": _("Magens omkrets (AC)"),
        "femur_length": _("Lårbeinets lengde (FL)"),
        "heart_action": _("Hjertet slo (hjerteaksjon)"),
    }.get(what, otherwise)
