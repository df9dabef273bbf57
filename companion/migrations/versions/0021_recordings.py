"""What a recording filled of the captions is told from what was heard; how far each recording is, until its end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0021'
down_revision = '0017'
branch_labels = None
depends_on = None

AT = companion.kernel.db.UtcDateTime


def upgrade() -> None:
    op.add_column('captions_cue', sa.Column('is_recorded', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('captions_listening', sa.Column('is_recorded', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table('captions_recording',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('meeting_uuid', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('asks', sa.Integer(), nullable=False),
    sa.Column('next_ask_at', AT(timezone=True), nullable=True),
    sa.Column('trouble', sa.Text(), nullable=True),
    sa.Column('scope', sa.Text(), nullable=True),
    sa.Column('taken_at', AT(timezone=True), nullable=True),
    sa.Column('cues', sa.Integer(), nullable=False),
    sa.Column('filled_ms', sa.BigInteger(), nullable=False),
    sa.Column('is_used', sa.Boolean(), nullable=False),
    sa.Column('deletion_asked_at', AT(timezone=True), nullable=True),
    sa.Column('deletion_trouble', sa.Text(), nullable=True),
    sa.Column('deleted_at', AT(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'taken', 'none', 'refused', 'deleted')", name=op.f('ck_captions_recording_state')),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_captions_recording_forum_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_captions_recording')),
    sa.UniqueConstraint('meeting_uuid', name=op.f('uq_captions_recording_meeting_uuid'))
    )
    op.create_index(op.f('ix_captions_recording_forum_session_id'), 'captions_recording', ['forum_session_id'], unique=False)


def downgrade() -> None:
    op.drop_table('captions_recording')
    op.drop_column('captions_listening', 'is_recorded')
    op.drop_column('captions_cue', 'is_recorded')
