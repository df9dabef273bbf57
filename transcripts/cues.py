"""The unit everything here works on: one WebVTT cue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption with its times.

    `text` is the payload as it stands in the file: speaker prefix included, entities undecoded, lines joined
    by a line feed. `index` counts cues from 0 and is what spans refer to.
    """

    index: int
    start_ms: int
    end_ms: int
    text: str
    identifier: str | None = None
    settings: str = ""
