"""Papers, their versions, who was sent them by which channel, and who opened what only some may open."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class Paper(Base):
    """Something to read before a forum session, perhaps for one item of its agenda."""

    __tablename__ = "papers_paper"
    __table_args__ = (CheckConstraint("marking IN ('open', 'early_sight', 'confidential')", name="marking"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    agenda_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums_agenda_item.id", ondelete="SET NULL"))
    title: Mapped[str]
    marking: Mapped[str]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class PaperVersion(Base):
    """One version of a paper. What it says is sealed, in a table of its own with an end."""

    __tablename__ = "papers_version"
    __table_args__ = (
        UniqueConstraint("paper_id", "number"),
        CheckConstraint("format IN ('text', 'html', 'pdf', 'docx')", name="format"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    paper_id: Mapped[UUID] = mapped_column(ForeignKey("papers_paper.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    format: Mapped[str]
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str]
    created_at: Mapped[datetime]


class PaperContent(Base):
    """The bytes of a version, sealed under its forum session's key for papers."""

    __tablename__ = "papers_content"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("papers_version.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    keep_until: Mapped[datetime]


class Delivery(Base):
    """One person was, or is to be, sent an agenda with its papers: by e-mail, or by post with the date of posting
    (PP-32). They come by their registration, or by their landlord's invitation."""

    __tablename__ = "papers_delivery"
    __table_args__ = (
        UniqueConstraint("forum_session_id", "agenda_number", "person_id"),
        CheckConstraint("channel IN ('email', 'post')", name="channel"),
        CheckConstraint("(registration_id IS NULL) <> (invitation_id IS NULL)", name="one_way"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"))
    agenda_number: Mapped[int] = mapped_column(Integer)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), index=True)
    registration_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration_registration.id"))
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitations_invitation.id"))
    channel: Mapped[str]
    sent_at: Mapped[datetime | None]


class ByPost(Base):
    """Somebody who reads a programme's papers on paper. Where they live is not kept here."""

    __tablename__ = "papers_by_post"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("forums_programme.id"), primary_key=True)
    since: Mapped[datetime]


class Opening(Base):
    """Somebody opened a version. Staff see these for confidential papers only (PP-12); for others they are the reader's
    own mark of what is unread (PP-33)."""

    __tablename__ = "papers_opening"
    __table_args__ = (Index("ix_papers_opening_version_id_person_id", "version_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("papers_version.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    opened_at: Mapped[datetime]


class Acknowledgement(Base):
    """Somebody said, before opening anything early, that it is early (LC-04)."""

    __tablename__ = "papers_acknowledgement"

    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), primary_key=True)
    at: Mapped[datetime]
