"""Passages that concerns cite, frozen under the key of their case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0027'
down_revision = '0025'
branch_labels = None
depends_on = None

AT = companion.kernel.db.UtcDateTime


def upgrade() -> None:
    op.create_table('release_frozen',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('draft_id', sa.Uuid(), nullable=True),
    sa.Column('first_line', sa.Integer(), nullable=True),
    sa.Column('last_line', sa.Integer(), nullable=True),
    sa.Column('from_ms', sa.BigInteger(), nullable=True),
    sa.Column('until_ms', sa.BigInteger(), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('lines', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.Column('cited_at', AT(timezone=True), nullable=False),
    sa.Column('cited_by_id', sa.Uuid(), nullable=True),
    sa.Column('frozen_at', AT(timezone=True), nullable=True),
    sa.Column('keep_until', AT(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('cited', 'frozen', 'gone')", name=op.f('ck_release_frozen_state')),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_release_frozen_forum_session_id_forums_session')),
    sa.ForeignKeyConstraint(['draft_id'], ['release_draft.id'], name=op.f('fk_release_frozen_draft_id_release_draft')),
    sa.ForeignKeyConstraint(['cited_by_id'], ['people_person.id'], name=op.f('fk_release_frozen_cited_by_id_people_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_release_frozen'))
    )
    op.create_index(op.f('ix_release_frozen_case_id'), 'release_frozen', ['case_id'])
    op.create_index(op.f('ix_release_frozen_forum_session_id'), 'release_frozen', ['forum_session_id'])


def downgrade() -> None:
    op.drop_table('release_frozen')
