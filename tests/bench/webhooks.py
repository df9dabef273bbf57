"""How many signed webhooks a second a running server takes."""

from __future__ import annotations

import http.client
import json
import threading
import time

from companion.kernel.ids import new_id
from zoom_hooks.signatures import sign

SENDERS = 8


def webhooks_a_second(port: int, secret: str, *, seconds: float) -> float:
    """Send, from a few connections at once, as many different webhooks as are answered with 200."""
    taken: list[int] = []
    ends = time.monotonic() + seconds
    threads = [threading.Thread(target=_send, args=(port, secret, ends, taken)) for _ in range(SENDERS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(taken) / (time.monotonic() - began)


def _send(port: int, secret: str, ends: float, taken: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    count = 0
    while time.monotonic() < ends:
        stamp = int(time.time())
        body = json.dumps(
            {
                "event": "meeting.participant_jbh_waiting",
                "event_ts": stamp * 1000,
                "payload": {"account_id": "bench", "object": {"id": "91234567890", "uuid": str(new_id())}},
            }
        ).encode()
        headers = {
            "Content-Type": "application/json",
            "x-zm-request-timestamp": str(stamp),
            "x-zm-signature": sign(secret, stamp, body),
        }
        connection.request("POST", "/zoom/webhook", body, headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status in (200, 204), answer.status
        count += 1
    taken.append(count)
