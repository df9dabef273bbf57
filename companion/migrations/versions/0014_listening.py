"""Caption streams that Zoom refused wait before the next try."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

AT = companion.kernel.db.UtcDateTime


def upgrade() -> None:
    op.add_column('captions_stream', sa.Column('refusals', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('captions_stream', sa.Column('next_try_at', AT(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('captions_stream') as batch:
        batch.drop_column('next_try_at')
        batch.drop_column('refusals')
