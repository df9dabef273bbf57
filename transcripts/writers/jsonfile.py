"""JSON for reviewers and programs: the lines in order, without times."""

from __future__ import annotations

import json

from transcripts.released import ReleasedTranscript


def render_json(released: ReleasedTranscript) -> bytes:
    """One JSON object, UTF-8: title, notes, whether it was reviewed, and a line per cue."""
    content = {
        "title": released.title,
        "notes": list(released.notes),
        "reviewed": released.is_reviewed,
        "headings": [{"line": line, "text": text} for line, text in released.headings],
        "lines": [{"passage": line.passage, "text": line.text} for line in released.lines],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
