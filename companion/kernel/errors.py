"""The one family of errors that rules raise. `web/errors.py` holds the table from each to status and words."""

from __future__ import annotations


class DomainError(Exception):
    """Something a person asked for that the rules do not allow.

    `message` is one clear sentence that says what is so and what to do; it may be shown to the person who asked.
    """

    message = "That is not possible now."

    def __init__(self, message: str | None = None) -> None:
        self.message = message or type(self).message
        super().__init__(self.message)


class NotFound(DomainError):
    """There is no such thing, or the person asking may not know of it."""

    message = "There is nothing here. The link may be old or mistyped."


class NotAllowed(DomainError):
    """The person is known and may not do this."""

    message = "You are not allowed to do this. Ask the organiser of your forum if you think you should be."


class BadInput(DomainError):
    """What was sent cannot be read. The message names the field or the line."""

    message = "Something in what you sent could not be read."


class Busy(DomainError):
    """The database did not answer in time; nothing was stored and it is safe to try again."""

    message = "We are busy for a moment and nothing was saved. Please try again."


class TooOften(DomainError):
    """Asked for more often than anybody would who means well; nothing was stored."""

    message = "That was a lot in a short time. Wait a little, then try once more."
