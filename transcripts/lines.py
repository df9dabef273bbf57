"""The lines of an uploaded text, or one clear sentence that says which line is wrong: what every reader begins with."""

from __future__ import annotations

import re

MAX_BYTES = 20 * 1024 * 1024
MAX_CUES = 100_000
MAX_LINE = 10_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OTHER_FILES = {
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"%PDF-": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x1f\x8b": "a compressed file",
    b"{\\rtf": "a rich-text document",
}


class TranscriptError(ValueError):
    """The file cannot be trusted as a transcript; `line` counts from 1 and `message` is one clear sentence."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message
        super().__init__(f"line {line}: {message}")


def lines_of(data: bytes, error: type[TranscriptError] = TranscriptError) -> list[str]:
    """The file's lines without their ends, LF, CRLF and CR alike, a byte order mark left out.

    Raises `error` with the line for anything that is not UTF-8 text of a bearable size.
    """
    if len(data) > MAX_BYTES:
        raise error(1, f"the file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise error(1, "the file is UTF-16; save it as UTF-8.")
    for beginning, what in _OTHER_FILES.items():
        if data.startswith(beginning):
            raise error(1, f"this is {what}; a transcript is a plain text file.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = len(re.split(rb"\r\n|\r|\n", data[: wrong.start]))
        raise error(line, "there are bytes here that are not UTF-8; save the file as UTF-8.") from wrong
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, content in enumerate(lines, 1):
        if len(content) > MAX_LINE:
            raise error(number, f"this line is longer than {MAX_LINE:,} characters.")
        if _CONTROL.search(content):
            raise error(number, "there is a control character here that no caption holds.")
    return lines
