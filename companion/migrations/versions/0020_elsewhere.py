"""Breakout rooms, the wait for the host, who runs the meeting; and Zoom's word for each event that came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0020'
down_revision = '0016'
branch_labels = None
depends_on = None

AT = companion.kernel.db.UtcDateTime


def upgrade() -> None:
    op.add_column('kernel_inbox_event', sa.Column('kind', sa.Text(), nullable=True))
    op.create_index('ix_kernel_inbox_event_kind', 'kernel_inbox_event', ['kind', 'received_at'], unique=False)
    op.add_column('registration_participant', sa.Column('role_said_at', AT(timezone=True), nullable=True))
    op.create_table('registration_breakout',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('meeting_uuid', sa.Text(), nullable=False),
    sa.Column('connection', sa.Text(), nullable=False),
    sa.Column('entered_at', AT(timezone=True), nullable=True),
    sa.Column('left_at', AT(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_registration_breakout_forum_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_breakout')),
    sa.UniqueConstraint('forum_session_id', 'meeting_uuid', 'connection', name=op.f('uq_registration_breakout_forum_session_id_meeting_uuid_connection'))
    )
    op.create_index(op.f('ix_registration_breakout_forum_session_id'), 'registration_breakout', ['forum_session_id'], unique=False)
    op.create_table('registration_host_wait',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('since', AT(timezone=True), nullable=True),
    sa.Column('over_at', AT(timezone=True), nullable=True),
    sa.Column('keep_until', AT(timezone=True), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_registration_host_wait_forum_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_host_wait'))
    )
    op.create_index(op.f('ix_registration_host_wait_forum_session_id'), 'registration_host_wait', ['forum_session_id'], unique=False)


def downgrade() -> None:
    op.drop_table('registration_host_wait')
    op.drop_table('registration_breakout')
    op.drop_column('registration_participant', 'role_said_at')
    op.drop_index('ix_kernel_inbox_event_kind', table_name='kernel_inbox_event')
    op.drop_column('kernel_inbox_event', 'kind')
