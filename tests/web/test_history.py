"""The log of one session in words, and its run sheet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from companion.forums.agenda_rules import Line
from companion.people.roles import Role
from companion.registration import desk
from companion.registration.tables import Registration
from companion.web.run_sheet import timed
from tests.registration.test_list_pages import Office, office, pending

__all__ = ["office"]


@pytest.mark.req("X-01")
def test_the_history_says_who_did_what_newest_first(office: Office) -> None:
    fields = {"email": "ann@lindenquay.example", "landlord": str(office.landlord_id)}
    office.post("/registrations", name="Ann Whitlock", **fields)
    ann = office.house.run(lambda uow: uow.db.scalars(select(Registration.id)).one())
    office.post(f"/registrations/{ann}/apology", way="email")
    office.post("/export", what="registrations", format="csv")
    page = office.get("/history")
    assert page.index("exported a list") < page.index("noted an apology") < page.index("registered")
    assert "Robin Marsh" in page
    assert "Ann Whitlock, Linden Quay Homes" in page
    assert "Seat held → Apology given" in page
    only = office.get("/history?show=session")
    assert "exported a list" in only
    assert "noted an apology" not in only


@pytest.mark.req("X-01", "X-07")
def test_who_may_not_see_the_list_reads_the_log_without_names(office: Office) -> None:
    office.register("Ann Whitlock")
    person = office.house.account(Role.DPO, programme_id=office.programme_id, name="Dee Poe")
    page = office.house.signed_in(office.app, person).get(f"/forum-sessions/{office.session_id}/history").text
    assert "registered: a registration" in page
    assert "Whitlock" not in page
    steward = office.house.account(Role.STEWARD, programme_id=office.programme_id, name="Stew")
    client = office.house.signed_in(office.app, steward)
    assert client.get(f"/forum-sessions/{office.session_id}/history").status_code == 404


def test_the_run_sheet_times_each_item_and_names_the_crew(office: Office) -> None:
    office.house.account(Role.CHAIR, programme_id=office.programme_id, name="Chair Person")
    page = office.get("/run-sheet")
    assert "Chair Person" in page
    assert "Robin Marsh" in page
    for time in ("10:30", "10:50", "11:10", "11:30"):
        assert f">{time}<" in page


def test_items_follow_one_another_from_the_start() -> None:
    start = datetime(2027, 5, 25, 9, 30, tzinfo=UTC)
    found = timed([Line("1", "Welcome", "other", 5), Line("2", "Damp", "other", 40)], start)
    assert [(item.title, (item.starts_at - start) // timedelta(minutes=1)) for item in found] == [
        ("Welcome", 0),
        ("Damp", 5),
    ]


def test_the_first_page_asks_for_decisions_and_for_who_came(office: Office) -> None:
    pending(office)
    ann = office.register("Ann Whitlock")
    assert "1 person waits for your decision" in office.client.get("/").text
    office.house.wiring.runner.clock.advance(timedelta(days=9))  # type: ignore[attr-defined]
    office.house.run(lambda uow: setattr(desk.forums.session_of(uow, office.session_id), "state", "ended"))
    viewer = office.house.account(Role.ORGANISER, programme_id=office.programme_id, name="Sam Field")
    page = office.house.signed_in(office.app, viewer).get("/").text
    assert "Who came to Over 1,000 homes?" in page
    assert office.row(ann).state == "confirmed"
