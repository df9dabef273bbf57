"""The tables of the floor besides the journal: sealed notes with an end, links to the stage, pages open inside Zoom."""

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


class StageLink(Base):
    """A link that shows the stage on a second machine, or in OBS, to whoever has it. Only its token's hash is kept."""

    __tablename__ = "floor_stage_link"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class PanelBeat(Base):
    """The page inside Zoom, open for a session: since when, and when last heard. `hands`: Zoom tells it of them."""

    __tablename__ = "floor_panel_beat"

    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), primary_key=True)
    opened_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    hands: Mapped[bool]
