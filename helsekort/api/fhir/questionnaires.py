"""The forms of the service as FHIR Questionnaires, for anyone who asks: they say nothing of anybody."""

from urllib.parse import urlencode

from helsekort.access.actors import Actor
from helsekort.actions.context import Context
from helsekort.api.fhir import faults
from helsekort.api.fhir.calls import Answer, Call, told
from helsekort.api.fhir.reading import PASSED_OVER, refuse_strangers
from helsekort.fhir import bundles
from helsekort.fhir.bundles import Link
from helsekort.fhir.outcome import Issue, NotAccepted
from helsekort.fhir.questionnaire import CANONICAL, encoded


def read(call: Call, ctx: Context, actor: Actor) -> Answer:  # noqa: ARG001  # asked by anyone
    """One form."""
    refuse_strangers(call)
    key = call.path["id"]
    if key not in ctx.forms.layouts:
        return told(404, faults.ABSENT)
    return Answer(200, encoded(ctx.forms.questionnaire(key)))


def search(call: Call, ctx: Context, actor: Actor) -> Answer:  # noqa: ARG001  # asked by anyone
    """All forms, or the one with this canonical address. NotAccepted for any other question."""
    wanted = set(ctx.forms.layouts)
    for name, value in call.pairs:
        if name == "url":
            wanted &= {value.removeprefix(CANONICAL)} if value.startswith(CANONICAL) else set()
        elif name not in PASSED_OVER:
            raise NotAccepted([Issue("not-supported", "Forms are searched by url alone.", f"http.{name}")])
    found = [encoded(ctx.forms.questionnaire(key)) for key in sorted(wanted)]
    link = Link("self", f"{call.door}/Questionnaire{'?' + urlencode(call.pairs) if call.pairs else ''}")
    return Answer(200, bundles.everything([bundles.entries_of(found)], len(found), call.door, link))
