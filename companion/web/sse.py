"""How live push writes: events of a stream (WHATWG HTML, server-sent events), and short answers beside it."""

from __future__ import annotations

from typing import Any

import msgspec

from companion.web.shell import Scope, Send


def since_of(scope: Scope, query: dict[str, list[str]]) -> int:
    """The last number that the page has; an unreadable one means none."""
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    text = headers.get(b"last-event-id") or query.get("since", [""])[0]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1


def frame_lines(version: int, frame: dict[str, Any]) -> bytes:
    return f"id: {version}\nevent: frame\ndata: ".encode() + msgspec.json.encode(frame) + b"\n\n"


def data_of(lines: bytes) -> bytes:
    """The JSON of one event of a stream."""
    return lines[lines.index(b"data: ") + 6 : -2]


async def refuse(send: Send, status: int, sentence: str) -> None:
    body = msgspec.json.encode({"type": "about:blank", "status": status, "detail": sentence})
    await answer(send, status, body, b"application/problem+json")


async def answer(send: Send, status: int, body: bytes, kind: bytes = b"application/json") -> None:
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
