"""Transcript files that are looked at first, tables of registrants, and one-off jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0025'
down_revision = '0023'
branch_labels = None
depends_on = None

AT = companion.kernel.db.UtcDateTime


def upgrade() -> None:
    op.create_table('release_looked_at',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('sealed_file', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_table', sa.LargeBinary(), nullable=True),
    sa.Column('made_at', AT(timezone=True), nullable=False),
    sa.Column('keep_until', AT(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_release_looked_at_forum_session_id_forums_session')),
    sa.ForeignKeyConstraint(['person_id'], ['people_person.id'], name=op.f('fk_release_looked_at_person_id_people_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_release_looked_at')),
    sa.UniqueConstraint('forum_session_id', 'person_id', name=op.f('uq_release_looked_at_forum_session_id_person_id'))
    )
    op.create_index(op.f('ix_release_looked_at_forum_session_id'), 'release_looked_at', ['forum_session_id'])
    op.create_table('release_registrants',
    sa.Column('draft_id', sa.Uuid(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['release_draft.id'], name=op.f('fk_release_registrants_draft_id_release_draft')),
    sa.PrimaryKeyConstraint('draft_id', name=op.f('pk_release_registrants'))
    )
    op.create_table('release_one_off',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('sealed_file', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_table', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_result', sa.LargeBinary(), nullable=True),
    sa.Column('made_at', AT(timezone=True), nullable=False),
    sa.Column('done_at', AT(timezone=True), nullable=True),
    sa.Column('keep_until', AT(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('waiting', 'done', 'failed')", name=op.f('ck_release_one_off_state')),
    sa.ForeignKeyConstraint(['person_id'], ['people_person.id'], name=op.f('fk_release_one_off_person_id_people_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_release_one_off'))
    )
    op.create_index(op.f('ix_release_one_off_person_id'), 'release_one_off', ['person_id'])


def downgrade() -> None:
    op.drop_table('release_one_off')
    op.drop_table('release_registrants')
    op.drop_table('release_looked_at')
