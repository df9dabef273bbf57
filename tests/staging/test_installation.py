"""The play's installation is its own: nothing of the caller's is read, and its letters are found."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from companion.kernel.mail import FolderMailer, RenderedLetter
from companion.kernel.settings import from_environment
from companion.staging.installation import _listen, environment
from companion.staging.letters import Letters, NoSuchLetter

ZOOM = {
    "webhook_secret_token": "secret",
    "account_id": "a",
    "s2s_client_id": "b",
    "s2s_client_secret": "c",
    "app_client_id": "d",
    "app_client_secret": "e",
    "api_url": "http://127.0.0.1:1/v2",
    "oauth_url": "http://127.0.0.1:1/oauth/token",
    "rtms_url": "ws://127.0.0.1:2",
}


def test_the_caller_s_settings_are_not_the_play_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPANION_DATABASE_URL", "postgresql://somebody@elsewhere/real")
    monkeypatch.setenv("COMPANION_MAIL_URL", "smtp://mail.example")
    monkeypatch.setenv("ZOOM_API_URL", "https://api.zoom.us/v2")
    monkeypatch.setenv("COMPANION_MISTYPED", "x")
    made = environment(tmp_path, 8123, ZOOM)
    settings = from_environment(made)
    assert settings.database_url == f"sqlite:///{tmp_path}/companion.db"
    assert settings.mail_url == f"file:{tmp_path}/mail"
    assert settings.zoom_api_url == ZOOM["api_url"]
    assert settings.public_url == "http://127.0.0.1:8123"
    assert settings.correction_days == 0
    assert "COMPANION_MISTYPED" not in made


def test_two_installations_share_no_secret(tmp_path: Path) -> None:
    first, second = environment(tmp_path, 1, ZOOM), environment(tmp_path, 1, ZOOM)
    assert first["COMPANION_SECRET_KEY"] != second["COMPANION_SECRET_KEY"]


def test_a_port_that_is_taken_is_left_alone() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="in use"):
            _listen(port, any_port=False)
        listening = _listen(port, any_port=True)
        assert listening.getsockname()[1] != port
        listening.close()


def test_two_that_start_at_the_same_moment_never_share_a_port() -> None:
    first = _listen(0, any_port=False)
    port = first.getsockname()[1]
    try:
        with pytest.raises(OSError, match="in use"):  # though no server accepts on it yet
            _listen(port, any_port=False)
    finally:
        first.close()


def test_letters_are_found_by_whom_they_are_to_and_what_is_in_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailer = FolderMailer(tmp_path / "mail")
    letters = Letters(tmp_path / "mail")
    assert letters.look() == []
    text = "Your code is 123 456\n\nOpen http://house.example/day-link/abc-DEF_1."
    mailer.send(RenderedLetter("Ann@house.example", "Your place", text, "<p>x</p>"), sender="us@house.example")
    found = letters.wait_for("ann@house.example", "/day-link/")
    assert found.link("/day-link/") == "http://house.example/day-link/abc-DEF_1"
    assert found.code == "123456"
    assert "abc-DEF_1" not in found.without_secrets
    assert "123" not in found.without_secrets
    monkeypatch.setattr("companion.staging.letters.PATIENCE", 0)
    with pytest.raises(NoSuchLetter):
        letters.wait_for("ann@house.example", "something else")
    with pytest.raises(NoSuchLetter):
        letters.wait_for("ben@house.example", "/day-link/")
    with pytest.raises(NoSuchLetter):
        found.link("/landlord-link/")
