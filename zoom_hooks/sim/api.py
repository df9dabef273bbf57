"""The HTTP side of the simulated Zoom: OAuth, REST, recording downloads and control, as one plain ASGI application."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
import re
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, unquote

from zoom_hooks.sim import faults_on, rest_scopes
from zoom_hooks.sim.answers import Answered, problem
from zoom_hooks.sim.asking import Asked
from zoom_hooks.sim.control import Control
from zoom_hooks.sim.rates import Rates
from zoom_hooks.sim.recordings import vtt
from zoom_hooks.sim.registrations import ApiError
from zoom_hooks.sim.rest import rest
from zoom_hooks.sim.stage import Stage
from zoom_hooks.wire import Malformed

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

MAX_BODY = 1024 * 1024
TOKEN_SECONDS = 3600
_MEETING = re.compile(r"/v2/(?:live_)?meetings/([^/]+)")


@dataclass(slots=True)
class Fault:
    """An answer to give instead of the real one, `times` times."""

    status: int
    times: int = 1
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    path: str = ""


@dataclass(slots=True)
class Access:
    """Credentials of the account's apps, and the access tokens that are good now."""

    account_id: str
    client_id: str
    client_secret: str = field(repr=False)
    tokens: dict[str, float] = field(default_factory=dict, repr=False)
    issued: int = 0
    scopes: frozenset[str] = rest_scopes.EVERY_SCOPE


class SimulatedApi:
    """Answers requests from the stage. Belongs to the stage's event loop."""

    def __init__(
        self,
        stage: Stage,
        access: Access,
        control: Control,
        rates: Rates,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stage = stage
        self._access = access
        self._control = control
        self._rates = rates
        self._clock = clock
        self.faults: list[Fault] = []
        self.requests: list[tuple[str, str]] = []
        self._being_written: set[str] = set()
        self.hang_up: Callable[[object], None] = lambda _client: None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        answer = await self._answer(scope, receive)
        if answer is None:
            self.hang_up(scope["client"])
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        headers = [(name.encode(), value.encode()) for name, value in self._dated(answer).items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    def _dated(self, answer: Answered) -> Mapping[str, str]:
        at = time.time() + self._stage.sender.skew_seconds
        return {"date": format_datetime(datetime.fromtimestamp(at, UTC), usegmt=True), **answer.headers}

    async def _answer(self, scope: Scope, receive: Receive) -> Answered | None:
        """None for a connection that breaks."""
        method = scope["method"]
        path = scope.get("raw_path", scope["path"].encode()).decode("latin-1").partition("?")[0]
        self.requests.append((method, path))
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > MAX_BODY:
                return problem(413, 413, "too large")
            if not message.get("more_body"):
                break
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        query = parse_qs(scope["query_string"].decode("latin-1"))
        asked = Asked(method, path, {key: values[-1] for key, values in query.items()}, headers, body)
        fault = self._fault(path)
        if fault is not None:
            return Answered(fault.status, {"content-type": "application/json", **fault.headers}, fault.body)
        try:
            if asked.path.startswith("/control"):
                return await self._control.answer(asked)
            with self._writing(asked):
                return await self._perhaps_wrong(asked)
        except ApiError as error:
            return problem(error.status, error.code, error.message, error.headers)
        except Malformed as error:
            return problem(400, 300, f"Validation Failed: {error}")

    async def _perhaps_wrong(self, asked: Asked) -> Answered | None:
        """The answer, or what a fault that is on makes of it."""
        switched = self._stage.faults.meets(asked.path)
        if switched is None:
            return self._route(asked)
        if switched.kind == "cuts":
            return None
        if switched.kind == "slow":
            await asyncio.sleep(switched.seconds)
        wrong = faults_on.answer(switched, self._stage.faults.met, now=datetime.now(UTC))
        return self._route(asked) if wrong is None else wrong

    @contextmanager
    def _writing(self, asked: Asked) -> Iterator[None]:
        """One write to a meeting at a time: Zoom refuses the second."""
        found = None if asked.method == "GET" else _MEETING.match(asked.path)
        if found is None:
            yield
            return
        if found[1] in self._being_written:
            raise ApiError(429, 429, "Too many concurrent requests. A request to modify this resource is in progress.")
        self._being_written.add(found[1])
        try:
            yield
        finally:
            self._being_written.discard(found[1])

    def _fault(self, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.path in path and not path.startswith("/control"):
                fault.times -= 1
                if fault.times <= 0:
                    self.faults.remove(fault)
                return fault
        return None

    def _route(self, asked: Asked) -> Answered:
        if asked.path.startswith("/oauth/"):
            return self._oauth(asked)
        if asked.path.startswith("/rec/download/"):
            return self._download(asked)
        if not asked.path.startswith("/v2/"):
            raise ApiError(404, 404, "not found")
        self._check_token(asked)
        limited = self._rates.headers(asked.method, asked.path)
        rest_scopes.check(self._access.scopes, asked.method, asked.path)
        answer = rest(self._stage, asked)
        return Answered(answer.status, {**limited, **answer.headers}, answer.body)

    def _oauth(self, asked: Asked) -> Answered:
        form = {**asked.query, **{key: values[-1] for key, values in parse_qs(asked.body.decode("latin-1")).items()}}
        given = _basic(asked.headers.get("authorization", ""))
        access = self._access
        if asked.method != "POST":
            raise ApiError(405, 405, "method not allowed")
        if given is None or not _same(given, f"{access.client_id}:{access.client_secret}"):
            return Answered.of({"reason": "Invalid client_id or client_secret", "error": "invalid_client"}, 401)
        if form.get("grant_type") != "account_credentials":
            return Answered.of({"reason": "unsupported grant type", "error": "unsupported_grant_type"}, 400)
        if form.get("account_id") != access.account_id:
            return Answered.of({"reason": "Bad Request", "error": "invalid_request"}, 400)
        access.issued += 1
        token = f"sim.{self._stage.ids.token(40)}"
        access.tokens[token] = self._clock() + TOKEN_SECONDS
        return Answered.of(
            {
                "access_token": token,
                "token_type": "bearer",
                "expires_in": TOKEN_SECONDS,
                "scope": " ".join(sorted(access.scopes)),
                "api_url": self._stage.base_url,
            }
        )

    def _check_token(self, asked: Asked) -> None:
        token = _bearer(asked.headers.get("authorization", ""))
        if self._access.tokens.get(token, 0.0) <= self._clock():
            raise ApiError(401, 124, "Invalid access token.")

    def _download(self, asked: Asked) -> Answered:
        token = _bearer(asked.headers.get("authorization", ""))
        meeting_id = unquote(asked.path.removeprefix("/rec/download/"))
        good_api = self._access.tokens.get(token, 0.0) > self._clock()
        if not good_api and self._stage.download_tokens.get(token) != meeting_id:
            raise ApiError(401, 124, "Invalid access token.")
        meeting = self._stage.meetings.get(meeting_id)
        if meeting is None or meeting.is_recording_deleted:
            raise ApiError(404, 3301, "There is no recording for this meeting.")
        return Answered(200, {"content-type": "text/vtt"}, vtt(meeting.cues, meeting.started_ms))


def _basic(header: str) -> str | None:
    scheme, _, value = header.partition(" ")
    try:
        return base64.b64decode(value, validate=True).decode() if scheme.lower() == "basic" else None
    except (binascii.Error, UnicodeDecodeError):
        return None


def _bearer(header: str) -> str:
    scheme, _, value = header.partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
