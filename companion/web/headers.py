"""Headers that every answer carries, and the same-origin check beside the CSRF token."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from companion.kernel.settings import Settings
from companion.people.gate import STATIC_ENDPOINTS, in_panel

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",  # scripts set text, never markup: where one forgets, the browser refuses
        "trusted-types 'none'",
    )
)
#: the page inside the Zoom client is drawn by it; nobody else frames anything of ours
PANEL_CSP = CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self' https://zoom.us https://*.zoom.us")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SIGNED_BY_SENDER = frozenset({"/zoom/webhook"})  # authenticated by their own signature, not by a cookie
LINK_PAGES = ("/stage/", "/sign-in/", "/landlord-link/", "/day-link/", "/group-membership/")


def install(app: Flask, settings: Settings) -> None:
    """Set the headers on every answer, and refuse unsafe requests that another site made the browser send."""
    ours = _origin(settings.public_url)

    @app.before_request
    def same_origin() -> None:
        if request.method in SAFE_METHODS or request.path in SIGNED_BY_SENDER:
            return
        if request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
            abort(403)
        origin = request.headers.get("Origin")
        if origin == "null" and request.path.startswith(LINK_PAGES):
            return  # a browser hides the origin of a page that sends no referrer; the form token stands guard
        if origin is not None and origin not in {ours, _origin(request.host_url)}:
            abort(403)

    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        inside = in_panel(request.path)
        headers.setdefault("Content-Security-Policy", PANEL_CSP if inside else CSP)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer" if request.path.startswith(LINK_PAGES) else "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()"
        headers["X-Robots-Tag"] = "noindex, nofollow"
        if settings.is_https or inside:  # Zoom's client draws no page without it
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        # "no-cache" is what Flask gives a file it sends: the browser would keep it, and only ask whether it changed.
        is_file = request.endpoint in STATIC_ENDPOINTS and response.status_code < 400  # `static_files` says how long
        if not is_file and headers.get("Cache-Control") in {None, "no-cache"}:
            headers["Cache-Control"] = "no-store"
        return response


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
