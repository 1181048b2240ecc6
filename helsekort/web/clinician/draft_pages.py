"""The forms that the reader has kept and not saved."""

from starlette.requests import Request
from starlette.responses import Response

from helsekort.actions.context import Context
from helsekort.actions.drafts import KeptForm, list_drafts
from helsekort.actions.sessions import Session
from helsekort.web.clinician.wording import stamp
from helsekort.web.shared.asking import in_words
from helsekort.web.shared.rendering import show, texts_of
from helsekort.web.shared.texts import Texts


def drafts_page(request: Request, ctx: Context, session: Session) -> Response:
    """Newest first; each leads back to its form."""
    texts = texts_of(request)
    rows = [
        {
            "path": kept.path,
            "who": kept.name,
            "form": _title(ctx, texts, kept),
            "when": stamp(texts, kept.at, ctx.today()),
        }
        for kept in list_drafts(session.actor, ctx=ctx)
    ]
    return show(request, "clinician/drafts.jinja", rows=rows)


def _title(ctx: Context, texts: Texts, kept: KeptForm) -> str:
    """What the form is called; a check-up's or a contact's by the last part of its address."""
    _ = texts.translate
    key = kept.path.rpartition("/")[2]
    if key in ctx.forms.layouts:
        made = ctx.forms.questionnaire(key)
        return in_words(made.title, made.title_more, texts)
    return {"kontroll": _("Ny kontroll"), "kontakt": _("Ny kontakt")}.get(key, _("Et annet skjema"))
