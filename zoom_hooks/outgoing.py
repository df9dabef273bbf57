"""One guarded way out to Zoom over HTTP: allowed addresses only, bounded in time and size, no redirects of
its own.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import socket
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from zoom_hooks.addresses import Allowlist, Origin
from zoom_hooks.errors import (
    ScopeMissing,
    UnexpectedContent,
    ZoomNotFound,
    ZoomRateLimited,
    ZoomRefused,
    ZoomUnavailable,
)
from zoom_hooks.wire import Fields, Malformed, read_object

_LONGEST_LIMIT = timedelta(days=2)
_SCOPE_CODE = 4711
_SCOPE = re.compile(r"\b[a-z_]+(?::[a-z_]+){1,3}\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait for Zoom, in seconds, and how much to read. `total` bounds one request as a whole."""

    connect: float = 3.0
    read: float = 8.0
    total: float = 10.0
    max_bytes: int = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def fields(self) -> Fields:
        """The JSON object in the body. A success that is not JSON is Zoom's fault: ZoomUnavailable."""
        if not self.body:
            return Fields({}, fault=_unreadable)
        try:
            return Fields(read_object(self.body), fault=_unreadable)
        except Malformed as error:
            raise _unreadable(str(error)) from error


def _unreadable(detail: str) -> ZoomUnavailable:
    return ZoomUnavailable(f"Zoom's answer could not be read: {detail}")


class Http:
    """Sends requests to allowed addresses. Safe to share between threads."""

    def __init__(self, allowed: Allowlist, *, limits: Limits | None = None, ca_file: str | None = None) -> None:
        self.allowed = allowed
        self.limits = limits or Limits()
        self._session = requests.Session()
        self._session.trust_env = False  # no .netrc credentials, no proxy that would undo the address check
        self._session.verify = (
            ca_file or os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or True
        )
        self._session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, _GuardedAdapter(allowed))

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: object = None,
        data: Mapping[str, str] | None = None,
        limits: Limits | None = None,
    ) -> Answer:
        """One request and its whole answer, whatever its status.

        Raises UnsafeAddress before anything is sent, ZoomUnavailable when there is no answer in time,
        UnexpectedContent when it is larger than the limit.
        """
        self.allowed.check(url)
        bounds = limits or self.limits
        deadline = time.monotonic() + bounds.total
        writes = method not in ("GET", "HEAD")
        try:
            with self._session.request(
                method,
                url,
                headers={"Accept-Encoding": "identity", **(headers or {})},
                auth=auth,
                params=params,
                json=json,
                data=data,
                timeout=(bounds.connect, bounds.read),
                allow_redirects=False,
                stream=True,
            ) as response:
                body = _bounded_body(response, bounds, deadline)
                return Answer(response.status_code, dict(response.headers.lower_items()), body)
        except requests.RequestException as error:
            raise ZoomUnavailable("no answer from Zoom", outcome_unknown=writes and not _never_left(error)) from error
        except (OSError, urllib3.exceptions.HTTPError) as error:
            raise ZoomUnavailable("Zoom's answer broke off", outcome_unknown=writes) from error

    def close(self) -> None:
        self._session.close()


def _bounded_body(response: requests.Response, bounds: Limits, deadline: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := response.raw.read1(65536, decode_content=False):
        size += len(piece)
        if size > bounds.max_bytes:
            raise UnexpectedContent("the answer is larger than expected")
        if time.monotonic() > deadline:
            raise TimeoutError("the answer came too slowly")
        pieces.append(piece)
    body = b"".join(pieces)
    if response.headers.get("content-encoding", "identity") in ("gzip", "deflate"):
        try:
            body = zlib.decompressobj(47).decompress(body, bounds.max_bytes + 1)
        except zlib.error:
            raise UnexpectedContent("the answer is packed in a way that cannot be read") from None
        if len(body) > bounds.max_bytes:
            raise UnexpectedContent("the answer is larger than expected")
    return body


def _never_left(error: requests.RequestException) -> bool:
    """True when no byte of the request can have reached Zoom."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", None)
    return isinstance(reason, urllib3.exceptions.NewConnectionError | urllib3.exceptions.NameResolutionError)


def raise_for(answer: Answer, *, writes: bool, now: datetime, scope: str | None = None) -> None:
    """Nothing for a 2xx; for any other status the error that says what to do about it.

    `scope` is the one that the call needs, for when Zoom says that one is missing without naming it.
    """
    if 200 <= answer.status < 300:
        return
    if answer.status == 429:
        raise ZoomRateLimited(
            "Zoom asks for fewer requests",
            retry_at=retry_at(answer.headers, now=now),
            daily="daily" in answer.headers.get("x-ratelimit-type", "").lower(),
        )
    if answer.status >= 500 or answer.status == 408:
        moment = retry_at(answer.headers, now=now)
        raise ZoomUnavailable(
            f"Zoom answered {answer.status}",
            retry_after=max(0.0, (moment - now).total_seconds()) if moment else None,
            outcome_unknown=writes,
            answered=True,
        )
    code, message = _zoom_error(answer)
    if code == _SCOPE_CODE or "does not contain scope" in message:
        raise ScopeMissing(answer.status, code, message, tuple(_SCOPE.findall(message)) or ((scope,) if scope else ()))
    kind = ZoomNotFound if answer.status == 404 else ZoomRefused
    raise kind(answer.status, code, message)


def _zoom_error(answer: Answer) -> tuple[int | None, str]:
    """Zoom's code and words. E-mail addresses in the words are left out, for errors end up in logs."""
    try:
        f = Fields(read_object(answer.body))
        message = f.text("message") or f.text("reason") or f.text("error") or ""
        return f.integer("code"), re.sub(r"\S+@\S+", "[address]", message)[:300]
    except Malformed:
        return None, "no reason given"


def retry_at(headers: Mapping[str, str], *, now: datetime) -> datetime | None:
    """When Zoom says it will listen again: `x-ratelimit-reset` in Unix time, or `retry-after` as an ISO instant, as
    seconds, or as an HTTP date. None when it says nothing that can be read or believed: no limit of Zoom's
    lasts two days.
    """
    reset = headers.get("x-ratelimit-reset", "").strip()
    after = headers.get("retry-after", "").strip()
    try:
        moment = _unix(reset) if reset else _after(after, now)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment is not None and moment < now + _LONGEST_LIMIT else None


def _unix(text: str) -> datetime:
    if not (text.isascii() and text.isdigit()):
        raise ValueError("not a Unix time")
    return datetime.fromtimestamp(int(text) / 1000 if len(text) > 11 else int(text), UTC)


def _after(text: str, now: datetime) -> datetime | None:
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return now + timedelta(seconds=int(text))
    moment = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class _GuardedAdapter(HTTPAdapter):
    """Connects only to the number that the allowlist approved for this host, so that a second look-up
    cannot differ.
    """

    def __init__(self, allowed: Allowlist) -> None:
        self._allowed = allowed
        super().__init__(pool_maxsize=16)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        allowed = self._allowed

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return _connect(allowed, Origin(False, self._dns_host, self.port or 80), self)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return _connect(allowed, Origin(True, self._dns_host, self.port or 443), self)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


def _connect(allowed: Allowlist, origin: Origin, connection: HTTPConnection) -> socket.socket:
    try:
        number = allowed.resolve(origin)
        timeout = connection.timeout
        return urllib3.util.connection.create_connection(
            (number, origin.port), timeout, socket_options=connection.socket_options
        )
    except TimeoutError as error:
        raise urllib3.exceptions.ConnectTimeoutError(connection, "connecting took too long") from error
    except OSError as error:
        raise urllib3.exceptions.NewConnectionError(connection, "could not connect") from error
