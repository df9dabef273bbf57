"""Zoom's report of who was there, against the simulated Zoom over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from companion.intake import events
from companion.intake.reporting import read_report
from companion.kernel.clocks import ManualClock
from companion.kernel.ids import ForumSessionId
from companion.kernel.uow import ZOOM, Uow
from companion.people.roles import Role
from companion.registration import attendance, reported, service
from companion.registration.desk_tables import Report
from companion.registration.tables import Registration
from tests.house import House
from zoom_hooks import events as zoom_events
from zoom_hooks.oauth import ServerToServer
from zoom_hooks.rest import NewRegistrant, ZoomApi
from zoom_hooks.sim import Fault, MeetingClock, SimulatedZoom


class Evening:
    """A meeting in the simulated Zoom with two registrants of ours; its events may or may not reach us."""

    def __init__(self, house: House, zoom: SimulatedZoom, api: ZoomApi, second: list[float]) -> None:
        self.house, self.zoom, self.api, self._second = house, zoom, api, second
        self.clock: ManualClock = house.wiring.runner.clock  # type: ignore[assignment]
        self.meeting_id = zoom.create_meeting("Forum", settings={"approval_type": 1})
        self.session_id = ForumSessionId(
            house.forum_session(house.programme(), zoom_meeting_id=self.meeting_id, starts_in=timedelta(minutes=1))
        )
        self.landlord_id = house.landlord()
        self.registrants: dict[str, str] = {}

    def register(self, name: str) -> UUID:
        """A place here and an approved registrant in Zoom, known to each other."""
        address = f"{name.split()[0].lower()}@lindenquay.example"
        made = self.house.run(
            service.register, self.session_id, name=name, address=address, landlord_id=self.landlord_id, source="staff"
        )
        registrant = self.api.add_registrant(self.meeting_id, NewRegistrant(name, address, auto_approve=True))

        def link(uow: Uow) -> None:
            row = uow.db.get_one(Registration, made.registration_id)
            row.zoom_registrant_id, row.zoom_state = registrant.registrant_id, "approved"

        self.house.run(link)
        self.registrants[name] = registrant.registrant_id
        return made.registration_id  # type: ignore[no-any-return]

    def begin(self) -> None:
        self.house.evening()
        self.uuid = self.zoom.start_meeting(meeting_id=self.meeting_id)
        self.meeting = zoom_events.Meeting(
            id=self.meeting_id, uuid=self.uuid, host_id=None, topic=None, start_time=None
        )
        self.hear(zoom_events.MeetingStarted(self.clock.now(), None, self.meeting))

    def wait(self, minutes: float) -> None:
        self._second[0] += minutes * 60
        self.clock.advance(timedelta(minutes=minutes))

    def join(self, name: str, as_whom: str = "") -> int:
        registrant = self.registrants[as_whom or name]
        return self.zoom.participant_joins(name, registrant_id=registrant, meeting_id=self.meeting_id)

    def hear(self, event: zoom_events.Event) -> None:
        self.house.wiring.runner.run_as(ZOOM, events.handle, event)

    def end(self) -> None:
        self.zoom.end_meeting(meeting_id=self.meeting_id)
        self.hear(zoom_events.MeetingEnded(self.clock.now(), None, self.meeting, self.clock.now()))

    def report(self) -> Report:
        self.house.run(reported.queue_due)
        read_report(self.house.wiring.runner, self.api, {"session_id": str(self.session_id)})
        return self.house.run(lambda uow: uow.db.get_one(Report, self.session_id))  # type: ignore[no-any-return]

    def minutes(self) -> dict[str, tuple[str, int | None]]:
        page = self.house.run(attendance.attendance_page, self.session_id)
        return {one.name: (one.state, one.presence.minutes if one.presence else None) for one in page.people}


@pytest.fixture
def evening(house: House) -> Iterator[Evening]:
    second = [0.0]
    with SimulatedZoom(clock=MeetingClock(starts_at=house.now, source=lambda: second[0])) as zoom:
        said = zoom.credentials()
        credentials = ServerToServer(said["account_id"], said["s2s_client_id"], said["s2s_client_secret"])
        api = ZoomApi(credentials, api_url=said["api_url"], oauth_url=said["oauth_url"])
        yield Evening(house, zoom, api, second)
        api.close()


@pytest.mark.req("PP-05")
def test_who_came_while_webhooks_were_lost_came(evening: Evening) -> None:
    """Two came, no event of it reached us, one waited at the door all evening: the report tells it, once."""
    evening.register("Ann Whitlock")
    evening.register("Ben Adeyemi")
    evening.begin()
    evening.wait(2)
    ann = evening.join("Ann Whitlock")
    evening.zoom.participant_joins(
        "Ben Adeyemi", registrant_id=evening.registrants["Ben Adeyemi"], waits=True, meeting_id=evening.meeting_id
    )
    evening.wait(30)
    evening.zoom.participant_leaves(ann, meeting_id=evening.meeting_id)
    evening.wait(60)
    evening.end()
    assert evening.minutes() == {"Ann Whitlock": ("confirmed", None), "Ben Adeyemi": ("confirmed", None)}
    assert evening.house.run(reported.queue_due) == 0, "Zoom writes it some time after the end"
    evening.wait(40)
    assert (evening.report().listed, evening.report().added) == (1, 1)
    assert evening.minutes() == {"Ann Whitlock": ("attended", 30), "Ben Adeyemi": ("confirmed", None)}


@pytest.mark.req("PP-05")
def test_what_was_seen_is_not_counted_twice(evening: Evening) -> None:
    evening.register("Ann Whitlock")
    evening.begin()
    evening.wait(2)
    number = evening.join("Ann Whitlock")
    person = zoom_events.Participant(
        user_id=str(number),
        uuid="C1",
        registrant_id=evening.registrants["Ann Whitlock"],
        account_user_id=None,
        name="Ann Whitlock",
    )
    evening.hear(zoom_events.ParticipantJoined(evening.clock.now(), None, evening.meeting, person, evening.clock.now()))
    evening.wait(80)
    evening.end()
    evening.wait(60)
    before = evening.minutes()
    assert evening.report().added == 0
    assert evening.minutes() == before == {"Ann Whitlock": ("attended", 80)}


def test_a_note_taker_with_somebodys_link_is_not_them(evening: Evening) -> None:
    evening.register("Ann Whitlock")
    evening.begin()
    evening.join("Otter.ai Notetaker", as_whom="Ann Whitlock")
    evening.wait(80)
    evening.end()
    evening.wait(60)
    assert evening.report().added == 0
    assert evening.minutes()["Ann Whitlock"][0] == "confirmed"


def test_without_the_right_to_the_report_the_meetings_own_list_is_read(evening: Evening) -> None:
    evening.register("Ann Whitlock")
    evening.begin()
    evening.join("Ann Whitlock")
    evening.wait(80)
    evening.end()
    evening.wait(60)
    evening.zoom._access.scopes -= {"report:read:list_meeting_participants:admin"}
    assert evening.report().added == 1
    evening.zoom._access.scopes -= {"meeting:read:list_past_participants:admin"}
    found = evening.report()
    assert (found.trouble, found.scope) == ("no_right", "meeting:read:list_past_participants:admin")


def test_a_report_that_is_not_written_yet_is_asked_for_again_and_not_forever(evening: Evening) -> None:
    evening.register("Ann Whitlock")
    evening.begin()
    evening.join("Ann Whitlock")
    evening.wait(80)
    evening.end()
    evening.wait(60)
    evening.zoom.answer_with(Fault(404, times=2, path="/participants", body=b'{"code":3001,"message":"none"}'))
    assert evening.report().read_at is None
    assert evening.house.run(reported.queue_due) == 0
    evening.wait(reported.AGAIN.total_seconds() / 60)
    assert evening.report().added == 1
    assert evening.house.run(reported.queue_due) == 0


def test_the_page_says_what_the_report_told(evening: Evening, app: Flask) -> None:
    evening.register("Ann Whitlock")
    evening.begin()
    evening.join("Ann Whitlock")
    evening.wait(80)
    evening.end()
    evening.wait(60)
    evening.report()
    browser = evening.house.signed_in(app, evening.house.account(Role.ORGANISER))
    page = browser.get(f"/forum-sessions/{evening.session_id}/attendance").text
    assert "it told of 1 stay that had not reached us" in page
