"""A simulated Zoom over real HTTP, one for each file, with our client; and a meeting whose captions are followed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from companion.captions import streams
from companion.captions.streams import Claim
from companion.floor import chairing
from companion.floor.journals import By
from companion.kernel.clocks import to_ms
from companion.kernel.ids import ForumSessionId
from tests.browser.conftest import browser, page_at
from tests.house import House
from tests.intake import deliveries
from tests.intake.test_events import apply
from zoom_hooks.oauth import ServerToServer
from zoom_hooks.rest import ZoomApi
from zoom_hooks.sim import SimulatedZoom

__all__ = ["api", "browser", "page_at", "zoom"]


@pytest.fixture(scope="module")
def zoom() -> Iterator[SimulatedZoom]:
    with SimulatedZoom() as running:
        yield running


@pytest.fixture
def api(zoom: SimulatedZoom) -> Iterator[ZoomApi]:
    said = zoom.credentials()
    credentials = ServerToServer(said["account_id"], said["s2s_client_id"], said["s2s_client_secret"])
    api = ZoomApi(credentials, api_url=said["api_url"], oauth_url=said["oauth_url"])
    yield api
    api.close()


@pytest.fixture
def meeting_id(zoom: SimulatedZoom) -> str:
    return zoom.create_meeting("Forum")


@pytest.fixture
def claim(house: House) -> Claim:
    """A live forum session in which number 7 is present and the first item is open; its stream, claimed."""
    session_id = ForumSessionId(house.forum_session(house.programme()))
    start = to_ms(house.now)
    apply(house, deliveries.started(start), deliveries.joined(start, "7"))
    house.run(chairing.next_item, session_id, {}, By("chair"), "open")
    house.run(
        streams.stream_offered,
        session_id,
        meeting_uuid=deliveries.OCCURRENCE,
        rtms_stream_id="S1",
        server_urls="wss://rtms.example",
    )
    return house.run(streams.claim_stream, "follower")  # type: ignore[no-any-return]
