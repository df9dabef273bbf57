"""Who may steer the simulated Zoom: whoever calls it by an address, not a web page whose name was let mean us."""

from __future__ import annotations

import httpx
import pytest

from tests import patience
from zoom_hooks.sim import SimulatedZoom
from zoom_hooks.sim.asking import is_called_by


@pytest.mark.parametrize("verb", ["create_meeting", "app_context", "scenario", ""])
def test_a_page_under_a_name_of_its_own_steers_nothing(verb: str) -> None:
    with SimulatedZoom() as zoom:
        url = f"{zoom.base_url}/control/{verb}"
        for host in ("evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example", ""):
            for method in ("GET", "POST"):
                headers = {"host": host, "content-type": "application/json"}
                answer = httpx.request(method, url, headers=headers, content=b"{}", timeout=patience.SECONDS)
                assert answer.status_code == 421, host
        assert not zoom.wait_for(_meetings(zoom))


async def _meetings(zoom: SimulatedZoom) -> list[str]:
    return list(zoom.stage.meetings)


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "[::1]:8080", "localhost", "LOCALHOST:1", "sim.example:443"])
def test_whoever_calls_it_by_address_or_its_own_name_does(host: str) -> None:
    assert is_called_by(host, "sim.example")


@pytest.mark.parametrize(
    "host", ["", "[", "[::1", "evil.example", "user@evil.example", "127.0.0.1@evil.example", "1.2"]
)
def test_nobody_else_does(host: str) -> None:
    assert not is_called_by(host, "sim.example")
