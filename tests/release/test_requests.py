"""A request for the full transcript: logged, with a clock that is ours, reminded, and answered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from companion.effects import LETTERS
from companion.kernel.clocks import ManualClock
from companion.kernel.errors import NotFound
from companion.kernel.mail import Letter
from companion.kernel.tables import OutboxEffect
from companion.kernel.uow import Uow
from companion.kernel.working_days import Calendar, day_of
from companion.people.roles import Role
from companion.registration import service as registration
from companion.release import request_rules, requests
from companion.release.request_rules import AnsweredAlready, NoReason
from companion.release.standing import hands_on
from companion.release.tables import Draft
from tests.house import House
from tests.release.conftest import without_hold
from tests.release.office import Office
from tests.release.test_pages import Pages

REASON = "Nothing was captured in that meeting, and nothing was recorded."


def test_ten_working_days_pass_over_weekends_and_bank_holidays() -> None:
    asked = datetime(2027, 5, 25, 9, 30, tzinfo=UTC)  # a Tuesday; Monday the 31st is a bank holiday
    assert request_rules.due_on(asked, Calendar("ENG")) == date(2027, 6, 9)


def test_who_asks_before_the_end_is_answered_counting_from_the_end() -> None:
    ends = datetime(2027, 5, 25, 12, 0, tzinfo=UTC)
    assert request_rules.counts_from(ends - timedelta(days=9), ends) == ends
    assert request_rules.counts_from(ends + timedelta(days=9), ends) == ends + timedelta(days=9)


@given(st.integers(0, 3000), st.integers(0, 40))
def test_a_due_day_is_worked_and_reminders_come_in_order(started: int, later: int) -> None:
    calendar = Calendar("ENG")
    began = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=started)
    due = request_rules.due_on(began, calendar)
    assert calendar.is_working(due)
    assert calendar.count(day_of(began), due) == 10
    today = day_of(began) + timedelta(days=later)
    mark = request_rules.reminder_due(due, today, calendar)
    assert (mark == "late") == (today > due)
    assert mark != "soon" or calendar.count(today, due) <= request_rules.REMIND_BEFORE


class Desk:
    """An evening with a registrant who wants the transcript."""

    def __init__(self, house: House) -> None:
        self.house = House(without_hold(house.wiring))
        self.office = Office(self.house)
        self.gwen = self.house.person("Gwen Prosser", "gwen@saltmarsh.example")
        self.landlord_id = self.house.landlord("Saltmarsh Homes", domain="saltmarsh.example")
        self.registration_id = self.house.registration(
            self.office.session_id, self.gwen, landlord_id=self.landlord_id, state="cancelled", seat_no=None
        )

    def ask(self) -> UUID:
        return self.house.run(  # type: ignore[no-any-return]
            requests.ask, self.office.session_id, person_id=self.gwen, registration_id=self.registration_id
        )

    def letters(self, name: str) -> list[Letter]:
        def compose(uow: Uow) -> list[Letter]:
            effects = uow.db.scalars(select(OutboxEffect).where(OutboxEffect.kind == "letter"))
            made = [LETTERS[name](uow, one.payload) for one in effects if one.payload["letter"] == name]
            return [letter for letter in made if letter is not None]

        return self.house.run(compose)  # type: ignore[no-any-return]

    def asked(self) -> requests.Asked:
        return self.house.run(requests.asked_of, self.office.session_id)[0]  # type: ignore[no-any-return]

    def advance(self, **by: Any) -> None:
        clock = self.house.wiring.runner.clock
        assert isinstance(clock, ManualClock)
        clock.advance(timedelta(**by))


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


@pytest.mark.req("LC-15")
def test_a_request_is_logged_once_with_the_day_by_which_it_is_answered(desk: Desk) -> None:
    assert desk.ask() == desk.ask()
    asked = desk.asked()
    assert (asked.name, asked.state, asked.is_late) == ("Gwen Prosser", "open", False)
    (letter,) = desk.letters("release.request_logged")
    assert letter.to == "gwen@saltmarsh.example"
    assert letter.context["due_on"].date() <= asked.due_on


@pytest.mark.req("LC-15")
def test_reviewers_are_reminded_before_the_day_and_once_after_it(desk: Desk) -> None:
    desk.ask()
    assert desk.house.run(requests.remind) == 0
    due = desk.asked().due_on
    desk.advance(days=(due - day_of(desk.house.now)).days)
    assert desk.house.run(requests.remind) == 1
    assert desk.house.run(requests.remind) == 0
    desk.advance(days=1)
    assert desk.asked().is_late
    assert desk.house.run(requests.remind) == 1
    desk.advance(days=1)
    assert desk.house.run(requests.remind) == 0
    assert [letter.subject.split(":")[0] for letter in desk.letters("release.request_due")] == ["Overdue", "Overdue"]


@pytest.mark.req("LC-15", "LC-13", "C-06")
def test_the_release_answers_it_with_the_de_identified_text(desk: Desk) -> None:
    desk.ask()
    draft_id = desk.office.drafted()
    desk.office.reviewed(draft_id)
    desk.office.approve(draft_id)
    assert desk.asked().state == "answered"
    (letter,) = desk.letters("release.out")
    assert letter.to == "gwen@saltmarsh.example"
    assert letter.attachments == (), "the way to the released text, and no text"


@pytest.mark.req("LC-15")
def test_who_asks_when_it_is_out_has_the_answer_at_once(desk: Desk) -> None:
    draft_id = desk.office.drafted()
    desk.office.reviewed(draft_id)
    desk.office.approve(draft_id)
    desk.ask()
    assert desk.asked().state == "answered"
    assert len(desk.letters("release.out")) == 1
    assert desk.letters("release.request_logged") == []


@pytest.mark.req("LC-15")
def test_no_needs_a_reason_that_reaches_whoever_asked(desk: Desk) -> None:
    request_id = desk.ask()
    here = desk.office.session_id
    with pytest.raises(NoReason):
        desk.office.edit(requests.decline, here, request_id, "No.")
    desk.office.edit(requests.decline, here, request_id, REASON)
    (letter,) = desk.letters("release.request_declined")
    assert letter.context["reason"] == REASON
    assert desk.asked().reason == REASON
    with pytest.raises(AnsweredAlready):
        desk.office.edit(requests.decline, here, request_id, REASON)


def test_a_request_of_another_session_is_not_answered_from_here(desk: Desk) -> None:
    request_id = desk.ask()
    elsewhere = desk.house.forum_session(desk.office.programme_id)
    with pytest.raises(NotFound):
        desk.office.edit(requests.decline, elsewhere, request_id, REASON)
    with pytest.raises(NotFound):
        desk.office.edit(requests.log, elsewhere, desk.registration_id)


@pytest.mark.req("LC-15")
def test_who_asked_before_the_meeting_has_asked_once_it_is_over(desk: Desk) -> None:
    here = desk.house.registration(desk.office.session_id, desk.house.person("Hal Prosser", "hal@saltmarsh.example"),
                                   landlord_id=desk.landlord_id, state="waitlisted", seat_no=None)  # fmt: skip
    desk.house.run(registration.want_transcript, here)
    assert desk.house.run(requests.follow_wishes) == 1
    assert desk.house.run(requests.follow_wishes) == 0
    assert (desk.asked().name, desk.asked().how) == ("Hal Prosser", "registration")


@pytest.fixture
def pages(house: House) -> Pages:
    return Pages(house)


@pytest.mark.req("LC-15", "C-30")
def test_a_participant_asks_on_the_page_and_reads_how_it_stands(pages: Pages) -> None:
    reader = pages.registrant()
    assert "Ask for the full transcript" in pages.get(reader, pages.shelf)
    assert "this limit is our own" in pages.get(reader, pages.shelf)
    assert "Your request is logged" in pages.post(reader, f"{pages.shelf}/ask")
    page = pages.get(reader, pages.shelf)
    assert "We answer by" in page
    assert "Ask for the full transcript" not in page
    staff = pages.get(pages.editor, f"{pages.stand}/requests")
    assert "Farida Khan" in staff
    assert "1 waiting" in pages.get(pages.editor, pages.stand)
    pages.release()
    page = pages.get(reader, pages.shelf)
    assert "You may use what was said" in page
    assert "do not republish the file" in page


@pytest.mark.req("LC-15")
def test_staff_log_and_decline_on_their_page(pages: Pages) -> None:
    pages.registrant()
    where = f"{pages.stand}/requests"
    registration_id = pages.house.run(
        lambda uow: uow.db.scalar(select(requests.Registration.id).where(requests.Registration.state == "confirmed"))
    )
    assert "Choose who asked" in pages.post(pages.editor, where)
    assert "The request is logged" in pages.post(pages.editor, where, registration=registration_id)
    request_id = pages.house.run(requests.asked_of, pages.office.session_id)[0].request_id
    assert "Say why" in pages.post(pages.editor, where, request=request_id, reason="no")
    assert REASON in pages.post(pages.editor, where, request=request_id, reason=REASON)


@pytest.mark.parametrize("role", [Role.APPROVER, Role.CHAIR, Role.ADMIN])
def test_who_asked_is_not_for_everybody(pages: Pages, role: Role) -> None:
    assert pages.staff(role).get(f"{pages.stand}/requests").status_code == 404


def test_a_version_made_from_another_has_its_hands_too(desk: Desk) -> None:
    first = desk.office.drafted()
    desk.office.accept_everything(first)
    later = Draft(id=UUID(int=1), made_from_id=first)
    assert desk.office.editor in desk.house.run(hands_on, later)
