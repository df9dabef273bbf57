"""Declared interests with their sealed words, and shows of hands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('interests_declaration',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('item_id', sa.Uuid(), nullable=True),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('landlord_id', sa.Uuid(), nullable=True),
    sa.Column('deputy_id', sa.Uuid(), nullable=True),
    sa.Column('nature', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('effects', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('how', sa.Text(), nullable=False),
    sa.Column('is_late', sa.Boolean(), nullable=False),
    sa.Column('declared_at', companion.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('declared_by_id', sa.Uuid(), nullable=True),
    sa.Column('decided_at', companion.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("(state = 'nothing') = (item_id IS NULL)", name=op.f('ck_interests_declaration_item_unless_nothing')),
    sa.CheckConstraint("how IN ('form', 'live', 'oral', 'chat')", name=op.f('ck_interests_declaration_how')),
    sa.CheckConstraint("nature IN ('personal', 'prejudicial', 'potential', 'group')", name=op.f('ck_interests_declaration_nature')),
    sa.CheckConstraint("scope <> 'chair' OR deputy_id IS NOT NULL", name=op.f('ck_interests_declaration_deputy_of_chair')),
    sa.CheckConstraint("scope <> 'landlord' OR landlord_id IS NOT NULL", name=op.f('ck_interests_declaration_landlord_of_scope')),
    sa.CheckConstraint("scope IN ('person', 'landlord', 'chair')", name=op.f('ck_interests_declaration_scope')),
    sa.CheckConstraint("state IN ('claimed', 'declared', 'decided', 'withdrawn', 'lifted', 'dismissed', 'nothing')", name=op.f('ck_interests_declaration_state')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people_person.id'], name=op.f('fk_interests_declaration_decided_by_id')),
    sa.ForeignKeyConstraint(['declared_by_id'], ['people_person.id'], name=op.f('fk_interests_declaration_declared_by_id')),
    sa.ForeignKeyConstraint(['deputy_id'], ['people_person.id'], name=op.f('fk_interests_declaration_deputy_id')),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_interests_declaration_forum_session_id')),
    sa.ForeignKeyConstraint(['landlord_id'], ['roll_landlord.id'], name=op.f('fk_interests_declaration_landlord_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['registration_participant.id'], name=op.f('fk_interests_declaration_participant_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people_person.id'], name=op.f('fk_interests_declaration_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interests_declaration'))
    )
    op.create_index(op.f('ix_interests_declaration_forum_session_id'), 'interests_declaration', ['forum_session_id'])
    op.create_index('ix_interests_declaration_item', 'interests_declaration', ['item_id'])
    op.create_table('interests_words',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('declaration_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('written_at', companion.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('keep_until', companion.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("kind IN ('concerns', 'decision')", name=op.f('ck_interests_words_kind')),
    sa.ForeignKeyConstraint(['declaration_id'], ['interests_declaration.id'], name=op.f('fk_interests_words_declaration_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interests_words'))
    )
    op.create_index(op.f('ix_interests_words_declaration_id'), 'interests_words', ['declaration_id'])
    op.create_table('interests_show_of_hands',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('item_id', sa.Uuid(), nullable=False),
    sa.Column('in_favour', sa.Integer(), nullable=False),
    sa.Column('against', sa.Integer(), nullable=False),
    sa.Column('abstained', sa.Integer(), nullable=False),
    sa.Column('left_out', sa.Integer(), nullable=False),
    sa.Column('counted_at', companion.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('counted_by_id', sa.Uuid(), nullable=True),
    sa.Column('corrected_at', companion.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('keep_until', companion.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("in_favour >= 0 AND against >= 0 AND abstained >= 0 AND left_out >= 0", name=op.f('ck_interests_show_of_hands_no_negative_hands')),
    sa.ForeignKeyConstraint(['counted_by_id'], ['people_person.id'], name=op.f('fk_interests_show_of_hands_counted_by_id')),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_interests_show_of_hands_forum_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interests_show_of_hands'))
    )
    op.create_index(op.f('ix_interests_show_of_hands_forum_session_id'), 'interests_show_of_hands', ['forum_session_id'])


def downgrade() -> None:
    op.drop_table('interests_show_of_hands')
    op.drop_table('interests_words')
    op.drop_table('interests_declaration')
