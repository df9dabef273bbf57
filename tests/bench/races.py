"""Races for one landlord's two seats: `python -m tests.bench.races [rounds]`, on SQLite and on PostgreSQL.

Registering: twenty threads register twenty people of one landlord in the same moment. Mixed: eight people register,
withdraw, swap, apologise, approve, take an offer, come by Zoom, while old offers are ended. Printed are the races run,
what came of them, how many saw an error, and how many waited beside a free seat.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from companion import migrations
from companion.kernel.clocks import ManualClock
from companion.kernel.db import make_engine
from companion.wiring import wire
from tests.conftest import NOW, POSTGRES, settings_in
from tests.house import House
from tests.registration import mixed_races
from tests.registration.racing import at_once, invented, register_one, registrations

THREADS = 20


def races(url: str, rounds: int) -> dict[str, object]:
    """Run so many races on one database and count what came of them."""
    folder = Path(tempfile.mkdtemp())
    engine = make_engine(url)
    migrations.upgrade(engine)
    engine.dispose()
    wiring = wire(settings_in(folder, url), clock=ManualClock(NOW))
    house = House(wiring)
    session_id = house.forum_session(house.programme())
    ended: Counter[str] = Counter()
    began = time.perf_counter()
    for number in range(rounds):
        people = [(name, f"{number}.{address}") for name, address in invented(THREADS)]
        landlord_id = house.landlord(contact=None)
        deeds = [lambda p=person, to=landlord_id: register_one(wiring, session_id, to, *p) for person in people]  # type: ignore[misc]
        for result in at_once(deeds):
            ended[result if isinstance(result, str) else "errors"] += 1
    seconds = time.perf_counter() - began
    held = Counter(found.landlord_id for found in house.run(registrations, session_id) if found.seat_no is not None)
    clock = ManualClock(NOW)
    mixing = wire(settings_in(folder, url), clock=clock)
    began_mixing = time.perf_counter()
    tally = mixed_races.races(House(mixing), clock, rounds, seed=rounds)
    seconds_mixing = time.perf_counter() - began_mixing
    mixing.close()
    wiring.close()
    shutil.rmtree(folder)
    return {
        "races": rounds,
        "seats given": ended["confirmed"],
        "waiting": ended["waitlisted"],
        "errors": ended["errors"],
        "landlords with other than two": sum(count != 2 for count in held.values()),
        "seconds": round(seconds, 1),
        "mixed races": tally.races,
        "mixed deeds": tally.deeds,
        "refused in words": sum(tally.refused.values()),
        "mixed errors": len(tally.errors),
        "thirds": tally.thirds,
        "waiting in vain": tally.in_vain,
        "seconds mixing": round(seconds_mixing, 1),
    }


def main() -> None:
    """Race on each database that there is."""
    rounds = int(sys.argv[-1]) if sys.argv[-1].isdigit() else 100
    with tempfile.TemporaryDirectory() as folder:
        print("SQLite    ", races(f"sqlite:///{folder}/companion.db", rounds))
    admin = make_url(POSTGRES).set(drivername="postgresql+psycopg")
    server = create_engine(admin, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        with server.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS companion_races WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE companion_races"))
    except OperationalError:
        print("PostgreSQL  no server answers; set COMPANION_TEST_POSTGRES_URL")
        return
    url = admin.set(drivername="postgresql", database="companion_races")
    print("PostgreSQL", races(url.render_as_string(hide_password=False), rounds))
    with server.connect() as connection:
        connection.execute(text("DROP DATABASE companion_races WITH (FORCE)"))


if __name__ == "__main__":
    main()
