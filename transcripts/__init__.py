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
from transcripts.lines import TranscriptError
from transcripts.readers import FileRead, read_any
from transcripts.recogniser import Entity, Recogniser, RecogniserError
from transcripts.registrants import Registrants, parse_registrants, read_any_roster, read_registrants
from transcripts.released import NotReleasable, ReleasedTranscript, from_command_line, from_review
from transcripts.replacement import apply
from transcripts.roster import Org, Participant, Roster, RosterError, read_roster
from transcripts.saved import Dropped
from transcripts.spans import Kind, Span
from transcripts.vtt import VttError, VttFile, read_vtt
from transcripts.writers import FORMATS, render

__all__ = [
    "FORMATS",
    "Cue",
    "Dropped",
    "Entity",
    "FileRead",
    "Kind",
    "Leak",
    "NotReleasable",
    "Org",
    "Participant",
    "Policy",
    "Proposal",
    "Recogniser",
    "RecogniserError",
    "Registrants",
    "ReleasedTranscript",
    "Roster",
    "RosterError",
    "Span",
    "TranscriptError",
    "UnreadableFile",
    "VttError",
    "VttFile",
    "anonymise_file",
    "apply",
    "audit",
    "from_command_line",
    "from_review",
    "leaks_in_file",
    "parse_registrants",
    "propose",
    "read_any",
    "read_any_roster",
    "read_registrants",
    "read_roster",
    "read_vtt",
    "render",
]
