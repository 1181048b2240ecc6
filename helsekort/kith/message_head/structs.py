"""The envelope as read."""

import datetime as dt

from msgspec import Struct

from helsekort.kith.values import Code, Party

NAMESPACE = "http://www.kith.no/xmlstds/msghead/2006-05-24"
VERSION = "v1.2 2006-05-24"


class Head(Struct, frozen=True):
    """MsgHead/MsgInfo. `sent` is UTC; `sent_text` is as it came, for the receipt."""

    message_id: str
    kind: Code  # list 8279, such as SVAR_LAB
    sent: dt.datetime
    sent_text: str
    sender: Party
    receiver: Party
    ack_wanted: bool
    signed: bool  # a signature element is there; it is not verified here
    parent: str = ""  # ConversationRef/RefToParent
    conversation: str = ""  # ConversationRef/RefToConversation
