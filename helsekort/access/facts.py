"""What is known of the actor and the card at one moment: all that `decide` judges by."""

from msgspec import Struct


class Facts(Struct, frozen=True):
    """What is known about the card and the actor at this moment. What is not known is not so.

    `owner`: the card is the actor's own. `in_care`: a care relation between the actor, at this unit, and the
    woman is valid now. `demo`: the service runs as a demo. `own_draft`: the draft was typed by the actor.
    `own_message`: the message is addressed to the actor's unit. `referred`: a referral on the card waits for it.
    `handed_over`: mother and child were handed over to them, and that has not ended.
    `handed`: a summary on the card was sent to it.
    `own_inquiry`: a woman has asked the actor's unit why someone looked.
    `left_to_them`: she shall be told of something, nobody who follows her now may, and it falls to the actor.
    `own_launch`: the ticket from a local record is good,
    and the actor's or nobody's who is logged in.
    `blocked`: the woman has closed her cards to the actor, the unit, what the unit belongs to, or everyone.
    `hidden_classes`: the sensitivity classes that are closed to this actor, on this way, on this card.
    `hidden_in_emergency`: those that stay closed when they have broken the glass.
    `glass`: the actor has opened this woman's card in an emergency, and the time has not run out.
    `glass_classes`: the classes that were opened with it, each with a reason of its own.
    `other_unit`: the look-up under review was made as another unit than the reviewer's, and by another person.
    `acting_for`: the actor acts on behalf of the woman whose card it is; `parent`: as her parent.
    `secret_address`: where she lives is protected; `cleared`: the actor's unit is marked to care for such women.
    `attested`: the woman is the one that the attest of the actor's token is about.
    `unit_in_care`: someone at the actor's unit has a care relation to her; asked where a system asks by itself.
    """

    card_exists: bool = False
    owner: bool = False
    in_care: bool = False
    demo: bool = False
    own_draft: bool = False
    own_message: bool = False
    referred: bool = False
    handed_over: bool = False
    handed: bool = False
    own_launch: bool = False
    own_inquiry: bool = False
    left_to_them: bool = False
    blocked: bool = False
    hidden_classes: frozenset[str] = frozenset()
    hidden_in_emergency: frozenset[str] = frozenset()
    glass: bool = False
    glass_classes: frozenset[str] = frozenset()
    other_unit: bool = False
    acting_for: bool = False
    parent: bool = False
    secret_address: bool = False
    cleared: bool = False
    attested: bool = False
    unit_in_care: bool = False
