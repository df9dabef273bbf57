"""Our words are put into Zoom's waiting room; what Zoom says to that is kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from companion.kernel.uow import Runner
from companion.registration import waiting_words
from zoom_hooks.errors import ScopeMissing, ZoomError, ZoomRefused
from zoom_hooks.rest import ZoomApi


def put_there(runner: Runner, zoom: ZoomApi | None, payload: dict[str, Any]) -> None:
    """Put the words of the payload's forum session into its meeting's waiting room.

    Raises nothing of Zoom's: by the time the outbox would try again, everybody may have been let in.
    """
    session_id = UUID(payload["session_id"])
    wanted = runner.read(waiting_words.wanted, session_id)
    if zoom is None or wanted is None:
        return
    meeting_id, words = wanted
    trouble = None
    try:
        zoom.set_waiting_room_text(meeting_id, title=words.title, description=words.description)
    except ScopeMissing:
        trouble = "no_right"
    except ZoomRefused:
        trouble = "refused"
    except ZoomError:
        trouble = "away"
    runner.run(waiting_words.answered, session_id, trouble)
