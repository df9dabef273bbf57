"""Who speaks before and after: the names that are said most.

Two names in three that are spoken in a meeting are those of the next speaker or of the one before. So what may be a
mishearing, or may be an ordinary word, is a name rather when it names somebody who speaks next to it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from transcripts.session import Session

_OPENING = 14  # words in which one thanks the last speaker
_CLOSING = 20  # words in which one calls the next


class Handovers:
    """The passages of a session with their speakers: `p:<id>`, or `x:<name>` for who is on no roster."""

    def __init__(self, session: Session, who: Mapping[str, str | None]) -> None:
        self._starts = [0, *(at + 1 for at, token in enumerate(session.tokens) if token.low == "\n")]
        self._length = len(session.tokens)
        self._speakers: list[str | None] = []
        speaker: str | None = None
        for start in self._starts:
            speaker = self._speaker(session, start, who) or speaker
            self._speakers.append(speaker)

    @staticmethod
    def _speaker(session: Session, start: int, who: Mapping[str, str | None]) -> str | None:
        if start >= len(session.tokens):
            return None
        places = session.places(session.tokens[start].start, session.tokens[start].end)
        prefix = session.prefixes[places[0][0]] if places else None
        if prefix is None:
            return None
        known = who.get(prefix.name)
        return f"p:{known}" if known else f"x:{prefix.name}"

    def speakers(self) -> frozenset[str]:
        """Everybody who speaks."""
        return frozenset(who for who in self._speakers if who)

    def nearness(self, at: int, entity: str) -> int:
        """How near somebody speaks to the token at a place: 3 when they speak next or spoke last and the place is where
        one would say so, 2 when they speak next to this passage, 1 within three passages or in this one, else 0."""
        passage = bisect_right(self._starts, at) - 1
        before = self._speakers[passage - 1] if passage else None
        after = self._speakers[passage + 1] if passage + 1 < len(self._speakers) else None
        if entity == after and self._end(passage) - at <= _CLOSING:
            return 3
        if entity == before and at - self._starts[passage] <= _OPENING:
            return 3
        if entity in (before, after):
            return 2
        return 1 if entity in self._speakers[max(0, passage - 3) : passage + 4] else 0

    def speaks(self, at: int, entity: str) -> bool:
        """Is it they who say the token at a place?"""
        return self._speakers[bisect_right(self._starts, at) - 1] == entity

    def at_the_edge(self, at: int) -> tuple[str, ...]:
        """Who speaks next, near the end of a passage, and who spoke last, near its beginning."""
        passage = bisect_right(self._starts, at) - 1
        before = self._speakers[passage - 1] if passage and at - self._starts[passage] <= _OPENING else None
        last = passage + 1 == len(self._starts) or self._end(passage) - at > _CLOSING
        after = None if last else self._speakers[passage + 1]
        return tuple(who for who in dict.fromkeys((before, after)) if who)

    def is_end(self, last: int) -> bool:
        """Is the token behind a name the end of the passage, but for a mark?"""
        return self.end(last - 1) - last <= 1

    def end(self, at: int) -> int:
        """The token behind the passage in which a token stands."""
        return self._end(bisect_right(self._starts, at) - 1)

    def is_start(self, first: int) -> bool:
        """Does a passage begin with the token?"""
        return self._starts[bisect_right(self._starts, first) - 1] == first

    def _end(self, passage: int) -> int:
        return self._starts[passage + 1] - 1 if passage + 1 < len(self._starts) else self._length
