"""Where people of a meeting are while they are not in its main room: in a breakout room, or waiting for the host."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class BreakoutVisit(Base):
    """One connection's latest moves into and out of a breakout room: in one while it entered after it last left."""

    __tablename__ = "registration_breakout"
    __table_args__ = (UniqueConstraint("forum_session_id", "meeting_uuid", "connection"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    meeting_uuid: Mapped[str]
    connection: Mapped[str]
    entered_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]


class HostWait(Base):
    """Somebody whom Zoom keeps waiting because the host has not arrived. It names no connection, so who it is lies
    sealed: the name it shows, the account, the registrant."""

    __tablename__ = "registration_host_wait"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    since: Mapped[datetime | None]
    over_at: Mapped[datetime | None]
    keep_until: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
