"""What is known of feeds: when each was heard, what was refused, try-outs and connection tests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0017'
down_revision = '0020'
branch_labels = None
depends_on = None

AT = companion.kernel.db.UtcDateTime


def upgrade() -> None:
    op.create_table('feeds_heard',
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('feed', sa.Text(), nullable=False),
    sa.Column('at', AT(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_feeds_heard_forum_session_id')),
    sa.PrimaryKeyConstraint('forum_session_id', 'feed', name=op.f('pk_feeds_heard'))
    )
    op.create_table('feeds_knock',
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', AT(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('reason', name=op.f('pk_feeds_knock'))
    )
    op.create_table('feeds_rights',
    sa.Column('app', sa.Text(), nullable=False),
    sa.Column('asked_at', AT(timezone=True), nullable=False),
    sa.Column('answered_at', AT(timezone=True), nullable=True),
    sa.Column('scopes', sa.JSON(), nullable=False),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('app', name=op.f('pk_feeds_rights'))
    )
    op.create_table('feeds_tryout',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('meeting_uuid', sa.Text(), nullable=False),
    sa.Column('first_heard_at', AT(timezone=True), nullable=False),
    sa.Column('last_heard_at', AT(timezone=True), nullable=False),
    sa.Column('started_at', AT(timezone=True), nullable=True),
    sa.Column('ended_at', AT(timezone=True), nullable=True),
    sa.Column('adopted_at', AT(timezone=True), nullable=True),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('joined_at', AT(timezone=True), nullable=True),
    sa.Column('captions', sa.Integer(), nullable=False),
    sa.Column('caption_at', AT(timezone=True), nullable=True),
    sa.Column('chat', sa.Integer(), nullable=False),
    sa.Column('chat_at', AT(timezone=True), nullable=True),
    sa.Column('hands', sa.Integer(), nullable=False),
    sa.Column('hand_at', AT(timezone=True), nullable=True),
    sa.Column('panel_at', AT(timezone=True), nullable=True),
    sa.Column('recording_at', AT(timezone=True), nullable=True),
    sa.Column('rtms_stream_id', sa.Text(), nullable=True),
    sa.Column('server_urls', sa.Text(), nullable=True),
    sa.Column('stream_state', sa.Text(), nullable=True),
    sa.Column('stream_trouble', sa.Text(), nullable=True),
    sa.Column('connected_at', AT(timezone=True), nullable=True),
    sa.Column('lease_owner', sa.Text(), nullable=True),
    sa.Column('lease_until', AT(timezone=True), nullable=True),
    sa.Column('keep_until', AT(timezone=True), nullable=False),
    sa.CheckConstraint("stream_state IN ('wanted', 'following', 'ended')", name=op.f('ck_feeds_tryout_stream_state')),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_feeds_tryout_forum_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feeds_tryout')),
    sa.UniqueConstraint('meeting_uuid', name=op.f('uq_feeds_tryout_meeting_uuid'))
    )
    op.create_index(op.f('ix_feeds_tryout_forum_session_id'), 'feeds_tryout', ['forum_session_id'], unique=False)
    op.create_table('feeds_set_aside',
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('tryout_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['tryout_id'], ['feeds_tryout.id'], name=op.f('fk_feeds_set_aside_tryout_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_feeds_set_aside'))
    )
    op.create_index(op.f('ix_feeds_set_aside_tryout_id'), 'feeds_set_aside', ['tryout_id'], unique=False)
    op.create_table('feeds_test',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('started_at', AT(timezone=True), nullable=False),
    sa.Column('started_by_id', sa.Uuid(), nullable=True),
    sa.Column('finished_at', AT(timezone=True), nullable=True),
    sa.Column('result', sa.JSON(), nullable=False),
    sa.Column('keep_until', AT(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_feeds_test_forum_session_id')),
    sa.ForeignKeyConstraint(['started_by_id'], ['people_person.id'], name=op.f('fk_feeds_test_started_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feeds_test'))
    )
    op.create_index(op.f('ix_feeds_test_forum_session_id'), 'feeds_test', ['forum_session_id'], unique=False)


def downgrade() -> None:
    for name in ('feeds_test', 'feeds_set_aside', 'feeds_tryout', 'feeds_rights', 'feeds_knock', 'feeds_heard'):
        op.drop_table(name)
