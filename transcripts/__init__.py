"""Reads, anonymises, audits and writes transcripts. Pure: no database, no Zoom, no web framework.

Ten lines that use it stand in `docs/transcripts.md`.
"""

from __future__ import annotations

from transcripts.anonymise import Proposal, propose
from transcripts.cues import Cue
from transcripts.files import anonymise_file
from transcripts.labels import Policy
from transcripts.released import NotReleasable, ReleasedTranscript, from_command_line, from_review
from transcripts.replacement import apply
from transcripts.roster import Org, Participant, Roster, RosterError, read_roster
from transcripts.spans import Kind, Span
from transcripts.vtt import VttError, VttFile, read_vtt
from transcripts.writers import FORMATS, render

__all__ = [
    "FORMATS",
    "Cue",
    "Kind",
    "NotReleasable",
    "Org",
    "Participant",
    "Policy",
    "Proposal",
    "ReleasedTranscript",
    "Roster",
    "RosterError",
    "Span",
    "VttError",
    "VttFile",
    "anonymise_file",
    "apply",
    "from_command_line",
    "from_review",
    "propose",
    "read_roster",
    "read_vtt",
    "render",
]
