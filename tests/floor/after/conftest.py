"""A meeting in which Ann has spoken and Cara waits."""

from __future__ import annotations

import pytest
from flask import Flask

from companion.kernel.clocks import ManualClock
from tests.floor.meeting import Meeting
from tests.house import House


@pytest.fixture
def meeting(house: House, app: Flask, clock: ManualClock) -> Meeting:
    """Ann spoke for a minute and Cara was waiting for her turn."""
    meeting = Meeting(house, app, clock)
    meeting.step("start_session")
    meeting.step("next_item")
    meeting.own(meeting.ann, "ask")
    meeting.later(5)
    meeting.own(meeting.cara, "ask")
    meeting.later(30)
    meeting.step("call_next")
    meeting.step("start")
    meeting.later(60)
    meeting.step("end")
    return meeting
