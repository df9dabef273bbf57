"""Runs, the organiser's own words in the letter, and invitations: one per landlord, with the band as it was then."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class InvitationWords(Base):
    """A paragraph of the organiser's own in a session's letter. Never changed: new words are the next number."""

    __tablename__ = "invitations_words"
    __table_args__ = (UniqueConstraint("forum_session_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"))
    number: Mapped[int] = mapped_column(Integer)
    body: Mapped[str]
    written_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    written_at: Mapped[datetime]


class InvitationRun(Base):
    """The approval to invite a session's landlords: letters leave by themselves in the window, or are stopped."""

    __tablename__ = "invitations_run"
    __table_args__ = (
        UniqueConstraint("forum_session_id"),
        CheckConstraint("state IN ('approved', 'sending', 'sent', 'stopped')", name="state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"))
    state: Mapped[str]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    approved_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Invitation(Base):
    """A landlord is asked to a forum session, through its nominating contact."""

    __tablename__ = "invitations_invitation"
    audited_as = "invitation"
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
    late_reason: Mapped[str | None]  # short_notice | new_member
    letter_no: Mapped[int] = mapped_column(Integer, default=1)  # which letter of this invitation is the newest
    words_number: Mapped[int] = mapped_column(Integer, default=0)  # the organiser's words in it, none is 0
    returned_reason: Mapped[str | None]  # why the newest letter came back: a word of rules.RETURN_WORDS
    queued_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    first_reminded_at: Mapped[datetime | None]
    last_reminded_at: Mapped[datetime | None]
