"""What a paper may be, and who may open one. Pure."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import timedelta

from companion.kernel.errors import BadInput, DomainError

MARKINGS = ("open", "early_sight", "confidential")
MARKING_WORDS = {"open": "For everybody", "early_sight": "Early sight", "confidential": "Confidential"}
FORMAT_WORDS = {"text": "Page", "html": "Web page", "pdf": "PDF", "docx": "Word"}
CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MOST_BYTES = 8 * 1024 * 1024
MOST_LETTERS = 60_000
KEPT_AFTER = timedelta(days=730)  # after its session: two years
READABLE_FOR = timedelta(hours=12)  # after opening what is not open to all; then it is opened, and noted, again

#: what makes a web page act by itself; such a file would act on the reader's own machine
ACTIVE = re.compile(rb"<\s*(script|iframe|object|embed|form|base|meta[^>]+refresh)\b|\son[a-z]+\s*=|javascript:", re.I)


class BadPaper(BadInput):
    """A file that we do not take; the message says why."""


class NotForYou(DomainError):
    """A paper that is not open to this reader; the message says what is missing."""


class NoSeat(NotForYou):
    message = "This paper is for people who hold a place at the forum session."


class AcknowledgeFirst(NotForYou):
    message = "This is an early view of something that is not introduced yet. Say that you know that first."


class SignFirst(NotForYou):
    message = "This paper is confidential. It opens when you have signed the confidentiality agreement."


@dataclass(frozen=True)
class Reader:
    """Who wants to open something: staff, or somebody with or without a place, and what they have agreed to."""

    is_staff: bool = False
    has_place: bool = False
    has_acknowledged: bool = False
    has_signed: bool = False


def check_reader(reader: Reader, marking: str) -> None:
    """Raise NoSeat, AcknowledgeFirst or SignFirst where a reader may not open a paper so marked (LC-04, PP-12)."""
    if reader.is_staff or marking == "open":
        return
    if not reader.has_place:
        raise NoSeat
    if marking == "confidential" and not reader.has_signed:
        raise SignFirst
    if marking == "early_sight" and not reader.has_acknowledged:
        raise AcknowledgeFirst


def sniff(data: bytes) -> str:
    """The format of a file by what is in it, whatever its name says: pdf, docx or html.

    Raises BadPaper for anything else, for what is too large, and for what would act by itself.
    """
    if not data:
        raise BadPaper("The file is empty")
    if len(data) > MOST_BYTES:
        raise BadPaper(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB")
    if data[:5] == b"%PDF-":
        if re.search(rb"/(JavaScript|Launch|EmbeddedFile)\b", data):
            raise BadPaper("This PDF has a script or another file inside. Save it again without them")
        return "pdf"
    if data[:4] == b"PK\x03\x04":
        _check_docx(data)
        return "docx"
    head = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        if ACTIVE.search(data):
            raise BadPaper("This web page has a script or a form inside. Paste its text instead")
        return "html"
    raise BadPaper("We take PDF, Word (.docx) and web pages (.html). Save it as one of these, or paste its text")


def _check_docx(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:5000])
    except (zipfile.BadZipFile, ValueError, RuntimeError) as error:
        raise BadPaper("This Word file is damaged. Open it, and save it again") from error
    if "word/document.xml" not in names:
        raise BadPaper("This is no Word file (.docx)")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise BadPaper("This Word file has macros inside. Save it as .docx without them")


@dataclass(frozen=True)
class Block:
    """A part of a paper written here: a heading, a paragraph of lines, or a list."""

    kind: str  # heading | paragraph | list
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """A written paper in parts: an empty line ends a part, `# ` begins a heading, `- ` an item of a list."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        lines: list[str] = []
        kind = "paragraph"
        for line in part.splitlines():
            this = _kind(line)
            if lines and (this != kind or this == "heading"):
                found.append(Block(kind, tuple(lines)))
                lines = []
            kind = this
            lines.append(re.sub(r"^\s*(#+|[-*•])\s+", "", line).strip() if this != "paragraph" else line.strip())
        if lines:
            found.append(Block(kind, tuple(lines)))
    return found


def _kind(line: str) -> str:
    if re.match(r"\s*#+\s+\S", line):
        return "heading"
    return "list" if re.match(r"\s*[-*•]\s+\S", line) else "paragraph"
