"""Meetings before they begin: made, read, set, moved. What was set is read back, for Zoom may keep its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from zoom_hooks import scopes
from zoom_hooks.errors import SettingNotKept
from zoom_hooks.rest.calls import Calls, number
from zoom_hooks.rest.values import MeetingDetails
from zoom_hooks.wire import Fields


class Meetings(Calls):
    """Meetings and their settings."""

    def create_meeting(
        self, host: str, *, topic: str, start_time: datetime, minutes: int, settings: Mapping[str, object]
    ) -> MeetingDetails:
        """A scheduled meeting of this host (a user id or e-mail: server-to-server apps have no `me`).

        Raises SettingNotKept when Zoom made it with other settings; the meeting exists then.
        """
        body = {
            "topic": topic,
            "type": 2,
            "start_time": _zulu(start_time),
            "duration": minutes,
            "settings": dict(settings),
        }
        call = scopes.CREATE_MEETING
        made = _meeting_from(self._write(host, call, call.at(quote(host, safe="")), body).fields())
        return _kept(self.meeting(made.id), settings)

    def meeting(self, meeting_id: str) -> MeetingDetails:
        """A meeting as Zoom has it. Raises ZoomNotFound."""
        return _meeting_from(self._read(scopes.READ_MEETING, scopes.READ_MEETING.at(number(meeting_id))).fields())

    def change_settings(self, meeting_id: str, settings: Mapping[str, object]) -> MeetingDetails:
        """Change these settings and read them back. Raises SettingNotKept when Zoom has something else afterwards."""
        self._change(meeting_id, {"settings": dict(settings)})
        return _kept(self.meeting(meeting_id), settings)

    def move_meeting(self, meeting_id: str, *, start_time: datetime, minutes: int) -> MeetingDetails:
        """Give a meeting another time and read it back; its registrants keep their links.

        Raises SettingNotKept when Zoom has another start afterwards.
        """
        self._change(meeting_id, {"start_time": _zulu(start_time), "timezone": "UTC", "duration": minutes})
        found = self.meeting(meeting_id)
        if found.start_time != start_time.replace(microsecond=0):
            raise SettingNotKept({"start_time": found.start_time})
        return found

    def _change(self, meeting_id: str, body: Mapping[str, object]) -> None:
        call = scopes.CHANGE_MEETING
        self._write(meeting_id, call, call.at(number(meeting_id)), body)


def _zulu(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _meeting_from(f: Fields) -> MeetingDetails:
    return MeetingDetails(
        id=f.required_id("id"),
        uuid=f.id("uuid"),
        topic=f.text("topic"),
        start_time=f.instant("start_time", timezone=f.text("timezone")),
        registration_url=f.text("registration_url"),
        settings=f.object("settings").plain(),
        host_email=f.text("host_email"),
    )


def _kept(meeting: MeetingDetails, wanted: Mapping[str, object]) -> MeetingDetails:
    differing = {key: meeting.settings.get(key) for key, value in wanted.items() if meeting.settings.get(key) != value}
    if differing:
        raise SettingNotKept(differing)
    return meeting
