"""Zoom's door under hostile and unlucky deliveries: 4xx and nothing stored, or 503 for another try; never a 500."""

from __future__ import annotations

import dataclasses
import gzip
import json
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companion.app import create_app
from companion.kernel.inbox import InboxWriter, digest_of
from companion.kernel.tables import InboxEvent
from companion.web.shell import MOST_WEBHOOK
from companion.wiring import Wiring
from tests import patience
from tests.faults.webhooks import PATH, Door, open_door
from tests.intake import deliveries
from tests.intake.deliveries import SECRET
from tests.kernel.engines import impatient
from zoom_hooks.signatures import sign

NUMBER = iter(range(10_000_000))


def event() -> bytes:
    """A genuine event that no test has sent before."""
    return deliveries.joined(1_800_000_000_000 + next(NUMBER), "16778240")


def raw_head(door: Door, headers: dict[str, str], **more: str) -> bytes:
    lines = [f"POST {PATH} HTTP/1.1", f"Host: 127.0.0.1:{door.port}"]
    lines += [f"{name}: {value}" for name, value in {**headers, **more}.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def chunks(body: bytes, size: int = 100) -> list[bytes]:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return [*(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts), b"0\r\n\r\n"]


def test_a_genuine_delivery_is_stored_and_answered(door: Door) -> None:
    body = event()
    assert door.deliver(body).status == 200
    assert door.body_stored(body) == body


def test_a_chunked_delivery_arrives_whole(door: Door) -> None:
    body = event()
    head = raw_head(door, door.signed(body), **{"Transfer-Encoding": "chunked"})
    assert door.say(head, *chunks(body)).status == 200
    assert door.body_stored(body) == body


def test_a_delivery_in_many_small_pieces_arrives_whole(door: Door) -> None:
    body = event()
    head = raw_head(door, door.signed(body), **{"Content-Length": str(len(body))})
    assert door.say(head, *(body[at : at + 40] for at in range(0, len(body), 40)), pause=0.005).status == 200
    assert door.body_stored(body) == body


def padded(size: int) -> bytes:
    """An event of exactly so many bytes."""
    body = json.loads(event())
    body["padding"] = ""
    body["padding"] = "x" * (size - len(json.dumps(body).encode()))
    return json.dumps(body).encode()


def test_a_megabyte_is_taken_and_one_byte_more_is_not(door: Door) -> None:
    largest, larger = padded(MOST_WEBHOOK), padded(MOST_WEBHOOK + 1)
    assert door.deliver(largest).status == 200
    before = door.stored()
    # the head alone: the refusal comes before the body is read, and a client still sending would see a broken pipe
    refused = door.say(raw_head(door, door.signed(larger), **{"Content-Length": str(len(larger))}))
    assert refused.status == 413
    assert refused.headers["connection"] == "close"
    assert refused.headers["cache-control"] == "no-store"
    assert refused.headers["content-security-policy"].startswith("default-src 'none'")
    assert door.stored() == before


def test_a_chunked_body_that_grows_too_large_is_cut_off(door: Door) -> None:
    head = raw_head(door, door.signed(b""), **{"Transfer-Encoding": "chunked"})
    piece = b"40000\r\n" + b"x" * 0x40000 + b"\r\n"
    before = door.stored()
    assert door.say(head, *[piece] * 4, b"1\r\nx\r\n").status == 413
    assert door.stored() == before


def test_a_body_that_does_not_come_is_not_waited_for(running: Wiring) -> None:
    body = event()
    with open_door(running, body_seconds=0.2) as door:
        head = raw_head(door, door.signed(body), **{"Content-Length": str(len(body))})
        assert door.say(head, body[:10]).status == 408


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, gzip", "x"])
def test_a_compressed_body_is_refused_unread(door: Door, encoding: str) -> None:
    body = gzip.compress(event())
    before = door.stored()
    assert door.deliver(body, {**door.signed(body), "Content-Encoding": encoding}).status == 415
    assert door.stored() == before


def test_the_same_delivery_three_times_is_one_row(door: Door) -> None:
    body, before = event(), door.stored()
    assert [door.deliver(body).status for _ in range(3)] == [200] * 3
    assert door.stored() == before + 1


def test_a_storm_of_deliveries_is_all_stored(door: Door) -> None:
    bodies, before = [event() for _ in range(100)], door.stored()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda body: door.deliver(body).status, bodies + bodies))
    assert answers == [200] * 200
    assert door.stored() == before + 100


def forgeries(door: Door, body: bytes) -> dict[str, dict[str, str]]:
    """Headers that no genuine delivery of this body has."""
    good = door.signed(body)
    now = door.stamp
    digest = good["x-zm-signature"]
    return {
        "unsigned": {"x-zm-request-timestamp": str(now)},
        "no time": {"x-zm-signature": digest},
        "empty": {"x-zm-signature": "", "x-zm-request-timestamp": ""},
        "another secret": door.signed(body, secret="guessed"),
        "an empty secret": door.signed(body, secret=""),
        "signed for another body": door.signed(body + b" "),
        "signed for another second": {**good, "x-zm-request-timestamp": str(now - 1)},
        "cut short": {**good, "x-zm-signature": digest[:-1]},
        "longer": {**good, "x-zm-signature": digest + "0"},
        "upper case": {**good, "x-zm-signature": digest.upper()},
        "without v0": {**good, "x-zm-signature": digest.removeprefix("v0=")},
        "v1": {**good, "x-zm-signature": digest.replace("v0=", "v1=")},
        "not ascii": {**good, "x-zm-signature": "v0=\u00e9\u00e9\u00e9"},
        "twice": {**good, "x-zm-signature": f"{digest}, {digest}"},
        "stale": door.signed(body, stamp=now - 7201),
        "of tomorrow": door.signed(body, stamp=now + 301),
        "of no time": door.signed(body, stamp="nan"),
        "of endless time": door.signed(body, stamp="inf"),
        "of 1e9": door.signed(body, stamp="1e9"),
        "negative": door.signed(body, stamp=-now),
        "with a sign": door.signed(body, stamp=f"+{now}"),
        "with blanks": door.signed(body, stamp=f"{now} 0"),
        "hexadecimal": door.signed(body, stamp=hex(now)),
        "with a fraction": door.signed(body, stamp=f"{now}.0"),
        "forty digits": door.signed(body, stamp="1" * 40),
        "in milliseconds": door.signed(body, stamp=now * 1000),
    }


def test_edge_56_a_forged_or_stale_delivery_is_refused_and_nothing_is_stored(door: Door) -> None:
    body, before = event(), door.stored()
    for name, headers in forgeries(door, body).items():
        answer = door.deliver(body, headers)
        assert answer.status == 403, name
        assert answer.headers["content-type"] == "application/problem+json", name
    assert door.stored() == before


def test_edge_57_a_delivery_without_its_headers_is_refused_and_breaks_nothing(door: Door) -> None:
    body, before = event(), door.stored()
    for missing in ("x-zm-signature", "x-zm-request-timestamp", "both"):
        headers = {name: value for name, value in door.signed(body).items() if name != missing and missing != "both"}
        assert door.deliver(body, headers).status == 403, missing
    assert door.stored() == before


UNREADABLE: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b"   \n",
    "no json": b"event=meeting.started",
    "half": b'{"event":"meeting.started"',
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "a string": b'"meeting.started"',
    "no event": b'{"event_ts":1,"payload":{}}',
    "an event that is a list": b'{"event":["meeting.started"],"payload":{}}',
    "an event that is an object": b'{"event":{},"payload":{}}',
    "a hundred thousand lists": b'{"event":"meeting.started","payload":' + b"[" * 100_000,
    "lists closed again": b'{"event":"x","payload":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a hundred thousand objects": b'{"a":' * 100_000,
    "not utf-8": b'{"event":"meeting.started","payload":{"a":"\xff\xfe"}}',
    "utf-16": '{"event":"meeting.started"}'.encode("utf-16"),
    "nan": b'{"event":"meeting.started","event_ts":NaN,"payload":{}}',
    "a payload that is a list": b'{"event":"meeting.started","event_ts":1,"payload":[]}',
    "an object that is text": b'{"event":"meeting.started","event_ts":1,"payload":{"object":"x"}}',
    "a participant that is a number": b'{"event":"meeting.participant_joined","event_ts":1,"payload":{"object":'
    b'{"id":"9","uuid":"u","participant":7}}}',
    "a time of five thousand digits": b'{"event":"meeting.started","event_ts":' + b"9" * 5000 + b',"payload":{}}',
    "two bodies": event() + event(),
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_signed_delivery_that_is_no_event_is_refused(door: Door, body: bytes) -> None:
    before = door.stored()
    answer = door.deliver(body)
    assert 400 <= answer.status < 500
    assert door.stored() == before


ODD: dict[str, bytes] = {
    "an event we do not know": b'{"event":"webinar.started","event_ts":1,"payload":{"object":{}}}',
    "lone surrogates": deliveries.joined(1_800_000_000_000, "1").replace(b"Guest 1", b"Guest \\ud800"),
    "nul": deliveries.joined(1_800_000_000_000, "2").replace(b"Guest 2", b"Guest \\u0000"),
    "keys twice": b'{"event":"meeting.started","event":"webinar.ended","event_ts":1,"payload":{"object":{}}}',
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
def test_an_odd_but_signed_event_is_stored_and_breaks_nothing(door: Door, body: bytes) -> None:
    assert door.deliver(body).status in {200, 400, 422}


@pytest.fixture
def pages(running: Wiring) -> Flask:
    """The pages without a server, where hundreds of deliveries take a moment."""
    return create_app(running)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
EVENTS = st.sampled_from(
    ["meeting.started", "meeting.ended", "meeting.participant_joined", "meeting.participant_left",
     "meeting.registration_created", "meeting.registration_approved", "meeting.rtms_started", "meeting.rtms_stopped",
     "meeting.chat_message_sent", "recording.transcript_completed", "endpoint.url_validation"]
)  # fmt: skip


def post(app: Flask, wiring: Wiring, body: bytes) -> Any:
    stamp = int(wiring.runner.clock.now().timestamp())
    headers = {"x-zm-request-timestamp": str(stamp), "x-zm-signature": sign(SECRET, stamp, body)}
    return app.test_client().post(PATH, data=body, headers=headers, content_type="application/json")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=EVENTS, stamp=JSON, payload=JSON, inside=JSON)
def test_property_no_signed_json_makes_a_500(
    pages: Flask, running: Wiring, name: str, stamp: Any, payload: Any, inside: Any
) -> None:
    for whole in (
        {"event": name, "event_ts": stamp, "payload": payload},
        {"event": name, "payload": {"object": inside}},
    ):
        assert post(pages, running, json.dumps(whole).encode()).status_code < 500


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200))
def test_property_no_signed_bytes_make_a_500(pages: Flask, running: Wiring, body: bytes) -> None:
    assert post(pages, running, body).status_code < 500


def test_what_people_write_to_one_another_is_taken_and_never_stored(door: Door) -> None:
    before = door.stored()
    private = deliveries.chat(1_800_000_000_000 + next(NUMBER), "7", "M1", "between us", to="guest")
    assert door.deliver(private).status == 200
    assert door.stored() == before
    public = deliveries.chat(1_800_000_000_000 + next(NUMBER), "7", "M2", "to all of you")
    assert door.deliver(public).status == 200
    assert door.stored() == before + 1


def test_each_event_is_stored_with_zooms_name_for_it(door: Door) -> None:
    for name, kept in (("webinar.started", "webinar.started"), ("ann@lindenquay.example", "other")):
        body = json.dumps({"event": name, "event_ts": next(NUMBER), "payload": {}}).encode()
        assert door.deliver(body).status == 200
        digest = digest_of(body)
        kinds = door.wiring.runner.read(lambda uow, digest=digest: uow.db.get_one(InboxEvent, digest).kind)
        assert kinds == kept


def challenge(token: object) -> bytes:
    return json.dumps({"event": "endpoint.url_validation", "event_ts": 1, "payload": {"plainToken": token}}).encode()


def test_zooms_challenge_is_answered_when_it_is_signed_and_stored_nowhere(door: Door) -> None:
    before = door.stored()
    answer = door.deliver(challenge("qgg8vlvZRS6UYooatFL8Aw"))
    assert answer.status == 200
    assert set(json.loads(answer.body)) == {"plainToken", "encryptedToken"}
    assert door.stored() == before


def test_a_stranger_gets_nothing_signed(door: Door) -> None:
    """The oracle: whoever answers a challenge before checking it signs forged events for strangers."""
    forged = event()
    message = f"v0:{door.stamp}:{forged.decode()}"
    for headers in ({}, door.signed(challenge(message), secret="guessed")):
        answer = door.deliver(challenge(message), {"Content-Type": "application/json", **headers})
        assert answer.status == 403
        assert b"encryptedToken" not in answer.body
    for token in (message, "", "short", "x" * 129, "with:colon", "ünicode1", None, 7, ["list"]):
        answer = door.deliver(challenge(token))
        assert 400 <= answer.status < 500, token
        assert b"encryptedToken" not in answer.body


def test_without_a_secret_every_delivery_is_refused_and_zoom_tries_again(running: Wiring) -> None:
    without = dataclasses.replace(running.runner.settings, webhook_secrets=())
    app = create_app(dataclasses.replace(running, runner=dataclasses.replace(running.runner, settings=without)))
    for body in (event(), challenge("qgg8vlvZRS6UYooatFL8Aw")):
        answer = post(app, running, body)
        assert answer.status_code == 503
        assert "Retry-After" in answer.headers
        assert b"encryptedToken" not in answer.data


def test_either_of_two_secrets_is_believed(running: Wiring) -> None:
    two = dataclasses.replace(running.runner.settings, webhook_secrets=("another app's", SECRET))
    app = create_app(dataclasses.replace(running, runner=dataclasses.replace(running.runner, settings=two)))
    assert post(app, running, event()).status_code == 200


def test_a_locked_database_answers_503_and_loses_nothing(wiring: Wiring, tmp_path: Path) -> None:
    patient = dataclasses.replace(wiring, inbox=InboxWriter(impatient(wiring.settings.database_url), wiring.keys))
    app = create_app(patient)
    assert post(app, wiring, event()).status_code == 200  # the day's key is there
    held = sqlite3.connect(tmp_path / "companion.db", isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    body = event()
    answer = post(app, wiring, body)
    held.execute("ROLLBACK")
    held.close()
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.content_type == "application/problem+json"
    assert post(app, wiring, body).status_code == 200
    patient.inbox.stop()
    patient.inbox._engine.dispose()


def test_a_delivery_is_on_the_disk_before_it_is_answered(
    wiring: Wiring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit is held back: so is the answer. When the answer is there, another process reads the row."""
    held, reached = threading.Event(), threading.Event()
    commit = InboxWriter._commit

    def slow(self: InboxWriter, batch: Any) -> None:
        reached.set()
        assert held.wait(patience.SECONDS)
        commit(self, batch)

    monkeypatch.setattr(InboxWriter, "_commit", slow)
    with open_door(wiring) as door, ThreadPoolExecutor(1) as pool:
        answer = pool.submit(door.deliver, event())
        assert reached.wait(patience.SECONDS)
        assert not answer.done()
        assert rows(tmp_path) == 0
        held.set()
        assert answer.result(patience.SECONDS).status == 200
        assert rows(tmp_path) == 1


def rows(folder: Path) -> int:
    connection = sqlite3.connect(f"file:{folder}/companion.db?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM kernel_inbox_event").fetchone()[0])
    finally:
        connection.close()


def test_a_page_works_behind_the_same_shell(door: Door) -> None:
    answer = door.say(f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\nConnection: close\r\n\r\n".encode())
    assert answer.status == 200
    assert json.loads(answer.body) == {"status": "alive"}


@pytest.mark.parametrize(
    "smuggled",
    [
        b"POST /zoom/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /zoom/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\nhello",
        b"POST /zoom/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\nhello",
        b"POST /zoom/webhook HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    ],
)
def test_a_request_that_could_be_read_in_two_ways_stores_nothing(door: Door, smuggled: bytes) -> None:
    before = door.stored()
    assert 400 <= door.say(smuggled).status < 500
    assert door.stored() == before
