"""What a client is told of a token that was not taken, with the remedy. It holds nothing of the token, or of anyone."""

from helsekort.access.scopes import WITHOUT
from helsekort.access.tokens.checking import NotAdmitted
from helsekort.access.tokens.signed import ALGORITHMS

BEARER = 'Bearer realm="helsekort"'
UNTOLD = "Send Authorization: DPoP TOKEN, and a proof in the header DPoP. Bearer tokens and cookies are not taken here."
IN_DEMO = "Send Authorization: Bearer TOKEN. Cookies are not taken here."
SENTENCES = {
    "session": "The session of this token has ended. Get a new token.",
    "exp": "The token has ended, or is not of now. Get a new token.",
    "nbf": "The token is not of now, or was made to last too long. Get a new token.",
    "iss": "The token is of another issuer. /.well-known/smart-configuration names ours.",
    "aud": "The token is for another API, or for several. Ask for one for this API alone.",
    "unknown-key": "The token is signed by a key that its issuer does not publish. Get a new token.",
    "not-one-proof": "Send exactly one proof, in the header DPoP, made for this request.",
    "another-key": "The token is bound to another key than the proof's. Sign with the key it was asked for with.",
    "private-key": "The proof holds a private key. Take that key out of use, and send the public one.",
    "htm": "The proof is for another method. Make one for each request.",
    "htu": "The proof is for another address. Name the one that is public, without its query.",
    "ath": "The proof is for another token. Say the token's SHA-256 as ath.",
    "iat": "The proof is too old, or its clock is wrong. Make one for each request, and set the clock.",
    "used-before": "This proof was used before. Make a new one for each request.",
    "algorithm": f"Sign by {', '.join(ALGORITHMS)}, with a key that fits.",
}
UNREADABLE = (
    "The token or its proof is not as RFC 9068 and RFC 9449 have it. Get a new token, and make a new proof."
)
REFUSALS = {
    "attest-of-another": "The attest of this token is about another woman. Get a token with an attest about her.",
    "attest-unusable": "The attest is not as the trust framework has it, or there are two. Send one, whole.",
    "attest-of-another-person": "The attest is another person's than the one who is logged in.",
    "attest-of-another-unit": "The attest is for another unit or legal entity than the token.",
    "attest-in-emergency": "An emergency is opened in the service itself, with a reason. Let the user open it there.",
    "no-user-vouched-for": "This system may not say by itself who sits at it. Let the user log in.",
    "level-too-low": "The user must log in at the highest level.",
    "not-at-the-unit": "The user, with this HPR number, is not registered at this unit. Ask who runs the service.",
    "system-cut-off": "This system was cut off. Ask who runs the service.",
    "laboratory-of-another": "This system sends another laboratory's messages than the one it is registered for.",
    "system-alone": "A system alone reads no card. Send a token with a user, or with an attest.",
}


def said_of(fault: NotAdmitted, *, bound: bool) -> str:
    """Why nobody was recognised, in one sentence or two. `bound`: tokens bound to a key are what is taken here."""
    if fault.reason == "scheme":
        return UNTOLD if bound else IN_DEMO
    return SENTENCES.get(fault.reason, UNREADABLE)


def challenge(fault: NotAdmitted, *, bound: bool) -> str:
    """What stands in WWW-Authenticate: which kind of token, which algorithms, and what was wrong."""
    kind = f'DPoP realm="helsekort", algs="{" ".join(ALGORITHMS)}"' if bound else BEARER
    return f'{kind}, error="{fault.code}"' if fault.code else kind


def refusal(why: str) -> str:
    """What is told of a rule that refused the token itself; which scope was missing, where one was."""
    if why.startswith(WITHOUT):
        names = why.split()[1:]
        return f"The token lacks the scope {' or '.join(names)}." if names else "No token is taken for this."
    return REFUSALS[why]


def lacking(why: str) -> str:
    """What stands in WWW-Authenticate where a scope was missing; empty where none was."""
    if not why.startswith(WITHOUT):
        return ""
    return f'DPoP realm="helsekort", error="insufficient_scope", scope="{" ".join(why.split()[1:])}"'
