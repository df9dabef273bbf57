"""How English words are said: the pronouncing dictionary, and rules for what is in no dictionary.

The dictionary is the CMU Pronouncing Dictionary in the alphabet of `phonemes` (notice in
`data/pronunciations_COPYRIGHT.txt`). Rules read a made-up spelling as an English speaker would: a recogniser that does
not know a name spells it so that it reads right.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources

from transcripts.phonemes import VOWELS, plain

# (spelling, sounds; _ is silence); the first that fits at a place is taken. ^ and $ are the ends of the word.
_RULES = """
^kn n|^gn n|^pn n|^ps s|^wr r|^wh w|^x z|^mc mak|^mb mb|^nd nd|^ng ng|^sch S|^schw Sw|^tsch C|^dz z|^rh r|^ts s
tch C|sch S|dge J|dg J|ough O|augh o|eigh E|igh Y|gh$ _|gh(?=[aeiou]) g|gh _|ph f|th T|sh S|zh Z|ch C|ck k|cz C|sz S
cq k|cc(?=[eiy]) ks
qu kw|q k|x ks|ng$ N|ng(?=[aeiouylrw]) Ng|ng(?=[^aeiouylrw]) N|nk Nk|wh w|kh k|dh d|bh b|jh J|gn$ n|mb$ m|mn$ m
lm$ m
c(?=[eiy]) s|c k|ge$ J|g(?=[e][^rtl]) J|gi(?=[^lnvrb]) J|gy J|g g|tion S@n|sion Z@n|ssion S@n|cian S@n|tia S@
cia S@|cious S@s|ture C@
eau O|eaux O|ieu U|iew yU|oui wI|aoi I|ayer E@|air e|are$ e|ear I@|eer I@|eir e|ier I@|oar o|oor o|our o|ore$ o
ire$ Y@|ure$ yU@
ar(?=[^aeiouy]) A|ar$ A|er(?=[^aeiouy]) 3|er$ @|ir(?=[^aeiouy]) 3|ir$ 3|or(?=[^aeiouy]) o|or$ o|ur(?=[^aeiouy]) 3
ur$ 3|yr(?=[^aeiouy]) 3
aa A|ae E|ai E|ay E|au o|aw o|ea I|ee I|ei E|ey$ I|ey E|eu U|ew U|ie$ I|ie I|io IO|ia I@|iu IU|oa O|oe O|oi Q|oo U
ou W|ow$ O|ow W|oy Q|ue$ U|ue U|ui U|uy Y|uu U
a(?=[bcdfgklmnpstvz]e$) E|e(?=[bcdfgklmnpstvz]e$) I|i(?=[bcdfgklmnpstvz]e$) Y|o(?=[bcdfgklmnpstvz]e$) O
u(?=[bcdfgklmnpstvz]e$) U
(?<=[aeiouyw][bcdfgklmnpstvzhrx])e$ _|(?<=[lrsngcv][bcdfgkstvzp])e$ _|(?<=[aeiou][st]h)e$ _|(?<=[aeiou]c[hk])e$ _
(?<=[bdfgkpt]l)e$ _|le$ @l
a$ @|e$ I|i$ I|o$ O|u$ U|y$ I|y(?=[aeiou]) y|es$ Iz|ed$ d
a a|e e|i i|o o|u u|y i|b b|d d|f f|g g|h h|j J|k k|l l|m m|n n|p p|r r|s s|t t|v v|w w|z z
"""


def _rules(table: str) -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """The rules of a table by the letter they begin with."""
    by_letter: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for rule in table.replace("\n", "|").split("|"):
        if rule.strip():
            spelling, _, sounds = rule.replace("_", "").partition(" ")
            letter = re.sub(r"\(\?<[=!][^)]*\)|[\^$]", "", spelling)[:1]
            by_letter.setdefault(letter, []).append((re.compile(spelling), sounds))
    return by_letter


class Speller:
    """Reads words aloud by a table of rules."""

    def __init__(self, table: str) -> None:
        self._rules = _rules(table)

    def say(self, word: str) -> str:
        """The sounds of a lower-case word; letters that no rule knows are silent."""
        sounds: list[str] = []
        at = 0
        while at < len(word):
            for spelling, said in self._rules.get(word[at], ()):
                found = spelling.match(word, at)
                if found is not None:
                    sounds.append(said)
                    at = max(found.end(), at + 1)
                    break
            else:
                at += 1
        return plain("".join(sounds))


@cache
def _english() -> Speller:
    return Speller(_RULES)


@cache
def _dictionary() -> dict[str, str]:
    text = resources.files("transcripts").joinpath("data/pronunciations.txt").read_text("ascii").split()
    return dict(zip(text[::2], text[1::2], strict=True))


def in_dictionary(word: str) -> bool:
    """Does the pronouncing dictionary hold the word?"""
    return word in _dictionary()


@lru_cache(maxsize=65_536)
def read(word: str) -> tuple[str, ...]:
    """How a lower-case word is said, the likeliest first, at most three ways."""
    known = _dictionary().get(word)
    if known is not None:
        return tuple(known.split(","))
    if len(word) == 1:
        return (_LETTERS.get(word, ""),)
    said = _english().say(word)
    softened = re.sub(f"(?<=[{VOWELS}])s$", "z", said)
    return (said,) if softened == said else (said, softened)


_LETTERS = {
    "a": "E", "b": "bI", "c": "sI", "d": "dI", "e": "I", "f": "ef", "g": "JI", "h": "EC", "i": "Y", "j": "JE",
    "k": "kE", "l": "el", "m": "em", "n": "en", "o": "O", "p": "pI", "q": "kyU", "r": "A", "s": "es", "t": "tI",
    "u": "yU", "v": "vI", "w": "dub@lyU", "x": "eks", "y": "wY", "z": "zed",
}  # fmt: skip
