"""Passages that a concern cites: kept under the key of its case when the words as they were heard are destroyed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class FrozenPassage(Base):
    """One cited passage: by captions of a draft, or by moments of the meeting. `cited` until its words are frozen.

    `gone` says that its time came before any words did.
    """

    __tablename__ = "release_frozen"
    __table_args__ = (CheckConstraint("state IN ('cited', 'frozen', 'gone')", name="state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(index=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    draft_id: Mapped[UUID | None] = mapped_column(ForeignKey("release_draft.id"))
    first_line: Mapped[int | None] = mapped_column(Integer)
    last_line: Mapped[int | None] = mapped_column(Integer)
    from_ms: Mapped[int | None] = mapped_column(BigInteger)
    until_ms: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(default="cited")
    lines: Mapped[int] = mapped_column(Integer, default=0)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    cited_at: Mapped[datetime]
    cited_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    frozen_at: Mapped[datetime | None]
    keep_until: Mapped[datetime]
