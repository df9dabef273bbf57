"""Style sheets, scripts and pictures under an address that changes with them, so that browsers keep them.

The version stands in the path, not behind a question mark: a script that imports its neighbour as `./companion.js` then
gets the one of the same version, and each module is loaded once.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, request
from flask.sessions import SessionMixin

from companion.people.gate import STATIC_ENDPOINTS
from companion.web.cookies import TwoCookies

#: packed for whoever takes it so: pictures and fonts are packed already
PACKED = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})
FOR_GOOD = "public, max-age=31536000, immutable"
#: by its plain address, as an old bookmark or a browser on its own asks for it
FOR_A_WHILE = "public, max-age=300"
#: a page of another release asks while machines change over: it gets ours, and asks again next time
NOT_KEPT = "no-cache"


class PagesOnly(TwoCookies):
    """Browser sessions, and none with a file: it is the same for everybody, so its answer must not vary by cookie."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Store the session in its cookie, where a page was answered."""
        if request.endpoint not in STATIC_ENDPOINTS:
            super().save_session(app, session, response)


def install(app: Flask) -> None:
    """Give every static file its versioned address; the plain ones, and those of other versions, go on working."""
    version = version_of(str(app.static_folder))
    app.session_interface = PagesOnly()
    for rule in list(app.url_map.iter_rules()):
        if rule.endpoint in STATIC_ENDPOINTS:
            before, found, rest = rule.rule.partition("<path:filename>")
            app.add_url_rule(f"{before}v/<string:version>/{found}{rest}", endpoint=rule.endpoint)

    @app.url_defaults
    def with_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in STATIC_ENDPOINTS:
            values.setdefault("version", version)

    @app.url_value_preprocessor
    def take_version(endpoint: str | None, values: dict[str, Any] | None) -> None:
        if endpoint in STATIC_ENDPOINTS and values is not None:
            g.static_version = values.pop("version", None)

    @app.after_request
    def how_long(response: Response) -> Response:
        if request.endpoint in STATIC_ENDPOINTS and response.status_code in (200, 206, 304):
            asked = g.get("static_version")
            keep = FOR_GOOD if asked == version else FOR_A_WHILE if asked is None else NOT_KEPT
            response.headers["Cache-Control"] = keep
            if response.status_code == 200 and response.mimetype in PACKED:
                _pack(response)
        return response


def _pack(response: Response) -> None:
    """Send a text file small to whoever takes it so. Pages are sent as they are: what is secret in a page and what a
    stranger made it repeat must not share one packing, whose length would tell (BREACH)."""
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings.quality("gzip"):
        return
    response.direct_passthrough = False
    response.set_data(_packed(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Accept-Ranges", None)
    etag, _ = response.get_etag()
    if etag is not None:
        response.set_etag(etag, weak=True)


@lru_cache(maxsize=64)
def _packed(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


@cache
def version_of(folder: str) -> str:
    """The version of all static files: a digest of ours, by name and content, and of the release of the library's.

    The library's own 27 MB would take longer to read than the rest of the start.
    """
    digest = hashlib.sha256(metadata.version("bootstrap-flask").encode())
    for file in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
        content = file.read_bytes()
        digest.update(f"\0{file.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:12]
