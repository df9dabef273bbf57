"""When each feed of a forum session reached us, kept as it becomes known; and from that, when nothing was heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from sqlalchemy import select, update

from companion.captions.listening import (
    HANDED_OVER,
    LOST,
    WITHDRAWN,
    Break,
    Evidence,
    Gap,
    Stretch,
    gaps_between,
    listen,
    why_stopped,
)
from companion.captions.rules import LIVE
from companion.captions.tables import CaptionStream, Listening
from companion.forums import service as forums
from companion.kernel.clocks import to_ms
from companion.kernel.ids import CaptionStreamId, ForumSessionId, new_id
from companion.kernel.tables import JournalEvent
from companion.kernel.uow import Uow

Feed = Literal["transcript", "chat"]


def note_listening(
    uow: Uow,
    session_id: ForumSessionId,
    stream_id: CaptionStreamId,
    feed: Feed,
    happened: Sequence[Evidence | Break],
) -> None:
    """Keep what became known about when a feed of a stream reached us."""
    query = select(Listening).where(Listening.stream_id == stream_id, Listening.feed == feed)
    row = uow.db.scalars(query.order_by(Listening.until_ms.desc(), Listening.from_ms.desc()).limit(1)).first()
    stretches = listen(_stretch(row) if row is not None else None, happened)
    if row is not None:
        now = stretches.pop(0)
        row.until_ms, row.ended_by = now.until_ms, now.ended_by
    for stretch in stretches:
        uow.db.add(
            Listening(
                id=new_id(),
                forum_session_id=session_id,
                stream_id=stream_id,
                feed=feed,
                from_ms=stretch.from_ms,
                until_ms=stretch.until_ms,
                ended_by=stretch.ended_by,
            )
        )
    uow.db.flush()


def handed_over(uow: Uow, stream_id: CaptionStreamId) -> None:
    """Another process goes on with a stream: what was said since the last sign, and until its first, may be missing."""
    mine = (Listening.stream_id == stream_id, Listening.ended_by.is_(None))
    uow.db.execute(update(Listening).where(*mine).values(ended_by=HANDED_OVER))


def withdrawn(uow: Uow, stream_id: CaptionStreamId) -> None:
    """What a stream brought is deleted: none of its time was heard."""
    gone = update(Listening).where(Listening.stream_id == stream_id)
    uow.db.execute(gone.values(until_ms=Listening.from_ms, ended_by=WITHDRAWN))


def was_heard_after(uow: Uow, stream_id: CaptionStreamId, at_ms: int) -> bool:
    """Whether a stream's captions have shown since that moment that they reach us."""
    query = select(Listening.id).where(
        Listening.stream_id == stream_id, Listening.feed == "transcript", Listening.until_ms > at_ms
    )
    return uow.db.scalars(query.limit(1)).first() is not None


def gaps_of(uow: Uow, session_id: ForumSessionId, feed: Feed = "transcript") -> tuple[Gap, ...]:
    """Every time of the meeting of which nothing was heard, in order; the last may be open still.

    A meeting that never began has none. Raises NotFound.
    """
    heard = _heard(uow, session_id, feed)
    begun_ms, ended_ms = _meeting(uow, session_id)
    begin_ms = min((stretch.from_ms for stretch in heard), default=None) if begun_ms is None else begun_ms
    if begin_ms is None:
        return ()
    is_over = ended_ms is not None
    if ended_ms is None:
        session = forums.session_of(uow, session_id)
        now_ms = to_ms(forums.time_in(uow, session))
        # An end that we were never told of: the meeting is taken to have gone on as planned, or while words came.
        planned_ms = max([to_ms(session.ends_at), *(stretch.until_ms for stretch in heard)])
        is_over = now_ms >= planned_ms
        ended_ms = min(now_ms, planned_ms)
    return gaps_between((begin_ms, ended_ms), heard, is_over=is_over)


def recorded_of(uow: Uow, session_id: ForumSessionId) -> tuple[Stretch, ...]:
    """The times of which no captions reached us and that the recording told afterwards, in order."""
    query = select(Listening).where(Listening.forum_session_id == session_id, Listening.is_recorded)
    return tuple(_stretch(row) for row in uow.db.scalars(query.order_by(Listening.from_ms, Listening.until_ms)))


def note_recorded(uow: Uow, session_id: ForumSessionId, from_ms: int, until_ms: int, reason: str) -> None:
    """A recording told this time, of which no captions reached us because of `reason`."""
    row = Listening(id=new_id(), forum_session_id=session_id, stream_id=None, feed="transcript")
    row.from_ms, row.until_ms, row.ended_by, row.is_recorded = from_ms, until_ms, reason, True
    uow.db.add(row)
    uow.db.flush()


def _heard(uow: Uow, session_id: ForumSessionId, feed: Feed) -> list[Stretch]:
    """The stretches of a feed. One that goes on reaches to now, as long as somebody holds the stream and hears it."""
    query = (
        select(Listening, CaptionStream)
        .outerjoin(CaptionStream, CaptionStream.id == Listening.stream_id)
        .where(Listening.forum_session_id == session_id, Listening.feed == feed)
    )
    found = []
    for row, stream in uow.db.execute(query):
        stretch = _stretch(row)
        if stretch.ended_by is None and stream is not None and _is_heard(uow, stream):
            now_ms = to_ms(forums.time_in(uow, forums.session_of(uow, session_id)))
            stretch = replace(stretch, until_ms=max(stretch.until_ms, now_ms))
        elif stretch.ended_by is None:
            over = stream is not None and stream.state not in LIVE
            stretch = replace(stretch, ended_by=why_stopped(stream.stop_reason) if over else LOST)
        found.append(stretch)
    return found


def _is_heard(uow: Uow, stream: CaptionStream) -> bool:
    is_held = stream.lease_until is not None and stream.lease_until > uow.now
    return is_held and stream.state == "following" and not stream.is_paused


def _meeting(uow: Uow, session_id: ForumSessionId) -> tuple[int | None, int | None]:
    """When the meeting began and ended, by its journal, which the chair may have taken back."""
    query = select(JournalEvent).where(
        JournalEvent.stream_id == session_id,
        JournalEvent.type.in_(("session.started", "session.ended", "undone")),
    )
    undone: set[int] = set()
    begun_ms = ended_ms = None
    for event in uow.db.scalars(query.order_by(JournalEvent.seq.desc())):
        if event.seq in undone:
            continue
        if event.type == "undone":
            undone.add(int(event.payload["target_seq"]))
        elif event.type == "session.ended":
            ended_ms = ended_ms or event.occurred_at_ms
        else:
            begun_ms = event.occurred_at_ms
    return begun_ms, ended_ms


def _stretch(row: Listening) -> Stretch:
    return Stretch(row.from_ms, row.until_ms, row.ended_by)
