"""Reads, anonymises, audits and writes transcripts. Pure: no database, no Zoom, no web framework.

Ten lines that use it stand in `docs/transcripts.md`.
"""

from __future__ import annotations

from transcripts.anonymise import Proposal, propose
from transcripts.carriers import UnreadableFile
from transcripts.cues import Cue
from transcripts.files import anonymise_file, leaks_in_file
from transcripts.labels import Policy
from transcripts.leaks import Leak, audit
from transcripts.recogniser import Entity, Recogniser, RecogniserError
from transcripts.released import NotReleasable, ReleasedTranscript, from_command_line, from_review
from transcripts.replacement import apply
from transcripts.roster import Org, Participant, Roster, RosterError, read_roster
from transcripts.spans import Kind, Span
from transcripts.vtt import VttError, VttFile, read_vtt
from transcripts.writers import FORMATS, render

__all__ = [
    "FORMATS",
    "Cue",
    "Entity",
    "Kind",
    "Leak",
    "NotReleasable",
    "Org",
    "Participant",
    "Policy",
    "Proposal",
    "Recogniser",
    "RecogniserError",
    "ReleasedTranscript",
    "Roster",
    "RosterError",
    "Span",
    "UnreadableFile",
    "VttError",
    "VttFile",
    "anonymise_file",
    "apply",
    "audit",
    "from_command_line",
    "from_review",
    "leaks_in_file",
    "propose",
    "read_roster",
    "read_vtt",
    "render",
]
