"""Ways by which what stands on a card reaches someone, and what each sensitivity class may do on each.

The table itself is data: `channels` of each class in `data/classes.toml`. docs/classes.md is made from it.
"""

from enum import StrEnum

PLACE = "place"
"""Hidden like a class, by who she is and not by what it is: all that tells where a woman with a secret address is."""


class Channel(StrEnum):
    """A way out. Each class of classes.toml answers for every one of them."""

    OWN = "own"  # her own page and her own programs, logged in at the highest level
    PRIVATE = "private"  # her own page behind a step that she chooses
    SHARED = "shared"  # what she shows others, and what one who acts for her sees
    PAPER = "paper"  # the print for carrying and showing
    ARCHIVE = "archive"  # the print of all, for the archive of who cares for her
    EMERGENCY = "emergency"  # the print for those who meet her in an emergency
    CLINICIAN = "clinician"  # health personnel who care for her
    OTHER = "other"  # personnel of another organisation, who ask on the ground of cooperation
    GLASS = "glass"  # personnel without a relation, in an emergency
    SYSTEM = "system"  # another system, without a person
    LAB = "lab"  # a laboratory: it delivers


class Passage(StrEnum):
    """How a class goes by one channel."""

    YES = "yes"
    TOLD = "told"  # once she has been told of a result that waits for that
    OPENED = "opened"  # only where someone opened this class for it, by an act of its own
    NO = "no"


LABELS: dict[Channel, str] = {
    Channel.OWN: "her own page, highest level",
    Channel.PRIVATE: "her own page behind “Vis mer”",
    Channel.SHARED: "what she shares; one who acts for her",
    Channel.PAPER: "paper to show",
    Channel.ARCHIVE: "paper for the archive",
    Channel.EMERGENCY: "paper for an emergency",
    Channel.CLINICIAN: "who cares for her",
    Channel.OTHER: "another organisation (COC)",
    Channel.GLASS: "emergency access",
    Channel.SYSTEM: "a system alone",
    Channel.LAB: "a laboratory",
}
