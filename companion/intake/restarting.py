"""Zoom is asked to start a caption stream; what it says is kept, and the stream itself comes by its webhook."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from companion.captions import asking
from companion.kernel.ids import ForumSessionId
from companion.kernel.uow import Runner
from zoom_hooks.errors import ZoomError, ZoomRefused
from zoom_hooks.rest import ZoomApi


def start_stream(runner: Runner, zoom: ZoomApi | None, payload: dict[str, Any]) -> None:
    """Ask for the stream that the payload's forum session lacks. A no is kept, and repeated by a person if at all.

    Raises nothing of Zoom's: by the time the outbox would try again, the meeting may be over.
    """
    session_id = ForumSessionId(UUID(payload["session_id"]))
    meeting_id = runner.read(asking.wanted_in, session_id)
    if zoom is None or meeting_id is None:
        return
    trouble = None
    try:
        zoom.start_stream(meeting_id, client_id=runner.settings.zoom_app_client_id)
    except ZoomRefused as error:
        trouble = asking.trouble_of(error.status, error.code)
    except ZoomError:
        trouble = "away"
    runner.run(asking.answered, session_id, trouble)
