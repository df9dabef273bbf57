"""Every state of the floor's screens, played one after another on a meeting of its own: for pictures and for axe.

`STATES` gives each state a name and how to bring it about; each goes on from the one before. `python -m
tests.browser.screenshots --floor` pictures them all, without a running instance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from companion import migrations
from companion.app import create_app
from companion.floor import participants, service
from companion.floor.journals import floor_of
from companion.kernel.clocks import ManualClock
from companion.kernel.ids import ForumSessionId, new_id
from companion.wiring import wire
from tests.conftest import settings_in
from tests.floor.meeting import Meeting
from tests.floor.serving import serving
from tests.house import House

State = tuple[str, Callable[[Meeting], object]]
#: who else is there, and for which landlord
PEOPLE = {
    "Siân Prydderch": "Saltmarsh Homes",
    "Aoife Ní Bhriain": "Ashmere Homes",
    "Piotr Zieliński": "Brackendale Housing",
    "Tom Ashworth": "Hallowfield Trust",
    "Grace Mensah": "Thornbeck Homes",
    "Dev Chaudhuri": "Penhallow Homes",
    "Ruth Castell": "Greater Wetherby and Upper Ouse Valley Housing Partnership",
    "Oluwaseun Adebayo": "Fernleigh Homes",
}


def _add(meeting: Meeting, *names: str) -> None:
    for name in names:
        meeting.step("add", who=name)


def _expect(meeting: Meeting) -> None:
    """A few more landlords are in the meeting, each with somebody."""
    for name, landlord in PEOPLE.items():
        landlord_id = meeting.house.landlord(landlord, domain=f"{landlord.split()[0].lower()}.example")
        meeting.house.participant(meeting.session_id, name, landlord_id=landlord_id)


def _write(meeting: Meeting, name: str, words: str, seconds_ago: float) -> None:
    """Somebody writes in the chat, or what they wrote comes late."""

    def say(uow: Any) -> None:
        known = participants.find(uow, meeting.session_id, name)
        at = meeting.clock.now() - timedelta(seconds=seconds_ago)
        session_id = ForumSessionId(meeting.session_id)
        assert known.participant_id is not None
        service.heard_in_chat(uow, session_id, known.participant_id, words, message_id=str(new_id()), at=at)

    meeting.house.run(say)


def _leave(meeting: Meeting, name: str) -> None:
    """Somebody's connection drops. Their place is kept."""

    def go(uow: Any) -> None:
        known = participants.find(uow, meeting.session_id, name)
        assert known.participant_id is not None
        service.departed(
            uow,
            ForumSessionId(meeting.session_id),
            known.participant_id,
            connection="zoom",
            at=meeting.clock.now(),
        )

    meeting.house.run(go)


def _arrive(meeting: Meeting) -> None:
    """Everybody whom the floor knows is in the meeting."""

    def come(uow: Any) -> None:
        session_id = ForumSessionId(meeting.session_id)
        for participant_id, landlord_id in floor_of(uow, session_id).known.items():
            service.arrived(
                uow, session_id, participant_id, landlord_id=landlord_id, connection="zoom", at=meeting.clock.now()
            )

    meeting.house.run(come)


def _busy(meeting: Meeting) -> None:
    """Ann speaks; others wait, each for another while; one has left, one is only heard in the chat, one came late."""
    meeting.own(meeting.ann, "ask")
    _add(meeting, "piotr")
    meeting.later(60)
    meeting.own(meeting.cara, "ask", about="first visits within a day")
    _add(meeting, "siân", "aoife")
    meeting.later(130)
    _arrive(meeting)
    for _ in range(2):
        meeting.step("call_next")
        meeting.step("start")
        meeting.later(50)
        if _ == 0:
            meeting.step("end")
    _write(meeting, "tom", "hand", 2)
    meeting.step("add", who="grace", kind="question")
    _leave(meeting, "aoife")
    _write(meeting, "dev", "I'd like to come in on this", 4)
    _write(meeting, "ruth", "hand", 200)


def _unfair(meeting: Meeting) -> None:
    """One landlord speaks and speaks while others wait."""
    meeting.step("resume_session")
    for _ in range(5):
        meeting.own(meeting.ann, "ask")
        meeting.step("call", request_id=_row(meeting, "Ann Whitlock"), reason="last_point")
        meeting.step("start")
        meeting.later(80)
        meeting.step("end")


def _interest(meeting: Meeting) -> None:
    """Cara declares one while she waits."""
    meeting.step("snooze", alert="dominance")
    if not any(row["name"] == "Cara Obi" for row in _frame(meeting)["queue"]):
        meeting.own(meeting.cara, "ask")
    item_id = _frame(meeting)["item"]["id"]
    meeting.own(meeting.cara, "interest", nature="prejudicial", item_id=item_id)


def _frame(meeting: Meeting) -> dict[str, Any]:
    return meeting.chair.get(f"{meeting.url}/state").get_json()  # type: ignore[no-any-return]


def _row(meeting: Meeting, name: str = "") -> str:
    """The row of somebody who waits; without a name the last one."""
    return str([row["id"] for row in _frame(meeting)["queue"] if name in row["name"]][-1])


STATES: tuple[State, ...] = (
    ("lobby", _expect),
    ("nobody", lambda meeting: (meeting.step("start_session"), meeting.step("next_item"))),
    ("called", lambda meeting: (meeting.own(meeting.ann, "ask"), meeting.step("call_next"))),
    ("running", lambda meeting: (meeting.step("undo"), meeting.own(meeting.ann, "take_back"), _busy(meeting))),
    ("moved", lambda meeting: meeting.step("up", request_id=_row(meeting))),
    ("case", lambda meeting: meeting.step("case")),
    ("paused", lambda meeting: meeting.step("pause")),
    ("called-then", lambda meeting: (meeting.step("resume"), meeting.step("call_next"))),
    ("warning", lambda meeting: meeting.later(45)),
    ("over", lambda meeting: meeting.later(34)),
    ("break", lambda meeting: (meeting.step("skip"), meeting.step("end"), meeting.step("pause_session"))),
    ("alert", _unfair),
    ("interest", _interest),
    ("list-closed", lambda meeting: meeting.step("close_list")),
    ("ended", lambda meeting: meeting.step("end_session")),
)


@contextmanager
def a_meeting() -> Iterator[tuple[Meeting, str]]:
    """A meeting on a server of its own, in a folder that goes afterwards; its clock stands still."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/companion.db"
        wiring = wire(settings_in(Path(folder), url), clock=ManualClock(datetime(2026, 5, 19, 9, 30, tzinfo=UTC)))
        migrations.upgrade(wiring.engine)
        with serving(wiring, create_app(wiring), every=0.05, beat=0.3) as (base, _):
            by_hand = create_app(wiring)
            by_hand.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
            yield Meeting(House(wiring), by_hand, wiring.runner.clock), base
        wiring.close()
