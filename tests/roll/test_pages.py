"""The roll's pages: a file is looked at first, then applied as it was looked at; sizes are answered; one landlord."""

from __future__ import annotations

import io
import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from companion.kernel.clocks import ManualClock
from companion.kernel.uow import Uow
from companion.people.roles import Role
from companion.roll import importing, service
from companion.roll.tables import DryRun, Landlord
from tests.house import House
from tests.roll.test_reading import HEADS, LINE, file
from tests.roll.test_service import TWO

UNSIZED = file(LINE, "M3,Unsized Homes,housing association,,,,,,,")


@pytest.fixture
def organiser(house: House, app: Flask) -> FlaskClient:
    return house.signed_in(app, house.account(Role.ORGANISER))


def look(client: FlaskClient, data: bytes, name: str = "roll.csv") -> tuple[str, str]:
    """Upload a file; the address of the page about it, and the page."""
    answer = client.post("/roll/check", data={"file": (io.BytesIO(data), name)})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.location, client.get(answer.location).get_data(as_text=True)


def landlord_named(house: House, name: str) -> Landlord:
    return house.run(lambda uow: uow.db.scalars(select(Landlord).where(Landlord.name == name)).one())  # type: ignore[no-any-return]


def test_a_file_is_looked_at_then_applied(organiser: FlaskClient, house: House) -> None:
    where, page = look(organiser, TWO)
    assert "2 new." in page
    assert house.run(service.landlords) == []
    answer = organiser.post(f"{where}/apply", follow_redirects=True)
    page = answer.get_data(as_text=True)
    assert "The roll is up to date. 2 new." in page
    assert "Linden Quay Homes" in page
    assert "exactly 1,000" in page
    assert "Dora Thorn" in page
    assert organiser.get(where).status_code == 404


def test_what_changes_stands_beside_what_it_was_and_whom_it_touches(organiser: FlaskClient, house: House) -> None:
    house.run(importing.apply_import, TWO)
    linden = landlord_named(house, "Linden Quay Homes")
    session_id = house.forum_session(house.programme())
    house.registration(session_id, house.person(), landlord_id=linden.id)
    _where, page = look(organiser, file(LINE.replace("52,310", "900"), "M9,Newcomer,almo,,,,,,,"))
    assert "1 new, 1 changed band; 1 not in the file and left alone." in page
    assert "over 1,000 homes → under 1,000 homes" in page
    assert "1 registered, and stay so" in page
    assert re.search(r"Homes: <span class=\"soft\">52,310</span> → 900", page)
    assert "Not in the file: left?" in page


def test_a_landlord_known_by_name_only_is_asked_about(organiser: FlaskClient, house: House) -> None:
    house.run(importing.apply_import, TWO)
    linden = landlord_named(house, "Linden Quay Homes")
    again = file("M77,The Linden-Quay Homes Ltd,housing association,52000,,,,,,", TWO.decode().splitlines()[2])
    where, page = look(organiser, again)
    assert "1 unchanged, 1 needs you." in page
    answer = organiser.post(f"{where}/apply")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Line 2, The Linden-Quay Homes Ltd: say which landlord this is" in page
    assert 'href="#line-2"' in page
    organiser.post(f"{where}/apply", data={"line-2": str(linden.id)})
    changed = house.run(service.landlord_of, linden.id)
    assert (changed.member_no, changed.name) == ("M77", "The Linden-Quay Homes Ltd")


@pytest.mark.req("LC-10")
def test_edge_10_a_file_that_misses_200_landlords_shows_them_as_gone_and_takes_nobody_off(
    organiser: FlaskClient, house: House
) -> None:
    others = [f"N{number},Quay {number:03},housing association,2000,,,,,," for number in range(200)]
    house.run(importing.apply_import, file(LINE, *others))
    before = house.run(_standing)
    where, page = look(organiser, file(LINE.replace("52,310", "52,311")))
    assert "1 changed" in page
    assert "200 not in the file and left alone" in page
    assert "Not in the file: left?" in page
    assert "Quay 000" in page
    assert house.run(_standing) == before, "looking changes nothing"
    assert organiser.post(f"{where}/apply").status_code == 303
    assert landlord_named(house, "Linden Quay Homes").homes == 52_311, "the rest of the file is applied"
    after = house.run(_standing)
    assert len(after) == 201
    assert after == before
    assert "Quay 199" in organiser.get("/roll?q=Quay+199").get_data(as_text=True)


@pytest.mark.req("LC-10")
@pytest.mark.parametrize(
    "spelling", ["St Mungos", "ST MUNGO’S", "St. Mungo’s Limited", "The St. Mungo's", "St Mungos Ltd."]
)
@pytest.mark.parametrize("answer", ["", "new"])
def test_edge_12_another_spelling_of_a_name_is_suggested_and_never_taken_for_the_same(
    organiser: FlaskClient, house: House, spelling: str, answer: str
) -> None:
    house.run(importing.apply_import, file("M1,St. Mungo's,housing association,2000,,,,,,"))
    where, page = look(organiser, file(f"M2,{spelling},housing association,3000,,,,,,"))
    assert "1 needs you" in page
    assert "St. Mungo&#39;s" in page
    status = organiser.post(f"{where}/apply", data={"line-2": answer}).status_code
    found = {(one.member_no, one.name, one.homes) for one in house.run(service.landlords)}
    mungos, typed = ("M1", "St. Mungo's", 2000), ("M2", spelling, 3000)
    assert (status, found) == ((303, {mungos, typed}) if answer else (422, {mungos}))


def _standing(uow: Uow) -> list[tuple[UUID, str, str]]:
    query = select(Landlord.id, Landlord.name, Landlord.membership_state).order_by(Landlord.name)
    return [tuple(row) for row in uow.db.execute(query)]


def test_when_the_roll_changed_since_a_fresh_look_is_shown_and_nothing_applied(
    organiser: FlaskClient, house: House
) -> None:
    where, _page = look(organiser, TWO)
    house.run(importing.apply_import, file(LINE))
    answer = organiser.post(f"{where}/apply", follow_redirects=True)
    page = answer.get_data(as_text=True)
    assert "The roll changed since you looked" in page
    assert "1 unchanged, 1 new." in page
    assert len(house.run(service.landlords)) == 1
    organiser.post(f"{where}/apply")
    assert len(house.run(service.landlords)) == 2


def test_a_look_is_sealed_and_ends_after_a_day(organiser: FlaskClient, house: House, clock: ManualClock) -> None:
    where, _page = look(organiser, TWO)
    assert look(organiser, TWO)[0] == where
    sealed = house.run(lambda uow: uow.db.scalars(select(DryRun.sealed)).one())
    assert b"Linden" not in sealed
    clock.advance(importing.KEPT)
    with pytest.raises(importing.TooLate):
        house.run(importing.apply_looked_at, UUID(where.rpartition("/")[2]), {})
    assert house.run(service.landlords) == []


def test_a_file_that_nobody_wants_is_forgotten_with_its_key(organiser: FlaskClient, house: House) -> None:
    where, _page = look(organiser, TWO)
    organiser.post(f"{where}/forget")

    def left(uow: Uow) -> tuple[int | None, int]:
        importing.shred_forgotten(uow)
        return uow.db.scalar(select(func.count()).select_from(DryRun)), len(uow.keys.subjects(importing.PURPOSE))

    assert house.run(left) == (0, 0)


def test_a_broken_file_says_where_and_changes_nothing(organiser: FlaskClient, house: House) -> None:
    broken = TWO + b"\nM3,Broken,palace,,,,,,,"
    answer = organiser.post("/roll/check", data={"file": (io.BytesIO(broken), "roll.csv")})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Line 4: the type “palace” is not one we know" in page
    assert '<a class="alone" href="#file">' in page
    assert house.run(service.landlords) == []
    answer = organiser.post("/roll/check", data={})
    assert answer.status_code == 422
    assert "Choose the roll’s file" in answer.get_data(as_text=True)


@pytest.mark.req("LC-10")
def test_a_size_nobody_knows_is_answered_on_the_review_list(organiser: FlaskClient, house: House) -> None:
    where, page = look(organiser, UNSIZED)
    assert "1 new, 1 needs you." in page
    page = organiser.post(f"{where}/apply", follow_redirects=True).get_data(as_text=True)
    assert "1 landlord has no known size" in page
    unsized = landlord_named(house, "Unsized Homes")
    answer = organiser.post(f"/roll/review/{unsized.id}", data={"homes": "many"})
    assert answer.status_code == 422
    assert f'href="#homes-{unsized.id}"' in answer.get_data(as_text=True)
    page = organiser.post(f"/roll/review/{unsized.id}", data={"homes": "1,250"}, follow_redirects=True)
    assert "belongs to the forum for landlords over 1,000 homes" in page.get_data(as_text=True)
    assert landlord_named(house, "Unsized Homes").band == "OVER"
    house.run(importing.apply_import, UNSIZED)
    assert landlord_named(house, "Unsized Homes").homes == 1_250, "a file without the figure does not take it away"


def test_the_roll_is_searched_by_name_number_domain_and_forum(organiser: FlaskClient, house: House) -> None:
    house.run(importing.apply_import, TWO)

    def found(query: str) -> set[str]:
        page = organiser.get(f"/roll?{query}").get_data(as_text=True)
        return {name for name in ("Linden Quay Homes", "Thornbeck Homes") if f">{name}</a>" in page}

    assert found("q=linden+quay") == {"Linden Quay Homes"}
    assert found("q=LQH") == {"Linden Quay Homes"}
    assert found("q=M2") == {"Thornbeck Homes"}
    assert found("q=%40thornbeck.example") == {"Thornbeck Homes"}
    assert found("q=100%25") == set()
    assert found("band=UNDER") == set()
    assert found("page=99") == {"Linden Quay Homes", "Thornbeck Homes"}


def test_the_roll_is_for_organisers(house: House, app: Flask) -> None:
    landlord = house.landlord()
    for role in (Role.CHAIR, Role.ADMIN, Role.STEWARD):
        client = house.signed_in(app, house.account(role))
        assert client.get("/roll").status_code == 403
        assert client.get(f"/roll/landlords/{landlord}").status_code == 404
        assert client.get("/people/alike").status_code == 403


def test_heads_are_offered(organiser: FlaskClient) -> None:
    assert HEADS.replace(",", ", ") in organiser.get("/roll").get_data(as_text=True)
