"""The simulated REST API: each path to the file that answers it."""

from __future__ import annotations

from urllib.parse import unquote

from zoom_hooks.sim import rest_live, rest_meetings, rest_recordings, rest_registrants, rest_report
from zoom_hooks.sim.answers import Answered
from zoom_hooks.sim.asking import Asked
from zoom_hooks.sim.registrations import ApiError
from zoom_hooks.sim.stage import Stage

# the first that fits answers
_ROUTES = (
    *rest_meetings.ROUTES,
    *rest_registrants.ROUTES,
    *rest_live.ROUTES,
    *rest_recordings.ROUTES,
    *rest_report.ROUTES,
)


def rest(stage: Stage, asked: Asked) -> Answered:
    """Zoom's answer; raises ApiError for a no, Malformed for a body that cannot be read."""
    for method, pattern, handle in _ROUTES:
        found = pattern.fullmatch(asked.path)
        if found and method == asked.method:
            return handle(stage, asked, *(unquote(part) for part in found.groups()))
    raise ApiError(404, 404, "not found")
