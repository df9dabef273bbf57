"""The database: instants stay aware, writers queue instead of failing, references are kept, on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session

from companion.kernel.db import READ_ONLY, check_durability, is_sqlite, make_engine
from companion.kernel.ids import new_id
from companion.kernel.tables import JournalEvent, WorkerBeat
from companion.wiring import Wiring
from tests.kernel.engines import impatient, with_habit


def test_an_instant_comes_back_aware_and_in_utc(wiring_on_each: Wiring) -> None:
    summer = timezone(timedelta(hours=1))
    with Session(wiring_on_each.engine) as db, db.begin():
        db.add(WorkerBeat(name="w", at=datetime(2027, 5, 25, 10, 30, 0, 123456, tzinfo=summer)))
    with Session(wiring_on_each.engine) as db:
        at = db.get_one(WorkerBeat, "w").at
    assert at == datetime(2027, 5, 25, 9, 30, 0, 123456, tzinfo=UTC)
    assert at.utcoffset() == timedelta(0)


def test_an_instant_without_a_zone_is_refused(wiring_on_each: Wiring) -> None:
    with Session(wiring_on_each.engine) as db:
        db.add(WorkerBeat(name="w", at=datetime(2027, 5, 25, 10, 30)))  # noqa: DTZ001
        with pytest.raises(StatementError, match="time zone"):
            db.flush()


def test_a_reference_to_nothing_is_refused(wiring_on_each: Wiring) -> None:
    event = JournalEvent(
        stream_id=new_id(), seq=1, idem_key="k", type="hand.raised", payload={}, actor_role="chair", source="page",
        occurred_at_ms=0, received_at_ms=0,
    )  # fmt: skip
    with Session(wiring_on_each.engine) as db:
        db.add(event)
        with pytest.raises(IntegrityError):
            db.flush()


def test_the_embedded_database_is_durable_and_deletes_for_good(wiring: Wiring) -> None:
    with wiring.engine.connect() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_a_writer_begins_immediate_so_that_reading_first_loses_no_request(wiring: Wiring) -> None:
    """Read, then write, from ten threads: a deferred transaction would fail most of them at once."""
    errors: list[BaseException] = []

    def count_up() -> None:
        try:
            for _ in range(3):
                with Session(wiring.engine) as db, db.begin():
                    beat = db.get(WorkerBeat, "w")
                    assert beat is not None
                    beat.inbox_waiting += 1
        except BaseException as error:
            errors.append(error)

    with Session(wiring.engine) as db, db.begin():
        db.add(WorkerBeat(name="w", at=datetime(2027, 5, 25, tzinfo=UTC)))
    threads = [threading.Thread(target=count_up) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with Session(wiring.engine) as db:
        assert db.get_one(WorkerBeat, "w").inbox_waiting == 30


def test_a_reader_waits_for_no_writer(wiring: Wiring) -> None:
    with wiring.engine.connect() as writer, wiring.engine.execution_options(**READ_ONLY).connect() as reader:
        writer.execute(text("DELETE FROM kernel_worker_beat"))
        assert reader.execute(text("SELECT count(*) FROM kernel_worker_beat")).scalar() == 0


def test_a_second_writer_waits_only_so_long(wiring: Wiring) -> None:
    other = impatient(wiring.settings.database_url)
    with wiring.engine.connect() as holder:
        holder.execute(text("DELETE FROM kernel_worker_beat"))
        with pytest.raises(OperationalError, match="locked"), other.begin() as second:
            second.execute(text("SELECT 1"))
    other.dispose()


def test_a_database_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="COMPANION_DATABASE_URL"):
        make_engine("mysql://db.example/companion")


def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/deep/er/companion.db")
    with engine.connect():
        assert (tmp_path / "deep" / "er" / "companion.db").exists()
    assert is_sqlite(engine)
    engine.dispose()


def test_the_database_may_run_when_it_forgets_nothing(wiring_on_each: Wiring) -> None:
    check_durability(wiring_on_each.engine)


@pytest.mark.postgres
def test_a_postgresql_that_forgets_what_it_acknowledged_is_refused(postgres_url: str) -> None:
    engine = with_habit(postgres_url, "SET synchronous_commit = off")
    with pytest.raises(RuntimeError, match="synchronous_commit"):
        check_durability(engine)
    engine.dispose()
