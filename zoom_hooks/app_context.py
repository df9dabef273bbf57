"""`X-Zoom-App-Context`: who opens our page inside the Zoom client, in which meeting, and until when to believe it.

Zoom seals a small JSON with AES-256-GCM under SHA-256 of the app's client secret. Layout after base64: iv length (1
byte), iv, length of the associated data (2 bytes), associated data, length of the ciphertext (4 bytes), ciphertext, tag
(16 bytes); lengths little-endian. Source: developers.zoom.us/docs/zoom-apps/zoom-app-context. The seal says that Zoom
made it, not that it is used once: `digest` is for whoever keeps a record of that.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HEADER = "X-Zoom-App-Context"
ISSUER = "marketplace.zoom.us"
KINDS = frozenset({"panel", "meeting", "webinar", "chat"})
HOST_ROLES = frozenset({"host", "cohost"})
LEEWAY = timedelta(seconds=60)
MOST_LETTERS = 8_192  # Zoom's own are some 300
MOST_ID = 256

_TAG = 16
_LEAST_IV, _MOST_IV = 8, 64
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}", re.ASCII)
_SECONDS_BELOW = 10**11  # Zoom says milliseconds; a number of today that is smaller can only be seconds
_LATEST_MS = 253_402_300_799_000  # the last second of the year 9999


class Refused(Exception):
    """A context that must not be believed. `reason` is a constant word for counting."""

    reason = "refused"


class NoSecret(Refused):
    """No client id and secret are configured, so nothing can be believed."""

    reason = "no_secret"


class Malformed(Refused):
    """It does not have the layout, or what was sealed is not what Zoom seals."""

    reason = "malformed"


class NotSealedForUs(Refused):
    """Sealed with another secret, or changed since."""

    reason = "not_sealed_for_us"


class ForAnother(Refused):
    """Zoom made it for another app, or somebody else than Zoom made it."""

    reason = "for_another"


class Expired(Refused):
    """Its time is over, or has not come."""

    reason = "expired"


@dataclass(frozen=True)
class AppContext:
    """What Zoom says of whoever opened the page.

    `user_id` is None for a guest who is not signed in to Zoom, `meeting_uuid` where the page is not open in a meeting.
    `role` is Zoom's (`host`, `cohost`, `participant`, …), in one spelling, and may be out of date by now.
    """

    kind: str
    user_id: str | None = field(repr=False)
    meeting_uuid: str | None
    role: str
    issued_at: datetime
    expires_at: datetime
    digest: str

    @property
    def is_host(self) -> bool:
        """Whether Zoom says that they are host or co-host."""
        return self.role in HOST_ROLES


def read(client_id: str, client_secret: str, sealed: str | None, *, now: datetime) -> AppContext:
    """Believe a context or raise a Refused; nothing else is raised, whatever a stranger sent.

    Both of base64's alphabets are read. A clock may be off by LEEWAY.
    """
    if not client_id.strip() or not client_secret.strip():
        raise NoSecret
    raw = _decoded(sealed)
    claims = _claims(_opened(client_secret, raw))
    if claims.get("aud") != client_id or claims.get("iss") != ISSUER:
        raise ForAnother
    issued_at, expires_at = _moment(claims.get("ts")), _moment(claims.get("exp"))
    if now >= expires_at + LEEWAY or now < issued_at - LEEWAY:
        raise Expired
    kind = claims.get("typ")
    if not isinstance(kind, str) or kind not in KINDS:
        raise Malformed
    return AppContext(
        kind,
        _text(claims, "uid"),
        _text(claims, "mid"),
        role_word(_text(claims, "attendrole") or ""),
        issued_at,
        expires_at,
        hashlib.sha256(raw).hexdigest(),
    )


def role_word(role: str) -> str:
    """Zoom's word for a role in one spelling: it writes `co-host`, `coHost` and `cohost`."""
    return role.casefold().replace("-", "").replace("_", "")


def seal(client_secret: str, claims: Mapping[str, object], *, iv: bytes, associated: bytes = b"") -> str:
    """The header's value for these claims, as Zoom makes it: for the simulated Zoom and for tests."""
    sealed = AESGCM(_key(client_secret)).encrypt(iv, json.dumps(claims).encode(), associated)
    size = len(sealed) - _TAG
    parts = (
        len(iv).to_bytes(1, "little"),
        iv,
        len(associated).to_bytes(2, "little"),
        associated,
        size.to_bytes(4, "little"),
        sealed,
    )
    return base64.b64encode(b"".join(parts)).decode()


def _decoded(sealed: str | None) -> bytes:
    if not sealed or len(sealed) > MOST_LETTERS:
        raise Malformed
    text = sealed.strip().replace("-", "+").replace("_", "/").rstrip("=")
    text += "=" * (-len(text) % 4)
    if not _BASE64.fullmatch(text):
        raise Malformed
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise Malformed from error


def _opened(client_secret: str, raw: bytes) -> bytes:
    iv, rest = _measured(raw, 1)
    associated, rest = _measured(rest, 2)
    if len(rest) < 4:
        raise Malformed
    size, sealed = int.from_bytes(rest[:4], "little"), rest[4:]
    if len(sealed) != size + _TAG or not _LEAST_IV <= len(iv) <= _MOST_IV:
        raise Malformed
    try:
        return AESGCM(_key(client_secret)).decrypt(iv, sealed, associated)
    except InvalidTag as error:
        raise NotSealedForUs from error


def _measured(raw: bytes, width: int) -> tuple[bytes, bytes]:
    """What stands after its own length, and what follows it."""
    size = int.from_bytes(raw[:width], "little")
    if len(raw) < width + size:
        raise Malformed
    return raw[width : width + size], raw[width + size :]


def _claims(opened: bytes) -> dict[str, object]:
    try:
        claims = json.loads(opened)
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if not isinstance(claims, dict):
        raise Malformed
    return claims


def _moment(value: object) -> datetime:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Malformed
    at_ms = value * 1000 if value < _SECONDS_BELOW else value
    if not 0 < at_ms <= _LATEST_MS:
        raise Malformed
    return datetime.fromtimestamp(at_ms / 1000, UTC)


def _text(claims: Mapping[str, object], name: str) -> str | None:
    """A claim as text; None when it is not there or blank."""
    value = claims.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > MOST_ID or not value.isprintable():
        raise Malformed
    return value


def _key(client_secret: str) -> bytes:
    return hashlib.sha256(client_secret.encode()).digest()
