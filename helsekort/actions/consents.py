"""What she has agreed to: consent while the service is on trial, reservation once a regulation stands for it.

Under a trial a card is opened only with her consent, and a withdrawal erases what stands on her cards. Under a
regulation none is asked for, and she can reserve herself: nobody opens her cards, and no new one is opened. Which of
them holds is a setting; the law texts themselves have not been read (docs/security.md says what is assumed).
"""

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.agreeing import agreed
from helsekort.actions.closing_out import close_to_everyone, herself, open_to_everyone
from helsekort.actions.context import Context
from helsekort.actions.erasing import erase_cards
from helsekort.actions.knowing import Target
from helsekort.actions.work import Work, work
from helsekort.audit.events import Event
from helsekort.record.agreements import CONSENT_WITHDRAWN, LegalBasis, Said
from helsekort.record.ids import new_id
from helsekort.store import consents
from helsekort.store.consents import ConsentRow


def give_consent(actor: Actor, *, ctx: Context) -> None:
    """She consents, or takes back that she reserved herself. What was erased stays erased."""
    with work(ctx, actor, Permission.GIVE_CONSENT, lambda tx: herself(tx, actor)) as doing:
        _agree(doing, actor.party)


def record_consent(actor: Actor, *, ctx: Context, woman: int) -> None:
    """Written down by who cares for her, on her word, so that a card can be opened for one who cannot log in.

    Refused where she has withdrawn it or reserved herself: then only she herself opens again.
    """
    with work(ctx, actor, Permission.RECORD_CONSENT, lambda tx: Target(woman=woman)) as doing:
        _agree(doing, woman)


def _agree(doing: Work, woman: int) -> None:
    trial = doing.ctx.legal_basis is LegalBasis.TRIAL
    if not agreed(doing, woman).open:
        _say(doing, woman, Said.CONSENTED if trial else Said.UNRESERVED)
        open_to_everyone(doing, woman)
    doing.audit(Event.CONSENT, about=("given",))


def withdraw_consent(actor: Actor, *, ctx: Context) -> int:
    """She withdraws it, or reserves herself; how many entries were erased.

    Under a trial all that stands on her cards is erased with it; what remains is told on her page. In both, nobody but
    she herself opens anything of hers from then on.
    """
    with work(ctx, actor, Permission.WITHDRAW_CONSENT, lambda tx: herself(tx, actor)) as doing:
        trial = doing.ctx.legal_basis is LegalBasis.TRIAL
        close_to_everyone(doing, actor.party)
        erased = erase_cards(doing, actor.party, CONSENT_WITHDRAWN) if trial else 0
        _say(doing, actor.party, Said.WITHDRAWN if trial else Said.RESERVED)
        doing.audit(Event.CONSENT, about=("withdrawn",))
        return erased


def _say(doing: Work, woman: int, said: Said) -> None:
    # the last one counts, also where the clock stood still or went back
    at = max(doing.now, agreed(doing, woman).at + 1)
    row = ConsentRow(at, said, doing.ctx.legal_basis, doing.actor.party, doing.actor.organisation)
    consents.add(doing.tx, woman, new_id(doing.ctx.random_bits), row)
