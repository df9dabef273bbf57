"""A session moved or called off: seats stay, everybody hears of it, and nobody is ever counted as absent for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from companion.forums import bank_holidays, moving, rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.invitations.tables import Invitation
from companion.kernel.tables import OutboxEffect
from companion.kernel.uow import Uow
from companion.kernel.working_days import day_of
from companion.people import sign_in
from companion.people.roles import Role
from companion.people.tables import Link
from companion.registration import attendance, moving_letters, readiness, ready_rules, service
from companion.registration import moving as registrations
from companion.registration.tables import Registration
from tests.house import House
from tests.registration.post import collect
from tests.registration.racing import registrations as rows

SIX_WEEKS = timedelta(weeks=6)
LENGTH = timedelta(minutes=90)


@dataclass
class Evening:
    """A session in ten weeks: Ann and Ben hold the seats of one landlord, Cara waits; another landlord was invited."""

    house: House
    programme_id: UUID
    session_id: UUID
    ann: UUID
    ben: UUID
    cara: UUID

    @property
    def session(self) -> ForumSession:
        return self.house.run(forums.session_of, self.session_id)  # type: ignore[no-any-return]

    def states(self) -> dict[UUID, tuple[str, int | None]]:
        return {row.id: (row.state, row.seat_no) for row in self.house.run(rows, self.session_id)}

    def move(self, by: timedelta) -> int:
        starts_at = self.session.starts_at + by
        return self.house.run(registrations.reschedule, self.session_id, starts_at=starts_at, length=LENGTH)  # type: ignore[no-any-return]


def make_evening(house: House, meeting_id: str = "91234567890") -> Evening:
    programme = house.programme()
    session = house.forum_session(programme, starts_in=timedelta(weeks=10), zoom_meeting_id=meeting_id)
    quay = house.landlord()
    moor = house.landlord("High Moor Housing", domain="highmoor.example", contact="Moor Contact")
    house.invitation(session, quay)
    house.invitation(session, moor)
    made = []
    for name, state, seat in (("Ann", "confirmed", 1), ("Ben", "confirmed", 2), ("Cara", "waitlisted", None)):
        person = house.person(f"{name} Whitlock", f"{name.lower()}@lindenquay.example")
        made.append(house.registration(session, person, landlord_id=quay, state=state, seat_no=seat))
    return Evening(house, programme, session, *made)


@pytest.fixture
def evening(house: House) -> Evening:
    return make_evening(house)


@pytest.mark.req("LC-11", "LC-12")
def test_edge_44_postponed_session_keeps_registrations_and_recomputes_every_date(house_on_each: House) -> None:
    evening = make_evening(house_on_each)
    before, states = evening.session, evening.states()
    agenda = evening.house.run(bank_holidays.agenda_by, before)
    evening.house.run(moving_letters.compose_moved, {"registration_id": str(evening.ann)})  # mints a link
    assert evening.move(SIX_WEEKS) == 5, "Ann, Ben, Cara, and the contacts of both landlords"
    after = evening.session
    assert evening.states() == states
    assert (after.starts_at, after.ends_at) == (before.starts_at + SIX_WEEKS, before.starts_at + SIX_WEEKS + LENGTH)
    assert after.registration_closes_at == rules.dates_for(after.starts_at).registration_closes_at
    assert evening.house.run(bank_holidays.agenda_by, after) == agenda + SIX_WEEKS
    assert (after.calendar_sequence, after.moved_from) == (1, before.starts_at)
    ends = evening.house.run(lambda uow: uow.db.scalars(select(Link.expires_at)).all())
    assert ends == [forums.links_end_at(after)]
    assert evening.house.run(
        lambda uow: uow.db.scalars(select(OutboxEffect.kind).distinct()).all().count("zoom.meeting_time")
    )
    answers = evening.house.run(registrations.answers, evening.session_id)
    assert [answer.name for answer in answers.open] == ["Ann Whitlock", "Ben Whitlock"], "who waits is not asked"


def test_everybody_is_told_with_a_calendar_file_that_moves_the_entry_they_have(evening: Evening) -> None:
    evening.move(SIX_WEEKS)
    ann = evening.house.run(moving_letters.compose_moved, {"registration_id": str(evening.ann)})
    entry = next(iter(Calendar.from_ical(ann.attachments[0].data).walk("VEVENT")))
    assert (entry["sequence"], day_of(entry.decoded("dtstart"))) == (1, day_of(evening.session.starts_at))
    arrived = {letter.to: letter for letter in collect(evening.house)}
    assert set(arrived) == {
        "ann@lindenquay.example",
        "ben@lindenquay.example",
        "cara@lindenquay.example",
        "contact@lindenquay.example",
        "contact@highmoor.example",
    }
    assert "Can you still come?" in arrived["ann@lindenquay.example"].text
    assert "Can you still come?" not in arrived["cara@lindenquay.example"].text
    assert "two seats of High Moor Housing move with it" in arrived["contact@highmoor.example"].text


@pytest.mark.parametrize(
    ("told", "done"), [(True, True), (None, None), (False, False)], ids=["read back", "on its way", "refused"]
)
def test_the_checklist_says_whether_zoom_has_the_new_time(told: bool | None, done: bool | None) -> None:
    assert ready_rules.new_time(is_told=told).done is done


def test_without_a_zoom_account_the_meetings_time_is_a_task_and_not_done(evening: Evening) -> None:
    evening.move(SIX_WEEKS)
    found = evening.house.run(lambda uow: readiness.checks(uow, forums.session_of(uow, evening.session_id)))
    assert [check.done for check in found if "old time" in check.title] == [False]


def test_edge_44_landlords_that_had_not_answered_are_invited_and_reminded_anew(evening: Evening) -> None:
    def lapse(uow: Uow) -> None:
        for found in uow.db.scalars(select(Invitation)):
            found.state, found.first_reminded_at = "expired", uow.now

    evening.house.run(lapse)
    evening.move(SIX_WEEKS)
    found = evening.house.run(lambda uow: uow.db.scalars(select(Invitation)).all())
    assert [(one.state, one.first_reminded_at) for one in found] == [("sent", None), ("sent", None)]
    assert len(collect(evening.house)) == 5


def test_a_move_by_a_day_asks_nobody_again(evening: Evening) -> None:
    evening.move(timedelta(days=1))
    assert evening.house.run(registrations.answers, evening.session_id).number == 0
    assert not moving.asks_again(evening.session.starts_at, evening.session.starts_at - timedelta(days=1))


def test_the_answer_is_one_tap_and_who_cannot_gives_an_apology(evening: Evening, app: Flask) -> None:
    house = evening.house
    evening.move(SIX_WEEKS)
    found = {row.id: row for row in house.run(rows, evening.session_id)}
    ann = house.signed_in(
        app, found[evening.ann].person_id, "day", registration_id=evening.ann, forum_session_id=evening.session_id
    )
    place = f"/forum-sessions/{evening.session_id}/place"
    assert "It has moved. Can you still come?" in ann.get(place).text
    assert "It has moved" not in ann.post(f"{place}/still-coming", follow_redirects=True).text
    house.run(service.apologise, evening.ben, by="person")
    answers = house.run(registrations.answers, evening.session_id)
    assert [[answer.name for answer in group] for group in (answers.can, answers.cannot, answers.open)] == [
        ["Ann Whitlock"],
        ["Ben Whitlock"],
        [],
    ]
    evening.move(SIX_WEEKS)
    again = house.run(registrations.answers, evening.session_id)
    assert next(answer.name for answer in again.open) == "Ann Whitlock", "another date is another question"


def test_a_session_that_runs_or_is_called_off_keeps_its_date(evening: Evening) -> None:
    with pytest.raises(moving.SameDate):
        evening.move(timedelta(0))
    with pytest.raises(rules.BadPlan):
        evening.move(-timedelta(weeks=20))
    evening.house.run(registrations.call_off, evening.session_id)
    with pytest.raises(rules.NotFromHere):
        evening.move(SIX_WEEKS)


def test_edge_45_a_session_called_off_tells_everybody_and_writes_no_no_show(evening: Evening) -> None:
    house, states = evening.house, evening.states()
    assert house.run(registrations.call_off, evening.session_id) == 5
    house.wiring.runner.clock.advance(timedelta(weeks=20))  # type: ignore[attr-defined]
    with pytest.raises(attendance.NotOver):
        house.run(attendance.close_out, evening.session_id)
    assert evening.states() == states
    ann = house.run(moving_letters.compose_called_off, {"registration_id": str(evening.ann)})
    calendar = Calendar.from_ical(ann.attachments[0].data)
    entry = next(iter(calendar.walk("VEVENT")))
    assert (calendar["method"], entry["status"], entry["sequence"]) == ("CANCEL", "CANCELLED", 1)
    letters = collect(house)
    assert len(letters) == 5
    assert all("does not take place" in letter.text for letter in letters)


def test_the_pages_show_what_a_move_means_before_anybody_is_told(evening: Evening, app: Flask) -> None:
    house = evening.house
    organiser = house.signed_in(app, house.account(Role.ORGANISER, programme_id=evening.programme_id))
    path = f"/forum-sessions/{evening.session_id}/date"
    assert "Give it another date" in organiser.get(path).text
    fields = {"date-day": "16", "date-month": "9", "date-year": "2027", "time": "10:30", "minutes": "90"}
    page = " ".join(organiser.get(path, query_string=fields).text.split())
    assert "Move it to <b>Thursday 16 September</b>" in page
    assert "5 letters leave" in page
    assert collect(house) == []
    assert organiser.get(path, query_string=fields | {"date-month": "13"}).status_code == 422
    moved = organiser.post(path, data=fields, follow_redirects=True).text
    assert "5 letters are on their way" in moved
    assert "Thursday 16 September 2027" in moved
    assert organiser.post(path, data=fields).status_code == 409
    off = f"/forum-sessions/{evening.session_id}/call-off"
    assert "Call off Over 1,000 homes?" in organiser.get(off).text
    assert "Called off. 5 letters" in organiser.post(off, follow_redirects=True).text
    assert organiser.post(off).status_code == 409
    assert "It is called off" in organiser.get(off).text


@pytest.mark.parametrize(("state", "words"), [("cancelled", "is called off"), ("ended", "is over")])
def test_edge_45_every_page_of_an_outsider_says_that_it_is_called_off_or_over(
    evening: Evening, app: Flask, state: str, words: str
) -> None:
    house = evening.house
    ann, nora = (
        house.run(lambda uow: uow.db.get_one(Registration, evening.ann)),
        house.person("Nora", "nora@quay.example"),
    )
    scope = {"landlord_id": ann.landlord_id, "forum_session_id": evening.session_id}
    landlord = house.signed_in(app, nora, "landlord", **scope)
    day = house.signed_in(app, ann.person_id, "day", registration_id=ann.id, forum_session_id=evening.session_id)
    lives = {"address": "nora@quay.example", "lives": timedelta(days=99)}
    links = {
        "landlord-link": house.run(sign_in.make_link, "landlord", person_id=nora, **scope, **lives),
        "day-link": house.run(
            sign_in.make_link,
            "day",
            person_id=ann.person_id,
            registration_id=ann.id,
            **scope | {"landlord_id": None},
            **lives,
        ),
    }
    house.run(lambda uow: setattr(forums.session_of(uow, evening.session_id), "state", state))
    base = f"/forum-sessions/{evening.session_id}"
    pages = [landlord.get(f"{base}/seats"), day.get(f"{base}/place")]
    pages += [app.test_client().get(f"/{kind}/{token}") for kind, token in links.items()]
    for page in pages:
        text = page.get_data(as_text=True)
        assert text.count(f"Over 1,000 homes {words}") == 2, "in the heading and in the title"
        for wrong in ("seats are held", "Ready to join", "When a seat comes free", "Thank you for coming", "Swap"):
            assert wrong not in text
