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
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from companion.kernel.clocks import ManualClock
from companion.kernel.errors import DomainError
from companion.kernel.ids import new_id
from companion.kernel.tables import AuditEntry
from companion.kernel.uow import Uow
from companion.people.tables import Bar
from companion.registration import deciding, offers, rules, service
from companion.registration.tables import Registration
from companion.wiring import wire
from tests.conftest import NOW, settings_in
from tests.house import House
from tests.registration.racing import invented, registrations

PEOPLE = invented(9)


ONE = st.integers(0, 40)  # one of the registrations made so far, counted round


class AnyOrder(RuleBasedStateMachine):
    """Two landlords, nine people, and everything that can happen to their registrations before the start."""

    migrated: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = ManualClock(NOW)
        self.made: list[UUID] = []

    @initialize(first=st.integers(0, 5))
    def open(self, first: int) -> None:
        shutil.copy(self.migrated, self.folder / "companion.db")
        self.wiring = wire(settings_in(self.folder, f"sqlite:///{self.folder}/companion.db"), clock=self.clock)
        self.house = House(self.wiring)
        self.session_id = self.house.forum_session(self.house.programme(), starts_in=timedelta(days=40))
        self.landlords = [self.house.landlord(), self.house.landlord("Thornbeck Homes", domain="thornbeck.example")]
        for person in PEOPLE[:first]:
            self.register(person, 0, "web")

    def attempt(self, use_case: object, *args: object, **more: object) -> None:
        """Do it; what the rules refuse changes nothing, and what they allow may make a registration."""
        with contextlib.suppress(DomainError):
            outcome = self.house.run(use_case, *args, **more)
            if outcome is not None and outcome.registration_id not in self.made:
                self.made.append(outcome.registration_id)

    def one(self, pick: int) -> UUID:
        return self.made[pick % len(self.made)]

    @rule(
        person=st.sampled_from(PEOPLE), landlord=st.sampled_from((0, 0, 0, 1)), source=st.sampled_from(("web", "staff"))
    )
    def register(self, person: tuple[str, str], landlord: int, source: str) -> None:
        name, address = person
        where = {"name": name, "address": address, "landlord_id": self.landlords[landlord], "source": source}
        self.attempt(service.register, self.session_id, **where)

    @precondition(lambda self: self.made)
    @rule(pick=ONE, by=st.sampled_from(("landlord", "staff")))
    def withdraw(self, pick: int, by: str) -> None:
        self.attempt(service.withdraw, self.one(pick), by=by)

    @precondition(lambda self: self.made)
    @rule(pick=ONE, use_case=st.sampled_from((service.apologise, deciding.decline, deciding.suspend, deciding.lift)))
    def do(self, pick: int, use_case: object) -> None:
        self.attempt(use_case, self.one(pick))

    @precondition(lambda self: self.made)
    @rule(pick=ONE, person=st.sampled_from(PEOPLE))
    def substitute(self, pick: int, person: tuple[str, str]) -> None:
        self.attempt(service.substitute, self.one(pick), name=person[0], address=person[1], by="landlord")

    @precondition(lambda self: self.made)
    @rule(pick=ONE)
    def take(self, pick: int) -> None:
        self.attempt(offers.take_offer, self.one(pick))

    @precondition(lambda self: self.made)
    @rule(pick=ONE, hours=st.integers(1, 100))
    def bar(self, pick: int, hours: int) -> None:
        def write(uow: Uow) -> None:
            found = uow.db.get_one(Registration, self.one(pick))
            bar = Bar(id=new_id(), person_id=found.person_id, scope="all", source_id=new_id(), starts_at=uow.now)
            bar.ends_at = uow.now + timedelta(hours=hours)
            uow.db.add(bar)

        self.house.run(write)

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(timedelta(hours=hours))
        self.house.run(offers.expire_due_offers)

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

    @invariant()
    def the_log_tells_the_whole_story_of_each_registration(self) -> None:
        if hasattr(self, "house"):
            self.house.run(self.check_log)

    def check_log(self, uow: Uow) -> None:
        """X-01: of each registration every state from the first to the present one, each from the one before it."""
        stands: dict[str, str | None] = {}
        for entry in uow.db.scalars(select(AuditEntry).order_by(AuditEntry.seq)):
            if entry.subject_kind == "registration" and "state" in entry.details:
                assert entry.details["before"] == stands.get(entry.subject_id), entry.action
                stands[entry.subject_id] = entry.details["state"]
        assert stands == {str(entry.id): entry.state for entry in registrations(uow, self.session_id)}

    def was_barred(self, uow: Uow, entry: Registration) -> bool:
        """A bar that ran out since is lifted by the room that made it, which then offers the seat."""
        return any(bar.person_id == entry.person_id for bar in uow.db.query(Bar))

    def teardown(self) -> None:
        if hasattr(self, "wiring"):
            self.wiring.close()
        shutil.rmtree(self.folder)


@pytest.mark.req("LC-06", "X-01")
def test_any_order_of_deeds_keeps_two_seats_and_leaves_nobody_waiting_in_vain(migrated_file: Path) -> None:
    AnyOrder.migrated = migrated_file
    few = settings(max_examples=8 if settings().max_examples <= 100 else 1000, stateful_step_count=25, deadline=None)
    run_state_machine_as_test(AnyOrder, settings=few)  # type: ignore[no-untyped-call]
