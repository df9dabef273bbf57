"""Canaries: each disguise planted in a meeting, and who sees it, the masker, the audit, or one of the two."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from lab.evaluation.cast import make_cast, roster_of
from lab.intruder.disguises import DISGUISES, Identity
from transcripts import Cue, Roster, apply, propose
from transcripts.leaks import Leak, audit_passages
from transcripts.passages import Passage
from transcripts.recogniser import Recogniser

_SLOT = "{}"
FRAMES = (
    "and then I went over it with {} on the phone last week",
    "so that was what {} said at the start of it",
    "we did ask {} whether that could be done before the winter",
    "the letter came from {} and nobody could make sense of it",
    "it was {} that put the whole thing together in the end",
    "I would say that {} has done more on this than the rest of us",
)
TALK = (
    "The damp is what people ring about most, and it is worse in the older blocks.",
    "I think we should look at what it costs before we say yes to any of it.",
    "They told us it would be two weeks and then it was two months.",
    "Nobody reads a letter of four pages, that is what we found.",
    "Could we have the figures sent round before the next one, please?",
    "Yes, I agree with all of that, and I would go a bit further.",
    "It was cold in there and the lift had been out since Monday.",
    "We wrote the policy with the tenants in the room, and that made the difference.",
)
_SIZE = 12
_BEARS_NO_NAME = frozenset(("the", "our", "at", "dot", "mr", "mrs", "ms", "dr", "homes", "example"))


@dataclass(frozen=True)
class Canary:
    """What was planted, where: `places` are (cue, start, end) in code points of the cue's text."""

    disguise: str
    places: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Meeting:
    """A made-up meeting with its canaries."""

    roster: Roster
    cues: tuple[Cue, ...]
    canaries: tuple[Canary, ...]


@dataclass
class Seen:
    """Per disguise: how many were planted, masked, found by the audit alone, and stopped by the one or the other.

    `hard` are those that the audit alone would refuse to release; the others of `audited` want a person's eyes.
    """

    planted: Counter[str] = field(default_factory=Counter)
    masked: Counter[str] = field(default_factory=Counter)
    audited: Counter[str] = field(default_factory=Counter)
    hard: Counter[str] = field(default_factory=Counter)
    stopped: Counter[str] = field(default_factory=Counter)
    escaped: list[tuple[str, str]] = field(default_factory=list)


def make_meeting(seed: int, disguises: Sequence[str] = tuple(DISGUISES)) -> Meeting:
    """A meeting in which every disguise stands once, each in a cue of its own. The same seed, the same meeting."""
    rng = random.Random(f"canaries {seed}")
    roster = roster_of(make_cast(seed, None, _SIZE))
    orgs = {org.id: org for org in roster.orgs}
    cues: list[Cue] = []
    canaries: list[Canary] = []

    def say(text: str) -> None:
        cues.append(Cue(len(cues), 2000 * len(cues), 2000 * len(cues) + 1500, text))

    for disguise in rng.sample(disguises, len(disguises)):
        for _ in range(rng.randint(1, 2)):
            say(rng.choice(TALK))
        person = rng.choice(roster.participants)
        planted = DISGUISES[disguise](Identity(person, orgs[person.org or ""]), rng)
        before, after = rng.choice(FRAMES).split(_SLOT)
        places = []
        for number, piece in enumerate(planted.split("\n")):
            start = len(before) if number == 0 else 0
            places.append((len(cues), start, start + len(piece)))
            say(f"{before if number == 0 else ''}{piece}{after if number == planted.count(chr(10)) else ''}")
        canaries.append(Canary(disguise, tuple(places)))
    return Meeting(roster, tuple(cues), tuple(canaries))


def release(meeting: Meeting, recognisers: Sequence[Recogniser], seen: Seen) -> None:
    """Send one meeting through the masker and the audit, and add up who saw what."""
    bare = msgspec.structs.replace(meeting.roster)
    spans = propose(meeting.cues, bare, recognisers=recognisers).spans
    hidden = {(span.cue, at) for span in spans for at in range(span.start, span.end)}
    raw = _by_cue(_audit(meeting.cues, bare))
    left = _by_cue(_audit(apply(meeting.cues, spans), bare))
    for canary in meeting.canaries:
        seen.planted[canary.disguise] += 1
        is_masked = all(_is_hidden(meeting, hidden, place) for place in canary.places)
        found = [leak for cue, _, _ in canary.places for leak in raw.get(cue, ())]
        behind = any(cue in left for cue, _, _ in canary.places)
        seen.masked[canary.disguise] += is_masked
        seen.audited[canary.disguise] += bool(found)
        seen.hard[canary.disguise] += any(leak.hard for leak in found)
        seen.stopped[canary.disguise] += is_masked or behind
        if not is_masked and not behind:
            seen.escaped.append((canary.disguise, " / ".join(meeting.cues[cue].text for cue, _, _ in canary.places)))


def _is_hidden(meeting: Meeting, hidden: set[tuple[int, int]], place: tuple[int, int, int]) -> bool:
    """Is every word hidden that bears the name? A lone initial does not, where whole words stand beside it."""
    cue, start, end = place
    words = [word.span() for word in re.finditer(r"[^\W_]+", meeting.cues[cue].text[start:end])]
    said = meeting.cues[cue].text[start:end].lower()
    bearing = [span for span in words if said[slice(*span)] not in _BEARS_NO_NAME]
    longer = [span for span in bearing if span[1] - span[0] > 1]
    return all((cue, start + at) in hidden for span in longer or bearing for at in range(*span))


def _audit(cues: Sequence[Cue], roster: Roster) -> Iterator[tuple[int, Leak]]:
    """The hits by cue; of a list of words, each where the word stands."""
    for leak in audit_passages([Passage(f"cue {cue.index}", cue.text) for cue in cues], roster):
        if "more word" not in leak.why:
            yield int(re.findall(r"[0-9]+", leak.where)[0]), leak
            continue
        for word in leak.found.split(", "):
            for cue in cues:
                if re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", cue.text):
                    yield cue.index, leak


def _by_cue(hits: Iterator[tuple[int, Leak]]) -> dict[int, list[Leak]]:
    found: dict[int, list[Leak]] = {}
    for cue, leak in hits:
        found.setdefault(cue, []).append(leak)
    return found
