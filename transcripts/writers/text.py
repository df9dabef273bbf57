"""Plain text: the notes, then a paragraph per passage."""

from __future__ import annotations

from transcripts.released import ReleasedTranscript
from transcripts.writers.passages import paragraphs


def render_text(released: ReleasedTranscript) -> bytes:
    """Plain text, UTF-8, without times."""
    blocks = [released.title, *released.notes]
    for heading, text in paragraphs(released):
        blocks.extend(block for block in (heading, text) if block)
    return ("\n\n".join(blocks) + "\n").encode()
