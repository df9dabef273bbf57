"""A moved session's meeting gets its new time in Zoom; looked up when it is performed, so repeating does no harm."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from companion.forums import service as forums
from companion.forums.rules import MOVABLE
from companion.kernel.uow import Runner, Uow
from zoom_hooks.rest import ZoomApi


def make_time_so(runner: Runner, zoom: ZoomApi | None, payload: dict[str, Any]) -> None:
    """Bring the meeting to the session's time. Without a Zoom account or a linked meeting there is nothing to do.

    Raises ZoomError when Zoom does not answer, refuses or keeps another time; the outbox tries again.
    """
    wanted = runner.read(_wanted, UUID(payload["session_id"]))
    if zoom is None or wanted is None:
        return
    meeting_id, starts_at, minutes = wanted
    zoom.move_meeting(meeting_id, start_time=starts_at, minutes=minutes)
    runner.run(_noted, UUID(payload["session_id"]))


def _wanted(uow: Uow, session_id: UUID) -> tuple[str, datetime, int] | None:
    session = forums.session_of(uow, session_id)
    if session.zoom_meeting_id is None or session.state not in MOVABLE:
        return None
    return session.zoom_meeting_id, session.starts_at, int((session.ends_at - session.starts_at).total_seconds() // 60)


def _noted(uow: Uow, session_id: UUID) -> None:
    uow.audit("zoom.meeting_moved", "forum_session", session_id)
