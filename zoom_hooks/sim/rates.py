"""Zoom's rate limits per second, as headers and, when switched on, as refusals."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from zoom_hooks.sim.registrations import ApiError

BUSINESS_PLUS: Mapping[str, int] = {"Light": 80, "Medium": 60, "Heavy": 40}
"""Calls per second and category for an account of that plan."""


class Rates:
    """Counts calls per second and category; without limits it only shows the headers."""

    def __init__(self, per_second: Mapping[str, int] | None, *, wall: Callable[[], float] = time.time) -> None:
        self._per_second = per_second
        self._wall = wall
        self._second = 0
        self._counts: dict[str, int] = {}

    def headers(self, method: str, path: str) -> Mapping[str, str]:
        """The headers for one more call. Raises ApiError (429) when there were too many in this second."""
        category = _category(method, path)
        limit = (self._per_second or BUSINESS_PLUS)[category]
        second = int(self._wall())
        if second != self._second:
            self._second, self._counts = second, {}
        self._counts[category] = self._counts.get(category, 0) + 1
        remaining = max(0, limit - self._counts[category])
        shown = {
            "x-ratelimit-category": category,
            "x-ratelimit-type": "QPS",
            "x-ratelimit-limit": str(limit),
            "x-ratelimit-remaining": str(remaining),
        }
        if self._per_second is not None and self._counts[category] > limit:
            message = "You have reached the maximum per-second rate limit for this API. Try again later."
            raise ApiError(429, 429, message, {**shown, "x-ratelimit-reset": str(second + 1)})
        return shown


def _category(method: str, path: str) -> str:
    if path.startswith("/v2/report"):
        return "Heavy"
    if path.startswith(("/v2/past_meetings", "/v2/users")) or (method == "GET" and path.endswith("/registrants")):
        return "Medium"
    return "Light"
