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
