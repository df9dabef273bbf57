"""Signed webhooks with Zoom's habits: three seconds to answer, three more tries; several in flight, duplicates and
disorder on request.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import hmac
import json
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import requests

from zoom_hooks.signatures import sign

RETRY_AFTER = (300.0, 1200.0, 3600.0)
ANSWER_WITHIN = 3.0
MOST_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt. `status` is None when there was no answer in time."""

    event: str
    attempt: int
    status: int | None
    answer: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Letter:
    event: str
    body: bytes
    stamp: int
    attempt: int


class WebhookSender:
    """Posts events to one address and keeps a record of every attempt.

    Belongs to one event loop. Some deliveries may be in flight together, and then their order is nobody's promise.
    A delivery that fails is tried again after `retry_after` seconds each, times `scale`; 4xx and 3xx are not tried
    again. `repeat` sends each event so many times more; while `hold`ing, events pile up until `release`; each is
    late by up to `scatter` seconds, and while it `loses` they go nowhere.
    """

    def __init__(
        self,
        url: str | None,
        secret: str,
        *,
        retry_after: tuple[float, ...] = RETRY_AFTER,
        scale: float = 1.0,
        answer_within: float = ANSWER_WITHIN,
        restamp_retries: bool = False,
        ca_file: str | None = None,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.url = url
        self.repeat = 0
        self.scatter = 0.0
        self.loses = False
        self.skew_seconds = 0
        self.in_flight = 0
        self.most_in_flight = 0
        self._at_once = 1
        self._couriers: set[asyncio.Task[None]] = set()
        self._random = random.Random(1)  # noqa: S311 - a play, not a secret
        self.deliveries: list[Delivery] = []
        self._secret = secret
        self._retry_after = tuple(seconds * scale for seconds in retry_after)
        self._answer_within = answer_within
        self._restamp = restamp_retries
        self._wall = wall
        self._queue: asyncio.Queue[_Letter] = asyncio.Queue()
        self._held: list[_Letter] | None = None
        self._later: set[asyncio.TimerHandle] = set()
        self._pool = ThreadPoolExecutor(MOST_AT_ONCE, "simulated-zoom-webhooks")
        self._session = requests.Session()
        self._session.trust_env = False
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, requests.adapters.HTTPAdapter(pool_maxsize=MOST_AT_ONCE))
        self._session.verify = ca_file or True

    def send(self, event: str, body: bytes) -> None:
        """Queue an event. Without an address nothing is sent."""
        if self.url is None or self.loses:
            return
        letter = _Letter(event, body, self._stamp(), 1)
        for _ in range(1 + self.repeat):
            if self._held is not None:
                self._held.append(letter)
            elif self.scatter > 0:
                self._after(self._random.random() * self.scatter, functools.partial(self._queue.put_nowait, letter))
            else:
                self._queue.put_nowait(letter)

    def hold(self) -> None:
        """Keep events back until `release`."""
        if self._held is None:
            self._held = []

    def release(self, *, backwards: bool = False) -> int:
        """Send what was held, last first if asked; returns how many."""
        held, self._held = self._held or [], None
        for letter in reversed(held) if backwards else held:
            self._queue.put_nowait(letter)
        return len(held)

    def deliver_at_once(self, letters: int) -> None:
        """Have up to so many deliveries in flight together from now on."""
        self._at_once = max(1, min(letters, MOST_AT_ONCE))

    async def run(self) -> None:
        """Deliver until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            letter = await self._queue.get()
            courier = loop.create_task(self._deliver(loop, letter))
            self._couriers.add(courier)
            courier.add_done_callback(self._couriers.discard)
            while len(self._couriers) >= self._at_once:
                await asyncio.wait(self._couriers, return_when=asyncio.FIRST_COMPLETED)

    async def _deliver(self, loop: asyncio.AbstractEventLoop, letter: _Letter) -> None:
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            delivery = await loop.run_in_executor(self._pool, self._post, letter)
            self.deliveries.append(delivery)
            if delivery.status is None or delivery.status >= 500:
                self._try_again(letter)
        finally:
            self.in_flight -= 1
            self._queue.task_done()

    async def drained(self) -> None:
        """Returns once everything queued has been tried; later tries are not waited for."""
        await self._queue.join()

    async def validate(self, plain_token: str, event_ts: int) -> bool:
        """Zoom's URL check: True when the receiver answers with the right proof."""
        body = json.dumps(
            {"event": "endpoint.url_validation", "event_ts": event_ts, "payload": {"plainToken": plain_token}},
            separators=(",", ":"),
        ).encode()
        letter = _Letter("endpoint.url_validation", body, self._stamp(), 1)
        delivery = await asyncio.get_running_loop().run_in_executor(self._pool, self._post, letter)
        self.deliveries.append(delivery)
        try:
            answer = json.loads(delivery.answer)
        except ValueError:
            return False
        wanted = hmac.new(self._secret.encode(), plain_token.encode(), hashlib.sha256).hexdigest()
        return delivery.status == 200 and answer == {"plainToken": plain_token, "encryptedToken": wanted}

    def close(self) -> None:
        for handle in self._later:
            handle.cancel()
        for courier in self._couriers:
            courier.cancel()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._session.close()

    def _stamp(self) -> int:
        return int(self._wall()) + self.skew_seconds

    def _try_again(self, letter: _Letter) -> None:
        def again() -> None:
            stamp = self._stamp() if self._restamp else letter.stamp
            self._queue.put_nowait(_Letter(letter.event, letter.body, stamp, letter.attempt + 1))

        if letter.attempt <= len(self._retry_after):
            self._after(self._retry_after[letter.attempt - 1], again)

    def _after(self, seconds: float, act: Callable[[], None]) -> None:
        def run() -> None:
            self._later.discard(handle)
            act()

        handle = asyncio.get_running_loop().call_later(seconds, run)
        self._later.add(handle)

    def _post(self, letter: _Letter) -> Delivery:
        headers = {
            "content-type": "application/json; charset=utf-8",
            "x-zm-request-timestamp": str(letter.stamp),
            "x-zm-signature": sign(self._secret, letter.stamp, letter.body),
            "x-zm-trackingid": "v=2.0;clid=sim",
        }
        assert self.url is not None
        try:
            answer = self._session.post(
                self.url, data=letter.body, headers=headers, timeout=self._answer_within, allow_redirects=False
            )
            return Delivery(letter.event, letter.attempt, answer.status_code, answer.content[:4096])
        except requests.RequestException:
            return Delivery(letter.event, letter.attempt, None, b"")
