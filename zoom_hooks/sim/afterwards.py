"""What Zoom has ready after a meeting."""

from __future__ import annotations

from collections.abc import Callable

from zoom_hooks.sim import payloads
from zoom_hooks.sim.recordings import transcript_file, video_file
from zoom_hooks.sim.stage import Stage
from zoom_hooks.sim.world import SimMeeting


def recording_ready(stage: Stage, *, meeting_id: str = "") -> str:
    """Zoom has the recording itself; its transcript comes later. Returns the download link."""
    return _tell(stage, "recording.completed", meeting_id, video_file)


def transcript_ready(stage: Stage, *, meeting_id: str = "") -> str:
    """Zoom has written the recording's transcript; returns its download link."""
    return _tell(stage, "recording.transcript_completed", meeting_id, transcript_file)


def _tell(stage: Stage, event: str, meeting_id: str, file_row: Callable[[SimMeeting, str], dict[str, object]]) -> str:
    meeting = stage.meeting(meeting_id)
    url = f"{stage.base_url}/rec/download/{meeting.id}"
    token = stage.ids.token(40)
    stage.download_tokens[token] = meeting.id
    row = file_row(meeting, url)
    about = payloads.about(stage.account_id, meeting, recording_count=1, recording_files=[row])
    stage.tell(event, about, download_token=token)
    return url
