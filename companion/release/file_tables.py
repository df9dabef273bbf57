"""Files that people upload: looked at before a version begins, with a table of registrants; and one-off jobs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Integer, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class LookedAt(Base):
    """A file somebody looked at and has not begun with: sealed under the forum session's key, for a day at most."""

    __tablename__ = "release_looked_at"
    __table_args__ = (UniqueConstraint("forum_session_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    sealed_file: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_table: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    keep_until: Mapped[datetime]


class DraftRegistrants(Base):
    """The people of a table that came with a file: they widen the roster of that version, and of those made from it."""

    __tablename__ = "release_registrants"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("release_draft.id"), primary_key=True)
    people: Mapped[int] = mapped_column(Integer)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class OneOff(Base):
    """A file that is anonymised without a forum session, for the person who uploaded it, for a day."""

    __tablename__ = "release_one_off"
    __table_args__ = (CheckConstraint("state IN ('waiting', 'done', 'failed')", name="state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), index=True)
    state: Mapped[str] = mapped_column(default="waiting")
    sealed_file: Mapped[bytes] = mapped_column(LargeBinary)  # emptied when the work is done
    sealed_table: Mapped[bytes | None] = mapped_column(LargeBinary)
    sealed_result: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    keep_until: Mapped[datetime]
