"""Who in Zoom is whom of us: a link that the person made, the codes for making it, and contexts that were used."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class ZoomIdentity(Base):
    """A person's own Zoom account, of whose id only a digest is kept. One each way: the newest link is the one."""

    __tablename__ = "people_zoom_identity"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), unique=True)
    zoom_user: Mapped[str] = mapped_column(unique=True)  # digest
    linked_at: Mapped[datetime]


class ZoomCode(Base):
    """A code that a signed-in person reads on our site and types into the page inside their own Zoom."""

    __tablename__ = "people_zoom_code"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    spent_at: Mapped[datetime | None]


class ZoomContext(Base):
    """A context of Zoom's that opened a page, so that it opens no second one before it ends by itself."""

    __tablename__ = "people_zoom_context"

    digest: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]
