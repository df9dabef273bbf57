"""Addresses from outside lead to Zoom or to what was configured, or nowhere; a token never leaves for anywhere else."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import patience
from tests.zoom_hooks.conftest import client_of
from zoom_hooks import addresses
from zoom_hooks.addresses import Allowlist, Origin, is_public, origin_of
from zoom_hooks.errors import UnexpectedContent, UnsafeAddress, ZoomError, ZoomUnavailable
from zoom_hooks.outgoing import Http, Limits
from zoom_hooks.rest import ZoomApi
from zoom_hooks.sim import Fault, SimulatedZoom, afterwards

ZOOM_ONLY = Allowlist()


class Canary:
    """Listens and notes who calls; answers with what it was given, or drips without end."""

    def __init__(self, answer: bytes | None = None) -> None:
        self.heard: list[bytes] = []
        self._answer = answer
        self._stop = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.05)
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def _listen(self) -> None:
        while not self._stop.is_set():
            try:
                caller, _ = self._socket.accept()
            except TimeoutError:
                continue
            with caller:
                caller.settimeout(patience.SECONDS)
                self.heard.append(caller.recv(65536))
                if self._answer is not None:
                    with suppress(OSError):  # a caller who has read enough hangs up
                        caller.sendall(self._answer)
                else:
                    self._drip(caller)

    def _drip(self, caller: socket.socket) -> None:
        try:
            caller.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
            while not self._stop.wait(0.01):
                caller.sendall(b".")
        except OSError:
            return

    def __enter__(self) -> Canary:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(patience.SECONDS)
        self._socket.close()


@pytest.fixture(scope="module")
def listening() -> Iterator[Canary]:
    with Canary(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nWEBVTT") as canary:
        yield canary


@pytest.fixture
def canary(listening: Canary) -> Canary:
    """A listener that nobody has called yet."""
    listening.heard.clear()
    return listening


def test_the_canary_hears_who_calls(canary: Canary) -> None:
    answer = Http(Allowlist.of(f"127.0.0.1:{canary.port}")).send("GET", f"http://127.0.0.1:{canary.port}/")
    assert answer.body == b"WEBVTT"
    assert len(canary.heard) == 1


TRICKS: list[str] = [
    "http://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/",
    "http://localhost:{port}/",
    "http://LOCALHOST:{port}/",
    "http://0.0.0.0:{port}/",
    "http://127.1:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://zoom.us:{port}/",
    "https://zoom.us:{port}/",
    "http://zoom.us@127.0.0.1:{port}/",
    "https://zoom.us:443@127.0.0.1:{port}/",
    "https://zoom.us%40127.0.0.1:{port}/",
    "https://zoom.us#@127.0.0.1:{port}/",
    "https://zoom.us?@127.0.0.1:{port}/",
    "https://zoom.us\\@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}\\.zoom.us/",
    "https://127.0.0.1:{port}/zoom.us",
    "https://127.0.0.1:{port}#.zoom.us",
    "https://127.0.0.1%00.zoom.us:{port}/",
    "https://127.0.0.1%2f.zoom.us:{port}/",
    "https://zoom.us.127.0.0.1.nip.example:{port}/",
    "https://evilzoom.us:{port}/",
    "https://zoom.us.evil.example/",
    "https://zoom.us./",
    "https://.zoom.us/",
    "https://a..zoom.us/",
    "https://-a.zoom.us/",
    "https://zo\u00f6m.us/",
    "https://\uff5aoom.us/",
    "https://zoom\u3002us/",
    "https://zoom.us\t.evil.example/",
    "https://zoom.us\n/",
    " https://zoom.us/",
    "https://zoom.us /",
    "https:/zoom.us/",
    "https:zoom.us/",
    "//zoom.us/",
    "zoom.us",
    "",
    "ftp://zoom.us/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/",
    "data:text/vtt,WEBVTT",
    "javascript://zoom.us/%0aalert(1)",
    "http://zoom.us/",
    "http://api.zoom.us:80/",
    "https://zoom.us:444/",
    "https://zoom.us:0/",
    "https://zoom.us:99999/",
    "https://zoom.us:443:443/",
    "https://zoom.us:\u0664\u0664\u0663/",
    "https://[zoom.us]/",
    "https://[::1%25zoom.us]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[fd00:ec2::254]/",
    "https://user:pass@zoom.us/",
    "https://zoom.us:443@/",
    "https://" + "a" * 3000 + ".zoom.us/",
]


@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_address_is_ever_called(canary: Canary, trick: str) -> None:
    url = trick.replace("{port}", str(canary.port))
    with pytest.raises(UnsafeAddress):
        Http(ZOOM_ONLY).send("GET", url)
    with pytest.raises(UnsafeAddress):
        ZOOM_ONLY.check(url, schemes=("wss", "ws"))
    assert canary.heard == []


@pytest.mark.parametrize(
    "url",
    [
        "https://zoom.us/rec/x",
        "https://us02web.zoom.us/rec",
        "https://API.ZOOM.US:443/v2",
        "https://a-b.c.zoom.us/?x=1",
    ],
)
def test_zooms_own_hosts_may_be_called(url: str) -> None:
    assert ZOOM_ONLY.check(url).port == 443


@pytest.mark.parametrize(
    "number", ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "fd00::1", "0.0.0.0", "100.64.0.1"]
)
def test_a_zoom_name_that_leads_to_a_private_number_is_not_called(
    monkeypatch: pytest.MonkeyPatch, canary: Canary, number: str
) -> None:
    def lookup(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", lookup)
    with pytest.raises(UnsafeAddress):
        Http(ZOOM_ONLY).send("GET", "https://api.zoom.us/v2/meetings/1")
    assert canary.heard == []


def test_a_name_is_looked_up_once_and_that_number_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look-up could give another number: the one that was checked is the one that is called."""
    looked_up: list[str] = []
    called: list[tuple[str, int]] = []

    def lookup(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        looked_up.append(host)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("170.114.52.2" if len(looked_up) == 1 else "127.0.0.1", port))
        ]

    def dial(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        called.append(address)
        raise OSError("far away")

    monkeypatch.setattr(addresses.socket, "getaddrinfo", lookup)
    monkeypatch.setattr("urllib3.util.connection.create_connection", dial)
    with pytest.raises(ZoomUnavailable):
        Http(ZOOM_ONLY).send("GET", "https://api.zoom.us/v2")
    assert (looked_up, called) == (["api.zoom.us"], [("170.114.52.2", 443)])


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("170.114.52.2", True),
        ("2407:30c0::1", True),
        ("::ffff:170.114.52.2", True),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("224.0.0.1", False),
        ("ff02::1", False),
        ("255.255.255.255", False),
        ("192.168.1.1", False),
        ("fe80::1%eth0", False),
    ],
)
def test_what_is_public_is_told_through_every_wrapping(number: str, expected: bool) -> None:
    assert is_public(number) is expected


@pytest.mark.parametrize(
    ("configured", "url", "is_allowed"),
    [
        ("http://127.0.0.1:8090/v2", "http://127.0.0.1:8090/rec", True),
        ("http://127.0.0.1:8090/v2", "http://127.0.0.1:8091/rec", False),
        ("http://127.0.0.1:8090/v2", "https://127.0.0.1:8090/rec", False),
        ("http://127.0.0.1:8090/v2", "http://127.0.0.1.evil.example:8090/", False),
        ("wss://rtms.example", "https://rtms.example/", True),
        ("127.0.0.1:9001", "http://127.0.0.1:9001/", True),
        ("127.0.0.1:9001", "https://127.0.0.1:9001/", True),
        ("rtms.example", "https://rtms.example/", True),
        ("rtms.example", "http://rtms.example/", False),
        ("[::1]:9001", "http://[::1]:9001/", True),
    ],
)
def test_a_configured_origin_is_allowed_exactly(configured: str, url: str, is_allowed: bool) -> None:
    if is_allowed:
        assert Allowlist.of(configured).check(url) == origin_of(url)
    else:
        with pytest.raises(UnsafeAddress):
            Allowlist.of(configured).check(url)


def test_nothing_configured_is_no_origin() -> None:
    assert Allowlist.of(None, "", "  ") == Allowlist()
    with pytest.raises(UnsafeAddress):
        Allowlist.of("http://")


@given(st.text(max_size=60), st.sampled_from(["https://", "wss://", ""]))
def test_whatever_is_allowed_is_a_host_of_zooms(text: str, scheme: str) -> None:
    try:
        origin = ZOOM_ONLY.check(scheme + text, schemes=("https", "wss"))
    except UnsafeAddress:
        return
    assert origin.host == "zoom.us" or origin.host.endswith(".zoom.us")
    assert origin == Origin(True, origin.host, 443)


# downloads: redirects, tokens, sizes


@pytest.fixture
def zoom() -> Iterator[SimulatedZoom]:
    with SimulatedZoom() as running:
        running.create_meeting()
        yield running


@pytest.fixture
def api(zoom: SimulatedZoom) -> Iterator[ZoomApi]:
    made = client_of(zoom)
    yield made
    made.close()


REDIRECTS: list[Callable[[Canary], str]] = [
    lambda canary: f"http://127.0.0.1:{canary.port}/",
    lambda canary: f"//127.0.0.1:{canary.port}/",
    lambda canary: f"http://localhost:{canary.port}/",
    lambda canary: f"http://zoom.us@127.0.0.1:{canary.port}/",
    lambda canary: "file:///etc/passwd",
    lambda canary: "https://zoom.us.evil.example/",
]


@pytest.mark.parametrize("redirect", REDIRECTS)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_elsewhere_is_not_followed_and_no_token_leaves(
    zoom: SimulatedZoom, api: ZoomApi, canary: Canary, redirect: Callable[[Canary], str], status: int
) -> None:
    zoom.answer_with(Fault(status, headers={"location": redirect(canary)}, path="/rec/"))
    with pytest.raises(UnsafeAddress):
        api.download(zoom.base_url + "/rec/download/1", download_token="secret-token")
    assert canary.heard == []


def test_a_redirect_within_zoom_is_followed(zoom: SimulatedZoom, api: ZoomApi) -> None:
    meeting_id = zoom.create_meeting()
    zoom.answer_with(Fault(302, headers={"location": f"/rec/download/{meeting_id}"}, path="/rec/"))
    assert api.download(zoom.base_url + "/rec/download/elsewhere").startswith(b"WEBVTT")


def test_redirects_that_go_round_end(zoom: SimulatedZoom, api: ZoomApi) -> None:
    zoom.answer_with(Fault(302, times=50, headers={"location": "/rec/download/again"}, path="/rec/"))
    with pytest.raises(UnexpectedContent):
        api.download(zoom.base_url + "/rec/download/1", download_token="t")


@pytest.mark.parametrize("token", ["a\r\nx-evil: 1", "a\nb", "tökén"])
def test_a_token_that_would_break_the_header_is_not_sent(zoom: SimulatedZoom, api: ZoomApi, token: str) -> None:
    with pytest.raises(UnexpectedContent):
        api.download(zoom.base_url + "/rec/download/1", download_token=token)
    assert zoom.requests == ()


def test_the_webhooks_token_opens_its_own_meeting_only(zoom: SimulatedZoom, api: ZoomApi) -> None:
    mine, other = zoom.create_meeting(), zoom.create_meeting()

    async def token() -> str:
        afterwards.transcript_ready(zoom.stage, meeting_id=mine)
        return next(iter(zoom.stage.download_tokens))

    webhook_token = zoom.wait_for(token())
    assert api.download(f"{zoom.base_url}/rec/download/{mine}", download_token=webhook_token).startswith(b"WEBVTT")
    with pytest.raises(ZoomError):
        api.download(f"{zoom.base_url}/rec/download/{other}", download_token=webhook_token)


def test_an_answer_that_is_too_large_is_not_read_to_its_end() -> None:
    with Canary(b"HTTP/1.1 200 OK\r\ncontent-length: 90000\r\n\r\n" + b"x" * 90000) as large:
        http = Http(
            Allowlist.of(f"http://127.0.0.1:{large.port}"), limits=Limits(max_bytes=10_000, total=patience.SECONDS)
        )
        with pytest.raises(UnexpectedContent):
            http.send("GET", f"http://127.0.0.1:{large.port}/")


def test_a_packed_answer_does_not_unfold_beyond_the_limit() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: %d\r\n\r\n" % len(bomb)
    with Canary(head + bomb) as packed:
        http = Http(
            Allowlist.of(f"http://127.0.0.1:{packed.port}"), limits=Limits(max_bytes=100_000, total=patience.SECONDS)
        )
        with pytest.raises(UnexpectedContent):
            http.send("GET", f"http://127.0.0.1:{packed.port}/")


def test_an_answer_that_drips_ends_at_the_total_time() -> None:
    with Canary() as dripping:
        http = Http(Allowlist.of(f"http://127.0.0.1:{dripping.port}"), limits=Limits(total=0.1))
        with pytest.raises(ZoomUnavailable):
            http.send("GET", f"http://127.0.0.1:{dripping.port}/")


def test_settings_of_the_surroundings_change_no_address(monkeypatch: pytest.MonkeyPatch, zoom: SimulatedZoom) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    assert client_of(zoom).meeting(zoom.create_meeting()).topic == "Forum"
