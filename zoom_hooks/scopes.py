"""Every call of Zoom's API that we make: how it is addressed, and which scope its token must hold for it.

One table, read by the calls themselves, by whoever compares a token's scopes with what is needed, and by the tests that
hold the documentation against it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Need = Literal["meeting", "registrants", "waiting_room", "captions", "recording", "deletion", "attendance"]

NEEDS: dict[Need, str] = {
    "meeting": "the meeting and its settings, read back",
    "registrants": "who holds a seat is approved, who does not waits",
    "waiting_room": "what people read in the waiting room",
    "captions": "starting the caption stream from here",
    "recording": "the recording's transcript, where you record",
    "deletion": "deleting the recording in Zoom once it is not needed",
    "attendance": "who was in the meeting, by Zoom's own report",
}
"""What a scope is for, in the order of how much would be missed."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `path` holds `{}` for each number or uuid; `scope` is the one for a server-to-server app."""

    method: Method
    path: str
    scope: str
    need: Need

    def at(self, *parts: str) -> str:
        """The path with its parts, which must be encoded already."""
        return self.path.format(*parts)


_MEETING = "/meetings/{}"
_REGISTRANTS = "/meetings/{}/registrants"

CREATE_MEETING = Call("POST", "/users/{}/meetings", "meeting:write:meeting:admin", "meeting")
READ_MEETING = Call("GET", _MEETING, "meeting:read:meeting:admin", "meeting")
CHANGE_MEETING = Call("PATCH", _MEETING, "meeting:update:meeting:admin", "meeting")

LIST_REGISTRANTS = Call("GET", _REGISTRANTS, "meeting:read:list_registrants:admin", "registrants")
READ_REGISTRANT = Call("GET", _REGISTRANTS + "/{}", "meeting:read:registrant:admin", "registrants")
ADD_REGISTRANT = Call("POST", _REGISTRANTS, "meeting:write:registrant:admin", "registrants")
ADD_REGISTRANTS = Call("POST", _MEETING + "/batch_registrants", "meeting:write:batch_registrants:admin", "registrants")
DECIDE = Call("PUT", _REGISTRANTS + "/status", "meeting:update:registrant_status:admin", "registrants")
REMOVE_REGISTRANT = Call("DELETE", _REGISTRANTS + "/{}", "meeting:delete:registrant:admin", "registrants")
READ_QUESTIONS = Call(
    "GET", _REGISTRANTS + "/questions", "meeting:read:list_registration_questions:admin", "registrants"
)
SET_QUESTIONS = Call("PATCH", _REGISTRANTS + "/questions", "meeting:update:registration_question:admin", "registrants")

CONTROL = Call("PATCH", "/live_meetings/{}/events", "meeting:update:in_meeting_controls:admin", "waiting_room")
STREAM = Call(
    "PATCH", "/live_meetings/{}/rtms_app/status", "meeting:update:participant_rtms_app_status:admin", "captions"
)

LIST_RECORDINGS = Call("GET", _MEETING + "/recordings", "cloud_recording:read:list_recording_files:admin", "recording")
READ_TRANSCRIPT = Call("GET", _MEETING + "/transcript", "cloud_recording:read:meeting_transcript:admin", "recording")
DELETE_RECORDINGS = Call(
    "DELETE", _MEETING + "/recordings", "cloud_recording:delete:meeting_recording:admin", "deletion"
)

PAST_PARTICIPANTS = Call(
    "GET", "/past_meetings/{}/participants", "meeting:read:list_past_participants:admin", "attendance"
)
REPORT_PARTICIPANTS = Call(
    "GET", "/report/meetings/{}/participants", "report:read:list_meeting_participants:admin", "attendance"
)

CALLS: tuple[Call, ...] = tuple(value for value in globals().values() if isinstance(value, Call))
"""All of them, in the order of this page."""

STREAM_SCOPES = ("meeting:read:meeting_transcript", "meeting:read:meeting_chat")
"""What the general app needs to be sent captions and chat; Zoom never shows them to us in a token."""


def needed(needs: Collection[Need] = tuple(NEEDS)) -> dict[str, Need]:
    """Each scope that these needs ask for, and the first of them that does, in the order of NEEDS."""
    order = list(NEEDS)
    found = {call.scope: call.need for call in sorted(CALLS, key=lambda call: order.index(call.need))}
    return {scope: need for scope, need in found.items() if need in needs}


def missing(granted: Iterable[str], needs: Collection[Need] = tuple(NEEDS)) -> dict[str, Need]:
    """The scopes of these needs that are not among the granted ones, a token's `scopes`.

    Apps from before 2024 hold classic scopes, each of which stands for many: what such a one covers is not missing.
    """
    held = set(granted)
    return {scope: need for scope, need in needed(needs).items() if not covers(held, scope)}


def covers(granted: Collection[str], scope: str) -> bool:
    """Whether these scopes let a call through that needs this one: by itself, for a master account, or classically."""
    return scope in granted or scope.removesuffix(":admin") + ":master" in granted or _classic(scope) in granted


def _classic(scope: str) -> str:
    """The scope of the older, coarser kind: `meeting:read:list_registrants:admin` was `meeting:read:admin`."""
    area, deed, *_ = scope.split(":")
    area = {"cloud_recording": "recording"}.get(area, area)
    return f"{area}:{'read' if deed == 'read' else 'write'}:admin"
