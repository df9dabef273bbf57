"""The roll of 3,000 landlords: `python -m tests.bench.roll`, on SQLite and, where a server answers, on PostgreSQL.

Timed are the dry run and the applying of a new file, of the same file with every third line changed, and its page.
Printed are seconds on the clock and, in brackets, of this process's own work, which a busy machine does not stretch.
The goal is under 5 s each.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from companion import migrations
from companion.kernel.clocks import ManualClock
from companion.kernel.db import make_engine
from companion.roll import importing, listing
from companion.roll.rows import COLUMNS
from companion.wiring import wire
from tests.conftest import NOW, POSTGRES, settings_in

LANDLORDS = 3_000
GOAL = 5.0


def rows(*, changed: bool = False) -> list[list[str]]:
    """So many landlords; with `changed`, every third has other homes and another contact."""
    found = []
    for n in range(LANDLORDS):
        other = changed and n % 3 == 0
        homes = (n * 37) % 4_000 + (500 if other else 0)
        person = f"{'Other' if other else 'First'} Person {n}"
        domain = f"landlord{n}.example"
        row = [f"M{n}", f"Landlord Number {n} Homes", "housing association", str(homes), "2027-03-31"]
        row += [f"{domain};l{n}.example", f"LN{n};Number {n}"]
        row += [person, f"{person.replace(' ', '.')}@{domain}", f"L{n:05}"]
        found.append(row)
    return found


def as_csv(lines: list[list[str]]) -> bytes:
    return "\n".join(",".join(line) for line in (list(COLUMNS), *lines)).encode()


def as_excel(lines: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Roll")
    for line in (list(COLUMNS), *lines):
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def timed(deed: Callable[..., Any], *args: Any) -> tuple[float, float]:
    """How long it took on the clock, and how long this process worked."""
    began, worked = time.perf_counter(), time.process_time()
    deed(*args)
    return time.perf_counter() - began, time.process_time() - worked


def measure(url: str) -> str:
    """Seconds for each step on one database, in words."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(url)
        migrations.upgrade(engine)
        engine.dispose()
        wiring = wire(settings_in(Path(folder), url), clock=ManualClock(NOW))
        run, read = wiring.runner.run, wiring.runner.read
        new, changed = as_csv(rows()), as_csv(rows(changed=True))
        found = {
            "look at new (Excel)": timed(run, importing.look_at, as_excel(rows())),
            "look at new": timed(run, importing.look_at, new),
            "apply new": timed(run, importing.apply_import, new),
            "look at changed": timed(run, importing.look_at, changed),
            "apply changed": timed(run, importing.apply_import, changed),
            "apply again": timed(run, importing.apply_import, changed),
            "list a page": timed(read, listing.roll_page, listing.Wanted("number 29")),
        }
        wiring.close()
    said = ", ".join(f"{what} {clock:.1f} ({worked:.1f})" for what, (clock, worked) in found.items())
    assert max(worked for _, worked in found.values()) < GOAL, said
    return said


def main() -> None:
    """Measure on each database that there is."""
    with tempfile.TemporaryDirectory() as folder:
        print("SQLite    ", measure(f"sqlite:///{folder}/companion.db"))
    admin = make_url(POSTGRES).set(drivername="postgresql+psycopg")
    server = create_engine(admin, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        with server.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS companion_roll WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE companion_roll"))
    except OperationalError:
        print("PostgreSQL  no server answers; set COMPANION_TEST_POSTGRES_URL")
        return
    url = admin.set(drivername="postgresql", database="companion_roll")
    print("PostgreSQL", measure(url.render_as_string(hide_password=False)))
    with server.connect() as connection:
        connection.execute(text("DROP DATABASE companion_roll WITH (FORCE)"))


if __name__ == "__main__":
    main()
