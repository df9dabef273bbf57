"""The end of a caption stream: the last words are stored before the claim is given back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from companion.captions import streams
from companion.captions.liveness import heard_of
from companion.captions.rules import StreamIsOver
from companion.captions.streams import Claim
from companion.forums import service as forums
from companion.intake import follower, heard
from companion.kernel.clocks import ManualClock
from companion.kernel.errors import Busy
from companion.kernel.ids import CaptionStreamId, ForumSessionId, new_id
from tests import patience
from tests.house import House
from zoom_hooks.rtms import StreamRefused

pytestmark = pytest.mark.req("LC-14")


class Slow:
    """A runner whose database takes its time, and may be busy first; what it did, in order."""

    settings = SimpleNamespace(zoom_app_client_id="id", zoom_app_client_secret="secret", zoom_rtms_hosts=())

    def __init__(self, busy: int = 0) -> None:
        self.busy, self.done = busy, list[str]()
        self.has_begun, self.may_go_on = threading.Event(), threading.Event()
        self.is_over = False

    def run_as(self, _actor: object, use_case: Callable[..., Any], _claim: object, what: Any) -> None:
        if use_case is streams.let_go:
            self.is_over = True
            self.done.append("let go")
            return
        assert use_case is heard.store_heard
        words = list(what)
        self.has_begun.set()
        if "first" in words:
            self.may_go_on.wait(patience.SECONDS)
        if self.is_over:
            raise StreamIsOver
        if self.busy:
            self.busy -= 1
            raise Busy
        self.done += words


async def ending(slow: Slow) -> None:
    """A stream whose first word is on its way to the database, and whose second has just come, when it ends."""
    claim = Claim(
        CaptionStreamId(new_id()), ForumSessionId(new_id()), "uuid==", "stream", "wss://zoom.example", 0, "started", 1
    )
    following = follower._Following(slow, claim)  # type: ignore[arg-type]
    writing = asyncio.create_task(following._write())
    await following._take("first")  # type: ignore[arg-type]
    await asyncio.to_thread(slow.has_begun.wait, patience.SECONDS)
    await following._take("second")  # type: ignore[arg-type]
    finishing = asyncio.create_task(following._finish(writing))
    await asyncio.sleep(0.05)
    assert slow.done == []
    slow.may_go_on.set()
    await finishing


def test_words_on_their_way_are_stored_before_the_claim_is_given_back() -> None:
    slow = Slow()
    asyncio.run(ending(slow))
    assert slow.done == ["first", "second", "let go"]


def test_a_database_that_is_busy_at_the_end_costs_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "LOOK_EVERY", 0.001)
    slow = Slow(busy=2)
    asyncio.run(ending(slow))
    assert slow.done == ["first", "second", "let go"]


def refused_once(house: House) -> bool:
    """Claim a stream and have Zoom refuse it; False when none is to be had now."""
    claim = house.run(streams.claim_stream, "follower")
    if claim is not None:
        asyncio.run(follower._Following(house.wiring.runner, claim).run())
    return claim is not None


def test_a_refused_stream_is_asked_for_less_and_less_often(
    house: House, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_entry(*_: object, **__: object) -> None:
        raise StreamRefused(3, "wrong signature")

    monkeypatch.setattr(follower, "follow", no_entry)
    session_id = ForumSessionId(house.forum_session(house.programme(), state="live"))
    offer = {"meeting_uuid": "uuid==", "rtms_stream_id": "S1", "server_urls": "wss://rtms.example"}
    house.run(streams.stream_offered, session_id, **offer)
    assert refused_once(house)
    assert house.run(heard_of, session_id).stream == "refused"
    waited = []
    for _ in range(4):
        seconds = 0
        while not refused_once(house):
            clock.advance(timedelta(seconds=1))
            seconds += 1
        waited.append(seconds)
    assert waited == [2, 4, 8, 16]
    house.run(lambda uow: setattr(forums.session_of(uow, session_id), "state", "ended"))
    clock.advance(timedelta(minutes=5))
    assert refused_once(house)
    clock.advance(timedelta(days=1))
    assert not refused_once(house), "the session is over: nothing can come any more"
