"""The Zoom client around our page, as far as a server sees it: sealed contexts, and browsers that send them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from companion.app import create_app
from companion.kernel.clocks import to_ms
from companion.kernel.ids import PersonId
from companion.people import zoom_identity
from companion.people.gate import PANEL
from companion.wiring import Wiring
from tests.house import House
from zoom_hooks import app_context

APP_ID, APP_SECRET = "panel-app", "a secret of the panel's app"
MEETING = "aDYlohsHRtCd4ii1uC2+hA=="


def with_app(wiring: Wiring) -> Wiring:
    """The same installation with a Zoom App set up."""
    settings = replace(wiring.settings, zoom_app_client_id=APP_ID, zoom_app_client_secret=APP_SECRET)
    return replace(wiring, settings=settings, runner=replace(wiring.runner, settings=settings))


@dataclass
class Client:
    """Zoom's client of one Zoom account. Each `opens` is a fresh context, unless one is given."""

    app: Flask
    house: House
    user: str | None = "U-robin"
    meeting: str | None = MEETING
    role: str = "host"

    def __post_init__(self) -> None:
        self.browser: FlaskClient = self.app.test_client()

    def context(self, secret: str = APP_SECRET, **changed: object) -> str:
        """A context as Zoom seals it; `...` leaves a claim out."""
        now_ms = to_ms(self.house.now)
        claims: dict[str, object] = {
            "typ": "meeting" if self.meeting else "panel",
            "uid": self.user if self.user else ...,
            "mid": self.meeting if self.meeting else ...,
            "aud": APP_ID,
            "iss": "marketplace.zoom.us",
            "ts": now_ms,
            "exp": now_ms + 120_000,
            "attendrole": self.role,
        }
        return app_context.seal(
            secret,
            {name: value for name, value in (claims | changed).items() if value is not ...},
            iv=os.urandom(12),
        )

    def opens(self, sealed: str | None = None) -> TestResponse:
        """Open the app from Zoom's menu."""
        return self.browser.get(PANEL, headers={app_context.HEADER: sealed or self.context()})

    def script_sends(self, sealed: str) -> TestResponse:
        return self.browser.post(f"{PANEL}/context", data={"context": sealed})


def linked(house: House, person_id: UUID, user: str = "U-robin") -> None:
    """Link somebody's Zoom account, as they do with a code."""

    def by_code(uow: object) -> None:
        code = zoom_identity.show_code(uow, PersonId(person_id))  # type: ignore[arg-type]
        zoom_identity.link(uow, code, zoom_identity.digest_of(user))  # type: ignore[arg-type]

    house.run(by_code)


def make_app(wiring: Wiring, *, form_tokens: bool = False) -> Flask:
    app = create_app(wiring)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=form_tokens)
    return app


MakeClient = Callable[..., Client]
