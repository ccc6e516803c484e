"""Response headers that keep browsers safe; set here and nowhere else."""

from __future__ import annotations

from flask import Flask, Response, request

from gateway.settings import Settings

YEAR_S = 365 * 24 * 3600


def register(app: Flask, settings: Settings) -> None:
    policy = content_security_policy(settings)

    @app.after_request
    def protect(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=(), payment=()"
        if settings.secure:
            headers["Strict-Transport-Security"] = f"max-age={YEAR_S}; includeSubDomains"
        if not request.path.startswith("/assets/"):
            # Personal pages are kept by no cache; the sign-in page is not worth an exception.
            headers["Cache-Control"] = "no-store"
            headers["X-Robots-Tag"] = "noindex"
        return response


def content_security_policy(settings: Settings) -> str:
    """No inline script or style, nothing from elsewhere but uploads and live events."""
    elsewhere = " ".join(
        sorted({settings.file_origin, settings.live_origin} - {"", settings.public_origin})
    )
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' " + (settings.file_origin or ""),
            "font-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            f"connect-src 'self' {elsewhere}".strip(),
            # A file of an answer is asked for by a form, which is led on to the file origin.
            f"form-action 'self' {settings.file_origin or ''}".strip(),
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
