"""The floor's only table besides the journal: the notes people write with a request, sealed and with an end."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class FloorNote(Base):
    """A request's private note or the reason of an override. The journal holds its id only."""

    __tablename__ = "floor_note"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration_participant.id"))
    kind: Mapped[str]
    written_at: Mapped[datetime]
    keep_until: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
