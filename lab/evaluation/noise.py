"""The first noise: names as a caption writer hears them, by lists of mishearings and by rules for each language.

Written from general knowledge of how recognisers spell what they do not know. The second noise (`sounded.py`) shares
neither list nor rule with this one, and the product's own tables are not read here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from lab.evaluation.cases import Label
from lab.evaluation.pieces import Piece, bare
from lab.evaluation.readable import lines, rewrites, table

NAMES = (Label.PERSON, Label.AFFIL, Label.RESIDENT, Label.BODY)
FILLERS = ("um", "er", "uh", "erm", "you know", "sort of", "like", "I mean", "kind of", "well")
GENERIC = frozenset(lines("generic"))
_EARS = {
    "welsh": "celtic",
    "scottish": "celtic",
    "irish": "celtic",
    "polish_and_romanian": "polish",
    "nigerian": "african",
    "ghanaian": "african",
    "somali_and_arabic": "african",
    "pakistani_and_bangladeshi": "south_asian",
    "indian": "south_asian",
    "chinese_and_turkish": "east",
}  # the others are heard as English is
_LIKE = (
    ("m", "n"),
    ("b", "p"),
    ("d", "t"),
    ("v", "f"),
    ("s", "z"),
    ("k", "g"),
    ("a", "e"),
    ("i", "e"),
    ("o", "u"),
    ("r", "l"),
)


def disturb(pieces: Sequence[Piece], rng: random.Random, *, mishear: float, fillers: float, plain: bool) -> list[Piece]:
    """A turn as captions have it: a share of the name words misheard, fillers between words, `plain` without case."""
    heard = [misheard(piece, rng, mishear) for piece in pieces]
    if plain:
        heard = bare(heard)
    return [with_fillers(piece, rng, fillers) for piece in heard]


def misheard(piece: Piece, rng: random.Random, share: float) -> Piece:
    """The same piece with a share of its name-bearing words heard as something else."""
    if piece.label not in NAMES:
        return piece
    return replace(
        piece, text=re.sub(r"[^\W\d_][\w'’&-]*", lambda word: _maybe(word.group(), piece.group, rng, share), piece.text)
    )


def with_fillers(piece: Piece, rng: random.Random, share: float) -> Piece:
    """Fillers between the words of ordinary talk; gold is left as it is."""
    if piece.label is not None or share <= 0:
        return piece
    words = piece.text.split(" ")
    out: list[str] = []
    for word in words:
        out.append(word)
        if word and word[-1].isalnum() and rng.random() < share:
            out.append(rng.choice(FILLERS))
    return replace(piece, text=" ".join(out) if len(words) > 1 else piece.text)


def _maybe(word: str, group: str, rng: random.Random, share: float) -> str:
    if word.casefold() in GENERIC or len(word) < 2 or rng.random() >= share:
        return word
    return hear(word, group, rng)


def hear(word: str, group: str, rng: random.Random) -> str:
    """One word as somebody who does not know it might write it; some are never misheard."""
    known = table("mishearings").get(word.casefold())
    if known and rng.random() < 0.8:
        return _cased(rng.choice(known), word, rng)
    if word.casefold() in _well_known():
        return word
    if word.isupper() or "&" in word:
        return _spelt(word, rng)
    text = word.lower()
    rules = list(rewrites("ear_rules")[_EARS.get(group, "english")])
    if rng.random() < 0.4:
        rules += rewrites("ear_rules")["english"]
    rng.shuffle(rules)
    used = 0
    for pattern, said in rules:
        changed = re.sub(pattern, said, text, count=1)
        if changed != text and len(changed) > 2:
            text, used = changed, used + 1
        if used >= rng.choice((1, 2, 2, 3)):
            break
    if used == 0 or rng.random() < 0.2:
        text = _confused(text, rng)
    if len(text) >= 7 and rng.random() < 0.3:
        text = _split(text, rng)
    return _cased(text, word, rng)


def _spelt(word: str, rng: random.Random) -> str:
    letters = [" and " if char == "&" else char for char in word if char.isalpha() or char == "&"]
    said = " ".join("".join(letters).split()) if len(letters) < 2 else " ".join(" ".join(letters).split())
    if rng.random() < 0.3:
        said = said.replace("W", "double U").replace("H", "aitch")
    return said if rng.random() < 0.5 else said.lower()


def _confused(text: str, rng: random.Random) -> str:
    pairs = [pair for pair in _LIKE if pair[0] in text[1:] or pair[1] in text[1:]]
    if not pairs:
        return text + "s"
    one, other = rng.choice(pairs)
    if one not in text[1:]:
        one, other = other, one
    return text[0] + text[1:].replace(one, other, 1)


def _split(text: str, rng: random.Random) -> str:
    inner = [
        found.start() + 1
        for found in re.finditer(r"[aeiouy][^aeiouy ](?=[^aeiouy ])|[aeiouy](?=[^aeiouy ][aeiouy])", text)
    ]
    places = [at for at in inner if 3 <= at <= len(text) - 3 and " " not in text]
    if not places:
        return text
    at = rng.choice(places)
    return f"{text[:at]} {text[at:]}"


def _cased(heard: str, word: str, rng: random.Random) -> str:
    if not word[0].isupper():
        return heard
    if rng.random() < 0.25:
        return heard[0].upper() + heard[1:] if " " not in heard else heard
    return " ".join(part[0].upper() + part[1:] for part in heard.split())


def _well_known() -> frozenset[str]:
    return frozenset(lines("well_known"))
