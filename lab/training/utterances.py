"""Utterances: frames filled, plain talk, and salads of ordinary words; lists of pieces, written as captions are."""

from __future__ import annotations

import re
from functools import cache
from random import Random

from lab.names import Part
from lab.training import mentions
from lab.training.frames import ABOUT_BODIES, NAMING
from lab.training.listed import listed
from lab.training.mentions import Piece
from lab.training.more_frames import LONGER, ONLY_WORDS, STORIES
from lab.training.plain import CAPITALS, PLAIN
from transcripts.words import ordinary_words

_SMALL = listed(
    """
the a an of to in and for on with at by from is was are were be been it that this there we they you i he she not but
so because if when what which who how have has had do does did will would can could should must may might or as
about into over after before up out more most some any all no our their your my its his her them us me
"""
)
_FILLERS = listed(
    """
um|er|erm|uh|you know|i mean|sort of|like|kind of|right|so|well|and
""",
    "|",
)
_NUMBERS = listed(
    """
two|three|four|six|ten|twelve|twenty|forty|fifty six|a hundred|nine hundred|14|3|27|112|2,400|7
""",
    "|",
)
_PREFIXES = listed(
    """
re un non over mis pre sub multi inter de co under micro eco
"""
)
_SUFFIXES = listed(
    """
isation ness able ings ify wise ers ability ism ified less ish
"""
)
_OPENERS = listed(
    """
so|well|right|okay|okay so|yeah|yeah no|yes|no|now|and|but|because|i mean|you know|look|listen|hiya|hi|hello|thanks|
sorry|oh|ah|er|um|just quickly|quickly|first|firstly|finally|lastly|again|also|actually|to be fair|to be honest|in fact|
chair|through you chair|can i just say|i think|i suppose|hang on|hold on|anyway|great|brilliant|fine|absolutely|indeed
""",
    "|",
)
_JOINTS = listed("and|but|so|because|which means that|and then|or|although|while|and yet|if|when|since", "|")
_SLOT = re.compile(r"\{(.)\}")
_COMMA_AFTER_THESE = frozenset(
    listed(
        """
thanks you hi hello morning sorry yes no well right okay please bye cheers so now and
"""
    )
)
_CALLED = frozenset(
    listed(
        """
you do would i i'd i'll can are your what could is did
"""
    )
)
_ALWAYS = frozenset(
    listed(
        """
monday tuesday wednesday thursday friday saturday sunday january february april june july august september october
november december christmas easter english welsh scottish irish british european zoom nhs i i'm i'd i'll i've covid
brexit grenfell
"""
    )
)


def naming(rng: Random, part: Part) -> list[Piece]:
    """Somebody is named."""
    return _opened(rng, _filled(rng, part, rng.choice(_lines(NAMING) if rng.random() < 0.7 else _lines(STORIES))))


def about_bodies(rng: Random, part: Part) -> list[Piece]:
    """A landlord, a firm, a public body or a place is named."""
    return _filled(rng, part, rng.choice(_lines(ABOUT_BODIES)))


def plain(rng: Random, part: Part) -> list[Piece]:
    """Nobody is named, in the words of meetings; or where a name could stand, there is a word with a capital."""
    kind = rng.random()
    if kind < 0.78:
        lines = _lines(PLAIN) if kind < 0.36 else _lines(ONLY_WORDS) if kind < 0.64 else _lines(LONGER)
        said = rng.choice(lines)
        if rng.random() < 0.25:
            said = f"{said} {rng.choice(_JOINTS)} {rng.choice(_lines(PLAIN))}"
        return _opened(rng, [(said, "")])
    line = rng.choice([line for line in _lines(NAMING) if "{f}" in line or "{p}" in line])
    filled = _SLOT.sub(lambda slot: rng.choice(CAPITALS) if slot[1] in "fpnlt" else f"{{{slot[1]}}}", line)
    return _filled(rng, part, filled)


def salad(rng: Random) -> list[Piece]:
    """Ordinary words in no sense: what matters is that none is a name, whatever its capitals."""
    words = []
    for _ in range(rng.randint(4, 14)):
        kind = rng.random()
        if kind < 0.5:
            words.append(rng.choice(_SMALL))
        elif kind < 0.7:
            words.append(rng.choice(_said_elsewhere()))
        elif kind < 0.9:
            words.append(rng.choice(_dictionary()))
        elif kind < 0.95:
            words.append(_unknown(rng))
        else:
            words.append(_capital(rng))
    return [(" ".join(words), "")]


def written(rng: Random, pieces: list[Piece], *, style: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Pieces as one text with its spans: `cased` with capitals and marks, `flat` in lower case without marks, `plain`
    in lower case with marks, `shouted` never."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    for words, names in _punctuated(rng, pieces) if style != "flat" else pieces:
        shown = words
        if style == "cased":
            shown = shown if names else _cased(rng, shown)
        else:
            shown = shown.lower()
        if style == "flat":
            shown = re.sub(r"[.,?!;:\"()]", "", shown).replace("-", " " if rng.random() < 0.5 else "-")
            shown = shown.replace("'", "") if rng.random() < 0.3 else shown
        if not shown.strip():
            continue
        if text and shown[0] not in ".,?!'":
            text += " "
        start = len(text)
        if style == "cased" and (not text or text.rstrip()[-1] in ".?!"):
            shown = shown[0].upper() + shown[1:]
        text += shown
        if names:
            spans.append((start, len(text), names))
    return text, spans


def with_fillers(rng: Random, pieces: list[Piece], rate: float) -> list[Piece]:
    """The same with hesitations between and inside."""
    out: list[Piece] = []
    for words, names in pieces:
        if names:
            out.append((words, names))
            continue
        said = []
        for word in words.split(" "):
            if rng.random() < rate:
                said.append(rng.choice(_FILLERS))
            said.append(word)
        out.append((" ".join(said), ""))
    return out


def _filled(rng: Random, part: Part, line: str) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for slot in _SLOT.finditer(line):
        before = line[at : slot.start()].strip(" ")
        if before:
            pieces.append((before, ""))
        pieces.extend(_slot(rng, part, slot[1]))
        at = slot.end()
    rest = line[at:].strip(" ")
    return [*pieces, (rest, "")] if rest else pieces


def _slot(rng: Random, part: Part, what: str) -> list[Piece]:
    if what in "pfnlt":
        return mentions.person(rng, part, what)
    if what == "o":
        return mentions.body(rng, part)
    if what == "b":
        return mentions.public_body(rng)
    if what == "c":
        return mentions.place(rng)
    if what == "s":
        return mentions.street(rng, part)
    if what == "z":
        return [(rng.choice(_NUMBERS), "")]
    words = [rng.choice(_dictionary()) for _ in range(rng.randint(1, 2))]
    if what == "y":
        return [(" ".join((rng.choice(_doing()), *words[1:])), "")]
    return [(" ".join((*rng.choice((("the",), ("a",), ("our",), (), ("this",))), *words)), "")]


@cache
def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line)


@cache
def _dictionary() -> tuple[str, ...]:
    return tuple(sorted(ordinary_words()))


@cache
def _said_elsewhere() -> tuple[str, ...]:
    return tuple(f"{PLAIN} {ONLY_WORDS} {LONGER}".split())


@cache
def _doing() -> tuple[str, ...]:
    return tuple(word for word in _dictionary() if word.endswith("ing") and len(word) > 5)


def _opened(rng: Random, pieces: list[Piece]) -> list[Piece]:
    """Now and then with a word or two before it, as speakers take a run-up."""
    if rng.random() < 0.8:
        return pieces
    return [(rng.choice(_OPENERS), ""), *([(",", "")] if rng.random() < 0.5 else []), *pieces]


def _capital(rng: Random) -> str:
    """A word with a capital that is nobody's name: of the sector, any, or a row of letters."""
    kind = rng.random()
    if kind < 0.5:
        return rng.choice(CAPITALS)
    if kind < 0.85:
        return rng.choice(_dictionary()).capitalize()
    return "".join(rng.choice("ABCDEFGHILMNOPRSTUW") for _ in range(rng.randint(3, 5)))


def _unknown(rng: Random) -> str:
    """A word that no dictionary has, and that is nobody's name."""
    word = rng.choice(_dictionary())
    kind = rng.random()
    if kind < 0.35:
        return rng.choice(_PREFIXES) + word
    if kind < 0.7:
        return word.rstrip("esy") + rng.choice(_SUFFIXES)
    if kind < 0.85 and len(word) > 4:
        at = rng.randrange(1, len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word + rng.choice(_dictionary())


def _punctuated(rng: Random, pieces: list[Piece]) -> list[Piece]:
    """With commas around whoever is addressed and in lists, and a mark at the end."""
    out: list[Piece] = []
    for at, (words, names) in enumerate(pieces):
        before = out[-1] if out else ("", "")
        if names == "PERSON" and before[0] and rng.random() < 0.5:
            if (not before[1] and before[0].split()[-1].lower() in _COMMA_AFTER_THESE and before[0] != "and") or before[
                1
            ] == "PERSON":
                out.append((",", ""))
        elif at == 1 and before[1] == "PERSON" and words.split()[0] in _CALLED and rng.random() < 0.6:
            out.append((",", ""))
        out.append((words, names))
    out.append((rng.choices((".", "?", ",", "", "!"), (70, 8, 6, 14, 2))[0], ""))
    return [piece for piece in out if piece[0]]


def _cased(rng: Random, words: str) -> str:
    shown = []
    for word in words.split(" "):
        low = word.lower()
        if low in _ALWAYS:
            shown.append(low.capitalize() if low != "nhs" else "NHS")
        elif low in _titles() and rng.random() < 0.4:
            shown.append(low.capitalize())
        else:
            shown.append(word.capitalize() if rng.random() < 0.015 else word)
    return " ".join(shown)


@cache
def _titles() -> frozenset[str]:
    said = (word.lower() for phrase in CAPITALS for word in phrase.split())
    return frozenset(word for word in said if word.isalpha() and len(word) > 3) - {"march"}
