"""Joins and leaves pair by time, in whatever order they come."""

from __future__ import annotations

import itertools
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from companion.kernel.uow import Uow
from companion.registration import participants
from companion.registration.tables import EarlyLeave, Stay
from tests.house import House

MEETING = "meeting-uuid=="


def session_with_one(house: House) -> tuple[UUID, UUID]:
    session_id = house.forum_session(house.programme())
    return session_id, join(house, session_id, 0)


def join(house: House, session_id: UUID, minute: int, connection: str = "laptop", **more: object) -> UUID:
    values: dict[str, object] = {"aliases": {"user_id": connection}, "name": "Ann W", "email": None} | more
    return house.run(  # type: ignore[no-any-return]
        participants.participant_joined,
        session_id,
        meeting_uuid=MEETING,
        connection=connection,
        registrant_id="zoom-ann",
        at=house.now + timedelta(minutes=minute),
        **values,
    )


def leave(house: House, session_id: UUID, minute: int, connection: str = "laptop") -> UUID | None:
    return house.run(  # type: ignore[no-any-return]
        participants.participant_left,
        session_id,
        meeting_uuid=MEETING,
        connection=connection,
        at=house.now + timedelta(minutes=minute),
    )


def intervals(house: House, session_id: UUID) -> list[tuple[int, int | None]]:
    def read(uow: Uow) -> list[tuple[int, int | None]]:
        found = uow.db.scalars(select(Stay).where(Stay.forum_session_id == session_id).order_by(Stay.joined_at))
        minute = timedelta(minutes=1)
        return [
            ((stay.joined_at - uow.now) // minute, (stay.left_at - uow.now) // minute if stay.left_at else None)
            for stay in found
        ]

    return house.run(read)  # type: ignore[no-any-return]


def test_a_late_leave_does_not_throw_out_who_has_come_back(house: House) -> None:
    session_id, ann = session_with_one(house)
    join(house, session_id, 10)
    assert leave(house, session_id, 5) is None, "it says nothing about who is present now"
    assert house.run(participants.is_present, ann)
    assert intervals(house, session_id) == [(0, 5), (10, None)]


def test_edge_55_a_leave_before_its_join_is_kept_for_it(house: House) -> None:
    session_id = house.forum_session(house.programme())
    assert leave(house, session_id, 30) is None
    ann = join(house, session_id, 0)
    assert intervals(house, session_id) == [(0, 30)]
    assert not house.run(participants.is_present, ann)


def test_the_same_join_or_leave_again_changes_nothing(house: House) -> None:
    session_id, ann = session_with_one(house)
    assert join(house, session_id, 0) == ann
    assert leave(house, session_id, 8) == ann
    assert leave(house, session_id, 8) is None
    assert intervals(house, session_id) == [(0, 8)]


def test_edge_61_nine_joins_are_one_participant(house: House) -> None:
    session_id, ann = session_with_one(house)
    for turn in range(1, 9):
        leave(house, session_id, turn * 10 - 1)
        assert join(house, session_id, turn * 10) == ann
    assert len(intervals(house, session_id)) == 9
    assert house.run(participants.is_present, ann)


def test_edge_60_laptop_and_telephone_are_one_participant(house: House) -> None:
    session_id, ann = session_with_one(house)
    assert join(house, session_id, 1, connection="phone") == ann
    assert leave(house, session_id, 20, connection="laptop") == ann
    assert house.run(participants.is_present, ann), "the telephone is still there"
    leave(house, session_id, 21, connection="phone")
    assert not house.run(participants.is_present, ann)


def test_the_end_of_the_meeting_ends_every_stay(house: House) -> None:
    session_id, ann = session_with_one(house)
    house.run(participants.everybody_left, session_id, at=house.now + timedelta(minutes=90))
    assert intervals(house, session_id) == [(0, 90)]
    assert not house.run(participants.is_present, ann)


STORY = (("join", 0), ("leave", 5), ("join", 10), ("leave", 15), ("join", 20))


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::3])
def test_two_stays_come_out_the_same_in_any_order(house: House, order: tuple[int, ...]) -> None:
    session_id = house.forum_session(house.programme())
    for index in order:
        deed, minute = STORY[index]
        (join if deed == "join" else leave)(house, session_id, minute)
    assert intervals(house, session_id) == [(0, 5), (10, 15)]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations([*range(5), 1, 2]))
def test_a_whole_story_shuffled_and_repeated_comes_out_the_same(house: House, order: list[int]) -> None:
    if not hasattr(house, "story_session"):
        house.story_session = house.forum_session(house.programme())  # type: ignore[attr-defined]
    session_id = house.story_session  # type: ignore[attr-defined]

    def clear(uow: Uow) -> None:
        uow.db.execute(delete(Stay))
        uow.db.execute(delete(EarlyLeave))

    house.run(clear)
    for index in order:
        deed, minute = STORY[index]
        (join if deed == "join" else leave)(house, session_id, minute)
    assert intervals(house, session_id) == [(0, 5), (10, 15), (20, None)]
