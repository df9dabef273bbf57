"""A simulated Zoom per test module, and an API client for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from zoom_hooks.oauth import ServerToServer
from zoom_hooks.rest import ZoomApi
from zoom_hooks.sim import SimulatedZoom


@pytest.fixture
def zoom() -> Iterator[SimulatedZoom]:
    """A running simulated Zoom with one meeting that has not started."""
    with SimulatedZoom() as running:
        running.create_meeting("Forum")
        yield running


@pytest.fixture
def api(zoom: SimulatedZoom) -> Iterator[ZoomApi]:
    """A client of that Zoom with good credentials."""
    made = client_of(zoom)
    yield made
    made.close()


def client_of(zoom: SimulatedZoom) -> ZoomApi:
    told = zoom.credentials()
    credentials = ServerToServer(told["account_id"], told["s2s_client_id"], told["s2s_client_secret"])
    return ZoomApi(credentials, api_url=told["api_url"], oauth_url=told["oauth_url"])
