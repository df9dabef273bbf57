"""Whoever has lost the right to listen gets nothing more with a ticket from before, by stream or by asking again."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import requests

from companion.floor import stage_links, tickets
from companion.floor.tickets import Ticket
from companion.people import service as people
from companion.people import sign_in
from companion.people.roles import Role
from companion.registration.tables import Registration
from companion.web import streams
from tests.floor.test_live import LiveHouse, browser_of, served

Lost = Callable[[LiveHouse], str]


@pytest.fixture
def live(wiring: Any) -> Iterator[LiveHouse]:
    with served(wiring) as house:
        house.live._check = 3600.0  # nobody looks again: the door alone must hold
        yield house


def ask(live: LiveHouse, ticket: str, **more: str) -> requests.Response:
    url = f"{live.base}/live/{live.session_id}"
    return requests.get(url, params={"ticket": ticket, **more}, stream=True, timeout=10)


def registrant(live: LiveHouse) -> tuple[UUID, UUID, str]:
    """A registration, its browser session, and a ticket of its page."""
    ann = live.house.person()
    place = live.house.registration(live.session_id, ann, landlord_id=live.house.landlord())
    link = {"forum_session_id": live.session_id, "registration_id": place, "lives": timedelta(hours=1)}
    _, browser = browser_of(live, "day", ann, **link)
    return place, browser, live.ticket("attendee", browser=browser)


def signed_out(live: LiveHouse) -> str:
    _, browser = browser_of(live, "sign_in", live.house.account(Role.CHAIR))
    ticket = live.ticket(browser=browser)
    assert ask(live, ticket, poll="1").json()["frame"]["role"] == "chair"
    live.house.run(sign_in.end_browser_session, browser)
    return ticket


def role_taken_away(live: LiveHouse) -> str:
    person, browser = browser_of(live, "sign_in", live.house.account(Role.STEWARD))
    ticket = live.ticket(browser=browser)
    assert ask(live, ticket, poll="1").status_code == 200
    live.house.run(people.revoke_role, person, Role.STEWARD, programme_id=None)
    return ticket


def place_given_back(live: LiveHouse) -> str:
    place, _, ticket = registrant(live)
    assert ask(live, ticket, poll="1").status_code == 200

    def give_back(uow: Any) -> None:
        registration = uow.db.get_one(Registration, place)
        registration.state, registration.seat_no = "apology", None

    live.house.run(give_back)
    return ticket


def link_revoked(live: LiveHouse) -> str:
    token = live.house.run(stage_links.make, live.session_id, None)
    link = live.house.run(stage_links.link_of, token)
    secret, now = live.house.wiring.settings.secret_key, live.house.now
    ticket = tickets.issue(Ticket(live.session_id, "stage", None, link.id), secret=secret, now=now)
    assert ask(live, ticket, poll="1").json()["frame"]["role"] == "stage"
    live.house.run(stage_links.revoke, live.session_id, link.id)
    return ticket


def of_another_session(live: LiveHouse) -> str:
    """A registrant's ticket that names a session in which they have no place."""
    house = live.house
    other = house.forum_session(house.programme("Another programme"), state="live")
    ben = house.person("Ben Hale", "ben@lindenquay.example")
    place = house.registration(other, ben, landlord_id=house.landlord("Marram Housing", domain="marram.example"))
    link = {"forum_session_id": other, "registration_id": place, "lives": timedelta(hours=1)}
    _, browser = browser_of(live, "day", ben, **link)
    return live.ticket("attendee", browser=browser)


def beyond_the_role(live: LiveHouse) -> str:
    """A registrant's browser session under the chair's name."""
    _, browser, _ = registrant(live)
    return live.ticket("chair", browser=browser)


@pytest.mark.parametrize("poll", ["0", "1"])
@pytest.mark.parametrize(
    "lost", [signed_out, role_taken_away, place_given_back, link_revoked, of_another_session, beyond_the_role]
)
def test_case_66_a_ticket_from_before_opens_nothing_once_the_right_is_lost(live: LiveHouse, lost: Lost, poll: str):
    ticket = lost(live)
    answer = ask(live, ticket, poll=poll)
    assert answer.status_code == 403
    assert "seq" not in answer.text


def test_those_who_may_are_let_in_all_at_once(live: LiveHouse):
    """A crowd that comes back is asked about together, and nobody waits for a round that is over."""
    from concurrent.futures import ThreadPoolExecutor

    _, _, good = registrant(live)
    bad = signed_out(live)
    with ThreadPoolExecutor(16) as pool:
        codes = list(pool.map(lambda ticket: ask(live, ticket, poll="1").status_code, [good, bad] * 16))
    assert codes == [200, 403] * 16


def test_one_holder_cannot_take_every_stream_there_is(live: LiveHouse, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(streams.MOST_OF_ONE, "browser", 3)
    _, _, ticket = registrant(live)
    held = [live.open(ticket=ticket) for _ in range(3)]
    for stream in held:
        stream.frame()
    live.open(ticket=ticket).frame()
    assert {name for name, _ in held[0].events()} <= {"beat", "frame"}  # the oldest has ended
    live.hand("Ann")
    for stream in held[1:]:
        assert stream.frame(seq=2)["role"] == "attendee"
    for _ in range(40):
        live.open(ticket=ticket)
    assert live.live.listeners <= 44


def test_a_header_of_a_ticket_that_nests_without_end_is_refused_like_any_other(live: LiveHouse):
    deep = base64.urlsafe_b64encode(b"[" * 30_000).decode()
    answer = ask(live, f"{deep}.e30.x")
    assert answer.status_code == 403


@pytest.mark.parametrize("last", ["-1", "99999999999", "9" * 40, "²", "1.5", "\u0663", "x", "1,1"])
def test_case_69_a_last_event_id_that_means_nothing_gets_the_whole_picture_or_what_is_newer(live: LiveHouse, last: str):
    url = f"{live.base}/live/{live.session_id}"
    headers = {"Last-Event-ID": last.encode()}
    answer = requests.get(url, params={"ticket": live.ticket(), "poll": "1"}, headers=headers, timeout=10)
    assert answer.status_code == 200
    frame = answer.json()["frame"]
    assert frame is None or frame["role"] == "chair"
