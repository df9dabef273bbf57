"""The checklist before a session says what was seen, how old it is, and what to do; what was not seen is not done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from companion.forums.planning import Days
from companion.kernel.clocks import ManualClock
from companion.people.roles import Role
from companion.registration import readiness, service, zoom_settings
from companion.registration import ready_rules as rules
from companion.registration.ready_rules import Check, Letters, Places, Setting
from tests.house import House

NOW = datetime(2027, 5, 25, 9, 30, tzinfo=UTC)
WINDOW = Days(date(2027, 3, 10), date(2027, 4, 9))
RIGHT = Setting("Waiting room", True, "on", "")
UNTOLD = Setting("Captions", None, "Zoom does not tell us", "Look in your account.")


def settings(*lines: Setting, problem: str | None = None, age: int | None = 2, looked: bool = False) -> list[Check]:
    read_at = NOW - timedelta(minutes=age) if age is not None else None
    return list(rules.settings(lines, problem, read_at, NOW, NOW - timedelta(days=1) if looked else None))


def test_what_was_read_is_named_with_its_age_and_counts_only_while_it_is_fresh() -> None:
    (fresh,) = settings(RIGHT, age=2)
    assert (fresh.done, fresh.words) == (True, "Waiting room: on. Read 2 minutes ago")
    (stale,) = settings(RIGHT, age=5 * 60)
    assert stale.done is None
    assert stale.words.startswith("Read 5 hours ago, and not since.")
    assert [row.title for row in settings(age=None)] == ["Zoom’s settings not read yet"]


def test_edge_64_wrong_approval_in_zoom_is_a_red_row_with_its_remedy() -> None:
    wrong = Setting("Registration approved by hand", False, "approved by itself", "Choose Manually Approve.")
    good, red = settings(RIGHT, wrong)
    assert (good.done, red.done, red.remedy) == (True, False, "set")
    assert red.words == "Choose Manually Approve. Read 2 minutes ago"


def test_edge_70_a_meeting_that_is_gone_is_said_beside_what_was_last_known() -> None:
    gone, last = settings(RIGHT, problem="Zoom has no such meeting any more.", age=300)
    assert (gone.done, gone.words) == (False, "Zoom has no such meeting any more.")
    assert last.done is None


def test_what_zoom_does_not_tell_is_done_only_when_a_person_looked() -> None:
    (unseen,) = settings(UNTOLD)
    assert (unseen.done, unseen.remedy) == (None, "looked")
    (seen,) = settings(UNTOLD, looked=True)
    assert seen.done
    assert "Somebody looked in Zoom, Monday 24 May 2027" in seen.words


@pytest.mark.req("LC-12", "PP-32")
@pytest.mark.parametrize(
    ("today", "out_at", "in_time", "done", "title"),
    [
        (date(2027, 5, 1), None, None, None, "Agenda not out yet"),
        (date(2027, 5, 21), None, False, False, "Agenda not out"),
        (date(2027, 5, 21), NOW, False, False, "Agenda out late"),
        (date(2027, 5, 21), NOW, True, True, "Agenda out in time"),
    ],
)
def test_the_agenda_is_in_time_late_or_still_to_come(
    today: date, out_at: datetime | None, in_time: bool | None, done: bool | None, title: str
) -> None:
    check = rules.agenda(3, date(2027, 5, 20), today, out_at=out_at, in_time=in_time)
    assert (check.done, check.title) == (done, title)


@pytest.mark.req("LC-11")
@pytest.mark.parametrize(
    ("letters", "today", "done", "title"),
    [
        (Letters(0, 0, 312), date(2027, 2, 9), None, "Invitations not approved"),
        (Letters(0, 0, 312, True, date(2027, 3, 10)), date(2027, 2, 9), None, "312 landlords not invited yet"),
        (Letters(300, 0, 1), date(2027, 4, 10), False, "1 landlord not invited yet"),
        (Letters(312, 0, 0), date(2027, 4, 10), True, "Invitations left in their window"),
        (Letters(312, 12, 0), date(2027, 4, 10), False, "Some invitations left late"),
        (Letters(0, 0, 0), date(2027, 4, 10), None, "Nobody to invite yet"),
    ],
)
def test_invitations_are_held_against_their_window(
    letters: Letters, today: date, done: bool | None, title: str
) -> None:
    check = rules.invitations(letters, WINDOW, today, is_over=False)
    assert (check.done, check.title) == (done, title)


@pytest.mark.req("LC-11")
def test_no_letter_is_said_to_leave_while_names_are_closed_or_after_the_start(house: House) -> None:
    house.landlord()
    programme = house.programme()

    def said(state: str) -> tuple[str, str, str | None]:
        session_id = house.forum_session(programme, state=state, zoom_meeting_id=None)
        checks = house.run(lambda uow: readiness.checks(uow, readiness.forums.session_of(uow, session_id)))
        return next((check.title, check.words, check.remedy) for check in checks if "invited" in check.title)

    assert "Letters leave at once" in said("open")[1]
    assert "No letter leaves while names are closed" in said("closed")[1]
    assert said("live") == ("1 landlord not invited", "", None)


@pytest.mark.parametrize(("taken", "done"), [(0, True), (399, True), (400, None), (500, False), (501, False)])
def test_room_warns_at_four_fifths_and_is_red_when_it_is_full(taken: int, done: bool | None) -> None:
    assert rules.room(taken, 500).done is done


def test_people_are_counted_and_nobody_is_not_everybody() -> None:
    assert rules.pushed(Places(0, 0, 0), is_linked=True).done is None
    assert rules.pushed(Places(3, 0, 2), is_linked=True).title == "1 person not in Zoom yet"
    assert rules.pushed(Places(3, 3, 3), is_linked=True).done
    assert rules.agreed(Places(0, 0, 0)).done is None
    assert rules.agreed(Places(2, 2, 0)).done


@pytest.mark.parametrize(
    ("passed", "said"), [(20, "just now"), (60, "1 minute ago"), (5400, "2 hours ago"), (172_800, "2 days ago")]
)
def test_ages_are_said_as_people_say_them(passed: int, said: str) -> None:
    assert rules.ago(timedelta(seconds=passed)) == said


def titles(house: House, session_id: UUID) -> dict[str, bool | None]:
    found = house.run(lambda uow: readiness.checks(uow, readiness.forums.session_of(uow, session_id)))
    return {check.title: check.done for check in found}


@pytest.mark.req("LC-07")
def test_a_session_is_linked_or_said_not_to_be(house: House) -> None:
    programme = house.programme()
    linked, loose = house.forum_session(programme), house.forum_session(programme, zoom_meeting_id=None)
    assert titles(house, linked)["Zoom meeting linked"]
    assert titles(house, linked)["Zoom’s settings not read yet"] is None
    assert titles(house, loose)["Zoom meeting not linked"] is None


def test_a_session_called_off_has_no_checklist_and_one_that_is_over_keeps_what_is_recorded(house: House) -> None:
    programme = house.programme()
    assert titles(house, house.forum_session(programme, state="cancelled")) == {}
    over = titles(house, house.forum_session(programme, state="ended", zoom_meeting_id=None))
    assert set(over) & {"Zoom meeting not linked", "Not open for names yet", "Nobody has a place yet"} == set()
    assert over["Ground rules not highlighted"] is False


@pytest.mark.req("BX-26")
def test_ground_rules_are_noted_by_the_chair_in_the_meeting_with_the_time(
    house: House, app: Flask, clock: ManualClock
) -> None:
    programme = house.programme("Engagement", "BX")
    session_id = house.forum_session(programme, forum_type=None, starts_in=timedelta(hours=3))
    path = f"/forum-sessions/{session_id}"
    chair = house.signed_in(app, house.account(Role.CHAIR, programme_id=programme))
    early = chair.post(f"{path}/ground-rules")
    assert early.status_code == 409
    assert "from an hour before the start" in early.text
    clock.advance(timedelta(hours=3))
    page = chair.post(f"{path}/ground-rules", follow_redirects=True).text
    assert "At 13:30, Tuesday 25 May 2027" in page
    clock.advance(timedelta(minutes=5))
    assert "At 13:30" in chair.post(f"{path}/ground-rules", follow_redirects=True).text, "the first time counts"


@pytest.mark.req("X-07")
def test_who_may_only_look_sees_the_checklist_without_its_buttons(house: House, app: Flask) -> None:
    programme = house.programme()
    session_id = house.forum_session(programme)
    path = f"/forum-sessions/{session_id}"
    reviewer = house.signed_in(app, house.account(Role.REVIEWER, programme_id=programme))
    page = reviewer.get(path).text
    assert "Zoom’s settings not read yet" in page
    assert "Ask Zoom now" not in page
    assert reviewer.post(f"{path}/meeting/looked").status_code == 404
    organiser = house.signed_in(app, house.account(Role.ORGANISER, programme_id=programme))
    assert "Ask Zoom now" in organiser.get(path).text
    assert "Zoom is being asked" in organiser.post(f"{path}/meeting/read", follow_redirects=True).text
    assert "Noted, with your name" in organiser.post(f"{path}/meeting/looked", follow_redirects=True).text
    house.run(zoom_settings.note_problem, session_id, "91234567890", "gone")
    assert "Zoom has no such meeting any more" in organiser.get(path).text
    other = house.signed_in(app, house.account(Role.ORGANISER, programme_id=house.programme("Another")))
    assert other.get(path).status_code == 404


@pytest.mark.req("BX-26")
def test_ground_rules_stand_on_the_page_from_which_people_join(house: House, app: Flask) -> None:
    session_id, landlord = house.forum_session(house.programme()), house.landlord()
    ann = house.person()
    registration = house.registration(session_id, ann, landlord_id=landlord)
    client = house.signed_in(app, ann, "day", registration_id=registration, forum_session_id=session_id)
    place = f"/forum-sessions/{session_id}/place"
    assert "Speak respectfully." in client.get(place).text, "before they agree"
    house.run(service.accept_code, registration)
    page = client.get(place).text
    assert "The ground rules" in page
    assert "Speak respectfully." in page
