"""What can go wrong when speaking with Zoom, in the terms a caller can act on."""

from __future__ import annotations

from datetime import datetime


class ZoomError(Exception):
    """Anything that kept Zoom from doing what was asked. Messages hold no names, addresses or tokens."""


class ZoomUnavailable(ZoomError):
    """Zoom did not answer, answered late, or answered with its own fault: try again later.

    `retry_after` is seconds when Zoom named a time. With `outcome_unknown` the request may have been
    carried out:
    read the list again before repeating it. `answered` is true when Zoom answered with a fault of its own.
    """

    def __init__(
        self, message: str, *, retry_after: float | None = None, outcome_unknown: bool = False, answered: bool = False
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.outcome_unknown = outcome_unknown
        self.answered = answered


class ZoomRefused(ZoomError):
    """Zoom understood and said no. Repeating the same request will not help.

    `status` is HTTP's, `code` is Zoom's own number where it gave one.
    """

    def __init__(self, status: int, code: int | None, message: str) -> None:
        super().__init__(f"Zoom refused (HTTP {status}, code {code}): {message}")
        self.status = status
        self.code = code
        self.zoom_message = message


class ZoomNotFound(ZoomRefused):
    """The meeting, registrant or file is not there, or no longer."""


class ScopeMissing(ZoomRefused):
    """The app may not do this. `scopes` are the ones to give it, as Zoom named them, or as we know them."""

    def __init__(self, status: int, code: int | None, message: str, scopes: tuple[str, ...]) -> None:
        super().__init__(status, code, message)
        self.scopes = scopes


class ZoomRateLimited(ZoomError):
    """Too many requests. `retry_at` (aware UTC) is when Zoom will listen again, None when it did not say."""

    def __init__(self, message: str, *, retry_at: datetime | None, daily: bool) -> None:
        super().__init__(message)
        self.retry_at = retry_at
        self.daily = daily

    @property
    def is_busy(self) -> bool:
        """Whether another write to the same object was under way: no limit is used up, and it is soon over."""
        return self.retry_at is None and not self.daily


class SettingNotKept(ZoomError):
    """Zoom accepted a change of settings, and reading them back showed something else.

    `differing` maps the name of each setting to what Zoom has now.
    """

    def __init__(self, differing: dict[str, object]) -> None:
        super().__init__("Zoom did not keep these settings: " + ", ".join(sorted(differing)))
        self.differing = differing


class StillThere(ZoomError):
    """Zoom said that it deleted something, and lists so many of its files still."""

    def __init__(self, files: int) -> None:
        super().__init__(f"Zoom still lists {files} files of what it deleted")
        self.files = files


class UnsafeAddress(ZoomError):
    """An address that did not lead to Zoom or to an origin that was configured; nothing was sent to it."""


class UnexpectedContent(ZoomError):
    """What was downloaded is not what was asked for: too large, too slow, or a web page instead of a file."""
