"""A session of 2,000 registrations: how long the server takes for each of its lists. `python -m tests.bench.lists`.

Printed are the median of ten answers by the clock and by the processor's time, and the slowest; the goal is 300 ms.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from uuid import UUID

from companion import migrations
from companion.app import create_app
from companion.kernel.clocks import ManualClock
from companion.kernel.db import make_engine
from companion.kernel.ids import new_id
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.roles import Role
from companion.registration.tables import Registration
from companion.roll.tables import Landlord
from companion.wiring import wire
from tests.conftest import NOW, settings_in
from tests.house import House

LANDLORDS, EACH = 1000, 2
PAGES = ("registrations", "registrations?show=not-agreed&page=3", "registrations?q=ann+910", "desk?q=linden+91", "door",
         "attendance", "run-sheet")  # fmt: skip


def fill(uow: Uow, session_id: UUID) -> None:
    """A thousand landlords with both seats held."""
    for number in range(LANDLORDS):
        landlord = Landlord(
            id=new_id(), member_no=str(number), name=f"Linden Quay {number}", name_folded=f"linden quay {number}",
            kind="housing_association", homes=52_000, membership_state="member", band="OVER", band_reason="homes",
            created_at=uow.now, updated_at=uow.now,
        )  # fmt: skip
        uow.db.add(landlord)
        for seat in range(1, EACH + 1):
            person = people.add_person(uow, f"Ann{seat} Whitlock {number}", None)
            email = people.add_email(uow, person, f"ann{seat}@linden{number}.example")
            uow.db.add(
                Registration(
                    id=new_id(),
                    forum_session_id=session_id,
                    kind="landlord",
                    landlord_id=landlord.id,
                    person_id=person.id,
                    email_id=email.id,
                    state="confirmed",
                    seat_no=seat,
                    source="web",
                    created_at=uow.now,
                    updated_at=uow.now,
                )
            )


def main() -> None:
    """Ask for every list ten times and print how long it took."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/companion.db"
        engine = make_engine(url)
        migrations.upgrade(engine)
        engine.dispose()
        wiring = wire(settings_in(Path(folder), url), clock=ManualClock(NOW))
        house = House(wiring)
        programme_id = house.programme()
        session_id = house.forum_session(programme_id)
        house.run(fill, session_id)
        app = create_app(wiring)
        client = house.signed_in(app, house.account(Role.ORGANISER, programme_id=programme_id))
        for page in PAGES:
            took, work = [], []
            for _ in range(10):
                began, worked = time.perf_counter(), time.process_time()
                answer = client.get(f"/forum-sessions/{session_id}/{page}")
                took.append((time.perf_counter() - began) * 1000)
                work.append((time.process_time() - worked) * 1000)
                assert answer.status_code == 200, answer.status
            size = len(answer.data) // 1024
            middle = statistics.median
            figures = f"{middle(took):5.0f} ms, of it work {middle(work):4.0f} ms; slowest {max(took):5.0f} ms"
            print(f"{page:38} {figures}; {size} kB")
        wiring.close()


if __name__ == "__main__":
    main()
