"""The audit log: nobody can change it through the database's door, and whoever does behind it is found."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from companion.kernel import audit
from companion.kernel.ids import new_id
from companion.kernel.tables import AuditEntry
from companion.kernel.uow import Uow
from companion.wiring import Wiring

ENTRIES = 12
TRIALS = 1_000


def write(wiring: Wiring, count: int = ENTRIES) -> None:
    def act(uow: Uow, n: int) -> None:
        uow.audit("seat.taken", "registration", new_id(), seat=n, by="contact", final=n % 2 == 0, note=None)

    for n in range(count):
        wiring.runner.run(act, n)


def fault(wiring: Wiring, anchor: tuple[int, str] | None = None) -> int | None:
    return wiring.runner.read(lambda uow: audit.first_fault(uow.db, anchor=anchor))


@pytest.mark.req("X-01")
def test_a_whole_log_is_whole_and_its_head_can_be_noted(wiring_on_each: Wiring) -> None:
    assert wiring_on_each.runner.read(lambda uow: audit.head(uow.db)) == (0, audit.GENESIS)
    write(wiring_on_each)
    seq, digest = wiring_on_each.runner.read(lambda uow: audit.head(uow.db))
    assert seq == ENTRIES
    assert fault(wiring_on_each) is None
    assert fault(wiring_on_each, anchor=(seq, digest)) is None


@pytest.mark.req("X-01")
@pytest.mark.parametrize(
    "statement",
    ["UPDATE kernel_audit_entry SET action = 'x'", "DELETE FROM kernel_audit_entry WHERE seq = 2"],
)
def test_the_database_refuses_to_change_or_remove_an_entry(wiring_on_each: Wiring, statement: str) -> None:
    write(wiring_on_each, 3)
    with pytest.raises(DBAPIError, match="append-only"), wiring_on_each.engine.begin() as connection:
        connection.execute(text(statement))
    assert fault(wiring_on_each) is None


@pytest.mark.postgres
def test_postgresql_refuses_to_truncate_the_log(wiring_on_each: Wiring) -> None:
    if wiring_on_each.engine.dialect.name == "sqlite":
        return  # SQLite has no TRUNCATE; its DELETE is refused above
    write(wiring_on_each, 1)
    with pytest.raises(DBAPIError, match="append-only"), wiring_on_each.engine.begin() as connection:
        connection.execute(text("TRUNCATE kernel_audit_entry"))


def test_racing_writers_make_one_chain(wiring_on_each: Wiring) -> None:
    threads = [threading.Thread(target=write, args=(wiring_on_each, 5)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wiring_on_each.runner.read(lambda uow: audit.head(uow.db))[0] == 30
    assert fault(wiring_on_each) is None


Row = dict[str, Any]
Change = Callable[[random.Random, list[Row]], int]


def alter(rng: random.Random, rows: list[Row]) -> int:
    row = rng.choice(rows)
    column = rng.choice(["action", "subject_kind", "subject_id", "actor_kind", "details", "previous", "hash", "at"])
    if column == "details":
        row["details"] = {**row["details"], "seat": 99}
    elif column == "at":
        row["at"] = row["at"].replace(microsecond=row["at"].microsecond ^ 1)
    else:
        row[column] = row[column][::-1] + "x"
    return int(row["seq"])


def remove(rng: random.Random, rows: list[Row]) -> int:
    at = rng.randrange(len(rows) - 1)  # the last one's removal is a truncation
    return int(rows.pop(at)["seq"])


def insert_one(rng: random.Random, rows: list[Row]) -> int:
    """Slip in an entry that is well-formed in itself, and number the rest anew."""
    at = rng.randrange(len(rows))
    forged = {**rows[at], "action": "seat.given_back", "previous": rows[at - 1]["hash"] if at else audit.GENESIS}
    forged["hash"] = audit.digest({key: value for key, value in forged.items() if key != "hash"})
    for row in rows[at:]:
        row["seq"] += 1
    rows.insert(at, forged)
    # The forged entry fits in; the one it pushed aside does not. In the noted place the note finds it at once.
    return at + 1 if at + 1 == ENTRIES else at + 2


def reorder(rng: random.Random, rows: list[Row]) -> int:
    first, second = sorted(rng.sample(range(len(rows)), 2))
    rows[first]["seq"], rows[second]["seq"] = rows[second]["seq"], rows[first]["seq"]
    return first + 1


def truncate(rng: random.Random, rows: list[Row]) -> int:
    keep = rng.randrange(len(rows))
    del rows[keep:]
    return keep + 1


@pytest.mark.req("X-01")
def test_a_thousand_kinds_of_tampering_are_found_at_the_first_bad_entry(wiring: Wiring) -> None:
    """Behind the database's back: the triggers are dropped first. Truncation is found by a head noted elsewhere."""
    write(wiring)
    columns = list(AuditEntry.__table__.columns)
    rng = random.Random(20270525)
    with Session(wiring.engine) as db, db.begin():
        for name in db.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            db.execute(text(f"DROP TRIGGER {name}"))
        anchor = audit.head(db)
        genuine = [dict(row) for row in db.execute(select(*columns).order_by(AuditEntry.seq)).mappings()]
        for trial in range(TRIALS):
            rows = [dict(row) for row in genuine]
            change: Change = (alter, remove, insert_one, reorder, truncate)[trial % 5]
            expected = change(rng, rows)
            db.execute(delete(AuditEntry))
            if rows:
                db.execute(insert(AuditEntry), rows)
            assert audit.first_fault(db, anchor=anchor) == expected, change.__name__
            db.expunge_all()


def test_a_log_written_anew_to_its_end_is_found_by_the_noted_head(wiring: Wiring) -> None:
    write(wiring, 4)
    anchor = wiring.runner.read(lambda uow: audit.head(uow.db))
    with Session(wiring.engine) as db, db.begin():
        for name in db.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            db.execute(text(f"DROP TRIGGER {name}"))
        previous = audit.GENESIS
        for entry in db.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all():
            values = {c.key: getattr(entry, c.key) for c in AuditEntry.__table__.columns if c.key != "hash"}
            values |= {"action": "nothing.happened", "previous": previous}
            previous = audit.digest(values)
            db.execute(
                update(AuditEntry)
                .where(AuditEntry.seq == entry.seq)
                .values(action="nothing.happened", previous=values["previous"], hash=previous)
            )
        db.expire_all()
        assert audit.first_fault(db) is None  # a chain alone detects clumsy edits only
        assert audit.first_fault(db, anchor=anchor) == 4
