"""Ten thousand deliveries that Zoom never sent, and what else strangers try at its door: nothing is believed.

The rows are those of the threat model: forged (1), the oracle (2), replayed (3), times (4), bodies (5), unreadable (6),
slow (7). Single hostile cases over a real server are in `test_webhooks.py`.
"""

from __future__ import annotations

import json
import random
import socket
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from companion.app import create_app
from companion.kernel.tables import InboxEvent
from companion.wiring import Wiring
from companion.worker import Worker
from tests import patience
from tests.faults.forging import NEWEST, OLDEST, WAYS, Delivery, forged, genuine, post, signed
from tests.faults.webhooks import Door
from tests.house import House
from tests.intake import deliveries
from tests.intake.deliveries import SECRET
from tests.zoom_hooks import zoom_events

FORGED, PARTS = 10_000, 8


@pytest.fixture
def pages(running: Wiring) -> Flask:
    return create_app(running)


def now_of(wiring: Wiring) -> int:
    return int(wiring.runner.clock.now().timestamp())


def stored(wiring: Wiring) -> int:
    return wiring.runner.read(lambda uow: uow.db.scalar(select(func.count()).select_from(InboxEvent)) or 0)


@pytest.mark.parametrize("part", range(PARTS))
def test_row_1_of_ten_thousand_forged_deliveries_none_is_believed(pages: Flask, running: Wiring, part: int) -> None:
    """And none of the genuine ones in between, compact or indented, is refused."""
    draw, now, before = random.Random(part), now_of(running), stored(running)
    wrong: Counter[tuple[str, int]] = Counter()
    met: set[str] = set()
    count = FORGED // PARTS
    for number in range(count):
        delivery = forged(draw, SECRET, now)
        met.add(delivery.how)
        status, body = post(pages, delivery)
        if not 400 <= status < 500 or b"encryptedToken" in body:
            wrong[delivery.how, status] += 1
        if number % 50 == 0:
            real = genuine(draw, SECRET, now)
            wrong["genuine", post(pages, real)[0]] += 1
    assert wrong == {("genuine", 200): count // 50}
    assert met == set(WAYS)
    assert stored(running) == before + count // 50


def test_row_2_nothing_signed_can_be_had_from_the_door(pages: Flask, running: Wiring) -> None:
    """Whoever could have a message of their choice signed would use it: so each answer is used as a signature."""
    now = now_of(running)
    stamp, wanted = str(now).encode(), deliveries.started(now * 1000)
    message = f"v0:{now}:{wanted.decode()}"
    tokens: list[Any] = [message, message.encode().hex(), message[:64], f"v0:{now}:", "v0", "", None, 7, [message], {}]
    for token in tokens:
        asked = json.dumps({"event": "endpoint.url_validation", "payload": {"plainToken": token}}).encode()
        for signature in (None, b"", signed("guessed", stamp, asked), signed(SECRET, stamp, asked)):
            status, body = post(pages, Delivery(asked, signature, stamp))
            found = json.loads(body)
            if status == 200:  # signed by Zoom, and of a shape that no message has
                assert signature == signed(SECRET, stamp, asked)
                assert found["plainToken"].isalnum()
                got = b"v0=" + found["encryptedToken"].encode()
                assert post(pages, Delivery(wanted, got, stamp))[0] == 403
            else:
                assert 400 <= status < 500
                assert "encryptedToken" not in found


@pytest.mark.parametrize("count", [5])
def test_row_3_twenty_racing_first_deliveries_of_each_event_are_one_effect_each(door: Door, count: int) -> None:
    draw, before = random.Random(3), door.stored()
    bodies = [genuine(draw, SECRET, door.stamp).body for _ in range(count)]
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda body: door.deliver(body).status, bodies * 20))
    assert set(answers) == {200}
    assert door.stored() == before + count


def test_row_3_a_replay_under_a_fresh_signature_is_still_the_same_event(pages: Flask, running: Wiring) -> None:
    """Zoom tries again with the same body and perhaps a new time; a thief who repeats it gains nothing either."""
    draw, now = random.Random(4), now_of(running)
    real = genuine(draw, SECRET, now)
    assert post(pages, real)[0] == 200
    before = stored(running)
    for age in (0, 60, 3600, OLDEST, -NEWEST):
        stamp = str(now - age).encode()
        assert post(pages, Delivery(real.body, signed(SECRET, stamp, real.body), stamp))[0] == 200
    assert stored(running) == before


@pytest.mark.parametrize(
    ("age", "status"),
    [(0, 200), (OLDEST, 200), (OLDEST + 1, 403), (-NEWEST, 200), (-NEWEST - 1, 403), (10**9, 403), (-(10**9), 403)],
)
def test_row_4_a_time_is_believed_within_its_window_to_the_second(
    pages: Flask, running: Wiring, age: int, status: int
) -> None:
    body = genuine(random.Random(age), SECRET, now_of(running)).body
    stamp = str(now_of(running) - age).encode()
    assert post(pages, Delivery(body, signed(SECRET, stamp, body), stamp))[0] == status


@pytest.mark.parametrize("name", sorted(zoom_events.PAYLOADS.keys() - {"endpoint.url_validation"}))
def test_row_5_every_event_is_taken_as_it_was_signed_and_in_no_other_words(
    pages: Flask, running: Wiring, name: str
) -> None:
    """Compact, indented, escaped: what is signed is what counts, to the byte."""
    event, stamp = zoom_events.whole(name), str(now_of(running)).encode()
    written = {
        zoom_events.compact(event),
        json.dumps(event).encode(),
        json.dumps(event, indent=2).encode(),
        json.dumps(event, indent="\t", ensure_ascii=False).encode() + b"\n",
    }
    for body in written:
        own = signed(SECRET, stamp, body)
        assert post(pages, Delivery(body, own, stamp))[0] == 200
        for other in written - {body}:
            assert post(pages, Delivery(other, own, stamp))[0] == 403


HOSTILE = ("\x00", "\ud800", "\udfff tail", "a" * 70_000, "‮gnp.exe", "'; DROP TABLE kernel_inbox_event; --", "\x1b[2J")


def test_row_6_whatever_text_is_in_a_signed_event_both_databases_hold_it_and_the_worker_goes_on(
    wiring_on_each: Wiring,
) -> None:
    house = House(wiring_on_each)
    house.forum_session(house.programme(), state="live")
    app, stamp = create_app(wiring_on_each), str(now_of(wiring_on_each)).encode()
    for number, name in enumerate(sorted(zoom_events.PAYLOADS.keys() - {"endpoint.url_validation"})):
        event = _with_text(zoom_events.whole(name), HOSTILE[number % len(HOSTILE)])
        body = json.dumps(event).encode()
        assert post(app, Delivery(body, signed(SECRET, stamp, body), stamp))[0] in (200, 400), name
    Worker(wiring_on_each).drain()
    rows = wiring_on_each.runner.read(lambda uow: Counter(uow.db.scalars(select(InboxEvent.state))))
    assert set(rows) == {"done"}
    assert rows["done"] > 20


KEPT_AS_IT_IS = ("event", "id", "uuid", "start_time", "timezone")


def _with_text(value: Any, text: str, key: str = "") -> Any:
    if isinstance(value, dict):
        return {one: _with_text(inner, text, one) for one, inner in value.items()}
    if isinstance(value, list):
        return [_with_text(inner, text) for inner in value]
    is_time = key.endswith(("_time", "_start", "_end")) or key in KEPT_AS_IT_IS
    return f"{value}{text}" if isinstance(value, str) and not is_time else value


def test_row_7_two_hundred_slow_bodies_keep_no_page_waiting_and_none_is_lost(door: Door) -> None:
    """Every connection has sent half of its delivery and holds still. Pages answer; then each arrives whole."""
    draw, before = random.Random(7), door.stored()
    bodies = [genuine(draw, SECRET, door.stamp).body for _ in range(200)]
    held = [socket.create_connection(("127.0.0.1", door.port), timeout=patience.SECONDS) for _ in bodies]
    for number, (raw, body) in enumerate(zip(held, bodies, strict=True)):
        is_chunked = number % 2
        length = "Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {len(body)}"
        lines = ["POST /zoom/webhook HTTP/1.1", f"Host: 127.0.0.1:{door.port}", "Connection: close", length]
        lines += [f"{name}: {value}" for name, value in door.signed(body).items()]
        half = body[: len(body) // 2]
        part = b"%x\r\n%s\r\n" % (len(half), half) if is_chunked else half
        raw.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + part)
    for _ in range(20):
        assert door.visit("/healthz").status == 200
        assert door.visit("/sign-in").status == 200
    assert door.deliver(genuine(draw, SECRET, door.stamp).body).status == 200
    assert door.stored() == before + 1
    answers: list[bytes] = []

    def finish(raw: socket.socket, body: bytes, number: int) -> None:
        rest = body[len(body) // 2 :]
        raw.sendall(b"%x\r\n%s\r\n0\r\n\r\n" % (len(rest), rest) if number % 2 else rest)
        answers.append(raw.recv(64).split(b"\r\n")[0])
        raw.close()

    threads = [
        threading.Thread(target=finish, args=(raw, body, number))
        for number, (raw, body) in enumerate(zip(held, bodies, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(answers) == {b"HTTP/1.1 200 OK": 200}
    assert door.stored() == before + 1 + len(set(bodies))
