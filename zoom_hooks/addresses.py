"""Which addresses may be called: Zoom's own hosts, and the few origins that somebody configured by hand.

Addresses reach us inside events and answers (download links, stream servers, an API base, redirects), so
each is checked as text before
use, and again as the number it resolves to when the connection is made.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from zoom_hooks.errors import UnsafeAddress

_HOST = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*", re.ASCII)
_PLAIN = re.compile(r"[!-\[\]-~]{1,2048}", re.ASCII)  # printable ASCII without blanks and backslashes
_SECURE = {"http": False, "ws": False, "https": True, "wss": True}


class Origin(NamedTuple):
    """Where a connection goes. http and ws are one origin, as are https and wss."""

    secure: bool
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Allowlist:
    """Zoom's hosts over TLS on port 443, and these origins, which alone may be private or without TLS."""

    configured: frozenset[Origin] = frozenset()

    @classmethod
    def of(cls, *origins: str | None) -> Allowlist:
        """From addresses (only their origin counts) or bare `host:port`, which allows it with and without
        TLS.

        None and blank are left out. Raises UnsafeAddress for one that cannot be read.
        """
        found: set[Origin] = set()
        for text in origins:
            if not text or not text.strip():
                continue
            text = text.strip()
            if "://" in text:
                found.add(origin_of(text))
            else:
                found.add(origin_of("wss://" + text))
                if not text.rpartition(":")[2].isdigit():
                    continue
                found.add(origin_of("ws://" + text))
        return cls(frozenset(found))

    def check(self, url: str, *, schemes: tuple[str, ...] = ("https", "http")) -> Origin:
        """The origin of an address that may be called; raises UnsafeAddress for any other."""
        scheme = url.partition(":")[0].lower()
        if scheme not in schemes:
            raise UnsafeAddress(f"the scheme is not one of {', '.join(schemes)}")
        origin = origin_of(url)
        if not self.allows(origin):
            raise UnsafeAddress("the address is neither Zoom's nor configured")
        return origin

    def allows(self, origin: Origin) -> bool:
        """True for a configured origin, and for Zoom's hosts with TLS on port 443."""
        return origin in self.configured or (origin.secure and origin.port == 443 and _is_zoom(origin.host))

    def resolve(self, origin: Origin) -> str:
        """The number to connect to, looked up once. For Zoom's hosts it must be a public one.

        Raises UnsafeAddress, or OSError when the name cannot be looked up.
        """
        if not self.allows(origin):
            raise UnsafeAddress("the address is neither Zoom's nor configured")
        found = socket.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM)
        for *_, target in found:
            number = str(target[0])
            if origin in self.configured or is_public(number):
                return number
        raise UnsafeAddress("the name leads to a private address")


def origin_of(url: str) -> Origin:
    """The origin of an absolute http, https, ws or wss address without user-info. Raises UnsafeAddress
    otherwise.
    """
    if not _PLAIN.fullmatch(url):
        raise UnsafeAddress("the address holds characters that do not belong in one")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UnsafeAddress("the address cannot be read") from None
    secure = _SECURE.get(parts.scheme)
    host = parts.hostname
    if secure is None or not host or "@" in parts.netloc or "%" in parts.netloc:
        raise UnsafeAddress("the address cannot be read")
    if "#" in url or (parts.query and not parts.path):
        # readers of addresses differ on where the host ends in these
        raise UnsafeAddress("the address cannot be read")
    if parts.netloc.startswith("["):
        try:
            ipaddress.IPv6Address(host)
        except ValueError:
            raise UnsafeAddress("the address cannot be read") from None
    elif not _HOST.fullmatch(host):
        raise UnsafeAddress("the host is not a plain name")
    return Origin(secure, host, port if port is not None else (443 if secure else 80))


def is_public(number: str) -> bool:
    """True for an IP address that belongs to the public internet, whatever it is wrapped in."""
    ip = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _is_zoom(host: str) -> bool:
    return host == "zoom.us" or host.endswith(".zoom.us")
