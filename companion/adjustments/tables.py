"""What people need to take part: sealed under keys of their own, so that each can be destroyed by itself."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from companion.adjustments.rules import STATES
from companion.kernel.db import Base


class AdjustmentRequest(Base):
    """One thing that a registrant asked for. Even its kind is sealed; only state and dates stand in the clear."""

    __tablename__ = "adjustments_request"
    audited_as = "adjustment"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(repr(state) for state in STATES)})", name="state"),
        CheckConstraint("asked_by IN ('person', 'landlord', 'staff')", name="asked_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration_registration.id"), index=True)
    supporter_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration_registration.id"))
    state: Mapped[str] = mapped_column(default="requested")
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]  # when it was last asked for: "that is not right" starts our target anew
    acknowledged_at: Mapped[datetime | None]
    placed_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_answer: Mapped[bytes | None] = mapped_column(LargeBinary)


class KeptNeeds(Base):
    """What somebody needs, kept for their next forum sessions because they said so. Taking that back deletes it."""

    __tablename__ = "adjustments_kept"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), primary_key=True)
    given_at: Mapped[datetime]
    keep_until: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
