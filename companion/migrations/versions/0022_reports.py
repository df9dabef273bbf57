"""When Zoom's report of who was there was read, and what it told that we had not seen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

AT = companion.kernel.db.UtcDateTime


def upgrade() -> None:
    op.create_table('registration_report',
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('asks', sa.Integer(), nullable=False),
    sa.Column('asked_at', AT(timezone=True), nullable=False),
    sa.Column('read_at', AT(timezone=True), nullable=True),
    sa.Column('listed', sa.Integer(), nullable=False),
    sa.Column('added', sa.Integer(), nullable=False),
    sa.Column('trouble', sa.Text(), nullable=True),
    sa.Column('scope', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_registration_report_forum_session_id')),
    sa.PrimaryKeyConstraint('forum_session_id', name=op.f('pk_registration_report'))
    )


def downgrade() -> None:
    op.drop_table('registration_report')
