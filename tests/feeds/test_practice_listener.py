"""The captions of a try-out over real sockets: counted, with not a word kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import cast
from uuid import UUID

import pytest
from sqlalchemy import select

from companion.feeds import practice
from companion.feeds.tables import Tryout
from companion.intake.practice_listener import LOOK_EVERY, PracticeListener
from companion.kernel.clocks import ManualClock, to_ms
from companion.kernel.uow import Runner
from tests import patience
from tests.feeds.test_early_meetings import deliver, state, traces
from tests.house import House
from tests.intake import deliveries
from zoom_hooks.sim import SimulatedZoom

pytestmark = pytest.mark.req("LC-14")


@pytest.fixture(scope="module")
def zoom() -> Iterator[SimulatedZoom]:
    with SimulatedZoom() as running:
        yield running


@pytest.fixture
def session_id(house: House) -> UUID:
    return house.forum_session(house.programme(), starts_in=timedelta(days=7))


def offered(house: House, zoom: SimulatedZoom) -> None:
    """Zoom tells of the meeting and of its stream, which is there already."""
    told = cast("dict[str, str]", zoom.announcement()["rtms_started"])
    now = to_ms(house.now)
    stream = deliveries.stream_said(
        "rtms_started", now, told["rtms_stream_id"], meeting_id=deliveries.MEETING, server_urls=told["server_urls"]
    )
    about = (deliveries.OCCURRENCE.encode(), told["meeting_uuid"].encode())
    deliver(house, deliveries.started(now).replace(*about), stream.replace(*about))


def listener_of(house: House, zoom: SimulatedZoom, *, secret: str | None = None) -> PracticeListener:
    wiring, told = house.wiring, zoom.credentials()
    settings = replace(
        wiring.settings,
        zoom_app_client_id=told["app_client_id"],
        zoom_app_client_secret=secret or told["app_client_secret"],
        zoom_rtms_hosts=(zoom.stream_url,),
    )
    return PracticeListener(Runner(wiring.engine, wiring.runner.clock, wiring.keys, settings))


def tryout(house: House) -> Tryout:
    found: Tryout = house.run(lambda uow: uow.db.scalars(select(Tryout)).one())
    return found


async def listen_until(
    listener: PracticeListener, meanwhile: Callable[[], object], house: House, holds: Callable[[Tryout], bool]
) -> Tryout:
    """Listen until something holds of the try-out, and stop."""
    await listener.start()
    try:
        await asyncio.to_thread(meanwhile)
        async with asyncio.timeout(patience.SECONDS):
            while not holds(await asyncio.to_thread(tryout, house)):
                await asyncio.sleep(0.05)
    finally:
        await listener.stop()
    return tryout(house)


def test_captions_and_chat_of_a_try_out_are_counted_and_nothing_of_them_is_kept(
    house: House, session_id: UUID, zoom: SimulatedZoom
) -> None:
    offered(house, zoom)
    ann = zoom.participant_joins("Ann Canary")

    def speak() -> None:
        assert zoom.wait_for_listeners(timeout=patience.SECONDS)
        zoom.caption(ann, "The canary sings.")
        zoom.caption(ann, "Twice.")
        zoom.chat(ann, "A canary writes")
        zoom.chat(ann, "to the host only", private=True)

    found = asyncio.run(
        listen_until(listener_of(house, zoom), speak, house, lambda row: row.captions >= 2 and row.chat >= 1)
    )
    assert (found.captions, found.chat) == (2, 1), "a private message is not even counted"
    assert found.connected_at is not None
    assert (found.stream_state, found.lease_owner) == ("wanted", None), "another process may go on"
    assert set(traces(house).values()) == {0}
    assert state(house, session_id) == "open"
    kept = house.wiring.engine.url.database
    assert kept is not None
    for suffix in ("", "-wal"):
        with open(kept + suffix, "rb") as file:  # noqa: PTH123  the name as SQLite makes it
            assert b"canary" not in file.read().lower()


def test_a_stream_that_zoom_refuses_is_said_to_be_refused(
    house: House, session_id: UUID, zoom: SimulatedZoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered(house, zoom)
    listener = listener_of(house, zoom, secret="another app's secret")
    found = asyncio.run(listen_until(listener, lambda: None, house, lambda row: row.stream_trouble is not None))
    assert (found.stream_trouble, found.stream_state, found.captions) == ("refused", "ended", 0)


def test_without_the_apps_credentials_nothing_is_looked_for(house: House, session_id: UUID) -> None:
    listener = PracticeListener(house.wiring.runner)
    asyncio.run(listener.start())
    assert listener._looking is None
    assert LOOK_EVERY > 0


def test_a_claim_is_one_processs_until_it_runs_out_or_the_try_out_becomes_the_session(
    house: House, session_id: UUID, clock: ManualClock
) -> None:
    now = to_ms(house.now)
    stream = deliveries.stream_said("rtms_started", now, "S1", meeting_id=deliveries.MEETING, server_urls="wss://x")
    deliver(house, deliveries.started(now), stream)
    claimed = house.run(practice.claim, "one")
    assert claimed.rtms_stream_id == "S1"
    assert house.run(practice.claim, "two") is None
    assert not house.run(practice.listened, claimed.tryout_id, "two", captions=1, chat=0, is_connected=True)
    clock.advance(practice.LEASE + timedelta(seconds=1))
    assert house.run(practice.claim, "two") is not None
    assert not house.run(practice.listened, claimed.tryout_id, "one", captions=1, chat=0, is_connected=True)
    assert house.run(practice.listened, claimed.tryout_id, "two", captions=1, chat=0, is_connected=True)
    house.run(practice.this_is_it, session_id, claimed.tryout_id)
    assert not house.run(practice.listened, claimed.tryout_id, "two", captions=1, chat=0, is_connected=True)
    assert tryout(house).captions == 1
