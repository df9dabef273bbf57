"""Somebody rang or wrote: found, done, and kept with how it came and when it was said."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from uuid import UUID

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from companion.kernel.tables import AuditEntry
from companion.kernel.uow import Uow
from companion.people.roles import Role
from companion.registration import desk
from companion.registration.tables import Registration
from companion.roll.tables import Landlord
from tests.registration.test_list_pages import Office, office, pending

__all__ = ["office"]


def entries(office: Office, action: str) -> list[AuditEntry]:
    def found(uow: Uow) -> list[AuditEntry]:
        return list(uow.db.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.seq)))

    return office.house.run(found)  # type: ignore[no-any-return]


def test_a_few_letters_find_a_landlord_with_its_seats_and_a_person(office: Office) -> None:
    office.register("Ann Whitlock")
    assert "Type whom it is about" in office.get("/desk")
    page = office.get("/desk?q=lind")
    assert "Linden Quay Homes" in page
    assert "Register somebody" in page
    assert ">Free<" in page.replace("<span>", ">")
    assert "Ann Whitlock" in office.get("/desk?q=whit")
    assert "Nothing fits" in office.get("/desk?q=zebra")


def test_two_landlords_of_one_name_are_told_apart_by_number_and_domain(office: Office) -> None:
    house = office.house
    twins = [house.landlord("Harbour Homes", domain=f"harbour-{where}.example") for where in ("north", "south")]
    numbers = [house.run(lambda uow, twin=twin: uow.db.get_one(Landlord, twin).member_no) for twin in twins]
    page = office.get("/desk?q=harbour")
    for number, where in zip(numbers, ("north", "south"), strict=True):
        assert f"Member {number} · harbour-{where}.example" in page
    assert f"Member {numbers[1]}" in office.get(f"/desk/register?landlord={twins[1]}")
    for twin, name in zip(twins, ("Ann Whitlock", "Ben Achebe"), strict=True):
        house.registration(office.session_id, house.person(name, None), landlord_id=twin)
    assert "2 landlords, 2 people" in office.get("/door")


@pytest.mark.req("LC-10")
def test_edge_6_the_desk_registers_for_a_landlord_whose_size_changed_after_it_was_invited(office: Office) -> None:
    office.house.invitation(office.session_id, office.landlord_id)
    office.house.run(lambda uow: setattr(uow.db.get_one(Landlord, office.landlord_id), "band", "UNDER"))
    page = office.get("/desk?q=lind")
    assert "Belongs to another forum" not in page
    assert f"/desk/register?landlord={office.landlord_id}" in page


def test_a_landlord_of_another_forum_is_shown_without_a_way_that_ends_in_a_refusal(office: Office) -> None:
    office.house.run(lambda uow: setattr(uow.db.get_one(Landlord, office.landlord_id), "band", "UNDER"))
    page = office.get("/desk?q=lind")
    assert "Belongs to another forum" in page
    assert f'href="/roll/landlords/{office.landlord_id}"' in page
    assert f"/desk/register?landlord={office.landlord_id}" not in page


def test_registering_a_caller_keeps_how_it_came_and_who_typed_it(office: Office) -> None:
    form = office.get(f"/desk/register?landlord={office.landlord_id}")
    assert "Who comes for Linden Quay Homes?" in form
    fields = {"name": "Ann Whitlock", "email": "ann@lindenquay.example", "landlord": str(office.landlord_id)}
    status, page = office.post("/registrations", **fields, way="letter")
    assert status == 200
    assert "Registered" in page
    assert "by letter, noted by Robin Marsh" in page
    told = entries(office, "registration.told")[-1]
    assert (told.actor_kind, told.details["act"], told.details["way"]) == ("person", "register", "letter")


def test_edge_47_the_time_of_the_mail_is_typed_and_a_future_one_is_refused(office: Office) -> None:
    ann = office.register("Ann Whitlock")
    said = {"way": "email", "said-day": "24", "said-month": "5", "said-year": "2027"}
    status, page = office.post(f"/registrations/{ann}/apology", **said, why="Ill")
    assert status == 422
    assert "Enter the time too" in page
    assert 'value="24"' in page, "what was typed is kept"
    status, page = office.post(f"/registrations/{ann}/apology", **said | {"said-year": "2030"}, **{"said-time": "9:05"})
    assert "not in the future" in page
    status, page = office.post(f"/registrations/{ann}/apology", **said, **{"said-time": "9.05"}, why="Ill")
    assert "The apology is noted." in page
    assert "Monday 24 May 2027, 09:05" in page
    assert "Ill" in page
    assert office.row(ann).state == "apology"


def test_a_swap_offers_the_colleague_who_waits(office: Office) -> None:
    ann, _ben, cara = (office.register(name) for name in ("Ann Whitlock", "Ben Achebe", "Cara Lind"))
    page = office.get(f"/registrations/{ann}/swap")
    assert "Give the seat to Cara Lind" in page
    office.post(f"/registrations/{ann}/swap", name="Cara Lind", email="cara@lindenquay.example", way="phone")
    assert (office.row(cara).state, office.row(cara).seat_no) == ("confirmed", 1)


@pytest.mark.req("LC-06")
def test_edge_29_approval_looks_at_the_seats_of_the_landlord_found(office: Office) -> None:
    office.register("Ann Whitlock")
    dora = pending(office)
    page = office.get(f"/registrations/{dora}?q=linden")
    assert "Seat 1: Ann Whitlock, seat 2 free" in page
    office.register("Ben Achebe")
    _status, page = office.post(f"/registrations/{dora}/approve", landlord=str(office.landlord_id))
    assert "on the waiting list" in page
    assert office.row(dora).state == "waitlisted"


def test_somebody_under_the_wrong_landlord_is_moved_and_the_cap_holds(office: Office) -> None:
    ann, ben, cara = (office.register(name) for name in ("Ann Whitlock", "Ben Achebe", "Cara Lind"))
    moor = office.house.landlord("High Moor Housing", domain="highmoor.example")
    page = office.get(f"/registrations/{ann}/landlord?q=moor")
    assert "High Moor Housing" in page
    assert office.post(f"/registrations/{ann}/landlord", landlord="")[0] == 422
    _status, page = office.post(f"/registrations/{ann}/landlord", landlord=str(moor))
    assert "Moved" in page
    moved = office.row(ann)
    assert (moved.landlord_id, moved.state, moved.seat_no) == (moor, "confirmed", 1)
    assert office.row(cara).state == "offered", "the seat she left is offered on"
    assert office.post(f"/registrations/{ann}/landlord", landlord=str(moor))[0] == 409
    office.post(f"/registrations/{ben}/landlord", landlord=str(moor))
    office.post(f"/registrations/{cara}/landlord", landlord=str(moor))
    assert (office.row(ben).seat_no, office.row(cara).state) == (2, "waitlisted")


def test_the_attendance_page_marks_corrects_and_closes(office: Office) -> None:
    ann, ben = office.register("Ann Whitlock"), office.register("Ben Achebe")
    assert "It begins on" in office.get("/attendance")
    assert "Attendance is noted once the session has begun" in office.post(f"/registrations/{ann}/present")[1]
    clock = office.house.wiring.runner.clock
    clock.advance(timedelta(days=9))  # type: ignore[attr-defined]
    office.house.run(lambda uow: setattr(desk.forums.session_of(uow, office.session_id), "state", "ended"))
    organiser = office.house.account(Role.ORGANISER, programme_id=office.programme_id, name="Sam Field")
    office.client = office.house.signed_in(office.app, organiser)  # the browser session of nine days ago has ended
    assert "Mark who came first" in office.post("/attendance/close")[1]
    assert "Marked present" in office.post(f"/registrations/{ann}/present")[1]
    assert "1 did not come" in office.post("/attendance/close")[1]
    status, page = office.post(f"/registrations/{ben}/attendance", to="attended", why="")
    assert status == 422
    assert "Say why you correct it" in page
    assert "Corrected." in office.post(f"/registrations/{ben}/attendance", to="apology", why="He had written")[1]
    assert office.row(ben).state == "apology"
    assert "1 apology" in office.get("/attendance")


def test_attendance_of_many_is_searched_and_narrowed_and_stays_so_after_a_button(office: Office) -> None:
    house = office.house
    ann = office.register("Ann Whitlock")
    for number in range(60):
        landlord = house.landlord(f"Moor {number:02} Homes", domain=f"moor{number}.example", contact=None)
        for seat in (1, 2):
            person = house.person(f"Dina{seat} Moor{number:02}", f"dina{seat}@moor{number}.example")
            house.registration(office.session_id, person, landlord_id=landlord, seat_no=seat)
    house.run(lambda uow: setattr(desk.forums.session_of(uow, office.session_id), "state", "live"))
    first, last = office.get("/attendance"), office.get("/attendance?page=2")
    assert "121 found, page 1 of 2" in first
    assert "Dina1 Moor59" in last
    assert "Dina1 Moor59" not in first
    found = office.get("/attendance?q=whit")
    assert "Ann Whitlock" in found
    assert "Moor00" not in found
    button = f"/registrations/{ann}/present?q=whit&amp;show"
    assert "Nobody is on this list" in office.get("/attendance?show=came")
    assert "Nobody fits “zzz”" in office.get("/attendance?q=zzz")
    assert button in office.get("/attendance?q=whit&show=everybody")
    page = office.post(f"/registrations/{ann}/present?q=whit&show=everybody")[1]
    assert "Marked present" in page
    assert "Moor00" not in page, "still narrowed to whom they looked for"
    came = office.get("/attendance?show=came")
    assert "Ann Whitlock" in came
    assert "Moor00" not in came


def export(office: Office, what: str, ending: str) -> bytes:
    path = f"/forum-sessions/{office.session_id}/export"
    answer = office.client.post(path, data={"what": what, "format": ending})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{what}-')
    return answer.data


@pytest.mark.req("X-07")
@pytest.mark.parametrize("what", ["registrations", "attendance", "invitations", "roll"])
def test_edge_51_an_export_is_harmless_and_stands_in_the_audit_log(office: Office, what: str) -> None:
    office.house.run(lambda uow: setattr(uow.db.get_one(desk.roll.Landlord, office.landlord_id), "name", "=1+1"))
    office.register("Ann Whitlock")
    office.house.invitation(office.session_id, office.landlord_id)
    rows = list(csv.reader(io.StringIO(export(office, what, "csv").decode("utf-8-sig"))))
    assert len(rows) == 2
    assert "'=1+1" in rows[1]
    sheet = load_workbook(io.BytesIO(export(office, what, "xlsx"))).active
    assert "=1+1" in [cell.value for cell in sheet[2]]
    assert all(cell.data_type != "f" for cell in sheet[2])
    taken = entries(office, "session.exported")
    assert [(entry.details["what"], entry.details["rows"]) for entry in taken] == [(what, 1), (what, 1)]


@pytest.mark.req("X-07")
def test_an_export_is_only_for_those_who_may_see_the_list(office: Office) -> None:
    path = f"/forum-sessions/{office.session_id}/export"
    assert office.client.post(path, data={"what": "cases", "format": "csv"}).status_code == 422
    lead = office.house.signed_in(
        office.app, office.house.account(Role.LEAD_OFFICER, programme_id=office.programme_id, name="Lead")
    )
    assert "The roll" not in lead.get(path).text
    assert lead.post(path, data={"what": "roll", "format": "csv"}).status_code == 404
    assert lead.post(path, data={"what": "attendance", "format": "csv"}).status_code == 200
    steward = office.house.signed_in(
        office.app, office.house.account(Role.STEWARD, programme_id=office.programme_id, name="Steward")
    )
    assert steward.get(path).status_code == 404


@pytest.mark.req("X-01")
def test_every_change_of_a_state_is_logged_with_before_after_and_actor(office: Office) -> None:
    fields = {"email": "ann@lindenquay.example", "landlord": str(office.landlord_id)}
    office.post("/registrations", name="Ann Whitlock", **fields)
    ann = next(iter(office.house.run(lambda uow: list(uow.db.scalars(select(Registration.id))))))
    dora = pending(office)
    office.post(f"/registrations/{dora}/approve", landlord=str(office.landlord_id))
    office.post(f"/registrations/{ann}/swap", name="Ben Achebe", email="ben@lindenquay.example")
    office.post(f"/registrations/{dora}/withdraw")
    changes = [
        (entry.subject_id, entry.details["before"], entry.details["state"], entry.actor_kind)
        for entry in office.house.run(lambda uow: list(uow.db.scalars(select(AuditEntry).order_by(AuditEntry.seq))))
        if "before" in entry.details and "state" in entry.details
    ]
    ben = changes[3][0]
    assert changes == [
        (str(ann), None, "confirmed", "person"),
        (str(dora), "pending", "confirmed", "person"),
        (str(ann), "confirmed", "replaced", "person"),
        (ben, None, "confirmed", "person"),
        (str(dora), "confirmed", "cancelled", "person"),
    ]
    assert UUID(ben)


def test_a_forum_of_landlords_offers_no_membership_of_a_group_and_a_group_does(office: Office) -> None:
    dora = pending(office)
    for page in (office.get("/desk/register"), office.get(f"/registrations/{dora}")):
        assert "Speaker" in page
        assert "Member of the group" not in page
    assert "without a landlord’s seat" in office.get("/desk")
    typed = {"name": "Tess Ward", "email": "tess@home.example", "kind": "member"}
    status, page = office.post("/registrations", **typed)
    assert (status, "Choose what they come as" in page) == (422, True)
    status, _page = office.post(f"/registrations/{dora}/approve", kind="member")
    assert (status, office.row(dora).kind) == (422, "observer")

    office.programme_id = office.house.programme("Customer Voice", "PP")
    office.session_id = office.house.forum_session(office.programme_id, forum_type=None)
    office.client = office.house.signed_in(office.app, office.house.account(Role.ORGANISER))
    page = office.get("/desk/register")
    assert "Member of the group" in page
    assert "landlord’s seat" not in page
    assert "landlord" not in office.get("/desk").lower().partition("<main")[2].partition("</main")[0]
    status, page = office.post("/registrations", **typed)
    assert status == 200
    assert "Member of the group" in page
