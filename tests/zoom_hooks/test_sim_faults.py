"""Faults of the simulated Zoom: switched on and off while it runs, each in the shape that Zoom's have."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from tests import patience
from tests.zoom_hooks.conftest import client_of
from tests.zoom_hooks.following import Following
from zoom_hooks.errors import ZoomRateLimited, ZoomUnavailable
from zoom_hooks.rest import ZoomApi
from zoom_hooks.rtms import Caption
from zoom_hooks.sim import SimulatedZoom
from zoom_hooks.sim.smalltalk import cues, mishear, spoken_ms, talk


def of(zoom: SimulatedZoom) -> str:
    return zoom.stage.meeting().id


def test_a_failing_api_is_unavailable_until_it_is_well(zoom: SimulatedZoom, api: ZoomApi) -> None:
    api.meeting(of(zoom))
    zoom.fault("fails", path="/meetings/")
    with pytest.raises(ZoomUnavailable):
        api.meeting(of(zoom))
    zoom.no_faults()
    assert api.meeting(of(zoom)).topic == "Forum"


@pytest.mark.parametrize(("kind", "is_daily"), [("limits", False), ("limits_today", True)])
def test_both_forms_of_too_many_calls(zoom: SimulatedZoom, api: ZoomApi, kind: str, is_daily: bool) -> None:
    api.meeting(of(zoom))
    zoom.fault(kind, seconds=30)  # type: ignore[arg-type]
    with pytest.raises(ZoomRateLimited) as caught:
        api.meeting(of(zoom))
    assert caught.value.daily is is_daily
    assert caught.value.retry_at is not None
    assert caught.value.retry_at > datetime.now(UTC)


def test_cut_connections_and_nonsense_are_told_apart_from_answers(zoom: SimulatedZoom, api: ZoomApi) -> None:
    api.meeting(of(zoom))
    url = f"{zoom.base_url}/v2/meetings/{of(zoom)}"
    zoom.fault("cuts")
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=patience.SECONDS)
    zoom.no_faults("cuts")
    zoom.fault("nonsense")
    assert "html" in requests.get(url, timeout=patience.SECONDS).headers["content-type"]
    with pytest.raises(ZoomUnavailable):
        api.meeting(of(zoom))


def test_a_fault_hits_only_its_path_and_only_so_often(zoom: SimulatedZoom, api: ZoomApi) -> None:
    api.meeting(of(zoom))
    zoom.fault("fails", path="/registrants", times=1)
    assert api.meeting(of(zoom)).topic == "Forum"
    url = f"{zoom.base_url}/v2/meetings/{of(zoom)}/registrants"
    assert requests.get(url, timeout=patience.SECONDS).status_code >= 500
    assert requests.get(url, timeout=patience.SECONDS).status_code == 401


def test_a_slow_api_answers_in_the_end(zoom: SimulatedZoom) -> None:
    zoom.fault("slow", seconds=1, times=1)
    assert requests.get(f"{zoom.base_url}/v2/x", timeout=patience.SECONDS).status_code == 401
    assert zoom.stage.faults.met == 1
    assert zoom.stage.faults.on == []


def test_the_control_address_stays_well(zoom: SimulatedZoom) -> None:
    zoom.fault("fails")
    assert requests.get(zoom.credentials()["control_url"], timeout=patience.SECONDS).status_code == 200


def test_a_clock_that_is_ahead_shows_in_dates(zoom: SimulatedZoom) -> None:
    zoom.clock_skew(3600)
    told = requests.get(f"{zoom.base_url}/v2/x", timeout=patience.SECONDS).headers["date"]
    assert (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds() > 1800


# webhooks


class Slow:
    """A webhook address that holds on to each delivery until it is told to go on."""

    def __init__(self) -> None:
        self.stamps: list[int] = []
        self.came = threading.Semaphore(0)
        self.go_on = threading.Event()
        address = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"]))
                address.stamps.append(int(self.headers["x-zm-request-timestamp"]))
                address.came.release()
                address.go_on.wait(patience.SECONDS)
                self.send_response(200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def slow() -> Iterator[Slow]:
    address = Slow()
    yield address
    address.go_on.set()
    address.server.shutdown()
    address.server.server_close()


def test_several_webhooks_are_in_flight_at_once(slow: Slow) -> None:
    with SimulatedZoom(webhook_url=slow.url, answer_within=patience.SECONDS) as zoom:
        zoom.create_meeting()
        zoom.webhooks_at_once(3)
        for number in range(5):
            zoom.send_raw("meeting.started", {"number": number})
        for _ in range(3):
            assert slow.came.acquire(timeout=patience.SECONDS)
        assert zoom.sender.most_in_flight == 3
        slow.go_on.set()
        zoom.drain(patience.SECONDS)
        assert len(zoom.deliveries) == 5
        assert zoom.sender.most_in_flight == 3


def test_webhooks_can_be_lost_and_signed_by_a_wrong_clock(slow: Slow) -> None:
    slow.go_on.set()
    with SimulatedZoom(webhook_url=slow.url, answer_within=patience.SECONDS) as zoom:
        zoom.create_meeting()
        zoom.lose_webhooks()
        zoom.send_raw("one", {})
        zoom.lose_webhooks(False)
        zoom.clock_skew(-3000)
        zoom.send_raw("two", {})
        zoom.drain(patience.SECONDS)
        assert [delivery.event for delivery in zoom.deliveries] == ["two"]
        assert time.time() - slow.stamps[0] > 2000


# captions


def test_captions_come_misheard_late_and_joined_and_the_recording_keeps_what_was_said() -> None:
    with SimulatedZoom(rate=1000.0) as zoom, Following(zoom) as client:
        ann = zoom.participant_joins("Ann Able")
        assert zoom.wait_for_listeners("transcript")
        zoom.caption_quality(late_seconds=20, mishear_one_in=1)
        assert zoom.caption(ann, "the landlord is here") == 0
        (late,) = client.some(Caption)
        assert late.text != "the landlord is here"
        zoom.caption_quality(joins=True)
        zoom.caption(ann, "one sentence.")
        zoom.caption(ann, "and another.")
        assert client.some(Caption, 2)[1].text == "one sentence. and another."
        zoom.caption(ann, "alone")
        zoom.caption_quality()
        assert client.some(Caption, 3)[2].text == "alone"
        assert zoom.stage.meeting().cues[0].text == "the landlord is here"


WORDS = st.lists(st.text("abcdefgh,.", min_size=1, max_size=9), min_size=1, max_size=40).map(" ".join)


@given(WORDS, st.integers(0, 9), st.integers())
def test_property_mishearing_is_repeatable_and_never_leaves_nothing(text: str, one_in: int, seed: int) -> None:
    import random

    once = mishear(text, one_in, random.Random(seed))
    assert once == mishear(text, one_in, random.Random(seed))
    assert once.strip()
    assert one_in or once == text


@given(WORDS)
def test_property_cutting_into_captions_loses_no_word(text: str) -> None:
    parts = list(cues(text))
    assert " ".join(parts).split() == text.split()
    assert sum(spoken_ms(part) for part in parts) == spoken_ms(text)


@given(st.integers(0, 200_000), st.integers())
def test_property_talk_takes_as_long_as_was_asked(ms: int, seed: int) -> None:
    import random

    assert abs(spoken_ms(talk(ms, random.Random(seed))) - ms) <= 400


def test_a_client_of_the_api_can_be_made_beside_a_fault(zoom: SimulatedZoom) -> None:
    zoom.fault("fails", path="/oauth/", times=1)
    with pytest.raises(ZoomUnavailable):
        client_of(zoom).meeting(of(zoom))
