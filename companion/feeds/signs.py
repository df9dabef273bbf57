"""What there is to see of a session's feeds: gathered from wherever each leaves its trace."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from companion.captions import recordings
from companion.captions.liveness import heard_of
from companion.feeds import practice, rights
from companion.feeds.knocks import last_refusal
from companion.feeds.rules import Signs
from companion.feeds.tables import FeedHeard
from companion.floor.events import HandLowered, HandRaised, PresenceJoined, PresenceLeft
from companion.floor.journals import look
from companion.floor.panel_beats import panel_heard
from companion.forums import service as forums
from companion.kernel.clocks import from_ms
from companion.kernel.ids import ForumSessionId
from companion.kernel.tables import InboxEvent
from companion.kernel.uow import Uow
from companion.registration import zoom_settings


def signs_of(uow: Uow, session_id: UUID) -> Signs:
    """Everything that tells how a session's feeds stand. Raises NotFound."""
    session = forums.session_of(uow, session_id)
    settings = uow.settings
    reading = zoom_settings.last_reading(uow, session_id)
    heard = heard_of(uow, ForumSessionId(session_id))
    told, told_at = _told_by_zoom(uow, session_id), uow.db.get(FeedHeard, (session_id, "events"))
    refusal = last_refusal(uow)
    return Signs(
        now=uow.now,
        has_meeting=session.zoom_meeting_id is not None,
        is_https=settings.is_https,
        has_secret=bool(settings.webhook_secrets),
        has_rest=settings.has_zoom_rest,
        has_app=settings.has_zoom_app,
        is_live=session.state == "live",
        wants_recording=session.text_source == "recording",
        fills_gaps=session.text_source == "captions" and settings.has_zoom_app,
        event_at=_later(told[0], told_at.at if told_at is not None else None),
        any_event_at=uow.db.scalar(select(func.max(InboxEvent.received_at)).where(InboxEvent.source == "zoom")),
        refused_at=refusal[1] if refusal else None,
        refused_why=refusal[0] if refusal else None,
        missing_scopes=rights.missing(uow, session_id),
        read_at=reading.read_at if reading else None,
        read_problem=reading.problem if reading else None,
        stream=heard.stream,
        caption_at=_at(heard.caption_ms),
        chat_at=_at(heard.chat_ms),
        panel_at=panel_heard(uow, session_id),
        hand_at=told[1],
        recordings=recordings.states(uow, session_id),
        tried=_tried(uow, session_id),
    )


def _told_by_zoom(uow: Uow, session_id: UUID) -> tuple[datetime | None, datetime | None]:
    """When Zoom last told of somebody's coming or going, and of a hand."""
    floor = look(uow, session_id)
    comings = hands = None
    for one in floor.log:
        if one.source == "zoom" and isinstance(one.event, PresenceJoined | PresenceLeft):
            comings = one.received_at_ms
        elif one.source == "zoom" and isinstance(one.event, HandRaised | HandLowered):
            hands = one.received_at_ms
    return _at(comings), _at(hands)


def _tried(uow: Uow, session_id: UUID) -> dict[str, datetime]:
    """When the try-outs of a session's meeting last heard each feed."""
    found: dict[str, datetime] = {}
    for one in practice.tryouts_of(uow, session_id):
        heard = {
            "events": one.last_heard_at,
            "captions": one.caption_at,
            "chat": one.chat_at,
            "hands": one.hand_at,
            "recording": one.recording_at,
        }
        for feed, at in heard.items():
            if at is not None:
                found[feed] = max(at, found.get(feed, at))
    return found


def _later(*times: datetime | None) -> datetime | None:
    return max((at for at in times if at is not None), default=None)


def _at(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)
