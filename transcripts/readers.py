"""One door for every file that tells what was said: WebVTT, captions a participant saved, and Zoom's chat.

What a file is shows in its first lines; its name decides only where they leave it open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transcripts.cues import Cue
from transcripts.lines import TranscriptError, lines_of
from transcripts.saved import Dropped
from transcripts.saved_captions import HEAD, read_saved_captions
from transcripts.saved_chat import is_chat_head, read_saved_chat
from transcripts.speakers import recurring, split_speaker
from transcripts.vtt import read_vtt

FileKind = Literal["vtt", "saved_captions", "chat"]
KINDS: dict[FileKind, str] = {
    "vtt": "Zoom's transcript (.vtt)",
    "saved_captions": "captions saved by a participant (.txt)",
    "chat": "the meeting's chat (.txt)",
}


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that was read whole: its cues in file order, and what was left out of them, never zero of anything.

    `clock_ms` is the time of day, in milliseconds after the saver's midnight, that the cues' times count from; None
    where they count from the beginning of the recording. `names` are the display names in it, in order of appearance.
    """

    kind: FileKind
    cues: tuple[Cue, ...]
    dropped: tuple[Dropped, ...] = ()
    clock_ms: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        often = recurring(cue.text for cue in self.cues)
        prefixes = (split_speaker(cue.text, often.__contains__) for cue in self.cues)
        return tuple(dict.fromkeys(prefix.name for prefix in prefixes if prefix))


def read_any(name: str, data: bytes) -> FileRead:
    """Read a whole file in one of the forms of KINDS. Raises TranscriptError (VttError for WebVTT) with the line."""
    if name.lower().endswith(".vtt") or data.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return _vtt(data)
    lines = lines_of(data)
    number, first = next(((n, line) for n, line in enumerate(lines, 1) if line.strip()), (1, ""))
    if not first:
        raise TranscriptError(1, "the file is empty.")
    if HEAD.fullmatch(first):
        return FileRead("saved_captions", *read_saved_captions(lines))
    if is_chat_head(first):
        return FileRead("chat", *read_saved_chat(lines))
    raise TranscriptError(number, _advice(lines))


def _vtt(data: bytes) -> FileRead:
    file = read_vtt(data)
    counts = (Dropped("comments", file.notes_dropped), Dropped("style and region blocks", file.styles_dropped))
    return FileRead("vtt", file.cues, tuple(count for count in counts if count.count))


def _advice(lines: Sequence[str]) -> str:
    if any("-->" in line for line in lines[:20]):
        return "this looks like subtitles, but the first line is not WEBVTT; export the transcript as WebVTT (.vtt)."
    return (
        "this is no form that can be read: neither WEBVTT, nor saved captions ([Name] 14:02:11), "
        "nor Zoom's chat (14:02:11 From Name to Everyone:)."
    )
