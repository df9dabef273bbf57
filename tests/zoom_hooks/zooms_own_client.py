"""Zoom's own caption client (`rtms`) in a process of its own: it writes files where it stands, and one process holds
one client.

The stream to join comes as JSON on stdin; what it hears goes out as one JSON array a line. It ends with its stdin.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from typing import Any

import rtms

_writing = threading.Lock()


def tell(what: str, *rest: object) -> None:
    with _writing:
        print(json.dumps([what, *rest]), flush=True)


def main() -> None:
    told = json.loads(sys.stdin.readline())
    client = rtms.Client()
    has_joined = threading.Event()

    def joined(reason: int) -> None:
        tell("joined", reason)
        has_joined.set()

    client.on_join_confirm(joined)
    client.on_session_update(lambda kind, session: tell("session", kind))
    client.on_leave(lambda reason: tell("left", reason))
    client.on_transcript_data(
        lambda data, size, timestamp, meta: tell(
            "caption", data[:size].decode(), meta.userName, meta.userId, timestamp, meta.startTs, meta.endTs
        )
    )
    client.set_transcript_params(_spoken_english())
    client.join(
        meeting_uuid=told["meeting_uuid"],
        rtms_stream_id=told["rtms_stream_id"],
        server_urls=told["server_urls"],
        client=told["client_id"],
        secret=told["client_secret"],
    )
    has_joined.wait(60)  # and no longer, so that none is left behind when its test has gone
    # only now is there a connection that can carry a subscription, and not from within a callback
    client.on_participant_event(lambda kind, at, people: tell("people", kind, people))
    client.on_active_speaker_event(lambda at, user_id, name: tell("speaker", user_id, name))
    tell("subscribed")
    sys.stdin.read()
    client.leave()
    time.sleep(0.2)


def _spoken_english() -> Any:
    params = rtms.TranscriptParams()
    params.src_language = rtms.TranscriptLanguage["ENGLISH"]
    params.enable_lid = False
    return params


if __name__ == "__main__":
    main()
