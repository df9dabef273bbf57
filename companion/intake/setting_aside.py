"""What Zoom tells of a meeting that is not the session yet: noted as a sign of its feeds, and set aside."""

from __future__ import annotations

from datetime import datetime

from companion.captions import recordings
from companion.feeds import practice
from companion.feeds.tables import Tryout
from companion.forums import early_rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.log import log
from companion.kernel.uow import Uow
from companion.registration import stays
from zoom_hooks import events as zoom

#: what is about people's places or about nothing of ours: true whenever it comes
ALWAYS_TRUE = (zoom.RegistrationCreated, zoom.RegistrationDecided, zoom.UrlValidation, zoom.Unknown)
#: what tells only that something is over: no proof that a meeting still runs
ENDINGS = (
    zoom.MeetingEnded,
    zoom.ParticipantLeft,
    zoom.StreamStopped,
    zoom.StreamInterrupted,
    zoom.SurveyAnswered,
    zoom.RecordingCompleted,
    zoom.TranscriptCompleted,
)

#: what tells of a recording, when that is ready
RECORDED = (zoom.RecordingCompleted, zoom.TranscriptCompleted)

SIGNS: dict[type[zoom.Heard], practice.Sign] = {
    zoom.MeetingStarted: "started",
    zoom.MeetingEnded: "ended",
    zoom.ParticipantJoined: "joined",
    zoom.ChatMessageSent: "chat",
    zoom.RecordingCompleted: "recording",
    zoom.TranscriptCompleted: "recording",
}


def set_aside(uow: Uow, event: zoom.Heard, session: ForumSession | None, digest: str | None) -> bool:
    """Whether an event belongs to a try-out of the session's meeting; then it was counted there, and is handled.

    `session` is whose meeting it is about, None when it is nobody's; `digest` names its delivery.
    """
    meeting_uuid, stream_id = about(event)
    if isinstance(event, ALWAYS_TRUE):
        if session is not None:
            practice.heard(uow, session.id, "events")
        return False
    tryout = practice.find(uow, meeting_uuid, stream_id)
    if tryout is None:
        if session is None:
            return False
        at = event.occurred_at or forums.time_in(uow, session)
        if meeting_uuid is not None and _is_anothers(uow, session, meeting_uuid, event, at):
            log.info("event of a later meeting not used", event_type=type(event).__name__)
            return True
        if meeting_uuid is None or not early_rules.is_early(session.state, session.starts_at, at):
            practice.heard(uow, session.id, "events")
            return False
        tryout = practice.begin(uow, session.id, meeting_uuid)
    elif tryout.adopted_at is not None:
        return False
    elif not isinstance(event, ENDINGS) and practice.goes_on(uow, tryout, event.occurred_at):
        practice.adopt(uow, tryout)
        return False
    _note(uow, tryout, event)
    if digest is not None:
        practice.keep_digest(uow, tryout, digest)
    return True


def _is_anothers(uow: Uow, session: ForumSession, meeting_uuid: str, event: zoom.Heard, at: datetime) -> bool:
    """Whether an occurrence that we have never met is too late to be the session's.

    What comes of a recording comes hours late: there the meeting's own start says when it was.
    """
    if isinstance(event, RECORDED) and event.meeting.start_time is not None:
        at = event.meeting.start_time
    return (
        early_rules.is_late(session.state, session.ends_at, at)
        and session.zoom_meeting_uuid != meeting_uuid
        and not stays.has_met(uow, session.id, meeting_uuid)
        and meeting_uuid not in recordings.occurrences(uow, session)
    )


def _note(uow: Uow, tryout: Tryout, event: zoom.Heard) -> None:
    practice.note(uow, tryout, SIGNS.get(type(event), "other"))
    if isinstance(event, zoom.StreamStarted):
        practice.stream_offered(tryout, event.stream_id, event.server_url)
    elif isinstance(event, zoom.StreamStopped):
        practice.stream_stopped(tryout, event.stream_id)
    uow.db.flush()


def about(event: zoom.Heard) -> tuple[str | None, str | None]:
    """The occurrence of a meeting, and the caption stream, that an event names."""
    meeting = getattr(event, "meeting", None)
    meeting_uuid = meeting.uuid if meeting is not None else getattr(event, "meeting_uuid", None)
    return meeting_uuid or None, getattr(event, "stream_id", None)


def number_of(event: zoom.Heard) -> str | None:
    """The number of the meeting that an event names."""
    meeting = getattr(event, "meeting", None)
    found: str | None = meeting.id if meeting is not None else getattr(event, "meeting_id", None)
    return found
