"""Attendance and the desk: who told us what and how, closed attendance; the audit log by what it is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('registration_desk_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('registration_id', sa.Uuid(), nullable=False),
    sa.Column('act', sa.Text(), nullable=False),
    sa.Column('way', sa.Text(), nullable=False),
    sa.Column('said_at', companion.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('beside_id', sa.Uuid(), nullable=True),
    sa.Column('noted_at', companion.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('noted_by_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("act IN ('register', 'swap', 'apology', 'withdraw', 'resend', 'present', 'correct', 'move')", name=op.f('ck_registration_desk_entry_act')),
    sa.CheckConstraint("way IN ('phone', 'email', 'letter', 'in_person', 'seen')", name=op.f('ck_registration_desk_entry_way')),
    sa.ForeignKeyConstraint(['beside_id'], ['registration_registration.id'], name=op.f('fk_registration_desk_entry_beside_id')),
    sa.ForeignKeyConstraint(['noted_by_id'], ['people_person.id'], name=op.f('fk_registration_desk_entry_noted_by_id')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration_registration.id'], name=op.f('fk_registration_desk_entry_registration_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_desk_entry'))
    )
    op.create_index(op.f('ix_registration_desk_entry_registration_id'), 'registration_desk_entry', ['registration_id'])
    op.create_table('registration_close_out',
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('closed_at', companion.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('attended', sa.Integer(), nullable=False),
    sa.Column('absent', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_registration_close_out_forum_session_id')),
    sa.PrimaryKeyConstraint('forum_session_id', name=op.f('pk_registration_close_out'))
    )
    op.create_index('ix_kernel_audit_entry_subject_id', 'kernel_audit_entry', ['subject_id'])


def downgrade() -> None:
    op.drop_index('ix_kernel_audit_entry_subject_id', table_name='kernel_audit_entry')
    op.drop_table('registration_close_out')
    op.drop_index(op.f('ix_registration_desk_entry_registration_id'), table_name='registration_desk_entry')
    op.drop_table('registration_desk_entry')
