"""Whom the last file of the roll named as contact, where staff have decided otherwise since."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

FK = 'fk_roll_landlord_file_contact_id'


def upgrade() -> None:
    with op.batch_alter_table('roll_landlord') as table:
        table.add_column(sa.Column('file_contact_id', sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f(FK), 'people_person', ['file_contact_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('roll_landlord') as table:
        table.drop_constraint(op.f(FK), type_='foreignkey')
        table.drop_column('file_contact_id')
