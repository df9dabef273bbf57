"""What Zoom was read to be, what it was told and refused, and who stood at the door."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class ZoomRead(Base):
    """What was last read from Zoom about one forum session's meeting: its settings, and its list of registrants.

    Alternative hosts are people, so their addresses are sealed.
    """

    __tablename__ = "registration_zoom_read"

    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), primary_key=True)
    meeting: Mapped[str]  # Zoom's number; another meeting linked since makes the reading void
    tried_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    problem: Mapped[str | None]  # a word of zoom_rules.PROBLEMS
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    sealed_hosts: Mapped[bytes | None] = mapped_column(LargeBinary)
    listed_at: Mapped[datetime | None]
    listing: Mapped[dict[str, Any]] = mapped_column(JSON)  # how many were found, put right, taken in
    keep_until: Mapped[datetime]


class ZoomPush(Base):
    """How telling Zoom about one registration goes: when Zoom last spoke of it, and what it refused."""

    __tablename__ = "registration_zoom_push"

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration_registration.id"), primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    heard_at: Mapped[datetime | None]
    trouble: Mapped[str | None]  # a word of zoom_rules.TROUBLES
    zoom_code: Mapped[int | None]
    trouble_at: Mapped[datetime | None]
    retry_at: Mapped[datetime | None]
    mended: Mapped[int] = mapped_column(default=0)  # how often reconciling has put this right on that day
    mended_on: Mapped[str | None]
    known_as: Mapped[str | None]  # `own` address or `place`, ours (mailboxes.py), once that is settled


class ZoomCount(Base):
    """How often Zoom was asked about one address of one meeting on one of its days (UTC): it allows only so many."""

    __tablename__ = "registration_zoom_count"
    __table_args__ = (UniqueConstraint("meeting", "digest", "utc_day"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting: Mapped[str]
    digest: Mapped[str]  # of the folded address
    utc_day: Mapped[str]
    adds: Mapped[int] = mapped_column(default=0)
    changes: Mapped[int] = mapped_column(default=0)


class DoorEntry(Base):
    """One connection at the door: somebody in Zoom's waiting room, or in the room and not recognised.

    `turn` counts the answers given and taken back, so that of two stewards who answer at once one is told. The name
    that Zoom shows, the address and the telephone number are sealed.
    """

    __tablename__ = "registration_door_entry"
    __table_args__ = (
        UniqueConstraint("forum_session_id", "meeting_uuid", "connection"),
        CheckConstraint("kind IN ('person', 'phone', 'recorder', 'forwarded')", name="kind"),
        CheckConstraint("answer IN ('registered', 'swap', 'no')", name="answer"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    meeting_uuid: Mapped[str]
    connection: Mapped[str]
    kind: Mapped[str]
    zoom_registrant: Mapped[str | None]
    waits_since: Mapped[datetime | None]
    waits_no_more: Mapped[datetime | None]
    joined_at: Mapped[datetime | None]
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration_participant.id"), index=True)
    answer: Mapped[str | None]
    registration_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration_registration.id"))
    gave_up_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration_registration.id"))
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    answered_at: Mapped[datetime | None]
    turn: Mapped[int] = mapped_column(default=0)
    keep_until: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
