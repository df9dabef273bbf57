"""Programmes and the forum sessions that belong to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class Programme(Base):
    """A series of forums under one conduct profile, such as Landlord Connect."""

    __tablename__ = "forums_programme"
    __table_args__ = (CheckConstraint("conduct_profile IN ('LC', 'PP', 'BX')", name="conduct_profile"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    conduct_profile: Mapped[str]
    timezone: Mapped[str] = mapped_column(default="Europe/London")
    bank_holiday_area: Mapped[str] = mapped_column(default="ENG")
    mailbox: Mapped[str]
    created_at: Mapped[datetime]


class ForumSession(Base):
    """One live meeting of a forum. `pace_*` is its own clock: real unless it is a demo or a rehearsal."""

    __tablename__ = "forums_session"
    __table_args__ = (
        CheckConstraint("forum_type IN ('OVER', 'UNDER', 'LA')", name="forum_type"),
        CheckConstraint(
            "state IN ('draft', 'scheduled', 'open', 'closed', 'live', 'ended', 'archived', 'cancelled')", name="state"
        ),
        CheckConstraint("text_source IN ('captions', 'recording', 'upload')", name="text_source"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_forums_session_zoom_meeting_id", "zoom_meeting_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("forums_programme.id"), index=True)
    forum_type: Mapped[str | None]
    title: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int | None]
    registration_opens_at: Mapped[datetime]
    registration_closes_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="draft")
    sequence: Mapped[int] = mapped_column(default=0)
    zoom_meeting_id: Mapped[str | None]
    zoom_meeting_uuid: Mapped[str | None]
    zoom_dial_in: Mapped[str | None]
    stage_mode: Mapped[str] = mapped_column(default="names")
    text_source: Mapped[str] = mapped_column(default="captions")
    captions_on_page: Mapped[bool] = mapped_column(default=False)
    pace_rate: Mapped[float] = mapped_column(Float, default=1.0)
    pace_anchor_real: Mapped[datetime | None]
    pace_anchor_domain: Mapped[datetime | None]
    is_rehearsal: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class AgendaItem(Base):
    """A point of the agenda, in order. Its live state (open, closed, time spent) is the floor's, from the journal."""

    __tablename__ = "forums_agenda_item"
    __table_args__ = (
        UniqueConstraint("forum_session_id", "position"),
        CheckConstraint("kind IN ('update', 'feedback', 'sharing', 'networking', 'other')", name="kind"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(default="other")
    budget_minutes: Mapped[int] = mapped_column(Integer)
    is_early_sight: Mapped[bool] = mapped_column(default=False)
    is_confidential: Mapped[bool] = mapped_column(default=False)
