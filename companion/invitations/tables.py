"""Invitations, one per landlord and forum session, with the band as it was then."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class Invitation(Base):
    """A landlord is asked to a forum session, through its nominating contact."""

    __tablename__ = "invitations_invitation"
    __table_args__ = (
        UniqueConstraint("forum_session_id", "landlord_id"),
        CheckConstraint(
            "state IN ('planned', 'queued', 'sent', 'accepted', 'declined', 'bounced', 'expired', 'revoked')",
            name="state",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    landlord_id: Mapped[UUID] = mapped_column(ForeignKey("roll_landlord.id"))
    contact_person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    band_snapshot: Mapped[str]
    state: Mapped[str] = mapped_column(default="planned")
    is_late: Mapped[bool] = mapped_column(default=False)
    queued_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
