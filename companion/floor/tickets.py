"""The live ticket: a page's proof, good for a minute, that it may listen to one forum session in one role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import jwt

LIVES = timedelta(seconds=60)
_AUDIENCE = "live"
_ALGORITHM = "HS256"


class TicketRefused(Exception):
    """Expired, forged, or for something else; the page asks for a new one."""


@dataclass(frozen=True)
class Ticket:
    """Who listens to what: the browser session lets the stream end when the person is signed out."""

    forum_session_id: UUID
    role: str
    browser_session_id: UUID | None
    link_id: UUID | None = None  # a stage that is shown by a link, and ends with it

    @property
    def is_bound(self) -> bool:
        """To a browser session or to a link, as every ticket that a page hands out: its right can be taken away."""
        return self.browser_session_id is not None or self.link_id is not None


def issue(ticket: Ticket, *, secret: str, now: datetime) -> str:
    """A signed ticket that lives for a minute of system time."""
    claims = {
        "aud": _AUDIENCE,
        "sub": str(ticket.forum_session_id),
        "role": ticket.role,
        "browser": str(ticket.browser_session_id) if ticket.browser_session_id else "",
        "link": str(ticket.link_id) if ticket.link_id else "",
        "iat": int(now.timestamp()),
        "exp": int((now + LIVES).timestamp()),
    }
    return jwt.encode(claims, secret, algorithm=_ALGORITHM)


def read(token: str, *, secret: str, now: datetime) -> Ticket:
    """What a ticket allows. Raises TicketRefused."""
    try:
        claims = jwt.decode(
            token,
            secret,
            algorithms=[_ALGORITHM],
            audience=_AUDIENCE,
            options={"require": ["aud", "sub", "exp", "role"], "verify_exp": False, "verify_iat": False},
        )
        browser = str(claims.get("browser") or "")
        link = str(claims.get("link") or "")
        ticket = Ticket(
            UUID(claims["sub"]), str(claims["role"]), UUID(browser) if browser else None, UUID(link) if link else None
        )
        expires = int(claims["exp"])
    except (jwt.InvalidTokenError, ValueError, TypeError, RecursionError) as error:
        raise TicketRefused from error
    if now.timestamp() >= expires:  # by our own clock, which may be a test's
        raise TicketRefused
    return ticket
