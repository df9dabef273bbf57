"""The landlord's journey: calendar files that always win over older ones, and colleagues who prove their address."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

WHEN = companion.kernel.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        'registration_registration', sa.Column('calendar_revision', sa.Integer(), nullable=False, server_default='0')
    )
    op.create_table(
        'registration_colleague_claim',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('forum_session_id', sa.Uuid(), nullable=False),
        sa.Column('landlord_id', sa.Uuid(), nullable=False),
        sa.Column('link_id', sa.Uuid(), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=False),
        sa.Column('token_hash', sa.Text(), nullable=True),
        sa.Column('created_at', WHEN, nullable=False),
        sa.Column('keep_until', WHEN, nullable=False),
        sa.Column('spent_at', WHEN, nullable=True),
        sa.ForeignKeyConstraint(
            ['forum_session_id'],
            ['forums_session.id'],
            name=op.f('fk_registration_colleague_claim_forum_session_id'),
        ),
        sa.ForeignKeyConstraint(
            ['landlord_id'], ['roll_landlord.id'], name=op.f('fk_registration_colleague_claim_landlord_id')
        ),
        sa.ForeignKeyConstraint(['link_id'], ['people_link.id'], name=op.f('fk_registration_colleague_claim_link_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_colleague_claim')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_registration_colleague_claim_token_hash')),
    )
    with op.batch_alter_table('registration_colleague_claim', schema=None) as batch_op:
        batch_op.create_index('ix_registration_colleague_claim_link_id', ['link_id'], unique=False)


def downgrade() -> None:
    op.drop_table('registration_colleague_claim')
    op.drop_column('registration_registration', 'calendar_revision')
