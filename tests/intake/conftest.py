"""A simulated Zoom over real HTTP, one for each file, and our client for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import browser, page_at
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
