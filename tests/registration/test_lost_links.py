"""Who cannot find their link has it sent again, to the address it went to, and nobody learns who is registered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import event

from companion.kernel.clocks import ManualClock
from companion.registration import lost_links, service
from tests.house import House
from tests.registration.post import collect
from tests.registration.test_colleagues import Forum


def test_a_seat_holder_has_their_link_sent_again(app: Flask, house: House, clock: ManualClock) -> None:
    forum = Forum(house, app)
    forum.register("Ann Whitlock")
    collect(house)
    clock.advance(timedelta(hours=2))
    client = app.test_client()
    known = client.post("/lost-link", data={"email": "ANN@lindenquay.example"}, follow_redirects=True)
    (letter,) = collect(house)
    assert (letter.letter, letter.to) == ("registration.day_link", "ann@lindenquay.example")
    assert client.get(letter.link).status_code == 200
    unknown = client.post("/lost-link", data={"email": "nobody@elsewhere.example"}, follow_redirects=True)
    assert known.text == unknown.text
    assert "Check your e-mail" in known.text
    assert collect(house) == []


def test_a_contact_has_the_invitation_sent_again(app: Flask, house: House, clock: ManualClock) -> None:
    forum = Forum(house, app)
    clock.advance(timedelta(hours=2))
    app.test_client().post("/lost-link", data={"email": forum.invitation.to})
    assert [(one.letter, one.to) for one in collect(house)] == [("invitations.invitation", forum.invitation.to)]


def test_whoever_waits_has_the_letter_of_who_waits(app: Flask, house: House, clock: ManualClock) -> None:
    forum = Forum(house, app)
    for name in ("Ann Whitlock", "Ben Okafor", "Cara Singh"):
        forum.register(name)
    collect(house)
    clock.advance(timedelta(hours=2))
    house.run(lost_links.ask, "cara@lindenquay.example")
    assert [one.letter for one in collect(house)] == ["registration.waiting"]


def test_who_gave_their_seat_back_gets_no_link(app: Flask, house: House, clock: ManualClock) -> None:
    forum = Forum(house, app)
    house.run(service.withdraw, forum.register("Ann Whitlock"), by="landlord")
    collect(house)
    clock.advance(timedelta(hours=2))
    house.run(lost_links.ask, "ann@lindenquay.example")
    assert collect(house) == []


def test_a_mailbox_cannot_be_flooded(app: Flask, house: House, clock: ManualClock) -> None:
    forum = Forum(house, app)
    forum.register("Ann Whitlock")
    collect(house)
    clock.advance(timedelta(hours=2))
    letters = 0
    for _ in range(12):
        house.run(lost_links.ask, "ann@lindenquay.example")
        letters += len(collect(house))
        clock.advance(timedelta(minutes=2))
    assert letters == lost_links.MOST_AN_HOUR


def test_asking_looks_once_and_writes_one_row_whoever_asks(app: Flask, house: House) -> None:
    """What there is to send is looked for afterwards: the time of the answer would tell who is registered."""
    forum = Forum(house, app)
    forum.register("Ann Whitlock")

    def done(address: str) -> list[str]:
        statements: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if not statement.startswith(("PRAGMA", "BEGIN")):
                statements.append(statement.split()[0])

        event.listen(house.wiring.engine, "before_cursor_execute", note)
        house.run(lost_links.ask, address)
        event.remove(house.wiring.engine, "before_cursor_execute", note)
        return statements

    addresses = ("nobody@elsewhere.example", "ann@lindenquay.example", forum.invitation.to)
    assert [done(address) for address in addresses] == [["SELECT", "INSERT"]] * 3


def test_an_address_that_is_none_is_said_beside_its_field(app: Flask) -> None:
    answer = app.test_client().post("/lost-link", data={"email": "ann"})
    assert answer.status_code == 422
    assert 'href="#email"' in answer.text


def test_the_way_there_stands_where_people_look_for_it(app: Flask) -> None:
    client = app.test_client()
    for path in ("/", "/sign-in", "/day-link/an-old-one", "/landlord-link/an-old-one"):
        assert "/lost-link" in client.get(path).text, path
