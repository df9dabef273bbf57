"""Any order of registering, leaving, swapping, offering and waiting keeps the rule of two, and leaves nobody waiting
beside a free seat that could be offered to them."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from companion.kernel.clocks import ManualClock
from companion.kernel.errors import DomainError
from companion.kernel.ids import new_id
from companion.kernel.uow import Uow
from companion.people.tables import Bar
from companion.registration import offers, rules, service
from companion.registration.tables import Registration
from companion.wiring import wire
from tests.conftest import NOW, settings_in
from tests.house import House
from tests.registration.racing import invented, registrations

PEOPLE = invented(9)


class AnyOrder(RuleBasedStateMachine):
    """Two landlords, nine people, and everything that can happen to their registrations before the start."""

    migrated: Path
    made = Bundle("made")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = ManualClock(NOW)

    @initialize()
    def open(self) -> None:
        shutil.copy(self.migrated, self.folder / "companion.db")
        self.wiring = wire(settings_in(self.folder, f"sqlite:///{self.folder}/companion.db"), clock=self.clock)
        self.house = House(self.wiring)
        self.session_id = self.house.forum_session(self.house.programme(), starts_in=timedelta(days=40))
        self.landlords = [self.house.landlord(), self.house.landlord("Thornbeck Homes", domain="thornbeck.example")]

    def attempt(self, use_case: object, *args: object, **more: object) -> object:
        with contextlib.suppress(DomainError):
            return self.house.run(use_case, *args, **more)
        return None

    @rule(
        target=made,
        person=st.sampled_from(PEOPLE),
        landlord=st.integers(0, 1),
        source=st.sampled_from(("web", "staff")),
    )
    def register(self, person: tuple[str, str], landlord: int, source: str) -> UUID | None:
        name, address = person
        outcome = self.attempt(
            service.register,
            self.session_id,
            name=name,
            address=address,
            landlord_id=self.landlords[landlord],
            source=source,
        )
        return outcome.registration_id if isinstance(outcome, service.Outcome) else None

    @rule(one=made, by=st.sampled_from(("landlord", "staff")))
    def withdraw(self, one: UUID | None, by: str) -> None:
        if one is not None:
            self.attempt(service.withdraw, one, by=by)

    @rule(one=made)
    def apologise(self, one: UUID | None) -> None:
        if one is not None:
            self.attempt(service.apologise, one)

    @rule(target=made, one=made, person=st.sampled_from(PEOPLE))
    def substitute(self, one: UUID | None, person: tuple[str, str]) -> UUID | None:
        if one is None:
            return None
        outcome = self.attempt(service.substitute, one, name=person[0], address=person[1], by="landlord")
        return outcome.registration_id if isinstance(outcome, service.Outcome) else None

    @rule(one=made)
    def take(self, one: UUID | None) -> None:
        if one is not None:
            self.attempt(offers.take_offer, one)

    @rule(one=made)
    def decline(self, one: UUID | None) -> None:
        if one is not None:
            self.attempt(service.decline, one)

    @rule(one=made)
    def suspend(self, one: UUID | None) -> None:
        if one is not None:
            self.attempt(service.suspend, one)

    @rule(one=made)
    def lift(self, one: UUID | None) -> None:
        if one is not None:
            self.attempt(service.lift, one)

    @rule(person=st.sampled_from(PEOPLE), hours=st.integers(1, 100))
    def bar(self, person: tuple[str, str], hours: int) -> None:
        def write(uow: Uow) -> None:
            for found in registrations(uow, self.session_id):
                if self.name_of(uow, found) == person[0]:
                    ends = uow.now + timedelta(hours=hours)
                    bar = Bar(
                        id=new_id(), person_id=found.person_id, scope="all", source_id=new_id(), starts_at=uow.now
                    )
                    bar.ends_at = ends
                    uow.db.add(bar)
                    return

        self.house.run(write)

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(timedelta(hours=hours))
        self.house.run(offers.expire_due_offers)

    def name_of(self, uow: Uow, found: Registration) -> str:
        from companion.people.tables import Person

        return uow.db.get_one(Person, found.person_id).name

    @invariant()
    def at_most_two_per_landlord_and_nobody_waits_in_vain(self) -> None:
        if not hasattr(self, "house"):
            return
        self.house.run(self.check)

    def check(self, uow: Uow) -> None:
        session = None
        found = registrations(uow, self.session_id)
        for landlord_id in self.landlords:
            mine = [entry for entry in found if entry.landlord_id == landlord_id]
            seats = sorted(entry.seat_no for entry in mine if entry.seat_no is not None)
            assert seats in ([], [1], [2], [1, 2])
            if len(seats) == 2:
                continue
            session = session or service.forums.session_of(uow, self.session_id)
            if uow.now >= session.starts_at:
                continue
            for entry in mine:
                if entry.state == "waitlisted":
                    in_vain = entry.reason_code != "offer_lapsed" and not self.was_barred(uow, entry)
                    assert not in_vain, "somebody waits beside a free seat"
        live = [entry.person_id for entry in found if rules.is_live(entry.state)]
        assert len(live) == len(set(live)), "nobody is registered twice"

    def was_barred(self, uow: Uow, entry: Registration) -> bool:
        """A bar that ran out since is lifted by the room that made it, which then offers the seat."""
        return any(bar.person_id == entry.person_id for bar in uow.db.query(Bar))

    def teardown(self) -> None:
        if hasattr(self, "wiring"):
            self.wiring.close()
        shutil.rmtree(self.folder)


@pytest.mark.req("LC-06")
def test_any_order_of_deeds_keeps_two_seats_and_leaves_nobody_waiting_in_vain(migrated_file: Path) -> None:
    AnyOrder.migrated = migrated_file
    few = settings(max_examples=12 if settings().max_examples <= 100 else 1000, stateful_step_count=25, deadline=None)
    run_state_machine_as_test(AnyOrder, settings=few)  # type: ignore[no-untyped-call]
