"""What leaked, what was masked without need, and how sure the figures are."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lab.evaluation.cases import MUST_GO, Captioned, Label, Mention, Place
from lab.evaluation.noise import GENERIC
from lab.evaluation.readable import lines

_WORD = re.compile(r"[^\W_]+")
_SAID = re.compile(r"\S+")
_SMALL = GENERIC | frozenset(lines("roads"))
ON_ROSTER = (Label.PERSON, Label.AFFIL)


@dataclass(frozen=True, slots=True)
class Mask:
    """What a system would hide of one cue: half-open code points of the cue's text, and which finder said so."""

    start: int
    end: int
    finder: str


@dataclass(frozen=True, slots=True)
class Miss:
    """Something that went wrong, with its neighbourhood: `«»` around what survived or was masked without need."""

    what: str
    cue: int
    context: str
    finder: str = ""
    entity: str = ""


@dataclass
class Score:
    """Counts over any number of sessions. `mentions`, `leaked` are by label; `caught` and `over` also by finder."""

    words: int = 0
    masked_words: int = 0
    keeps: int = 0
    broken: int = 0
    mentions: Counter[str] = field(default_factory=Counter)
    leaked: Counter[str] = field(default_factory=Counter)
    entities: dict[str, set[str]] = field(default_factory=dict)
    slipped: dict[str, set[str]] = field(default_factory=dict)
    caught: Counter[str] = field(default_factory=Counter)
    over: Counter[str] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)

    def share(self, *labels: Label) -> tuple[int, int]:
        """How many mentions of these labels leaked, of how many."""
        return sum(self.leaked[label] for label in labels), sum(self.mentions[label] for label in labels)

    def entity_share(self, *labels: Label) -> tuple[int, int]:
        """How many people or bodies have at least one leaked mention, of how many."""
        return (
            sum(len(self.slipped.get(label, ())) for label in labels),
            sum(len(self.entities.get(label, ())) for label in labels),
        )


def judge(score: Score, session: str, said: Captioned, masks: Sequence[Sequence[Mask]]) -> None:
    """Add one session to the score. `masks` holds a list for each cue; prefixes are not judged."""
    hidden = [_hidden(cue_masks) for cue_masks in masks]
    gold: dict[int, list[Place]] = {}
    for mention in said.mentions:
        if mention.label is not Label.KEEP:
            for place in mention.places:
                gold.setdefault(place.cue, []).append(place)
        if mention.label is Label.KEEP:
            _judge_keep(score, said, masks, hidden, mention)
        elif mention.label in MUST_GO:
            _judge_mention(score, session, said, masks, hidden, mention)
    for number, cue in enumerate(said.cues):
        here = gold.get(number, ())
        for word in _SAID.finditer(cue.text, said.spoken[number]):
            letters = [at for at in range(word.start(), word.end()) if cue.text[at].isalnum()]
            if not letters or any(place.start < word.end() and word.start() < place.end for place in here):
                continue
            score.words += 1
            if any(at in hidden[number] for at in letters):
                score.masked_words += 1
                finder = _finder_at(masks[number], word.start(), word.end())
                score.over[finder] += 1
                context = _context(said, number, word.start(), word.end())
                score.misses.append(Miss("over", number, context, finder))


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927), which is honest for few hits too."""
    if of == 0:
        return 0.0, 1.0
    share = hits / of
    middle = share + z * z / (2 * of)
    reach = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def percent(hits: int, of: int) -> str:
    """A share with its interval: "0.8 % (0.5 to 1.3; 12 of 1500)"."""
    if of == 0:
        return "none"
    low, high = wilson(hits, of)
    return f"{100 * hits / of:.2f} % ({100 * low:.2f} to {100 * high:.2f}; {hits} of {of})"


def name_words(text: str, label: Label) -> list[tuple[int, int]]:
    """The words of a mention that bear the name: not "Housing", "Mrs", "Road", nor a lone letter."""
    words = [found.span() for found in _WORD.finditer(text)]
    if label is Label.ID:
        bearing = [span for span in words if text[slice(*span)].casefold() not in _SMALL]
    else:
        bearing = [span for span in words if text[slice(*span)].casefold() not in GENERIC]
    longer = [span for span in bearing if span[1] - span[0] > 1]
    return longer or bearing or words


def _judge_mention(
    score: Score,
    session: str,
    said: Captioned,
    masks: Sequence[Sequence[Mask]],
    hidden: list[set[int]],
    mention: Mention,
) -> None:
    entity = f"{session} {mention.entity}"
    score.mentions[mention.label] += 1
    score.entities.setdefault(mention.label, set()).add(entity)
    survived = [
        (place.cue, place.start + start, place.start + end)
        for place, text in _texts(said, mention)
        for start, end in name_words(text, mention.label)
        if any(at not in hidden[place.cue] for at in range(place.start + start, place.start + end))
    ]
    if not survived:
        place = mention.places[0]
        score.caught[_finder_at(masks[place.cue], place.start, place.end)] += 1
        return
    score.leaked[mention.label] += 1
    score.slipped.setdefault(mention.label, set()).add(entity)
    cue, start, end = survived[0]
    score.misses.append(Miss(mention.label, cue, _context(said, cue, start, end), mention.text, mention.entity))


def _judge_keep(
    score: Score, said: Captioned, masks: Sequence[Sequence[Mask]], hidden: list[set[int]], mention: Mention
) -> None:
    score.keeps += 1
    for place in mention.places:
        if any(at in hidden[place.cue] for at in range(place.start, place.end)):
            score.broken += 1
            finder = _finder_at(masks[place.cue], place.start, place.end)
            score.misses.append(Miss("keep", place.cue, _context(said, place.cue, place.start, place.end), finder))
            return


def _texts(said: Captioned, mention: Mention) -> Iterable[tuple[Place, str]]:
    return ((place, said.cues[place.cue].text[place.start : place.end]) for place in mention.places)


def _hidden(masks: Sequence[Mask]) -> set[int]:
    return {at for mask in masks for at in range(mask.start, mask.end)}


def _finder_at(masks: Sequence[Mask], start: int, end: int) -> str:
    return next((mask.finder for mask in masks if mask.start < end and start < mask.end), "none")


def _context(said: Captioned, cue: int, start: int, end: int) -> str:
    text = said.cues[cue].text
    before = text[said.spoken[cue] : start]
    after = text[end:]
    if len(before) < 30 and cue:
        before = said.cues[cue - 1].text[said.spoken[cue - 1] :][-30:] + " / " + before
    if len(after) < 20 and cue + 1 < len(said.cues):
        after += " / " + said.cues[cue + 1].text[said.spoken[cue + 1] :][:30]
    return f"…{before[-55:]}«{text[start:end]}»{after[:45]}…"
