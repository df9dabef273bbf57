"""One request to the simulated REST API: what was asked, what it is about, and lists in pages."""

from __future__ import annotations

import base64
import re
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from zoom_hooks.sim.answers import Answered
from zoom_hooks.sim.registrations import ApiError
from zoom_hooks.sim.stage import NoSuchThing, Stage
from zoom_hooks.sim.world import SimMeeting
from zoom_hooks.wire import Fields, read_object

_PAGE_DEFAULT, _PAGE_MOST = 30, 300
PAGE_TOKEN_SECONDS = 900
MEETING = "/v2/meetings/([^/]+)"

Handler = Callable[..., Answered]
Route = tuple[str, re.Pattern[str], Handler]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. Header names are in lower case, the path is still encoded."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def json(self) -> Fields:
        return Fields(read_object(self.body))


def routes(table: Iterable[tuple[str, str, Handler]]) -> tuple[Route, ...]:
    """Method, pattern of the whole path (its groups are handed on, decoded once), and who answers.

    A handler gets the stage, what was asked, and the pattern's groups.
    """
    return tuple((method, re.compile(pattern), handle) for method, pattern, handle in table)


def find_meeting(stage: Stage, meeting_id: str) -> SimMeeting:
    """The meeting of this number. Raises ApiError 3001."""
    try:
        return stage.meeting(meeting_id or "0")
    except NoSuchThing:
        raise ApiError(404, 3001, f"Meeting does not exist: {meeting_id}.") from None


def find_by_uuid(stage: Stage, key: str) -> SimMeeting:
    """A meeting by its number or uuid. A uuid that Zoom wants encoded twice still has one layer here."""
    for meeting in stage.meetings.values():
        twice = meeting.uuid.startswith("/") or "//" in meeting.uuid
        if key in (meeting.id, quote(meeting.uuid, safe="") if twice else meeting.uuid):
            return meeting
    raise ApiError(404, 3001, "Meeting does not exist.")


def is_called_by(host: str, name: str) -> bool:
    """Whether a Host header names an address, this machine, or `name`: no name that somebody else lets mean us."""
    try:
        called = urlsplit(f"//{host}").hostname or ""
        if called in ("localhost", name.casefold()):
            return True
        ip_address(called)
    except ValueError:
        return False
    return True


def page(asked: Asked, key: str, rows: list[dict[str, object]]) -> Answered:
    """The part of the rows that was asked for, with the token for the next."""
    wanted, token = asked.query.get("page_size", str(_PAGE_DEFAULT)), asked.query.get("next_page_token", "")
    if not re.fullmatch("[0-9]{1,4}", wanted):
        raise ApiError(400, 300, "Validation Failed: page_size")
    size, start = max(1, min(int(wanted), _PAGE_MOST)), _start(asked, token) if token else 0
    end = start + size
    return Answered.of(
        {
            "next_page_token": _token(asked, end) if end < len(rows) else "",
            "page_count": -(-len(rows) // size),
            "page_size": size,
            "total_records": len(rows),
            key: rows[start:end],
        }
    )


def _token(asked: Asked, start: int) -> str:
    """Good for a while, and for the same list only."""
    until = int(time.time()) + PAGE_TOKEN_SECONDS
    return base64.urlsafe_b64encode(f"{start}.{until}.{_list_of(asked)}".encode()).decode()


def _start(asked: Asked, token: str) -> int:
    try:
        start, until, about = base64.urlsafe_b64decode(token.encode()).decode().split(".")
        is_good = about == _list_of(asked) and int(until) > time.time()
        if is_good and int(start) >= 0:
            return int(start)
    except ValueError:
        pass
    raise ApiError(400, 300, "The next page token is invalid or expired.")


def _list_of(asked: Asked) -> str:
    return str(zlib.crc32(f"{asked.path}?{asked.query.get('status', '')}".encode()))
