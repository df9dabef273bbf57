"""What can be asked of a meeting while it runs: the caption stream, and the words of the waiting room."""

from __future__ import annotations

from typing import Literal

from zoom_hooks import scopes
from zoom_hooks.rest.calls import Calls, number

StreamAction = Literal["start", "stop", "pause", "resume"]


class LiveMeetings(Calls):
    """Meetings that are going on."""

    def start_stream(self, meeting_id: str, *, client_id: str, participant_user_id: str | None = None) -> None:
        """Ask for a caption stream to the app with this client id; `StreamStarted` follows as a webhook."""
        self.change_stream(meeting_id, "start", client_id=client_id, participant_user_id=participant_user_id)

    def stop_stream(self, meeting_id: str, *, client_id: str, participant_user_id: str | None = None) -> None:
        """End the caption stream; `StreamStopped` follows as a webhook."""
        self.change_stream(meeting_id, "stop", client_id=client_id, participant_user_id=participant_user_id)

    def change_stream(
        self, meeting_id: str, action: StreamAction, *, client_id: str, participant_user_id: str | None = None
    ) -> None:
        """Start, stop, pause or resume the caption stream. Zoom documents the first two only; it may refuse the others.

        Raises ZoomRefused with code 2308 when the account of the app is no host of the meeting, with 2310 when it has
        no Developer Pack.
        """
        settings = {"client_id": client_id}
        if participant_user_id:
            settings["participant_user_id"] = participant_user_id
        call = scopes.STREAM
        self._write(meeting_id, call, call.at(number(meeting_id)), {"action": action, "settings": settings})

    def set_waiting_room_text(self, meeting_id: str, *, title: str, description: str) -> None:
        """What people read while they wait to be let in. The meeting must be going on; Zoom offers no reading back."""
        params = {"waiting_room_title": title, "waiting_room_description": description}
        call = scopes.CONTROL
        body = {"method": "waiting_room.update", "params": params}
        self._write(meeting_id, call, call.at(number(meeting_id)), body)
