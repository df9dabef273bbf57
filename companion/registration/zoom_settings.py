"""What Zoom was read to be, for each forum session: its meeting's settings, with their age and what to do about them.

The reading itself is an effect of the outbox (`intake/settings.py`); here is what it stores and what pages show.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel import outbox
from companion.kernel.crypto import Unreadable
from companion.kernel.errors import DomainError
from companion.kernel.uow import Uow
from companion.people.addresses import fold_address
from companion.registration import rules, zoom_rules
from companion.registration.door_tables import ZoomRead
from companion.registration.zoom_rules import SettingLine

__all__ = ["SettingLine", "ZoomReading", "last_reading"]

KEPT = timedelta(days=90)
#: sessions whose meeting is looked at
WATCHED = ("scheduled", "open", "closed", "live")


class NotLinked(DomainError):
    message = "No Zoom meeting is linked to this forum session. Give its number first."


@dataclass(frozen=True)
class ZoomReading:
    """The settings of a session's meeting as they were last read, and why they could not be read since."""

    read_at: datetime | None
    problem: str | None
    lines: tuple[SettingLine, ...]
    tried_at: datetime | None = None
    to_set: int = 0

    @property
    def is_red(self) -> bool:
        """Whether something is known to be wrong."""
        return self.problem is not None or any(line.ok is False for line in self.lines)


def last_reading(uow: Uow, session_id: UUID) -> ZoomReading | None:
    """What Zoom was last read to be; None while nothing has been read of the meeting that is linked now."""
    session = forums.session_of(uow, session_id)
    row = _row(uow, session)
    if row is None:
        return None
    lines: tuple[SettingLine, ...] = ()
    if row.read_at is not None:
        hosts = len(hosts_of(uow, session_id)[1])
        lines = zoom_rules.judge(row.settings, hosts=hosts, text_source=session.text_source)
    return ZoomReading(
        read_at=row.read_at,
        problem=zoom_rules.PROBLEMS[row.problem] if row.problem else None,
        lines=lines,
        tried_at=row.tried_at,
        to_set=len(zoom_rules.settings_to_set(row.settings, text_source=session.text_source)),
    )


def ask_for_reading(uow: Uow, session_id: UUID, *, put_right: bool = False) -> None:
    """Queue reading the meeting from Zoom, or (`put_right`) setting what is wrong and reading it back.

    Raises NotLinked.
    """
    session = forums.session_of(uow, session_id)
    if session.zoom_meeting_id is None:
        raise NotLinked
    what = "set" if put_right else "read"
    key = f"{session_id}:{session.zoom_meeting_id}:{what}:{uow.now:%Y-%m-%dT%H:%M:%S}"
    outbox.queue(uow, "zoom.settings", key=key, payload={"session_id": session_id, "what": what})
    if put_right:
        uow.audit("zoom.settings_asked", "forum_session", session_id)


def queue_due_readings(uow: Uow) -> int:
    """Queue a reading of every meeting to come that was not asked about within the hour; how many. For the tick."""
    query = select(ForumSession).where(ForumSession.state.in_(WATCHED), ForumSession.zoom_meeting_id.is_not(None))
    due = 0
    for session in uow.db.scalars(query):
        row = _row(uow, session)
        if row is None or uow.now - row.tried_at >= zoom_rules.LOOK_EVERY:
            ask_for_reading(uow, session.id)
            due += 1
    return due


@dataclass(frozen=True)
class Asked:
    """What there is to know before asking Zoom."""

    meeting_id: str
    text_source: str


def asked(uow: Uow, session_id: UUID) -> Asked | None:
    """The meeting to read; None when none is linked now, or the session is over."""
    session = uow.db.get(ForumSession, session_id)
    if session is None or session.zoom_meeting_id is None or session.state not in (*WATCHED, "draft"):
        return None
    return Asked(session.zoom_meeting_id, session.text_source)


def note_reading(
    uow: Uow,
    session_id: UUID,
    meeting_id: str,
    settings: Mapping[str, Any],
    *,
    host: str | None,
    alternative_hosts: Iterable[str],
) -> None:
    """Keep what was read. A meeting that has been exchanged meanwhile is left alone."""
    row = row_for(uow, session_id, meeting_id)
    if row is None:
        return
    kept = {name: settings[name] for name in zoom_rules.KEPT if isinstance(settings.get(name), str | int | bool)}
    before, row.problem = (row.settings, row.problem), None
    row.read_at, row.settings = uow.now, kept
    numbers = rules.dial_in_of(settings.get("global_dial_in_numbers"))
    if numbers is not None:
        forums.session_of(uow, session_id).zoom_dial_in = numbers
    hosts = json.dumps([host, *alternative_hosts])
    row.sealed_hosts = uow.keys.seal(hosts, purpose="forum_session", subject=session_id, row=_sealed(session_id))
    if before != (kept, None):
        uow.audit("zoom.meeting_read", "forum_session", session_id, wrong=_wrong(uow, session_id, kept))


def note_problem(uow: Uow, session_id: UUID, meeting_id: str, problem: str) -> None:
    """Keep why a meeting could not be read; what was read before stays. Nobody's place is touched (edge 70)."""
    row = row_for(uow, session_id, meeting_id)
    if row is None or row.problem == problem:
        return
    row.problem = problem
    uow.audit("zoom.meeting_unread", "forum_session", session_id, problem=problem)


def hosts_of(uow: Uow, session_id: UUID) -> tuple[str | None, tuple[str, ...]]:
    """The host's address and those of the alternative hosts, as last read; hosts are never registrants (edge 63)."""
    row = uow.db.get(ZoomRead, session_id)
    if row is None or row.sealed_hosts is None:
        return None, ()
    try:
        host, *others = json.loads(uow.keys.open_text(row.sealed_hosts, row=_sealed(session_id)))
    except Unreadable:
        return None, ()
    return host, tuple(others)


def is_host(uow: Uow, session_id: UUID, address: str | None) -> bool:
    """Whether an address is that of the host or an alternative host."""
    host, others = hosts_of(uow, session_id)
    return address is not None and fold_address(address) in {_folded(one) for one in (host, *others) if one}


def _folded(address: str) -> str:
    return fold_address(address) if "@" in address else address.casefold()


def _wrong(uow: Uow, session_id: UUID, settings: Mapping[str, Any]) -> int:
    source = forums.session_of(uow, session_id).text_source
    return sum(line.ok is False for line in zoom_rules.judge(settings, hosts=1, text_source=source))


def _row(uow: Uow, session: ForumSession) -> ZoomRead | None:
    row = uow.db.get(ZoomRead, session.id)
    return row if row is not None and row.meeting == session.zoom_meeting_id else None


def row_for(uow: Uow, session_id: UUID, meeting_id: str) -> ZoomRead | None:
    """The session's row, begun anew for another meeting; its time of trying is now."""
    session = forums.session_of(uow, session_id)
    if session.zoom_meeting_id != meeting_id:
        return None
    row = uow.db.get(ZoomRead, session_id)
    if row is None or row.meeting != meeting_id:
        fresh = ZoomRead(forum_session_id=session_id, meeting=meeting_id, settings={}, listing={})
        fresh.tried_at, fresh.read_at, fresh.problem, fresh.sealed_hosts, fresh.listed_at = (
            uow.now,
            None,
            None,
            None,
            None,
        )
        fresh.keep_until = forums.links_end_at(session) + KEPT
        row = uow.db.merge(fresh)
    row.tried_at = uow.now
    return row


def _sealed(session_id: UUID) -> str:
    return f"registration_zoom_read:{session_id}:hosts"
