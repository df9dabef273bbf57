"""What the microphones tell us, as far as it is new. Nothing is decided here: it is measured, and that is all."""

from __future__ import annotations

from collections.abc import Iterable

from companion.floor import events
from companion.floor.rules.standing import Events
from companion.floor.state import Floor


def hear(floor: Floor, heard: Iterable[events.SpeakerChanged | events.VoiceCaptioned]) -> Events:
    """Keep who was heard while the session runs; what is known already is left out."""
    if floor.state not in ("live", "paused"):
        return ()
    last = floor.voices.changes[-1][1] if floor.voices.changes else None
    found: list[events.Event] = []
    for one in heard:
        if isinstance(one, events.SpeakerChanged):
            if one.participant_id == last:
                continue
            last = one.participant_id
        elif any(start <= one.from_ms and one.until_ms <= end for start, end in _lately(floor, one)):
            continue
        found.append(one)
    return tuple(found)


def _lately(floor: Floor, one: events.VoiceCaptioned) -> tuple[tuple[int, int], ...]:
    return floor.voices.captions.get(one.participant_id, ())[-10:]
