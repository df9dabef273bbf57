"""WebVTT: the same cues at the same times, numbered anew, with the notes of the release above them."""

from __future__ import annotations

import html
from collections.abc import Iterable

from webvtt import Caption, WebVTT

from transcripts.released import ReleasedTranscript


def render_vtt(released: ReleasedTranscript) -> bytes:
    """A WebVTT file, UTF-8. Nothing of the original's ids, settings, comments or styles is in it."""
    cues = ((line.start_ms, line.end_ms, _payload(line.text)) for line in released.lines)
    return write_cues(cues, comments=released.notes)


def write_cues(cues: Iterable[tuple[int, int, str]], *, comments: Iterable[str] = ()) -> bytes:
    """WebVTT from times in milliseconds and payloads as they shall stand in the file."""
    captions = [
        Caption(timestamp(start), timestamp(end), payload, identifier=str(number))
        for number, (start, end, payload) in enumerate(cues, 1)
    ]
    content: str = WebVTT(captions=captions, header_comments=list(comments)).content
    return content.rstrip("\n").encode() + b"\n"


def timestamp(ms: int) -> str:
    """Milliseconds as WebVTT writes them: HH:MM:SS.mmm."""
    seconds, fraction = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{fraction:03}"


def _payload(text: str) -> str:
    lines = (line.strip() for line in text.split("\n"))
    return html.escape("\n".join(line for line in lines if line), quote=False)
