"""What stands in place of what was masked: never a length, never a made-up name."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Policy(StrEnum):
    """How much the labels let a reader follow who is who.

    NONE says only the kind of thing, and no speaker. KIND marks each speaker as one. ITEM numbers people and bodies
    anew at each agenda item. SESSION numbers them for the whole session: for review inside the house, never published.
    """

    NONE = "none"
    ITEM = "item"
    SESSION = "session"
    KIND = "kind"


class Labeller:
    """Gives labels in reading order; the same entity gets the same number until the item changes."""

    def __init__(self, policy: Policy, item_starts: Collection[int] = ()) -> None:
        self._policy = policy
        self._item_starts = sorted(item_starts)
        self._item = 0
        self._numbers: dict[str, dict[str, int]] = {}

    def mask(self, says: str, entity: str | None, cue: int) -> str:
        """The label for something masked in the text of a cue."""
        number = self._number(says, entity, cue)
        return f"[{says} {number}]" if number else f"[{says}]"

    def speaker(self, entity: str | None, cue: int) -> str:
        """What stands in place of a speaker's prefix; empty where nothing does."""
        return "" if self._policy is Policy.NONE else f"{self.mask('participant', entity, cue)}: "

    def _number(self, says: str, entity: str | None, cue: int) -> int:
        if self._policy in (Policy.NONE, Policy.KIND) or entity is None:
            return 0
        if self._policy is Policy.ITEM:
            item = sum(start <= cue for start in self._item_starts)
            if item != self._item:
                self._item, self._numbers = item, {}
        numbers = self._numbers.setdefault(says, {})
        return numbers.setdefault(entity, len(numbers) + 1)
