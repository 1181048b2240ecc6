"""Everything that her card's page says, already in words."""

from typing import Any

from helsekort.actions.context import Context
from helsekort.actions.opened import Opened
from helsekort.web.shared.slots import OnHerPage
from helsekort.web.shared.texts import Texts
from helsekort.web.woman import own_form
from helsekort.web.woman.agreed import agreed
from helsekort.web.woman.children import children
from helsekort.web.woman.development import development
from helsekort.web.woman.epicrises import own_epicrises
from helsekort.web.woman.meetings import erased_sentences, facts, meeting, others, results
from helsekort.web.woman.over import after
from helsekort.web.woman.phones import phones
from helsekort.web.woman.pregnancy import pregnancy, when_to_ring
from helsekort.web.woman.referrals import referred
from helsekort.web.woman.rows import sections
from helsekort.web.woman.values import Words


def card_values(opened: Opened, ctx: Context, texts: Texts) -> dict[str, Any]:
    """What `woman/card.jinja` says. `behind`: minutes for which it shows what lies behind the step; 0 before it."""
    words = Words(opened, ctx.catalogue, texts)
    meetings = [meeting(words, line) for line in opened.card.contacts]
    last = next((one for one in meetings if one.check_up and not one.withdrawn), None)
    return {
        "guideline": OnHerPage(),
        "name": opened.woman.name,
        "notice": opened.notice,
        "active": opened.card.pregnant,
        "after": after(words, ctx.results.after.days, ctx.terms.after_birth.values()),
        "children": children(words),
        "card": opened.card.card,
        "asks": own_form.is_asked(opened.card),
        "pregnancy": pregnancy(words, ctx.terms),
        "agreed": agreed(words),
        "ring": when_to_ring(words, ctx.terms),
        "unit": opened.units.get(opened.card.opening.now.organisation, ""),
        "phones": phones(opened),
        "last": last,
        "earlier": [one for one in meetings if one.check_up and one is not last],
        "contacts": [one for one in meetings if not one.check_up],
        "facts": facts(words),
        "results": results(words, ctx.results),
        "home": others(words, at_home=True),
        "others": others(words, at_home=False),
        "sections": sections(words),
        "referred": referred(words, ctx.referrals),
        "epicrises": own_epicrises(words, ctx.excerpts),
        "erased": erased_sentences(words),
        "developing": development(words, ctx.curves),
        "today": opened.today,
        "behind": 0,
    }
