"""The simulated Zoom as one thing to start and stop: its own thread, its own event loop, real sockets."""

from __future__ import annotations

import asyncio
import functools
import threading
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from types import TracebackType
from typing import Concatenate, ParamSpec, TypeVar

import uvicorn
from websockets.asyncio.server import serve

from zoom_hooks.sim.api import Access, Fault, SimulatedApi
from zoom_hooks.sim.clock import MeetingClock
from zoom_hooks.sim.listening import close_http, listen, netloc, open_http, tls_context
from zoom_hooks.sim.rates import Rates
from zoom_hooks.sim.scenario import Step, play
from zoom_hooks.sim.sender import ANSWER_WITHIN, RETRY_AFTER, Delivery, WebhookSender
from zoom_hooks.sim.stage import Stage
from zoom_hooks.sim.streams import Streams
from zoom_hooks.sim.world import Ids

P = ParamSpec("P")
R = TypeVar("R")
_START_WITHIN = 60.0


def _on_stage(
    verb: Callable[Concatenate[Stage, P], R],
) -> Callable[Concatenate[SimulatedZoom, P], R]:
    """The verb as a blocking method that any thread may call."""

    @functools.wraps(verb)
    def call(zoom: SimulatedZoom, /, *args: P.args, **kwargs: P.kwargs) -> R:
        async def act() -> R:
            return verb(zoom.stage, *args, **kwargs)

        return zoom.wait_for(act())

    return call


class SimulatedZoom:
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
    ) -> None:
        """`tls` is (certificate file, key file); `per_second` switches rate limits on (`rates.BUSINESS_PLUS`).

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
        token = self._ids.token
        self._access = Access(token(), token(), token(32))
        self._app = (token(), token(32))
        self._secret = token(22)
        self._make_sender: Callable[[], WebhookSender] = lambda: WebhookSender(
            webhook_url,
            self._secret,
            retry_after=retry_after,
            scale=retry_scale,
            answer_within=answer_within,
            ca_file=ca_file,
        )
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._started: threading.Event = threading.Event()
        self._failure: BaseException | None = None

    # life

    def start(self) -> SimulatedZoom:
        """Listen. Returns once connections are accepted; raises OSError when a port is taken or a file unreadable."""
        self._http_socket = listen(self._host, self._ports[0])
        try:
            self._stream_socket = listen(self._host, self._ports[1])
        except OSError:
            self._stream_socket = listen(self._host, 0)
        self._thread = threading.Thread(target=self._run, name="simulated-zoom", daemon=True)
        self._thread.start()
        has_begun = self._started.wait(_START_WITHIN)
        if has_begun and self._failure is None:
            return self
        self._http_socket.close()
        self._stream_socket.close()
        if isinstance(self._failure, OSError):
            raise self._failure
        raise RuntimeError("the simulated Zoom did not start") from self._failure

    def stop(self) -> None:
        """Close every socket and end the thread. Stopping twice is harmless."""
        thread, self._thread = self._thread, None
        if thread is None or self._loop is None or self._stop is None:
            return
        self._loop.call_soon_threadsafe(self._stop.set)
        thread.join(_START_WITHIN)

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
                stage.create_meeting()
            meeting = stage.meeting()
            if meeting.state != "started":
                stage.start_meeting()
            stream = self.streams.of_meeting(meeting.id)
            if stream is None:
                stage.start_rtms()
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

    # verbs: their promises stand at `Stage`

    create_meeting = _on_stage(Stage.create_meeting)
    change_meeting = _on_stage(Stage.change_meeting)
    delete_meeting = _on_stage(Stage.delete_meeting)
    start_meeting = _on_stage(Stage.start_meeting)
    end_meeting = _on_stage(Stage.end_meeting)
    register = _on_stage(Stage.register)
    withdraw = _on_stage(Stage.withdraw)
    participant_joins = _on_stage(Stage.participant_joins)
    admit = _on_stage(Stage.admit)
    participant_leaves = _on_stage(Stage.participant_leaves)
    caption = _on_stage(Stage.caption)
    chat = _on_stage(Stage.chat)
    active_speaker = _on_stage(Stage.active_speaker)
    start_rtms = _on_stage(Stage.start_rtms)
    stop_rtms = _on_stage(Stage.stop_rtms)
    pause_rtms = _on_stage(Stage.pause_rtms)
    resume_rtms = _on_stage(Stage.resume_rtms)
    cut_media = _on_stage(Stage.cut_media)
    cut_stream = _on_stage(Stage.cut_stream)
    fail_over = _on_stage(Stage.fail_over)
    transcript_ready = _on_stage(Stage.transcript_ready)
    repeat_webhooks = _on_stage(Stage.repeat_webhooks)
    hold_webhooks = _on_stage(Stage.hold_webhooks)
    release_webhooks = _on_stage(Stage.release_webhooks)
    send_raw = _on_stage(Stage.send_raw)

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

    def play(self, steps: list[Step], timeout: float | None = None) -> None:
        """Play a scenario to its end on the meeting clock."""
        self.wait_for(play(self.stage, steps), timeout)

    def wait_for(self, coroutine: Coroutine[object, object, R], timeout: float | None = 30.0) -> R:
        """Run on the simulator's loop and return the result here."""
        assert self._loop is not None, "start() comes first"
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout)

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

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as error:  # handed to the thread that waits in start()
            self._failure = error
            self._started.set()

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        self.sender = self._make_sender()
        self.stage = Stage(
            account_id=self._access.account_id,
            clock=self._clock,
            ids=self._ids,
            sender=self.sender,
            base_url=self.base_url,
            stream_url=self.stream_url,
        )
        keep_alive, handshake, reconnect = self._waits
        self.streams = Streams(
            client_id=self._app[0],
            client_secret=self._app[1],
            clock=self._clock,
            media_url=lambda kind: f"{self.stream_url}/media/{kind}",
            on_lost=self.stage.stream_lost,
            on_closed=self.stage.close_stream,
            keep_alive_seconds=keep_alive,
            handshake_seconds=handshake,
            reconnect_seconds=reconnect,
            binary=self._binary,
        )
        self.stage.streams = self.streams
        self.api = SimulatedApi(self.stage, self._access, self._rates)
        config = uvicorn.Config(
            self.api,
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=1,
            ssl_certfile=self._tls[0] if self._tls else None,
            ssl_keyfile=self._tls[1] if self._tls else None,
        )
        server = uvicorn.Server(config)
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
            self._started.set()
            await self._stop.wait()
            await close_http(server)
        sending.cancel()
        self.sender.close()
