"""What Zoom hears: it suggests and flags, and never changes anything else."""

from __future__ import annotations

from companion.floor.events.words import Event
from companion.kernel.ids import ParticipantId


class SpeakerChanged(Event, frozen=True, tag="measure.speaker_changed"):
    """Zoom's highlight moved to somebody; None is nobody. When silence began it does not say."""

    at_ms: int
    participant_id: ParticipantId | None = None


class VoiceCaptioned(Event, frozen=True, tag="measure.captioned"):
    """Words of somebody's were heard from `from_ms` until `until_ms`."""

    participant_id: ParticipantId
    from_ms: int
    until_ms: int


#: measurements: they change nothing that anybody decided
MEASURED = (SpeakerChanged, VoiceCaptioned)


MeasuredEvent = SpeakerChanged | VoiceCaptioned
