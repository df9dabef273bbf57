"""Racing for a landlord's seats from threads and from processes; also run as a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from companion.kernel.clocks import ManualClock
from companion.kernel.settings import from_environment
from companion.kernel.uow import Uow
from companion.registration import service
from companion.registration.tables import Registration
from companion.wiring import Wiring, wire

if TYPE_CHECKING:
    from tests.house import House  # a racing process starts faster without it

FORENAMES = ("Ann", "Ben", "Cara", "Dev", "Efua", "Finn", "Gwen", "Hani", "Ines", "Jude")
SURNAMES = ("Whitlock", "Achebe", "Lindqvist", "Marsden")


def invented(count: int) -> list[tuple[str, str]]:
    """So many invented people, each with an address of their own at one landlord."""
    return [
        (f"{FORENAMES[n % 10]} {SURNAMES[n // 10 % 4]}", f"{FORENAMES[n % 10]}.{SURNAMES[n // 10 % 4]}.{n}@a.example")
        for n in range(count)
    ]


def register_one(wiring: Wiring, session_id: UUID, landlord_id: UUID, name: str, address: str) -> str:
    """The state in which one person ends up."""
    return wiring.runner.run(
        service.register, session_id, name=name, address=address.lower(), landlord_id=landlord_id
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
    settings, now = house.wiring.settings, house.now.isoformat()
    environment = {
        "COMPANION_DATABASE_URL": settings.database_url,
        "COMPANION_KEY_STORE_URL": settings.key_store_url,
        "COMPANION_MASTER_KEY_FILE": str(settings.master_key_file),
        "COMPANION_SECRET_KEY": settings.secret_key,
    }
    elsewhere = house.forum_session(house.programme("Elsewhere"), zoom_meeting_id=None)
    command = [sys.executable, "-m", "tests.registration.racing", str(elsewhere), str(session_id), str(landlord_id)]
    racers = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in each]
    for racer, people in zip(racers, each, strict=True):
        say(racer, json.dumps({"environment": environment, "people": people, "now": now}))
    for racer in racers:
        say(racer, "warm up")
        assert racer.stdout is not None
        assert racer.stdout.readline().strip() == "ready"
    for racer in racers:
        say(racer, "go")
    states: Counter[str] = Counter()
    for racer in racers:
        out, _ = racer.communicate(timeout=60)
        states.update(json.loads(out))
    return states


def say(racer: subprocess.Popen[str], line: str) -> None:
    """Write one line to a racing process."""
    assert racer.stdin is not None
    racer.stdin.write(line + "\n")
    racer.stdin.flush()


def registrations(uow: Uow, session_id: UUID) -> list[Registration]:
    """Every registration of a session."""
    return list(uow.db.scalars(select(Registration).where(Registration.forum_session_id == session_id)))


def main() -> None:
    """One racing process: gets ready, waits for the word, registers its people, prints their states."""
    elsewhere, session_id, landlord_id = (UUID(given) for given in sys.argv[1:4])
    job = json.loads(sys.stdin.readline())
    wiring = wire(from_environment(job["environment"]), clock=ManualClock(datetime.fromisoformat(job["now"])))
    sys.stdin.readline()
    for name, address in job["people"]:
        register_one(wiring, elsewhere, landlord_id, name, address)
    print("ready", flush=True)
    sys.stdin.readline()
    states = []
    for name, address in job["people"]:
        try:
            states.append(register_one(wiring, session_id, landlord_id, name, address))
        except Exception as error:
            states.append(f"error: {type(error).__name__}")
    print(json.dumps(states))
    wiring.close()


if __name__ == "__main__":
    main()
