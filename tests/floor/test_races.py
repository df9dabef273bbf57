"""Two things at once, on each database: threads press together, and the journal of it keeps every promise."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from random import Random
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from companion.floor import barring, chairing, clocks, errors, service
from companion.floor.after import export
from companion.floor.journals import By, floor_of
from companion.floor.reducer import reduce, replay
from companion.floor.state import LIVE_STATES, Floor, lane_of
from companion.interests.deciding import stand_aside
from companion.kernel.errors import DomainError
from companion.kernel.ids import new_id
from companion.kernel.journal import events as stored_events
from companion.people.roles import Role
from companion.registration.participants import participant_joined
from tests.house import House

TOGETHER = 6


class Hall:
    """A live session with an open item, a chair, a steward and six registrants of three landlords."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.programme_id = house.programme()
        self.session_id = house.forum_session(self.programme_id, state="live", starts_in=timedelta(minutes=-5))
        self.chair = By("chair", "page", house.account(Role.CHAIR, programme_id=self.programme_id))
        self.steward = By(
            "steward", "page", house.account(Role.STEWARD, programme_id=self.programme_id, name="Sam Reed")
        )
        self.places: list[UUID] = []
        for at in range(3):
            landlord = house.landlord(f"Landlord {at}", domain=f"l{at}.example")
            for seat in range(2):
                person = house.person(f"Person {at}{seat}", f"p{seat}@l{at}.example")
                self.places.append(house.registration(self.session_id, person, landlord_id=landlord, seat_no=seat + 1))
        self.step("start_session")
        self.step("next_item")

    def step(self, name: str, by: By | None = None, key: str | None = None, **form: str) -> Floor:
        return self.house.run(  # type: ignore[no-any-return]
            chairing.perform, self.session_id, name, form, by=by or self.chair, key=key or str(new_id())
        )

    def ask(self, place: UUID, key: str | None = None, **more: Any) -> Floor:
        return self.house.run(service.ask, self.session_id, place, key=key or str(new_id()), **more)  # type: ignore[no-any-return]

    def floor(self) -> Floor:
        return self.house.wiring.runner.read(floor_of, self.session_id)


@pytest.fixture
def hall(house_on_each: House) -> Hall:
    return Hall(house_on_each)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run all in the same moment, each in a thread; what each returned, or the error that it raised."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        barrier.wait(30)
        try:
            return act()
        except DomainError as refused:
            return type(refused)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def check(hall: Hall) -> Floor:
    """What holds of every journal, however it came about."""
    with hall.house.wiring.runner.reading() as uow:
        stored = stored_events(uow.db, hall.session_id)
    assert [one.seq for one in stored] == list(range(1, len(stored) + 1))
    assert len({one.idem_key for one in stored}) == len(stored)
    floor = hall.floor()
    assert replay(floor.log) == floor
    assert export.read(export.export(hall.session_id, floor.log)).is_same
    step = Floor()
    for one in floor.log:
        step = reduce(step, one)
        _check_one(step)
    assert step == floor
    return floor


def _check_one(floor: Floor) -> None:
    assert len(floor.active) <= (2 if floor.is_dialogue else 1)
    live = [row for row in floor.requests.values() if row.state in LIVE_STATES]
    assert len({(row.participant_id, lane_of(row.kind)) for row in live}) == len(live)
    assert sum(row.state == "called" for row in live) == (floor.called is not None)
    running = [floor.turns[one] for one in floor.active if floor.turns[one].state == "running"]
    for one in (*running, *floor.waiting(), *([floor.called_turn] if floor.called_turn else [])):
        assert barring.bar_on(floor, one.participant_id, one.landlord_id) is None
    for landlord_id, tally in floor.heard.items():
        charged = [turn for turn in floor.turns.values() if turn.was_heard and turn.charged_to == landlord_id]
        assert tally.turns == len(charged)
        assert clocks.landlord_spent_ms(floor, landlord_id, floor.clock_ms) == sum(
            clocks.elapsed_ms(turn, floor.clock_ms) for turn in charged
        )
    assert all(row.reason for row in floor.requests.values() if not row.is_live)


def test_case_63_two_chairs_call_in_the_same_moment_and_one_is_told(hall: Hall):
    for place in hall.places:
        hall.ask(place)
    for _ in range(3):
        told = at_once(*[lambda by=by: hall.step("call_next", by) for by in (hall.chair, hall.chair)])
        assert sum(one is errors.AlreadyCalled for one in told) == 1
        hall.step("skip")
    floor = check(hall)
    assert len(floor.turns) == 3


def test_case_63_two_starts_and_two_ends_in_the_same_moment_are_one_each(hall: Hall):
    hall.ask(hall.places[0])
    hall.step("call_next")
    assert sum(one is errors.NobodyCalled for one in at_once(*[lambda: hall.step("start")] * 2)) == 1
    assert sum(one is errors.NobodySpeaking for one in at_once(*[lambda: hall.step("end")] * 2)) == 1
    assert len(check(hall).turns) == 1


def test_the_same_press_many_times_at_once_is_one(hall: Hall):
    key = str(new_id())
    at_once(*[lambda: hall.ask(hall.places[0], key=key, about="Damp")] * TOGETHER)
    at_once(*[lambda: hall.step("add", key=f"{key}:add", who="Caller", new="yes")] * TOGETHER)
    floor = check(hall)
    assert len(floor.requests) == 2
    assert len(floor.known) == 2


def test_one_registrant_on_many_devices_is_one_participant_with_one_hand(hall: Hall):
    """Each a press of its own, before anybody has seen them in the meeting."""
    at_once(*[lambda: hall.ask(hall.places[1])] * TOGETHER)
    floor = check(hall)
    assert len(floor.live) == len(floor.known) == 1


def test_a_press_and_the_join_that_zoom_tells_of_are_one_participant(hall: Hall):
    """The page asks while the webhook of the same person's joining is handled."""
    ann = "p0@l0.example"

    def join(connection: str) -> Any:
        return hall.house.run(
            participant_joined,
            hall.session_id,
            meeting_uuid="m",
            aliases={"user_id": connection},
            connection=connection,
            name="Person 00",
            email=ann,
            registrant_id=None,
            at=hall.house.now,
        )

    joined = at_once(lambda: join("1"), lambda: hall.ask(hall.places[0]), lambda: join("2"))
    floor = check(hall)
    assert {joined[0], joined[2]} == set(floor.known)


def test_an_interest_and_a_call_in_the_same_moment_never_leave_the_barred_person_called(hall: Hall):
    floor = hall.ask(hall.places[0])
    [who] = floor.known
    name = "Person 00"
    at_once(
        lambda: hall.step("interest_declare", hall.steward, who=name, nature="prejudicial"),
        lambda: hall.step("call_next"),
        lambda: hall.step("give_floor", participant_id=str(who)),
        lambda: hall.ask(hall.places[0], kind="access"),
        lambda: hall.step("add", hall.steward, who=name),
    )
    floor = check(hall)
    assert barring.bar_on(floor, who) is not None
    assert not [turn for turn in floor.turns.values() if turn.state == "running"]
    assert floor.called is None
    with suppress(errors.NothingToUndo, errors.OthersDepend):
        hall.step("undo", agreed="yes")
    check(hall)


def test_two_who_take_the_chair_and_one_who_gives_it_back_leave_one_holder_or_none(hall: Hall):
    other = By("steward", "page", hall.house.account(Role.STEWARD, programme_id=hall.programme_id, name="Kim Lowe"))
    at_once(
        lambda: hall.step("take_chair", hall.steward),
        lambda: hall.step("take_chair", other),
        lambda: hall.step("give_chair_back"),
    )
    floor = check(hall)
    assert floor.chair_held_by in (None, hall.steward.actor_id, other.actor_id)
    held = floor.chair_held_by
    for by in (hall.steward, other):
        if by.actor_id != held:
            with pytest.raises(errors.ChairOnly):
                hall.step("policy", by, policy="manual")


def test_two_presses_that_name_deputies_leave_one_deputy(hall: Hall):
    kim = hall.house.account(Role.STEWARD, programme_id=hall.programme_id, name="Kim Lowe")
    item_id = hall.floor().item_id
    at_once(
        *[
            lambda deputy=deputy: hall.house.run(stand_aside, hall.session_id, item_id, hall.chair.actor_id, deputy)
            for deputy in (hall.steward.actor_id, kim, hall.steward.actor_id, kim)
        ]
    )
    standing = [one for one in check(hall).declarations.values() if one.is_standing]
    assert len(standing) == 1


def test_everybody_presses_everything_and_every_promise_holds(hall: Hall):
    names = [f"Person {at}{seat}" for at in range(3) for seat in range(2)]

    def acts_of(seed: int) -> Callable[[], None]:
        chance = Random(seed)

        def play() -> None:
            for _ in range(12):
                with suppress(DomainError):
                    _one_act(hall, chance, names)

        return play

    at_once(*[acts_of(seed) for seed in range(TOGETHER)])
    floor = check(hall)
    hall.step("end_session")
    floor = check(hall)
    assert not floor.live
    assert floor.active == ()


def _one_act(hall: Hall, chance: Random, names: list[str]) -> None:
    place, by = chance.choice(hall.places), chance.choice((hall.chair, hall.chair, hall.steward))
    floor = hall.floor()
    row = str(chance.choice(floor.live)) if floor.live else ""
    anchor = str(chance.choice(floor.live)) if floor.live else ""
    declared = [str(one.id) for one in floor.declarations.values() if one.is_standing]
    declaration = chance.choice(declared) if declared else ""
    acts: list[Callable[[], Any]] = [
        lambda: hall.ask(place, kind=chance.choice(("comment", "question", "access", "point_of_order"))),
        lambda: hall.ask(place),
        lambda: hall.house.run(service.take_back, hall.session_id, place, key=str(new_id())),
        lambda: hall.house.run(service.let_others_go_first, hall.session_id, place, key=str(new_id())),
        lambda: hall.step("call_next", by),
        lambda: hall.step("call", by, request_id=row),
        lambda: hall.step("start", by),
        lambda: hall.step("start", by),
        lambda: hall.step("end", by),
        lambda: hall.step("skip", by),
        lambda: hall.step("move", by, request_id=row, anchor_id=anchor),
        lambda: hall.step("lower", by, request_id=row),
        lambda: hall.step("add", by, who=chance.choice(names)),
        lambda: hall.step("policy", by, policy=chance.choice(("manual", "round_robin", "least_heard"))),
        lambda: hall.step("undo", by, agreed="yes"),
        lambda: hall.step("redo", by),
        lambda: hall.step("next_item", by, running="end", knowingly="yes"),
        lambda: hall.step("dialogue", by, on=chance.choice(("yes", "no"))),
        lambda: hall.step("pause_session", by),
        lambda: hall.step("resume_session", by),
        lambda: hall.step("interest_declare", by, who=chance.choice(names), nature="personal"),
        lambda: hall.step("interest_decide", hall.chair, declaration_id=declaration, effects="no_speech"),
        lambda: hall.step("interest_lift", by, declaration_id=declaration),
    ]
    chance.choice(acts)()
