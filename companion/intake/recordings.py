"""A recording's transcript is fetched where captions have gaps, and the recording deleted in Zoom.

Names become ids here.

Looked up when it is performed, so that repeating an effect does no harm. No token is stored anywhere: the list of files
comes with a fresh one, and our own opens them too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from companion.captions import recordings, service
from companion.captions.backfill import Filled, Part, Sentence, fill
from companion.captions.service import HeardCue
from companion.kernel.clocks import to_ms
from companion.kernel.ids import ForumSessionId
from companion.kernel.log import log
from companion.kernel.uow import ZOOM, Runner, Uow
from companion.registration.voices import Voices
from companion.release import importing
from transcripts import VttError, read_vtt, recurring, split_speaker
from zoom_hooks.errors import (
    ScopeMissing,
    StillThere,
    UnexpectedContent,
    UnsafeAddress,
    ZoomNotFound,
    ZoomRefused,
)
from zoom_hooks.events import RecordingFile
from zoom_hooks.rest import Recording, ZoomApi


def take_transcript(runner: Runner, zoom: ZoomApi | None, payload: dict[str, Any]) -> None:
    """Fill what captions lack from the recording.

    Raises ZoomUnavailable and ZoomRateLimited; the outbox tries again.
    """
    recording_id = UUID(payload["recording_id"])
    about = runner.read(recordings.asked, recording_id)
    if zoom is None or about is None:
        return
    try:
        parts = _parts(zoom, zoom.recording(about.meeting_uuid))
    except ScopeMissing as error:
        runner.run(recordings.refused, recording_id, "no_right", ", ".join(error.scopes[-1:]))
    except ZoomNotFound:
        runner.run(recordings.not_there, recording_id)
    except ZoomRefused:
        runner.run(recordings.refused, recording_id, "refused")
    except (UnsafeAddress, UnexpectedContent, VttError) as error:
        log.warning("transcript not readable", forum_session_id=about.forum_session_id, error_type=type(error).__name__)
        runner.run(recordings.refused, recording_id, "unreadable")
    else:
        if parts:
            runner.run_as(ZOOM, take, recording_id, parts)
        else:
            runner.run(recordings.not_there, recording_id)


def delete_recording(runner: Runner, zoom: ZoomApi | None, payload: dict[str, Any]) -> None:
    """Delete a recording in Zoom and look that it has gone; why not is kept, and repeated by a person if at all.

    Raises ZoomUnavailable and ZoomRateLimited; the outbox tries again.
    """
    recording_id = UUID(payload["recording_id"])
    meeting_uuid = runner.read(recordings.to_delete, recording_id)
    if zoom is None or meeting_uuid is None:
        return
    try:
        zoom.delete_recording(meeting_uuid)
    except ScopeMissing as error:
        runner.run(recordings.not_deleted, recording_id, "no_right", ", ".join(error.scopes[-1:]))
    except StillThere:
        runner.run(recordings.not_deleted, recording_id, "still_there")
    except ZoomRefused:
        runner.run(recordings.not_deleted, recording_id, "refused")
    else:
        runner.run(recordings.deleted, recording_id)


def take(uow: Uow, recording_id: UUID, parts: Sequence[Part]) -> int:
    """Lay a recording's transcript over the captions and keep what they lack; how many sentences. Repeatable."""
    about = recordings.asked(uow, recording_id)
    if about is None:
        return 0
    session_id = about.forum_session_id
    heard = service.transcript_of(uow, session_id).cues if about.gaps else ()
    found = fill(about.gaps, [Sentence(cue.start_ms, cue.end_ms, cue.text) for cue in heard], parts)
    made = recordings.take(uow, recording_id, found, _cues(uow, session_id, found))
    if made:
        recordings.note_used(uow, recording_id, importing.take_in_recording(uow, session_id))
    return made


def _parts(zoom: ZoomApi, recording: Recording) -> list[Part]:
    """Every transcript of the recording, whole; a file without a beginning cannot be placed and is left out."""
    return [
        _part(file, zoom.download(file.download_url, download_token=recording.download_token))
        for file in recording.files
        if file.is_transcript
        and file.download_url
        and file.recording_start
        and (file.status or "completed") == "completed"
    ]


def _part(file: RecordingFile, data: bytes) -> Part:
    assert file.recording_start is not None
    began_ms = to_ms(file.recording_start)
    cues = read_vtt(data).cues
    ended_ms = to_ms(file.recording_end) if file.recording_end else began_ms + max(cue.end_ms for cue in cues)
    return Part(
        began_ms,
        ended_ms,
        tuple(Sentence(began_ms + cue.start_ms, began_ms + cue.end_ms, cue.text) for cue in cues),
    )


def _cues(uow: Uow, session_id: ForumSessionId, found: Sequence[Filled]) -> list[HeardCue]:
    """The sentences with participants instead of names: the door of names is here."""
    voices = Voices(uow, session_id)
    often = recurring(sentence.text for filled in found for sentence in filled.sentences)
    cues = []
    for one in (sentence for filled in found for sentence in filled.sentences):
        prefix = split_speaker(one.text, lambda label: label in often or voices.is_known(label))
        said = one.text[prefix.end :] if prefix else one.text
        who = voices.of(prefix.name) if prefix else None
        cues.append(HeardCue(one.start_ms, one.end_ms, said.replace("</v>", "").strip(), participant_id=who))
    return cues
