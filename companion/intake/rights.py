"""What Zoom's token says that our app may do is read and kept."""

from __future__ import annotations

from typing import Any

from companion.feeds import rights
from companion.intake.settings import problem_of
from companion.kernel.uow import Runner
from zoom_hooks.errors import ZoomError
from zoom_hooks.rest import ZoomApi


def read_rights(runner: Runner, zoom: ZoomApi | None, payload: dict[str, Any]) -> None:  # noqa: ARG001  the outbox's shape
    """Keep the scopes of the token that Zoom gives now. Raises nothing of Zoom's: the next hour asks again."""
    if zoom is None:
        return
    try:
        granted = zoom.granted_scopes()
    except ZoomError as error:
        runner.run(rights.answered, (), problem_of(error))
        return
    runner.run(rights.answered, granted)
