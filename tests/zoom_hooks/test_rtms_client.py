"""The caption client against the simulated Zoom over real sockets: nothing said is lost without a gap that says so."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests import patience
from tests.zoom_hooks.following import QUICK, Bare, Following, credentials, started
from zoom_hooks.addresses import Allowlist
from zoom_hooks.errors import UnsafeAddress
from zoom_hooks.events import StreamInterrupted, StreamStopped
from zoom_hooks.rtms import (
    ActiveSpeaker,
    AppCredentials,
    Caption,
    ChatMessage,
    Connected,
    Disconnected,
    FeedRefused,
    Gap,
    Item,
    Joined,
    Left,
    Paused,
    Resumed,
    StillConnected,
    StreamEnded,
    StreamRefused,
    follow,
)
from zoom_hooks.sim import SimulatedZoom


@pytest.fixture
def live() -> Iterator[SimulatedZoom]:
    """A simulated Zoom with a meeting going on, Ann and Ben in it, and a stream to join."""
    with SimulatedZoom() as zoom:
        zoom.announcement()
        zoom.participant_joins("Ann Able")
        zoom.participant_joins("Ben Bold")
        yield zoom


def texts(items: list[Item]) -> list[str]:
    return [item.text for item in items if isinstance(item, Caption)]


@pytest.mark.req("LC-14")
@pytest.mark.parametrize("client_binary", [False, True])
@pytest.mark.parametrize("server_binary", [False, True])
def test_captions_and_chat_arrive_in_order_in_text_and_binary_frames(client_binary: bool, server_binary: bool) -> None:
    with SimulatedZoom(binary_frames=server_binary) as zoom:
        zoom.announcement()
        ann = zoom.participant_joins("Ann Able")
        with Following(zoom, binary=client_binary) as client:
            assert zoom.wait_for_listeners()
            for n in range(50):
                assert (
                    zoom.caption("Ann Able", f"sentence {n}", 1769940000000 + n * 1000, 1769940000900 + n * 1000) == 1
                )
            zoom.chat("Ann Able", "q+")
            client.until(lambda items: len(texts(items)) == 50)
            assert texts(client.items) == [f"sentence {n}" for n in range(50)]
            first = client.some(Caption)[0]
            assert (first.user_id, first.user_name, first.start_ms, first.end_ms, first.language) == (
                str(ann),
                "Ann Able",
                1769940000000,
                1769940000900,
                9,
            )
            (message,) = client.some(ChatMessage)
            assert (message.text, message.user_id, message.operation, message.to_everyone) == (
                "q+",
                str(ann),
                "new",
                True,
            )
            assert not any(isinstance(item, Gap) for item in client.items)


def test_private_and_old_style_chat_are_told_apart(live: SimulatedZoom) -> None:
    with Following(live) as client:
        assert live.wait_for_listeners()
        live.chat("Ann Able", "between us", private=True)
        live.chat("Ann Able", "q+", plain=True)
        live.chat("Ann Able", "null", plain=True)
        private, plain, word = client.some(ChatMessage, 3)
        assert private.to_everyone is False
        assert (plain.text, plain.to_everyone) == ("q+", None)
        assert word.text == "null"


def test_who_speaks_comes_and_goes_is_told(live: SimulatedZoom) -> None:
    with Following(live) as client:
        assert live.wait_for_listeners()
        cara = live.participant_joins("Cara Cole")
        live.active_speaker("Cara Cole")
        live.participant_leaves(cara)
        assert [(j.user_id, j.user_name) for j in client.some(Joined)] == [(str(cara), "Cara Cole")]
        assert [s.user_id for s in client.some(ActiveSpeaker)] == [str(cara)]
        assert [left.user_id for left in client.some(Left)] == [str(cara)]


def test_the_meetings_end_is_the_streams_end_without_a_gap(live: SimulatedZoom) -> None:
    with Following(live) as client:
        assert live.wait_for_listeners()
        live.caption("Ann Able", "Good night.")
        live.end_meeting()
        ended = client.end()
        assert ended == StreamEnded(6)
        assert client.items[-1] == ended
        assert not any(isinstance(item, Gap) for item in client.items)
        assert isinstance(ended, StreamEnded)
        assert not ended.may_be_restarted


@pytest.mark.req("LC-14")
def test_revoked_consent_is_told_so_that_what_was_collected_is_deleted(live: SimulatedZoom) -> None:
    with Following(live) as client:
        assert live.wait_for_listeners()
        live.stop_rtms(8)
        ended = client.end()
        assert isinstance(ended, StreamEnded)
        assert ended.is_revoked
        assert not ended.may_be_restarted


@pytest.mark.req("LC-14")
def test_a_cut_media_socket_is_redone_alone_and_the_gap_is_told(live: SimulatedZoom) -> None:
    with Following(live) as client:
        assert live.wait_for_listeners()
        before = live.now_ms
        live.caption("Ann Able", "before", before - 500, before)
        client.until(lambda items: texts(items) == ["before"])
        live.cut_media("transcript")
        assert live.caption("Ann Able", "unheard", before + 1000, before + 2000) == 0
        assert live.wait_for_listeners()
        live.caption("Ann Able", "after", before + 3000, before + 4000)
        client.until(lambda items: texts(items) == ["before", "after"])
        assert client.some(Gap) == [Gap("transcript", before, before + 3000)]
        assert [item.feeds for item in client.some(Disconnected)] == [("transcript",)]
        assert [item.feeds for item in client.some(Connected)].count(("chat",)) == 1, "chat was left alone"


@pytest.mark.req("LC-14")
def test_a_cut_stream_is_redone_as_a_whole_and_both_gaps_are_told(live: SimulatedZoom) -> None:
    with Following(live) as client:
        assert live.wait_for_listeners()
        live.caption("Ann Able", "before")
        live.chat("Ann Able", "before")
        client.some(ChatMessage)
        live.cut_stream()
        assert live.wait_for_listeners()
        later = live.now_ms + 60_000
        live.caption("Ann Able", "after", later, later + 1000)
        live.chat("Ann Able", "after")
        client.until(lambda items: texts(items) == ["before", "after"])
        client.some(ChatMessage, 2)
        assert {gap.feed for gap in client.some(Gap)} >= {"transcript"}
        assert all(gap.to_ms is not None and (gap.from_ms or 0) < gap.to_ms for gap in client.some(Gap))


def test_an_interruption_told_by_webhook_is_heeded_at_once(live: SimulatedZoom) -> None:
    patient = replace(QUICK, fallback=60)
    with Following(live, timings=patient) as client:
        assert live.wait_for_listeners()
        live.cut_stream()
        start = started(live)
        client.signal(StreamInterrupted(datetime.now(UTC), None, start.meeting_uuid, start.stream_id, None))
        assert live.wait_for_listeners(timeout=patience.SECONDS)


def test_a_failover_moves_to_the_announced_address(live: SimulatedZoom) -> None:
    patient = replace(QUICK, fallback=60)
    with Following(live, timings=patient) as client:
        assert live.wait_for_listeners()
        told = live.fail_over()
        client.signal(replace(started(live), server_url=f"{told['server_urls']}?again"))
        assert live.wait_for_listeners(timeout=patience.SECONDS)


def test_repeated_and_late_webhooks_do_not_disturb_a_healthy_stream(live: SimulatedZoom) -> None:
    with Following(live) as client:
        assert live.wait_for_listeners()
        live.caption("Ann Able", "one")
        client.some(Caption)
        start = started(live)
        client.signal(start)
        client.signal(StreamInterrupted(datetime(2026, 1, 1, tzinfo=UTC), None, None, start.stream_id, None))
        client.signal(StreamStopped(datetime.now(UTC), None, None, "another stream", 6))
        assert live.caption("Ann Able", "two") == 1
        client.until(lambda items: texts(items) == ["one", "two"])
        assert len(client.some(Connected)) == 2


def test_zooms_word_about_a_mended_loss_does_not_start_another(live: SimulatedZoom) -> None:
    """A client that reconnected for every word would make Zoom say it again, for ever."""
    with Following(live) as client:
        assert live.wait_for_listeners()
        start = started(live)
        for _ in range(5):
            client.signal(StreamInterrupted(None, None, None, start.stream_id, start.server_url))
        assert live.caption("Ann Able", "one") == 1
        client.some(Caption)
        assert len(client.some(Connected)) == 2, "no socket was redone"


def test_a_half_open_stream_is_redone_once_zoom_says_that_it_broke() -> None:
    with SimulatedZoom(keep_alive_seconds=3600) as zoom:
        zoom.announcement()
        with Following(zoom, timings=replace(QUICK, fallback=60, silence=60)) as client:
            assert zoom.wait_for_listeners()
            zoom.participant_joins("Ann Able")
            client.some(Joined)
            client.signal(StreamInterrupted(None, None, None, started(zoom).stream_id, None))
            assert len(client.some(Connected, 4)) == 4, "silence after Zoom's word: both feeds again"


def test_a_stop_told_only_by_webhook_ends_it(live: SimulatedZoom) -> None:
    with Following(live) as client:
        assert live.wait_for_listeners()
        start = started(live)
        client.signal(StreamStopped(datetime.now(UTC), None, None, start.stream_id, 8))
        assert client.end() == StreamEnded(8)


def test_pause_and_resume_are_told(live: SimulatedZoom) -> None:
    with Following(live) as client:
        assert live.wait_for_listeners()
        live.pause_rtms()
        assert live.caption("Ann Able", "not sent") == 0
        live.resume_rtms()
        client.some(Resumed)
        kinds = [type(item) for item in client.items if isinstance(item, Paused | Resumed)]
        assert kinds == [Paused, Resumed]


def test_keep_alives_are_answered_on_every_socket() -> None:
    """Zoom ends a stream after three unanswered keep-alives: this one outlives them."""
    with SimulatedZoom(keep_alive_seconds=0.5) as zoom:
        zoom.announcement()
        zoom.participant_joins("Ann Able")
        with Following(zoom) as client:
            assert zoom.wait_for_listeners()
            client.until(lambda items: len(items) >= 2)
            sent = zoom.wait_for(_keep_alives(zoom, 4))
            assert min(sent.values()) >= 4, sent
            assert zoom.caption("Ann Able", "still here") == 1
            client.some(Caption)
            assert {feed for item in client.some(StillConnected) for feed in item.feeds} <= {"transcript", "chat"}
            assert client.result is None


async def _keep_alives(zoom: SimulatedZoom, at_least: int) -> dict[str, int]:
    """Waits until every socket of the stream has asked so often; fails when one goes away."""
    stream = zoom.streams.of_meeting(zoom.stage.meeting().id)
    assert stream is not None
    lines = {"signaling": stream.signaling, **stream.media}
    async with asyncio.timeout(patience.SECONDS):
        while min(line.keep_alives for line in lines.values() if line) < at_least:
            await asyncio.sleep(0.005)
    assert lines == {"signaling": stream.signaling, **stream.media}
    return {name: line.keep_alives for name, line in lines.items() if line}


def test_a_wrong_secret_is_refused_for_good(live: SimulatedZoom) -> None:
    wrong = AppCredentials(credentials(live).client_id, "wrong")
    with Following(live, credentials=wrong) as client:
        refused = client.end()
        assert isinstance(refused, StreamRefused)
        assert refused.status == 3
        assert "wrong" not in repr(wrong)


def test_an_unknown_stream_is_refused_for_good(live: SimulatedZoom) -> None:
    with Following(live, start=replace(started(live), stream_id="0" * 32)) as client:
        refused = client.end()
        assert isinstance(refused, StreamRefused)
        assert refused.status == 2


def test_a_duplicate_connection_is_tried_again_until_the_other_is_gone(live: SimulatedZoom) -> None:
    with Bare(live) as other:
        connection, _ = other.signaling()
        with Following(live, timings=replace(QUICK, duplicate_retries=(0.05,) * 1000)):
            assert not live.wait_for_listeners(timeout=0.2)
            connection.close()
            assert live.wait_for_listeners(timeout=patience.SECONDS)


def test_a_duplicate_connection_that_stays_is_refused_in_the_end(live: SimulatedZoom) -> None:
    with Bare(live) as other:
        other.signaling()
        with Following(live) as client:
            refused = client.end()
            assert isinstance(refused, StreamRefused)
            assert refused.status == 8


def test_one_feed_may_be_asked_for_alone(live: SimulatedZoom) -> None:
    with Following(live, feeds=("chat",)) as client:
        assert live.wait_for_listeners("chat")
        assert live.caption("Ann Able", "nobody listens") == 0
        live.chat("Ann Able", "q+")
        client.some(ChatMessage)
        assert texts(client.items) == []


def test_feeds_of_one_address_share_one_socket(live: SimulatedZoom) -> None:
    async def only_one_address() -> None:
        all_of_them = f"{live.stream_url}/media/all"
        live.streams._media_url = lambda _: all_of_them

    live.wait_for(only_one_address())
    with Following(live) as client:
        assert live.wait_for_listeners("all")
        live.caption("Ann Able", "hello")
        live.chat("Ann Able", "q+")
        client.some(Caption)
        client.some(ChatMessage)
        assert client.some(Connected)[0].feeds == ("transcript", "chat")


def test_when_one_feed_is_refused_the_other_goes_on(live: SimulatedZoom) -> None:
    async def chat_leads_astray() -> None:
        right = live.streams._media_url
        live.streams._media_url = lambda kind: right("transcript") + "?" if kind == "chat" else right(kind)

    live.wait_for(chat_leads_astray())
    with Following(live) as client:
        (refused,) = client.some(FeedRefused)
        assert (refused.feed, refused.status) == ("chat", 14)
        assert live.wait_for_listeners("transcript")
        live.caption("Ann Able", "hello")
        client.some(Caption)


@pytest.mark.parametrize(
    "url",
    ["ws://127.0.0.1:9/signaling", "wss://zoom.us.evil.example/", "http://rtms.zoom.us/", "ws://rtms.zoom.us:443/"],
)
def test_a_stream_server_elsewhere_is_never_called(live: SimulatedZoom, url: str) -> None:
    with Following(live, start=replace(started(live), server_url=url)) as client:
        assert isinstance(client.end(), UnsafeAddress)


def test_a_media_server_elsewhere_is_never_called(live: SimulatedZoom) -> None:
    async def lead_astray() -> None:
        live.streams._media_url = lambda _: "ws://127.0.0.1:9/media"

    live.wait_for(lead_astray())
    with Following(live) as client:
        assert isinstance(client.end(), UnsafeAddress)


def test_an_unreachable_server_is_given_up_in_the_end(live: SimulatedZoom) -> None:
    start = replace(started(live), server_url="ws://127.0.0.1:9/signaling")
    timings = replace(QUICK, give_up=0.05)
    with Following(live, start=start, allowed=Allowlist.of("ws://127.0.0.1:9"), timings=timings) as client:
        ended = client.end()
        assert isinstance(ended, StreamEnded)
        assert ended.may_be_restarted


def test_what_the_sink_raises_is_raised_by_follow(live: SimulatedZoom) -> None:
    class DiskFull(Exception):
        pass

    async def sink(item: Item) -> None:
        raise DiskFull

    start, allowed = started(live), Allowlist.of(live.stream_url)
    with pytest.raises(DiskFull):
        asyncio.run(
            asyncio.wait_for(follow(start, credentials(live), sink, allowed=allowed, timings=QUICK), patience.SECONDS)
        )


def test_a_gap_that_is_open_at_the_end_is_told(live: SimulatedZoom) -> None:
    hopeless = replace(QUICK, closing=0.0)
    with Following(live, timings=hopeless) as client:
        assert live.wait_for_listeners()
        live.caption("Ann Able", "before")
        client.some(Caption)

        async def no_media_any_more() -> None:
            live.streams._media_url = lambda kind: f"{live.stream_url}/nowhere/{kind}x"

        live.wait_for(no_media_any_more())
        live.cut_stream()
        client.signal(StreamStopped(datetime.now(UTC), None, None, started(live).stream_id, 12))
        assert client.end() == StreamEnded(12)
        assert Gap in {type(item) for item in client.items}
