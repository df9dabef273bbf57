"""Who came, who did not, and what people put right afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from companion.kernel.clocks import ManualClock
from companion.registration import attendance, attendance_rules, deciding, desk, participants, reminders, rules, service
from companion.registration.tables import Registration
from tests.house import House
from tests.registration.post import collect

MEETING = "meeting-uuid=="
RANG = desk.Told("phone")


@dataclass
class Evening:
    """A session of Linden Quay's two: Ann on seat 1, Ben on seat 2, an hour before the start."""

    house: House
    clock: ManualClock
    session_id: UUID
    landlord_id: UUID
    ann: UUID
    ben: UUID

    def run(self, use_case: object, *args: object, **more: object) -> object:
        return self.house.run(use_case, *args, **more)

    def register(self, name: str) -> UUID:
        address = f"{name.split()[0].lower()}@lindenquay.example"
        where = {"name": name, "address": address, "landlord_id": self.landlord_id, "source": "staff"}
        return self.house.run(service.register, self.session_id, **where).registration_id  # type: ignore[no-any-return]

    def stands(self, registration_id: UUID) -> str:
        return self.house.run(lambda uow: uow.db.get_one(Registration, registration_id).state)  # type: ignore[no-any-return]

    def comes(self, registration_id: UUID, name: str, *, after: int = 0, leaves: int | None = None) -> None:
        """Join by Zoom so many minutes after the start, under the registrant's own id."""
        starts_at = self.house.run(lambda uow: service.forums.session_of(uow, self.session_id).starts_at)

        def know(uow: object) -> None:
            uow.db.get_one(Registration, registration_id).zoom_registrant_id = f"zoom-{name}"  # type: ignore[attr-defined]

        self.house.run(know)
        common = {"meeting_uuid": MEETING, "connection": name}
        self.house.run(
            participants.participant_joined,
            self.session_id,
            aliases={"user_id": name},
            name=name,
            email=None,
            registrant_id=f"zoom-{name}",
            at=starts_at + timedelta(minutes=after),
            **common,
        )
        if leaves is not None:
            self.house.run(
                participants.participant_left, self.session_id, at=starts_at + timedelta(minutes=leaves), **common
            )

    def move(self, state: str, **by: float) -> None:
        self.clock.advance(timedelta(**by))
        self.house.run(lambda uow: setattr(service.forums.session_of(uow, self.session_id), "state", state))

    def page(self) -> attendance.AttendancePage:
        return self.house.wiring.runner.read(attendance.attendance_page, self.session_id)


@pytest.fixture
def evening(house: House, clock: ManualClock) -> Evening:
    return make(house, clock)


@pytest.fixture
def evening_on_each(house_on_each: House, clock: ManualClock) -> Evening:
    return make(house_on_each, clock)


def make(house: House, clock: ManualClock, starts_in: timedelta = timedelta(hours=1)) -> Evening:
    session_id = house.forum_session(house.programme(), starts_in=starts_in)
    made = Evening(house, clock, session_id, house.landlord(), UUID(int=0), UUID(int=0))
    made.ann, made.ben = made.register("Ann Whitlock"), made.register("Ben Achebe")
    return made


@pytest.mark.req("PP-05")
def test_a_day_after_the_session_who_never_came_is_marked_once(evening_on_each: Evening) -> None:
    evening = evening_on_each
    evening.comes(evening.ben, "Ben", after=10, leaves=80)
    evening.move("ended", hours=3)
    with pytest.raises(attendance.NotOver):
        evening.run(attendance.close_out, evening.session_id)
    assert evening.run(attendance.close_out_due) == 0
    evening.clock.advance(timedelta(days=1))
    assert evening.run(attendance.close_out_due) == 1
    assert evening.run(attendance.close_out_due) == 0
    assert (evening.stands(evening.ann), evening.stands(evening.ben)) == ("no_show", "attended")
    page = evening.page()
    ben = next(one for one in page.people if one.name == "Ben Achebe")
    assert ben.presence is not None
    assert (ben.presence.minutes, ben.is_late, page.landlords) == (70, True, 1)
    assert page.closed is not None
    assert (page.closed.attended, page.closed.absent) == (1, 1)


def test_edge_45_nobody_is_a_no_show_of_a_session_that_was_called_off(evening: Evening) -> None:
    evening.move("cancelled", days=3)
    assert evening.run(attendance.close_out_due) == 0
    with pytest.raises(attendance.NotOver):
        evening.run(attendance.close_out, evening.session_id)
    with pytest.raises(rules.NotFromHere):
        evening.run(attendance.correct, evening.ann, to="no_show", why="They said so")
    assert evening.stands(evening.ann) == "confirmed"


def test_where_nobody_was_seen_people_say_who_came_before_it_is_closed(evening: Evening) -> None:
    evening.move("ended", days=3)
    assert evening.run(attendance.close_out_due) == 0
    assert [held.id for held in evening.house.wiring.runner.read(attendance.unknown)] == [evening.session_id]
    with pytest.raises(attendance.NobodySeen):
        evening.run(attendance.close_out, evening.session_id)
    evening.run(attendance.mark_present, evening.ann)
    assert evening.run(attendance.close_out_due) == 1
    assert (evening.stands(evening.ann), evening.stands(evening.ben)) == ("attended", "no_show")
    assert evening.house.wiring.runner.read(attendance.unknown) == []


def test_edge_47_an_apology_counts_by_the_time_of_the_mail(evening: Evening) -> None:
    sent_at = evening.house.now
    evening.move("live", hours=2)
    evening.run(desk.apologise, evening.ann, desk.Told("email", sent_at), why="The boiler man comes")
    evening.run(desk.apologise, evening.ben, RANG)
    apologies = {one.name: one.apology for one in evening.page().people}
    assert apologies == {"Ann Whitlock": "before", "Ben Achebe": "late"}
    entry = evening.house.wiring.runner.read(desk.noted, evening.ann)[0]
    assert (entry.way, entry.said_at, entry.noted_at) == ("email", sent_at, evening.house.now)
    with pytest.raises(attendance_rules.SaidLater):
        evening.run(desk.apologise, evening.ben, desk.Told("email", evening.house.now + timedelta(hours=1)))


def test_edge_46_an_apology_after_the_end_takes_a_no_show_back(evening: Evening) -> None:
    evening.comes(evening.ben, "Ben")
    evening.move("ended", days=3)
    evening.run(attendance.close_out_due)
    evening.run(desk.apologise, evening.ann, desk.Told("letter"))
    assert evening.stands(evening.ann) == "apology"
    assert next(one.apology for one in evening.page().people if one.name == "Ann Whitlock") == "after"


def test_edge_48_who_gave_an_apology_and_comes_attends_while_a_seat_is_left(evening_on_each: Evening) -> None:
    evening = evening_on_each
    evening.run(desk.apologise, evening.ann, RANG)
    evening.move("live", hours=1)
    evening.comes(evening.ann, "Ann", after=2)
    assert evening.stands(evening.ann) == "attended"


def test_edge_48_with_the_seat_given_on_the_steward_swaps(evening: Evening) -> None:
    evening.run(desk.apologise, evening.ann, RANG)
    evening.register("Cara Lind")
    evening.move("live", hours=1)
    evening.comes(evening.ann, "Ann", after=2)
    assert evening.stands(evening.ann) == "apology"
    with pytest.raises(rules.SeatsTaken):
        evening.run(attendance.mark_present, evening.ann)


def test_edge_62_a_second_person_at_one_screen_is_marked_present_with_its_minutes(evening: Evening) -> None:
    with pytest.raises(attendance_rules.NotStarted):
        evening.run(attendance.mark_present, evening.ben)
    evening.move("live", hours=1)
    evening.comes(evening.ann, "Ann", leaves=60)
    evening.run(attendance.mark_present, evening.ben, beside_id=evening.ann)
    ben = next(one for one in evening.page().people if one.name == "Ben Achebe")
    assert ben.presence is not None
    assert (ben.state, ben.beside, ben.presence.minutes) == ("attended", "Ann Whitlock", 60)


def test_a_correction_needs_its_reason_and_goes_both_ways(evening: Evening) -> None:
    evening.comes(evening.ben, "Ben")
    evening.move("ended", days=3)
    evening.run(attendance.close_out_due)
    with pytest.raises(attendance_rules.NoReason):
        evening.run(attendance.correct, evening.ann, to="attended", why=" ")
    for to in ("attended", "no_show", "apology"):
        evening.run(attendance.correct, evening.ann, to=to, why="The chair remembers")
        assert evening.stands(evening.ann) == to
    evening.run(attendance.correct, evening.ann, to="attended", why="She sat beside Ben")
    assert evening.stands(evening.ann) == "attended"


def test_a_join_that_was_not_marked_counts_when_attendance_is_closed(evening: Evening) -> None:
    evening.comes(evening.ann, "Ann")
    evening.house.run(lambda uow: setattr(uow.db.get_one(Registration, evening.ann), "state", "confirmed"))
    evening.move("ended", days=3)
    assert evening.run(attendance.close_out, evening.session_id) == 1
    assert evening.stands(evening.ann) == "attended"


@pytest.mark.req("PP-05")
def test_each_reminder_is_sent_once_and_not_to_who_left(house: House, clock: ManualClock) -> None:
    evening = make(house, clock, starts_in=timedelta(days=9))
    collect(house)
    sent = []
    for days in (2, 0, 6, 0):
        clock.advance(timedelta(days=days))
        house.run(reminders.queue_due)
        letters = [letter for letter in collect(house) if letter.letter == "registration.reminder"]
        sent.append([letter.to.split("@")[0] for letter in letters])
        for letter in letters:
            assert "can’t come" in letter.text
            assert letter.link.startswith("/day-link/")
            assert f"{letter.link}?to=cannot" in letter.text
            assert "?to=cannot" in letter.html
        if days == 2:
            house.run(service.withdraw, evening.ben, by="landlord")
    assert [sorted(to) for to in sent] == [["ann", "ben"], [], ["ann"], []]


@pytest.mark.req("PP-22")
def test_an_apology_is_passed_on_to_the_programmes_own_mailbox(evening: Evening) -> None:
    collect(evening.house)
    evening.run(service.apologise, evening.ann, why="My mother is ill")
    notice = next(letter for letter in collect(evening.house) if letter.letter == "registration.apology_notice")
    assert notice.to == "forum@companion.example"
    assert "Ann Whitlock, Linden Quay Homes, can’t come" in notice.text
    assert "ill" not in notice.text.replace("will", "")


def test_an_apology_that_staff_noted_is_confirmed_to_the_person(evening: Evening) -> None:
    collect(evening.house)
    evening.run(desk.apologise, evening.ann, RANG)
    assert [letter.letter for letter in collect(evening.house)] == ["registration.ended"]


def test_marking_who_came_twice_or_from_elsewhere_changes_nothing(evening: Evening) -> None:
    evening.run(deciding.mark_attended, evening.ann)
    evening.run(deciding.mark_attended, evening.ann)
    evening.run(service.withdraw, evening.ben, by="staff")
    evening.run(deciding.mark_attended, evening.ben)
    assert (evening.stands(evening.ann), evening.stands(evening.ben)) == ("attended", "cancelled")
