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
from companion.captions.streams import Claim
from companion.forums import service as forums
from companion.intake import follower, heard
from companion.intake.follower import Following, Writers
from companion.kernel.clocks import ManualClock
from companion.kernel.errors import Busy
from companion.kernel.ids import CaptionStreamId, ForumSessionId, new_id
from tests import patience
from tests.house import House
from zoom_hooks.rtms import Caption, StreamRefused

pytestmark = pytest.mark.req("LC-14")


def said(text: str) -> Caption:
    return Caption("7", "Guest 7", text, 1_800_000_000_000, 1_800_000_000_900)


class Slow:
    """A runner whose database takes its time, and may be busy first; what it did, in order."""

    settings = SimpleNamespace(zoom_app_client_id="id", zoom_app_client_secret="secret", zoom_rtms_hosts=())

    def __init__(self, busy: int = 0) -> None:
        self.busy, self.done = busy, list[str]()
        self.has_begun, self.may_go_on = threading.Event(), threading.Event()

    def run_as(self, _actor: object, use_case: Callable[..., Any], *what: Any) -> list[None]:
        if use_case is streams.let_go:
            self.done.append("let go")
            return []
        ((_claim, items),) = what[0]
        words = [item.text for item in items]
        if use_case is heard.follow_up:
            self.done.append(f"followed up {len(words)}")
            return [None]
        assert use_case is heard.store_words
        self.has_begun.set()
        if "first" in words:
            self.may_go_on.wait(patience.SECONDS)
        if self.busy:
            self.busy -= 1
            raise Busy
        self.done += words
        return [None]


async def ending(slow: Slow) -> None:
    """A stream whose first word is on its way to the database, and whose second has just come, when it ends."""
    claim = Claim(
        CaptionStreamId(new_id()), ForumSessionId(new_id()), "uuid==", "stream", "wss://zoom.example", 0, "started", 1
    )
    writers = Writers.of(slow)  # type: ignore[arg-type]
    writers.start()
    following = Following(slow, claim, writers)  # type: ignore[arg-type]
    writing, following_up = asyncio.create_task(following.write()), asyncio.create_task(following.follow_up())
    await following.take(said("first"))
    await asyncio.to_thread(slow.has_begun.wait, patience.SECONDS)
    await following.take(said("second"))
    finishing = asyncio.create_task(following.finish(writing, following_up))
    await asyncio.sleep(0)
    assert slow.done == []
    slow.may_go_on.set()
    await finishing
    await asyncio.to_thread(writers.stop)


@pytest.mark.parametrize("busy", [0, 2])
def test_words_on_their_way_are_stored_before_the_claim_is_given_back(
    monkeypatch: pytest.MonkeyPatch, busy: int
) -> None:
    monkeypatch.setattr(follower, "LOOK_EVERY", 0.001)
    slow = Slow(busy)
    asyncio.run(ending(slow))
    assert [word for word in slow.done if "followed" not in word] == ["first", "second", "let go"]
    followed = [int(word.split()[-1]) for word in slow.done[:-1] if "followed" in word]
    assert sum(followed) == 2, "what follows from every word is done too, and before the claim is given back"


async def refused_by_zoom(house: House, claim: Claim) -> None:
    writers = Writers.of(house.wiring.runner)
    writers.start()
    await Following(house.wiring.runner, claim, writers).run()
    writers.stop()


def refused_once(house: House) -> bool:
    """Claim a stream and have Zoom refuse it; False when none is to be had now."""
    claim = house.run(streams.claim_stream, "follower")
    if claim is not None:
        asyncio.run(refused_by_zoom(house, claim))
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
