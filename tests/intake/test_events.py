"""Zoom's events, applied: once whatever is repeated, and to the same end whatever the order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from companion.captions.tables import CapturedCue, ChatLine
from companion.floor import chairing
from companion.floor.journals import By, floor_of
from companion.forums.tables import ForumSession
from companion.intake import events
from companion.kernel.clocks import to_ms
from companion.kernel.ids import ForumSessionId
from companion.kernel.tables import JournalEvent, JournalStream, OutboxEffect
from companion.kernel.uow import ZOOM, Uow
from companion.registration.door_tables import DoorEntry
from companion.registration.tables import (
    EarlyLeave,
    Participant,
    ParticipantAlias,
    Registration,
    Stay,
)
from tests.house import House
from tests.intake import deliveries
from zoom_hooks import reading


def apply(house: House, *bodies: bytes) -> None:
    """Apply deliveries on the evening of the session that they are about: it begins now, if it has not begun."""
    house.evening()
    for body in bodies:
        house.wiring.runner.run_as(ZOOM, events.handle, reading.parse(body))


@pytest.fixture
def session_id(house: House) -> UUID:
    return house.forum_session(house.programme())


@pytest.fixture
def start(house: House) -> int:
    return to_ms(house.now)


def stays(house: House) -> list[tuple[str, int, int | None]]:
    rows: Sequence[Stay] = house.run(lambda uow: list(uow.db.scalars(select(Stay).order_by(Stay.joined_at))))
    return [(row.connection, to_ms(row.joined_at), to_ms(row.left_at) if row.left_at else None) for row in rows]


def test_the_meeting_starts_and_ends_the_forum_session(house: House, session_id: UUID, start: int) -> None:
    apply(house, deliveries.started(start))
    assert house.run(lambda uow: uow.db.get_one(ForumSession, session_id).state) == "live"
    apply(house, deliveries.ended(start + 60_000))
    assert house.run(lambda uow: uow.db.get_one(ForumSession, session_id).state) == "ended"


def test_a_late_end_of_an_earlier_occurrence_does_not_end_this_one(house: House, session_id: UUID, start: int) -> None:
    apply(house, deliveries.started(start))
    other = deliveries.ended(start + 1_000).replace(deliveries.OCCURRENCE.encode(), b"another==")
    apply(house, other)
    assert house.run(lambda uow: uow.db.get_one(ForumSession, session_id).state) == "live"


def test_an_event_about_a_meeting_that_is_not_ours_changes_nothing(house: House, session_id: UUID, start: int) -> None:
    apply(house, deliveries.joined(start, "1").replace(deliveries.MEETING.encode(), b"99999999999"))
    assert house.run(lambda uow: uow.db.scalar(select(func.count()).select_from(Participant))) == 0


@pytest.mark.req("LC-06")
def test_edge_54_the_same_registration_event_three_times_is_one_registration_and_one_letter(
    house: House, session_id: UUID, start: int
) -> None:
    house.landlord()
    event = deliveries.registered(start, "R1", "Ann", "Whitlock", "ann@lindenquay.example", "Linden Quay Homes")
    apply(house, event, event, event)
    states = house.run(lambda uow: [row.state for row in uow.db.scalars(select(Registration))])
    letters = house.run(
        lambda uow: list(uow.db.scalars(select(OutboxEffect.payload).where(OutboxEffect.kind == "letter")))
    )
    assert states == ["confirmed"]
    assert len([letter for letter in letters if letter["letter"] == "registration.day_link"]) == 1


@pytest.mark.req("LC-06")
def test_edge_53_the_third_person_on_zooms_form_waits_and_is_told_once(
    house: House, session_id: UUID, start: int
) -> None:
    house.landlord()
    people = [("R1", "Ann", "Whitlock", "ann"), ("R2", "Ben", "Okoro", "ben"), ("R3", "Cy", "Reid", "cy")]
    for number, first, last, local in people:
        apply(house, deliveries.registered(start, number, first, last, f"{local}@lindenquay.example"))
    apply(house, deliveries.registered(start, "R3", "Cy", "Reid", "cy@lindenquay.example"))

    def look(uow: Uow) -> tuple[list[tuple[str, int | None, str]], int]:
        rows = uow.db.scalars(select(Registration).order_by(Registration.zoom_registrant_id))
        payloads = uow.db.scalars(select(OutboxEffect.payload).where(OutboxEffect.kind == "letter"))
        waiting = [payload for payload in payloads if payload["letter"] == "registration.waiting"]
        return [(row.state, row.seat_no, row.zoom_wanted) for row in rows], len(waiting)

    found, told = house.run(look)
    assert found == [("confirmed", 1, "approved"), ("confirmed", 2, "approved"), ("waitlisted", None, "pending")]
    assert told == 1


@pytest.mark.req("LC-19")
def test_a_word_in_the_chat_raises_the_hand_of_who_wrote_it_once(house: House, session_id: UUID, start: int) -> None:
    apply(house, deliveries.started(start), deliveries.joined(start, "7"))
    floor_item(house, session_id)
    message = deliveries.chat(start + 5_000, "7", "M1", "hand up")
    apply(house, message, message)
    floor = house.run(floor_of, ForumSessionId(session_id))
    waiting = [request for request in floor.requests.values() if request.state == "waiting"]
    assert len(waiting) == 1
    assert house.run(lambda uow: uow.db.scalar(select(func.count()).select_from(ChatLine))) == 1


def test_a_message_to_one_person_is_not_kept_and_is_nobodys_hand(house: House, session_id: UUID, start: int) -> None:
    apply(house, deliveries.started(start), deliveries.joined(start, "7"))
    floor_item(house, session_id)
    apply(house, deliveries.chat(start + 5_000, "7", "M1", "hand up", to="guest"))
    assert house.run(lambda uow: uow.db.scalar(select(func.count()).select_from(ChatLine))) == 0
    assert not house.run(floor_of, ForumSessionId(session_id)).requests


def floor_item(house: House, session_id: UUID) -> None:
    """Open the first agenda item, so that hands may go up."""
    house.run(chairing.next_item, ForumSessionId(session_id), {}, By("chair"), "open")


def test_edge_55_a_leave_that_arrives_before_its_join_ends_the_stay(house: House, session_id: UUID, start: int) -> None:
    apply(house, deliveries.left(start + 60_000, "7"), deliveries.joined(start, "7"))
    assert stays(house) == [("C7", start, start + 60_000)]


def test_a_leave_that_arrives_before_its_join_leaves_nobody_standing_on_the_floor(
    house: House, session_id: UUID, start: int
) -> None:
    apply(house, deliveries.started(start), deliveries.left(start + 9_000, "7"), deliveries.joined(start + 1_000, "7"))
    apply(house, deliveries.left(start + 9_000, "7"), deliveries.joined(start + 1_000, "7"))
    (presence,) = house.run(floor_of, ForumSessionId(session_id)).presences.values()
    assert not presence.is_here
    apply(house, deliveries.joined(start + 20_000, "7"))
    (presence,) = house.run(floor_of, ForumSessionId(session_id)).presences.values()
    assert presence.is_here


def test_a_hand_in_the_chat_that_overtakes_its_join_is_seen(house: House, session_id: UUID, start: int) -> None:
    apply(house, deliveries.started(start), deliveries.chat(start + 5_000, "7", "M1", "hand up"))
    floor = house.run(floor_of, ForumSessionId(session_id))
    (request,) = floor.waiting()
    apply(house, deliveries.joined(start + 1_000, "7"), deliveries.chat(start + 5_000, "7", "M1", "hand up"))
    floor = house.run(floor_of, ForumSessionId(session_id))
    assert [row.id for row in floor.waiting()] == [request.id]
    assert set(floor.presences) == {request.participant_id}


def test_a_late_duplicate_leave_does_not_throw_out_who_came_back(house: House, session_id: UUID, start: int) -> None:
    gone = deliveries.left(start + 10_000, "7")
    apply(house, deliveries.joined(start, "7"), gone, deliveries.joined(start + 20_000, "7"), gone)
    assert stays(house) == [("C7", start, start + 10_000), ("C7", start + 20_000, None)]


def test_edge_60_a_laptop_and_a_phone_of_one_registrant_are_one_participant(
    house: House, session_id: UUID, start: int
) -> None:
    apply(
        house,
        deliveries.joined(start, "7", registrant_id="R1"),
        deliveries.joined(start + 1_000, "8", registrant_id="R1"),
    )
    assert house.run(lambda uow: uow.db.scalar(select(func.count()).select_from(Participant))) == 1
    assert len(stays(house)) == 2


TABLES = (
    DoorEntry,
    EarlyLeave,
    Stay,
    ParticipantAlias,
    ChatLine,
    CapturedCue,
    Participant,
    JournalEvent,
    JournalStream,
)


def forget(uow: Uow) -> None:
    for table in TABLES:
        uow.db.execute(delete(table))


def presence(house: House) -> Any:
    """Who was there when, and who is there now."""
    return stays(house)


@given(data=st.data())
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_property_any_order_and_repetition_of_joins_and_leaves_ends_the_same(
    house: House, session_id: UUID, start: int, data: st.DataObject
) -> None:
    history = [
        deliveries.joined(start + 1_000, "1"),
        deliveries.left(start + 9_000, "1"),
        deliveries.joined(start + 12_000, "1"),
        deliveries.joined(start + 2_000, "2"),
        deliveries.left(start + 30_000, "2"),
        deliveries.joined(start + 3_000, "3", registrant_id="R3"),
    ]
    house.run(forget)
    apply(house, *history)
    expected = sorted(presence(house))
    house.run(forget)
    repeated = history + data.draw(st.lists(st.sampled_from(history), max_size=4))
    apply(house, *data.draw(st.permutations(repeated)))
    assert sorted(presence(house)) == expected
