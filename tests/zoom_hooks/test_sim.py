"""The simulated Zoom's own promises: webhooks with Zoom's habits, verbs and scenarios that are checked first."""

from __future__ import annotations

import asyncio
import io
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from tests import patience
from tests.zoom_hooks.conftest import client_of
from tests.zoom_hooks.following import Following
from zoom_hooks import signatures
from zoom_hooks.events import (
    Event,
    MeetingEnded,
    MeetingStarted,
    ParticipantJoined,
    ParticipantLeft,
    RegistrationCreated,
    RegistrationDecided,
    StreamStarted,
    StreamStopped,
    TranscriptCompleted,
    UrlValidation,
    WaitingRoomMoved,
)
from zoom_hooks.reading import parse
from zoom_hooks.rtms import Caption
from zoom_hooks.sim import MeetingClock, NoSuchThing, ScenarioError, SimulatedZoom, read_scenario, registering, serve
from zoom_hooks.sim.sender import RETRY_AFTER


class Receiver:
    """A webhook address: verifies, keeps what came, and answers what it was told to."""

    def __init__(self) -> None:
        self.secret = ""
        self.bodies: list[bytes] = []
        self.stamps: list[str] = []
        self.answers: list[int] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                signatures.verify(
                    [receiver.secret],
                    self.headers["x-zm-signature"],
                    self.headers["x-zm-request-timestamp"],
                    body,
                    now=datetime.now(UTC),
                )
                receiver.bodies.append(body)
                receiver.stamps.append(self.headers["x-zm-request-timestamp"])
                status = receiver.answers.pop(0) if receiver.answers else 200
                event, answer = parse(body), b""
                if isinstance(event, UrlValidation):
                    answer = json.dumps(signatures.challenge_answer(receiver.secret, event.plain_token)).encode()
                self.send_response(status)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/zoom/webhook"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def events(self) -> list[Event]:
        return [parse(body) for body in self.bodies]

    def __enter__(self) -> Receiver:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(patience.SECONDS)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as listening:
        yield listening


Start = Callable[..., SimulatedZoom]


@pytest.fixture
def start(receiver: Receiver) -> Iterator[Start]:
    running: list[SimulatedZoom] = []

    def begin(**options: object) -> SimulatedZoom:
        patient = {"answer_within": patience.SECONDS, **options}
        zoom = SimulatedZoom(webhook_url=receiver.url, **patient)  # type: ignore[arg-type]
        running.append(zoom.start())
        receiver.secret = zoom.credentials()["webhook_secret_token"]
        return zoom

    yield begin
    for zoom in running:
        zoom.stop()


def test_a_whole_meeting_is_told_by_signed_webhooks_in_order(start: Start, receiver: Receiver) -> None:
    zoom = start()
    meeting_id = zoom.create_meeting("Forum")
    sam = zoom.register("Sam", "Okoro", "sam@northhomes.example", "North Homes", answers={"Landlord": "North Homes"})

    async def approve() -> None:
        registering.decide(zoom.stage, zoom.stage.meeting(), "approve", [(sam, "")])

    zoom.wait_for(approve())
    zoom.start_meeting()
    number = zoom.participant_joins("Sam O.", registrant_id=sam, waits=True)
    zoom.admit(number)
    zoom.participant_joins("07700 900123", phone_number="07700900123")
    zoom.start_rtms()
    zoom.participant_leaves("Sam O.")
    zoom.end_meeting()
    zoom.transcript_ready()
    zoom.drain()
    events = receiver.events
    assert [type(event) for event in events] == [
        RegistrationCreated,
        RegistrationDecided,
        MeetingStarted,
        WaitingRoomMoved,
        WaitingRoomMoved,
        ParticipantJoined,
        ParticipantJoined,
        StreamStarted,
        ParticipantLeft,
        ParticipantLeft,
        StreamStopped,
        MeetingEnded,
        TranscriptCompleted,
    ]
    assert {event.meeting.id for event in events if isinstance(event, MeetingStarted | RegistrationCreated)} == {
        meeting_id
    }
    joined = next(event for event in events if isinstance(event, ParticipantJoined))
    assert (joined.participant.registrant_id, joined.participant.email) == (sam, "sam@northhomes.example")
    assert all(b'": ' not in body for body in receiver.bodies), "compact, as Zoom sends it"
    assert all(delivery.status == 200 for delivery in zoom.deliveries)


def test_who_cancelled_and_comes_back_is_decided_anew(start: Start, receiver: Receiver) -> None:
    zoom = start()
    zoom.create_meeting()
    sam = zoom.register("Sam", "Okoro", "sam@northhomes.example")
    zoom.withdraw(sam)
    assert zoom.register("Sam", "Okoro", "SAM@northhomes.example") == sam
    assert zoom.register("Sam", "Okoro", "sam@northhomes.example") == sam, "asking once more changes nothing"
    zoom.drain()
    assert zoom.registrant_states() == {sam: "pending"}
    assert [type(event) for event in receiver.events] == [RegistrationCreated, RegistrationDecided, RegistrationCreated]


def test_our_address_is_validated(start: Start, receiver: Receiver) -> None:
    zoom = start()
    assert zoom.validate_endpoint()
    receiver.answers = [500]
    assert not zoom.validate_endpoint()


def test_a_failed_delivery_is_tried_three_times_more(start: Start, receiver: Receiver) -> None:
    assert RETRY_AFTER == (300, 1200, 3600), "after 5, 20 and 60 minutes"
    zoom = start(retry_scale=0.00001)
    receiver.answers = [503] * 4
    zoom.create_meeting()
    zoom.start_meeting()
    zoom.wait_for(_attempts(zoom, 4))
    assert [delivery.attempt for delivery in zoom.deliveries] == [1, 2, 3, 4]
    assert len(set(receiver.bodies)) == 1
    zoom.drain()
    assert len(zoom.deliveries) == 4, "then it is lost"


async def _attempts(zoom: SimulatedZoom, count: int) -> None:
    async with asyncio.timeout(patience.SECONDS):
        while len(zoom.deliveries) < count:
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("status", [301, 400, 401, 404])
def test_a_refused_delivery_is_not_tried_again(start: Start, receiver: Receiver, status: int) -> None:
    zoom = start(retry_after=(0.0, 0.0, 0.0))
    receiver.answers = [status]
    zoom.create_meeting()
    zoom.start_meeting()
    zoom.end_meeting()
    zoom.drain()
    assert [(delivery.event, delivery.status) for delivery in zoom.deliveries] == [
        ("meeting.started", status),
        ("meeting.ended", 200),
    ]


def test_webhooks_are_repeated_and_reordered_on_request(start: Start, receiver: Receiver) -> None:
    zoom = start()
    zoom.create_meeting()
    zoom.repeat_webhooks(2)
    zoom.start_meeting()
    zoom.drain()
    assert len(receiver.bodies) == 3
    assert len(set(receiver.bodies)) == 1
    zoom.repeat_webhooks(0)
    zoom.hold_webhooks()
    ann = zoom.participant_joins("Ann Able")
    zoom.participant_leaves(ann)
    zoom.drain()
    assert len(receiver.bodies) == 3
    assert zoom.release_webhooks(backwards=True) == 2
    zoom.drain()
    assert [type(event) for event in receiver.events[3:]] == [ParticipantLeft, ParticipantJoined]


def test_meeting_time_runs_faster_and_signatures_stay_on_the_walls(start: Start, receiver: Receiver) -> None:
    passed = [0.0]
    evening = datetime(2027, 3, 4, 18, tzinfo=UTC)
    zoom = start(clock=MeetingClock(starts_at=evening, rate=60, source=lambda: passed[0]))
    zoom.create_meeting()
    zoom.start_meeting()
    passed[0] += 90
    zoom.end_meeting()
    zoom.drain()
    started, ended = receiver.events
    assert isinstance(ended, MeetingEnded)
    assert (started.occurred_at, ended.ended_at) == (evening, evening + timedelta(minutes=90))
    assert all(abs(int(stamp) - datetime.now(UTC).timestamp()) < 60 for stamp in receiver.stamps)


def test_a_second_start_gives_a_new_uuid_and_an_empty_room(start: Start) -> None:
    zoom = start()
    zoom.create_meeting()
    first = zoom.start_meeting()
    zoom.participant_joins("Ann Able")
    zoom.end_meeting()
    assert zoom.start_meeting() != first
    with pytest.raises(NoSuchThing):
        zoom.participant_leaves("Ann Able")


def test_what_cannot_happen_is_refused_in_words(start: Start) -> None:
    zoom = start()
    with pytest.raises(NoSuchThing, match="no such meeting"):
        zoom.start_meeting()
    zoom.create_meeting()
    with pytest.raises(NoSuchThing, match="not going on"):
        zoom.participant_joins("Ann Able")
    pending = zoom.register("Sam", "Okoro", "sam@northhomes.example")
    zoom.start_meeting()
    with pytest.raises(NoSuchThing, match="no join link"):
        zoom.participant_joins("Sam", registrant_id=pending)
    with pytest.raises(NoSuchThing, match="no caption stream"):
        zoom.stop_rtms()
    with pytest.raises(NoSuchThing, match="nobody"):
        zoom.caption("Nobody", "hello")


# control


def test_the_control_address_lists_and_performs_the_verbs(start: Start) -> None:
    zoom = start()
    url = zoom.credentials()["control_url"]
    assert "participant_joins" in requests.get(url, timeout=patience.SECONDS).json()
    meeting_id = requests.post(f"{url}/create_meeting", json={"topic": "Forum"}, timeout=patience.SECONDS).json()[
        "result"
    ]
    assert requests.post(
        url, json={"verb": "start_meeting", "meeting_id": meeting_id}, timeout=patience.SECONDS
    ).json()["ok"]
    assert requests.post(f"{url}/participant_joins", json={"name": "Ann Able"}, timeout=patience.SECONDS).json()["ok"]
    said = requests.post(f"{url}/caption", json={"who": "Ann Able", "text": "Hello"}, timeout=patience.SECONDS).json()
    assert said == {"ok": True, "result": 0}, "nobody listens yet"


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/fly", {}, "unknown verb"),
        ("", {}, "unknown verb"),
        ("/__class__", {}, "unknown verb"),
        ("/decide", {}, "unknown verb"),
        ("/caption", {"who": "Ann"}, "needs text"),
        ("/caption", {"who": ["Ann"], "text": "x"}, "wrong type"),
        ("/caption", {"who": "Ann", "text": "x", "loud": True}, "does not take loud"),
        ("/stop_rtms", {"reason": True}, "wrong type"),
        ("/start_meeting", {"meeting_id": "1"}, "no such meeting"),
        ("/cut_media", {"kind": "video"}, "wrong type"),
        ("/register", {"first_name": "S", "last_name": "O", "email": "s@x.example", "answers": {"a": 1}}, "wrong type"),
    ],
)
def test_wrong_control_requests_say_what_is_wrong(start: Start, path: str, body: object, words: str) -> None:
    answer = requests.post(start().credentials()["control_url"] + path, json=body, timeout=patience.SECONDS)
    assert answer.status_code == 400
    assert words in answer.json()["error"]


def test_a_web_page_cannot_control_without_asking(start: Start) -> None:
    url = start().credentials()["control_url"]
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonx"):
        answer = requests.post(
            f"{url}/create_meeting", data="{}", headers={"content-type": kind}, timeout=patience.SECONDS
        )
        assert answer.status_code == 415
    assert (
        requests.post(
            url, data=b"[" * 9000, headers={"content-type": "application/json"}, timeout=patience.SECONDS
        ).status_code
        == 400
    )


# scenarios

EVENING = """
# an evening in five lines
{"at": 0, "do": "create_meeting", "topic": "Forum", "settings": {"approval_type": 0}}
{"at": 0, "do": "register", "first_name": "Sam", "last_name": "Okoro", "email": "sam@n.example", "as": "sam"}
{"at": 5, "do": "start_meeting"}
{"at": 60, "do": "participant_joins", "name": "Sam Okoro", "registrant_id": "$sam"}
{"at": 5400, "do": "end_meeting"}
"""


def test_a_scenario_plays_on_the_meeting_clock(start: Start, receiver: Receiver) -> None:
    evening = datetime(2027, 3, 4, 18, tzinfo=UTC)
    zoom = start(starts_at=evening, rate=50_000.0)
    zoom.play(read_scenario(EVENING))
    zoom.drain()
    joined = next(event for event in receiver.events if isinstance(event, ParticipantJoined))
    ended = receiver.events[-1]
    assert joined.participant.registrant_id
    assert isinstance(ended, MeetingEnded)
    assert joined.occurred_at is not None
    assert ended.occurred_at is not None
    assert joined.occurred_at >= evening + timedelta(seconds=60)
    assert ended.occurred_at >= evening + timedelta(seconds=5400)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("not json", "line 3: not JSON"),
        ("[]", "line 3: not a JSON object"),
        ('{"do": "end_meeting"}', "line 3: at is not"),
        ('{"at": -1, "do": "end_meeting"}', "line 3: at is not"),
        ('{"at": true, "do": "end_meeting"}', "line 3: at is not"),
        ('{"at": 1, "do": "fly"}', "line 3: unknown verb 'fly'"),
        ('{"at": 1}', "line 3: unknown verb None"),
        ('{"at": 1, "do": "chat", "who": "Ann"}', "line 3: chat needs text"),
        ('{"at": 1, "do": "chat", "who": "Ann", "text": 7}', "line 3: chat: text has the wrong type"),
        ('{"at": 1, "do": "admit", "who": "$ann"}', "line 3: $ann has not been stored"),
        ('{"at": 1, "do": "admit", "who": "Ann", "as": "X Y"}', "line 3: as is not"),
        ('{"at": 0, "do": "end_meeting"}', "line 3: at goes back"),
    ],
)
def test_a_bad_line_is_named_with_its_number(line: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(f'# first\n{{"at": 0.5, "do": "start_meeting"}}\n{line}\n')
    assert str(caught.value).startswith(words)


def test_an_empty_scenario_is_refused() -> None:
    with pytest.raises(ScenarioError):
        read_scenario("# nothing\n\n")


def test_a_step_that_cannot_happen_is_named_with_its_line(start: Start) -> None:
    steps = read_scenario('{"at": 0, "do": "create_meeting"}\n{"at": 0, "do": "end_meeting"}\n')
    with pytest.raises(ScenarioError, match="line 2: the meeting is not going on"):
        start().play(steps)


# serving alone


def test_serving_prints_one_line_with_all_that_is_needed(tmp_path: Path) -> None:
    scenario = tmp_path / "evening.jsonl"
    scenario.write_text(EVENING.replace("5400", "1").replace("60", "1").replace('"at": 5', '"at": 0'), encoding="utf-8")
    printed, until = io.StringIO(), threading.Event()
    until.set()
    with redirect_stdout(printed):
        serve(scenario=str(scenario), rate=1000.0, until=until)
    (line,) = printed.getvalue().splitlines()
    told = json.loads(line)
    assert set(told) == {
        "api_url",
        "oauth_url",
        "rtms_url",
        "control_url",
        "account_id",
        "s2s_client_id",
        "s2s_client_secret",
        "app_client_id",
        "app_client_secret",
        "webhook_secret_token",
        "meeting_id",
        "rtms_started",
    }
    assert set(told["rtms_started"]) == {"client_id", "client_secret", "meeting_uuid", "rtms_stream_id", "server_urls"}
    assert told["api_url"].endswith("/v2")


def test_serving_says_in_a_sentence_what_is_wrong_with_a_file_or_an_address(tmp_path: Path) -> None:
    (tmp_path / "evening.jsonl").write_bytes(b"\xff\xfe{")
    with pytest.raises(ScenarioError, match=r"evening\.jsonl is not UTF-8"):
        serve(scenario=tmp_path / "evening.jsonl")
    with pytest.raises(ValueError, match="must start with http"):
        serve(webhook_url="file:///etc/hostname")


def test_serving_refuses_half_a_certificate_and_a_bad_scenario_before_it_starts(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="needs its key"):
        serve(tls_cert="cert.pem")
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}", encoding="utf-8")
    with pytest.raises(ScenarioError):
        serve(scenario=str(bad))


def test_a_certificate_that_cannot_be_read_is_an_error_that_says_so(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pem"
    bad.write_text("no certificate", encoding="utf-8")
    with pytest.raises(OSError, match="PEM"):
        serve(tls_cert=bad, tls_key=bad)


def test_a_taken_port_is_an_error_that_says_so() -> None:
    with SimulatedZoom() as first:
        port = int(first.base_url.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            SimulatedZoom(port).start()


def test_announcing_twice_describes_the_same_stream(start: Start) -> None:
    zoom = start()
    assert zoom.announcement() == zoom.announcement()


def test_the_same_seed_gives_the_same_identities() -> None:
    def told(seed: int) -> object:
        with SimulatedZoom(seed=seed) as zoom:
            return zoom.credentials()["s2s_client_secret"], zoom.create_meeting()

    assert told(7) == told(7) != told(8)


def test_an_address_of_version_six_serves_as_well() -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with SimulatedZoom(host="::1") as zoom:
        zoom.announcement()
        zoom.participant_joins("Ann Able")
        assert client_of(zoom).registrants(zoom.wait_for(_meeting_id(zoom)), "pending") == ()
        with Following(zoom) as client:
            assert zoom.wait_for_listeners()
            zoom.caption("Ann Able", "hello")
            client.some(Caption)


async def _meeting_id(zoom: SimulatedZoom) -> str:
    return zoom.stage.meeting().id


def test_it_serves_under_the_name_it_was_given() -> None:
    """A client that checks a certificate's name has to be told a name, not a number."""
    with SimulatedZoom(host="localhost") as zoom:
        assert zoom.credentials()["api_url"].startswith("http://localhost:")
        assert zoom.credentials()["rtms_url"].startswith("ws://localhost:")
        assert client_of(zoom).meeting(str(zoom.announcement()["meeting_id"])).topic == "Forum"
