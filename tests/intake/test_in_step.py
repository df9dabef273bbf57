"""Zoom in step: whatever is lost, late or refused, Zoom comes to what we want, and nobody gets another's link."""

from __future__ import annotations

import contextlib
import random
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from companion.intake import events
from companion.intake.effects import make_registrant_so, take_out_double
from companion.intake.stepping import bring_in_step
from companion.kernel.clocks import ManualClock
from companion.kernel.errors import DomainError
from companion.kernel.tables import OutboxEffect
from companion.kernel.uow import ZOOM, Uow
from companion.people import service as people
from companion.people.tables import Person
from companion.registration import deciding, reconciling, service, zoom, zoom_pushing, zoom_settings
from companion.registration.tables import Registration
from tests.house import House
from tests.intake.paper_zoom import MEETING, PaperZoom
from tests.registration.post import collect
from tests.registration.racing import registrations
from zoom_hooks.errors import ZoomError, ZoomNotFound
from zoom_hooks.sim.registrations import ApiError


class Forum:
    """A session, its landlord with two seats, and a Zoom on paper; `work` is what the worker would do now."""

    def __init__(self, house: House, starts_in: timedelta = timedelta(days=7)) -> None:
        self.house = house
        self.clock: ManualClock = house.wiring.runner.clock  # type: ignore[assignment]
        self.zoom = PaperZoom(self.clock)
        self.session_id = house.forum_session(house.programme(), starts_in=starts_in)
        self.landlord_id = house.landlord()

    def seat(self, name: str, address: str = "") -> UUID:
        address = address or f"{name.split()[0].lower()}@lindenquay.example"
        made = self.house.run(
            service.register, self.session_id, name=name, address=address, landlord_id=self.landlord_id, source="staff"
        )
        return made.registration_id  # type: ignore[no-any-return]

    def row(self, registration_id: UUID) -> Registration:
        return self.house.run(lambda uow: uow.db.get_one(Registration, registration_id))  # type: ignore[no-any-return]

    def work(self, *, most: int = 40) -> int:
        """Perform what is queued and due; what fails stays queued. Returns how often Zoom was away or full."""
        failed = 0
        for effect in self.house.run(_due)[:most]:
            perform = take_out_double if effect.kind == "zoom.double" else make_registrant_so
            try:
                perform(self.house.wiring.runner, self.zoom, effect.payload)  # type: ignore[arg-type]
            except ZoomError as error:
                failed += 1
                self.house.run(_back, effect.id, getattr(error, "retry_at", None))
            else:
                self.house.run(_done, effect.id)
        return failed

    def hear(self) -> None:
        """Every webhook on the pile arrives, in its order."""
        pile, self.zoom.webhooks = self.zoom.webhooks, []
        for event in pile:
            self.house.wiring.runner.run_as(ZOOM, events.handle, event)

    def compare(self) -> None:
        bring_in_step(self.house.wiring.runner, self.zoom, {"session_id": str(self.session_id)})  # type: ignore[arg-type]

    def trouble(self) -> list[str]:
        def words(uow: Uow) -> list[str]:
            return [str(row.trouble) for row in zoom_pushing.troubles(uow, self.session_id)]

        return self.house.run(words)  # type: ignore[no-any-return]

    def link(self, registration_id: UUID) -> str | None:
        return self.house.run(lambda uow: zoom.join_link(uow, uow.db.get_one(Registration, registration_id)))  # type: ignore[no-any-return]


def _due(uow: Uow) -> list[OutboxEffect]:
    query = select(OutboxEffect).where(
        OutboxEffect.kind.in_(("zoom.registrant", "zoom.double")),
        OutboxEffect.state == "new",
        OutboxEffect.due_at <= uow.now,
    )
    return list(uow.db.scalars(query.order_by(OutboxEffect.queued_at, OutboxEffect.id)))


def _done(uow: Uow, effect_id: UUID) -> None:
    uow.db.get_one(OutboxEffect, effect_id).state = "done"


def _back(uow: Uow, effect_id: UUID, when: Any) -> None:
    uow.db.get_one(OutboxEffect, effect_id).due_at = when or uow.now


@pytest.fixture
def forum(house: House) -> Forum:
    return Forum(house)


@pytest.mark.req("LC-06")
def test_two_people_of_one_mailbox_never_share_a_link(forum: Forum) -> None:
    """Zoom takes one registrant for each address: the second goes there under an address of ours."""
    ann, ben = (forum.seat(name, "info@lindenquay.example") for name in ("Ann Whitlock", "Ben Achebe"))
    forum.work()
    assert forum.link(ann)
    assert forum.link(ben)
    assert forum.link(ann) != forum.link(ben)
    addresses = {person.email for person in forum.zoom.meeting.registrants.values()}
    assert len(addresses) == 2
    assert "info@lindenquay.example" in addresses
    forum.compare()
    forum.work()
    assert forum.zoom.calls == ["add", "add"], "and comparing finds nothing to mend"


@pytest.mark.req("LC-06")
def test_who_takes_a_shared_mailbox_over_gets_a_link_of_their_own(forum: Forum) -> None:
    ann = forum.seat("Ann Whitlock", "info@lindenquay.example")
    forum.work()
    before = forum.link(ann)
    made = forum.house.run(service.substitute, ann, name="Ben Achebe", address="info@lindenquay.example", by="landlord")
    forum.work()
    after = forum.link(made.registration_id)
    assert after
    assert after != before
    assert forum.link(ann) is None
    left = [person for person in forum.zoom.meeting.registrants.values() if person.join_url == before]
    assert {person.state for person in left} <= {"cancelled"}, "and nobody else is ever approved by it"


def test_a_stranger_at_the_same_mailbox_is_not_taken_for_our_person(forum: Forum) -> None:
    forum.zoom.fill_in("Ben", "Achebe", "info@lindenquay.example")
    ann = forum.seat("Ann Whitlock", "info@lindenquay.example")
    forum.work()
    (theirs,) = (one for one in forum.zoom.meeting.registrants.values() if one.first_name == "Ben")
    assert (forum.link(ann) or "") not in ("", theirs.join_url)
    assert theirs.state == "pending", "and using her address first keeps her out of nothing"
    assert forum.trouble() == []


def test_who_fills_in_zooms_form_after_us_under_the_other_address_is_left_with_one_link(forum: Forum) -> None:
    ben, cara = (forum.seat(name, "info@lindenquay.example") for name in ("Ben Achebe", "Cara Lind"))
    forum.work()
    before = forum.link(cara)
    forum.zoom.meeting.registrants.pop(forum.row(ben).zoom_registrant_id or "")
    forum.zoom.fill_in("Cara", "Lind", "info@lindenquay.example")
    for _ in range(3):
        forum.clock.advance(timedelta(minutes=5))
        forum.hear()
        forum.compare()
        forum.work()
    assert forum.link(cara) == before
    assert len({forum.link(one) for one in (ben, cara)} - {None}) == 2
    asked = list(forum.zoom.calls)
    forum.clock.advance(timedelta(hours=1))
    forum.compare()
    forum.work()
    assert forum.zoom.calls == asked, "and never flaps between the two"


def test_who_registers_again_is_not_shut_out_by_their_own_cancelling(forum: Forum) -> None:
    ann = forum.seat("Ann Whitlock")
    forum.work()
    forum.house.run(service.withdraw, ann, by="person")
    again = forum.seat("Ann Whitlock")
    queued = forum.house.run(_due)
    make_registrant_so(forum.house.wiring.runner, forum.zoom, queued[1].payload)  # type: ignore[arg-type]
    forum.work()
    assert forum.zoom.states() == {"ann@lindenquay.example": "approved"}
    assert forum.link(again)


def test_edge_63_a_host_is_never_pushed_as_a_registrant(forum: Forum) -> None:
    forum.house.run(
        zoom_settings.note_reading,
        forum.session_id,
        MEETING,
        {},
        host=None,
        alternative_hosts=["ann@lindenquay.example"],
    )
    forum.seat("Ann Whitlock")
    forum.work()
    assert forum.zoom.states() == {}
    assert forum.trouble() == ["is_host"]
    forum.zoom.fill_in("Ann", "Whitlock", "ann@lindenquay.example")
    forum.zoom.webhooks.clear()
    forum.compare()
    assert forum.zoom.calls == []


@pytest.mark.parametrize(("starts_in", "letters"), [(timedelta(days=7), 0), (timedelta(hours=3), 1)])
def test_edge_65_the_daily_limit_waits_for_midnight_and_staff_are_told_when_that_is_too_late(
    house: House, starts_in: timedelta, letters: int
) -> None:
    forum = Forum(house, starts_in)
    for _ in range(3):
        house.run(zoom_pushing.spend, MEETING, "ann@lindenquay.example", "add")
    ann = forum.seat("Ann Whitlock")
    assert forum.work() == 1
    assert forum.trouble() == ["daily_limit"]
    assert forum.row(ann).state == "confirmed"
    told = [letter for letter in collect(house) if letter.letter == "registration.zoom_too_late"]
    assert [letter.to for letter in told] == ["forum@companion.example"] * letters
    assert forum.work() == 0, "nothing is asked again before midnight"
    forum.clock.advance(timedelta(hours=15))
    forum.work()
    assert forum.trouble() == []
    assert forum.link(ann)


def test_edge_66_denials_wait_for_the_close_and_a_later_swap_approves_from_there(forum: Forum) -> None:
    ann = forum.seat("Ann Whitlock")
    forum.seat("Ben Achebe")
    forum.zoom.fill_in("Cara", "Lind", "cara@lindenquay.example")
    forum.zoom.fill_in("Dora", "Thorn", "dora@elsewhere.example")
    forum.work()
    forum.hear()
    assert forum.house.run(reconciling.deny_at_close) == 0
    assert forum.zoom.states()["cara@lindenquay.example"] == "pending"
    forum.clock.advance(timedelta(days=6, hours=23, minutes=5))
    assert forum.house.run(reconciling.deny_at_close) == 2
    assert forum.house.run(reconciling.deny_at_close) == 0
    forum.work()
    assert (forum.zoom.states()["cara@lindenquay.example"], forum.zoom.states()["dora@elsewhere.example"]) == (
        "denied",
        "denied",
    )
    made = forum.house.run(service.substitute, ann, name="Cara Lind", address="cara@lindenquay.example", by="staff")
    forum.work()
    assert forum.zoom.states()["cara@lindenquay.example"] == "approved"
    assert forum.zoom.states()["ann@lindenquay.example"] == "cancelled"
    assert forum.link(made.registration_id)


def test_edge_69_a_zoom_that_is_away_costs_nobody_their_seat_and_no_try(forum: Forum) -> None:
    ann = forum.seat("Ann Whitlock")
    forum.zoom.faults = ["down"] * 9
    for _ in range(9):
        forum.work()
    assert (forum.row(ann).state, forum.row(ann).seat_no) == ("confirmed", 1)
    forum.work()
    assert forum.link(ann)


def test_strays_are_cancelled_and_losses_put_right_but_nobody_is_argued_with(forum: Forum) -> None:
    ann = forum.seat("Ann Whitlock")
    forum.work()
    forum.hear()
    who = (forum.row(ann).zoom_registrant_id or "", "")
    for number in range(4):
        forum.clock.advance(timedelta(minutes=5))
        forum.zoom.decide("cancel", who)
        forum.zoom.webhooks.clear()
        forum.compare()
        forum.work()
        assert forum.zoom.states()["ann@lindenquay.example"] == ("approved" if number < 2 else "cancelled")
    assert forum.trouble() == ["decided_in_zoom"]
    forum.house.run(zoom_pushing.try_again, ann)
    forum.work()
    assert forum.zoom.states()["ann@lindenquay.example"] == "approved"
    assert forum.trouble() == []
    forum.house.run(service.withdraw, ann, by="person")
    forum.work()
    forum.clock.advance(timedelta(days=1))
    forum.zoom.decide("approve", who)
    forum.zoom.webhooks.clear()
    forum.compare()
    forum.work()
    assert forum.zoom.states()["ann@lindenquay.example"] == "cancelled"


@pytest.mark.parametrize("answered", [0, 1, 2])
def test_a_zoom_that_fails_in_the_middle_of_its_lists_changes_nobody(forum: Forum, answered: int) -> None:
    """Half of the lists would say that everybody on the other half had gone: their links would be taken away."""
    ann, ben = forum.seat("Ann Whitlock"), forum.seat("Ben Achebe")
    forum.work()
    forum.clock.advance(timedelta(hours=1))
    forum.zoom.fill_in("Cara", "Lind", "cara@lindenquay.example")
    before = [(forum.row(one).zoom_state, forum.link(one)) for one in (ann, ben)]
    forum.zoom.faults = [*[""] * answered, "down"]
    calls = len(forum.zoom.calls)
    forum.compare()
    assert [(forum.row(one).zoom_state, forum.link(one)) for one in (ann, ben)] == before
    assert forum.work() == 0
    assert len(forum.zoom.calls) == calls, "nothing was asked of Zoom because of it"
    assert len(forum.house.run(registrations, forum.session_id)) == 2, "and nobody was taken in by half"


def test_who_was_added_a_moment_ago_and_is_not_on_the_list_yet_keeps_their_link(forum: Forum) -> None:
    ann = forum.seat("Ann Whitlock")
    forum.work()
    link = forum.link(ann)
    forum.clock.advance(timedelta(seconds=20))
    kept = dict(forum.zoom.meeting.registrants)
    forum.zoom.meeting.registrants.clear()
    forum.compare()
    assert (forum.link(ann), forum.row(ann).zoom_state) == (link, "approved")
    forum.clock.advance(timedelta(minutes=5))
    forum.compare()
    assert forum.row(ann).zoom_state == "cancelled", "a list that goes on saying so is believed"
    forum.zoom.meeting.registrants.update(kept)


def test_a_word_newer_than_the_list_wins(forum: Forum) -> None:
    ann = forum.seat("Ann Whitlock")
    forum.work()
    asked_at = forum.clock.now()
    forum.clock.advance(timedelta(seconds=2))
    forum.house.run(
        zoom.zoom_decided, forum.session_id, zoom_registrant_id=forum.row(ann).zoom_registrant_id or "",
        decision="approved", at=forum.clock.now(),
    )  # fmt: skip
    assert forum.house.run(reconciling.differing, forum.session_id, {}, asked_at) == []
    assert forum.house.run(reconciling.differing, forum.session_id, {}, forum.clock.now() + timedelta(1)) == [ann]


def test_edge_53_strangers_who_came_while_webhooks_were_away_are_taken_in(forum: Forum) -> None:
    forum.seat("Ann Whitlock")
    forum.zoom.fill_in("Ben", "Achebe", "ben@lindenquay.example")
    forum.zoom.fill_in("Cara", "Lind", "cara@lindenquay.example")
    forum.zoom.webhooks.clear()
    forum.compare()
    forum.work()
    forum.compare()
    assert forum.zoom.states() == {
        "ann@lindenquay.example": "approved",
        "ben@lindenquay.example": "approved",
        "cara@lindenquay.example": "pending",
    }
    letters = [letter.letter for letter in collect(forum.house) if letter.to == "cara@lindenquay.example"]
    assert letters == ["registration.waiting"]


@pytest.mark.req("LC-06")
@pytest.mark.parametrize("is_heard", [True, False])
@pytest.mark.parametrize("has_cause", ["withdrawn", "swapped"])
def test_who_is_in_zoom_by_two_addresses_gets_no_second_way_in(forum: Forum, is_heard: bool, has_cause: str) -> None:
    """Their own registrant stays; the other would flap with it, and put them back on a seat they have lost."""
    ann = forum.seat("Ann Whitlock")
    forum.house.run(_add_address, ann, "ann@home.example")
    forum.work()
    link = forum.link(ann)
    forum.zoom.fill_in("Ann", "Whitlock", "ann@home.example")
    if not is_heard:
        forum.zoom.webhooks.clear()
    for _ in range(3):
        forum.hear()
        forum.compare()
        forum.work()
        forum.clock.advance(timedelta(hours=1))
    assert forum.zoom.states() == {"ann@lindenquay.example": "approved"}
    assert forum.link(ann) == link
    assert forum.zoom.calls == ["add", "remove"]
    if has_cause == "withdrawn":
        forum.house.run(service.withdraw, ann, by="person")
    else:
        forum.house.run(service.substitute, ann, name="Zed Lind", address="zed@lindenquay.example", by="landlord")
    for _ in range(3):
        forum.work()
        forum.hear()
        forum.compare()
        forum.clock.advance(timedelta(hours=1))
    assert forum.zoom.states()["ann@lindenquay.example"] == "cancelled"
    assert forum.house.run(_places_of, forum.row(ann).person_id) == [forum.row(ann).state]


def _add_address(uow: Uow, registration_id: UUID, address: str) -> None:
    people.add_email(uow, uow.db.get_one(Person, uow.db.get_one(Registration, registration_id).person_id), address)


def _places_of(uow: Uow, person_id: UUID) -> list[str]:
    return list(uow.db.scalars(select(Registration.state).where(Registration.person_id == person_id)))


def test_edge_70_a_deleted_meeting_is_said_for_each_and_cancels_nobody(forum: Forum) -> None:
    ann = forum.seat("Ann Whitlock")
    forum.work()
    forum.zoom.registrants = _gone  # type: ignore[method-assign]
    forum.compare()
    ben = forum.seat("Ben Achebe")
    forum.work()
    assert forum.trouble() == ["meeting_gone"]
    assert [forum.row(one).state for one in (ann, ben)] == ["confirmed", "confirmed"]
    reading = forum.house.run(zoom_settings.last_reading, forum.session_id)
    assert "no such meeting" in reading.problem


def _gone(meeting_id: str, status: str) -> Any:
    raise ZoomNotFound(404, 3001, "Meeting does not exist")


# Any order of everything

PEOPLE = (
    ("Ann Whitlock", "ann@lindenquay.example"),
    ("Ben Achebe", "info@lindenquay.example"),
    ("Cara Lind", "info@lindenquay.example"),
    ("Dora Thorn", "dora@elsewhere.example"),
)
who = st.integers(0, len(PEOPLE) - 1)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("register"), who),
        st.tuples(st.just("withdraw"), who),
        st.tuples(st.just("fill in"), who),
        st.tuples(st.sampled_from(["approve", "deny", "cancel"]), who),
        st.tuples(st.just("hear"), st.integers(0, 99)),
        st.tuples(st.just("fault"), st.sampled_from(["down", "lost"])),
        st.tuples(st.just("work"), st.integers(0, 3)),
        st.tuples(st.just("compare"), st.just(0)),
        st.tuples(st.just("organiser approves"), who),
    ),
    min_size=4,
    max_size=24,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
@example([("register", 1), ("register", 2), ("register", 0), ("fill in", 2)])
def test_any_order_of_deliveries_answers_and_changes_comes_to_what_we_want(house: House, happens: list[Any]) -> None:
    forum = _forum_anew(house)
    for what, about in happens:
        forum.clock.advance(timedelta(seconds=20))
        _happen(forum, what, about)
        _nobody_has_anothers_link(forum)
    forum.zoom.faults.clear()
    for _ in range(3):  # three quiet days: whatever was refused for the day is asked again
        forum.clock.advance(timedelta(days=1))
        for _ in range(2):
            forum.clock.advance(timedelta(minutes=5))
            forum.hear()
            forum.compare()
            forum.work()
            _nobody_has_anothers_link(forum)
    quiet = Counter(forum.zoom.calls)
    forum.clock.advance(timedelta(hours=1))
    forum.compare()
    forum.work()
    assert Counter(forum.zoom.calls) == quiet, "what is settled is left alone"
    in_trouble = forum.house.run(
        lambda uow: {row.registration_id for row in zoom_pushing.troubles(uow, forum.session_id)}
    )
    for registration in forum.house.run(_registrations, forum.session_id):
        if registration.zoom_wanted == "none" or registration.id in in_trouble:
            continue
        there = forum.zoom.meeting.registrants.get(registration.zoom_registrant_id or "")
        used_again = _newest_with(forum, registration) != registration.id
        if registration.zoom_wanted == "approved":
            assert there is not None
            assert there.state == "approved"
        elif registration.zoom_wanted == "cancelled" and not used_again:
            assert there is None or there.state in ("cancelled", "denied")
    for person in forum.zoom.meeting.registrants.values():
        assert max(person.adds.values(), default=0) <= 3
        assert max(person.changes.values(), default=0) <= 10


def _forum_anew(house: House) -> Forum:
    """A session and landlord of their own in the same house: a database for each example would take too long."""

    def clear(uow: Uow) -> None:
        from companion.forums.tables import ForumSession, Programme
        from companion.roll.tables import LandlordDomain

        for session in uow.db.scalars(select(ForumSession)):
            session.state, session.zoom_meeting_id = "archived", None
        for programme in uow.db.scalars(select(Programme)):
            programme.name = str(programme.id)
        for domain in uow.db.scalars(select(LandlordDomain)):
            uow.db.delete(domain)
        for effect in uow.db.scalars(select(OutboxEffect)):
            effect.state = "done"

    house.run(clear)
    return Forum(house, timedelta(days=60))


def _happen(forum: Forum, what: str, about: Any) -> None:
    if what == "hear":
        if not forum.zoom.webhooks:
            return
        event = forum.zoom.webhooks[about % len(forum.zoom.webhooks)]
        if random.Random(about).random() < 0.7:  # else it comes again later
            forum.zoom.webhooks.remove(event)
        forum.house.wiring.runner.run_as(ZOOM, events.handle, event)
    elif what == "fault":
        forum.zoom.faults.append(about)
    elif what == "work":
        forum.work(most=about + 1)
    elif what == "compare":
        forum.compare()
    elif what == "fill in":
        name, address = PEOPLE[about]
        _quietly(lambda: forum.zoom.fill_in(*name.split(), address))
    elif what in ("approve", "deny", "cancel"):
        found = [one for one in forum.zoom.meeting.registrants.values() if one.email == PEOPLE[about][1]]
        if found:
            _quietly(lambda: forum.zoom.decide(what, (found[0].id, "")))
    elif what == "register":
        _quietly(lambda: forum.seat(*PEOPLE[about]))
    else:
        _ours(forum, what, PEOPLE[about][0])


def _ours(forum: Forum, what: str, name: str) -> None:
    """The organiser approves, or somebody withdraws."""
    for registration in forum.house.run(_registrations, forum.session_id):
        person = forum.house.run(lambda uow, one=registration: uow.db.get_one(Person, one.person_id).name)
        if person != name:
            continue
        if what == "withdraw":
            _quietly(lambda one=registration: forum.house.run(service.withdraw, one.id, by="person"))
        else:
            _quietly(lambda one=registration: forum.house.run(deciding.approve, one.id, kind="observer"))


def _quietly(act: Any) -> None:
    with contextlib.suppress(DomainError, ApiError):
        act()


def _registrations(uow: Uow, session_id: UUID) -> list[Registration]:
    query = select(Registration).where(Registration.forum_session_id == session_id)
    return list(uow.db.scalars(query.order_by(Registration.created_at, Registration.id)))


def _newest_with(forum: Forum, registration: Registration) -> UUID:
    return [  # type: ignore[no-any-return]
        one.id
        for one in forum.house.run(_registrations, forum.session_id)
        if one.zoom_registrant_id == registration.zoom_registrant_id
    ][-1]


def _nobody_has_anothers_link(forum: Forum) -> None:
    """Every link that we keep is that of a registrant under the person's own name, and no two people have one link."""
    seen: dict[str, UUID] = {}
    for registration in forum.house.run(_registrations, forum.session_id):
        link = forum.link(registration.id)
        if link is None:
            continue
        assert seen.setdefault(link, registration.person_id) == registration.person_id
