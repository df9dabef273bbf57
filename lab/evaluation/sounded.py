"""The second noise: a name goes through its sounds, the sounds are blurred, and an English ear spells what is left.

It shares no rule and no list with the first noise. Letters become sounds by a table for each language; some sounds are
swapped for their neighbours; then the nearest English words are taken where they are near enough (as a recogniser with
a dictionary does), and otherwise the sounds are spelt plainly.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from lab.evaluation.cases import Label
from lab.evaluation.noise import FILLERS, GENERIC
from lab.evaluation.pieces import Piece, bare
from lab.evaluation.readable import lines, rewrites
from transcripts.words import ordinary_words

NAMES = (Label.PERSON, Label.AFFIL, Label.RESIDENT, Label.BODY)
_NAME_WORD = re.compile(r"[^\W_][^\s]*?(?=['’]|[^\w'’]|$)")
NEAR_ENOUGH = 0.7

_LANGUAGES = {
    "welsh": "welsh",
    "irish": "irish",
    "scottish": "irish",
    "polish_and_romanian": "polish",
    "nigerian": "open",
    "ghanaian": "open",
    "somali_and_arabic": "open",
    "pakistani_and_bangladeshi": "open",
    "indian": "open",
    "chinese_and_turkish": "east",
}  # the others are said as English is; "open" are languages whose vowels are said as they stand


def disturb(pieces: Sequence[Piece], rng: random.Random, *, mishear: float, fillers: float, plain: bool) -> list[Piece]:
    """The same promise as `noise.disturb`, by other means."""
    out: list[Piece] = []
    for piece in pieces:
        if piece.label in NAMES:
            out.append(replace(piece, text=_misheard(piece, rng, mishear)))
        else:
            out.append(piece)
    if plain:
        out = bare(out)
    return [_hesitant(piece, rng, fillers) for piece in out]


def sounds(word: str, group: str) -> str:
    """A word as a string of sounds, by the spelling of the language its name comes from."""
    table = _letters(_LANGUAGES.get(group, "english"))
    text = re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", word.casefold().replace("ł", "w").replace("ı", "u")))
    if group not in _LANGUAGES:
        text = re.sub(r"(?<=[a-z]{2})e$", "", text)
    out, at = "", 0
    while at < len(text):
        size = next(size for size in (4, 3, 2, 1) if text[at : at + size] in table and size <= len(text) - at)
        out += table[text[at : at + size]]
        at += size
    return re.sub(r"(.)\1+", r"\1", out)


def hear(word: str, group: str, rng: random.Random) -> str:
    """What an English ear writes for one word of a name."""
    if len(word) <= 4 and word.isupper():
        return " ".join(word)
    blurred = _blurred(sounds(word, group), rng)
    if len(blurred) < 2:
        return word
    whole, near = _nearest(blurred)
    if rng.random() < 0.6 and near >= NEAR_ENOUGH:
        heard = whole
    elif len(blurred) >= 5 and rng.random() < 0.5:
        cut = rng.randrange(2, len(blurred) - 1)
        (left, one), (right, other) = _nearest(blurred[:cut]), _nearest(blurred[cut:])
        heard = f"{left} {right}" if min(one, other) >= NEAR_ENOUGH else _spell(blurred)
    else:
        heard = _spell(blurred)
    if not word[0].isupper():
        return heard
    return heard if rng.random() < 0.2 else " ".join(part[0].upper() + part[1:] for part in heard.split())


def _misheard(piece: Piece, rng: random.Random, share: float) -> str:
    return _NAME_WORD.sub(lambda found: _one(found.group(), piece.group, rng, share), piece.text)


def _one(word: str, group: str, rng: random.Random, share: float) -> str:
    if word.casefold() in GENERIC or not any(char.isalpha() for char in word) or rng.random() >= share:
        return word
    if word.casefold() in lines("well_known"):
        return word
    return hear(word, group, rng)


def _blurred(sound: str, rng: random.Random) -> str:
    chars = list(sound)
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        at = rng.randrange(len(chars)) if chars else 0
        if chars:
            chars[at] = rng.choice(_sound_table("neighbours").get(chars[at], "") or [""])
    return "".join(chars)


def _spell(sound: str) -> str:
    return "".join(_sound_table("spelt").get(one, one) for one in sound)


@cache
def _sound_table(name: str) -> dict[str, str]:
    return dict(rewrites("letters_to_sounds")[name])


@cache
def _letters(language: str) -> dict[str, str]:
    own = _sound_table("open") | _sound_table("east") if language == "east" else _sound_table(language)
    return _sound_table("english") | own


@cache
def _nearest(sound: str) -> tuple[str, float]:
    words, said = _dictionary()
    found = process.extractOne(sound, said, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=0.3)
    return (words[found[2]], found[1]) if found else ("the", 0.0)


@cache
def _dictionary() -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = tuple(
        sorted(word for word in {*ordinary_words(), *lines("well_known")} if word.isascii() and 2 <= len(word) <= 9)
    )
    return words, tuple(sounds(word, "english") for word in words)


def _hesitant(piece: Piece, rng: random.Random, share: float) -> Piece:
    if piece.label is not None:
        return piece
    text = re.sub(
        r"(?<=[a-z]) (?=[a-z])", lambda _: f" {rng.choice(FILLERS)} " if rng.random() < share else " ", piece.text
    )
    return replace(piece, text=text)
