"""What every answer carries, whoever asks."""

from __future__ import annotations

from werkzeug.test import TestResponse


def check_headers(answer: TestResponse, where: str) -> None:
    """The headers that every answer carries, an error's too."""
    headers = answer.headers
    policy = dict(part.partition(" ")[::2] for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'", where
    assert policy["base-uri"] == "'none'", where
    if "/zoom/panel" in where:  # inside Zoom's client, which draws a page only with all four of its headers
        assert policy["frame-ancestors"] == "'self' https://zoom.us https://*.zoom.us", where
        assert "Strict-Transport-Security" in headers, where
    else:
        assert policy["frame-ancestors"] == "'none'", where
    assert "X-Frame-Options" not in headers, where
    assert policy["script-src"] == "'self'", where
    assert "unsafe" not in headers["Content-Security-Policy"], where
    assert headers["X-Content-Type-Options"] == "nosniff", where
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}, where
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin", where
    assert "Server" not in headers, where
    if "/static/" not in where or answer.status_code >= 400:
        # A live frame may be asked for again by its ETag; nothing else is kept anywhere.
        is_frame = headers["Cache-Control"] == "no-cache, private" and "ETag" in headers
        assert "no-store" in headers["Cache-Control"] or is_frame, where
