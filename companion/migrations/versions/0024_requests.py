"""Requests for the full transcript, corrections of what is held, and versions made from an earlier one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0024'
down_revision = '0022'
branch_labels = None
depends_on = None

FK = 'fk_release_draft_made_from_id_release_draft'
AT = companion.kernel.db.UtcDateTime


def upgrade() -> None:
    op.create_table('release_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('registration_id', sa.Uuid(), nullable=True),
    sa.Column('landlord_id', sa.Uuid(), nullable=True),
    sa.Column('how', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('asked_at', AT(timezone=True), nullable=False),
    sa.Column('counts_from', AT(timezone=True), nullable=False),
    sa.Column('answered_at', AT(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Uuid(), nullable=True),
    sa.Column('sealed_reason', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("state IN ('open', 'answered', 'declined')", name=op.f('ck_release_request_state')),
    sa.CheckConstraint("how IN ('page', 'registration', 'staff')", name=op.f('ck_release_request_how')),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_release_request_forum_session_id_forums_session')),
    sa.ForeignKeyConstraint(['person_id'], ['people_person.id'], name=op.f('fk_release_request_person_id_people_person')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration_registration.id'], name=op.f('fk_release_request_registration_id_registration_registration')),
    sa.ForeignKeyConstraint(['landlord_id'], ['roll_landlord.id'], name=op.f('fk_release_request_landlord_id_roll_landlord')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['people_person.id'], name=op.f('fk_release_request_answered_by_id_people_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_release_request')),
    sa.UniqueConstraint('forum_session_id', 'person_id', name=op.f('uq_release_request_forum_session_id_person_id'))
    )
    op.create_index(op.f('ix_release_request_forum_session_id'), 'release_request', ['forum_session_id'])
    op.create_table('release_correction',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('draft_id', sa.Uuid(), nullable=False),
    sa.Column('first_line', sa.Integer(), nullable=False),
    sa.Column('last_line', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('asked_at', AT(timezone=True), nullable=False),
    sa.Column('answered_at', AT(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Uuid(), nullable=True),
    sa.Column('sealed_answer', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("kind IN ('identifies', 'misheard')", name=op.f('ck_release_correction_kind')),
    sa.CheckConstraint("state IN ('open', 'changed', 'kept')", name=op.f('ck_release_correction_state')),
    sa.ForeignKeyConstraint(['draft_id'], ['release_draft.id'], name=op.f('fk_release_correction_draft_id_release_draft')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['people_person.id'], name=op.f('fk_release_correction_answered_by_id_people_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_release_correction'))
    )
    op.create_index(op.f('ix_release_correction_draft_id'), 'release_correction', ['draft_id'])
    if op.get_bind().dialect.name == 'sqlite':
        # plain: a batch would make the table anew on SQLite and lose its checks
        op.execute(f"ALTER TABLE release_draft ADD COLUMN made_from_id CHAR(32) CONSTRAINT {FK} REFERENCES release_draft (id)")
    else:
        op.add_column('release_draft', sa.Column('made_from_id', sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f(FK), 'release_draft', 'release_draft', ['made_from_id'], ['id'])


def downgrade() -> None:
    op.drop_column('release_draft', 'made_from_id')
    op.drop_table('release_correction')
    op.drop_table('release_request')
