"""What people ask of a transcript: to have it, and to have a passage of it put right."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Integer, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class TranscriptRequest(Base):
    """Somebody asked for the full transcript of a forum session (LC-15): one row a person, with what became of it."""

    __tablename__ = "release_request"
    __table_args__ = (
        UniqueConstraint("forum_session_id", "person_id"),
        CheckConstraint("state IN ('open', 'answered', 'declined')", name="state"),
        CheckConstraint("how IN ('page', 'registration', 'staff')", name="how"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    registration_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration_registration.id"))
    landlord_id: Mapped[UUID | None] = mapped_column(ForeignKey("roll_landlord.id"))
    how: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    asked_at: Mapped[datetime]
    counts_from: Mapped[datetime]  # when the clock began: asked before the meeting's end, it begins there
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    sealed_reason: Mapped[bytes | None] = mapped_column(LargeBinary)


class Correction(Base):
    """What somebody who was there says about a passage of the approved text. Who they are is sealed with their words:
    no list, no page and no query says it, and it goes when the words as they were heard go."""

    __tablename__ = "release_correction"
    __table_args__ = (
        CheckConstraint("kind IN ('identifies', 'misheard')", name="kind"),
        CheckConstraint("state IN ('open', 'changed', 'kept')", name="state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("release_draft.id"), index=True)
    first_line: Mapped[int] = mapped_column(Integer)
    last_line: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    sealed: Mapped[bytes] = mapped_column(LargeBinary)  # who, and what they wrote
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    sealed_answer: Mapped[bytes | None] = mapped_column(LargeBinary)
