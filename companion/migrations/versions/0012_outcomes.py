"""What a forum session came to: decisions and actions, sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

AT = companion.kernel.db.UtcDateTime


def upgrade() -> None:
    op.create_table('forums_outcome',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('item_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('written_at', AT(timezone=True), nullable=False),
    sa.Column('written_by_id', sa.Uuid(), nullable=True),
    sa.Column('keep_until', AT(timezone=True), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("kind IN ('decision', 'action', 'point')", name=op.f('ck_forums_outcome_kind')),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_forums_outcome_forum_session_id')),
    sa.ForeignKeyConstraint(['item_id'], ['forums_agenda_item.id'], name=op.f('fk_forums_outcome_item_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['written_by_id'], ['people_person.id'], name=op.f('fk_forums_outcome_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_forums_outcome'))
    )
    op.create_index(op.f('ix_forums_outcome_forum_session_id'), 'forums_outcome', ['forum_session_id'], unique=False)


def downgrade() -> None:
    op.drop_table('forums_outcome')
