"""How a call is made: with a token that is good, one write at a time per meeting, all pages of a list or none."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from zoom_hooks.addresses import Allowlist
from zoom_hooks.errors import UnexpectedContent, ZoomRateLimited, ZoomRefused, ZoomUnavailable
from zoom_hooks.oauth import OAUTH_URL, ServerToServer, Token, TokenSource
from zoom_hooks.outgoing import Answer, Http, Limits, raise_for
from zoom_hooks.rest.turns import ThreadTurns, Turns
from zoom_hooks.scopes import Call
from zoom_hooks.wire import Fields

API_URL = "https://api.zoom.us/v2"
_MEETING_ID = re.compile(r"[0-9]{5,20}", re.ASCII)
_MOST_PAGES = 200
_BUSY_PAUSES = (0.5, 1.0)


def path_uuid(meeting_uuid: str) -> str:
    """A meeting's uuid for use in a path: encoded twice when it starts with `/` or holds `//`, as Zoom demands."""
    once = quote(meeting_uuid, safe="")
    return quote(once, safe="") if meeting_uuid.startswith("/") or "//" in meeting_uuid else once


def number(meeting_id: str) -> str:
    """A meeting number that may stand in a path; blanks as people write them are left out. Raises ZoomRefused."""
    digits = meeting_id.replace(" ", "")
    if not _MEETING_ID.fullmatch(digits):
        raise ZoomRefused(400, 300, "this is not a meeting number")
    return digits


class Calls:
    """Calls under one account. Safe to share between threads."""

    def __init__(
        self,
        credentials: ServerToServer,
        *,
        api_url: str = API_URL,
        oauth_url: str = OAUTH_URL,
        limits: Limits | None = None,
        ca_file: str | None = None,
        turns: Turns | None = None,
    ) -> None:
        """`turns` says how writes to one object follow one another; without it, those of this one process do.

        Raises UnsafeAddress when a configured address cannot be read.
        """
        self._http = Http(Allowlist.of(api_url, oauth_url), limits=limits, ca_file=ca_file)
        self._tokens = TokenSource(self._http, credentials, oauth_url=oauth_url)
        self._api_url = api_url.rstrip("/")
        self._turns: Turns = turns or ThreadTurns()
        self._pause: Callable[[float], None] = time.sleep

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def granted_scopes(self) -> frozenset[str]:
        """The scopes of the token that Zoom gives us now; empty when it does not say. Raises ZoomError."""
        return self._tokens.token().scopes

    def _pages(self, call: Call, path: str, key: str, params: Mapping[str, str]) -> list[Fields]:
        rows: list[Fields] = []
        seen: set[str] = set()
        asked = {**params, "page_size": "300"}
        for _ in range(_MOST_PAGES):
            f = self._read(call, path, asked).fields()
            if key not in f:  # an answer without its list is no empty list: whoever is on it would seem to have gone
                raise ZoomUnavailable("Zoom's answer holds no list")
            rows.extend(f.objects(key))
            following = f.text("next_page_token")
            if following is None:
                return rows
            if following in seen:
                break
            seen.add(following)
            asked["next_page_token"] = following
        raise ZoomUnavailable("Zoom's list does not end")

    def _read(self, call: Call, path: str, params: Mapping[str, str] | None = None) -> Answer:
        return self._call(call, path, params, None)

    def _write(
        self, about: str, call: Call, path: str, body: object = None, *, params: Mapping[str, str] | None = None
    ) -> Answer:
        """One at a time per object, a meeting or a host: Zoom answers 429 to two writes on one object.

        Somebody may write to it in Zoom's own pages just then, and was before us: it is tried again, twice.
        """
        with self._turns.turn(about.replace(" ", "")):
            for pause in _BUSY_PAUSES:
                try:
                    return self._call(call, path, params, body)
                except ZoomRateLimited as error:
                    if not error.is_busy:
                        raise
                self._pause(pause)
            return self._call(call, path, params, body)

    def _call(self, call: Call, path: str, params: Mapping[str, str] | None, body: object) -> Answer:
        token = self._tokens.token()
        answer = self._send(call.method, path, params, body, token)
        if answer.status == 401:
            token = self._tokens.token(not_this=token)
            answer = self._send(call.method, path, params, body, token)
        return self._checked(answer, writes=call.method != "GET", scope=call.scope)

    def _checked(self, answer: Answer, *, writes: bool, scope: str | None = None) -> Answer:
        """The answer when it is a success; raises the error that says what to do for any other."""
        raise_for(answer, writes=writes, now=datetime.now(UTC), scope=scope)
        return answer

    def _send(self, method: str, path: str, params: Mapping[str, str] | None, body: object, token: Token) -> Answer:
        base = self._api_url
        if base == API_URL and token.api_url:
            base = token.api_url.rstrip("/").removesuffix("/v2") + "/v2"
        return self._http.send(method, base + path, headers=bearer(token.value), params=params, json=body)


def bearer(token: str) -> dict[str, str]:
    """The header that carries a token. Raises UnexpectedContent for what could not stand in one."""
    if not (token.isascii() and token.isprintable()):
        raise UnexpectedContent("the download token is not a token")
    return {"Authorization": f"Bearer {token}"}
