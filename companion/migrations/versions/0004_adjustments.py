"""Adjustments: what people need, and who may record or share what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from companion.kernel.db import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "adjustments_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_session_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("supporter_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("placed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_answer", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "state IN ('requested', 'acknowledged', 'agreed', 'alternative_offered', 'in_place', "
            "'confirmed_by_person', 'withdrawn')",
            name=op.f("ck_adjustments_request_state"),
        ),
        sa.CheckConstraint(
            "asked_by IN ('person', 'landlord', 'staff')", name=op.f("ck_adjustments_request_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["forum_session_id"], ["forums_session.id"], name=op.f("fk_adjustments_request_forum_session_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration_registration.id"],
            name=op.f("fk_adjustments_request_registration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["supporter_id"], ["registration_registration.id"], name=op.f("fk_adjustments_request_supporter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustments_request")),
    )
    op.create_index(op.f("ix_adjustments_request_forum_session_id"), "adjustments_request", ["forum_session_id"])
    op.create_index(op.f("ix_adjustments_request_registration_id"), "adjustments_request", ["registration_id"])
    op.create_table(
        "adjustments_kept",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("keep_until", UtcDateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f("fk_adjustments_kept_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_adjustments_kept")),
    )
    op.create_table(
        "codes_permission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_session_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("given_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("keep_until", UtcDateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('recording', 'sharing', 'personal_case')", name=op.f("ck_codes_permission_kind")
        ),
        sa.ForeignKeyConstraint(
            ["forum_session_id"], ["forums_session.id"], name=op.f("fk_codes_permission_forum_session_id")
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["people_person.id"], name=op.f("fk_codes_permission_given_by_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["people_person.id"], name=op.f("fk_codes_permission_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codes_permission")),
    )
    op.create_index(op.f("ix_codes_permission_forum_session_id"), "codes_permission", ["forum_session_id"])


def downgrade() -> None:
    op.drop_table("codes_permission")
    op.drop_table("adjustments_kept")
    op.drop_table("adjustments_request")
