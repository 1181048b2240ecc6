"""Applikasjonskvittering (AppRec) v1.1: the answer to the system that sent a message.

Read from HIS 80415:2012 and AppRec-v1.1.xsd. A receipt says whether the message was taken in, not whether its content
is right: a code that is not of its list is no ground for refusing it (§3.3.2).
"""
