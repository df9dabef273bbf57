"""Everything that can happen to one landlord's seats, at once: names, withdrawals, swaps, decisions, Zoom, old offers.

Used by the tests with a few races and by `tests.bench.races` with a thousand on each database.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from companion.kernel.clocks import ManualClock
from companion.kernel.errors import DomainError
from companion.registration import deciding, offers, rules, service, zoom
from companion.registration.tables import Registration
from tests.house import House
from tests.registration.racing import at_once, invented, register_one, registrations

BEFORE = 5  # people of the landlord who came before the race
AT_ONCE = 8
A_SESSION = 20


@dataclass
class Tally:
    """What came of so many races."""

    races: int = 0
    deeds: int = 0
    refused: Counter[str] = field(default_factory=Counter)  # told in words that things have changed since
    errors: list[Exception] = field(default_factory=list)
    thirds: int = 0
    in_vain: int = 0


def races(house: House, clock: ManualClock, rounds: int, *, seed: int) -> Tally:
    """So many races, some to a forum session, each between the people of a landlord of its own."""
    chance, tally = random.Random(seed), Tally()
    programme = house.programme("Mixed races")
    for number in range(rounds):
        if number % A_SESSION == 0:
            session_id = house.forum_session(programme, starts_in=timedelta(days=90), zoom_meeting_id=None)
        race(house, clock, chance, tally, session_id)
    return tally


def race(house: House, clock: ManualClock, chance: random.Random, tally: Tally, session_id: UUID) -> None:
    """One landlord's seats raced for once, and counted into the tally."""
    domain = f"r{tally.races}-{chance.randrange(10**9)}.example"
    landlord_id = house.landlord(contact=None, domain=domain)
    people = [(name, address.replace("a.example", domain)) for name, address in invented(BEFORE + AT_ONCE)]
    for person in people[:BEFORE]:
        register_one(house.wiring, session_id, landlord_id, *person)
    _somebody_waits_for_a_decision(house, session_id, landlord_id, domain)
    for seated in [one for one in mine(house, session_id, landlord_id) if one.state == "confirmed"]:
        if chance.random() < 0.6:  # then the seat is on offer when the race begins
            house.run(service.withdraw, seated.id, by="landlord")
    if chance.random() < 0.5:  # and that offer has ended
        clock.advance(timedelta(hours=49))
    made = deeds(house, session_id, landlord_id, people[BEFORE:], chance)
    for result in at_once(made):
        if isinstance(result, DomainError):
            tally.refused[type(result).__name__] += 1
        elif isinstance(result, Exception):
            tally.errors.append(result)
    house.run(offers.expire_due_offers)
    tally.races += 1
    tally.deeds += len(made)
    judge(mine(house, session_id, landlord_id), tally)


def deeds(
    house: House, session_id: UUID, landlord_id: UUID, people: list[tuple[str, str]], chance: random.Random
) -> list[Callable[[], Any]]:
    """So many things for different people to do in the same moment, in no order."""
    run = house.run
    live = [one.id for one in mine(house, session_id, landlord_id) if rules.is_live(one.state)]

    def on(use_case: Any, **more: Any) -> Callable[[], Any]:
        registration_id = chance.choice(live)
        return lambda: run(use_case, registration_id, **more)

    fresh = iter(people)

    def register() -> Callable[[], Any]:
        person = next(fresh)
        return lambda: register_one(house.wiring, session_id, landlord_id, *person)

    def substitute() -> Callable[[], Any]:
        name, address = next(fresh)
        return on(service.substitute, name=name, address=address, by="landlord")

    def by_zoom() -> Callable[[], Any]:
        name, address = next(fresh)
        first, _, last = name.partition(" ")
        return lambda: run(
            zoom.zoom_registered,
            session_id,
            zoom_registrant_id=address,
            first_name=first,
            last_name=last,
            email=address,
        )

    kinds: list[Callable[[], Callable[[], Any]]] = [
        register,
        substitute,
        by_zoom,
        lambda: on(service.withdraw, by="landlord"),
        lambda: on(service.apologise),
        lambda: on(deciding.approve),
        lambda: on(offers.take_offer),
        lambda: lambda: run(offers.expire_due_offers),
    ]
    made = [kind() for kind in kinds[:AT_ONCE]]
    chance.shuffle(made)
    return made


def mine(house: House, session_id: UUID, landlord_id: UUID) -> list[Registration]:
    """One landlord's registrations."""
    return [one for one in house.run(registrations, session_id) if one.landlord_id == landlord_id]


def judge(found: list[Registration], tally: Tally) -> None:
    """Never a third, and nobody waits in vain: who waits beside a free seat has let an offer lapse."""
    seats = sorted(one.seat_no for one in found if one.seat_no is not None)
    if seats not in ([], [1], [2], [1, 2]):
        tally.thirds += 1
    if len(seats) < 2:
        tally.in_vain += sum(one.state == "waitlisted" and one.reason_code != "offer_lapsed" for one in found)


def _somebody_waits_for_a_decision(house: House, session_id: UUID, landlord_id: UUID, domain: str) -> None:
    person = house.person("Pat Undecided", f"pat@personal-{domain}")
    house.registration(session_id, person, landlord_id=landlord_id, state="pending", seat_no=None)
