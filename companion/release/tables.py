"""Two families that never meet in one query: the draft with its raw text, sealed; and the released files, text masked.

The module that serves released files may not import the module that reads raw text (import contract).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class Draft(Base):
    """The machine's proposal for one forum session's transcript, and where its review stands."""

    __tablename__ = "release_draft"
    __table_args__ = (
        UniqueConstraint("forum_session_id", "version"),
        CheckConstraint(
            "state IN ('imported', 'redacted', 'reviewed', 'approved', 'held', 'released', 'withdrawn')", name="state"
        ),
        CheckConstraint("approver_id IS NULL OR approver_id <> editor_id", name="two_people"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    #: the version whose decisions this one began with: its hands are this one's too
    made_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("release_draft.id"))
    state: Mapped[str] = mapped_column(default="imported")
    source: Mapped[str]
    label_policy: Mapped[str] = mapped_column(default="none")
    roster_digest: Mapped[str]  # of the roster the proposal was made with; another digest later means: run it again
    pipeline_version: Mapped[str]
    sealed_roster: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(Integer, default=0)  # moves with every edit, so a stale approval is refused
    audited_revision: Mapped[int | None] = mapped_column(Integer)
    audit_hard: Mapped[int | None] = mapped_column(Integer)
    audit_soft: Mapped[int | None] = mapped_column(Integer)
    editor_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    reviewed_at: Mapped[datetime | None]
    approver_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    approved_at: Mapped[datetime | None]
    manifest_digest: Mapped[str | None]
    held_until: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class DraftCue(Base):
    """One cue of a draft: the raw text sealed, the speaker as a participant id."""

    __tablename__ = "release_draft_cue"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("release_draft.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    start_ms: Mapped[int] = mapped_column(BigInteger)
    end_ms: Mapped[int] = mapped_column(BigInteger)
    speaker: Mapped[str | None]
    participant_id: Mapped[UUID | None]
    agenda_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums_agenda_item.id"))
    is_resolved: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class DraftSpan(Base):
    """A proposed redaction and what a person decided about it. Offsets and kinds, never the words."""

    __tablename__ = "release_draft_span"
    __table_args__ = (
        CheckConstraint("decision IN ('undecided', 'accepted', 'rejected')", name="decision"),
        ForeignKeyConstraint(
            ["draft_id", "cue_position"], ["release_draft_cue.draft_id", "release_draft_cue.position"]
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("release_draft.id"), index=True)
    cue_position: Mapped[int] = mapped_column(Integer)
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str]
    finder: Mapped[str]
    confidence: Mapped[float] = mapped_column(Float)
    label: Mapped[str]
    sealed_reason: Mapped[bytes] = mapped_column(LargeBinary)  # a reason may quote the roster
    decision: Mapped[str] = mapped_column(default="undecided")
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime | None]


class ReviewAct(Base):
    """One answer of a reviewer: what each proposal was before and after it, by offsets and decisions, without a word.

    `changes` holds a pair of `[start, end, decision, decided by, decided at]` for each proposal's id; none before means
    that the answer made it.
    """

    __tablename__ = "release_act"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("release_draft.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    at: Mapped[datetime]
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    is_undone: Mapped[bool] = mapped_column(default=False)


class SecondReading(Base):
    """What somebody other than the editor read before they approved, and in how many passages they found a slip."""

    __tablename__ = "release_second_reading"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("release_draft.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    at: Mapped[datetime]
    manifest: Mapped[str]
    passages: Mapped[int] = mapped_column(Integer)
    read: Mapped[int] = mapped_column(Integer)
    slips: Mapped[int] = mapped_column(Integer)
    sealed_slips: Mapped[bytes | None] = mapped_column(LargeBinary)  # the passages with a slip, as they stood


class CertificateFacts(Base):
    """Numbers about a review that is done, which its certificate shows when the review itself is long shredded."""

    __tablename__ = "release_certificate"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("release_draft.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class AuditFinding(Base):
    """What the independent leak audit found in a revision of the masked text."""

    __tablename__ = "release_audit_finding"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("release_draft.id"), index=True)
    revision: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str]
    is_hard: Mapped[bool]
    cue_position: Mapped[int | None] = mapped_column(Integer)
    sealed_detail: Mapped[bytes] = mapped_column(LargeBinary)
    accepted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))


class ReleasedFile(Base):
    """The exact bytes that were approved, one row per format. Written once; served as they are."""

    __tablename__ = "release_file"
    __table_args__ = (
        UniqueConstraint("draft_id", "revision", "format"),
        CheckConstraint("format IN ('html', 'docx', 'txt', 'vtt', 'json')", name="format"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("release_draft.id"), index=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    revision: Mapped[int] = mapped_column(Integer)
    format: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    rendered_at: Mapped[datetime]


class Download(Base):
    """Who fetched which released file, so that they can be told when it is withdrawn."""

    __tablename__ = "release_download"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("release_file.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    at: Mapped[datetime]
