"""A fictional forum session with gold: what must be masked, what must stay, and what counts neither way."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from transcripts import Cue, Roster

HOUR_MS, MINUTE_MS, SECOND_MS = 3_600_000, 60_000, 1_000


class Label(StrEnum):
    """What a stretch of gold is.

    PERSON and AFFIL are on the roster: their words must go. RESIDENT is anybody who is not (residents, colleagues,
    contractors, councillors). ID is a contact, an address or a reference, OTHER a quantity or a description that
    gives a landlord away, BODY a landlord that no list knows. KEEP must stay. EITHER is not judged: a firm, a
    faraway town, a minister, for which a careful reader could argue both ways.
    """

    PERSON = "PERSON"
    AFFIL = "AFFIL"
    RESIDENT = "RESIDENT"
    ID = "ID"
    OTHER = "OTHER"
    BODY = "BODY"
    KEEP = "KEEP"
    EITHER = "EITHER"


MUST_GO = (Label.PERSON, Label.AFFIL, Label.RESIDENT, Label.ID, Label.OTHER, Label.BODY)


@dataclass(frozen=True, slots=True)
class Gold:
    """Half-open code points `[start, end)` of the turn's text. `entity` is one person, body or thing of the session."""

    start: int
    end: int
    label: Label
    entity: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person says in one go. `speaker` is a participant's id, `spans` are sorted and apart."""

    speaker: str
    text: str
    spans: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A session in one variant: `clean`, `zoom`, `asr`, or one of the latter two by the second noise."""

    case_id: str
    variant: str
    roster: Roster
    turns: tuple[Turn, ...]
    shown_as: dict[str, str]  # the display name of each participant, by id


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of gold as it stands in one cue: code points of the cue's text."""

    cue: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One stretch of gold, in one cue or over several. `turn` counts from 0."""

    label: Label
    entity: str
    text: str
    turn: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Captioned:
    """A session as a caption file would hold it. `spoken` says where each cue's own words begin, after the prefix."""

    cues: tuple[Cue, ...]
    spoken: tuple[int, ...]
    mentions: tuple[Mention, ...]


def caption(case: Case, longest: int = 14) -> Captioned:
    """Cut the turns into cues of up to `longest` words, each after its speaker's name, as Zoom does."""
    cues: list[Cue] = []
    spoken: list[int] = []
    mentions: list[Mention] = []
    at_ms = 0
    for number, turn in enumerate(case.turns):
        prefix = f"{case.shown_as[turn.speaker]}: "
        first = len(cues)
        bounds = _chunks(turn.text, longest + (number * 5) % 7)
        for start, end in bounds:
            lasts = 350 * (turn.text.count(" ", start, end) + 1)
            cues.append(Cue(len(cues), at_ms, at_ms + lasts, prefix + turn.text[start:end], str(len(cues) + 1)))
            spoken.append(len(prefix))
            at_ms += lasts + 120
        for gold in turn.spans:
            places = tuple(
                Place(
                    first + offset,
                    len(prefix) + max(gold.start, start) - start,
                    len(prefix) + min(gold.end, end) - start,
                )
                for offset, (start, end) in enumerate(bounds)
                if gold.start < end and start < gold.end
            )
            mentions.append(Mention(gold.label, gold.entity, turn.text[gold.start : gold.end], number, places))
    return Captioned(tuple(cues), tuple(spoken), tuple(mentions))


def to_vtt(cues: Iterable[Cue]) -> bytes:
    """The cues as the file that Zoom's cloud recording hands out."""
    blocks = [f"{cue.identifier}\n{_clock(cue.start_ms)} --> {_clock(cue.end_ms)}\n{cue.text}\n" for cue in cues]
    return ("WEBVTT\n\n" + "\n".join(blocks)).encode()


def to_json(case: Case) -> bytes:
    """The case for somebody else's harness: roster, turns with spans, and what must stay."""
    turns: list[dict[str, Any]] = []
    keep: list[dict[str, Any]] = []
    for number, turn in enumerate(case.turns):
        gold = [one for one in turn.spans if one.label is not Label.KEEP]
        spans = [{"start": one.start, "end": one.end, "label": one.label, "entity": one.entity} for one in gold]
        turns.append({"speaker": turn.speaker, "text": turn.text, "spans": spans})
        for one in turn.spans:
            if one.label is Label.KEEP:
                said = turn.text[one.start : one.end]
                keep.append({"turn": number, "start": one.start, "end": one.end, "text": said})
    roster = msgspec.to_builtins(case.roster)
    whole = {"case_id": case.case_id, "variant": case.variant, "roster": roster, "turns": turns, "keep": keep}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _chunks(text: str, longest: int) -> list[tuple[int, int]]:
    """Cut at spaces; a full stop near the end of a chunk ends it, so that most cues are sentences or parts of one."""
    bounds: list[tuple[int, int]] = []
    start, words = 0, 0
    for at, char in enumerate(text):
        if char != " ":
            continue
        words += 1
        if words >= longest or (words >= longest // 2 and text[at - 1] in ".?!"):
            bounds.append((start, at))
            start, words = at + 1, 0
    if start < len(text):
        bounds.append((start, len(text)))
    return bounds


def _clock(ms: int) -> str:
    return f"{ms // HOUR_MS:02d}:{ms // MINUTE_MS % 60:02d}:{ms // SECOND_MS % 60:02d}.{ms % SECOND_MS:03d}"
