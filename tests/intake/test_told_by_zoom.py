"""A meeting on the simulated Zoom, told by its webhooks over the wire: every kind of event has its effect here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from companion.floor.journals import floor_of
from companion.intake.translating import forum_session_of
from companion.kernel.clocks import SystemClock
from companion.kernel.ids import ForumSessionId, ParticipantId
from companion.kernel.tables import InboxEvent
from companion.registration import door_views
from companion.registration.host_waits import waiting_for_host
from companion.registration.participants import participant_by_alias
from companion.wiring import Wiring, wire
from companion.worker import Worker
from tests.conftest import settings_in
from tests.faults.webhooks import open_door
from tests.house import House
from zoom_hooks.reading import KNOWN
from zoom_hooks.sim import SimulatedZoom

SOON = timedelta(minutes=10)


class Told:
    """An installation that a simulated Zoom tells of its meeting."""

    def __init__(self, wiring: Wiring, zoom: SimulatedZoom) -> None:
        self.wiring, self.zoom, self.house = wiring, zoom, House(wiring)
        self.meeting_id = zoom.create_meeting("Forum", settings={"approval_type": 0, "join_before_host": True})
        self.session_id = ForumSessionId(
            self.house.forum_session(self.house.programme(), zoom_meeting_id=self.meeting_id, starts_in=SOON)
        )

    def heard(self) -> None:
        """Everything that Zoom has said has arrived and was applied."""
        self.zoom.drain(60)
        Worker(self.wiring).drain()

    def who(self, number: int) -> ParticipantId:
        session = self.wiring.runner.read(forum_session_of, self.meeting_id)
        assert session is not None
        uuid = self.wiring.runner.read(
            lambda uow: getattr(forum_session_of(uow, self.meeting_id), "zoom_meeting_uuid", "")
        )
        found = self.house.run(participant_by_alias, self.session_id, uuid, "user_id", str(number))
        assert found is not None
        return found  # type: ignore[no-any-return]

    def is_away(self, number: int) -> bool:
        return self.house.run(floor_of, self.session_id).is_away(self.who(number))  # type: ignore[no-any-return]

    def door(self) -> door_views.DoorPage:
        return self.house.run(door_views.door_page, self.session_id)  # type: ignore[no-any-return]


@pytest.fixture
def told(tmp_path: Path, sqlite_url: str) -> Iterator[Told]:
    with SimulatedZoom(rate=0.0001) as zoom:  # all of it in one second, which is as exactly as Zoom tells times
        secret = zoom.credentials()["webhook_secret_token"]
        settings = replace(settings_in(tmp_path, sqlite_url), webhook_secrets=(secret,))
        wiring = wire(settings, clock=SystemClock())
        with open_door(wiring) as door:
            zoom.sender.url = f"http://127.0.0.1:{door.port}/zoom/webhook"
            yield Told(wiring, zoom)
        wiring.close()


def test_every_kind_of_event_is_taken_and_has_its_effect(told: Told) -> None:
    zoom = told.zoom
    zoom.wait_for_host("Ann Able")
    told.heard()
    assert [one.name for one in told.house.run(waiting_for_host, told.session_id)] == ["Ann Able"]
    zoom.join_before_host("Ann Able")
    zoom.wait_for_host("Ben Baker")
    zoom.stop_waiting_for_host("Ben Baker")
    told.heard()
    assert told.house.run(waiting_for_host, told.session_id) == []

    zoom.start_meeting()
    ann = zoom.participant_joins("Ann Able")
    phone = zoom.participant_joins("441134960000", phone_number="441134960000")
    told.heard()
    assert len(told.door().cases) == 2
    zoom.bind_phone(phone, ann)
    zoom.change_role(ann, "co-host")
    told.heard()
    assert told.who(phone) == told.who(ann)
    assert told.door().cases == (), "one person, and she runs the meeting"

    zoom.enter_breakout_room(ann)
    told.heard()
    assert told.door().in_breakouts == ("Ann Able",)
    assert not told.is_away(ann), "her telephone is in the room still"
    zoom.participant_leaves(phone)
    told.heard()
    assert told.is_away(ann)
    zoom.leave_breakout_room(ann)
    told.heard()
    assert not told.is_away(ann)

    zoom.end_meeting()
    zoom.answer_survey(ann, False, "I could not hear")
    zoom.recording_ready()
    zoom.transcript_ready()
    told.heard()
    rows = told.wiring.runner.read(lambda uow: [(row.kind, row.state) for row in uow.db.scalars(select(InboxEvent))])
    assert {state for _, state in rows} == {"done"}
    kinds = {kind for kind, _ in rows}
    assert kinds <= KNOWN
    assert len(kinds) >= 13
