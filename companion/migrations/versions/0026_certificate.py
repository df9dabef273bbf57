"""What the second person read before they approved a transcript, and what its certificate says, in numbers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0026'
down_revision = '0027'
branch_labels = None
depends_on = None

AT = companion.kernel.db.UtcDateTime


def upgrade() -> None:
    op.create_table('release_second_reading',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('draft_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('at', AT(timezone=True), nullable=False),
    sa.Column('manifest', sa.Text(), nullable=False),
    sa.Column('passages', sa.Integer(), nullable=False),
    sa.Column('read', sa.Integer(), nullable=False),
    sa.Column('slips', sa.Integer(), nullable=False),
    sa.Column('sealed_slips', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['draft_id'], ['release_draft.id'], name=op.f('fk_release_second_reading_draft_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people_person.id'], name=op.f('fk_release_second_reading_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_release_second_reading'))
    )
    with op.batch_alter_table('release_second_reading', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_release_second_reading_draft_id'), ['draft_id'], unique=False)
    op.create_table('release_certificate',
    sa.Column('draft_id', sa.Uuid(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['release_draft.id'], name=op.f('fk_release_certificate_draft_id')),
    sa.PrimaryKeyConstraint('draft_id', name=op.f('pk_release_certificate'))
    )


def downgrade() -> None:
    op.drop_table('release_certificate')
    with op.batch_alter_table('release_second_reading', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_release_second_reading_draft_id'))
    op.drop_table('release_second_reading')
