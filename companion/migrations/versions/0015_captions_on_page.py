"""Whether registrants read captions on their own page is a programme's, not a session's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('forums_programme', sa.Column('captions_on_page', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_column('forums_session', 'captions_on_page')  # nothing ever read or set it


def downgrade() -> None:
    op.add_column('forums_session', sa.Column('captions_on_page', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_column('forums_programme', 'captions_on_page')
