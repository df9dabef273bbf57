"""Deliveries that Zoom never sent: genuine ones, changed in every way by somebody who lacks the secret.

What counts as genuine is computed here once more, by `hmac` alone, so that a fault in `zoom_hooks.signatures` does not
excuse itself.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from tests.zoom_hooks import zoom_events
from tests.zoom_hooks.zoom_events import compact, whole

OLDEST, NEWEST = 2 * 3600, 5 * 60  # seconds back and ahead in which a time is believed
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Any]


@dataclass(frozen=True)
class Delivery:
    """What arrives at the door: bytes, and two headers that may be missing."""

    body: bytes
    signature: bytes | None
    stamp: bytes | None
    how: str = "genuine"

    def is_genuine(self, secret: str, now: int) -> bool:
        """Whether Zoom could have sent exactly this, by the letter of its documentation and our window."""
        if self.signature is None or self.stamp is None or not self.stamp.isdigit():
            return False
        if not now - OLDEST <= int(self.stamp) <= now + NEWEST:
            return False
        return self.signature == signed(secret, self.stamp, self.body)


def signed(secret: str, stamp: bytes, body: bytes) -> bytes:
    """Zoom's signature, written down a second time."""
    return b"v0=" + hmac.new(secret.encode(), b"v0:" + stamp + b":" + body, hashlib.sha256).hexdigest().encode()


def genuine(draw: random.Random, secret: str, now: int) -> Delivery:
    """An event as Zoom may send it: any of them, compact or indented, each with a time of its own."""
    name = draw.choice(sorted(zoom_events.PAYLOADS.keys() - {"endpoint.url_validation"}))
    event = whole(name)
    event["event_ts"] = draw.randrange(10**12, 2 * 10**12)
    body = json.dumps(event, indent=draw.choice([1, 2, 4])).encode() if draw.random() < 0.5 else compact(event)
    stamp = str(now - draw.randrange(-NEWEST, OLDEST)).encode()
    return Delivery(body, signed(secret, stamp, body), stamp)


def forged(draw: random.Random, secret: str, now: int) -> Delivery:
    """A delivery that must not be believed. Whoever made it has seen genuine ones, and does not know the secret."""
    while True:
        real = genuine(draw, secret, now)
        how = draw.choice(list(WAYS))
        found = replace(WAYS[how](draw, real, now), how=how)
        if not found.is_genuine(secret, now):
            return found


def _bit(draw: random.Random, data: bytes) -> bytes:
    at, bit = draw.randrange(len(data)), 1 << draw.randrange(8)
    return data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]


def _cut(draw: random.Random, data: bytes) -> bytes:
    return data[: draw.randrange(len(data))]


def _gone(draw: random.Random, data: bytes) -> bytes:
    at = draw.randrange(len(data))
    return data[:at] + data[at + 1 :]


def _more(draw: random.Random, data: bytes) -> bytes:
    at = draw.randrange(len(data) + 1)
    return data[:at] + bytes([draw.randrange(256)]) + data[at:]


def _swapped(draw: random.Random, data: bytes) -> bytes:
    at = draw.randrange(len(data) - 1)
    return data[:at] + data[at + 1 : at + 2] + data[at : at + 1] + data[at + 2 :]


def _reserialised(draw: random.Random, data: bytes) -> bytes:
    ways: list[dict[str, Any]] = [
        {"indent": 2},
        {"indent": "\t"},
        {"separators": (",", ":")},
        {"separators": (", ", ": ")},
        {"sort_keys": True},
        {"ensure_ascii": False},
    ]
    return json.dumps(json.loads(data), **draw.choice(ways)).encode()


def _padded(draw: random.Random, data: bytes) -> bytes:
    blank = draw.choice([b" ", b"\n", b"\r\n", b"\t", b"\x00", b"\xef\xbb\xbf", b"\xc2\xa0"])
    return data + blank if draw.random() < 0.5 else blank + data


def _other_values(draw: random.Random, data: bytes) -> bytes:
    """Somebody else, or another meeting, in the place of a value."""
    event = json.loads(data)
    inside = event["payload"].get("object", event["payload"])
    place = draw.choice([event, event["payload"], inside])
    place[draw.choice([*place])] = draw.choice(["HOST", 1, None, True, [], {"id": "R2"}, "registrant-of-mine"])
    return compact(event)


BODY = {
    "a bit of the body": _bit,
    "a byte too few": _gone,
    "a byte too many": _more,
    "two bytes swapped": _swapped,
    "a body cut short": _cut,
    "written again": _reserialised,
    "blanks around": _padded,
    "other values": _other_values,
    "twice the body": lambda _, data: data + data,
    "no body": lambda _, __: b"",
}

HEX = b"0123456789abcdef"


def _one_digit(draw: random.Random, signature: bytes) -> bytes:
    at = draw.randrange(3, len(signature))
    return signature[:at] + bytes([draw.choice(HEX.replace(signature[at : at + 1], b""))]) + signature[at + 1 :]


def _not_ascii(draw: random.Random, signature: bytes) -> bytes:
    wide = draw.choice(["ａｂｃ", "ⅴ０", "é" * 64, "\u200b", "０" * 64]).encode()
    return draw.choice([signature + wide, b"v0=" + wide, wide + signature])


SIGNATURE: dict[str, Callable[[random.Random, bytes], bytes | None]] = {
    "a digit of the signature": _one_digit,
    "a bit of the signature": _bit,
    "a signature cut short": _cut,
    "a longer signature": _more,
    "upper case": lambda _, data: data.upper(),
    "its version": lambda draw, data: draw.choice([b"v1", b"V0", b"v", b"", b"v00"]) + data[2:],
    "without its version": lambda _, data: data[3:],
    "not ascii": _not_ascii,
    "two signatures": lambda draw, data: data + draw.choice([b",", b", ", b" ", b";", b"\t"]) + data,
    "blanks in it": lambda draw, data: draw.choice([b" " + data + b" x", data[:3] + b" " + data[3:]]),
    "base64 of it": lambda _, data: b"v0=" + base64.b64encode(bytes.fromhex(data[3:].decode())),
    "random digits": lambda draw, _: b"v0=" + bytes(draw.choice(HEX) for _ in range(64)),
    "nothing": lambda draw, _: draw.choice([None, b"", b" ", b"v0=", b"null", b"undefined"]),
}

STAMP: dict[str, Callable[[random.Random, bytes], bytes | None]] = {
    "a second later": lambda draw, at: b"%d" % (int(at) + draw.choice([-1, 1, 60, -60])),
    "a leading nought": lambda _, at: b"0" + at,
    "a sign": lambda draw, at: draw.choice([b"+", b"-", b" +"]) + at,
    "a fraction": lambda draw, at: at + draw.choice([b".0", b".5", b"e0", b"_0", b"L"]),
    "milliseconds": lambda _, at: at + b"000",
    "no number": lambda draw, _: draw.choice(
        [
            b"nan",
            b"inf",
            b"-inf",
            b"0x69f",
            b"now",
            b"None",
            b"[]",
            b"1e9",
            "１７６９９４０００１".encode(),
            "٣".encode() * 10,
        ]
    ),
    "forty digits": lambda draw, _: bytes(draw.choice(b"0123456789") for _ in range(40)),
    "no time": lambda draw, _: draw.choice([None, b"", b" "]),
}


def _stale(draw: random.Random, real: Delivery, now: int) -> Delivery:
    """A genuine delivery of another day, replayed: Zoom did sign it, then."""
    at = draw.choice([now - OLDEST - draw.randrange(1, 10**8), now + NEWEST + draw.randrange(1, 10**8)])
    return replace(real, stamp=b"%d" % at, signature=signed("webhook-secret", b"%d" % at, real.body))


def _guessed(draw: random.Random, real: Delivery, _now: int) -> Delivery:
    guess = draw.choice(
        ["", " ", "secret", "sekret", "webhook_secret", "webhook-secret ", "WEBHOOK-SECRET", "0", "null"]
    )
    return replace(real, signature=signed(guess, real.stamp or b"", real.body))


def _other_message(draw: random.Random, real: Delivery, _now: int) -> Delivery:
    """The right key and hash over something else, as a careless receiver might take it."""
    stamp = real.stamp or b""
    messages = [real.body, stamp + real.body, b"v0:" + real.body, b"v0:" + stamp, b"v0::" + real.body, b"", stamp]
    key = b"webhook-secret"
    digest = hmac.new(key, draw.choice(messages), draw.choice([hashlib.sha256, hashlib.sha1, hashlib.sha512]))
    return replace(real, signature=b"v0=" + digest.hexdigest().encode())


def _parts_of_two(draw: random.Random, real: Delivery, now: int) -> Delivery:
    other = genuine(draw, "webhook-secret", now)
    return draw.choice([replace(real, body=other.body), replace(real, signature=other.signature)])


def _on_body(change: Callable[[random.Random, bytes], bytes]) -> Callable[[random.Random, Delivery, int], Delivery]:
    return lambda draw, real, _: replace(real, body=change(draw, real.body))


def _on_signature(change: Callable[..., bytes | None]) -> Callable[[random.Random, Delivery, int], Delivery]:
    return lambda draw, real, _: replace(real, signature=change(draw, real.signature))


def _on_stamp(change: Callable[..., bytes | None]) -> Callable[[random.Random, Delivery, int], Delivery]:
    return lambda draw, real, _: replace(real, stamp=change(draw, real.stamp))


#: every way of forging, by name
WAYS: dict[str, Callable[[random.Random, Delivery, int], Delivery]] = {
    **{name: _on_body(change) for name, change in BODY.items()},
    **{name: _on_signature(change) for name, change in SIGNATURE.items()},
    **{name: _on_stamp(change) for name, change in STAMP.items()},
    "of another day": _stale,
    "a guessed secret": _guessed,
    "another message": _other_message,
    "parts of two": _parts_of_two,
}


def post(pages: Wsgi, delivery: Delivery, path: str = "/zoom/webhook") -> tuple[int, bytes]:
    """Give a delivery to the pages as a server does, byte for byte; the status and the body of the answer."""
    said: list[str] = []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(delivery.body)),
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(delivery.body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for header, value in (("SIGNATURE", delivery.signature), ("REQUEST_TIMESTAMP", delivery.stamp)):
        if value is not None:
            environ[f"HTTP_X_ZM_{header}"] = value.decode("latin-1")
    answer: Iterator[bytes] = pages(environ, lambda status, _headers, _error=None: said.append(status))
    try:
        body = b"".join(answer)
    finally:
        getattr(answer, "close", lambda: None)()
    return int(said[0].split()[0]), body
