"""Whether a web or e-mail address stands where a person's name belongs. Pure.

A name goes into letters with our sender on them, and mail programs turn what looks like an address into a link: whoever
could register as one could make us send it. Which endings are addresses is taken from the public suffix list.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from publicsuffixlist import PublicSuffixList

_BEGINS = ("www.", "http:", "https:", "mailto:")
_BETWEEN = re.compile(r"[\s()<>\[\]{},;|\"“”«»]+")
_AFTER_HOST = re.compile(r"[/?#:\\]")
_NUMBERS = re.compile(r"\d{1,3}(\.\d{1,3}){3}")
#: they lead nowhere, and are what people try such a thing with
_RESERVED = frozenset({"example", "invalid", "localhost", "test"})
_TITLES = frozenset(
    ("dame", "dr", "fr", "hon", "lady", "lord", "miss", "mr", "mrs", "ms", "mx", "prof", "rev", "revd", "sir", "st")
)


def holds_web_address(name: str) -> bool:
    """Whether one of a name's words is a web or an e-mail address, in any script and with any kind of dot.

    What people write with dots in their names is none: initials, titles and degrees, as in `J.R. O'Neill`, `Dr.Li`
    or `B.Sc.`.
    """
    plain = unicodedata.normalize("NFKC", name).replace("。", ".")
    return any(_is_address(word) for word in _BETWEEN.split(plain) if "." in word or "://" in word)


def _is_address(word: str) -> bool:
    if "://" in word or word.lower().startswith(_BEGINS):
        return True
    host, *path = _AFTER_HOST.split(word.rpartition("@")[2].strip(".'’‘!*_-"), maxsplit=1)
    *before, last = host.rstrip(".").split(".")
    if not before or not all(before):
        return False
    if _NUMBERS.fullmatch(host):
        return True
    is_a_persons = all(len(part) == 1 or part.lower() in _TITLES for part in before) and last[:1].isupper()
    return not (is_a_persons and not path and "@" not in word) and _is_ending(last.lower())


def _is_ending(label: str) -> bool:
    return label in _RESERVED or _suffixes().publicsuffix(f"x.{label}") is not None


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)
