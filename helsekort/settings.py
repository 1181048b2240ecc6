"""Every setting, typed and explained. docs/settings.md is made from this file."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from helsekort.private_file import OthersCanRead, read_private


class Setting(Struct, frozen=True):
    """One environment variable: its name, what it is for, and what holds when it is not set.

    A `secret` may stand in a file instead, which the variable `NAME_FILE` names.
    """

    name: str
    explains: str
    default: str
    secret: bool = False

    @property
    def in_file(self) -> str:
        """The variable that names the file."""
        return f"{self.name}_FILE"


PROVIDERS = ("helseid", "idporten")

SETTINGS = (
    Setting(
        "HELSEKORT_DATABASE_URL",
        "Where the record lives: `sqlite:///FILE` or `postgresql://…` (version 15 or newer).",
        "SQLite in the data folder",
        secret=True,
    ),
    Setting(
        "HELSEKORT_DATA_DIR",
        "The folder of the SQLite file, when no database URL is set.",
        "the user's data folder",
    ),
    Setting(
        "HELSEKORT_SESSION_MINUTES",
        "Minutes without a click after which a session ends. What was being typed is kept.",
        "30",
    ),
    Setting(
        "HELSEKORT_SESSION_HOURS",
        "Hours after which a session ends however busy it is. A choice of this design: a long shift.",
        "12",
    ),
    Setting(
        "HELSEKORT_SESSIONS",
        "How many sessions one person may have at once; a new login ends the oldest, which its person is told. Not of"
        " the demo's people, who are everyone's. A choice of this design.",
        "5",
    ),
    Setting(
        "HELSEKORT_GLASS_MINUTES",
        "Minutes that emergency access to one woman's card lasts.",
        "60",
    ),
    Setting(
        "HELSEKORT_PRIVATE_MINUTES",
        "Minutes for which a woman sees what lies behind “Vis mer” on her own page before it closes by itself.",
        "10",
    ),
    Setting(
        "HELSEKORT_QUICK_EXIT",
        "The https address that “Lukk raskt” leads to: a page that anyone may have open.",
        "https://www.yr.no/",
    ),
    Setting(
        "HELSEKORT_ORIGIN",
        "The address people use, such as `https://helsekort.example`. With https, cookies are marked Secure.",
        "the address of the request",
    ),
    Setting(
        "HELSEKORT_INBOX_UNIT",
        "HER-id of the unit that looks after laboratory messages addressed to no unit known here.",
        "none: such a message waits where no unit sees it, and `helsekort receive` says so",
    ),
    Setting(
        "HELSEKORT_FILE_MEGABYTES",
        "The most megabytes of one file on a card, such as the report of an examination.",
        "10",
    ),
    Setting(
        "HELSEKORT_EXTENSION",
        "`off` leaves out of the forms what goes beyond the national information model. What stands stays shown.",
        "on",
    ),
    Setting(
        "HELSEKORT_CURVES",
        "A folder with growth curves of your own (TOML, as in `helsekort/record/data/curves/`). One that is in use"
        " stands in place of ours for the same measure.",
        "none: the curves of the package",
    ),
    Setting(
        "HELSEKORT_LEGAL_BASIS",
        "`trial`: a card is opened only with her consent, and all on her cards is erased when she withdraws it."
        " `regulation`: no consent is asked for, and she can reserve herself, so that nobody else opens her cards.",
        "regulation",
    ),
    Setting(
        "HELSEKORT_CARE_DAYS",
        "Days after which a care relation ends by itself that was begun without an end, as from a unit's list.",
        "none: it lasts until someone ends it",
    ),
    Setting(
        "HELSEKORT_GUIDELINE",
        "`on` shows what the guideline says beside the card, as support for health personnel; it is not certified as a"
        " medical device. `last` does so by the last good pack of rules. A pack with a fault refuses the start.",
        "off; on in the demo",
    ),
    Setting(
        "HELSEKORT_GUIDELINE_RULES",
        "A folder of rule files to use instead of those of the service. They pass the same gate.",
        "the rules of the service",
    ),
    Setting(
        "HELSEKORT_LOG_KEY",
        "A file with the private key (Ed25519, PEM) that signs checkpoints of the log; refused if others can read it.",
        "none: lines wait, and nothing is signed; the demo makes one",
    ),
    Setting(
        "HELSEKORT_CHECKPOINTS",
        "The folder that keeps every checkpoint of the log outside the database: best on another machine's disk.",
        "none: a log that is cut together with its checkpoints is not found",
    ),
    Setting(
        "HELSEKORT_API_ISSUER",
        "The issuer whose access tokens other systems come with, such as HelseID's address. They must be bound to a key"
        " (DPoP). Needs HELSEKORT_API_AUDIENCE and HELSEKORT_ORIGIN.",
        "none: no other system comes in",
    ),
    Setting(
        "HELSEKORT_API_AUDIENCE",
        "What this service is called in the tokens of that issuer (`aud`), such as `nhn:helsekort`.",
        "none",
    ),
    Setting(
        "HELSEKORT_HELSEID_ISSUER",
        "The address of HelseID, by which health personnel log in, as it stands in its metadata.",
        "none: health personnel cannot log in",
    ),
    Setting("HELSEKORT_HELSEID_CLIENT", "The id of this service at HelseID.", "none"),
    Setting(
        "HELSEKORT_HELSEID_KEY",
        "The file with the private key of this service at HelseID: a JWK with its `kid`, which nobody else can read.",
        "none",
    ),
    Setting(
        "HELSEKORT_IDPORTEN_ISSUER",
        "The address of ID-porten, by which women log in, as it stands in its metadata.",
        "none: women cannot log in",
    ),
    Setting("HELSEKORT_IDPORTEN_CLIENT", "The id of this service at ID-porten.", "none"),
    Setting(
        "HELSEKORT_IDPORTEN_KEY",
        "The file with the private key of this service at ID-porten: another than the one at HelseID.",
        "none",
    ),
    Setting(
        "HELSEKORT_LIMITS",
        "Other numbers than those of [limits](limits.md), such as `searches=120 uploads=30`: how often the same may be"
        " done by one person, or from one address, in the window of that limit.",
        "the numbers of that page",
    ),
    Setting(
        "HELSEKORT_STEP_UP_MINUTES",
        "Minutes after which acts that matter most, as lifting a block, ask people to prove anew who they are.",
        "10",
    ),
)


class BadSetting(Exception):
    """A setting cannot be used. The message names it and says what to write."""


class ProviderSettings(Struct, frozen=True):
    """What people log in with: `provider` is helseid or idporten, `key` the file of our private key there."""

    provider: str
    issuer: str
    client: str
    key: Path


class Settings(Struct, frozen=True):
    """What the environment says."""

    database_url: str
    data_dir: Path
    session_minutes: int = 30
    session_hours: int = 12
    most_sessions: int = 5
    glass_minutes: int = 60
    private_minutes: int = 10
    quick_exit: str = "https://www.yr.no/"
    origin: str = ""
    providers: tuple[ProviderSettings, ...] = ()
    step_up_minutes: int = 10
    limits: tuple[tuple[str, int], ...] = ()
    inbox_unit: str = ""
    extension: bool = True
    curves: Path | None = None
    guideline: str = ""
    guideline_rules: str = ""
    file_megabytes: int = 10
    legal_basis: str = "regulation"
    care_days: int | None = None
    log_key: Path | None = None
    checkpoints: Path | None = None
    api_issuer: str = ""
    api_audience: str = ""


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from environment variables; BadSetting for a value that cannot be used."""
    environment = _with_secrets(environment)
    folder = Path(environment.get("HELSEKORT_DATA_DIR") or _user_data(environment))
    hours = _whole_number(environment, "HELSEKORT_SESSION_HOURS", 12)
    minutes = _minutes_within(environment, "HELSEKORT_SESSION_MINUTES", 30, hours)
    extension = environment.get("HELSEKORT_EXTENSION") or "on"
    if extension not in ("on", "off"):
        raise BadSetting("HELSEKORT_EXTENSION must be on or off.")
    guideline = environment.get("HELSEKORT_GUIDELINE", "")
    if guideline not in ("", "on", "off", "last"):
        raise BadSetting("HELSEKORT_GUIDELINE must be on, off or last.")
    legal_basis = environment.get("HELSEKORT_LEGAL_BASIS") or "regulation"
    if legal_basis not in ("trial", "regulation"):
        raise BadSetting("HELSEKORT_LEGAL_BASIS must be trial or regulation.")
    care_days = environment.get("HELSEKORT_CARE_DAYS")
    api = (environment.get("HELSEKORT_API_ISSUER", ""), environment.get("HELSEKORT_API_AUDIENCE", ""))
    _check_api(*api, environment.get("HELSEKORT_ORIGIN", ""))
    return Settings(
        database_url=environment.get("HELSEKORT_DATABASE_URL") or f"sqlite:///{folder / 'helsekort.db'}",
        data_dir=folder,
        session_minutes=minutes,
        session_hours=hours,
        most_sessions=_whole_number(environment, "HELSEKORT_SESSIONS", 5),
        glass_minutes=_whole_number(environment, "HELSEKORT_GLASS_MINUTES", 60),
        private_minutes=_whole_number(environment, "HELSEKORT_PRIVATE_MINUTES", 10),
        quick_exit=_quick_exit(environment),
        origin=environment.get("HELSEKORT_ORIGIN", ""),
        providers=_providers(environment),
        step_up_minutes=_minutes_within(environment, "HELSEKORT_STEP_UP_MINUTES", 10, hours),
        limits=_limits(environment),
        inbox_unit=environment.get("HELSEKORT_INBOX_UNIT", ""),
        extension=extension == "on",
        curves=_path(environment, "HELSEKORT_CURVES"),
        guideline=guideline,
        guideline_rules=environment.get("HELSEKORT_GUIDELINE_RULES", ""),
        file_megabytes=_whole_number(environment, "HELSEKORT_FILE_MEGABYTES", 10),
        legal_basis=legal_basis,
        care_days=_whole_number(environment, "HELSEKORT_CARE_DAYS", 600) if care_days else None,
        log_key=_path(environment, "HELSEKORT_LOG_KEY"),
        checkpoints=_path(environment, "HELSEKORT_CHECKPOINTS"),
        api_issuer=api[0],
        api_audience=api[1],
    )


def database_is_named(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a database is set, in the one form or the other."""
    return any(environment.get(name) for name in ("HELSEKORT_DATABASE_URL", "HELSEKORT_DATABASE_URL_FILE"))


def _with_secrets(environment: Mapping[str, str]) -> Mapping[str, str]:
    """The environment, with each secret that stands in a file in its place."""
    named = [one for one in SETTINGS if one.secret and environment.get(one.in_file)]
    return {**environment, **{one.name: _secret(environment, one) for one in named}}


def _secret(environment: Mapping[str, str], one: Setting) -> str:
    """What stands in the file, without the end of its last line."""
    if environment.get(one.name):
        raise BadSetting(f"{one.name} and {one.in_file} are both set. Keep the file, and unset {one.name}.")
    close = "Close it to them: chmod 400 FILE."
    try:
        text = read_private(Path(environment[one.in_file])).decode("utf-8")
    except OthersCanRead:
        raise BadSetting(f"{one.in_file}: others can read this file. {close}") from None
    except OSError as error:
        raise BadSetting(f"{one.in_file}: the file cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise BadSetting(f"{one.in_file}: the file is no text in UTF-8. Write the value there.") from None
    text = text.removesuffix("\n").removesuffix("\r")
    if not text or "\n" in text:
        raise BadSetting(f"{one.in_file}: the file must hold the value of {one.name} in one line.")
    return text


def _limits(environment: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    """`searches=120 uploads=30` -> pairs; whether there are such limits is found where the table is read."""
    pairs = [each.partition("=") for each in environment.get("HELSEKORT_LIMITS", "").split()]
    names = [name for name, _, _ in pairs]
    for name, _, number in pairs:
        if not (name and number.isascii() and number.isdigit() and int(number) > 0) or names.count(name) > 1:
            raise BadSetting(
                "HELSEKORT_LIMITS must be names with whole numbers above 0, each once, such as searches=120 uploads=30."
            )
    return tuple((name, int(number)) for name, _, number in pairs)


def _quick_exit(environment: Mapping[str, str]) -> str:
    address = environment.get("HELSEKORT_QUICK_EXIT") or "https://www.yr.no/"
    if not re.fullmatch(r"https://[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?", address):
        raise BadSetting("HELSEKORT_QUICK_EXIT must be a plain https address, such as https://www.yr.no/.")
    return address


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    return Path(environment[name]) if environment.get(name) else None


def _providers(environment: Mapping[str, str]) -> tuple[ProviderSettings, ...]:
    """The providers that are set, each whole; BadSetting where half of one is, or the two could be confused."""
    found = [one for each in PROVIDERS if (one := _provider(environment, each)) is not None]
    if not found:
        return ()
    for what in ("issuer", "key"):
        said = [getattr(one, what) for one in found]
        if len(set(said)) < len(said):
            names = " and ".join(f"HELSEKORT_{each.upper()}_{what.upper()}" for each in PROVIDERS)
            raise BadSetting(f"{names} must differ: else nobody could tell who let someone in.")
    if not _safe_address(environment.get("HELSEKORT_ORIGIN", "")):
        raise BadSetting(
            "HELSEKORT_ORIGIN must be the https address that people use: the providers send them back there."
        )
    return tuple(found)


def _provider(environment: Mapping[str, str], provider: str) -> ProviderSettings | None:
    names = [f"HELSEKORT_{provider.upper()}_{what}" for what in ("ISSUER", "CLIENT", "KEY")]
    issuer, client, key = (environment.get(name, "").strip() for name in names)
    if not (issuer or client or key):
        return None
    if not (issuer and client and key):
        raise BadSetting(f"{', '.join(names)} must all be set, or none of them.")
    if not _safe_address(issuer):
        raise BadSetting(f"{names[0]} must be an https address, as it stands in the provider's metadata.")
    return ProviderSettings(provider, issuer, client, Path(key))


def _safe_address(address: str) -> bool:
    """An https address, or one of this machine alone, without anything after the path."""
    parts = urlsplit(address)
    here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    bare = not (parts.query or parts.fragment or parts.username or parts.password)
    return (parts.scheme == "https" or here) and bool(parts.hostname) and bare


def _check_api(issuer: str, audience: str, origin: str) -> None:
    """Tokens are taken where all is said that they are held against, or not at all."""
    if not issuer and not audience:
        return
    if not (issuer and audience and origin):
        raise BadSetting(
            "HELSEKORT_API_ISSUER, HELSEKORT_API_AUDIENCE and HELSEKORT_ORIGIN go together. Set all three."
        )
    for name, address in (("HELSEKORT_API_ISSUER", issuer), ("HELSEKORT_ORIGIN", origin)):
        if not _safe_address(address):
            raise BadSetting(f"{name} must be an https address. Tokens are not taken over an open line.")


def _whole_number(environment: Mapping[str, str], name: str, usual: int) -> int:
    text = environment.get(name, str(usual))
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise BadSetting(f"{name} must be a whole number above 0, such as {usual}.")
    return int(text)


def _minutes_within(environment: Mapping[str, str], name: str, usual: int, hours: int) -> int:
    """Minutes that are no longer than a session can last: else they would bound nothing."""
    minutes = _whole_number(environment, name, usual)
    if minutes > hours * 60:
        raise BadSetting(f"{name} must be at most the {hours} hours of HELSEKORT_SESSION_HOURS, in minutes.")
    return minutes


def _user_data(environment: Mapping[str, str]) -> Path:
    base = environment.get("XDG_DATA_HOME") or Path(environment.get("HOME", ".")) / ".local" / "share"
    return Path(base) / "helsekort"
