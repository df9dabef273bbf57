"""Policy documents, their versions, and acceptances."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Integer, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from companion.kernel.db import Base


class Policy(Base):
    """A document that binds people of a programme: its code of conduct, a protocol, a privacy notice."""

    __tablename__ = "codes_policy"
    __table_args__ = (
        UniqueConstraint("programme_id", "kind"),
        CheckConstraint("kind IN ('code', 'protocol', 'terms', 'confidentiality', 'privacy')", name="kind"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("forums_programme.id"))
    kind: Mapped[str]
    title: Mapped[str]


class PolicyVersion(Base):
    """One text of a policy. It comes into force only with the recorded agreement of its approving body (BX-66)."""

    __tablename__ = "codes_policy_version"
    audited_as = "policy_version"
    __table_args__ = (
        UniqueConstraint("policy_id", "number"),
        CheckConstraint("state IN ('draft', 'panel_review', 'agreed', 'in_force', 'superseded')", name="state"),
        CheckConstraint(
            "state NOT IN ('in_force', 'superseded') OR (agreed_at IS NOT NULL AND agreed_by IS NOT NULL)",
            name="in_force_needs_agreement",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    policy_id: Mapped[UUID] = mapped_column(ForeignKey("codes_policy.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    body: Mapped[str]
    sha256: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    agreed_at: Mapped[datetime | None]
    agreed_by: Mapped[str | None]  # the body or office that agreed, such as "Tenant Panel"; never a person's name
    minute_ref: Mapped[str | None]
    in_force_from: Mapped[datetime | None]
    requires_reacceptance: Mapped[bool] = mapped_column(default=True)
    grace_days: Mapped[int] = mapped_column(default=14)
    created_at: Mapped[datetime]


class Acceptance(Base):
    """A person accepted a version, themselves, at a moment (LC-02)."""

    __tablename__ = "codes_acceptance"
    __table_args__ = (
        UniqueConstraint("person_id", "policy_version_id"),
        CheckConstraint("method IN ('tick', 'typed_name', 'oral_witnessed')", name="method"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), index=True)
    policy_version_id: Mapped[UUID] = mapped_column(ForeignKey("codes_policy_version.id"))
    at: Mapped[datetime]
    method: Mapped[str]


class PermissionGrant(Base):
    """Somebody may record, share, or speak of a personal case at a forum session; by default nobody may (LC-37).

    Who, what and on whose word is sealed under the grant's own key.
    """

    __tablename__ = "codes_permission"
    __table_args__ = (CheckConstraint("kind IN ('recording', 'sharing', 'personal_case')", name="kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forums_session.id"), index=True)
    kind: Mapped[str]
    given_at: Mapped[datetime]
    given_by_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))  # who wrote it down
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    keep_until: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Agreement(Base):
    """A person's confidentiality agreement: asked for, and signed in their own name on an exact text (PP-13)."""

    __tablename__ = "codes_agreement"
    __table_args__ = (
        UniqueConstraint("person_id", "policy_version_id"),
        CheckConstraint("state IN ('requested', 'signed', 'declined', 'superseded', 'withdrawn')", name="state"),
        CheckConstraint(
            "state <> 'signed' OR (signed_at IS NOT NULL AND sha256 IS NOT NULL)", name="signed_has_what_was_signed"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("forums_programme.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    policy_version_id: Mapped[UUID] = mapped_column(ForeignKey("codes_policy_version.id"))
    state: Mapped[str] = mapped_column(default="requested")
    requested_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    sha256: Mapped[str | None]  # of the text that was signed
    sealed_name: Mapped[bytes | None] = mapped_column(LargeBinary)  # as typed
    ended_at: Mapped[datetime | None]
    keep_until: Mapped[datetime | None]


class Appointment(Base):
    """Somebody is asked to do something for a programme beyond its meetings: a task, a visit, a panel, an event
    elsewhere, an outside body. It begins when they have accepted what binds it, and not before (PP-01, BX-03)."""

    __tablename__ = "codes_appointment"
    audited_as = "appointment"
    __table_args__ = (
        CheckConstraint("activity IN ('task', 'visit', 'panel', 'external_event', 'outside_body')", name="activity"),
        CheckConstraint("state IN ('asked', 'appointed', 'declined', 'ended')", name="state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("forums_programme.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), index=True)
    activity: Mapped[str]
    what: Mapped[str]  # the task or body, never a person's name
    state: Mapped[str] = mapped_column(default="asked")
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
