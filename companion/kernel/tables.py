"""The ground floor's tables: facts appended, events to handle, effects to perform, and the chain of the audit."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class JournalStream(Base):
    """One log: a forum session's. Its row is the lock that keeps `seq` without gaps, and its head wakes screens."""

    __tablename__ = "kernel_journal_stream"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    head: Mapped[int] = mapped_column(Integer, default=0)


class JournalEvent(Base):
    """A fact in a live session: ids, numbers and state words only, never a name and never free text."""

    __tablename__ = "kernel_journal_event"
    __table_args__ = (UniqueConstraint("stream_id", "idem_key"),)

    stream_id: Mapped[UUID] = mapped_column(ForeignKey("kernel_journal_stream.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    idem_key: Mapped[str]
    type: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    actor_id: Mapped[UUID | None]
    actor_role: Mapped[str]
    source: Mapped[str]
    source_version: Mapped[int | None] = mapped_column(BigInteger)
    occurred_at_ms: Mapped[int] = mapped_column(BigInteger)
    received_at_ms: Mapped[int] = mapped_column(BigInteger)


class InboxEvent(Base):
    """A delivery from Zoom, kept before it was answered. The key is the digest of the raw body."""

    __tablename__ = "kernel_inbox_event"
    __table_args__ = (
        CheckConstraint("state IN ('new', 'claimed', 'done', 'failed')", name="state"),
        Index("ix_kernel_inbox_event_due", "state", "due_at"),
        Index("ix_kernel_inbox_event_kind", "kind", "received_at"),
    )

    digest: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    kind: Mapped[str | None]  # Zoom's own word for the event, kept longer than the body
    received_at: Mapped[datetime]
    sealed_body: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(default="new")
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


class OutboxEffect(Base):
    """Something to do to the outside world, written with its cause, done after the commit, marked done only then."""

    __tablename__ = "kernel_outbox_effect"
    __table_args__ = (
        CheckConstraint("state IN ('new', 'claimed', 'done', 'failed', 'dropped')", name="state"),
        Index("ix_kernel_outbox_effect_due", "state", "due_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="new")
    attempts: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


class AuditEntry(Base):
    """Who did what to which thing. Append-only (triggers refuse more), each entry bound to the one before it."""

    __tablename__ = "kernel_audit_entry"
    __table_args__ = (Index("ix_kernel_audit_entry_subject_id", "subject_id"),)

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class MailCopy(Base):
    """A letter as it was sent, both its bodies, tokens redacted, sealed; the address is sealed with it."""

    __tablename__ = "kernel_mail_copy"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    effect_id: Mapped[UUID] = mapped_column(ForeignKey("kernel_outbox_effect.id"), unique=True)
    letter: Mapped[str]
    person_id: Mapped[UUID | None]
    sent_at: Mapped[datetime]
    keep_until: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    template: Mapped[str] = mapped_column(default="")  # the templates and their version, and whose own words
    sealed_html: Mapped[bytes | None] = mapped_column(LargeBinary)


class WorkerBeat(Base):
    """When each worker was last alive, for /readyz."""

    __tablename__ = "kernel_worker_beat"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    inbox_waiting: Mapped[int] = mapped_column(default=0)
    outbox_waiting: Mapped[int] = mapped_column(default=0)


class Turn(Base):
    """Who may do something that only one process may do at a time, and until when at most."""

    __tablename__ = "kernel_turn"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[datetime]
