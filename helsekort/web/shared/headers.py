"""The headers of every page: nothing from elsewhere, nothing run, nothing kept, nothing told to others."""


def policy(*hosts: str) -> str:
    """What a page may do. `hosts` are where a form may lead on to: who logs out here does so at the provider too."""
    return "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "font-src 'self'",
            "img-src 'self'",
            " ".join(("form-action 'self'", *hosts)),
            "base-uri 'none'",
            "frame-ancestors 'none'",
            # no page has a script; so nothing, be it an extension's mistake, may make one out of text
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


POLICY = policy()

EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""For static files too."""

PERSONAL = {**EVERYWHERE, "Cache-Control": "no-store"}
"""For every page that may say something about a person."""

YEARS_BY_TLS = "max-age=63072000; includeSubDomains"
"""Two years, in seconds; one at least is asked for (ASVS 3.4.1)."""


def always(origin: str) -> list[tuple[str, str]]:
    """What the web server puts on every answer, its own faults too: where people come by TLS, to come by nothing else.

    `origin` is as it was set, never as a request has it: browsers believe this for years.
    """
    return [("Strict-Transport-Security", YEARS_BY_TLS)] if origin.startswith("https://") else []
