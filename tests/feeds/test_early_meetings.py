"""A meeting that is opened long before its session is a try-out: counted, and never the session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from companion.captions.tables import CaptionStream, CapturedCue, ChatLine
from companion.feeds import practice
from companion.feeds.tables import SetAside, Tryout
from companion.forums import early_rules
from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.clocks import ManualClock, to_ms
from companion.kernel.tables import JournalEvent, OutboxEffect
from companion.kernel.uow import Uow
from companion.registration.door_tables import DoorEntry
from companion.registration.tables import Participant, Registration, Stay
from companion.worker import Worker
from tests.house import House
from tests.intake import deliveries

#: what a session's meeting leaves behind
TRACES = (Participant, Stay, JournalEvent, DoorEntry, ChatLine, CapturedCue, CaptionStream)


@pytest.fixture
def session_id(house: House) -> UUID:
    return house.forum_session(house.programme(), starts_in=timedelta(days=7))


def deliver(house: House, *bodies: bytes) -> None:
    for body in bodies:
        house.wiring.inbox.store(body, source="zoom", now=house.now)
    Worker(house.wiring).drain()


def a_whole_meeting(ms: int) -> list[bytes]:
    return [
        deliveries.started(ms),
        deliveries.joined(ms + 1_000, "7", registrant_id="R7", email="ann@lindenquay.example"),
        deliveries.body(
            "meeting.participant_joined_waiting_room",
            ms + 1_500,
            participant={"user_id": "8", "user_name": "Guest 8", "participant_uuid": "C8"},
        ),
        deliveries.chat(ms + 2_000, "7", "M1", "hand up"),
        deliveries.stream_said("rtms_started", ms + 3_000, "S1", meeting_id=deliveries.MEETING, server_urls="wss://x"),
        deliveries.left(ms + 4_000, "7"),
        deliveries.stream_said("rtms_stopped", ms + 4_500, "S1", stop_reason=6),
        deliveries.ended(ms + 5_000),
    ]


def state(house: House, session_id: UUID) -> str:
    return str(house.run(lambda uow: uow.db.get_one(ForumSession, session_id).state))


def traces(house: House) -> dict[str, int]:
    def count(uow: Uow) -> dict[str, int]:
        return {table.__tablename__: uow.db.scalar(select(func.count()).select_from(table)) or 0 for table in TRACES}

    return house.run(count)  # type: ignore[no-any-return]


def tryout(house: House) -> Tryout:
    found: Tryout = house.run(lambda uow: uow.db.scalars(select(Tryout)).one())
    return found


def test_a_meeting_a_week_early_leaves_nothing_in_the_session(house: House, session_id: UUID) -> None:
    ann = house.registration(session_id, house.person(), landlord_id=house.landlord())

    def known_in_zoom(uow: Uow) -> None:
        uow.db.get_one(Registration, ann).zoom_registrant_id = "R7"

    house.run(known_in_zoom)
    deliver(house, *a_whole_meeting(to_ms(house.now)))
    assert state(house, session_id) == "open"
    assert set(traces(house).values()) == {0}
    assert house.run(lambda uow: uow.db.get_one(Registration, ann).state) == "confirmed", "nobody has attended"
    assert house.run(lambda uow: uow.db.get_one(ForumSession, session_id).zoom_meeting_uuid) is None
    kinds = house.run(lambda uow: [row.kind for row in uow.db.scalars(select(OutboxEffect))])
    assert "release.draft" not in kinds
    found = tryout(house)
    assert (found.people, found.chat, found.captions) == (1, 1, 0)
    assert found.started_at is not None
    assert found.ended_at is not None
    assert found.stream_state == "ended"


def test_a_try_out_keeps_no_name_address_or_word(house: House, session_id: UUID) -> None:
    deliver(house, *a_whole_meeting(to_ms(house.now)))
    kept = str({name: getattr(tryout(house), name) for name in Tryout.__table__.columns.keys()})  # noqa: SIM118
    assert "Guest" not in kept
    assert "lindenquay" not in kept
    assert "hand up" not in kept


def test_the_evening_itself_is_the_session_as_ever(house: House, session_id: UUID, clock: ManualClock) -> None:
    deliver(house, *a_whole_meeting(to_ms(house.now)))
    clock.advance(timedelta(days=7) - early_rules.DOORS)
    real = [body.replace(deliveries.OCCURRENCE.encode(), b"real") for body in a_whole_meeting(to_ms(house.now))]
    deliver(house, *real[:3])
    assert state(house, session_id) == "live"
    assert traces(house)["registration_participant"] == 1
    assert house.run(lambda uow: uow.db.get_one(ForumSession, session_id).zoom_meeting_uuid) == "real"


def test_what_comes_late_of_a_try_out_stays_with_it(house: House, session_id: UUID, clock: ManualClock) -> None:
    start = to_ms(house.now)
    whole = a_whole_meeting(start)
    deliver(house, *whole[:2])
    clock.advance(timedelta(days=7))
    deliver(house, deliveries.left(start + 4_000, "7"), deliveries.ended(start + 5_000))
    assert state(house, session_id) == "open"
    assert set(traces(house).values()) == {0}


def test_registrations_are_true_whenever_they_come(house: House, session_id: UUID) -> None:
    house.landlord("Linden Quay Homes")
    deliver(
        house,
        deliveries.started(to_ms(house.now)),
        deliveries.registered(to_ms(house.now), "R1", "Ann", "Whitlock", "ann@lindenquay.example"),
    )
    assert house.run(lambda uow: uow.db.scalar(select(func.count()).select_from(Registration))) == 1


def test_a_meeting_that_runs_on_into_the_session_is_the_session_from_its_beginning(
    house: House, session_id: UUID, clock: ManualClock
) -> None:
    """Opened an hour and ten minutes before, for a sound check, and never closed: nobody who came early is lost."""
    clock.advance(timedelta(days=7) - timedelta(minutes=70))
    deliver(house, deliveries.started(to_ms(house.now)), deliveries.joined(to_ms(house.now), "7"))
    assert state(house, session_id) == "open"
    clock.advance(timedelta(minutes=15))
    deliver(house, deliveries.joined(to_ms(house.now), "8"))
    assert state(house, session_id) == "live"
    assert traces(house)["registration_participant"] == 2
    assert tryout(house).adopted_at is not None
    deliver(house, deliveries.ended(to_ms(house.now) + 60_000))
    assert state(house, session_id) == "ended"


def test_endings_do_not_prove_that_a_meeting_still_runs(house: House, session_id: UUID, clock: ManualClock) -> None:
    clock.advance(timedelta(days=7) - timedelta(minutes=70))
    deliver(house, deliveries.started(to_ms(house.now)), deliveries.joined(to_ms(house.now), "7"))
    clock.advance(timedelta(minutes=15))
    deliver(house, deliveries.left(to_ms(house.now), "7"), deliveries.ended(to_ms(house.now)))
    assert state(house, session_id) == "open"
    assert set(traces(house).values()) == {0}


def test_somebody_may_say_that_it_is_the_session(house: House, session_id: UUID) -> None:
    deliver(house, *a_whole_meeting(to_ms(house.now))[:4])
    house.run(practice.this_is_it, session_id, tryout(house).id)
    Worker(house.wiring).drain()
    assert state(house, session_id) == "live"
    found = traces(house)
    assert found["registration_participant"] >= 1
    assert found["captions_chat"] == 1
    assert house.run(lambda uow: uow.db.scalar(select(func.count()).select_from(SetAside))) == 0


def test_nobody_makes_a_session_of_a_meeting_that_is_over_or_another_sessions(house: House, session_id: UUID) -> None:
    deliver(house, *a_whole_meeting(to_ms(house.now)))
    with pytest.raises(practice.NotRunning):
        house.run(practice.this_is_it, session_id, tryout(house).id)
    other = house.forum_session(house.programme("Another"), zoom_meeting_id=None)
    with pytest.raises(practice.NotRunning):
        house.run(practice.this_is_it, other, tryout(house).id)


def test_started_by_hand_what_runs_is_the_session(house: House, session_id: UUID) -> None:
    deliver(house, *a_whole_meeting(to_ms(house.now))[:2])
    house.run(forums.move, session_id, "start")
    deliver(house, deliveries.joined(to_ms(house.now) + 5_000, "8"))
    assert traces(house)["registration_participant"] == 2


def test_what_comes_late_of_the_last_session_is_not_the_next_ones(
    house: House, session_id: UUID, clock: ManualClock
) -> None:
    """One recurring meeting serves both, as many hosts have it."""
    clock.advance(timedelta(days=7))
    deliver(house, *a_whole_meeting(to_ms(house.now))[:2])
    deliver(house, deliveries.ended(to_ms(house.now) + 5_000))
    following = house.forum_session(house.programme("Another"), starts_in=timedelta(days=30))
    deliver(house, deliveries.left(to_ms(house.now) + 4_000, "7"))
    assert house.run(lambda uow: list(uow.db.scalars(select(Tryout)))) == []
    assert state(house, following) == "open"


@pytest.mark.parametrize("first", ["joined", "chat", "rtms_started"])
def test_whatever_is_heard_first_begins_a_try_out(house: House, session_id: UUID, first: str) -> None:
    now = to_ms(house.now)
    said: dict[str, bytes] = {
        "joined": deliveries.joined(now, "7"),
        "chat": deliveries.chat(now, "7", "M1", "hello"),
        "rtms_started": deliveries.stream_said(
            "rtms_started", now, "S1", meeting_id=deliveries.MEETING, server_urls="wss://x"
        ),
    }
    deliver(house, said[first])
    assert tryout(house).forum_session_id == session_id
    assert set(traces(house).values()) == {0}


@given(
    known=st.sampled_from(sorted({state for _, state in forum_rules.MOVES} | {"archived", "cancelled"})),
    before=st.timedeltas(min_value=timedelta(days=-2), max_value=timedelta(days=60)),
)
def test_only_a_session_that_has_not_begun_can_be_too_early(known: str, before: timedelta) -> None:
    from tests.conftest import NOW

    early: Any = early_rules.is_early(known, NOW + before, NOW)
    assert early == (known in {"draft", "scheduled", "open", "closed"} and before > timedelta(hours=1))
