"""Zoom's REST API, as far as a forum needs it. Every method blocks for seconds at most and raises only ZoomError."""

from __future__ import annotations

from zoom_hooks.rest.afterwards import Afterwards
from zoom_hooks.rest.calls import API_URL, path_uuid
from zoom_hooks.rest.live import LiveMeetings, StreamAction
from zoom_hooks.rest.meetings import Meetings
from zoom_hooks.rest.recordings import Recordings
from zoom_hooks.rest.registrants import MOST_PER_CALL, Registrants, RegistrantStatus, StatusAction
from zoom_hooks.rest.turns import ThreadTurns, Turns
from zoom_hooks.rest.values import AddedRegistrant, MeetingDetails, NewRegistrant, Recording, Stay, TranscriptInfo

__all__ = [
    "API_URL",
    "MOST_PER_CALL",
    "AddedRegistrant",
    "MeetingDetails",
    "NewRegistrant",
    "Recording",
    "RegistrantStatus",
    "StatusAction",
    "Stay",
    "StreamAction",
    "ThreadTurns",
    "TranscriptInfo",
    "Turns",
    "ZoomApi",
    "path_uuid",
]


class ZoomApi(Meetings, Registrants, LiveMeetings, Recordings, Afterwards):
    """Zoom's API under one account. Safe to share between threads; writes to one meeting follow one another."""
