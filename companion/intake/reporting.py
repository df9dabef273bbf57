"""Zoom's own list of who was in a meeting is read once it is over. Looked up when performed, so repeatable."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from companion.kernel.uow import ZOOM, Runner
from companion.registration import reported
from companion.registration.reported import Reported
from zoom_hooks.errors import ScopeMissing, ZoomNotFound, ZoomRefused
from zoom_hooks.rest import Stay, ZoomApi


def read_report(runner: Runner, zoom: ZoomApi | None, payload: dict[str, Any]) -> None:
    """Take in who was there. The account's report comes first, for it names registrants; else the meeting's own list.

    Raises ZoomUnavailable and ZoomRateLimited; the outbox tries again.
    """
    session_id = UUID(payload["session_id"])
    meeting = runner.read(reported.asked, session_id)
    if zoom is None or meeting is None:
        return
    try:
        stays = _stays(zoom, meeting)
    except ScopeMissing as error:
        runner.run(reported.refused, session_id, "no_right", ", ".join(error.scopes[-1:]))
    except ZoomNotFound:
        return  # not written yet; the tick asks again
    except ZoomRefused:
        runner.run(reported.refused, session_id, "refused")
    else:
        rows = [row for place, stay in enumerate(stays) if (row := _row(place, stay)) is not None]
        runner.run_as(ZOOM, reported.take_in, session_id, meeting, rows)


def _stays(zoom: ZoomApi, meeting: str) -> tuple[Stay, ...]:
    try:
        return zoom.reported_participants(meeting)
    except (ScopeMissing, ZoomNotFound):
        return zoom.past_participants(meeting)


def _row(place: int, stay: Stay) -> Reported | None:
    if stay.was_waiting or stay.joined_at is None or stay.left_at is None or stay.left_at < stay.joined_at:
        return None
    return Reported(
        registrant_id=stay.registrant_id,
        joined_at=stay.joined_at,
        left_at=stay.left_at,
        key=f"report:{stay.user_id or place}",
        name=stay.name or "",
        email=stay.email,
    )
