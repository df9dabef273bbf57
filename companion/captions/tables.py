"""Caption streams and what they brought. Text is sealed under the forum session's key; speakers are participant ids."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class CaptionStream(Base):
    """A stream that Zoom offers for one occurrence of a meeting. One process follows it: a lease and a fence."""

    __tablename__ = "captions_stream"
    __table_args__ = (
        UniqueConstraint("rtms_stream_id"),
        CheckConstraint("state IN ('wanted', 'following', 'interrupted', 'ended', 'revoked')", name="state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    meeting_uuid: Mapped[str]
    rtms_stream_id: Mapped[str]
    server_urls: Mapped[str]
    is_original_host: Mapped[bool] = mapped_column(default=True)
    state: Mapped[str] = mapped_column(default="wanted")
    signal: Mapped[int] = mapped_column(Integer, default=1)  # counts Zoom's signals, so that the follower reconnects
    is_paused: Mapped[bool] = mapped_column(default=False)  # by somebody in Zoom: silence then means nothing
    stop_reason: Mapped[int | None]
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    refusals: Mapped[int] = mapped_column(Integer, default=0)  # in a row; how long to wait before the next try
    next_try_at: Mapped[datetime | None]
    fence: Mapped[int] = mapped_column(Integer, default=0)
    last_heard_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CapturedCue(Base):
    """What one participant was heard to say: sealed, timed in epoch milliseconds, stored once however often it came."""

    __tablename__ = "captions_cue"
    __table_args__ = (
        UniqueConstraint("forum_session_id", "speaker", "start_ms"),
        Index("ix_captions_cue_in_order", "forum_session_id", "start_ms"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"))
    stream_id: Mapped[UUID | None] = mapped_column(ForeignKey("captions_stream.id"))
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration_participant.id"))
    speaker: Mapped[str]  # the participant's id, or a stand-in for somebody Zoom did not name
    agenda_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums_agenda_item.id"))
    start_ms: Mapped[int] = mapped_column(BigInteger)
    end_ms: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[datetime]
    keep_until: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    is_recorded: Mapped[bool] = mapped_column(default=False)  # filled in from the recording afterwards


class ChatLine(Base):
    """A chat message to everyone: sealed; deleted in Zoom means deleted here."""

    __tablename__ = "captions_chat"
    __table_args__ = (UniqueConstraint("forum_session_id", "message_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"))
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration_participant.id"))
    message_id: Mapped[str]
    sent_at_ms: Mapped[int] = mapped_column(BigInteger)
    keep_until: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Listening(Base):
    """A stretch of the meeting in which a feed reached us, in Zoom's time. What lies in none is a gap (LC-14).

    `until_ms` is the last sign of it; `ended_by` is None while it goes on.
    """

    __tablename__ = "captions_listening"
    __table_args__ = (
        CheckConstraint("feed IN ('transcript', 'chat')", name="feed"),
        Index("ix_captions_listening_last", "stream_id", "feed", "until_ms"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    stream_id: Mapped[UUID | None] = mapped_column(ForeignKey("captions_stream.id"))
    feed: Mapped[str]
    from_ms: Mapped[int] = mapped_column(BigInteger)
    until_ms: Mapped[int] = mapped_column(BigInteger)
    ended_by: Mapped[str | None]
    is_recorded: Mapped[bool] = mapped_column(default=False)  # no feed reached us; the recording told it afterwards


class RecordingRead(Base):
    """How far we are with the recording of one occurrence of a meeting, from asking for it to its end in Zoom."""

    __tablename__ = "captions_recording"
    __table_args__ = (
        UniqueConstraint("meeting_uuid"),
        CheckConstraint("state IN ('waiting', 'taken', 'none', 'refused', 'deleted')", name="state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    meeting_uuid: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    asks: Mapped[int] = mapped_column(Integer, default=0)
    next_ask_at: Mapped[datetime | None]
    trouble: Mapped[str | None]  # a word of recording_state.TROUBLES
    scope: Mapped[str | None]  # the scope that Zoom found missing
    taken_at: Mapped[datetime | None]
    cues: Mapped[int] = mapped_column(Integer, default=0)
    filled_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    is_used: Mapped[bool] = mapped_column(default=True)  # False while a transcript under review lacks what it told
    deletion_asked_at: Mapped[datetime | None]
    deletion_trouble: Mapped[str | None]
    deleted_at: Mapped[datetime | None]


class StreamAsked(Base):
    """When Zoom was last asked to start a forum session's caption stream, and what it said to that."""

    __tablename__ = "captions_stream_asked"

    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), primary_key=True)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    trouble: Mapped[str | None]  # a word of asking.TROUBLES; None when Zoom accepted it
