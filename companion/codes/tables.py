"""Policy documents, their versions, and acceptances."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Integer, UniqueConstraint
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
