"""Programmes, the season, planning a session and its agenda, by the client."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from companion.forums import service
from companion.kernel.clocks import ManualClock
from companion.people.roles import Role
from tests.house import House


@pytest.fixture
def programme_id(house: House) -> UUID:
    return house.programme()


@pytest.fixture
def organiser(house: House, app: Flask, programme_id: UUID) -> FlaskClient:
    return house.signed_in(app, house.account(Role.ORGANISER, programme_id=programme_id))


def plan(client: FlaskClient, programme_id: UUID, **more: str) -> tuple[int, str]:
    fields = {
        "forum_type": "LA",
        "date": "24",
        "date-month": "11",
        "date-year": "2027",
        "time": "10:30",
        "minutes": "90",
    } | more
    answer = client.post(f"/programmes/{programme_id}/new-session", data=fields, follow_redirects=True)
    return answer.status_code, answer.get_data(as_text=True)


def test_an_administrator_makes_a_programme(house: House, app: Flask) -> None:
    admin = house.signed_in(app, house.account(Role.ADMIN))
    fields = {"name": "Landlord Connect", "profile": "LC", "mailbox": "forum@companion.example"}
    page = admin.post("/programmes", data=fields, follow_redirects=True).get_data(as_text=True)
    assert "Its code of conduct comes next" in page
    again = admin.post("/programmes", data=fields)
    assert again.status_code == 409
    wrong = admin.post("/programmes", data={"name": "", "profile": "", "mailbox": "x"})
    assert wrong.status_code == 422
    page = wrong.get_data(as_text=True)
    assert 'href="#name"' in page
    assert 'href="#profile"' in page
    assert admin.post("/programmes", data={**fields, "name": "B", "mailbox": "nowhere"}).status_code == 422


def test_a_session_is_planned_from_a_date_and_its_overview_follows(organiser: FlaskClient, programme_id: UUID) -> None:
    status, page = plan(organiser, programme_id)
    assert status == 200
    assert "Landlord forum, local authorities" in page
    assert "Wednesday 24 November 2027, 10:30 to 12:00" in page
    assert "Planned" in page
    season = organiser.get("/forum-sessions").get_data(as_text=True)
    assert "Wednesday 24 November 2027" in season


def test_a_plan_with_a_fault_keeps_what_was_typed(organiser: FlaskClient, programme_id: UUID) -> None:
    status, page = plan(organiser, programme_id, **{"date-month": "13"})
    assert status == 422
    assert 'href="#date"' in page
    assert 'value="13"' in page
    assert "Error:" in page


def test_the_agenda_is_made_item_by_item(organiser: FlaskClient, house: House, programme_id: UUID) -> None:
    session_id = house.forum_session(programme_id, items=())
    path = f"/forum-sessions/{session_id}/agenda"
    assert "Nothing on the agenda yet" in organiser.get(path).get_data(as_text=True)
    fields = {"title": "Damp <b>and</b> mould", "kind": "feedback", "minutes": "100"}
    page = organiser.post(path, data=fields, follow_redirects=True).get_data(as_text=True)
    assert "Damp &lt;b&gt;and&lt;/b&gt; mould" in page
    assert "10 more than the session has" in page
    bad = organiser.post(path, data={"title": "", "minutes": "none"})
    assert bad.status_code == 422
    (item,) = house.run(service.agenda, session_id)
    assert organiser.post(f"{path}/{item.id}/remove").status_code == 303
    assert house.run(service.agenda, session_id) == []


def test_an_item_of_another_session_is_not_here(organiser: FlaskClient, house: House, programme_id: UUID) -> None:
    mine, other = house.forum_session(programme_id), house.forum_session(programme_id, zoom_meeting_id=None)
    item = house.run(service.agenda, other)[0]
    assert organiser.post(f"/forum-sessions/{mine}/agenda/{item.id}/remove").status_code == 404


def test_an_organiser_sees_only_their_own_programmes(organiser: FlaskClient, house: House) -> None:
    other = house.programme("Tenant Voice", "BX")
    session_id = house.forum_session(other, forum_type=None, title="Spring group")
    assert "Spring group" not in organiser.get("/forum-sessions").get_data(as_text=True)
    assert organiser.get(f"/forum-sessions/{session_id}").status_code == 404
    assert plan(organiser, other)[0] == 404


def test_a_date_is_looked_at_in_one_sentence_before_anything_is_saved(
    organiser: FlaskClient, house: House, programme_id: UUID
) -> None:
    house.landlord(band="LA")
    path = f"/programmes/{programme_id}/new-session"
    fields = "forum_type=LA&date-day=25&date-month=11&date-year=2027&time=10:30&minutes=90"
    page = " ".join(organiser.get(f"{path}?{fields}").text.split())
    assert "Hold it on <b>Thursday 25 November</b>" in page
    assert "between <b>Wednesday 25 August and Friday 24 September</b>" in page
    assert "out by <b>Thursday 4 November</b>" in page
    assert "1 landlord has <b>2 seats</b>" in page
    assert "no size" not in page
    assert "Thu 25 Nov, not kept yet" in page
    assert "Keep this date" in page
    assert house.run(service.sessions) == []
    assert organiser.get(f"{path}?{fields.replace('=25', '=31')}").status_code == 422


def test_a_date_of_nobody_says_so_and_names_the_landlords_without_a_size(
    organiser: FlaskClient, house: House, programme_id: UUID
) -> None:
    for number in range(2):
        house.landlord(f"Moor {number}", band="REVIEW", homes=None, domain=f"moor{number}.example", contact=None)
    fields = "forum_type=OVER&date-day=25&date-month=11&date-year=2027&time=10:30&minutes=90"
    page = " ".join(organiser.get(f"/programmes/{programme_id}/new-session?{fields}").text.split())
    assert "no landlord is known to belong to this forum" in page
    assert "2 landlords on the roll have no size" in page
    assert 'href="/roll/review"' in page


@pytest.mark.req("LC-09")
def test_the_season_shows_the_year_and_asks_for_a_second_session_only_from_september(
    house: House, app: Flask, organiser: FlaskClient, programme_id: UUID, clock: ManualClock
) -> None:
    house.forum_session(programme_id, title="Spring")
    assert "twice a year" not in organiser.get("/forum-sessions").text
    clock.advance(timedelta(days=365 + 110))
    organiser = house.signed_in(app, house.account(Role.ORGANISER, programme_id=programme_id))
    late = organiser.get("/forum-sessions").text
    assert "Season 2028" in late
    assert "No session in 2028." in late
    assert "Tue 1 Jun" in organiser.get("/forum-sessions?year=2027").text


def test_a_year_of_many_sessions_folds_its_dates_beside_the_picture(
    house: House, organiser: FlaskClient, programme_id: UUID
) -> None:
    def season() -> str:
        return organiser.get("/forum-sessions").get_data(as_text=True)

    for day in range(7):
        assert "sessions</summary>" not in season()
        house.forum_session(programme_id, starts_in=timedelta(days=day + 1))
    assert "<summary>7 sessions</summary>" in season()
