"""Turns that hold across processes: who may write to a meeting of Zoom's just now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0018'
down_revision = '0015'
branch_labels = None
depends_on = None

AT = companion.kernel.db.UtcDateTime


def upgrade() -> None:
    op.create_table('kernel_turn',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('holder', sa.Text(), nullable=False),
    sa.Column('until', AT(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_kernel_turn'))
    )


def downgrade() -> None:
    op.drop_table('kernel_turn')
