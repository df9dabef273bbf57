"""The recording of a simulated meeting: the files that Zoom lists, and the transcript's bytes."""

from __future__ import annotations

from collections.abc import Sequence

from zoom_hooks.sim.clock import iso
from zoom_hooks.sim.world import SimMeeting, SpokenCue


def transcript_file(meeting: SimMeeting, url: str) -> dict[str, object]:
    """The recording file that Zoom lists for a transcript."""
    return {
        "id": meeting.uuid,
        "meeting_id": meeting.uuid,
        "recording_start": iso(meeting.started_ms),
        "recording_end": iso(meeting.ended_ms or meeting.started_ms),
        "file_type": "TRANSCRIPT",
        "file_extension": "VTT",
        "recording_type": "audio_transcript",
        "file_size": len(vtt(meeting.cues, meeting.started_ms)),
        "status": "completed",
        "download_url": url,
    }


def video_file(meeting: SimMeeting, url: str) -> dict[str, object]:
    """The recording file that Zoom lists for the video."""
    row = transcript_file(meeting, f"{url}/video")
    return row | {"file_type": "MP4", "file_extension": "MP4", "recording_type": "shared_screen_with_speaker_view"}


def vtt(cues: Sequence[SpokenCue], started_ms: int) -> bytes:
    """The transcript as Zoom writes it: numbered cues, `Name: text`, times from the recording's start."""
    blocks = ["WEBVTT\n"]
    for number, cue in enumerate(sorted(cues, key=lambda cue: cue.start_ms), 1):
        times = f"{_offset(cue.start_ms - started_ms)} --> {_offset(cue.end_ms - started_ms)}"
        blocks.append(f"{number}\n{times}\n{cue.name}: {cue.text}\n")
    return "\n".join(blocks).encode()


def _offset(ms: int) -> str:
    ms = max(0, ms)
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
