"""The door, Zoom in step."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

AT = companion.kernel.db.UtcDateTime


def upgrade() -> None:
    op.create_table('registration_zoom_read',
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('meeting', sa.Text(), nullable=False),
    sa.Column('tried_at', AT(timezone=True), nullable=False),
    sa.Column('read_at', AT(timezone=True), nullable=True),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.Column('settings', sa.JSON(), nullable=False),
    sa.Column('sealed_hosts', sa.LargeBinary(), nullable=True),
    sa.Column('listed_at', AT(timezone=True), nullable=True),
    sa.Column('listing', sa.JSON(), nullable=False),
    sa.Column('keep_until', AT(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_registration_zoom_read_forum_session_id')),
    sa.PrimaryKeyConstraint('forum_session_id', name=op.f('pk_registration_zoom_read'))
    )
    op.create_table('registration_zoom_push',
    sa.Column('registration_id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('heard_at', AT(timezone=True), nullable=True),
    sa.Column('trouble', sa.Text(), nullable=True),
    sa.Column('zoom_code', sa.Integer(), nullable=True),
    sa.Column('trouble_at', AT(timezone=True), nullable=True),
    sa.Column('retry_at', AT(timezone=True), nullable=True),
    sa.Column('mended', sa.Integer(), nullable=False),
    sa.Column('mended_on', sa.Text(), nullable=True),
    sa.Column('known_as', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_registration_zoom_push_forum_session_id')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration_registration.id'], name=op.f('fk_registration_zoom_push_registration_id')),
    sa.PrimaryKeyConstraint('registration_id', name=op.f('pk_registration_zoom_push'))
    )
    op.create_index(op.f('ix_registration_zoom_push_forum_session_id'), 'registration_zoom_push', ['forum_session_id'], unique=False)
    op.create_table('registration_zoom_count',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('meeting', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('utc_day', sa.Text(), nullable=False),
    sa.Column('adds', sa.Integer(), nullable=False),
    sa.Column('changes', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_zoom_count')),
    sa.UniqueConstraint('meeting', 'digest', 'utc_day', name=op.f('uq_registration_zoom_count_meeting_digest_utc_day'))
    )
    op.create_table('registration_door_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('meeting_uuid', sa.Text(), nullable=False),
    sa.Column('connection', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('zoom_registrant', sa.Text(), nullable=True),
    sa.Column('waits_since', AT(timezone=True), nullable=True),
    sa.Column('waits_no_more', AT(timezone=True), nullable=True),
    sa.Column('joined_at', AT(timezone=True), nullable=True),
    sa.Column('participant_id', sa.Uuid(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('registration_id', sa.Uuid(), nullable=True),
    sa.Column('gave_up_id', sa.Uuid(), nullable=True),
    sa.Column('answered_by_id', sa.Uuid(), nullable=True),
    sa.Column('answered_at', AT(timezone=True), nullable=True),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('keep_until', AT(timezone=True), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("answer IN ('registered', 'swap', 'no')", name=op.f('ck_registration_door_entry_answer')),
    sa.CheckConstraint("kind IN ('person', 'phone', 'recorder', 'forwarded')", name=op.f('ck_registration_door_entry_kind')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['people_person.id'], name=op.f('fk_registration_door_entry_answered_by_id')),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_registration_door_entry_forum_session_id')),
    sa.ForeignKeyConstraint(['gave_up_id'], ['registration_registration.id'], name=op.f('fk_registration_door_entry_gave_up_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['registration_participant.id'], name=op.f('fk_registration_door_entry_participant_id')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration_registration.id'], name=op.f('fk_registration_door_entry_registration_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_door_entry')),
    sa.UniqueConstraint('forum_session_id', 'meeting_uuid', 'connection', name=op.f('uq_registration_door_entry_forum_session_id_meeting_uuid_connection'))
    )
    op.create_index(op.f('ix_registration_door_entry_forum_session_id'), 'registration_door_entry', ['forum_session_id'], unique=False)
    op.create_index(op.f('ix_registration_door_entry_participant_id'), 'registration_door_entry', ['participant_id'], unique=False)


def downgrade() -> None:
    op.drop_table('registration_door_entry')
    op.drop_table('registration_zoom_count')
    op.drop_table('registration_zoom_push')
    op.drop_table('registration_zoom_read')
