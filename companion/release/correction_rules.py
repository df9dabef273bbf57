"""What people may say about a passage of an approved text, and when: pure."""

from __future__ import annotations

from companion.kernel.errors import BadInput, DomainError

KINDS = {"identifies": "This identifies me", "misheard": "I was misheard"}
ASKABLE = frozenset({"held", "released"})  # as long as the words as they were heard are still there
MOST_EACH = 20  # by one person, in one version
MOST_WORDS = 1_000


class NotNow(DomainError):
    message = "This text cannot be corrected any more, or it has changed since you opened it. Open it again."


class EnoughAsked(DomainError):
    message = "You asked for many corrections already. Write to us about the others."


class AnsweredAlready(DomainError):
    message = "Somebody has answered this already."


class NoAnswer(BadInput):
    message = "Say why it stays, in a sentence for the person who asked."


def check(kind: str, words: str, *, state: str, asked_before: int) -> None:
    """Whether somebody may ask for this. Raises BadInput for an unknown kind, or a mishearing without the right words;
    NotNow, EnoughAsked."""
    if kind not in KINDS:
        raise BadInput("Choose what is wrong with the passage.")
    if kind == "misheard" and not words:
        raise BadInput("Say what was said instead.")
    if state not in ASKABLE:
        raise NotNow
    if asked_before >= MOST_EACH:
        raise EnoughAsked
