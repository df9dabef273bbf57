"""Try-outs: meetings of a session's number that are not the session. What they bring is counted and not kept.

A test call a week before is told by the same events as the session itself. Were they believed, the session would be
live, its first words on the record, and with the end of the call over for good. So an occurrence that is heard of early
is written down as a try-out, and from then on everything with its uuid belongs to it, however late it comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import Select, delete, or_, select, update

from companion.feeds.tables import FeedHeard, SetAside, Tryout
from companion.forums import early_rules
from companion.forums import service as forums
from companion.kernel.errors import DomainError
from companion.kernel.ids import new_id
from companion.kernel.tables import InboxEvent
from companion.kernel.uow import Uow

KEPT = timedelta(days=365)
LEASE = timedelta(seconds=10)
#: Zoom lets no meeting run longer than this
LONGEST = timedelta(hours=30)
HEARD_EVERY = timedelta(seconds=10)

Sign = Literal["started", "ended", "joined", "chat", "hands", "panel", "recording", "other"]


class NotRunning(DomainError):
    message = "That meeting is not running any more, so it cannot be the session."


@dataclass(frozen=True)
class Listen:
    """A try-out's caption stream to be listened to."""

    tryout_id: UUID
    meeting_uuid: str
    rtms_stream_id: str
    server_urls: str


def find(uow: Uow, meeting_uuid: str | None, rtms_stream_id: str | None = None) -> Tryout | None:
    """The try-out that this occurrence or caption stream is, adopted or not; None for any other meeting."""
    if meeting_uuid is not None:
        found = uow.db.scalar(select(Tryout).where(Tryout.meeting_uuid == meeting_uuid))
        if found is not None or rtms_stream_id is None:
            return found
    if rtms_stream_id is None:
        return None
    return uow.db.scalars(select(Tryout).where(Tryout.rtms_stream_id == rtms_stream_id)).first()


def running(uow: Uow, meeting_uuid: str) -> Tryout | None:
    """The try-out that this occurrence is now; None when it is a session's meeting, or nothing we know of."""
    found = find(uow, meeting_uuid)
    return found if found is not None and found.adopted_at is None else None


def begin(uow: Uow, session_id: UUID, meeting_uuid: str) -> Tryout:
    """An occurrence is heard of for the first time, too early to be the session. Raises NotFound."""
    session = forums.session_of(uow, session_id)
    tryout = Tryout(
        id=new_id(),
        forum_session_id=session.id,
        meeting_uuid=meeting_uuid,
        first_heard_at=uow.now,
        last_heard_at=uow.now,
        people=0,
        captions=0,
        chat=0,
        hands=0,
        keep_until=max(forums.links_end_at(session), uow.now) + KEPT,
    )
    uow.db.add(tryout)
    uow.db.flush()
    uow.audit("feeds.tryout_began", "forum_session", session_id)
    return tryout


def note(uow: Uow, tryout: Tryout, sign: Sign) -> None:
    """Something of a try-out was heard: only that, and when."""
    tryout.last_heard_at = uow.now
    if sign == "started":
        tryout.started_at = tryout.started_at or uow.now
    elif sign == "ended":
        tryout.ended_at = tryout.ended_at or uow.now
    elif sign == "joined":
        tryout.people, tryout.joined_at = tryout.people + 1, uow.now
    elif sign == "chat":
        tryout.chat, tryout.chat_at = tryout.chat + 1, uow.now
    elif sign == "hands":
        tryout.hands, tryout.hand_at = tryout.hands + 1, uow.now
        tryout.panel_at = uow.now
    elif sign == "panel":
        tryout.panel_at = uow.now
    elif sign == "recording":
        tryout.recording_at = uow.now


def keep_digest(uow: Uow, tryout: Tryout, digest: str) -> None:
    """Remember which delivery was set aside, so that it can be handled after all."""
    if uow.db.get(SetAside, digest) is None:
        uow.db.add(SetAside(digest=digest, tryout_id=tryout.id))
        uow.db.flush()


def adopt(uow: Uow, tryout: Tryout) -> int:
    """It is the session after all: what was set aside of it is handled as if it came now. Returns how many deliveries.

    Nothing is lost that is less than a week old: bodies of deliveries are kept so long (`kernel.inbox`).
    """
    if tryout.adopted_at is not None:
        return 0
    tryout.adopted_at = uow.now
    _stream_over(tryout)
    aside = select(SetAside.digest).where(SetAside.tryout_id == tryout.id)
    again = update(InboxEvent).where(InboxEvent.digest.in_(aside), InboxEvent.state == "done")
    again = again.values(state="new", attempts=0, due_at=uow.now, handled_at=None)
    count = int(uow.db.execute(again.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]
    uow.db.execute(delete(SetAside).where(SetAside.tryout_id == tryout.id))
    uow.audit("feeds.tryout_adopted", "forum_session", tryout.forum_session_id, deliveries=count)
    return count


def this_is_it(uow: Uow, session_id: UUID, tryout_id: UUID) -> None:
    """Somebody says that the meeting that runs now is the session, although it is early: it starts.

    Raises NotRunning, also for a meeting that is not this session's, and NotFromHere where the session cannot start.
    """
    tryout = uow.db.get(Tryout, tryout_id)
    if tryout is None or tryout.forum_session_id != session_id or not is_running(tryout, uow.now):
        raise NotRunning
    forums.move(uow, session_id, "start")
    adopt(uow, tryout)


def is_running(tryout: Tryout, now: datetime) -> bool:
    """Whether a try-out goes on as far as we know."""
    return tryout.ended_at is None and tryout.adopted_at is None and now - tryout.first_heard_at < LONGEST


def goes_on(uow: Uow, tryout: Tryout, at: datetime | None) -> bool:
    """Whether a try-out has run on into the session: Zoom dates something in it to when the session may begin, or the
    session was started by hand meanwhile."""
    if not is_running(tryout, uow.now):
        return False
    session = forums.session_of(uow, tryout.forum_session_id)
    if session.state not in (*early_rules.NOT_BEGUN, "live"):
        return False
    return not early_rules.is_early(session.state, session.starts_at, at or forums.time_in(uow, session))


def tryouts_of(uow: Uow, session_id: UUID) -> list[Tryout]:
    """A session's try-outs that are not the session, oldest first."""
    query = select(Tryout).where(Tryout.forum_session_id == session_id, Tryout.adopted_at.is_(None))
    return list(uow.db.scalars(query.order_by(Tryout.first_heard_at)))


def heard(uow: Uow, session_id: UUID, feed: str) -> None:
    """A feed told something of the session itself; written no more often than every few seconds."""
    row = uow.db.get(FeedHeard, (session_id, feed))
    if row is None:
        uow.db.add(FeedHeard(forum_session_id=session_id, feed=feed, at=uow.now))
        uow.db.flush()
    elif uow.now - row.at >= HEARD_EVERY:
        row.at = uow.now


# Its caption stream: listened to, not kept


def stream_offered(tryout: Tryout, rtms_stream_id: str, server_urls: str) -> None:
    """Zoom offers a try-out's captions. A second stream of it has the same words and is let be."""
    if tryout.stream_state in (None, "ended") or tryout.rtms_stream_id == rtms_stream_id:
        tryout.rtms_stream_id, tryout.server_urls, tryout.stream_state = rtms_stream_id, server_urls, "wanted"
        tryout.stream_trouble = None


def stream_stopped(tryout: Tryout, rtms_stream_id: str) -> None:
    """Zoom says that a try-out's stream is over."""
    if tryout.rtms_stream_id == rtms_stream_id:
        _stream_over(tryout)


def _stream_over(tryout: Tryout) -> None:
    if tryout.stream_state is not None:
        tryout.stream_state = "ended"
    tryout.lease_owner = tryout.lease_until = None


def is_one_free(uow: Uow) -> bool:
    """Whether there is a stream to listen to: for a reading transaction, which nobody waits for."""
    return uow.db.scalars(_free(uow.now).limit(1)).first() is not None


def claim(uow: Uow, owner: str) -> Listen | None:
    """Claim a try-out's stream that nobody listens to, for LEASE; None when there is none."""
    tryout = uow.db.scalars(_free(uow.now).limit(1).with_for_update(skip_locked=True)).first()
    if tryout is None:
        return None
    tryout.stream_state, tryout.lease_owner, tryout.lease_until = "following", owner, uow.now + LEASE
    assert tryout.rtms_stream_id is not None
    return Listen(tryout.id, tryout.meeting_uuid, tryout.rtms_stream_id, tryout.server_urls or "")


def listened(uow: Uow, tryout_id: UUID, owner: str, *, captions: int, chat: int, is_connected: bool) -> bool:
    """Add what was heard since the last time, and prolong the claim. False when it is to be let go of."""
    tryout = uow.db.get(Tryout, tryout_id, with_for_update=True)
    if tryout is None or tryout.lease_owner != owner or tryout.stream_state != "following":
        return False
    tryout.lease_until = uow.now + LEASE
    if is_connected:
        tryout.connected_at = tryout.connected_at or uow.now
    if captions:
        tryout.captions, tryout.caption_at = tryout.captions + captions, uow.now
    if chat:
        tryout.chat, tryout.chat_at = tryout.chat + chat, uow.now
    if captions or chat:
        tryout.last_heard_at = uow.now
    return True


def let_go(uow: Uow, tryout_id: UUID, owner: str, *, trouble: str | None = None, is_over: bool) -> None:
    """Give a claim back: because the stream ended, Zoom refused it (`trouble`), or this process stops."""
    tryout = uow.db.get(Tryout, tryout_id, with_for_update=True)
    if tryout is None or tryout.lease_owner != owner:
        return
    tryout.stream_trouble = trouble or tryout.stream_trouble
    if is_over:
        _stream_over(tryout)
    else:
        tryout.lease_owner = tryout.lease_until = None
        tryout.stream_state = "wanted"


def _free(now: datetime) -> Select[Tryout]:
    is_free = or_(Tryout.stream_state == "wanted", Tryout.lease_until < now)
    live = (Tryout.adopted_at.is_(None), Tryout.ended_at.is_(None), Tryout.stream_state.in_(("wanted", "following")))
    return select(Tryout).where(*live, is_free).order_by(Tryout.first_heard_at)
