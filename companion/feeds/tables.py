"""What is known of feeds that no other room knows: when each was heard, what was refused, and what trying them showed.

Nothing here holds a name or a word that somebody said: a try-out leaves counts and times.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class FeedHeard(Base):
    """When an event of Zoom's about a session's meeting was last handled; not moved more often than it is read."""

    __tablename__ = "feeds_heard"

    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), primary_key=True)
    feed: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Knock(Base):
    """The last delivery at Zoom's address that was not believed, for each reason."""

    __tablename__ = "feeds_knock"

    reason: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Rights(Base):
    """What Zoom last said that our app may do; one row."""

    __tablename__ = "feeds_rights"

    app: Mapped[str] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    scopes: Mapped[list[str]] = mapped_column(JSON)
    problem: Mapped[str | None]


class Tryout(Base):
    """An occurrence of a session's meeting long before the session: nothing of it is the session's.

    Its events are set aside (`SetAside`) and its caption stream is listened to without keeping a word. `adopted_at` is
    when somebody or the clock said that it is the session after all.
    """

    __tablename__ = "feeds_tryout"
    __table_args__ = (CheckConstraint("stream_state IN ('wanted', 'following', 'ended')", name="stream_state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    meeting_uuid: Mapped[str] = mapped_column(unique=True)
    first_heard_at: Mapped[datetime]
    last_heard_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    adopted_at: Mapped[datetime | None]
    people: Mapped[int] = mapped_column(default=0)
    joined_at: Mapped[datetime | None]
    captions: Mapped[int] = mapped_column(default=0)
    caption_at: Mapped[datetime | None]
    chat: Mapped[int] = mapped_column(default=0)
    chat_at: Mapped[datetime | None]
    hands: Mapped[int] = mapped_column(default=0)
    hand_at: Mapped[datetime | None]
    panel_at: Mapped[datetime | None]
    recording_at: Mapped[datetime | None]
    rtms_stream_id: Mapped[str | None]
    server_urls: Mapped[str | None]
    stream_state: Mapped[str | None]
    stream_trouble: Mapped[str | None]
    connected_at: Mapped[datetime | None]
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    keep_until: Mapped[datetime]


class SetAside(Base):
    """A delivery that belongs to a try-out: its digest, by which it can be handled after all."""

    __tablename__ = "feeds_set_aside"

    digest: Mapped[str] = mapped_column(primary_key=True)
    tryout_id: Mapped[UUID] = mapped_column(ForeignKey("feeds_tryout.id", ondelete="CASCADE"), index=True)


class ConnectionTest(Base):
    """A guided test of a session's feeds: who, when, and in `result` what each step came to once it was finished."""

    __tablename__ = "feeds_test"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    started_at: Mapped[datetime]
    started_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    finished_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    keep_until: Mapped[datetime]
