"""Programmes and the forum sessions that belong to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Index, Integer, LargeBinary, UniqueConstraint
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
    captions_on_page: Mapped[bool] = mapped_column(default=False)  # each registrant may read along on their own page
    created_at: Mapped[datetime]


class ForumSession(Base):
    """One live meeting of a forum. `pace_*` is its own clock: real unless it is a demo or a rehearsal."""

    __tablename__ = "forums_session"
    audited_as = "forum_session"
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
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    zoom_meeting_id: Mapped[str | None]
    zoom_meeting_uuid: Mapped[str | None]
    zoom_dial_in: Mapped[str | None]
    stage_mode: Mapped[str] = mapped_column(default="names")
    text_source: Mapped[str] = mapped_column(default="captions")
    pace_rate: Mapped[float] = mapped_column(Float, default=1.0)
    pace_anchor_real: Mapped[datetime | None]
    pace_anchor_domain: Mapped[datetime | None]
    is_rehearsal: Mapped[bool] = mapped_column(default=False)
    moved_at: Mapped[datetime | None]  # when its date was last changed, and from which start
    moved_from: Mapped[datetime | None]
    ground_rules_at: Mapped[datetime | None]  # when the ground rules were highlighted in the meeting (BX-26)
    zoom_looked_at: Mapped[datetime | None]  # when a person looked at what Zoom does not tell us
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


class BankHoliday(Base):
    """A one-off change to an area's bank holidays: a day added, or one that is worked after all."""

    __tablename__ = "forums_bank_holiday"
    __table_args__ = (
        UniqueConstraint("area", "day"),
        CheckConstraint("area IN ('ENG', 'WLS', 'SCT', 'NIR')", name="area"),
        CheckConstraint("change IN ('added', 'removed')", name="change"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str]
    day: Mapped[date]
    change: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[datetime]


class Agenda(Base):
    """A version of a session's agenda. Until it is published its items are the rows of AgendaItem; then they are kept
    here as they went out, with the documents that govern the meeting (BX-31): [{kind, number, title, sha256}]."""

    __tablename__ = "forums_agenda"
    __table_args__ = (
        UniqueConstraint("forum_session_id", "number"),
        CheckConstraint("state IN ('draft', 'reviewed', 'published', 'superseded')", name="state"),
        CheckConstraint("state NOT IN ('published', 'superseded') OR published_at IS NOT NULL", name="out_has_date"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(default="draft")
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    documents: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime]
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    published_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]  # from when on it was late, as it stood when this version came out


class Outcome(Base):
    """What an item of a forum session came to: a decision, or an action with who does it, in sealed words."""

    __tablename__ = "forums_outcome"
    __table_args__ = (CheckConstraint("kind IN ('decision', 'action', 'point')", name="kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums_agenda_item.id", ondelete="SET NULL"))
    kind: Mapped[str]
    due_on: Mapped[date | None]
    written_at: Mapped[datetime]
    written_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    keep_until: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
