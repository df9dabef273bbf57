"""Asking Zoom to start a caption stream: by itself once when one broke, and whenever a person presses the button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from companion.captions.gaps import gaps_of
from companion.captions.liveness import heard_of
from companion.captions.rules import LIVE
from companion.captions.tables import CaptionStream, StreamAsked
from companion.forums import service as forums
from companion.kernel import outbox
from companion.kernel.errors import DomainError
from companion.kernel.ids import ForumSessionId
from companion.kernel.uow import Uow

EFFECT = "zoom.stream"
PATIENCE = timedelta(seconds=20)  # from Zoom's yes to the stream that it offers

#: what Zoom answered → what a person can do
TROUBLES = {
    "not_host": "Zoom starts captions only for the meeting’s host. The host can start them in the meeting, under Apps.",
    "no_plan": "The Zoom account has no plan for caption streams (a Developer Pack). Its administrator can add one.",
    "no_right": "Our app may not start captions: it lacks the scope meeting:update:participant_rtms_app_status.",
    "not_running": "Zoom says that this meeting is not running.",
    "refused": "Zoom refused to start captions. The host can start them in the meeting, under Apps.",
    "away": "Zoom did not answer. Press again in a minute.",
    "limit": "The Zoom account runs as many caption streams as it may. When one of another meeting ends, ask again.",
}
_BY_CODE = {2308: "not_host", 2310: "no_plan", 4711: "no_right", 3000: "not_running", 3001: "not_running"}


class NotRunning(DomainError):
    message = "Captions can be asked for while the meeting runs."


class AlreadyHeard(DomainError):
    message = "Captions are connected already."


@dataclass(frozen=True)
class CaptionState:
    """How a session stands with captions, for the people who may ask for them."""

    is_live: bool
    stream: str | None
    can_ask: bool
    asked_at: datetime | None
    is_waiting: bool
    trouble: str | None


def trouble_of(status: int, code: int | None) -> str:
    """The word for what Zoom said, by its own number or HTTP's."""
    return _BY_CODE.get(code or 0) or {401: "no_right", 403: "no_right", 404: "not_running"}.get(status, "refused")


def ask(uow: Uow, session_id: UUID) -> None:
    """Ask Zoom for captions now, because somebody pressed the button. Raises NotFound, NotRunning, AlreadyHeard."""
    if forums.session_of(uow, session_id).state != "live":
        raise NotRunning
    if _live_stream(uow, session_id):
        raise AlreadyHeard
    _queue(uow, ForumSessionId(session_id), key=f"{session_id}:{uow.now.isoformat()}")
    uow.audit("captions.asked_for", "forum_session", session_id)


def ask_again(uow: Uow, session_id: ForumSessionId, rtms_stream_id: str) -> None:
    """A stream broke in mid-meeting: ask Zoom for another one, once for each time that it broke."""
    if forums.session_of(uow, session_id).state != "live" or _live_stream(uow, session_id):
        return
    stream = uow.db.scalars(select(CaptionStream).where(CaptionStream.rtms_stream_id == rtms_stream_id)).one()
    _queue(uow, session_id, key=f"{stream.id}:{stream.signal}")


def wanted_in(uow: Uow, session_id: ForumSessionId) -> str | None:
    """The number of the meeting in which a stream is to be started; None when it is over, or has one by now."""
    session = forums.session_of(uow, session_id)
    return None if session.state != "live" or _live_stream(uow, session_id) else session.zoom_meeting_id


def answered(uow: Uow, session_id: ForumSessionId, trouble: str | None) -> None:
    """Keep what Zoom said."""
    row = uow.db.get_one(StreamAsked, session_id)
    row.answered_at, row.trouble = uow.now, trouble


def limited(uow: Uow, session_id: ForumSessionId) -> None:
    """Zoom started no stream for this meeting, since its account has as many as it may have."""
    row = uow.db.get(StreamAsked, session_id)
    if row is None:
        row = StreamAsked(forum_session_id=session_id, asked_at=uow.now)
        uow.db.add(row)
    row.answered_at, row.trouble = uow.now, "limit"
    uow.db.flush()
    uow.audit("captions.limited", "forum_session", session_id)


def caption_state(uow: Uow, session_id: ForumSessionId) -> CaptionState:
    """How a session stands with captions. Raises NotFound."""
    is_live = forums.session_of(uow, session_id).state == "live"
    row = uow.db.get(StreamAsked, session_id)
    has_stream = _live_stream(uow, session_id)
    is_heard = has_stream and not any(gap.until_ms is None for gap in gaps_of(uow, session_id))
    is_waiting = row is not None and not has_stream and row.trouble is None and row.asked_at + PATIENCE > uow.now
    return CaptionState(
        is_live=is_live,
        stream="heard" if is_heard else heard_of(uow, session_id).stream,
        can_ask=is_live and not has_stream and uow.settings.has_zoom_app and uow.settings.has_zoom_rest,
        asked_at=row.asked_at if row is not None else None,
        is_waiting=is_waiting,
        trouble=TROUBLES[row.trouble] if row is not None and row.trouble and not has_stream else None,
    )


def _queue(uow: Uow, session_id: ForumSessionId, *, key: str) -> None:
    if not outbox.queue(uow, EFFECT, key=key, payload={"session_id": session_id}):
        return
    row = uow.db.get(StreamAsked, session_id)
    if row is None:
        row = StreamAsked(forum_session_id=session_id)
        uow.db.add(row)
    row.asked_at, row.answered_at, row.trouble = uow.now, None, None
    uow.db.flush()


def _live_stream(uow: Uow, session_id: UUID) -> bool:
    query = select(CaptionStream.id).where(CaptionStream.forum_session_id == session_id, CaptionStream.state.in_(LIVE))
    return uow.db.scalars(query.limit(1)).first() is not None
