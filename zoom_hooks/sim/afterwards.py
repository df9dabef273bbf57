"""What Zoom has ready after a meeting."""

from __future__ import annotations

from zoom_hooks.sim import payloads
from zoom_hooks.sim.recordings import transcript_file
from zoom_hooks.sim.stage import Stage


def transcript_ready(stage: Stage, *, meeting_id: str = "") -> str:
    """Zoom has written the recording's transcript; returns its download link."""
    meeting = stage.meeting(meeting_id)
    url = f"{stage.base_url}/rec/download/{meeting.id}"
    token = stage.ids.token(40)
    stage.download_tokens[token] = meeting.id
    stage.tell(
        "recording.transcript_completed",
        payloads.about(stage.account_id, meeting, recording_count=1, recording_files=[transcript_file(meeting, url)]),
        download_token=token,
    )
    return url
