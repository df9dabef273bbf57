"""What each answer of a reviewer changed, so that it can be undone, by them and nobody else."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0023'
down_revision = '0024'
branch_labels = None
depends_on = None

AT = companion.kernel.db.UtcDateTime


def upgrade() -> None:
    op.create_table('release_act',
    sa.Column('draft_id', sa.Uuid(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('at', AT(timezone=True), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('is_undone', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['release_draft.id'], name=op.f('fk_release_act_draft_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people_person.id'], name=op.f('fk_release_act_person_id')),
    sa.PrimaryKeyConstraint('draft_id', 'revision', name=op.f('pk_release_act'))
    )


def downgrade() -> None:
    op.drop_table('release_act')
