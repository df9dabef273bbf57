"""Roll imports and what goes with people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('roll_landlord') as batch:
        batch.add_column(sa.Column('merged_into_id', sa.Uuid(), nullable=True))
        batch.create_foreign_key(batch.f('fk_roll_landlord_merged_into_id_roll_landlord'), 'roll_landlord', ['merged_into_id'], ['id'])
        batch.create_index(batch.f('ix_roll_landlord_merged_into_id'), ['merged_into_id'], unique=False)
    with op.batch_alter_table('roll_alias') as batch:
        batch.add_column(sa.Column('source', sa.Text(), nullable=False, server_default='roll'))
    with op.batch_alter_table('roll_alias') as batch:
        batch.alter_column('source', server_default=None)
    op.create_table('roll_dry_run',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('file_sha256', sa.Text(), nullable=False),
    sa.Column('fingerprint', sa.Text(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('made_at', companion.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('keep_until', companion.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roll_dry_run')),
    sa.UniqueConstraint('file_sha256', name=op.f('uq_roll_dry_run_file_sha256'))
    )
    op.create_table('people_two_people',
    sa.Column('first_id', sa.Uuid(), nullable=False),
    sa.Column('second_id', sa.Uuid(), nullable=False),
    sa.Column('decided_at', companion.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint('first_id < second_id', name=op.f('ck_people_two_people_in_order')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people_person.id'], name=op.f('fk_people_two_people_decided_by_id_people_person')),
    sa.ForeignKeyConstraint(['first_id'], ['people_person.id'], name=op.f('fk_people_two_people_first_id_people_person')),
    sa.ForeignKeyConstraint(['second_id'], ['people_person.id'], name=op.f('fk_people_two_people_second_id_people_person')),
    sa.PrimaryKeyConstraint('first_id', 'second_id', name=op.f('pk_people_two_people'))
    )


def downgrade() -> None:
    op.drop_table('people_two_people')
    op.drop_table('roll_dry_run')
    with op.batch_alter_table('roll_alias') as batch:
        batch.drop_column('source')
    with op.batch_alter_table('roll_landlord') as batch:
        batch.drop_index(batch.f('ix_roll_landlord_merged_into_id'))
        batch.drop_constraint(batch.f('fk_roll_landlord_merged_into_id_roll_landlord'), type_='foreignkey')
        batch.drop_column('merged_into_id')
