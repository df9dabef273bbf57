"""Agendas in versions, papers with who got and opened them, confidentiality agreements, appointments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from companion.kernel.db import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _agendas() -> None:
    op.create_table(
        "forums_agenda",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("forum_session_id", sa.Uuid(), sa.ForeignKey("forums_session.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", UtcDateTime(timezone=True)),
        sa.Column("reviewed_by_id", sa.Uuid(), sa.ForeignKey("people_person.id")),
        sa.Column("published_at", UtcDateTime(timezone=True)),
        sa.Column("due_at", UtcDateTime(timezone=True)),
        sa.CheckConstraint("state IN ('draft', 'reviewed', 'published', 'superseded')", name="state"),
        sa.CheckConstraint("state NOT IN ('published', 'superseded') OR published_at IS NOT NULL", name="out_has_date"),
        sa.UniqueConstraint("forum_session_id", "number"),
    )
    op.create_index(op.f("ix_forums_agenda_forum_session_id"), "forums_agenda", ["forum_session_id"])


def _papers() -> None:
    op.create_table(
        "papers_paper",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("forum_session_id", sa.Uuid(), sa.ForeignKey("forums_session.id"), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), sa.ForeignKey("forums_agenda_item.id", ondelete="SET NULL")),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("marking", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(timezone=True)),
        sa.CheckConstraint("marking IN ('open', 'early_sight', 'confidential')", name="marking"),
    )
    op.create_index(op.f("ix_papers_paper_forum_session_id"), "papers_paper", ["forum_session_id"])
    op.create_table(
        "papers_version",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("paper_id", sa.Uuid(), sa.ForeignKey("papers_paper.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("format IN ('text', 'html', 'pdf', 'docx')", name="format"),
        sa.UniqueConstraint("paper_id", "number"),
    )
    op.create_index(op.f("ix_papers_version_paper_id"), "papers_version", ["paper_id"])
    op.create_table(
        "papers_content",
        sa.Column("version_id", sa.Uuid(), sa.ForeignKey("papers_version.id"), primary_key=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("keep_until", UtcDateTime(timezone=True), nullable=False),
    )


def _readers() -> None:
    op.create_table(
        "papers_delivery",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("forum_session_id", sa.Uuid(), sa.ForeignKey("forums_session.id"), nullable=False),
        sa.Column("agenda_number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("people_person.id"), nullable=False),
        sa.Column("registration_id", sa.Uuid(), sa.ForeignKey("registration_registration.id")),
        sa.Column("invitation_id", sa.Uuid(), sa.ForeignKey("invitations_invitation.id")),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("sent_at", UtcDateTime(timezone=True)),
        sa.CheckConstraint("channel IN ('email', 'post')", name="channel"),
        sa.CheckConstraint("(registration_id IS NULL) <> (invitation_id IS NULL)", name="one_way"),
        sa.UniqueConstraint("forum_session_id", "agenda_number", "person_id"),
    )
    op.create_index(op.f("ix_papers_delivery_person_id"), "papers_delivery", ["person_id"])
    op.create_table(
        "papers_by_post",
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("people_person.id"), primary_key=True),
        sa.Column("programme_id", sa.Uuid(), sa.ForeignKey("forums_programme.id"), primary_key=True),
        sa.Column("since", UtcDateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "papers_opening",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version_id", sa.Uuid(), sa.ForeignKey("papers_version.id"), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("people_person.id"), nullable=False),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=False),
    )
    op.create_index(op.f("ix_papers_opening_version_id_person_id"), "papers_opening", ["version_id", "person_id"])
    op.create_table(
        "papers_acknowledgement",
        sa.Column("forum_session_id", sa.Uuid(), sa.ForeignKey("forums_session.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("people_person.id"), primary_key=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
    )


def _codes() -> None:
    op.create_table(
        "codes_agreement",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.Uuid(), sa.ForeignKey("forums_programme.id"), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("people_person.id"), nullable=False),
        sa.Column("policy_version_id", sa.Uuid(), sa.ForeignKey("codes_policy_version.id"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("requested_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("signed_at", UtcDateTime(timezone=True)),
        sa.Column("sha256", sa.Text()),
        sa.Column("sealed_name", sa.LargeBinary()),
        sa.Column("ended_at", UtcDateTime(timezone=True)),
        sa.Column("keep_until", UtcDateTime(timezone=True)),
        sa.CheckConstraint("state IN ('requested', 'signed', 'declined', 'superseded', 'withdrawn')", name="state"),
        sa.CheckConstraint(
            "state <> 'signed' OR (signed_at IS NOT NULL AND sha256 IS NOT NULL)", name="signed_has_what_was_signed"
        ),
        sa.UniqueConstraint("person_id", "policy_version_id"),
    )
    op.create_index(op.f("ix_codes_agreement_programme_id"), "codes_agreement", ["programme_id"])
    op.create_table(
        "codes_appointment",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.Uuid(), sa.ForeignKey("forums_programme.id"), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("people_person.id"), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_at", UtcDateTime(timezone=True)),
        sa.CheckConstraint(
            "activity IN ('task', 'visit', 'panel', 'external_event', 'outside_body')", name="activity"
        ),
        sa.CheckConstraint("state IN ('asked', 'appointed', 'declined', 'ended')", name="state"),
    )
    op.create_index(op.f("ix_codes_appointment_programme_id"), "codes_appointment", ["programme_id"])
    op.create_index(op.f("ix_codes_appointment_person_id"), "codes_appointment", ["person_id"])


def upgrade() -> None:
    _agendas()
    _papers()
    _readers()
    _codes()


def downgrade() -> None:
    for name in (
        "codes_appointment",
        "codes_agreement",
        "papers_acknowledgement",
        "papers_opening",
        "papers_by_post",
        "papers_delivery",
        "papers_content",
        "papers_version",
        "papers_paper",
        "forums_agenda",
    ):
        op.drop_table(name)
