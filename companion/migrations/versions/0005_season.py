"""The season: moved sessions and who can still come, ground rules, one-off bank holidays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

UTC = companion.kernel.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    # plain statements: a batch would make the table anew on SQLite and lose its checks
    op.execute("ALTER TABLE forums_session RENAME COLUMN sequence TO calendar_sequence")
    op.add_column('forums_session', sa.Column('moved_at', UTC, nullable=True))
    op.add_column('forums_session', sa.Column('moved_from', UTC, nullable=True))
    op.add_column('forums_session', sa.Column('ground_rules_at', UTC, nullable=True))
    op.add_column('forums_session', sa.Column('zoom_looked_at', UTC, nullable=True))

    op.create_table('forums_bank_holiday',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area', sa.Text(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('change', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('created_at', UTC, nullable=False),
    sa.CheckConstraint("area IN ('ENG', 'WLS', 'SCT', 'NIR')", name=op.f('ck_forums_bank_holiday_area')),
    sa.CheckConstraint("change IN ('added', 'removed')", name=op.f('ck_forums_bank_holiday_change')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_forums_bank_holiday')),
    sa.UniqueConstraint('area', 'day', name=op.f('uq_forums_bank_holiday_area_day'))
    )
    op.create_table('registration_reconfirmation',
    sa.Column('registration_id', sa.Uuid(), nullable=False),
    sa.Column('calendar_sequence', sa.Integer(), nullable=False),
    sa.Column('asked_at', UTC, nullable=False),
    sa.Column('answered_at', UTC, nullable=True),
    sa.ForeignKeyConstraint(['registration_id'], ['registration_registration.id'], name=op.f('fk_registration_reconfirmation_registration_id')),
    sa.PrimaryKeyConstraint('registration_id', name=op.f('pk_registration_reconfirmation'))
    )


def downgrade() -> None:
    op.drop_table('registration_reconfirmation')
    op.drop_table('forums_bank_holiday')
    op.drop_column('forums_session', 'zoom_looked_at')
    op.drop_column('forums_session', 'ground_rules_at')
    op.drop_column('forums_session', 'moved_from')
    op.drop_column('forums_session', 'moved_at')
    op.execute("ALTER TABLE forums_session RENAME COLUMN calendar_sequence TO sequence")
