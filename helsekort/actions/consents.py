"""What she has agreed to: consent while the service is on trial, reservation once a regulation stands for it.

Under a trial a card is opened only with her consent, and a withdrawal erases what stands on her cards. Under a
regulation none is asked for, and she can reserve herself: nobody opens her cards, and no new one is opened. Which of
them holds is a setting; the law texts themselves have not been read (docs/security.md says what is assumed).
"""

from helsekort.access.actors import Actor
from helsekort.access.permissions import Permission
from helsekort.actions.agreeing import agree, say
from helsekort.actions.closing_out import close_to_everyone, herself
from helsekort.actions.context import Context
from helsekort.actions.erasing import erase_cards
from helsekort.actions.knowing import Target
from helsekort.actions.work import work
from helsekort.audit.events import Event
from helsekort.record.agreements import CONSENT_WITHDRAWN, Informed, LegalBasis, Said


def give_consent(actor: Actor, *, ctx: Context) -> None:
    """She consents, or takes back that she reserved herself. What was erased stays erased."""
    with work(ctx, actor, Permission.GIVE_CONSENT, lambda tx: herself(tx, actor)) as doing:
        agree(doing, actor.party)
        doing.audit(Event.CONSENT, about=("given",))


def record_consent(actor: Actor, *, ctx: Context, woman: int, informed: Informed | None = None) -> None:
    """Written down by who cares for her, on her word, so that a card can be opened for one who cannot log in.

    Refused where she has withdrawn it or reserved herself: then only she herself opens again.
    """
    with work(ctx, actor, Permission.RECORD_CONSENT, lambda tx: Target(woman=woman)) as doing:
        agree(doing, woman, informed)
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
        say(doing, actor.party, Said.WITHDRAWN if trial else Said.RESERVED)
        doing.audit(Event.CONSENT, about=("withdrawn",))
        return erased
