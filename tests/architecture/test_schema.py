"""The schema: models and migrations agree on both databases, go up and down, and every constraint has a name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import CheckConstraint, Engine, ForeignKeyConstraint, UniqueConstraint, inspect, text

from companion import migrations
from companion.kernel.db import make_engine
from companion.schema import METADATA
from companion.wiring import Wiring
from tests.kernel.engines import with_habit


def test_models_and_migrations_agree(wiring_on_each: Wiring) -> None:
    assert migrations.difference(wiring_on_each.engine) == []
    assert migrations.current(wiring_on_each.engine) == migrations.newest()


def test_migrating_again_changes_nothing(wiring_on_each: Wiring) -> None:
    migrations.upgrade(wiring_on_each.engine)
    assert migrations.difference(wiring_on_each.engine) == []


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with nothing in it; on PostgreSQL a schema of its own, so that the others stay."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path}/bare.db")
        yield engine
        engine.dispose()
        return
    url = request.getfixturevalue("postgres_url")
    whole = make_engine(url)
    with whole.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS bare CASCADE"))
        connection.execute(text("CREATE SCHEMA bare"))
    engine = with_habit(url, "SET search_path TO bare")
    yield engine
    engine.dispose()
    with whole.begin() as connection:
        connection.execute(text("DROP SCHEMA bare CASCADE"))
    whole.dispose()


def tables(engine: Engine) -> set[str]:
    schema = None if engine.dialect.name == "sqlite" else "bare"
    return set(inspect(engine).get_table_names(schema=schema)) - {"alembic_version"}


def test_migrations_go_up_down_and_up_again(bare: Engine) -> None:
    assert migrations.current(bare) is None
    for _ in range(2):
        migrations.upgrade(bare)
        assert tables(bare) == set(METADATA.tables)
        settings = migrations.config()
        with bare.begin() as connection:
            settings.attributes["connection"] = connection
            command.downgrade(settings, "base")
        assert tables(bare) == set()


def test_every_constraint_has_a_name() -> None:
    for table in METADATA.tables.values():
        for constraint in table.constraints:
            named = (UniqueConstraint, CheckConstraint, ForeignKeyConstraint)
            assert constraint.name or not isinstance(constraint, named), f"{table.name}: {constraint}"
        assert all(index.name for index in table.indexes), table.name
        assert table.primary_key.name, table.name


def test_every_table_is_called_after_its_room() -> None:
    rooms = {path.name for path in (Path(__file__).parents[2] / "companion").iterdir() if path.is_dir()}
    assert [name for name in METADATA.tables if name.partition("_")[0] not in rooms] == []


def test_every_reference_to_another_row_is_held_by_the_database() -> None:
    """A column that ends in _id is a foreign key, or stands here with its reason."""
    loose = {
        "kernel_journal_event.actor_id": "a person, a participant or nobody, and the journal outlives them",
        "kernel_audit_entry.actor_id": "outlives whom it names",
        "kernel_audit_entry.subject_id": "outlives what it names",
        "kernel_mail_copy.person_id": "kept as sent",
        "people_browser_session.landlord_id": "copied from the link, which holds it",
        "people_browser_session.forum_session_id": "copied from the link, which holds it",
        "people_browser_session.registration_id": "copied from the link, which holds it",
        "people_bar.source_id": "the case that decided it, in a later room",
        "release_frozen.case_id": "the case that cites it, in a later room",
        "release_draft_cue.participant_id": "outlives the participant's row",
        "interests_declaration.item_id": "an item taken off the agenda leaves what was declared about it",
        "interests_show_of_hands.item_id": "as the journal names it",
        "captions_chat.message_id": "Zoom's",
        "captions_stream.rtms_stream_id": "Zoom's",
        "feeds_tryout.rtms_stream_id": "Zoom's",
        "forums_session.zoom_meeting_id": "Zoom's",
        "registration_registration.zoom_registrant_id": "Zoom's",
    }
    free = {
        f"{table.name}.{column.name}"
        for table in METADATA.tables.values()
        for column in table.columns
        if column.name.endswith("_id") and not column.foreign_keys
    }
    assert free - set(loose) == set()


def test_both_databases_have_every_check_that_the_models_name(wiring_on_each: Wiring) -> None:
    found = inspect(wiring_on_each.engine)
    there = {(table, check["name"]) for table in METADATA.tables for check in found.get_check_constraints(table)}
    named = {
        (table.name, str(constraint.name))
        for table in METADATA.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert there == named
