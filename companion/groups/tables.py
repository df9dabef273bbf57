"""Applications, sealed each under a key of its own; members; what keeps a member out; the yearly question."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class Application(Base):
    """Somebody asks to join a group. Who they are is sealed until a member is made of them, and goes with its key."""

    __tablename__ = "groups_application"
    audited_as = "application"
    __table_args__ = (
        CheckConstraint("state IN ('received', 'approved', 'refused')", name="state"),
        CheckConstraint("applies_as IN ('tenant', 'shared_owner', 'leaseholder')", name="applies_as"),
        Index("ix_groups_application_queue", "programme_id", "state", "received_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("forums_programme.id"))
    state: Mapped[str] = mapped_column(default="received")
    applies_as: Mapped[str]
    received_at: Mapped[datetime]
    due_on: Mapped[date]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    keep_until: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_reason: Mapped[bytes | None] = mapped_column(LargeBinary)


class Member(Base):
    """A member of a group. Other ways to reach them than e-mail are sealed."""

    __tablename__ = "groups_member"
    __table_args__ = (
        Index(
            "uq_groups_member_live",
            "programme_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("forums_programme.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), index=True)
    applies_as: Mapped[str]
    since: Mapped[datetime]
    confirmed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    keep_until: Mapped[datetime | None]
    sealed_reach: Mapped[bytes | None] = mapped_column(LargeBinary)


class MemberFlag(Base):
    """What keeps a member from taking part, since when and until when. Lifted, never deleted before the member is."""

    __tablename__ = "groups_flag"
    __table_args__ = (
        CheckConstraint("kind IN ('breach', 'sanction', 'legal_case')", name="kind"),
        CheckConstraint("source IN ('staff', 'self')", name="source"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("groups_member.id"), index=True)
    kind: Mapped[str]
    source: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    set_at: Mapped[datetime]
    set_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    lifted_at: Mapped[datetime | None]


class MemberQuestion(Base):
    """The yearly question whether it is all still so. Only the hash of its link is kept."""

    __tablename__ = "groups_question"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("groups_member.id"), index=True)
    asked_at: Mapped[datetime]
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
