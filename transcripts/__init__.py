"""Reads, anonymises, audits and writes transcripts. Pure: no database, no Zoom, no web framework.

This is all that other packages use of it; ten lines that do stand in `docs/transcripts.md`.
"""

from __future__ import annotations

from transcripts.anonymise import Proposal, propose
from transcripts.cues import Cue
from transcripts.files import TITLE, anonymise_file, leaks_in_file, linking_of_files
from transcripts.folding import fold_name
from transcripts.furniture import audit_file
from transcripts.labels import Policy
from transcripts.leaks import Leak, audit, audit_passages, by_step
from transcripts.lines import TranscriptError
from transcripts.linkage import attack, turns_of
from transcripts.ner import chosen, installed, shipped
from transcripts.passages import Passage, UnreadableFile
from transcripts.readers import KINDS, FileRead, read_any
from transcripts.recogniser import Entity, Recogniser, RecogniserError
from transcripts.registrants import Registrants, parse_registrants, read_any_roster, read_registrants
from transcripts.released import NotReleasable, ReleasedTranscript, from_command_line, from_review
from transcripts.replacement import apply
from transcripts.roster import Org, Participant, Roster, RosterError, read_roster
from transcripts.saved import Dropped
from transcripts.spans import Kind, Span
from transcripts.speakers import name_words, recurring, split_speaker
from transcripts.vtt import VttError, VttFile, read_vtt
from transcripts.words import is_ordinary
from transcripts.writers import FORMATS, pack_document, prepare_document, render

__all__ = [
    "FORMATS",
    "KINDS",
    "TITLE",
    "Cue",
    "Dropped",
    "Entity",
    "FileRead",
    "Kind",
    "Leak",
    "NotReleasable",
    "Org",
    "Participant",
    "Passage",
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
    "attack",
    "audit",
    "audit_file",
    "audit_passages",
    "by_step",
    "chosen",
    "fold_name",
    "from_command_line",
    "from_review",
    "installed",
    "is_ordinary",
    "leaks_in_file",
    "linking_of_files",
    "name_words",
    "pack_document",
    "parse_registrants",
    "prepare_document",
    "propose",
    "read_any",
    "read_any_roster",
    "read_registrants",
    "read_roster",
    "read_vtt",
    "recurring",
    "render",
    "shipped",
    "split_speaker",
    "turns_of",
]
