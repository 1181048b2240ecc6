"""Builds the application from its parts. Start reading here; docs/flow.md follows one request through it."""

import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helsekort import datafiles, log_key, messages, rule_pack
from helsekort.access.login.client import Client
from helsekort.access.login.own_key import read_key
from helsekort.access.login.published import Published
from helsekort.access.tokens.checking import Authority
from helsekort.access.tokens.keys import KeyRing
from helsekort.access.tokens.provider import publisher
from helsekort.actions.context import Context
from helsekort.actions.outcomes import NoRoom, TooMany, Unavailable
from helsekort.api import cds, dhg, fhir, health
from helsekort.api.dhg import door as national_door
from helsekort.api.fhir import door
from helsekort.fhir.questionnaire import Forms
from helsekort.fhir.times import by_the_clock
from helsekort.log import log_fault
from helsekort.record.agreements import LegalBasis
from helsekort.record.layouts import without_extension
from helsekort.record.measurements import Catalogue
from helsekort.running import runner
from helsekort.sealing import sealing
from helsekort.settings import Settings
from helsekort.store.opening import open_fit
from helsekort.web import clinician, woman
from helsekort.web.clinician import guideline as clinician_guideline
from helsekort.web.shared import faults, front, login_pages, session_pages, static, texts
from helsekort.web.shared.headers import always
from helsekort.web.shared.login_pages import back_path
from helsekort.web.shared.slots import NOTHING, Slots
from helsekort.web.shared.too_often import too_often
from helsekort.web.woman import guideline as woman_guideline

NO_CLIENTS: Mapping[str, Client] = MappingProxyType({})


def microseconds() -> int:
    """The server's clock."""
    return time.time_ns() // 1000


def context(
    settings: Settings, *, demo: bool = False, bring_up: bool = True, clock: Callable[[], int] = microseconds
) -> Context:
    """Open and migrate the database, read the data files. Unfit and BadPack say what stands in the way."""
    catalogue = datafiles.catalogue()
    # before the database is touched: a faulty pack of rules leaves everything as it was
    guideline = rule_pack.load(settings, catalogue, by_the_clock(clock())[0])
    signer, limits = log_key.signer(settings), datafiles.limits(settings.limits)
    database, _ = open_fit(
        settings.database_url, datafiles.migrations(), datafiles.dictionaries(), bring_up=bring_up
    )
    if not demo:
        rule_pack.keep(settings, guideline)
    return Context(
        database=database,
        clock=clock,
        catalogue=catalogue,
        terms=datafiles.terms(),
        curves=datafiles.curves(settings.curves),
        results=datafiles.results(catalogue),
        mapping=datafiles.mapping(catalogue),
        national=datafiles.national(catalogue),
        excerpts=datafiles.excerpts(catalogue),
        forms=forms(catalogue, extension=settings.extension),
        referrals=datafiles.referrals(catalogue),
        neutral_units=datafiles.neutral_units(catalogue),
        guideline=guideline,
        file_bytes=settings.file_megabytes << 20,
        reception=settings.inbox_unit,
        legal_basis=LegalBasis(settings.legal_basis),
        care_days=settings.care_days,
        demo=demo,
        tokens=None if demo else authority(settings),
        session_minutes=settings.session_minutes,
        session_hours=settings.session_hours,
        most_sessions=settings.most_sessions,
        glass_minutes=settings.glass_minutes,
        private_minutes=settings.private_minutes,
        quick_exit=settings.quick_exit,
        signer=signer,
        outside=log_key.outside(settings),
        step_up_minutes=settings.step_up_minutes,
        limits=limits,
    )


def authority(settings: Settings) -> Authority | None:
    """The provider whose tokens other systems come with; None where none is set."""
    if not settings.api_issuer:
        return None
    ring = KeyRing(publisher(settings.api_issuer))
    return Authority(settings.api_issuer, settings.api_audience, settings.origin, ring)


def forms(catalogue: Catalogue, *, extension: bool = True) -> Forms:
    """The forms of the service, with or without what goes beyond the national information model."""
    layouts = datafiles.layouts(catalogue)
    if not extension:
        core = {key: without_extension(layout, catalogue) for key, layout in layouts.items()}
        layouts = {key: layout for key, layout in core.items() if layout.sections}
    return Forms(layouts, catalogue, texts.translations())


async def fault(request: Request, error: Exception) -> Response:
    """Log where it came from, and answer with a page that says nothing of it."""
    route = request.scope.get("route")
    log_fault(getattr(route, "path", "unknown"), error)
    if national_door.is_ours(request):
        return national_door.own_fault(request)
    if messages.is_ours(request):
        return messages.own_fault()
    return door.own_fault() if door.is_ours(request) else await faults.own_fault(request, error)


async def http_fault(request: Request, error: Exception) -> Response:
    """404, 405 and the like, in the words of the entrance they came to."""
    if national_door.is_ours(request):
        return await national_door.http_fault(request, error)
    at_door = door.is_ours(request)
    return await door.http_fault(request, error) if at_door else await faults.http_fault(request, error)


async def unavailable(request: Request, error: Exception) -> Response:
    """What was done could not be made durable, so none of it was kept."""
    if national_door.is_ours(request):
        return national_door.unavailable(request)
    if door.is_ours(request):
        return door.unavailable()
    return faults.no_room(request) if isinstance(error, NoRoom) else faults.unavailable(request)


async def too_many(request: Request, error: Exception) -> Response:
    """What has a limit was done as often as it may be; said in the words of the entrance it came to."""
    assert isinstance(error, TooMany)  # noqa: S101  # registered for nothing else
    if national_door.is_ours(request):
        return national_door.too_many(error)
    if messages.is_ours(request):
        return messages.too_many(error)
    return door.too_many(error) if door.is_ours(request) else too_often(request, error)


def guideline_parts(ctx: Context) -> tuple[list[Route], Slots]:
    """The pages of the guideline and what it fills in on others; nothing where it is switched off."""
    if ctx.guideline is None:
        return [], NOTHING
    return clinician_guideline.routes, Slots(
        clinician_guideline.on_card, clinician_guideline.on_desk, woman_guideline.on_her_page
    )


def providers(settings: Settings, clock: Callable[[], float] = time.time) -> dict[str, Client]:
    """This service as the client of each provider that is set. BadKey where a key cannot be used."""
    return {
        one.provider: Client(
            one.provider,
            Published(one.issuer, KeyRing(publisher(one.issuer)), clock),
            one.client,
            read_key(one.key),
            settings.origin + back_path(one.provider),
            clock,
        )
        for one in settings.providers
    }


def build(ctx: Context, *, origin: str = "", clients: Mapping[str, Client] = NO_CLIENTS) -> Starlette:
    """The application: every entrance on one list. `origin` is the address people use, where it is set; `clients` are
    the providers that people log in with, of which the demo has none."""
    routes, slots = guideline_parts(ctx)
    app = Starlette(
        routes=[
            *health.routes,
            *fhir.routes,
            *cds.routes,
            *dhg.routes,
            *messages.routes,
            *front.routes,
            *login_pages.routes,
            *session_pages.routes,
            *clinician.routes,
            *woman.routes,
            *routes,
            *static.routes,
        ],
        lifespan=sealing,
        exception_handlers={
            HTTPException: http_fault,
            Unavailable: unavailable,
            TooMany: too_many,
            Exception: fault,
        },
    )
    app.state.ctx = ctx
    app.state.slots = slots
    app.state.run = runner(ctx.database)
    app.state.origin = origin
    app.state.always = always(origin)
    app.state.clients = NO_CLIENTS if ctx.demo else clients
    app.state.login_hosts = tuple(client.host for client in app.state.clients.values())
    return app
