"""A meeting of a session's number long after the session is somebody else's: nothing of it is the session's."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from companion.captions.tables import CaptionStream, ChatLine, RecordingRead
from companion.forums import early_rules
from companion.forums.tables import ForumSession
from companion.kernel.clocks import ManualClock, to_ms
from companion.registration.tables import Participant, Stay
from companion.worker import Worker
from tests.house import House
from tests.intake import deliveries

TRACES = (Participant, Stay, ChatLine, CaptionStream, RecordingRead)
LATER = "another occurrence=="


@pytest.fixture
def session_id(house: House) -> UUID:
    return house.forum_session(house.programme(), starts_in=timedelta(minutes=5), text_source="recording")


def deliver(house: House, *bodies: bytes) -> None:
    for body in bodies:
        house.wiring.inbox.store(body, source="zoom", now=house.now)
    Worker(house.wiring).drain()


def counts(house: House) -> dict[str, int]:
    return house.run(
        lambda uow: {one.__name__: uow.db.scalar(select(func.count()).select_from(one)) or 0 for one in TRACES}
    )


def a_meeting(ms: int, uuid: str) -> list[bytes]:
    whole = [
        deliveries.started(ms),
        deliveries.joined(ms + 1_000, "7", email="ann@lindenquay.example", connection=f"C{ms}"),
        deliveries.chat(ms + 2_000, "7", f"M{ms}", "hand up"),
        deliveries.stream_said(
            "rtms_started", ms + 3_000, f"S{ms}", meeting_id=deliveries.MEETING, server_urls="wss://x"
        ),
        deliveries.ended(ms + 5_000),
        deliveries.body("recording.transcript_completed", ms + 6_000, recording_files=[]),
    ]
    return [one.replace(deliveries.OCCURRENCE.encode(), uuid.encode()) for one in whole]


def test_a_private_meeting_of_the_same_number_next_day_leaves_nothing(house: House, session_id: UUID) -> None:
    deliver(house, *a_meeting(to_ms(house.now), deliveries.OCCURRENCE))
    before = counts(house)
    clock: ManualClock = house.wiring.runner.clock  # type: ignore[assignment]
    clock.advance(timedelta(days=1))
    deliver(house, *a_meeting(to_ms(house.now), LATER))
    assert counts(house) == before
    assert house.run(lambda uow: uow.db.get_one(ForumSession, session_id).zoom_meeting_uuid) == deliveries.OCCURRENCE


def test_the_recording_of_the_session_itself_may_be_told_of_much_later(house: House, session_id: UUID) -> None:
    """Even where nothing of its occurrence reached us: Zoom says when the meeting began."""
    began = to_ms(house.now)
    deliver(house, *a_meeting(began, deliveries.OCCURRENCE)[:-1])
    clock: ManualClock = house.wiring.runner.clock  # type: ignore[assignment]
    clock.advance(timedelta(days=1))
    told = deliveries.body(
        "recording.transcript_completed",
        to_ms(house.now),
        start_time=deliveries.iso(began + 60_000),
        recording_files=[],
    )
    deliver(house, told, told.replace(deliveries.OCCURRENCE.encode(), b"the part after a break=="))
    assert counts(house)["RecordingRead"] == 2


def test_a_meeting_that_is_started_again_right_after_its_end_is_the_session_still(
    house: House, session_id: UUID
) -> None:
    deliver(house, *a_meeting(to_ms(house.now), deliveries.OCCURRENCE))
    before = counts(house)
    deliver(house, *a_meeting(to_ms(house.now) + 60_000, LATER))
    assert counts(house)["Stay"] == before["Stay"] + 1


def test_a_session_that_was_never_held_does_not_begin_with_somebody_elses_meeting(
    house: House, session_id: UUID
) -> None:
    clock: ManualClock = house.wiring.runner.clock  # type: ignore[assignment]
    clock.advance(timedelta(days=3))
    deliver(house, *a_meeting(to_ms(house.now), LATER))
    assert house.run(lambda uow: uow.db.get_one(ForumSession, session_id).state) == "open"
    assert not any(counts(house).values())


@pytest.mark.parametrize(
    ("state", "after", "late"),
    [
        ("ended", timedelta(minutes=59), False),
        ("ended", timedelta(hours=1), True),
        ("archived", timedelta(days=2), True),
        ("live", timedelta(hours=11), False),
        ("live", timedelta(hours=12), True),
        ("closed", timedelta(hours=12), True),
    ],
)
def test_how_late_is_too_late(house: House, state: str, after: timedelta, late: bool) -> None:
    assert early_rules.is_late(state, house.now, house.now + after) is late
