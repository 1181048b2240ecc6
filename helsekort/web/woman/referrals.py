"""Where she is referred and where she may give birth, in her words. Pure."""

from msgspec import Struct

from helsekort.record.card import ReferralLine
from helsekort.record.entries import ReferralAnswer, ReferralKind, Step
from helsekort.record.referral_table import ReferralTable
from helsekort.web.shared.texts import moment
from helsekort.web.woman.values import Words

_SOMETHING_ELSE = "OTHER"
"""A reason that would tell her nothing."""


class Referred(Struct, frozen=True):
    """One referral that was sent: what it is, and where it stands."""

    what: str
    sentences: list[str]


def referred(words: Words, table: ReferralTable) -> list[Referred]:
    """Those that were sent and not withdrawn, the newest first. A draft is not told of: nothing has been asked yet.

    Nothing where the card has ended, and of a place to give birth nothing once the pregnancy is over.
    """
    card = words.opened.card
    if not card.opening.now.active:
        return []
    lines = [
        line
        for line in card.referrals
        if line.referral.stands
        and line.way is not None
        and (card.pregnant or line.referral.now.kind is not ReferralKind.BIRTH_PLACE)
    ]
    lines.sort(key=lambda line: line.referral.origin, reverse=True)
    return [_one(words, table, line) for line in lines if line.step is not Step.WITHDRAWN]


def _one(words: Words, table: ReferralTable, line: ReferralLine) -> Referred:
    _ = words.texts.translate
    referral, first = line.referral.now, line.referral.entries[0]
    said = {"to": _unit(words, referral.to), "from": _unit(words, first.organisation)}
    if referral.kind is ReferralKind.BIRTH_PLACE:
        what = _("%(from)s har søkt om at du kan føde ved %(to)s.") % said
    elif referral.kind is ReferralKind.HANDOVER:
        what = _("%(from)s har meldt fra til %(to)s om at dere kommer hjem.") % said
    else:
        what = _("%(from)s har henvist deg til %(to)s.") % said
        reason = table.why[referral.kind].get(referral.why)
        if reason is not None and referral.why != _SOMETHING_ELSE:
            what = f"{what} {_('Det gjelder %(why)s.') % {'why': _(reason.label)}}"
    return Referred(what, list(_stands(words, line)))


def _stands(words: Words, line: ReferralLine) -> list[str]:
    """When it was sent, and what has come of it."""
    _ = words.texts.translate
    way = line.way
    if way is None:
        return []
    sender = _unit(words, line.referral.entries[0].organisation)
    first, last = moment(way.entries[0].recorded).date(), moment(way.last.recorded).date()
    day = {
        "day": words.texts.day(last, words.opened.today),
        "sender": sender,
    }
    sent = _("Sendt %(day)s.") % {"day": words.texts.day(first, words.opened.today)}
    come = {
        Step.SENT: _("De har ikke svart ennå."),
        Step.RECEIVED: _("De har fått den, og ser på den."),
        Step.ASKED: _("De har spurt %(sender)s om mer før de svarer.") % day,
        Step.ACCEPTED: _("De sa ja %(day)s.") % day,
        Step.DECLINED: _("De kan ikke ta imot deg. De svarte %(day)s.") % day,
    }
    if line.referral.now.kind is ReferralKind.HANDOVER:
        come |= {
            Step.SENT: _("De har ikke lest det ennå."),
            Step.RECEIVED: _("De har fått det."),
            Step.ACCEPTED: _("De har lest det, %(day)s.") % day,
            Step.DECLINED: _("De tar det ikke over."),
        }
    found = [sent, come[way.now.step]] if way.now.step in come else [sent]
    return [*found, *_next(words, way.now, sender)]


def _next(words: Words, answer: ReferralAnswer, sender: str) -> list[str]:
    """What she can do when the answer was no."""
    _ = words.texts.translate
    if answer.step is not Step.DECLINED:
        return []
    found = []
    if answer.instead is not None:
        found.append(_("De foreslår %(unit)s.") % {"unit": _unit(words, answer.instead)})
    return [*found, _("Spør %(sender)s hva som skjer nå.") % {"sender": sender}]


def _unit(words: Words, unit: int) -> str:
    found = words.opened.asked_units.get(unit) or words.opened.units.get(unit, "")
    return found or words.texts.translate("en annen enhet")
