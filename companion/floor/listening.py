"""Who is heard, as the floor remembers it. What is done with it is `measuring`'s; nothing else on the floor moves."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from msgspec.structs import replace

from companion.floor.events import Recorded, SpeakerChanged, VoiceCaptioned
from companion.floor.state import Floor, Voices
from companion.kernel.ids import ParticipantId

JOIN_MS = 2_000  # a breath: what lies closer together is one stretch


def speaker_changed(floor: Floor, recorded: Recorded, event: SpeakerChanged) -> Floor:
    """Take a change in, at its place by time. Zoom's clock may be ahead of ours; it is not believed in our future."""
    voices = floor.voices
    at_ms = min(event.at_ms, recorded.received_at_ms)
    place = bisect_right(voices.changes, at_ms, key=lambda change: change[0])
    if place and voices.changes[place - 1] == (at_ms, event.participant_id):
        return floor
    changes = (*voices.changes[:place], (at_ms, event.participant_id), *voices.changes[place:])
    return replace(floor, voices=replace(voices, changes=changes))


def captioned(floor: Floor, recorded: Recorded, event: VoiceCaptioned) -> Floor:
    """Take a stretch of words in, joined with what lies close to it."""
    ahead_ms = max(event.until_ms - recorded.received_at_ms, 0)
    from_ms, until_ms = event.from_ms - ahead_ms, event.until_ms - ahead_ms
    if until_ms <= from_ms:
        return floor
    known = floor.voices.captions.get(event.participant_id, ())
    first = bisect_left(known, from_ms - JOIN_MS, key=lambda span: span[1])
    after = bisect_right(known, until_ms + JOIN_MS, key=lambda span: span[0])
    close = known[first:after]
    whole = (min([from_ms, *(start for start, _ in close)]), max([until_ms, *(end for _, end in close)]))
    if close == (whole,):
        return floor
    captions = floor.voices.captions | {event.participant_id: (*known[:first], whole, *known[after:])}
    return replace(floor, voices=replace(floor.voices, captions=captions))


def same_voice(voices: Voices, one: ParticipantId, other: ParticipantId) -> Voices:
    """Two who turned out to be one are one voice."""
    changes = tuple((at_ms, other if who == one else who) for at_ms, who in voices.changes)
    if one not in voices.captions:
        return Voices(changes, voices.captions)
    both: list[tuple[int, int]] = []
    for start, end in sorted((*voices.captions[one], *voices.captions.get(other, ()))):
        if both and start - both[-1][1] <= JOIN_MS:
            both[-1] = (both[-1][0], max(both[-1][1], end))
        else:
            both.append((start, end))
    captions = {who: spans for who, spans in voices.captions.items() if who != one}
    return Voices(changes, captions | {other: tuple(both)})
