"""Racing for a landlord's seats from threads and from processes."""

from __future__ import annotations

import multiprocessing
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from companion.kernel.clocks import ManualClock
from companion.kernel.settings import from_environment
from companion.kernel.uow import Uow
from companion.registration import service
from companion.registration.tables import Registration
from companion.wiring import Wiring, wire
from tests import patience

if TYPE_CHECKING:
    from tests.house import House  # a racing process is copied from one that has loaded little

FORENAMES = ("Ann", "Ben", "Cara", "Dev", "Efua", "Finn", "Gwen", "Hani", "Ines", "Jude")
SURNAMES = ("Whitlock", "Achebe", "Lindqvist", "Marsden")


def invented(count: int) -> list[tuple[str, str]]:
    """So many invented people, each with an address of their own at one landlord."""
    return [
        (f"{FORENAMES[n % 10]} {SURNAMES[n // 10 % 4]}", f"{FORENAMES[n % 10]}.{SURNAMES[n // 10 % 4]}.{n}@a.example")
        for n in range(count)
    ]


def register_one(wiring: Wiring, session_id: UUID, landlord_id: UUID, name: str, address: str) -> str:
    """The state in which one person ends up; named by staff, who may let any number wait."""
    return wiring.runner.run(
        service.register, session_id, name=name, address=address.lower(), landlord_id=landlord_id, source="staff"
    ).state


def at_once(deeds: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all of these in the same moment, each in a thread of its own; an exception is a result too."""
    start = threading.Barrier(len(deeds))

    def done(deed: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return deed()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(done, deeds))


def in_processes(
    house: House, session_id: UUID, landlord_id: UUID, each: Sequence[Sequence[tuple[str, str]]]
) -> Counter[str]:
    """Let as many processes as there are lists register their people at the same moment; how many ended where.

    Each has registered somebody elsewhere before, one after the other: a server that races is a server that runs, and
    the first statement of its kind in a process costs several times the others.
    """
    settings = house.wiring.settings
    environment = {
        "COMPANION_DATABASE_URL": settings.database_url,
        "COMPANION_KEY_STORE_URL": settings.key_store_url,
        "COMPANION_MASTER_KEY_FILE": str(settings.master_key_file),
        "COMPANION_SECRET_KEY": settings.secret_key,
    }
    elsewhere = house.forum_session(house.programme("Elsewhere"), zoom_meeting_id=None)
    # A process that has loaded the program already is copied: eight that load it themselves cost a second and a half
    # each before they race at all.
    multiprocessing.set_forkserver_preload([__name__])
    context = multiprocessing.get_context("forkserver")
    lines, racers = [], []
    for people in each:
        here, there = context.Pipe()
        race = Race(environment, house.now, elsewhere, session_id, landlord_id, people)
        racers.append(context.Process(target=run_race, args=(race, there), daemon=True))
        lines.append(here)
    for racer in racers:
        racer.start()
    for word in ("warm up", "go"):
        for line in lines:
            assert line.recv() == "ready"
        for line in lines:
            line.send(word)
    states: Counter[str] = Counter()
    for line, racer in zip(lines, racers, strict=True):
        assert line.poll(patience.SECONDS), "a racing process does not come to an end"
        states.update(line.recv())
        racer.join(patience.SECONDS)
    return states


@dataclass(frozen=True)
class Race:
    """What one racing process is told."""

    environment: dict[str, str]
    now: datetime
    elsewhere: UUID
    session_id: UUID
    landlord_id: UUID
    people: Sequence[tuple[str, str]]


def run_race(race: Race, line: Connection) -> None:
    """One racing process: gets ready, waits for the word, registers its people, says where they ended up."""
    wiring = wire(from_environment(race.environment), clock=ManualClock(race.now))
    line.send("ready")
    line.recv()
    for name, address in race.people:
        register_one(wiring, race.elsewhere, race.landlord_id, name, address)
    line.send("ready")
    line.recv()
    states = []
    for name, address in race.people:
        try:
            states.append(register_one(wiring, race.session_id, race.landlord_id, name, address))
        except Exception as error:
            states.append(f"error: {type(error).__name__}")
    line.send(states)
    wiring.close()


def registrations(uow: Uow, session_id: UUID) -> list[Registration]:
    """Every registration of a session."""
    return list(uow.db.scalars(select(Registration).where(Registration.forum_session_id == session_id)))
