"""From an event of Zoom's to one service call. The only place that knows both languages.

Every branch may be met twice, late, or out of order: what it calls is idempotent by Zoom's own ids and orders by Zoom's
own times. An unknown event, or one about a meeting that is not ours, is counted and does nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from companion.captions import asking, chat, recordings
from companion.captions import streams as caption_streams
from companion.captions.rules import REVOKED
from companion.floor import notes
from companion.floor import service as floor
from companion.forums import service as forums
from companion.intake import elsewhere, setting_aside
from companion.intake.translating import aliases_of, connection_of, forum_session_of, somebody, when
from companion.kernel.clocks import to_ms
from companion.kernel.ids import ForumSessionId
from companion.kernel.log import log
from companion.kernel.uow import Uow
from companion.registration import door, participants, stays
from companion.registration import zoom as zoom_registration
from companion.release import importing
from zoom_hooks import events as zoom
from zoom_hooks.rtms import StreamEnded

E = TypeVar("E", bound=zoom.Heard)


def handle(uow: Uow, event: zoom.Event, digest: str | None = None) -> None:
    """Apply one event; `digest` names its delivery. Raises what a service raises; then nothing of it is stored.

    What belongs to a try-out long before the session is set aside: none of it may reach the session.
    """
    meeting_uuid, _ = setting_aside.about(event)
    session = forum_session_of(uow, setting_aside.number_of(event), meeting_uuid)
    if setting_aside.set_aside(uow, event, session, digest):
        return
    handler = HANDLERS.get(type(event))
    if handler is None:
        log.info("event not used", event_type=type(event).__name__)
        return
    handler(uow, event)


def _started(uow: Uow, event: zoom.MeetingStarted) -> None:
    session = forum_session_of(uow, event.meeting.id, event.meeting.uuid)
    if session is None:
        return
    session.zoom_meeting_uuid = event.meeting.uuid or session.zoom_meeting_uuid
    forums.meeting_started(uow, ForumSessionId(session.id))
    floor.session_started(uow, ForumSessionId(session.id), at=when(uow, session, event.occurred_at))


def _ended(uow: Uow, event: zoom.MeetingEnded) -> None:
    session = forum_session_of(uow, event.meeting.id, event.meeting.uuid)
    if session is None or (session.zoom_meeting_uuid and event.meeting.uuid != session.zoom_meeting_uuid):
        return
    at = when(uow, session, event.ended_at or event.occurred_at)
    floor.session_ended(uow, ForumSessionId(session.id), at=at)
    participants.everybody_left(uow, ForumSessionId(session.id), at=at)
    forums.meeting_ended(uow, ForumSessionId(session.id))


def _joined(uow: Uow, event: zoom.ParticipantJoined) -> None:
    session = forum_session_of(uow, event.meeting.id, event.meeting.uuid)
    if session is None:
        return
    session_id = ForumSessionId(session.id)
    at = when(uow, session, event.joined_at or event.occurred_at)
    connection = connection_of(event.participant)
    who = somebody(event.meeting, event.participant)
    kind = door.kind_of(uow, session_id, who)
    is_themselves = kind in ("person", "phone")  # a note-taker's or a forwarded link's owner is not who came
    participant_id = participants.participant_joined(
        uow,
        session_id,
        meeting_uuid=event.meeting.uuid or "",
        aliases=aliases_of(event.participant),
        connection=connection,
        name=event.participant.name or "",
        email=event.participant.email if is_themselves else None,
        registrant_id=event.participant.registrant_id if is_themselves else None,
        at=at,
    )
    named = door.came_in(uow, session_id, who, kind, participant_id, at)
    if named is not None:
        its = participants.Connection(event.meeting.uuid or "", connection, aliases_of(event.participant))
        participant_id = participants.attach(uow, participant_id, named.id, its)
    if kind == "recorder":
        return
    landlord_id = participants.landlord_of(uow, participant_id)
    floor.arrived(uow, session_id, participant_id, landlord_id=landlord_id, connection=connection, at=at)
    left_at = stays.left_at(uow, session_id, event.meeting.uuid or "", connection)
    if left_at is not None:  # the leave came first; without this the chair would call somebody who is gone
        floor.departed(uow, session_id, participant_id, connection=connection, at=left_at)
    elsewhere.settle_breakout(uow, session_id, event.meeting.uuid or "", connection)


def _left(uow: Uow, event: zoom.ParticipantLeft) -> None:
    session = forum_session_of(uow, event.meeting.id, event.meeting.uuid)
    if session is None:
        return
    session_id = ForumSessionId(session.id)
    at = when(uow, session, event.left_at or event.occurred_at)
    connection = connection_of(event.participant)
    participant_id = participants.participant_left(
        uow, session_id, meeting_uuid=event.meeting.uuid or "", connection=connection, at=at
    )
    if participant_id is not None:
        floor.departed(uow, session_id, participant_id, connection=connection, at=at)


def _waiting_room(uow: Uow, event: zoom.WaitingRoomMoved) -> None:
    session = forum_session_of(uow, event.meeting.id, event.meeting.uuid)
    if session is None:
        return
    at = when(uow, session, event.moved_at or event.occurred_at)
    door.waiting_room(uow, session.id, somebody(event.meeting, event.participant), event.move, at)


def _registered(uow: Uow, event: zoom.RegistrationCreated) -> None:
    session = forum_session_of(uow, event.meeting.id)
    registrant = event.registrant
    if session is None or registrant.id is None or registrant.email is None:
        return
    zoom_registration.zoom_registered(
        uow,
        ForumSessionId(session.id),
        zoom_registrant_id=registrant.id,
        first_name=registrant.first_name or "",
        last_name=registrant.last_name or "",
        email=registrant.email,
        org_answer=registrant.org,
        join_url=registrant.join_url,
        status=registrant.status or "pending",
    )


def _decided(uow: Uow, event: zoom.RegistrationDecided) -> None:
    session = forum_session_of(uow, event.meeting.id)
    if session is None or event.registrant.id is None:
        return
    zoom_registration.zoom_decided(
        uow,
        ForumSessionId(session.id),
        zoom_registrant_id=event.registrant.id,
        decision=event.decision,
        join_url=event.registrant.join_url,
        pin=event.registrant.pin,
        at=event.occurred_at,
    )


def _stream_started(uow: Uow, event: zoom.StreamStarted) -> None:
    session = forum_session_of(uow, event.meeting_id, event.meeting_uuid)
    if session is None:
        return
    caption_streams.stream_offered(
        uow,
        ForumSessionId(session.id),
        meeting_uuid=event.meeting_uuid,
        rtms_stream_id=event.stream_id,
        server_urls=event.server_url,
        is_original_host=event.is_original_host is not False,
    )


def _stream_interrupted(uow: Uow, event: zoom.StreamInterrupted) -> None:
    caption_streams.stream_interrupted(uow, event.stream_id, server_urls=event.server_url, at=event.occurred_at)


def _stream_stopped(uow: Uow, event: zoom.StreamStopped) -> None:
    stream_over(uow, event.stream_id, event.stop_reason)


def stream_over(uow: Uow, rtms_stream_id: str, reason: int | None) -> None:
    """A caption stream is over, whether the webhook or the socket said so, or both. Revoked: no word of it stays."""
    stopped = caption_streams.stream_stopped(uow, rtms_stream_id, reason)
    if stopped is not None and StreamEnded(reason).may_be_restarted:
        asking.ask_again(uow, stopped, rtms_stream_id)
    if stopped is not None and reason == REVOKED:
        importing.forget_captured(uow, stopped)  # a draft made of it holds the same words
        notes.forget_written_in_chat(uow, stopped)


def _transcript_completed(uow: Uow, event: zoom.TranscriptCompleted) -> None:
    session = forum_session_of(uow, event.meeting.id, event.meeting.uuid)
    if session is not None and event.meeting.uuid is not None:
        recordings.told(uow, ForumSessionId(session.id), event.meeting.uuid)


def _chat_sent(uow: Uow, event: zoom.ChatMessageSent) -> None:
    session = forum_session_of(uow, event.meeting.id, event.meeting.uuid)
    if session is None or not event.to_everyone or not event.text or event.message_id is None:
        return
    at = when(uow, session, event.sent_at or event.occurred_at)
    if event.sender_user_id not in (None, "", "0"):
        participants.participant_seen(  # a message may overtake its join, and the hand in it counts
            uow,
            session.id,
            meeting_uuid=event.meeting.uuid or "",
            user_id=event.sender_user_id,
            name=event.sender_name or "",
            at=at,
        )
    heard_in_chat(
        uow,
        ForumSessionId(session.id),
        meeting_uuid=event.meeting.uuid or "",
        user_id=event.sender_user_id,
        message_id=event.message_id,
        text=event.text,
        at=at,
    )


def heard_in_chat(
    uow: Uow,
    session_id: ForumSessionId,
    *,
    meeting_uuid: str,
    user_id: str | None,
    message_id: str,
    text: str,
    at: datetime,
) -> None:
    """A message to everyone, whichever feed brought it: kept sealed, and heard as a wish to speak where it is one.

    The message's own id makes it once, so the webhook and the caption stream may both bring it.
    """
    participant_id = (
        participants.participant_by_alias(uow, session_id, meeting_uuid, "user_id", user_id) if user_id else None
    )
    line = chat.HeardChat(message_id, to_ms(at), text, participant_id)
    chat.keep_chat(uow, session_id, [line])
    if participant_id is not None:
        floor.heard_in_chat(uow, session_id, participant_id, text, message_id=message_id, at=at)


def _streams_limited(uow: Uow, event: zoom.StreamsLimited) -> None:
    session = forum_session_of(uow, None, event.meeting_uuid) if event.meeting_uuid else None
    if event.is_reached and session is not None:
        asking.limited(uow, ForumSessionId(session.id))


HANDLERS: dict[type[zoom.Heard], Callable[[Uow, object], None]] = {}


def _on(kind: type[E], handler: Callable[[Uow, E], None]) -> None:
    HANDLERS[kind] = handler  # type: ignore[assignment]


_on(zoom.MeetingStarted, _started)
_on(zoom.MeetingEnded, _ended)
_on(zoom.ParticipantJoined, _joined)
_on(zoom.ParticipantLeft, _left)
_on(zoom.WaitingRoomMoved, _waiting_room)
_on(zoom.RegistrationCreated, _registered)
_on(zoom.RegistrationDecided, _decided)
_on(zoom.StreamStarted, _stream_started)
_on(zoom.StreamInterrupted, _stream_interrupted)
_on(zoom.StreamStopped, _stream_stopped)
_on(zoom.StreamsLimited, _streams_limited)
_on(zoom.ChatMessageSent, _chat_sent)
_on(zoom.HostAwaited, elsewhere.host_awaited)
_on(zoom.RoleChanged, elsewhere.role_changed)
_on(zoom.BreakoutRoomMoved, elsewhere.breakout_room)
_on(zoom.PhoneBound, elsewhere.phone_bound)
_on(zoom.TranscriptCompleted, _transcript_completed)
