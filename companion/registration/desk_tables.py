"""What the desk notes beside registrations: who told us what and how, and that a session's attendance is closed.

Ids, times and state words only; what somebody wrote is a sealed `RegistrationNote`.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base
from companion.registration.attendance_rules import ACTS, WAYS


def _in(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


class DeskEntry(Base):
    """Somebody rang or wrote, or staff saw it themselves: what was asked, how it came, and when it was said.

    `said_at` is the time of the call or the mail, in the forum session's own time; `noted_at` is when it was typed.
    """

    __tablename__ = "registration_desk_entry"
    __table_args__ = (
        CheckConstraint(f"act IN ({_in(ACTS)})", name="act"),
        CheckConstraint(f"way IN ({_in(WAYS)})", name="way"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration_registration.id"), index=True)
    act: Mapped[str]
    way: Mapped[str]
    said_at: Mapped[datetime]
    beside_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration_registration.id"))  # at one screen with
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))


class CloseOut(Base):
    """A session's attendance was closed: who was expected and never came is marked since then."""

    __tablename__ = "registration_close_out"

    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), primary_key=True)
    closed_at: Mapped[datetime]
    attended: Mapped[int] = mapped_column(Integer)
    absent: Mapped[int] = mapped_column(Integer)


class Report(Base):
    """What became of asking Zoom for its report of who was at a session."""

    __tablename__ = "registration_report"

    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), primary_key=True)
    asks: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    listed: Mapped[int] = mapped_column(default=0)  # presences that Zoom lists
    added: Mapped[int] = mapped_column(default=0)  # those among them that we had not seen
    trouble: Mapped[str | None]  # a word of reported.TROUBLES
    scope: Mapped[str | None]  # the scope that Zoom found missing
