"""Names as a recogniser may have misheard them: the audit's own idea of how names sound and are misspelt.

A recogniser writes English words for what it hears. So a name is respelt the ways its language may sound to an
English ear, and brought down to its consonants; a word, or a few words together, with the same consonants and much
the same letters wants eyes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from transcripts.leak_text import MASKED, AuditText
from transcripts.leak_wanted import Wanted
from transcripts.lexicon import words
from transcripts.lexicon.people import FILLERS, NOT_NAMES
from transcripts.spans import Kind
from transcripts.words import is_ordinary, ordinary_words

_FUZZY_FROM = 5
_NEAR = 75  # of a hundred: one letter in four may differ
_ALIKE = 55  # of a hundred, for words whose consonants are the same
_WINDOWS = (2, 3, 4)
_SHORTEST_TOGETHER = 3  # consonants that words run together must share with a name
# How names sound that English spelling does not tell. Ours, from general knowledge.
_HEARD = {
    name: heard.split()
    for name, _, heard in (
        entry.strip().partition(" ")
        for entry in """
aoife eefa efa eva|niamh neeve neve neave knee|siobhan shivon shevaun chevonne shavon|caoimhe keeva queeva kweeva|
saoirse sersha seersha sorcha|sinead shinade shinaid|grainne gronya grawnya|roisin rosheen|ciara keera kiera|
ciaran keeran kieran|eoin owen|eoghan owen|tadhg tiger taig|cathal cahal|oisin osheen usheen|padraig paurick porick|
dearbhla dervla|meadhbh maeve mave|orlaith orla|aisling ashling|eilidh ayley aylee hayley|ruaridh rory roory|
mairi mary vari|catriona katrina|iain ian|euan ewan|hamish hay|mhairi vari varry|sian sharn shan|rhys reece reese|
llyr clear lear leer|dafydd david davith|angharad ann-harrod anharad|ieuan yi-an yan yayan|huw hugh hue|dai die dye|
gwenllian gwen-lian|eluned elinned|rhian rian|bronwen bronwyn|geraint gerraint|wojciech voychek voytek voycheck|
krzysztof christoff kristof|grzegorz gregor|agnieszka agneshka|malgorzata margo|katarzyna katazhina|zbigniew big|
jacek yatsek yachek|jerzy yezhy|andrzej andre andray|tomasz tomash|mateusz mateush|lukasz lucas wukash woocash|
pawel pavel|slawomir swavomir|oluwaseun shayoon shaun|ngozi go|chukwuma chook|nkechi nketchy kechi|ifeoma efoma|
adaeze ada|xin shin|xiao shao|zhang jang|nguyen win wen|hussain hussein|ioana joanna|andrei andre|mihai me|
sukhwinder sook|gurpreet group|jaswinder just|khadija kadeeja|yusuf yousef|oyelaran oil|quentin kwentin
""".replace("\n", "").split("|")
    )
}
_TONGUES = (
    (),
    (("prz", "psh"), ("krz", "ksh"), ("szcz", "shch"), ("sz", "sh"), ("cz", "ch"), ("rz", "zh"), ("ck", "tsk"),
     ("j", "y"), ("w", "v")),
    (("bhr", "vr"), ("bh", "v"), ("mh", "v"), ("dh", ""), ("gh", ""), ("th", "h"), ("fh", ""), ("si", "shi"),
     ("se", "she"), ("c", "k")),
    (("ll", "l"), ("dd", "th"), ("f", "v"), ("vv", "f"), ("w", "oo")),
    (("ll", "cl"), ("dd", "th"), ("w", "oo")),
    (("x", "sh"), ("zh", "j"), ("q", "ch"), ("c", "j"), ("ng", "n")),
)  # fmt: skip
_CONSONANTS = (
    (re.compile(r"^(?:kn|gn)"), "n"),
    (re.compile(r"^wr"), "r"),
    (re.compile(r"re$|r(?![aeiouy])"), ""),  # most of England says no r there
    (re.compile(r"ph"), "f"),
    (re.compile(r"s?ch|sh|zh|tsh|j|dg"), "j"),
    (re.compile(r"gh|h|w|y(?=[aeiou])"), ""),
    (re.compile(r"c(?=[eiy])|z"), "s"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ck|[cqg]"), "k"),
    (re.compile(r"d"), "t"),
    (re.compile(r"b"), "p"),
    (re.compile(r"v"), "f"),
    (re.compile(r"[aeiouy]+"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
_BEFORE_A_NAME = words("thanks thank over cheers hello hi hiya mr mrs ms miss dr councillor cllr called named")


def find(text: AuditText, wanted: Sequence[Wanted]) -> Iterator[tuple[Kind, str, str, bool, str]]:
    """Soft leaks as (kind, words, where, hard, why), each spelling once, where it first stands."""
    seen: set[str] = set()
    for first, last, want, how in (*_misspelt(text, wanted), *_misheard(text, wanted)):
        low = "".join(word.low for word in text.words[first:last])
        if low not in seen:
            seen.add(low)
            yield want.kind, text.quote(first, last), text.where(first), False, f"it {how} {want.why}"


def _misspelt(text: AuditText, wanted: Sequence[Wanted]) -> Iterator[tuple[int, int, Wanted, str]]:
    """Words that no dictionary has, alone and with their neighbours, and capitals inside a sentence."""
    names: dict[str, Wanted] = {}
    for want in wanted:
        joined = "".join(want.words)
        if want.hard and len(joined) >= _FUZZY_FROM and (len(want.words) == 1 or want.present):
            names.setdefault(joined, want)
    sought = sorted(names)
    present = [name for name in sought if names[name].present]
    known: dict[str, tuple[float, Wanted] | None] = {}

    def nearest(low: str, among: Sequence[str], least: float) -> tuple[float, Wanted] | None:
        if low not in known:
            found = process.extractOne(low, among, scorer=fuzz.ratio, score_cutoff=least)
            known[low] = (found[1], names[found[0]]) if found and found[0] != low else None
        return known[low]

    for at, word in enumerate(text.words):
        if not word.prose or not word.low.isalpha() or text.is_kept(at) or len(word.low) < 3 or word.low in names:
            continue
        unknown = not is_ordinary(word.low) and word.low not in FILLERS
        capital = _has_a_telling_capital(text, at)
        close = nearest(word.low, sought, _NEAR) if len(word.low) >= _FUZZY_FROM and (unknown or capital) else None
        best = (*close, at, at + 1) if close and (unknown or close[1].is_part) else None
        for first, last in _around(at) if unknown else ():
            low, _ = _window(text, first, last - first)
            like = nearest(low, present, _NEAR + 3) if len(low) > _FUZZY_FROM else None
            if like and (best is None or like[0] > best[0]):
                best = (*like, first, last)
        if best:
            _, want, first, last = best
            yield first, last, want, "is nearly" if last == first + 1 else "is, put together, nearly"


def _has_a_telling_capital(text: AuditText, at: int) -> bool:
    """Inside a sentence, and not because it is a Friday, or English."""
    word = text.words[at]
    always = is_ordinary(word.low) and not {word.low, word.low.removesuffix("s")} & ordinary_words()
    return word.capital and not word.opens and text.is_cased and not word.shown.isupper() and not always


def _around(at: int) -> Iterator[tuple[int, int]]:
    for width in (4, 3, 2):
        yield from ((first, first + width) for first in range(max(0, at - width + 1), at + 1))


def _misheard(text: AuditText, wanted: Sequence[Wanted]) -> Iterator[tuple[int, int, Wanted, str]]:
    heard: dict[str, list[tuple[str, Wanted]]] = {}
    for want in wanted:
        joined = "".join(want.words)
        if (
            want.present
            and len(joined) >= (3 if want.is_part else 5)
            and (want.is_part or (want.hard and not want.is_plural))
        ):
            for spelling in _spellings(joined):
                heard.setdefault(_key(spelling), []).append((spelling, want))
    for at, word in enumerate(text.words):
        if not word.prose or not word.low.isalpha() or len(word.low) < 2:
            continue
        plain = is_ordinary(word.low) or word.low in FILLERS
        called = _is_called(text, at)
        capital = _has_a_telling_capital(text, at)
        if len(word.low) > 2 and (called or capital or not plain) and not text.is_kept(at):
            least = _ALIKE if called and not plain else _NEAR if plain or len(word.low) < _FUZZY_FROM else _ALIKE + 5
            like = _best(word.low, _key(word.low), heard, least)
            if like and word.low not in like.words and word.low not in NOT_NAMES:
                yield at, at + 1, like, "sounds like"
        for width in _WINDOWS:
            low, key = _window(text, at, width)
            if len(key) >= _SHORTEST_TOGETHER and key in heard and (len(key) > _SHORTEST_TOGETHER or len(low) > 6):
                like = _best(low, key, heard, _NEAR if len(key) > _SHORTEST_TOGETHER else _NEAR + 8)
                if like and "".join(like.words) != low:
                    yield at, at + width, like, "sounds, put together, like"


def _window(text: AuditText, at: int, width: int) -> tuple[str, str]:
    if at + width > len(text.words):
        return "", ""
    pieces = text.words[at : at + width]
    if any(piece.opens or not piece.prose or "," in piece.gap for piece in pieces[1:]):
        return "", ""
    low = "".join(piece.low for piece in pieces)
    if not low.isalpha() or len(low) > 24:
        return "", ""
    key = _key(low[: len(pieces[0].low)])
    for piece in pieces[1:]:
        more = _key(piece.low).removeprefix("a")
        key += more[1:] if more[:1] == key[-1:] else more
    return low, key


def _best(low: str, key: str, heard: dict[str, list[tuple[str, Wanted]]], least: float) -> Wanted | None:
    near = [(fuzz.ratio(low, spelling), want) for spelling, want in heard.get(key, ())]
    score, want = max(near, key=lambda one: one[0], default=(0.0, None))
    return want if score >= least else None


def _is_called(text: AuditText, at: int) -> bool:
    """Does the word stand where a name is said: "thanks …", "over to …", "Mrs …"?"""
    if at == 0 or MASKED in text.words[at].gap or "." in text.words[at].gap:
        return False
    before = text.words[at - 1].low
    return before in _BEFORE_A_NAME or (before == "to" and at > 1 and text.words[at - 2].low in ("over", "back"))


@lru_cache(maxsize=8192)
def _spellings(name: str) -> tuple[str, ...]:
    said = [name, *_HEARD.get(name, ())]
    for rules in _TONGUES:
        other = name
        for written, spoken in rules:
            other = other.replace(written, spoken)
        said.append(other)
    return tuple(dict.fromkeys(said))


@lru_cache(maxsize=131_072)
def _key(low: str) -> str:
    first = "a" if low[:1] in "aeiou" else ""
    for pattern, plain in _CONSONANTS:
        low = pattern.sub(plain, low)
    return first + low
