"""The numbers of Zoom's realtime media streams. Source: developers.zoom.us/docs/rtms/data-types."""

from __future__ import annotations

import hashlib
import hmac
from enum import IntEnum


class Msg(IntEnum):
    """`msg_type`: what a message is."""

    SIGNALING_REQ = 1
    SIGNALING_RESP = 2
    DATA_REQ = 3
    DATA_RESP = 4
    EVENT_SUBSCRIPTION = 5
    EVENT_UPDATE = 6
    CLIENT_READY = 7
    STREAM_STATE = 8
    SESSION_STATE = 9
    SESSION_STATE_REQ = 10
    SESSION_STATE_RESP = 11
    KEEP_ALIVE_REQ = 12
    KEEP_ALIVE_RESP = 13
    TRANSCRIPT = 17
    CHAT = 18
    STREAM_STATE_REQ = 19
    STREAM_STATE_RESP = 20
    STREAM_CLOSE_REQ = 21
    STREAM_CLOSE_RESP = 22


class Happening(IntEnum):
    """`event_type` of an event update."""

    FIRST_PACKET = 1
    ACTIVE_SPEAKER = 2
    JOIN = 3
    LEAVE = 4
    MEDIA_INTERRUPTED = 7


class Media(IntEnum):
    """`media_type`: bits, except `ALL`, which is a flag of its own and not their sum."""

    TRANSCRIPT = 8
    CHAT = 16
    ALL = 32


class Status(IntEnum):
    """`status_code` of an answer to a handshake."""

    OK = 0
    BAD_MESSAGE_TYPE = 1
    BAD_STREAM_ID = 2
    BAD_SIGNATURE = 3
    BAD_PAYLOAD = 4
    DUPLICATE_SIGNALING = 8
    NO_TRANSCRIPT = 12
    NO_CHAT = 13
    BAD_MEDIA_TYPE = 14
    DUPLICATE_MEDIA = 16
    BAD_TRANSCRIPT_CONTENT = 37
    BAD_SESSION = 40


class SessionState(IntEnum):
    INACTIVE = 0
    INITIALISE = 1
    STARTED = 2
    PAUSED = 3
    RESUMED = 4
    STOPPED = 5


class StreamState(IntEnum):
    INACTIVE = 0
    ACTIVE = 1
    INTERRUPTED = 2
    TERMINATING = 3
    TERMINATED = 4
    PAUSED = 5
    RESUMED = 6


class Stop(IntEnum):
    """Why a stream ended. `REVOKED` means that what was collected has to be deleted."""

    HOST = 1
    MEETING_ENDED = 6
    REVOKED = 8
    SIGNALING_INTERRUPTED = 13
    DATA_INTERRUPTED = 14
    RECEIVER_CLOSED = 20
    KEEP_ALIVE_TIMEOUT = 24
    API = 25


CONTENT_TEXT = 5
ENGLISH = 9
UNKNOWN_LANGUAGE = -1


def stream_signature(client_id: str, client_secret: str, meeting_uuid: str, stream_id: str) -> str:
    """The proof for both handshakes; the uuid exactly as it was received."""
    message = f"{client_id},{meeting_uuid},{stream_id}".encode()
    return hmac.new(client_secret.encode(), message, hashlib.sha256).hexdigest()
