"""Live push over a real server: one snapshot per role and change, at once, from whichever process the change came."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import pytest
import requests

from companion.app import create_app
from companion.floor import chairing, service, tickets
from companion.floor.events import SpeakerChanged
from companion.floor.journals import By
from companion.floor.participants import add
from companion.floor.tickets import Ticket
from companion.kernel.clocks import to_ms
from companion.kernel.ids import ForumSessionId, ParticipantId, new_id
from companion.people import service as people
from companion.people import sign_in
from companion.people.roles import Role
from companion.registration.tables import Registration
from companion.wiring import Wiring
from tests import patience
from tests.floor.serving import serving, with_system_clock
from tests.house import House

Event = tuple[str, dict[str, Any]]


@dataclass
class Stream:
    """An open stream, read event by event."""

    answer: requests.Response

    def __post_init__(self) -> None:
        self._lines = self.answer.iter_lines(chunk_size=1, decode_unicode=True)

    def events(self) -> Iterator[Event]:
        name = ""
        for line in self._lines:
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                yield name, json.loads(line.removeprefix("data: "))

    def next(self, wanted: str) -> dict[str, Any]:
        """The next event of that name."""
        return next(data for name, data in self.events() if name == wanted)

    def frame(self, **expected: Any) -> dict[str, Any]:
        """The next frame that shows what is expected."""
        while True:
            frame = self.next("frame")
            if all(frame[key] == value for key, value in expected.items()):
                return frame


class LiveHouse:
    """A served installation with one live forum session."""

    def __init__(self, house: House, base: str, live: Any) -> None:
        self.house, self.base, self.live = house, base, live
        made = house.forum_session(house.programme(), state="live", starts_in=timedelta(minutes=-5))
        self.session_id = ForumSessionId(made)
        self.by = By("chair", "page", None)
        self.step("start_session")

    def step(self, name: str, **form: str) -> None:
        self.house.run(chairing.perform, self.session_id, name, form, by=self.by, key=str(new_id()))

    def hand(self, name: str) -> None:
        self.step("add", who=name, new="yes")

    def ticket(self, role: str = "chair", browser: UUID | None = None, session_id: UUID | None = None) -> str:
        ticket = Ticket(session_id or self.session_id, role, browser)
        return tickets.issue(ticket, secret=self.house.wiring.settings.secret_key, now=self.house.now)

    def open(self, role: str = "chair", since: int = -1, ticket: str | None = None) -> Stream:
        url = f"{self.base}/live/{self.session_id}"
        query = {"ticket": ticket or self.ticket(role), "since": str(since)}
        answer = requests.get(url, params=query, stream=True, timeout=patience.SECONDS)
        assert answer.status_code == 200, answer.text
        return Stream(answer)


@contextmanager
def served(wiring: Wiring) -> Iterator[LiveHouse]:
    clocked = with_system_clock(wiring)
    with serving(clocked, create_app(clocked), every=0.05, beat=0.2, check=0.3) as (base, hub):
        yield LiveHouse(House(clocked), base, hub)


@pytest.fixture
def live(wiring: Wiring) -> Iterator[LiveHouse]:
    with served(wiring) as house:
        yield house


@pytest.fixture
def live_on_each(wiring_on_each: Wiring) -> Iterator[LiveHouse]:
    with served(wiring_on_each) as house:
        yield house


def browser_of(live: LiveHouse, kind: str, person: Any, **link: Any) -> tuple[Any, Any]:
    """The person, and the browser session that a link of that kind opened for them."""

    def open_session(uow: Any) -> Any:
        token = sign_in.make_link(uow, kind, person_id=person, address="robin@staff.example", **link)
        return sign_in.viewer_of(uow, sign_in.use_link(uow, token, kind).token).browser_session_id

    return person, live.house.run(open_session)


def test_a_listener_gets_a_whole_snapshot_and_then_the_time_at_once(live: LiveHouse):
    live.hand("Ann")
    live.live._beat = patience.SECONDS  # so long the opening waits for the snapshot
    stream = live.open()
    (first, frame), (second, beat) = islice(stream.events(), 2)
    assert (first, second) == ("frame", "beat")  # a page that hears the time shows the newest order already
    assert [row["name"] for row in frame["queue"]] == ["Ann"]
    assert beat["rate"] == 1.0
    assert abs(beat["now_ms"] - beat["real_ms"]) < 1000


def test_a_change_reaches_every_role_in_its_own_frame(live_on_each: LiveHouse):
    chair, attendee, stage = live_on_each.open("chair"), live_on_each.open("attendee"), live_on_each.open("stage")
    for stream in (chair, attendee, stage):
        stream.frame()
    live_on_each.hand("Ann")
    assert chair.frame()["next"]["name"] == "Ann"
    frame = attendee.frame()
    assert (frame["role"], len(frame["queue"])) == ("attendee", 1)
    assert "Ann" not in json.dumps(frame)
    assert stage.frame()["next"][0]["name"] == "Ann"


def test_who_is_heard_is_a_frame_for_the_chair_alone_and_the_others_come_back_to_where_they_were(
    live_on_each: LiveHouse,
):
    live_on_each.hand("Ann")
    chair, attendee, stage = live_on_each.open("chair"), live_on_each.open("attendee"), live_on_each.open("stage")
    heard = SpeakerChanged(to_ms(live_on_each.house.now), ParticipantId(new_id()))
    before = max(stream.frame()["seq"] for stream in (chair, attendee, stage))
    live_on_each.house.run(service.voices_heard, live_on_each.session_id, [heard])
    assert chair.frame()["seq"] == before + 1
    back = live_on_each.open("attendee", since=before)
    live_on_each.hand("Ben")
    assert [stream.frame()["seq"] for stream in (attendee, stage, back)] == [before + 2] * 3


def test_case_53_a_burst_of_hands_is_sent_in_few_frames_and_ends_in_one_order_on_every_screen(live_on_each: LiveHouse):
    streams = [live_on_each.open("chair") for _ in range(3)]
    for stream in streams:
        stream.frame()
    built = live_on_each.live.frames_built
    for number in range(20):
        live_on_each.hand(f"Person {number:02}")
    orders = [[row["name"] for row in stream.frame(seq=21)["queue"]] for stream in streams]
    assert orders == [[f"Person {number:02}" for number in range(20)]] * 3
    assert live_on_each.live.frames_built - built <= 20


def test_p10_what_the_chair_does_is_one_request_and_at_most_one_frame_for_each_role(live: LiveHouse):
    """Also where one press is several events: the turn before ends, the next one starts."""
    streams = {role: live.open(role) for role in ("chair", "attendee", "stage")}
    for stream in streams.values():
        stream.frame()
    for step, form in (("add", {"who": "Ann", "new": "yes"}), ("add", {"who": "Ben", "new": "yes"})):
        live.step(step, **form)
    for step in ("call_next", "start", "call_next"):
        live.step(step)
    settled = [stream.frame(seq=6)["seq"] for stream in streams.values()]
    assert settled == [6, 6, 6]
    built = live.live.frames_built
    live.step("start")
    frames = [stream.next("frame") for stream in streams.values()]
    assert [frame["seq"] for frame in frames] == [8, 8, 8]
    assert live.live.frames_built - built <= len(streams)


def test_case_69_who_comes_back_with_an_old_number_gets_one_snapshot_and_with_the_newest_none(live: LiveHouse):
    live.hand("Ann")
    assert live.open(since=1).frame()["seq"] == 2
    names = []
    for name, _ in live.open(since=2).events():
        names.append(name)
        if len(names) == 3:
            break
    assert names == ["beat", "beat", "beat"]


def test_a_ticket_is_needed_and_is_good_for_its_own_session_and_minute_only(live: LiveHouse):
    wiring = live.house.wiring
    secret, now = wiring.settings.secret_key, live.house.now
    old = tickets.issue(Ticket(live.session_id, "chair", None), secret=secret, now=now - timedelta(seconds=61))
    forged = tickets.issue(Ticket(live.session_id, "chair", None), secret="x" * 40, now=now)
    other = live.ticket(session_id=new_id())
    unknown_role = live.ticket(role="king")
    for token in ("", "x.y.z", old, forged, other, unknown_role):
        answer = requests.get(f"{live.base}/live/{live.session_id}", params={"ticket": token}, timeout=patience.SECONDS)
        assert answer.status_code == 403, token
    assert requests.post(f"{live.base}/live/{live.session_id}", timeout=patience.SECONDS).status_code == 405


def test_a_sign_in_token_or_a_ticket_for_another_use_opens_no_stream(live: LiveHouse):
    import jwt

    secret = live.house.wiring.settings.secret_key
    claims = {"aud": "zoom", "sub": str(live.session_id), "role": "chair", "exp": 4_000_000_000}
    for algorithm, key in (("HS256", secret), ("none", None)):
        token = jwt.encode({**claims, "aud": "live" if algorithm == "none" else "zoom"}, key, algorithm=algorithm)
        answer = requests.get(f"{live.base}/live/{live.session_id}", params={"ticket": token}, timeout=patience.SECONDS)
        assert answer.status_code == 403


def test_the_stream_of_a_browser_that_is_signed_out_ends_within_five_seconds(live: LiveHouse):
    _, browser = browser_of(live, "sign_in", live.house.account(Role.CHAIR))
    stream = live.open(ticket=live.ticket(browser=browser))
    stream.frame()
    live.house.run(sign_in.end_browser_session, browser)
    names = [name for name, _ in stream.events()]  # until the server ends it
    assert set(names) <= {"beat", "frame"}


def test_a_chair_whose_role_is_taken_away_goes_dark_within_five_seconds(live: LiveHouse):
    person, browser = browser_of(live, "sign_in", live.house.account(Role.CHAIR))
    stream = live.open(ticket=live.ticket(browser=browser))
    stream.frame()
    live.house.run(people.revoke_role, person, Role.CHAIR, programme_id=None)
    assert {name for name, _ in stream.events()} <= {"beat", "frame"}  # until the server ends it


@pytest.mark.parametrize("left_over", ["apology", "waitlisted"])
def test_a_registrant_who_gave_the_place_back_hears_no_more_of_who_speaks(live: LiveHouse, left_over: str):
    house = live.house
    ann = house.person()
    place = house.registration(live.session_id, ann, landlord_id=house.landlord())
    link = {"forum_session_id": live.session_id, "registration_id": place, "lives": timedelta(hours=1)}
    _, browser = browser_of(live, "day", ann, **link)
    stream = live.open(ticket=live.ticket("attendee", browser=browser))
    stream.frame()

    def give_back(uow: Any) -> None:
        registration = uow.db.get_one(Registration, place)
        registration.state, registration.seat_no = left_over, None

    house.run(give_back)
    assert {name for name, _ in stream.events()} <= {"beat", "frame"}


def test_an_unknown_forum_session_ends_the_stream_and_harms_nothing(live: LiveHouse):
    nobody = new_id()
    ticket = live.ticket(session_id=nobody)
    answer = requests.get(
        f"{live.base}/live/{nobody}", params={"ticket": ticket}, stream=True, timeout=patience.SECONDS
    )
    assert b"frame" not in answer.content
    live.open().frame()


def test_p5_listeners_that_are_cut_off_all_come_back_to_the_newest_snapshot(live: LiveHouse):
    streams = [live.open("attendee") for _ in range(12)]
    for stream in streams:
        stream.frame()
    live.live.hang_up()
    for stream in streams:
        assert all(name in ("beat", "frame") for name, _ in stream.events())
    live.hand("Ann")
    with ThreadPoolExecutor(12) as pool:
        again = list(pool.map(lambda _: live.open("attendee"), range(12)))
    assert [newest(stream, 2) for stream in again] == [2] * 12


def newest(stream: Stream, wanted: int) -> int:
    """The first snapshot of at least that number: one on its way when the stream opened may be older by a moment."""
    while True:
        seq = int(stream.frame()["seq"])
        if seq >= wanted:
            return seq


def test_a_rehearsals_clock_runs_at_its_own_rate(live: LiveHouse):
    def hasten(uow: Any) -> None:
        from companion.forums.service import session_of

        session = session_of(uow, live.session_id)
        session.pace_anchor_real = uow.now
        session.pace_anchor_domain = uow.now
        session.pace_rate = 60.0

    live.house.run(hasten)
    stream = live.open()
    first, second = stream.next("beat"), stream.next("beat")
    assert first["rate"] == 60.0
    real, domain = second["real_ms"] - first["real_ms"], second["now_ms"] - first["now_ms"]
    assert abs(domain - 60 * real) <= 60


def test_presence_is_shown_and_a_speaker_who_drops_is_paused(live: LiveHouse):
    house, now = live.house, live.house.now
    person = house.run(lambda uow: add(uow, live.session_id, "Dev Chaudhuri"))
    house.run(service.arrived, live.session_id, person, landlord_id=None, connection="c", at=now)
    stream = live.open()
    live.step("add", who="Dev Chaudhuri")
    live.step("call_next")
    live.step("start")
    frame = stream.frame(called=None, queue=[])
    while frame["now"] is None:
        frame = stream.frame()
    house.run(service.departed, live.session_id, person, connection="c", at=house.now)
    while frame["now"]["clock"]["state"] != "paused":
        frame = stream.frame()
    assert frame["now"]["paused_by"] == "dropped"
