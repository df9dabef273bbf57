"""What the measurements suggest to the chair: who is heard though somebody else has the floor, and what to press.

Nothing here happens by itself. A flag stands from a moment on that may still lie ahead, as long as nothing else is
heard by then; a page shows it when its clock gets there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container
from typing import Literal

from msgspec import Struct

from companion.floor.ids import TurnId
from companion.floor.measuring import HANG_MS, joined, stretches
from companion.floor.state import Floor, Turn, Voices
from companion.floor.turns import earliest_start_ms
from companion.kernel.ids import ParticipantId

FlagName = Literal["first_words", "other_voice", "silent", "no_floor"]
LOOK_BACK_MS = 120_000
MOST_SPANS = 20
WORDS_WITHIN_MS = 12_000  # where captions come at all, a sentence and its way to us are no longer than that
BELIEVE_MS = 3_000  # Zoom's highlight flips at every cough
SILENT_MS = 8_000
NO_FLOOR_MS = 10_000


class Flag(Struct, frozen=True):
    """One thing to be told. `participant_id` is who is heard, `since_ms` from when; `turn_id` the turn it concerns."""

    name: FlagName
    participant_id: ParticipantId
    since_ms: int
    from_ms: int
    until_ms: int | None = None
    turn_id: TurnId | None = None


class _Voice(Struct, frozen=True):
    """Who is heard now, from when, and until when that stands without a further word."""

    participant_id: ParticipantId
    from_ms: int
    until_ms: int | None


def flags(floor: Floor, now_ms: int, hosts: Container[ParticipantId] = ()) -> tuple[Flag, ...]:
    """What there is to be told now or soon. `hosts` run the meeting: their voice interrupts nobody."""
    voice = _voice_now(floor.voices, now_ms) if floor.state == "live" else None
    if voice is None or any(floor.turns[turn_id].participant_id == voice.participant_id for turn_id in floor.active):
        return ()
    called, turn = floor.called_turn, floor.speaking
    if turn is None and called is not None and called.participant_id == voice.participant_id:
        return _first_words(floor, called, voice, now_ms)
    if voice.participant_id in hosts:
        return ()
    if turn is None:
        from_ms = voice.from_ms + NO_FLOOR_MS
        return (Flag("no_floor", voice.participant_id, voice.from_ms, from_ms, voice.until_ms),)
    if turn.open_since_ms is None:
        return ()
    quiet_ms = max(_last_heard_ms(floor.voices, turn.participant_id, now_ms), turn.open_since_ms)
    return _instead_of(turn, quiet_ms, voice)


def _first_words(floor: Floor, called: Turn, voice: _Voice, now_ms: int) -> tuple[Flag, ...]:
    """Whoever was called speaks already: the clock can be started from there."""
    since_ms = max(voice.from_ms, earliest_start_ms(floor, now_ms))
    if since_ms >= now_ms:
        return ()
    return (Flag("first_words", voice.participant_id, since_ms, since_ms, voice.until_ms, called.id),)


def _instead_of(turn: Turn, quiet_ms: int, voice: _Voice) -> tuple[Flag, ...]:
    """The clock runs for one and another is heard: worth a word at once, and after a while worth an end."""
    who, since_ms = voice.participant_id, voice.from_ms
    told_ms = max(since_ms, quiet_ms) + BELIEVE_MS
    ends_ms = max(since_ms + BELIEVE_MS, quiet_ms + SILENT_MS)
    soon = (Flag("other_voice", who, since_ms, told_ms, ends_ms, turn.id),) if told_ms < ends_ms else ()
    return (*soon, Flag("silent", who, since_ms, ends_ms, voice.until_ms, turn.id))


def _voice_now(voices: Voices, now_ms: int) -> _Voice | None:
    """Whose voice it is: Zoom's highlight says so, else the last captions; None once words are missing for too long."""
    last_words = {who: min(spans[-1][1], now_ms) for who, spans in voices.captions.items()}
    place = bisect_right(voices.changes, now_ms, key=lambda change: change[0])
    if place:
        lit_ms, who = voices.changes[place - 1]
        within_ms = WORDS_WITHIN_MS
    else:
        who = max(last_words, key=lambda one: last_words[one], default=None)
        lit_ms, within_ms = 0, HANG_MS
    if who is None:
        return None
    until_ms = max(lit_ms, last_words.get(who, 0)) + within_ms if last_words else None
    if until_ms is not None and until_ms < now_ms:
        return None
    own = _spans_of(voices, who, now_ms)
    return _Voice(who, own[-1][0] if own else lit_ms, until_ms)


def _last_heard_ms(voices: Voices, who: ParticipantId, now_ms: int) -> int:
    own = _spans_of(voices, who, now_ms)
    return own[-1][1] if own else 0


def _spans_of(voices: Voices, who: ParticipantId, now_ms: int) -> list[tuple[int, int]]:
    """When somebody was heard of late, by the highlight and by captions together."""
    since_ms = now_ms - LOOK_BACK_MS
    lit = [(one.from_ms, one.until_ms) for one in stretches(voices, since_ms, now_ms) if one.participant_id == who]
    spans = voices.captions.get(who, ())
    late = [(max(start, since_ms), min(end, now_ms)) for start, end in spans[-MOST_SPANS:] if end > since_ms]
    return joined((*lit, *late), HANG_MS)
