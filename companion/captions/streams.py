"""Caption streams: what Zoom offers is written down, and one process at a time follows it, by a lease with a fence.

A row says what should be so (this stream is wanted) and whoever claims it makes it so. A claim has a number; whoever
lost the claim writes with an old number and is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, select, update

from companion.captions import gaps
from companion.captions.rules import LEASE, LIVE, REVOKED, Candidate, StreamIsOver, check_fence, choose, wait_after
from companion.captions.tables import CaptionStream, CapturedCue, ChatLine
from companion.forums import service as forums
from companion.kernel.clocks import to_ms
from companion.kernel.errors import DomainError, NotFound
from companion.kernel.ids import CaptionStreamId, ForumSessionId, new_id
from companion.kernel.uow import Uow

Hold = Literal["whole", "state", "words"]


@dataclass(frozen=True)
class Claim:
    """What a follower needs to know of its stream. A higher `signal` than before means: connect anew."""

    stream_id: CaptionStreamId
    forum_session_id: ForumSessionId
    meeting_uuid: str
    rtms_stream_id: str
    server_urls: str
    signal: int
    state: str
    fence: int


def stream_offered(
    uow: Uow,
    session_id: ForumSessionId,
    *,
    meeting_uuid: str,
    rtms_stream_id: str,
    server_urls: str,
    is_original_host: bool = True,
) -> CaptionStreamId:
    """Zoom offers a stream. Offered again with the same addresses changes nothing; with new ones: connect anew."""
    stream = _find(uow, rtms_stream_id)
    if stream is None:
        stream = CaptionStream(
            id=new_id(),
            forum_session_id=session_id,
            meeting_uuid=meeting_uuid,
            rtms_stream_id=rtms_stream_id,
            server_urls=server_urls,
            is_original_host=is_original_host,
            state="wanted",
            signal=1,
            fence=0,
            created_at=uow.now,
        )
        uow.db.add(stream)
        uow.db.flush()
        uow.audit("captions.offered", "captions_stream", stream.id, forum_session_id=str(session_id))
    elif stream.state == "ended" or (stream.state in LIVE and stream.server_urls != server_urls):
        if stream.state == "ended":
            stream.fence += 1  # who followed it to its end may not end it a second time
        stream.server_urls, stream.stop_reason, stream.ended_at = server_urls, None, None
        stream.state = "following" if stream.state == "following" else "wanted"
        stream.refusals, stream.next_try_at = 0, None
        stream.signal += 1
    return CaptionStreamId(stream.id)


def stream_interrupted(
    uow: Uow, rtms_stream_id: str, *, server_urls: str | None = None, at: datetime | None = None
) -> None:
    """Zoom says that the stream broke off: the follower connects anew, and tells itself what it did not hear.

    Zoom may say so an hour late; what was heard since shows that it is mended, and nothing is done.
    """
    stream = _find(uow, rtms_stream_id)
    if stream is None or stream.state not in LIVE:
        return
    if at is not None and server_urls in (None, stream.server_urls) and _was_heard_after(uow, stream, at):
        return
    stream.state = "interrupted"
    stream.server_urls = server_urls or stream.server_urls
    stream.next_try_at = None
    stream.signal += 1


def stream_refused(uow: Uow, stream_id: CaptionStreamId, fence: int) -> None:
    """Zoom would not let us into a stream: it is asked for less and less often, and no more once the session is over.

    Raises FenceIsOld, StreamIsOver.
    """
    stream = held(uow, stream_id, fence)
    if stream.state not in LIVE:
        return
    stream.refusals += 1
    stream.next_try_at = uow.now + wait_after(stream.refusals)
    session = forums.session_of(uow, stream.forum_session_id)
    if session.state in ("ended", "archived", "cancelled"):
        stream_stopped(uow, stream.rtms_stream_id, None)


def stream_stopped(uow: Uow, rtms_stream_id: str, reason: int | None) -> ForumSessionId | None:
    """Zoom says, by webhook or on the socket, that the stream is over; reason None when it never said why.

    Reason 8 means revoked: what was collected is deleted, for good. Chat has no stream of its own, so a revocation
    takes all chat of the forum session. Returns that session; None when the stream is unknown, or was revoked before.
    """
    stream = _find(uow, rtms_stream_id)
    if stream is None or stream.state == "revoked":
        return None
    is_revoked = reason == REVOKED
    session_id = ForumSessionId(stream.forum_session_id)
    if stream.state == "ended" and not is_revoked:
        return session_id
    stream.state = "revoked" if is_revoked else "ended"
    stream.stop_reason, stream.ended_at = reason, uow.now
    stream.lease_owner = stream.lease_until = None
    if is_revoked:
        stream.fence += 1  # a follower that has not heard yet may not write any more
        gaps.withdrawn(uow, CaptionStreamId(stream.id))
        uow.db.execute(delete(CapturedCue).where(CapturedCue.stream_id == stream.id))
        uow.db.execute(delete(ChatLine).where(ChatLine.forum_session_id == stream.forum_session_id))
    uow.audit("captions.revoked" if is_revoked else "captions.ended", "captions_stream", stream.id, reason=reason)
    return session_id


def is_one_free(uow: Uow) -> bool:
    """Whether there is a stream to claim: for a reading transaction, which nobody waits for."""
    return _free(uow) is not None


def claim_stream(uow: Uow, owner: str) -> Claim | None:
    """Claim a stream that nobody follows; None when there is none. The claim holds for LEASE from now."""
    wanted = _free(uow)
    if wanted is None:
        return None
    # Every live stream of that meeting is locked, so that two claimers cannot take two of them; no other one is, since
    # whoever stores what was heard would have to wait.
    meeting = uow.db.get_one(CaptionStream, wanted).meeting_uuid
    query = select(CaptionStream).where(CaptionStream.state.in_(LIVE))
    query = query.where(CaptionStream.meeting_uuid == meeting).order_by(CaptionStream.id)
    query = query.with_for_update().execution_options(populate_existing=True)
    streams = {stream.id: stream for stream in uow.db.scalars(query)}
    chosen = choose((_candidate(stream) for stream in streams.values()), uow.now)
    if chosen is None:
        return None
    stream = streams[chosen]
    stream.state = "interrupted" if stream.state == "interrupted" else "following"
    stream.lease_owner, stream.lease_until = owner, uow.now + LEASE
    stream.fence += 1
    gaps.handed_over(uow, CaptionStreamId(stream.id))
    uow.db.flush()
    return _claim(stream)


def renew(uow: Uow, stream_id: CaptionStreamId, fence: int) -> Claim:
    """Prolong a claim and learn what changed. Raises FenceIsOld or StreamIsOver: then let go of the sockets."""
    stream = held(uow, stream_id, fence)
    if stream.state not in LIVE:
        raise StreamIsOver
    stream.lease_until = uow.now + LEASE
    return _claim(stream)


def renew_all(uow: Uow, claims: Sequence[Claim]) -> list[Claim | DomainError]:
    """`renew` for everything that a process follows, in one commit: each claim as it is now, or why it is gone."""
    rows = locked(uow, [claim.stream_id for claim in claims], hold="state")
    found: list[Claim | DomainError] = []
    for claim in claims:
        stream = rows.get(claim.stream_id)
        lost = why_lost(stream, claim.fence)
        is_ours = lost is None and stream is not None and stream.state in LIVE
        found.append(_claim(stream) if is_ours and stream is not None else lost or StreamIsOver())
    ours = [one.stream_id for one in found if isinstance(one, Claim)]
    prolonged = update(CaptionStream).where(CaptionStream.id.in_(ours)).values(lease_until=uow.now + LEASE)
    uow.db.execute(prolonged.execution_options(synchronize_session=False))
    return found


def locked(uow: Uow, stream_ids: Collection[CaptionStreamId], *, hold: Hold = "whole") -> dict[UUID, CaptionStream]:
    """These streams, locked in one order for everybody, so that no two wait for each other.

    To hold one `whole` is to claim, revoke or end it, and waits for everybody. Its `state` may be changed while others
    store words; to store `words` waits only for whoever holds it whole, so that nothing gets in after a revocation.
    """
    query = select(CaptionStream).where(CaptionStream.id.in_(stream_ids)).order_by(CaptionStream.id)
    query = query.with_for_update(read=hold == "words", key_share=hold != "whole")
    return {stream.id: stream for stream in uow.db.scalars(query.execution_options(populate_existing=True))}


def why_lost(stream: CaptionStream | None, fence: int) -> DomainError | None:
    """Why whoever has this fence may not write to a stream any more; None when they may."""
    if stream is None:
        return NotFound()
    try:
        check_fence(state=stream.state, fence=fence, held=stream.fence)
    except DomainError as error:
        return error
    return None


def heard_from(uow: Uow, stream: CaptionStream) -> None:
    """Words came of a stream: it lives, and is let alone no longer after refusals."""
    stream.last_heard_at = uow.now
    stream.refusals, stream.next_try_at = 0, None
    stream.state = "following" if stream.state in LIVE else stream.state


def let_go(uow: Uow, stream_id: CaptionStreamId, fence: int) -> None:
    """Give a claim back before its time, so that another process can follow at once."""
    stream = held(uow, stream_id, fence)
    if stream.state not in LIVE:
        return
    stream.lease_owner = stream.lease_until = None
    stream.state = "wanted" if stream.state == "following" else stream.state


def held(uow: Uow, stream_id: CaptionStreamId, fence: int) -> CaptionStream:
    """The stream, locked, for whoever holds its claim. Raises NotFound, FenceIsOld, StreamIsOver."""
    stream = locked(uow, [stream_id]).get(stream_id)
    lost = why_lost(stream, fence)
    if lost is not None or stream is None:
        raise lost or NotFound
    return stream


def _find(uow: Uow, rtms_stream_id: str) -> CaptionStream | None:
    query = select(CaptionStream).where(CaptionStream.rtms_stream_id == rtms_stream_id).with_for_update()
    return uow.db.scalar(query)


def _was_heard_after(uow: Uow, stream: CaptionStream, at: datetime) -> bool:
    return gaps.was_heard_after(uow, CaptionStreamId(stream.id), to_ms(at))


def _free(uow: Uow) -> UUID | None:
    query = select(CaptionStream).where(CaptionStream.state.in_(LIVE))
    return choose((_candidate(stream) for stream in uow.db.scalars(query)), uow.now)


def _candidate(stream: CaptionStream) -> Candidate:
    return Candidate(
        stream_id=stream.id,
        meeting_uuid=stream.meeting_uuid,
        state=stream.state,
        is_original_host=stream.is_original_host,
        lease_until=stream.lease_until,
        created_at=stream.created_at,
        next_try_at=stream.next_try_at,
    )


def _claim(stream: CaptionStream) -> Claim:
    return Claim(
        stream_id=CaptionStreamId(stream.id),
        forum_session_id=ForumSessionId(stream.forum_session_id),
        meeting_uuid=stream.meeting_uuid,
        rtms_stream_id=stream.rtms_stream_id,
        server_urls=stream.server_urls,
        signal=stream.signal,
        state=stream.state,
        fence=stream.fence,
    )


def session_of(uow: Uow, stream_id: UUID) -> ForumSessionId | None:
    """The forum session a stream belongs to."""
    found = uow.db.scalar(select(CaptionStream.forum_session_id).where(CaptionStream.id == stream_id))
    return ForumSessionId(found) if found else None
