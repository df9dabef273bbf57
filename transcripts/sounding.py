"""How a name sounds, roughly, to somebody who has never seen it written: a key that mishearings share.

A recogniser writes what it hears as an English word would be spelt. So a name is first respelt by the rules of
the languages it may come from, and then brought down to its consonants, with voiced and voiceless ones as one.
"""

from __future__ import annotations

import re
from functools import lru_cache

_RESPELLINGS = (
    # as it stands
    (),
    # Polish and its neighbours
    (("prz", "psh"), ("krz", "ksh"), ("trz", "tsh"), ("rz", "zh"), ("szcz", "sh"), ("sz", "sh"), ("cz", "ch"),
     ("dz", "j"), ("ck", "tsk"), ("ch", "h"), ("j", "y"), ("w", "v")),
    # Irish and Scottish Gaelic
    (("bh", "v"), ("mh", "v"), ("dh", "y"), ("gh", "y"), ("th", "h"), ("fh", ""), ("aoi", "ee"),
     ("si", "shi"), ("se", "she"), ("idh", "y")),
    # Welsh
    (("ll", "l"), ("dd", "th"), ("ff", "f#"), ("f", "v"), ("v#", "f"), ("w", "oo"), ("si", "sh")),
)  # fmt: skip
_SOUNDS = (
    (re.compile(r"^(?:kn|gn|pn)"), "n"),
    (re.compile(r"^wr"), "r"),
    (re.compile(r"^[xz]"), "s"),
    (re.compile(r"^(?:ng|nk|mb|nd)(?=[aeiou])"), lambda found: {"ng": "k", "nk": "k", "mb": "p", "nd": "t"}[found[0]]),
    (re.compile(r"tch|sch|ch|sh|zh|j|dge?(?=[eiy])|ti(?=[ao])"), "S"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"gh"), ""),
    (re.compile(r"th"), "t"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"[ckqg]+"), "k"),
    (re.compile(r"z"), "s"),
    (re.compile(r"[dt]+"), "t"),
    (re.compile(r"[bp]+"), "p"),
    (re.compile(r"[vf]+"), "f"),
    (re.compile(r"^[aeiouy]+"), "A"),
    (re.compile(r"^w(?=[aeiouy])"), "W"),
    (re.compile(r"^h"), "H"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"[aeiouywh]"), ""),
)


@lru_cache(maxsize=65_536)
def key_of(heard: str) -> str:
    """The key of a word as English reads it."""
    for sound, plain in _SOUNDS:
        heard = sound.sub(plain, heard)
    return heard


def keys_of(name: str) -> frozenset[str]:
    """The keys that a name may be heard by."""
    keys = set()
    for rules in _RESPELLINGS:
        said = name
        for written, spoken in rules:
            said = said.replace(written, spoken)
        keys.add(key_of(said))
    return frozenset(keys)
