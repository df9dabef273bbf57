"""Live push where no stream passes, and the server's time beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from companion.wiring import Wiring
from tests import patience
from tests.floor.test_live import LiveHouse, served


@pytest.fixture
def live(wiring: Wiring) -> Iterator[LiveHouse]:
    with served(wiring) as house:
        yield house


def asked(live: LiveHouse, since: int, role: str = "attendee") -> requests.Response:
    query = {"ticket": live.ticket(role), "since": str(since), "poll": "1"}
    return requests.get(f"{live.base}/live/{live.session_id}", params=query, timeout=patience.SECONDS)


def test_who_asks_with_an_old_number_gets_the_newest_snapshot_and_the_time_in_one_whole_answer(live: LiveHouse):
    live.hand("Ann")
    answer = asked(live, since=1)
    assert answer.headers["Content-Length"] == str(len(answer.content))  # no proxy has a reason to hold it back
    said = answer.json()
    assert (said["frame"]["seq"], len(said["frame"]["queue"])) == (2, 1)
    assert said["beat"]["rate"] == 1.0


def test_who_asks_with_the_newest_number_gets_the_time_alone_after_a_while(live: LiveHouse):
    said = asked(live, since=1).json()
    assert said["frame"] is None
    assert said["beat"]["real_ms"] > 0


def test_whoever_has_a_number_from_before_a_backup_was_restored_begins_again(live: LiveHouse):
    live.hand("Ann")
    said = asked(live, since=57).json()
    assert (said["again"], said["frame"]["seq"]) == (True, 2)
    assert [asked(live, since=since).json()["again"] for since in (1, 2)] == [False, False]
    events = live.open("chair", since=57).events()
    assert [next(events)[0] for _ in range(3)] == ["again", "frame", "beat"]


def test_an_answer_waits_for_news_and_nobody_is_left_listening_after_it(live: LiveHouse):
    live.live._beat = patience.SECONDS
    with live.open("attendee", since=1).answer:
        live.hand("Ann")
        assert asked(live, since=1).json()["frame"]["seq"] == 2
    assert live.live.listeners <= 1


def test_asking_needs_a_ticket_too(live: LiveHouse):
    answer = requests.get(
        f"{live.base}/live/{live.session_id}", params={"ticket": "x", "poll": "1"}, timeout=patience.SECONDS
    )
    assert answer.status_code == 403


def test_the_servers_time_is_told_to_anybody_and_nothing_else(live: LiveHouse):
    answer = requests.get(f"{live.base}/live/time", timeout=patience.SECONDS)
    assert list(answer.json()) == ["real_ms"]
    assert answer.headers["Cache-Control"] == "no-store"
