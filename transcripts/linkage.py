"""Linking: how well a program can tell from the style alone who said what, once the names are gone.

The attacker is stronger than anybody outside: for each turn it knows who said every *other* turn, or has other words
of each speaker, and guesses whose words and letters it resembles most. The rate is reported, it blocks nothing:
words cannot be made to sound like nobody's. A rate far above chance says that this release should rather be regrouped,
shortened or summarised.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from transcripts.masks import MASK

FEWEST_WORDS = 20  # below that there is no style to speak of
_WORD = re.compile(r"[^\W\d_]+")
_LABEL = re.compile(r"(\[participant [0-9]{1,4}\]): ")
_HANDOVER = re.compile(r"(?:\W|\b(?:ok|okay|so|right|and|now|thank|thanks|you|very|much|over|to|back|cheers)\b)*")

Weights = dict[str, float]
Index = dict[str, list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody said in a row, as released. `speaker` is the truth, which the attacker does not see.

    `label` is what the release calls the speaker, where it does: turns of one label are attacked together.
    """

    speaker: str
    text: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class LinkReport:
    """How the attack went: `top1` is the share of turns whose speaker was guessed at once.

    `chance` is what somebody gets who always names the one who speaks most, `se` its standard error, `turns` how many
    were long enough to be tried. `handovers` are turns that only hand over, and so tell where somebody else begins.
    """

    top1: float
    chance: float
    se: float
    turns: int
    speakers: int
    handovers: int

    @property
    def beats_chance(self) -> bool:
        """Is the rate above chance by more than two standard errors?"""
        return self.turns > 0 and self.top1 > self.chance + 2 * self.se

    def in_words(self) -> str:
        """The report as sentences for whoever signs the release."""
        if not self.turns:
            return "Too little was said by too few to try to tell by style who said what."
        verdict = "That beats chance." if self.beats_chance else "That does not beat chance."
        return (
            f"Told by style, {self.top1:.0%} of {self.turns} longer turns go to the right one of {self.speakers} "
            f"speakers; always naming whoever speaks most gives {self.chance:.0%} (± {2 * self.se:.0%}). {verdict}"
        )


def turns_of(texts: Sequence[str], speakers: Sequence[str | None]) -> list[Turn]:
    """The turns of a release from the texts of its cues and who spoke them; cues of nobody known are left out."""
    turns = []
    for speaker, cues in groupby(zip(texts, speakers, strict=True), key=lambda cue: cue[1]):
        pieces = [text for text, _ in cues]
        label = _LABEL.match(pieces[0])
        if speaker is not None:
            plain = " ".join(piece.removeprefix(label.group()) if label else piece for piece in pieces)
            turns.append(Turn(speaker, plain, label.group(1) if label else None))
    return turns


def attack(turns: Sequence[Turn], own_words: Mapping[str, Sequence[str]] | None = None) -> LinkReport:
    """Guess the speaker of every turn of twenty words or more.

    `own_words` are other words of each speaker (a landlord's website, another session); with it the attacker knows
    nothing of this session. Without it, it knows who said every turn but the one it tries.
    """
    handovers = sum(_is_handover(turn.text) for turn in turns)
    tried = _pooled([turn for turn in turns if len(_words(turn.text)) >= FEWEST_WORDS])
    counts = Counter(turn.speaker for turn in tried)
    known = {who for who, texts in (own_words or {}).items() if texts} if own_words is not None else set(counts)
    if not tried or len(known) < 2:
        return LinkReport(0.0, 0.0, 0.0, 0, len(known), handovers)
    said = [_features(turn.text) for turn in tried]
    elsewhere = {who: [_features(text) for text in texts] for who, texts in (own_words or {}).items() if texts}
    rarity = _rarity([*said, *(one for many in elsewhere.values() for one in many)])
    vectors = [_weighted(one, rarity) for one in said]
    if own_words is None:
        profiles = _sums(
            {who: [v for v, turn in zip(vectors, tried, strict=True) if turn.speaker == who] for who in known}
        )
    else:
        profiles = _sums({who: [_weighted(one, rarity) for one in many] for who, many in elsewhere.items()})
    index = _by_feature(profiles)
    lengths = {who: sum(weight * weight for weight in profile.values()) for who, profile in profiles.items()}
    right = sum(
        _guess(vector, turn.speaker if own_words is None else None, index, lengths) == turn.speaker
        for vector, turn in zip(vectors, tried, strict=True)
    )
    chance = max(counts.values()) / len(tried)
    se = math.sqrt(chance * (1 - chance) / len(tried))
    return LinkReport(right / len(tried), chance, se, len(tried), len(known), handovers)


def _pooled(turns: Sequence[Turn]) -> list[Turn]:
    labelled: dict[tuple[str, str], list[str]] = defaultdict(list)
    for turn in turns:
        if turn.label is not None:
            labelled[turn.speaker, turn.label].append(turn.text)
    together = {key: " ".join(texts) for key, texts in labelled.items()}
    return [turn if turn.label is None else Turn(turn.speaker, together[turn.speaker, turn.label]) for turn in turns]


def _guess(
    vector: Weights, said_by: str | None, index: dict[str, list[tuple[str, float]]], lengths: Weights
) -> str | None:
    likeness: dict[str, float] = defaultdict(float)
    for feature, weight in vector.items():
        for who, there in index.get(feature, ()):
            likeness[who] += weight * there
    own = sum(weight * weight for weight in vector.values())
    best, guess = 0.0, None
    for who in sorted(likeness):
        dot, length = likeness[who], lengths[who]
        if who == said_by:  # the turn itself is no evidence of who said it
            length, dot = length - 2 * dot + own, dot - own
        score = dot / math.sqrt(length) if length > 1e-9 else 0.0
        if score > best:
            best, guess = score, who
    return guess


def _words(text: str) -> list[str]:
    return _WORD.findall(MASK.sub(" ", text).lower())


def _features(text: str) -> Counter[str]:
    """Words, pairs of words, and runs of three letters: what somebody talks of, and how."""
    words = _words(text)
    found = Counter(words)
    found.update(f"{first} {second}" for first, second in pairwise(words))
    for word in words:
        framed = f"_{word}_"
        found.update(f"#{framed[at : at + 3]}" for at in range(len(framed) - 2))
    return found


def _rarity(documents: Sequence[Counter[str]]) -> Weights:
    seen = Counter(feature for document in documents for feature in document)
    return {feature: math.log((1 + len(documents)) / (1 + times)) + 0.1 for feature, times in seen.items()}


def _weighted(counts: Counter[str], rarity: Weights) -> Weights:
    weights = {feature: (1 + math.log(times)) * rarity[feature] for feature, times in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {feature: weight / length for feature, weight in weights.items()}


def _sums(vectors: Mapping[str, Sequence[Weights]]) -> dict[str, Weights]:
    profiles: dict[str, Weights] = {}
    for who, many in vectors.items():
        profile: dict[str, float] = defaultdict(float)
        for vector in many:
            for feature, weight in vector.items():
                profile[feature] += weight
        profiles[who] = dict(profile)
    return profiles


def _by_feature(profiles: Mapping[str, Weights]) -> Index:
    index: Index = defaultdict(list)
    for who, profile in profiles.items():
        for feature, weight in profile.items():
            index[feature].append((who, weight))
    return index


def _is_handover(text: str) -> bool:
    return bool(MASK.search(text)) and bool(_HANDOVER.fullmatch(MASK.sub(" ", text).lower()))
