"""A meeting's settings are read from Zoom, and set there where they are wrong; what Zoom says afterwards is kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from companion.kernel.uow import Runner
from companion.registration import zoom_rules, zoom_settings
from zoom_hooks.errors import SettingNotKept, ZoomError, ZoomNotFound, ZoomRefused
from zoom_hooks.rest import MeetingDetails, ZoomApi

NO_SUCH_MEETING = 3001


def read_meeting(runner: Runner, zoom: ZoomApi | None, payload: dict[str, Any]) -> None:
    """Read the session's meeting, setting first what is wrong when the payload says so.

    A meeting that is gone, a right that is missing and a Zoom that is away are kept as what they are; the next hour
    asks again. Raises nothing of Zoom's.
    """
    session_id = UUID(payload["session_id"])
    about = runner.read(zoom_settings.asked, session_id)
    if about is None:
        return
    if zoom is None:
        runner.run(zoom_settings.note_problem, session_id, about.meeting_id, "no_account")
        return
    try:
        found = zoom.meeting(about.meeting_id)
        if payload.get("what") == "set":
            found = _put_right(zoom, found, about)
    except ZoomError as error:
        runner.run(zoom_settings.note_problem, session_id, about.meeting_id, problem_of(error))
        return
    others = str(found.settings.get("alternative_hosts") or "").replace(",", ";").split(";")
    runner.run(
        zoom_settings.note_reading,
        session_id,
        about.meeting_id,
        found.settings,
        host=found.host_email,
        alternative_hosts=[one.strip() for one in others if one.strip()],
    )


def _put_right(zoom: ZoomApi, found: MeetingDetails, about: zoom_settings.Asked) -> MeetingDetails:
    """Set what is wrong, and read it back: Zoom may accept a setting and keep its own."""
    wanted = zoom_rules.settings_to_set(found.settings, text_source=about.text_source)
    if not wanted:
        return found
    try:
        return zoom.change_settings(about.meeting_id, wanted)
    except SettingNotKept:
        return zoom.meeting(about.meeting_id)


def problem_of(error: ZoomError) -> str:
    """The word for why a meeting could not be read."""
    if isinstance(error, ZoomNotFound) or (isinstance(error, ZoomRefused) and error.code == NO_SUCH_MEETING):
        return "gone"
    return "no_right" if isinstance(error, ZoomRefused) else "away"
