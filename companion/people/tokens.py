"""Secrets that travel in links and cookies: 256 random bits, and only their hash is kept."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """A fresh secret for a URL or a cookie."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is stored of a token. A plain hash is enough for 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def new_code() -> str:
    """A fresh six-digit code."""
    return f"{secrets.randbelow(1_000_000):06d}"


def hash_code(code: str, salt: str) -> str:
    """What is stored of a code: slow to guess from, since six digits are few."""
    return hashlib.scrypt(code.encode("utf-8", "replace"), salt=salt.encode(), n=2**12, r=8, p=1).hex()
