"""The writers: each makes one format from a ReleasedTranscript, and from nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from transcripts.released import ReleasedTranscript
from transcripts.writers.html import render_html
from transcripts.writers.jsonfile import render_json
from transcripts.writers.text import render_text

if TYPE_CHECKING:
    from docx.document import Document

FORMATS = ("vtt", "txt", "docx", "html", "json")


def render(released: ReleasedTranscript, fmt: str) -> bytes:
    """The release in one of FORMATS. Raises ValueError for any other."""
    return _writer(fmt)(released)


def prepare_document(document: Document, title: str) -> None:
    """Give a fresh Word document its paper, language, the style "Note", and properties that tell but its title."""
    from transcripts.writers.docx import prepare  # python-docx, only where it is needed

    prepare(document, title)


def pack_document(data: bytes) -> bytes:
    """A saved Word document without dates, edit marks and leftovers: the same content gives the same bytes."""
    from transcripts.writers.docx import pack

    return pack(data)


def _writer(fmt: str) -> Callable[[ReleasedTranscript], bytes]:
    if fmt == "vtt":
        from transcripts.writers.vtt import render_vtt  # webvtt-py, only where it is needed

        return render_vtt
    if fmt == "docx":
        from transcripts.writers.docx import render_docx  # python-docx, only where it is needed

        return render_docx
    if fmt not in FORMATS:
        raise ValueError(f"{fmt!r} is not a format that can be written; choose one of {', '.join(FORMATS)}.")
    return {"txt": render_text, "html": render_html, "json": render_json}[fmt]
