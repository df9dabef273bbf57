"""Two cookies: the ordinary one, and one for the page inside the Zoom client. Neither is ever taken for the other.

Inside Zoom a cookie must be sent to an embedded page (`SameSite=None; Secure`), and is kept apart from the ordinary
browser's by `Partitioned`. So it has a path of its own, is signed under a salt of its own, and is all that the pages
below that path read.
"""

from __future__ import annotations

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from companion.people.gate import PANEL, in_panel


class TwoCookies(SecureCookieSessionInterface):
    """Flask's signed cookie; which of the two is read and written is decided by the path alone."""

    def __init__(self) -> None:
        self._panel = _Panel()

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self._panel.get_signing_serializer(app) if _inside() else super().get_signing_serializer(app)

    def get_cookie_name(self, app: Flask) -> str:
        name = super().get_cookie_name(app)
        return f"{name.replace('__Host-', '__Secure-')}-panel" if _inside() else name

    def get_cookie_path(self, app: Flask) -> str:
        return PANEL if _inside() else super().get_cookie_path(app)

    def get_cookie_samesite(self, app: Flask) -> str | None:
        return "None" if _inside() else super().get_cookie_samesite(app)

    def get_cookie_secure(self, app: Flask) -> bool:
        return _inside() or super().get_cookie_secure(app)

    def get_cookie_partitioned(self, app: Flask) -> bool:  # noqa: ARG002 (Flask gives it)
        return _inside()


class _Panel(SecureCookieSessionInterface):
    salt = "panel-session"


def _inside() -> bool:
    return in_panel(request.path)
