"""Invitation runs with an organiser's own words, letters kept in both forms, applications to groups and members."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import companion.kernel.db

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

moment = companion.kernel.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    # Columns are added as they are, without a batch: that would make the table anew on SQLite and lose its checks.
    op.add_column('kernel_mail_copy', sa.Column('template', sa.Text(), nullable=False, server_default=''))
    op.add_column('kernel_mail_copy', sa.Column('sealed_html', sa.LargeBinary(), nullable=True))
    op.add_column('invitations_invitation', sa.Column('letter_no', sa.Integer(), nullable=False, server_default='1'))
    op.add_column('invitations_invitation', sa.Column('words_number', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('invitations_invitation', sa.Column('late_reason', sa.Text(), nullable=True))
    op.add_column('invitations_invitation', sa.Column('returned_reason', sa.Text(), nullable=True))
    op.add_column('invitations_invitation', sa.Column('first_reminded_at', moment, nullable=True))
    op.add_column('invitations_invitation', sa.Column('last_reminded_at', moment, nullable=True))

    op.create_table('invitations_words',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('written_by_id', sa.Uuid(), nullable=True),
    sa.Column('written_at', moment, nullable=False),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_invitations_words_forum_session_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['people_person.id'], name=op.f('fk_invitations_words_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitations_words')),
    sa.UniqueConstraint('forum_session_id', 'number', name=op.f('uq_invitations_words_forum_session_id_number'))
    )
    op.create_table('invitations_run',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.Column('approved_by_id', sa.Uuid(), nullable=True),
    sa.Column('approved_at', moment, nullable=False),
    sa.Column('started_at', moment, nullable=True),
    sa.Column('finished_at', moment, nullable=True),
    sa.CheckConstraint("state IN ('approved', 'sending', 'sent', 'stopped')", name=op.f('ck_invitations_run_state')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['people_person.id'], name=op.f('fk_invitations_run_approved_by_id')),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_invitations_run_forum_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitations_run')),
    sa.UniqueConstraint('forum_session_id', name=op.f('uq_invitations_run_forum_session_id'))
    )
    op.create_table('groups_application',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('applies_as', sa.Text(), nullable=False),
    sa.Column('received_at', moment, nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('decided_at', moment, nullable=True),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('keep_until', moment, nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_reason', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("state IN ('received', 'approved', 'refused')", name=op.f('ck_groups_application_state')),
    sa.CheckConstraint("applies_as IN ('tenant', 'shared_owner', 'leaseholder')", name=op.f('ck_groups_application_applies_as')),
    sa.ForeignKeyConstraint(['programme_id'], ['forums_programme.id'], name=op.f('fk_groups_application_programme_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people_person.id'], name=op.f('fk_groups_application_decided_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_groups_application'))
    )
    op.create_index('ix_groups_application_queue', 'groups_application', ['programme_id', 'state', 'received_at'])
    op.create_table('groups_member',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('applies_as', sa.Text(), nullable=False),
    sa.Column('since', moment, nullable=False),
    sa.Column('confirmed_at', moment, nullable=False),
    sa.Column('ended_at', moment, nullable=True),
    sa.Column('keep_until', moment, nullable=True),
    sa.Column('sealed_reach', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['programme_id'], ['forums_programme.id'], name=op.f('fk_groups_member_programme_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people_person.id'], name=op.f('fk_groups_member_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_groups_member'))
    )
    op.create_index('ix_groups_member_person_id', 'groups_member', ['person_id'])
    op.create_index('uq_groups_member_live', 'groups_member', ['programme_id', 'person_id'], unique=True,
                    sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
    op.create_table('groups_flag',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('set_at', moment, nullable=False),
    sa.Column('set_by_id', sa.Uuid(), nullable=True),
    sa.Column('lifted_at', moment, nullable=True),
    sa.CheckConstraint("kind IN ('breach', 'sanction', 'legal_case')", name=op.f('ck_groups_flag_kind')),
    sa.CheckConstraint("source IN ('staff', 'self')", name=op.f('ck_groups_flag_source')),
    sa.ForeignKeyConstraint(['member_id'], ['groups_member.id'], name=op.f('fk_groups_flag_member_id')),
    sa.ForeignKeyConstraint(['set_by_id'], ['people_person.id'], name=op.f('fk_groups_flag_set_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_groups_flag'))
    )
    op.create_index('ix_groups_flag_member_id', 'groups_flag', ['member_id'])
    op.create_table('groups_question',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', moment, nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=True),
    sa.Column('expires_at', moment, nullable=False),
    sa.Column('answered_at', moment, nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['groups_member.id'], name=op.f('fk_groups_question_member_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_groups_question')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_groups_question_token_hash'))
    )
    op.create_index('ix_groups_question_member_id', 'groups_question', ['member_id'])


def downgrade() -> None:
    for table in ('groups_question', 'groups_flag', 'groups_member', 'groups_application'):
        op.drop_table(table)
    op.drop_table('invitations_run')
    op.drop_table('invitations_words')
    for column in ('last_reminded_at', 'first_reminded_at', 'returned_reason', 'late_reason', 'words_number', 'letter_no'):
        op.execute(f'ALTER TABLE invitations_invitation DROP COLUMN {column}')
    for column in ('sealed_html', 'template'):
        op.execute(f'ALTER TABLE kernel_mail_copy DROP COLUMN {column}')
