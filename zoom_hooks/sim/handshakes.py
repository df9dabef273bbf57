"""What Zoom answers to the first message on a caption stream's socket: pure rules, in the order Zoom checks them."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from zoom_hooks.rtms.codes import CONTENT_TEXT, Media, Msg, Status, stream_signature
from zoom_hooks.wire import Fields, Malformed

MEDIA: Mapping[str, tuple[int, ...]] = {
    "transcript": (Media.TRANSCRIPT,),
    "chat": (Media.CHAT,),
    "all": (Media.TRANSCRIPT, Media.CHAT, Media.TRANSCRIPT | Media.CHAT, Media.ALL),
}
"""The media types that each media socket takes."""


def check(f: Fields | None, wanted: Msg, stream: tuple[str, str] | None, client_id: str, client_secret: str) -> Status:
    """The status of a handshake. `stream` is (meeting uuid, stream id) of the stream that it names, if there is one."""
    if f is None:
        return Status.BAD_PAYLOAD
    try:
        if f.integer("msg_type") != wanted:
            return Status.BAD_MESSAGE_TYPE
        if f.integer("protocol_version") != 1:
            return Status.BAD_PAYLOAD
        f.text("rtms_stream_id")
        if stream is None:
            return Status.BAD_STREAM_ID
        uuid, given = f.text("meeting_uuid") or "", f.text("signature") or ""
    except Malformed:
        return Status.BAD_PAYLOAD
    proof = stream_signature(client_id, client_secret, *stream)
    is_proven = uuid == stream[0] and hmac.compare_digest(proof.encode(), given.encode("utf-8", "replace"))
    return Status.OK if is_proven else Status.BAD_SIGNATURE


def of_media(f: Fields, kind: str, *, has_session: bool, is_taken: bool) -> Status:
    """The status of a media handshake that is good otherwise: on this socket, with or without signaling."""
    try:
        if not has_session:
            return Status.BAD_SESSION
        if f.integer("media_type") not in MEDIA[kind]:
            return Status.BAD_MEDIA_TYPE
        if is_taken:
            return Status.DUPLICATE_MEDIA
        wanted = f.object("media_params").object("transcript").integer("content_type")
    except Malformed:
        return Status.BAD_PAYLOAD
    return Status.OK if wanted in (None, CONTENT_TEXT) else Status.BAD_TRANSCRIPT_CONTENT


def stream_id(f: Fields | None) -> str:
    """The stream that a handshake names; blank when it names none."""
    try:
        return (f.text("rtms_stream_id") if f is not None else None) or ""
    except Malformed:
        return ""


def sequence(f: Fields | None) -> int:
    """The number that the answer has to repeat; 0 when there is none."""
    try:
        return (f.integer("sequence") if f is not None else None) or 0
    except Malformed:
        return 0


def answer(kind: Msg, f: Fields | None, status: Status) -> dict[str, object]:
    """What every answer to a handshake begins with, good or bad; the number of the question is repeated."""
    return {
        "msg_type": kind,
        "protocol_version": 1,
        "sequence": sequence(f),
        "status_code": status,
        "reason": "" if status is Status.OK else status.name.lower(),
    }
