"""Links that show the stage, by the hash of their token."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

AT = companion.kernel.db.UtcDateTime


def upgrade() -> None:
    op.create_table('floor_stage_link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('made_at', AT(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=True),
    sa.Column('expires_at', AT(timezone=True), nullable=False),
    sa.Column('revoked_at', AT(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_floor_stage_link_forum_session_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['people_person.id'], name=op.f('fk_floor_stage_link_made_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_floor_stage_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_floor_stage_link_token_hash'))
    )
    op.create_index(op.f('ix_floor_stage_link_forum_session_id'), 'floor_stage_link', ['forum_session_id'], unique=False)


def downgrade() -> None:
    op.drop_table('floor_stage_link')
