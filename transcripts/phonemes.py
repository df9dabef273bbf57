"""Sounds as code strings, so that a fast edit distance weighs them: near sounds share characters, far ones do not.

A pronunciation is a string with one letter a sound: `aAeEiIoOuUWYQ3@` are vowels (`WYQ` glide, `@` is the murmur),
`C S Z J T D N` are ch, sh, zh, j, th, dh, ng, the other letters stand for themselves. English as most speak it in
England: an r counts only before a vowel.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

VOWELS = "aAeEiIoOuUWYQ3@"
# place, manner, voice: to mistake p for b costs one in three, p for s three in three; h and y are hardly heard
_CODES = {
    "p": "LS-", "b": "LS+", "t": "DS-", "d": "DS+", "k": "KS-", "g": "KS+",
    "f": "LF-", "v": "LF+", "T": "DF-", "D": "DF+", "s": "AF-", "z": "AF+", "S": "PF-", "Z": "PF+",
    "C": "PX-", "J": "PX+", "m": "LNn", "n": "DNn", "N": "KNn", "l": "DWl", "r": "DWr", "w": "LFw",
    "h": "h", "y": "y",
    # front or back, open or close
    "I": "14", "i": "14", "e": "15", "E": "15", "a": "16", "A": "36", "o": "35", "O": "35", "U": "34", "u": "26",
    "3": "25", "@": "2", "Y": "16y", "W": "36w", "Q": "35y",
}  # fmt: skip
_BEFORE_NO_VOWEL = re.compile(f"r(?![{VOWELS}])")
_DOUBLED = re.compile(f"([^{VOWELS}])\\1+")


def plain(sounds: str) -> str:
    """A pronunciation with what nobody hears taken out: an r before no vowel, a consonant said twice."""
    return _DOUBLED.sub(r"\1", _BEFORE_NO_VOWEL.sub("", sounds))


@lru_cache(maxsize=131_072)
def code(sounds: str) -> str:
    """The code string of a pronunciation."""
    return "".join(_CODES[sound] for sound in plain(sounds))


def alike(one: str, other: str, *, least: float = 0.0) -> float:
    """How much alike two code strings are, from 0 to 1; 0 when less than `least`."""
    return float(Levenshtein.normalized_similarity(one, other, score_cutoff=least))
