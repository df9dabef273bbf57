"""With a certificate the simulated Zoom speaks https and wss, and the clients check whom they talk to."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest

from tests.zoom_hooks import certificates
from tests.zoom_hooks.following import QUICK, Following
from zoom_hooks.addresses import Allowlist
from zoom_hooks.errors import ZoomUnavailable
from zoom_hooks.oauth import ServerToServer
from zoom_hooks.rest import ZoomApi
from zoom_hooks.rtms import Caption
from zoom_hooks.rtms.sockets import Socket, SocketLost
from zoom_hooks.sim import SimulatedZoom


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of its own, and its key."""
    return certificates.make(tmp_path_factory.mktemp("tls"))


def test_rest_and_captions_run_over_tls(certificate: tuple[Path, Path]) -> None:
    with SimulatedZoom(tls=(str(certificate[0]), str(certificate[1]))) as zoom:
        told = zoom.announcement()
        assert str(told["api_url"]).startswith("https://")
        assert str(told["rtms_url"]).startswith("wss://")
        keys = zoom.credentials()
        credentials = ServerToServer(keys["account_id"], keys["s2s_client_id"], keys["s2s_client_secret"])
        trusting = ZoomApi(
            credentials, api_url=keys["api_url"], oauth_url=keys["oauth_url"], ca_file=str(certificate[0])
        )
        assert trusting.meeting(str(told["meeting_id"])).topic == "Forum"
        zoom.participant_joins("Ann Able")
        with Following(zoom, tls=ssl.create_default_context(cafile=str(certificate[0]))) as client:
            assert zoom.wait_for_listeners()
            zoom.caption("Ann Able", "over TLS")
            assert client.some(Caption)[0].text == "over TLS"


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(certificate: tuple[Path, Path]) -> None:
    with SimulatedZoom(tls=(str(certificate[0]), str(certificate[1]))) as zoom:
        keys = zoom.credentials()
        credentials = ServerToServer(keys["account_id"], keys["s2s_client_id"], keys["s2s_client_secret"])
        with pytest.raises(ZoomUnavailable):
            ZoomApi(credentials, api_url=keys["api_url"], oauth_url=keys["oauth_url"]).meeting("91234567890")
        allowed = Allowlist.of(zoom.stream_url)
        with pytest.raises(SocketLost):
            asyncio.run(Socket.open(f"{zoom.stream_url}/signaling", allowed, QUICK))
        assert zoom.requests == ()
