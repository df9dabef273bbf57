"""Plain text: the notes, then the passages under the headings of their items."""

from __future__ import annotations

from transcripts.boilerplate import EXPLAINED, RULE
from transcripts.released import ReleasedTranscript
from transcripts.writers.passages import parts


def render_text(released: ReleasedTranscript) -> bytes:
    """Plain text, UTF-8, without times."""
    blocks = [_under(released.title, "="), *released.notes, _under(RULE, "-")]
    blocks.append("\n".join(f"- {said} {meant}" for said, meant in EXPLAINED))
    for part in parts(released):
        blocks.extend((_under(part.heading, "-"), *part.paragraphs))
    return ("\n\n".join(blocks) + "\n").encode()


def _under(heading: str, sign: str) -> str:
    return f"{heading}\n{sign * max(3, len(heading))}"
