"""The page inside Zoom: whose Zoom account is whose, the codes that link them, and contexts that were used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from companion.kernel.db import UtcDateTime

revision = '0016'
down_revision = '0018'
branch_labels = None
depends_on = None

WHEN = UtcDateTime(timezone=True)
KIND = 'ck_people_browser_session_kind'


def upgrade() -> None:
    op.create_table('people_zoom_identity',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('zoom_user', sa.Text(), nullable=False),
    sa.Column('linked_at', WHEN, nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people_person.id'], name=op.f('fk_people_zoom_identity_person_id_people_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people_zoom_identity')),
    sa.UniqueConstraint('person_id', name=op.f('uq_people_zoom_identity_person_id')),
    sa.UniqueConstraint('zoom_user', name=op.f('uq_people_zoom_identity_zoom_user'))
    )
    op.create_table('people_zoom_code',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('code_hash', sa.Text(), nullable=False),
    sa.Column('created_at', WHEN, nullable=False),
    sa.Column('expires_at', WHEN, nullable=False),
    sa.Column('spent_at', WHEN, nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people_person.id'], name=op.f('fk_people_zoom_code_person_id_people_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people_zoom_code')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_people_zoom_code_code_hash'))
    )
    with op.batch_alter_table('people_zoom_code') as table:
        table.create_index(op.f('ix_people_zoom_code_person_id'), ['person_id'], unique=False)
    op.create_table('people_zoom_context',
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('expires_at', WHEN, nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_people_zoom_context'))
    )
    op.create_table('floor_panel_beat',
    sa.Column('forum_session_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('opened_at', WHEN, nullable=False),
    sa.Column('heard_at', WHEN, nullable=False),
    sa.Column('hands', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['forum_session_id'], ['forums_session.id'], name=op.f('fk_floor_panel_beat_forum_session_id_forums_session')),
    sa.ForeignKeyConstraint(['person_id'], ['people_person.id'], name=op.f('fk_floor_panel_beat_person_id_people_person')),
    sa.PrimaryKeyConstraint('forum_session_id', 'person_id', name=op.f('pk_floor_panel_beat'))
    )
    with op.batch_alter_table('people_browser_session') as table:
        table.drop_constraint(op.f(KIND), type_='check')
        table.create_check_constraint(op.f(KIND), "kind IN ('account', 'landlord', 'day', 'panel')")


def downgrade() -> None:
    op.execute("DELETE FROM people_browser_session WHERE kind = 'panel'")
    with op.batch_alter_table('people_browser_session') as table:
        table.drop_constraint(op.f(KIND), type_='check')
        table.create_check_constraint(op.f(KIND), "kind IN ('account', 'landlord', 'day')")
    op.drop_table('floor_panel_beat')
    op.drop_table('people_zoom_context')
    op.drop_table('people_zoom_code')
    op.drop_table('people_zoom_identity')
