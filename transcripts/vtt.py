"""Strict reading of WebVTT, as Zoom writes it and as people hand-edit it.

A file is read whole or not at all, and an error names its line. Source: W3C WebVTT, and Zoom's recordings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transcripts.cues import Cue
from transcripts.lines import MAX_BYTES as MAX_BYTES
from transcripts.lines import MAX_CUES, TranscriptError, lines_of
from transcripts.lines import MAX_LINE as MAX_LINE

_TIME = r"(?:([0-9]{2,5}):)?([0-9]{2}):([0-9]{2})\.([0-9]{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t]+(.*))?")


class VttError(TranscriptError):
    """The file is not WebVTT that we can trust."""


@dataclass(frozen=True, slots=True)
class VttFile:
    """What a file holds: its cues in file order, and how many blocks were read and left out."""

    cues: tuple[Cue, ...]
    header: tuple[str, ...] = ()
    notes_dropped: int = 0
    styles_dropped: int = 0


@dataclass(frozen=True, slots=True)
class _Block:
    line: int
    lines: tuple[str, ...]


def read_vtt(data: bytes) -> VttFile:
    """Read a whole WebVTT file. Raises VttError for the first thing that is wrong; drops nothing in silence."""
    lines = lines_of(data, VttError)
    header, body = _header(lines)
    cues: list[Cue] = []
    notes = styles = 0
    for block in _blocks(lines, body):
        first = block.lines[0]
        if first == "NOTE" or first.startswith(("NOTE ", "NOTE\t")):
            notes += 1
        elif first.rstrip() in ("STYLE", "REGION") and "-->" not in "".join(block.lines[1:2]):
            styles += 1
        else:
            cues.append(_cue(block, len(cues)))
            if len(cues) > MAX_CUES:
                raise VttError(block.line, f"there are more than {MAX_CUES:,} cues, which no meeting has.")
    if not cues:
        raise VttError(len(lines), "the file ends without a single cue.")
    return VttFile(tuple(cues), header, notes, styles)


def _header(lines: list[str]) -> tuple[tuple[str, ...], int]:
    if not any(line.strip() for line in lines):
        raise VttError(1, "the file is empty.")
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        raise VttError(1, "the first line must be WEBVTT; this is not a WebVTT file.")
    body = 1
    while body < len(lines) and lines[body].strip():
        if "-->" in lines[body]:
            raise VttError(body + 1, "a blank line is missing between the header and the first cue.")
        body += 1
    return tuple(lines[1:body]), body


def _blocks(lines: list[str], start: int) -> Iterator[_Block]:
    at = start
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        end = at
        while end < len(lines) and lines[end].strip():
            end += 1
        yield _Block(at + 1, tuple(lines[at:end]))
        at = end


def _cue(block: _Block, index: int) -> Cue:
    timed = [number for number, line in enumerate(block.lines) if "-->" in line]
    if not timed:
        raise VttError(block.line, "this block has no time line (00:00:01.000 --> 00:00:02.000).")
    at = timed[0]
    if at > 1:
        raise VttError(block.line, "only one line (the cue's number) may stand above its time line.")
    if len(timed) > 1:
        raise VttError(block.line + timed[1], "a second time line inside one cue: is a blank line missing above it?")
    start_ms, end_ms, settings = _times(block.lines[at], block.line + at)
    text = "\n".join(block.lines[at + 1 :])
    return Cue(index, start_ms, end_ms, text, block.lines[0] if at else None, settings)


def _times(line: str, number: int) -> tuple[int, int, str]:
    match = _TIMING.fullmatch(line.strip())
    if match is None:
        if re.search(r"[0-9],[0-9]{3}", line):
            raise VttError(number, "the times use a comma (that is SubRip); WebVTT writes 00:00:01.000 with a dot.")
        raise VttError(number, "this time line cannot be read; it must look like 00:00:01.000 --> 00:00:02.000.")
    start_ms = _ms(match.group(1), match.group(2), match.group(3), match.group(4), number)
    end_ms = _ms(match.group(5), match.group(6), match.group(7), match.group(8), number)
    if end_ms < start_ms:
        raise VttError(number, "this cue ends before it starts.")
    return start_ms, end_ms, (match.group(9) or "").strip()


def _ms(hours: str | None, minutes: str, seconds: str, fraction: str, number: int) -> int:
    if int(minutes) > 59 or int(seconds) > 59:
        raise VttError(number, "minutes and seconds go up to 59.")
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction)
