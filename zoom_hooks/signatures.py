"""Zoom's webhook signature: HMAC-SHA256 over `v0:{timestamp}:{raw body}` under the app's webhook secret
token.

Source: developers.zoom.us/docs/api/webhooks. The answer to Zoom's URL check is made with the same key, so
whoever answers it before
verifying signs forgeries for strangers. Here the answer needs the secret that `verify` returned, and
refuses any token
that could be read as a message to sign.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

MAX_AGE = timedelta(hours=2)
MAX_AHEAD = timedelta(minutes=5)

_SECONDS = re.compile(r"[0-9]{9,11}", re.ASCII)
_PLAIN_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,128}", re.ASCII)


class Refused(Exception):
    """A delivery that must not be believed. `reason` is a constant word for counting."""

    reason = "refused"


class NoSecret(Refused):
    """No secret is configured, so nothing can be believed."""

    reason = "no_secret"


class MissingSignature(Refused):
    """The signature or its timestamp is not there."""

    reason = "missing_signature"


class BadTimestamp(Refused):
    """The timestamp is not a plain number of seconds."""

    reason = "bad_timestamp"


class Stale(Refused):
    """Signed too long ago, or too far in the future."""

    reason = "stale"


class BadSignature(Refused):
    """Signed by somebody else, or changed since."""

    reason = "bad_signature"


class UnsafeChallenge(Refused):
    """A plain token of a shape that Zoom does not send; signing it might sign a forged event."""

    reason = "unsafe_challenge"


def sign(secret: str, timestamp: int | str, body: bytes) -> str:
    """The value of `x-zm-signature` for these bytes at this second."""
    return "v0=" + _hex_hmac(secret, b"v0:" + str(timestamp).encode() + b":" + body)


def verify(
    secrets: Sequence[str],
    signature: bytes | str | None,
    timestamp: bytes | str | None,
    body: bytes,
    *,
    now: datetime,
    max_age: timedelta = MAX_AGE,
    max_ahead: timedelta = MAX_AHEAD,
) -> str:
    """Believe these raw bytes or raise a Refused; returns the secret that signed them.

    Several secrets mean several Zoom apps, or one that is being rotated. Blank secrets are not secrets.
    Never raises anything but Refused, whatever a stranger put into the headers.
    """
    usable = [secret for secret in secrets if secret.strip()]
    if not usable:
        raise NoSecret
    if not signature or not timestamp:
        raise MissingSignature
    stamp = timestamp.decode("latin-1") if isinstance(timestamp, bytes) else timestamp
    if not _SECONDS.fullmatch(stamp):
        raise BadTimestamp
    age = now.timestamp() - int(stamp)
    if age > max_age.total_seconds() or -age > max_ahead.total_seconds():
        raise Stale
    given = signature if isinstance(signature, bytes) else signature.encode("utf-8", "surrogatepass")
    signer: str | None = None
    for secret in usable:
        if hmac.compare_digest(sign(secret, stamp, body).encode(), given):
            signer = secret
    if signer is None:
        raise BadSignature
    return signer


def challenge_answer(secret: str, plain_token: str) -> dict[str, str]:
    """The JSON that proves to Zoom that the address is ours. Call it only with the secret that `verify`
    returned.

    Raises UnsafeChallenge for a token that is not 8 to 128 letters, digits, `_` or `-`: a message to sign
    holds a
    colon, so none can pass.
    """
    if not _PLAIN_TOKEN.fullmatch(plain_token):
        raise UnsafeChallenge
    return {"plainToken": plain_token, "encryptedToken": _hex_hmac(secret, plain_token.encode())}


def _hex_hmac(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
