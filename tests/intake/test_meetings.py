"""A moved session's meeting follows it in Zoom, against the simulated Zoom; repeating does no harm."""

from __future__ import annotations

from datetime import timedelta

import pytest

from companion.forums import moving
from companion.forums import service as forums
from companion.intake.meetings import make_time_so
from tests.house import House
from zoom_hooks.rest import ZoomApi


@pytest.mark.req("LC-07")
def test_the_meeting_in_zoom_gets_the_sessions_new_time(house: House, api: ZoomApi, meeting_id: str) -> None:
    session_id = house.forum_session(house.programme(), zoom_meeting_id=meeting_id)
    starts_at = house.run(forums.session_of, session_id).starts_at + timedelta(weeks=6)
    house.run(moving.move_date, session_id, starts_at=starts_at, length=timedelta(minutes=60))
    for _ in range(2):
        make_time_so(house.wiring.runner, api, {"session_id": str(session_id)})
    assert api.meeting(meeting_id).start_time == starts_at


def test_a_session_that_was_called_off_leaves_its_meeting_alone(house: House, api: ZoomApi, meeting_id: str) -> None:
    session_id = house.forum_session(house.programme(), zoom_meeting_id=meeting_id, state="cancelled")
    before = api.meeting(meeting_id).start_time
    make_time_so(house.wiring.runner, api, {"session_id": str(session_id)})
    make_time_so(house.wiring.runner, None, {"session_id": str(session_id)})
    assert api.meeting(meeting_id).start_time == before
