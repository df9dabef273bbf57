"""The simulated caption server keeps to the letter: wrong handshakes get Zoom's codes, and nothing flows too early."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed

from tests.zoom_hooks.following import Bare
from zoom_hooks.rtms.codes import stream_signature
from zoom_hooks.sim import SimulatedZoom


@pytest.fixture
def live() -> Iterator[SimulatedZoom]:
    with SimulatedZoom() as zoom:
        zoom.announcement()
        zoom.participant_joins("Ann Able")
        yield zoom


@pytest.fixture
def bare(live: SimulatedZoom) -> Iterator[Bare]:
    with Bare(live) as client:
        yield client


def test_the_signature_agrees_with_zooms_client() -> None:
    assert (
        stream_signature("cid", "csec", "abc==", "stream1")
        == "5cc84244a96b5c671fec8b9f5767bd3af5850ea7f2c4ff6d2860adeff0c9bd6b"
    )


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"msg_type": 3}, 1),
        ({"msg_type": "x"}, 4),
        ({"msg_type": None}, 1),
        ({"protocol_version": 2}, 4),
        ({"rtms_stream_id": "0" * 32}, 2),
        ({"rtms_stream_id": None}, 2),
        ({"rtms_stream_id": {"$ne": ""}}, 4),
        ({"signature": "0" * 64}, 3),
        ({"signature": ""}, 3),
        ({"signature": "é\ud800"}, 3),
        ({"meeting_uuid": "other=="}, 3),
    ],
)
def test_a_wrong_signaling_handshake_gets_zooms_code(bare: Bare, changed: dict[str, object], status: int) -> None:
    connection = bare.dial(bare.start.server_url)
    answer = bare.ask(connection, bare.handshake(1, **changed))
    assert (answer["msg_type"], answer["status_code"], answer["sequence"]) == (2, status, 48213)
    assert "media_server" not in answer
    with pytest.raises(ConnectionClosed):
        bare.hear(connection)


@pytest.mark.parametrize("nonsense", ["", "hello", "[1]", "[" * 50_000, '{"msg_type":NaN}'])
def test_a_handshake_that_cannot_be_read_is_a_bad_payload(bare: Bare, nonsense: str) -> None:
    assert bare.ask(bare.dial(bare.start.server_url), nonsense)["status_code"] == 4


def test_who_says_nothing_is_hung_up_on() -> None:
    with SimulatedZoom(handshake_seconds=0.05) as zoom, Bare(zoom) as silent, pytest.raises(ConnectionClosed):
        silent.hear(silent.dial(silent.start.server_url))


def test_an_unknown_path_is_hung_up_on(bare: Bare, live: SimulatedZoom) -> None:
    with pytest.raises(ConnectionClosed):
        bare.hear(bare.dial(live.stream_url + "/somewhere"))


def test_a_second_signaling_socket_is_a_duplicate(bare: Bare) -> None:
    bare.signaling()
    again = bare.dial(bare.start.server_url)
    assert bare.ask(again, bare.handshake(1))["status_code"] == 8


@pytest.mark.parametrize(
    ("kind", "changed", "status"),
    [
        ("transcript", {"media_type": 8}, 0),
        ("chat", {"media_type": 16}, 0),
        ("all", {"media_type": 24}, 0),
        ("all", {"media_type": 32}, 0),
        ("transcript", {"media_type": 16}, 14),
        ("transcript", {"media_type": 9}, 14),
        ("transcript", {}, 14),
        ("chat", {"media_type": 16, "signature": "0" * 64}, 3),
        ("transcript", {"media_type": 8, "msg_type": 1}, 1),
        ("transcript", {"media_type": 8, "media_params": {"transcript": {"content_type": 1}}}, 37),
        ("transcript", {"media_type": 8, "media_params": [1]}, 4),
    ],
)
def test_a_media_handshake_gets_zooms_code(bare: Bare, kind: str, changed: dict[str, object], status: int) -> None:
    _, urls = bare.signaling()
    answer = bare.ask(bare.dial(urls[kind]), bare.handshake(3, **changed))
    assert (answer["msg_type"], answer["status_code"]) == (4, status)


def test_media_without_signaling_has_no_session(bare: Bare, live: SimulatedZoom) -> None:
    media = bare.dial(live.stream_url + "/media/transcript")
    assert bare.ask(media, bare.handshake(3, media_type=8))["status_code"] == 40


def test_a_second_media_socket_is_a_duplicate(bare: Bare) -> None:
    _, urls = bare.signaling()
    for status in (0, 16):
        assert bare.ask(bare.dial(urls["transcript"]), bare.handshake(3, media_type=8))["status_code"] == status


@pytest.mark.parametrize("binary", [False, True])
def test_nothing_flows_before_the_ready_ack(live: SimulatedZoom, binary: bool) -> None:
    with Bare(live, binary=binary) as bare:
        signaling, urls = bare.signaling()
        media = bare.dial(urls["transcript"])
        assert bare.ask(media, bare.handshake(3, media_type=8))["status_code"] == 0
        assert live.caption("Ann Able", "too early") == 0
        bare.say(signaling, {"msg_type": 7, "rtms_stream_id": "another stream"})
        bare.say(signaling, {"msg_type": 7, "rtms_stream_id": bare.start.stream_id})
        assert live.wait_for_listeners("transcript")
        assert live.caption("Ann Able", "now") == 1
        content = bare.hear(media)["content"]
        assert content["data"] == "now"
        assert content["start_time"] < content["end_time"]
        states = [bare.hear(signaling) for _ in range(3)]
        assert [message["msg_type"] for message in states] == [8, 9, 6]
        assert (states[0]["state"], states[1]["state"], states[2]["event"]["event_type"]) == (1, 2, 1)


def test_only_subscribed_events_are_told(bare: Bare, live: SimulatedZoom) -> None:
    signaling, urls = bare.signaling()
    bare.ask(bare.dial(urls["chat"]), bare.handshake(3, media_type=16))
    bare.say(signaling, {"msg_type": 5, "events": [{"event_type": 4, "subscribe": True}]})
    bare.say(signaling, {"msg_type": 7, "rtms_stream_id": bare.start.stream_id})
    assert live.wait_for_listeners("chat")
    ben = live.participant_joins("Ben Bold")
    live.active_speaker("Ben Bold")
    live.participant_leaves(ben)
    assert bare.hear_until(signaling, 6)["event"]["event_type"] == 1
    left = bare.hear_until(signaling, 6)["event"]
    assert (left["event_type"], left["participants"]) == (4, [{"user_id": ben}])


def test_keep_alives_carry_both_numbers_and_three_unanswered_ones_end_the_stream() -> None:
    with SimulatedZoom(keep_alive_seconds=0.02) as zoom:
        zoom.announcement()
        with Bare(zoom) as bare:
            signaling, _ = bare.signaling()
            asked = [bare.hear(signaling) for _ in range(3)]
            assert [message["msg_type"] for message in asked] == [12, 12, 12]
            assert [message["sequence"] for message in asked] == [1, 2, 3]
            assert all(isinstance(message["timestamp"], int) for message in asked)
            with pytest.raises(ConnectionClosed):
                bare.hear_until(signaling, -1)
            assert zoom.wait_for(_stop_reason(zoom)) == 24


def test_a_keep_alive_answer_with_the_wrong_numbers_is_no_answer() -> None:
    with SimulatedZoom(keep_alive_seconds=0.02) as zoom:
        zoom.announcement()
        with Bare(zoom) as bare:
            signaling, _ = bare.signaling()

            def answer_wrongly() -> None:
                while True:
                    question = bare.hear(signaling)
                    bare.say(signaling, {**question, "msg_type": 13, "timestamp": question["timestamp"] + 1})

            with pytest.raises(ConnectionClosed):
                answer_wrongly()


async def _stop_reason(zoom: SimulatedZoom) -> int:
    (stream,) = zoom.streams.by_id.values()
    async with zoom.streams.changed:
        await zoom.streams.changed.wait_for(lambda: not stream.is_active)
    return stream.stop_reason


def test_states_are_answered_and_a_close_request_ends_the_stream(bare: Bare, live: SimulatedZoom) -> None:
    signaling, _ = bare.signaling()
    assert bare.ask(signaling, {"msg_type": 10})["msg_type"] == 11
    assert bare.ask(signaling, {"msg_type": 19, "rtms_stream_id": bare.start.stream_id})["state"] == 1
    answer = bare.ask(signaling, {"msg_type": 21, "rtms_stream_id": bare.start.stream_id})
    assert (answer["msg_type"], answer["status_code"]) == (22, 0)
    assert bare.hear_until(signaling, 9)["stop_reason"] == 20
    assert live.wait_for(_stop_reason(live)) == 20


def test_a_client_that_never_comes_back_loses_the_stream() -> None:
    with SimulatedZoom(reconnect_seconds=0.02) as zoom:
        zoom.announcement()
        with Bare(zoom) as bare:
            bare.signaling()
        assert zoom.wait_for(_stop_reason(zoom)) == 13
