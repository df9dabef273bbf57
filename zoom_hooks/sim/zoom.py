"""The simulated Zoom as one thing to start and stop: its own thread, its own event loop, real sockets."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from types import TracebackType
from typing import Literal, TypeVar

import uvicorn
from websockets.asyncio.server import serve

from zoom_hooks.sim import captioning, meetings, sdk, speech
from zoom_hooks.sim.api import Access, Fault, SimulatedApi
from zoom_hooks.sim.client_methods import ClientMethods
from zoom_hooks.sim.clients import Clients
from zoom_hooks.sim.clock import MeetingClock
from zoom_hooks.sim.control import Control
from zoom_hooks.sim.listening import close_http, hang_up, listen, netloc, open_http, tls_context
from zoom_hooks.sim.player import play
from zoom_hooks.sim.playing import Playing
from zoom_hooks.sim.quality import Quality
from zoom_hooks.sim.rates import Rates
from zoom_hooks.sim.running import LoopThread
from zoom_hooks.sim.scenario import Scenario
from zoom_hooks.sim.sender import ANSWER_WITHIN, RETRY_AFTER, Delivery, WebhookSender
from zoom_hooks.sim.stage import Stage
from zoom_hooks.sim.streams import Streams
from zoom_hooks.sim.world import Ids

R = TypeVar("R")


class SimulatedZoom(ClientMethods):
    """Zoom's side of every conversation: OAuth and REST, signed webhooks, caption streams, and a control address.

    Start it, point the program under test at `announcement()`, and make things happen with the verbs
    below, from any thread.
    `rate` makes meeting time run faster than the wall; tokens, retries and keep-alives stay on the wall's time.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        host: str = "127.0.0.1",
        webhook_url: str | None = None,
        rate: float = 1.0,
        starts_at: datetime | None = None,
        clock: MeetingClock | None = None,
        seed: int | None = None,
        tls: tuple[str, str] | None = None,
        ca_file: str | None = None,
        per_second: Mapping[str, int] | None = None,
        keep_alive_seconds: float = 10.0,
        handshake_seconds: float = 10.0,
        reconnect_seconds: float = 60.0,
        retry_after: tuple[float, ...] = RETRY_AFTER,
        retry_scale: float = 1.0,
        answer_within: float = ANSWER_WITHIN,
        binary_frames: bool = False,
        sdk_uuid: Literal["plain", "same"] = "plain",
        sdk_ms: bool = False,
    ) -> None:
        """`tls` is (certificate file, key file); `per_second` switches rate limits on (`rates.BUSINESS_PLUS`).

        `sdk_uuid` and `sdk_ms` are how Zoom's client spells participants and times to apps inside it.
        The same `seed` gives the same identifiers and credentials; without one nobody can guess them.
        """
        self._host = host
        self._ports = (port, port + 1 if port else 0)
        self._tls = tls
        self._clock = clock or MeetingClock(starts_at=starts_at, rate=rate)
        self._ids = Ids(seed)
        self._rates = Rates(per_second)
        self._waits = (keep_alive_seconds, handshake_seconds, reconnect_seconds)
        self._binary = binary_frames
        self._clients = Clients(self._clock, uuid_is_plain=sdk_uuid == "plain", in_ms=sdk_ms)
        token = self._ids.token
        self._access = Access(token(), token(), token(32))
        self._app = (token(), token(32))
        self._sdk_app = sdk.App(*self._app)
        self._secret = token(22)
        self._make_sender: Callable[[], WebhookSender] = lambda: WebhookSender(
            webhook_url,
            self._secret,
            retry_after=retry_after,
            scale=retry_scale,
            answer_within=answer_within,
            ca_file=ca_file,
        )
        self._thread: LoopThread | None = None

    # life

    def start(self) -> SimulatedZoom:
        """Listen. Returns once connections are accepted; raises OSError when a port is taken or a file unreadable."""
        self._http_socket = listen(self._host, self._ports[0])
        try:
            self._stream_socket = listen(self._host, self._ports[1])
        except OSError:
            self._stream_socket = listen(self._host, 0)
        self._thread = LoopThread("simulated-zoom", self._main)
        try:
            self._thread.start()
        except BaseException:
            self._http_socket.close()
            self._stream_socket.close()
            raise
        return self

    def stop(self) -> None:
        """Close every socket and end the thread. Stopping twice is harmless."""
        if self._thread is not None:
            self._thread.stop()

    def __enter__(self) -> SimulatedZoom:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def announcement(self) -> dict[str, object]:
        """Addresses and test credentials, with a stream that is ready to be joined.

        The first call makes a meeting and starts it if there is none; later calls describe the latest.
        """

        async def make() -> dict[str, object]:
            stage = self.stage
            if not stage.meetings:
                meetings.create_meeting(stage)
            meeting = stage.meeting()
            if meeting.state != "started":
                meetings.start_meeting(stage)
            stream = self.streams.of_meeting(meeting.id)
            if stream is None:
                captioning.start_rtms(stage)
                stream = self.streams.of_meeting(meeting.id)
            assert stream is not None
            return {
                **self.credentials(),
                "meeting_id": meeting.id,
                "rtms_started": {
                    "client_id": self._app[0],
                    "client_secret": self._app[1],
                    "meeting_uuid": stream.meeting_uuid,
                    "rtms_stream_id": stream.id,
                    "server_urls": f"{self.stream_url}/signaling",
                },
            }

        return self.wait_for(make())

    def credentials(self) -> dict[str, str]:
        """Addresses and test credentials alone; changes nothing."""
        return {
            "api_url": f"{self.base_url}/v2",
            "oauth_url": f"{self.base_url}/oauth/token",
            "rtms_url": self.stream_url,
            "control_url": f"{self.base_url}/control",
            "account_id": self._access.account_id,
            "s2s_client_id": self._access.client_id,
            "s2s_client_secret": self._access.client_secret,
            "app_client_id": self._app[0],
            "app_client_secret": self._app[1],
            "webhook_secret_token": self._secret,
        }

    @property
    def base_url(self) -> str:
        return f"{'https' if self._tls else 'http'}://{netloc(self._host, self._http_socket)}"

    @property
    def stream_url(self) -> str:
        return f"{'wss' if self._tls else 'ws'}://{netloc(self._host, self._stream_socket)}"

    # looking and waiting

    @property
    def now_ms(self) -> int:
        """Meeting time now."""
        return self._clock.ms()

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """Every attempt to deliver a webhook so far."""
        return tuple(self.sender.deliveries)

    @property
    def requests(self) -> tuple[tuple[str, str], ...]:
        """(method, path) of every HTTP request so far."""
        return tuple(self.api.requests)

    @property
    def tokens_issued(self) -> int:
        return self._access.issued

    def registrant_states(self, meeting_id: str = "") -> dict[str, str]:
        """The status of each registrant by id."""

        async def read() -> dict[str, str]:
            return {person.id: person.state for person in self.stage.meeting(meeting_id).registrants.values()}

        return self.wait_for(read())

    def expire_tokens(self) -> None:
        """Every access token given out is refused from now on."""
        self._call(self._access.tokens.clear)

    def answer_with(self, fault: Fault) -> None:
        """Give this answer instead of the real one, to the next requests on its path."""
        self._call(lambda: self.api.faults.append(fault))

    def drain(self, timeout: float = 10.0) -> None:
        """Returns once every queued webhook has been tried. Raises TimeoutError."""
        self.wait_for(asyncio.wait_for(self.sender.drained(), timeout), timeout + 1)

    def validate_endpoint(self, plain_token: str = "simulated-plain-token") -> bool:  # noqa: S107 - not a secret
        """Zoom's URL check of the webhook address: True when it answers with the right proof."""
        return self.wait_for(self.sender.validate(plain_token, self._clock.ms()))

    def wait_for_listeners(self, *kinds: str, timeout: float = 60.0) -> bool:
        """True once the latest meeting's stream has a ready client on signaling and these media sockets."""
        wanted = kinds or ("transcript", "chat")

        def listening() -> bool:
            stream = self.streams.of_meeting(self.stage.meeting().id)
            if stream is None or stream.signaling is None or not stream.signaling.is_ready:
                return False
            return all((line := stream.media.get(kind)) is not None and line.is_ready for kind in wanted)

        async def wait() -> bool:
            try:
                async with asyncio.timeout(timeout), self.streams.changed:
                    await self.streams.changed.wait_for(listening)
            except TimeoutError:
                return False
            return True

        return self.wait_for(wait(), timeout + 1)

    def play(self, scenario: Scenario, timeout: float | None = None) -> None:
        """Play a scenario to its end on the meeting clock. Raises ScenarioError for a line that cannot happen."""
        self.wait_for(play(self.stage, scenario), timeout)

    def begin(self, scenario: Scenario) -> Playing:
        """Play a scenario from now on in the meeting made last; what cannot happen is noted, and the play goes on."""

        async def start() -> Playing:
            player, task = self._control.begin(scenario)
            return Playing(self, player, task)

        return self.wait_for(start())

    def wait_for(self, coroutine: Coroutine[object, object, R], timeout: float | None = 30.0) -> R:
        """Run on the simulator's loop and return the result here."""
        assert self._thread is not None, "start() comes first"
        return self._thread.wait_for(coroutine, timeout)

    # inside

    def send_webhooks_to(self, url: str | None) -> None:
        """Deliver webhooks to this address from now on; None stops them."""

        def change() -> None:
            self.sender.url = url

        self._call(change)

    def _call(self, act: Callable[[], object]) -> None:
        async def run() -> None:
            act()

        self.wait_for(run())

    async def _main(self) -> None:
        thread = self._thread
        assert thread is not None
        self.sender = self._make_sender()
        self.stage = Stage(
            account_id=self._access.account_id,
            clock=self._clock,
            ids=self._ids,
            sender=self.sender,
            clients=self._clients,
            base_url=self.base_url,
            stream_url=self.stream_url,
        )
        keep_alive, handshake, reconnect = self._waits
        self.streams = Streams(
            client_id=self._app[0],
            client_secret=self._app[1],
            clock=self._clock,
            media_url=lambda kind: f"{self.stream_url}/media/{kind}",
            on_lost=functools.partial(captioning.stream_lost, self.stage),
            on_closed=functools.partial(captioning.close_stream, self.stage),
            keep_alive_seconds=keep_alive,
            handshake_seconds=handshake,
            reconnect_seconds=reconnect,
            binary=self._binary,
        )
        self.stage.streams = self.streams
        self.stage.quality = Quality(self._clock, send=functools.partial(speech.send_caption, self.stage))
        self._control = Control(self.stage, self._sdk_app, self._host)
        self.api = SimulatedApi(self.stage, self._access, self._control, self._rates)
        config = uvicorn.Config(
            self.api,
            log_config=None,
            access_log=False,
            lifespan="off",
            date_header=False,
            ws="none",
            timeout_graceful_shutdown=1,
            ssl_certfile=self._tls[0] if self._tls else None,
            ssl_keyfile=self._tls[1] if self._tls else None,
        )
        server = uvicorn.Server(config)
        self.api.hang_up = functools.partial(hang_up, server)
        sending = asyncio.create_task(self.sender.run())
        async with serve(
            self.streams.accept,
            sock=self._stream_socket,
            ssl=tls_context(self._tls),
            compression=None,
            ping_interval=None,
            close_timeout=1,
            max_size=2**20,
        ):
            await open_http(server, self._http_socket)
            thread.has_begun()
            await thread.ending.wait()
            await close_http(server)
        sending.cancel()
        self.sender.close()
        self.stage.quality.close()
