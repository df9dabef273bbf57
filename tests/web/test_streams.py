"""A channel's rules: what is news, who is woken first, and what becomes of a reader who reads nothing."""

from __future__ import annotations

import asyncio
import time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.floor.tickets import Ticket
from companion.kernel.ids import new_id
from companion.web.live import Live
from companion.web.streams import AGAIN, BLOCKED_SECONDS, SLICE, Channel, Listener
from companion.wiring import Wiring

SESSION = UUID(int=1)


def listener(role: str = "attendee", sent: int = -1) -> Listener:
    return Listener(Ticket(SESSION, role, None), sent, ends=float("inf"))


@given(st.lists(st.one_of(st.none(), st.integers(0, 6))))
def test_whatever_is_heard_in_whatever_order_the_newest_number_is_built(heard: list[int | None]):
    channel, stored = Channel(SESSION), 0
    channel.is_stale = False
    for seq in heard:
        stored = max(stored, seq or 0)
        channel.heard_of(seq)
        if channel.is_stale:
            channel.is_stale = False
            channel.took(stored, {"chair": (stored, b"")})
    assert channel.versions.get("chair", 0) == stored


def test_a_number_that_is_told_twice_is_built_once_and_one_taken_back_does_not_hide_the_next():
    channel = Channel(SESSION)
    assert channel.heard_of(6)
    assert not channel.heard_of(6)
    channel.is_stale = False
    assert channel.took(5, {"chair": (5, b"")})  # the sixth was told, and then never committed
    assert channel.heard_of(6)


def test_a_page_that_is_ahead_of_this_process_is_sent_nothing_older_until_the_journal_was_read_since():
    """Another process may have sent it what this one has not read yet."""
    channel, one = Channel(SESSION), listener(sent=2)
    channel.readings = 1  # begun before the page came
    channel.add(one)
    channel.took(1, {"attendee": (1, b"one")})
    assert (channel.new_for(one), channel.is_unread_by(one)) == (None, True)
    channel.readings += 1
    assert channel.took(2, {"attendee": (2, b"two")})
    assert (channel.new_for(one), channel.is_unread_by(one), one.preface()) == (None, False, b"")


def test_a_page_that_is_ahead_of_the_journal_itself_begins_again():
    channel, one, other = Channel(SESSION), listener(sent=57), listener(sent=40)
    channel.versions["attendee"], channel.frames["attendee"] = 40, b"forty"
    channel.is_stale = False
    channel.add(one)
    channel.add(other)
    assert channel.is_stale
    channel.readings += 1
    assert channel.took(40, {})
    assert (channel.new_for(one), one.preface(), one.preface()) == (b"forty", AGAIN, b"")
    assert (channel.new_for(one), channel.new_for(other)) == (None, None)


def test_the_chair_and_the_stage_are_woken_before_the_many_who_are_woken_in_slices():
    async def evening() -> None:
        channel = Channel(SESSION)
        for role in ["attendee"] * (2 * SLICE) + ["stage", "chair"]:
            channel.add(listener(role))
        assert [one.ticket.role for one in channel][:3] in (
            ["chair", "stage", "attendee"],
            ["stage", "chair", "attendee"],
        )
        waking, steps = asyncio.create_task(channel.wake()), 0
        while not waking.done():
            await asyncio.sleep(0)
            steps += 1
        assert steps >= 3
        await asyncio.gather(*(one.wait() for one in channel))

    asyncio.run(evening())


def test_a_listener_that_is_woken_while_it_sends_does_not_miss_it():
    async def evening() -> None:
        one = listener()
        one.wake()
        one.wake()
        await asyncio.wait_for(one.wait(), 1)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(one.wait(), 0.01)

    asyncio.run(evening())


def test_a_reader_who_takes_nothing_skips_what_was_replaced(wiring: Wiring):
    async def evening() -> None:
        live, channel, one = Live(wiring.runner), Channel(SESSION), listener()
        channel.add(one)
        channel.took(1, {"attendee": (1, b"1")})
        sent, door = [], asyncio.Event()

        async def send(message: dict[str, object]) -> None:
            if message.get("body") == b"1":
                await door.wait()  # the reader's machine takes no more
            sent.append(message.get("body"))

        serving = asyncio.create_task(live._serve(channel, one, send))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        for version in (2, 3, 4):
            channel.took(version, {"attendee": (version, b"%d" % version)})
            await channel.wake()
        door.set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert sent == [b"1", b"4"]
        one.end()
        await serving

    asyncio.run(evening())


def test_a_stream_whose_reader_has_taken_nothing_for_too_long_is_given_up(wiring: Wiring):
    async def evening() -> None:
        live, channel, one = Live(wiring.runner), Channel(SESSION), listener()
        channel.add(one)
        channel.took(1, {"attendee": (1, b"1")})

        async def blocked(_: object) -> None:
            await asyncio.Event().wait()

        async with asyncio.timeout(None) as one.limit:
            too_late = time.monotonic() + BLOCKED_SECONDS + 1
            asyncio.get_running_loop().call_soon(one.give_up_if_blocked, too_late)
            await live._serve(channel, one, blocked)  # type: ignore[arg-type]

    with pytest.raises(TimeoutError):
        asyncio.run(evening())


def test_what_is_written_here_is_heard_of_at_the_commit_and_what_is_rolled_back_is_not(wiring: Wiring):
    from companion.kernel.journal import Fact, Journal

    heard: list[object] = []
    wiring.runner.heard.append(heard.append)
    stream = new_id()

    def write(uow: object, *, fails: bool) -> None:
        Journal(uow, stream).append(Fact("hand.raised", {}, str(fails), "steward", "staff", 0))  # type: ignore[arg-type]
        if fails:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        wiring.runner.run(write, fails=True)
    assert heard == []
    wiring.runner.run(write, fails=False)
    assert heard == [{stream: 1}]
