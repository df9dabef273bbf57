"""Declared interests, decided on values: the words, the states, and who may say what follows from one."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from companion.kernel.errors import BadInput, DomainError

# Words

#: what a person chooses from, with what it means in plain words (PP-39, BX-39)
NATURES: dict[str, tuple[str, str]] = {
    "personal": ("Personal", "It touches you, your home, your family or your work."),
    "prejudicial": ("Prejudicial", "Somebody who knew of it might think that it decides for you."),
    "potential": ("It may become one", "You see it coming, or you are not sure."),
    "group": ("Of a group you speak for", "It is theirs, and you are here for them."),
}
#: what may follow, as the decider sees it; none of them is "noted"
EFFECTS: dict[str, str] = {
    "no_speech": "No speaking",
    "leave_item": "Leave for the item",
    "no_vote": "No vote",
}
NOTED = "Noted"

STATES = ("claimed", "declared", "decided", "withdrawn", "lifted", "dismissed", "nothing")
STANDING = ("declared", "decided")
HOW = ("form", "live", "oral", "chat")
MOST_LETTERS = 600
MOST_OWN_ACTS_A_MINUTE = 30  # far beyond what anybody does by hand; each one makes a frame for every screen

# Errors


class NotWithoutAgenda(DomainError):
    message = "The agenda is not out yet. You can declare an interest in an item once it is."


class AlreadyAnswered(DomainError):
    message = "That has been dealt with already. Load the page again to see how it stands."


class NotByYourself(DomainError):
    """Whoever has the interest does not decide on it (`forum-and-conduct`: a substitute does)."""

    message = "You declared this yourself, so somebody else decides what follows from it."


class NoDeputy(BadInput):
    message = "Choose somebody else who may chair this forum, and who has not stood aside for this item."


class NoSuchItem(BadInput):
    message = "Choose an item of the agenda."


# Decisions


def read_nature(word: str) -> str:
    """The nature that a form names. Raises BadInput."""
    if word not in NATURES:
        raise BadInput("Choose what kind of interest it is.")
    return word


def read_effects(words: Iterable[str]) -> tuple[str, ...]:
    """What a form says follows, in our order, each once; `noted` alone is none. Raises BadInput for another word."""
    chosen = {word for word in words if word and word != "noted"}
    if chosen - set(EFFECTS):
        raise BadInput("Choose what follows from it.")
    return tuple(effect for effect in EFFECTS if effect in chosen)


def effect_words(effects: Iterable[str] | None) -> str:
    """What follows, in a line."""
    if effects is None:
        return "Not answered yet"
    said = [words for effect, words in EFFECTS.items() if effect in tuple(effects)]
    return ", ".join([said[0], *(words.lower() for words in said[1:])]) if said else NOTED


def state_after(state: str, act: str) -> str:
    """The state after an act. Raises AlreadyAnswered where the act has no meaning any more.

    A decision may be decided anew; what was taken back or lifted stays so, and a new declaration can be made.
    """
    after = {
        ("claimed", "confirm"): "declared",
        ("claimed", "dismiss"): "dismissed",
        ("declared", "decide"): "decided",
        ("decided", "decide"): "decided",
        ("declared", "withdraw"): "withdrawn",
        ("decided", "lift"): "lifted",
        ("declared", "lift"): "lifted",
    }.get((state, act))
    if after is None:
        raise AlreadyAnswered
    return after


def check_decider(declarer_ids: Iterable[UUID | None], decider_id: UUID | None) -> None:
    """Let somebody decide who has not declared it. Raises NotByYourself."""
    if decider_id is not None and decider_id in {one for one in declarer_ids if one is not None}:
        raise NotByYourself


def is_late(*, item_is_over: bool, was_voted_on: bool) -> bool:
    """Declared when the item was over, or after hands were counted on it: flagged, for the officer to look at."""
    return item_is_over or was_voted_on


def read_count(text: str, what: str) -> int:
    """A number of hands. Raises BadInput."""
    tidy = text.strip() or "0"
    if not (tidy.isascii() and tidy.isdigit() and len(tidy) <= 4):
        raise BadInput(f"Enter how many were {what}, as a whole number.")
    return int(tidy)
