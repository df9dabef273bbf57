"""However many ask at once, two are seated, the rest wait, and nobody sees an error; on each database."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

import pytest

from companion.kernel.clocks import ManualClock
from companion.registration import deciding, rules, service
from tests.house import House
from tests.registration.mixed_races import races
from tests.registration.racing import at_once, in_processes, invented, register_one, registrations


def open_session(house: House) -> tuple[UUID, UUID]:
    """A forum session open for names, and one landlord of its kind."""
    return house.forum_session(house.programme()), house.landlord()


def seats_of(house: House, session_id: UUID) -> list[int | None]:
    return sorted(found.seat_no for found in house.run(registrations, session_id) if found.seat_no is not None)


@pytest.mark.req("LC-06")
def test_edge_27_of_twenty_threads_racing_two_are_seated_and_eighteen_wait(house_on_each: House) -> None:
    session_id, landlord_id = open_session(house_on_each)
    wiring = house_on_each.wiring
    people = invented(20)
    states = at_once(
        [lambda p=person: register_one(wiring, session_id, landlord_id, *p) for person in people]  # type: ignore[misc]
    )
    assert Counter(states) == {"confirmed": 2, "waitlisted": 18}
    assert seats_of(house_on_each, session_id) == [1, 2]
    waiting = [found.wait_rank for found in house_on_each.run(registrations, session_id) if found.wait_rank]
    assert sorted(waiting) == list(range(1, 19))


@pytest.mark.req("LC-06")
def test_of_eight_processes_racing_two_people_are_seated_and_the_rest_wait(house_on_each: House) -> None:
    session_id, landlord_id = open_session(house_on_each)
    people = invented(16)
    states = in_processes(house_on_each, session_id, landlord_id, [people[n::8] for n in range(8)])
    assert states == {"confirmed": 2, "waitlisted": 14}
    assert seats_of(house_on_each, session_id) == [1, 2]


@pytest.mark.req("LC-06")
def test_edge_26_the_last_seat_goes_to_one_of_two(house_on_each: House) -> None:
    session_id, landlord_id = open_session(house_on_each)
    wiring = house_on_each.wiring
    first, *two = invented(3)
    register_one(wiring, session_id, landlord_id, *first)
    states = at_once([lambda p=p: register_one(wiring, session_id, landlord_id, *p) for p in two])  # type: ignore[misc]
    assert sorted(states) == ["confirmed", "waitlisted"]


@pytest.mark.req("LC-06")
def test_the_same_person_registering_at_once_holds_one_seat(house_on_each: House) -> None:
    session_id, landlord_id = open_session(house_on_each)
    wiring = house_on_each.wiring
    person = invented(1)[0]
    results = at_once([lambda: register_one(wiring, session_id, landlord_id, *person) for _ in range(6)])
    assert results.count("confirmed") == 1
    assert sum(isinstance(result, rules.AlreadyRegistered) for result in results) == 5
    assert seats_of(house_on_each, session_id) == [1]


@pytest.mark.req("LC-06")
def test_edge_29_two_officers_approving_at_once_keep_the_cap(house_on_each: House) -> None:
    session_id, landlord_id = open_session(house_on_each)
    pending = [
        house_on_each.registration(
            session_id, house_on_each.person(*person), landlord_id=landlord_id, state="pending", seat_no=None
        )
        for person in invented(4)
    ]
    run = house_on_each.run
    results = at_once([lambda r=r: run(deciding.approve, r).state for r in pending])  # type: ignore[misc]
    assert Counter(results) == {"confirmed": 2, "waitlisted": 2}
    assert seats_of(house_on_each, session_id) == [1, 2]


@pytest.mark.req("LC-06")
def test_edge_30_a_substitution_and_an_offer_of_the_same_seat_leave_one_winner(house_on_each: House) -> None:
    session_id, landlord_id = open_session(house_on_each)
    wiring, run = house_on_each.wiring, house_on_each.run
    for person in invented(3):
        register_one(wiring, session_id, landlord_id, *person)
    holder = next(found for found in run(registrations, session_id) if found.seat_no == 1)
    results = at_once(
        [
            lambda: run(service.withdraw, holder.id, by="landlord").state,
            lambda: run(service.substitute, holder.id, name="Zoe Carew", address="zoe@a.example", by="landlord").state,
        ]
    )
    lost = [result for result in results if isinstance(result, Exception)]
    assert len(lost) == 1
    assert isinstance(lost[0], rules.NotFromHere)
    assert seats_of(house_on_each, session_id) == [1, 2]


@pytest.mark.req("LC-06")
def test_edge_28_mixed_races_never_seat_three_nor_leave_a_seat_while_somebody_waits(
    house_on_each: House, clock: ManualClock
) -> None:
    tally = races(house_on_each, clock, 4, seed=28)
    assert (tally.races, tally.thirds, tally.in_vain, tally.errors) == (4, 0, 0, [])
    assert tally.deeds >= 4 * 8
