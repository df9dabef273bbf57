"""When captions reached us, instead of when they did not; streams that Zoom refused wait before the next try."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

DAY_MS = 86_400_000
AT = companion.kernel.db.UtcDateTime


def upgrade() -> None:
    op.add_column('captions_stream', sa.Column('refusals', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('captions_stream', sa.Column('next_try_at', AT(timezone=True), nullable=True))
    op.add_column('captions_stream', sa.Column('is_paused', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table('captions_listening',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('stream_id', sa.Uuid(), nullable=True),
    sa.Column('feed', sa.Text(), nullable=False),
    sa.Column('from_ms', sa.BigInteger(), nullable=False),
    sa.Column('until_ms', sa.BigInteger(), nullable=False),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.CheckConstraint("feed IN ('transcript', 'chat')", name=op.f('ck_captions_listening_feed')),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_captions_listening_forum_session_id')),
    sa.ForeignKeyConstraint(['stream_id'], ['captions_stream.id'], name=op.f('fk_captions_listening_stream_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_captions_listening'))
    )
    op.create_index(op.f('ix_captions_listening_forum_session_id'), 'captions_listening', ['forum_session_id'], unique=False)
    op.create_index('ix_captions_listening_last', 'captions_listening', ['stream_id', 'feed', 'until_ms'], unique=False)
    op.create_table('captions_stream_asked',
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', AT(timezone=True), nullable=False),
    sa.Column('answered_at', AT(timezone=True), nullable=True),
    sa.Column('trouble', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_captions_stream_asked_forum_session_id')),
    sa.PrimaryKeyConstraint('forum_session_id', name=op.f('pk_captions_stream_asked'))
    )
    _turn_inside_out()
    op.drop_table('captions_gap')


def _turn_inside_out() -> None:
    """What lay between the gaps of a session was heard: from long before its first words to long after its last."""
    connection = op.get_bind()
    gaps: dict[Any, list[tuple[int, int | None]]] = {}
    found = sa.text('SELECT forum_session_id, from_ms, until_ms FROM captions_gap ORDER BY from_ms')
    for session_id, from_ms, until_ms in connection.execute(found.columns(forum_session_id=sa.Uuid())):
        gaps.setdefault(session_id, []).append((from_ms, until_ms))
    words = sa.text('SELECT forum_session_id, min(start_ms), max(end_ms) FROM captions_cue GROUP BY forum_session_id')
    rows = []
    for session_id, first_ms, last_ms in connection.execute(words.columns(forum_session_id=sa.Uuid())):
        since_ms, end_ms = first_ms - DAY_MS, last_ms + DAY_MS
        for from_ms, until_ms in gaps.get(session_id, []):
            if from_ms > since_ms:
                rows.append((session_id, since_ms, from_ms, 'lost'))
            since_ms = max(since_ms, end_ms if until_ms is None else until_ms)
        if end_ms > since_ms:
            rows.append((session_id, since_ms, end_ms, 'over'))
    table = sa.table(
        'captions_listening', sa.column('id', sa.Uuid()), sa.column('forum_session_id', sa.Uuid()), sa.column('feed'),
        sa.column('from_ms'), sa.column('until_ms'), sa.column('ended_by'),
    )
    op.bulk_insert(table, [
        {'id': uuid4(), 'forum_session_id': session_id, 'feed': 'transcript', 'from_ms': from_ms, 'until_ms': until_ms, 'ended_by': why}
        for session_id, from_ms, until_ms, why in rows
    ])


def downgrade() -> None:
    op.create_table('captions_gap',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('from_ms', sa.BigInteger(), nullable=False),
    sa.Column('until_ms', sa.BigInteger(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('filled_at', AT(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_captions_gap_forum_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_captions_gap'))
    )
    op.create_index(op.f('ix_captions_gap_forum_session_id'), 'captions_gap', ['forum_session_id'], unique=False)
    op.drop_table('captions_stream_asked')
    op.drop_table('captions_listening')
    with op.batch_alter_table('captions_stream') as batch:
        batch.drop_column('is_paused')
        batch.drop_column('next_try_at')
        batch.drop_column('refusals')
