"""Server-to-server access tokens: asked for once, shared by all threads, renewed before they run out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from zoom_hooks.errors import ZoomUnavailable
from zoom_hooks.outgoing import Http, raise_for

OAUTH_URL = "https://zoom.us/oauth/token"
_EARLY = 60.0
_WAIT = 15.0


@dataclass(frozen=True, slots=True)
class ServerToServer:
    """The credentials of a server-to-server app."""

    account_id: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Token:
    """An access token; opaque. `api_url` is the API base that Zoom named for this account, if any; `scopes` is what
    the app may do, empty when Zoom did not say.
    """

    value: str = field(repr=False)
    expires_at: float
    api_url: str | None = None
    scopes: frozenset[str] = frozenset()


class TokenSource:
    """Hands out a token that is good for another minute; however many threads ask, one request is under way.

    Threads that wait share its outcome, failure included, so an outage is not made worse by everybody trying.
    """

    def __init__(
        self,
        http: Http,
        credentials: ServerToServer,
        *,
        oauth_url: str = OAUTH_URL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = http
        self._credentials = credentials
        self._url = oauth_url if urlsplit(oauth_url).path.strip("/") else oauth_url.rstrip("/") + "/oauth/token"
        self._clock = clock
        self._lock = threading.Lock()
        self._token: Token | None = None
        self._asking: Future[Token] | None = None

    def token(self, *, not_this: Token | None = None) -> Token:
        """A usable token. `not_this` is one that Zoom has just refused: it will not be handed out again.

        Raises ZoomRefused for wrong credentials, ZoomUnavailable or ZoomRateLimited when Zoom does not give one now.
        """
        with self._lock:
            current = self._token
            if current is not None and current is not not_this and self._clock() < current.expires_at - _EARLY:
                return current
            asking = self._asking
            if asking is None:
                mine: Future[Token] = Future()
                self._asking = mine
        if asking is not None:
            try:
                return asking.result(timeout=_WAIT)
            except FutureTimeout:
                raise ZoomUnavailable("Zoom's sign-in did not answer in time") from None
        return self._ask(mine)

    def _ask(self, mine: Future[Token]) -> Token:
        try:
            token = self._fetch()
        except BaseException as error:
            with self._lock:
                self._asking = None
            mine.set_exception(error)
            raise
        with self._lock:
            self._token = token
            self._asking = None
        mine.set_result(token)
        return token

    def _fetch(self) -> Token:
        asked_at = self._clock()
        answer = self._http.send(
            "POST",
            self._url,
            auth=(self._credentials.client_id, self._credentials.client_secret),
            data={"grant_type": "account_credentials", "account_id": self._credentials.account_id},
        )
        raise_for(answer, writes=False, now=datetime.now(UTC))
        f = answer.fields()
        value, lifetime = f.text("access_token"), f.integer("expires_in")
        if value is None or not value.isascii() or not value.isprintable():
            raise ZoomUnavailable("Zoom's sign-in gave no token")
        expires_at = asked_at + (lifetime if lifetime is not None else 3600)
        return Token(value, expires_at, f.text("api_url"), frozenset((f.text("scope") or "").replace(",", " ").split()))
