"""How a name may be said: by the dictionary, by the tables of respellings, and by the spelling of where it comes from.

Nobody says where a name comes from, so each way of reading that its letters allow is tried; a way too many costs
little, for what was heard has to come near it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice, product

from transcripts.lexicon.respellings import respellings
from transcripts.phonemes import plain
from transcripts.reading import Speller, in_dictionary, read

# Most of the world writes its vowels like this: one letter, one sound.
_CONTINENTAL = """
^nd nd|^ng ng|^nk nk|^mb mb|^ts s|^dz z|gb b|kp p|kh k|gh g|dh d|bh b|jh J|th t|ph f|sh S|ch C|zh Z|ck k|ts s|ng$ N
ng Ng|nk Nk|nw w|ky C|gy J|hy S|dw Jw|tw tw|hw w|qu kw|cu kw
aa A|ee I|oo U|ou U|ii I|uu U|ai Y|ay Y|ei E|ey E|au W|aw W|ow O|oy Q|oi Q|ia$ I@|iya I@|ya$ y@|ah$ @|a$ @|e$ E
i$ I|o$ O|u$ U
a a|e e|i I|o o|u U|y(?=[aeiou]) y|y I|b b|c k|d d|f f|g g|h h|j J|k k|l l|m m|n n|p p|q k|r r|s s|t t|v v|w w|x ks
z z
"""
_POLISH = """
szcz SC|prz pS|krz kS|trz tS|rz Z|sz S|cz C|dz(?=i) J|dz dz|dz z|ch h|ck tsk|ci(?=[aeou]) C|ci CI|si(?=[aeou]) S
zi(?=[aeou]) Z|ni(?=[aeou]) ny|ie ye|owski$ ofskI|owska$ ofsk@|ewski$ efskI|ewska$ efsk@
w$ f|w(?=[sktpc]) f|w v|j y|c ts|ow$ of|y$ I|a$ @|e$ E|o$ O|u$ U|i(?=[aou]) y|a a|e e|i I|o o|u U|y i|b b|d d|f f
g g|h h|k k|l l|m m|n n|p p|q k|r r|s s|t t|v v|x ks|z z
"""
_IRISH = """
bhf v|bh v|mh v|dh$ |gh$ |dh y|gh |th h|fh |ph f|sh h|ch h|ck k|aoi I|ao E|eoi O|eo O|ai a|ea a|ei e|io i|iu U|oi o
ui i|ia I@|ua U@|s(?=[ei]) S|c k|a$ @|e$ @
a a|e e|i i|o o|u u|y I|b b|d d|f f|g g|h h|j J|k k|l l|m m|n n|p p|q k|r r|s s|t t|v v|w w|x ks|z z
"""
_WELSH = """
^ll l|ll l|dd D|ff f|f v|th T|ch k|ph f|rh r|ng N|si(?=[aou]) S|wy wi|yw yU|aw W|ew EU|ai Y|ae Y|au Y|ei E|eu Y
oe Q|w(?=[aeiouy]) w|w U|y$ I|a$ @|e$ E|i$ I|o$ O|i(?=[aou]) y
a a|e e|i I|o o|u I|y u|b b|c k|d d|g g|h h|j J|k k|l l|m m|n n|p p|r r|s s|t t|v v|x ks|z z
"""
_SOUNDS_SO = (
    (re.compile(r"."), _CONTINENTAL),
    (re.compile(r"sz|cz|rz|[aeo]w$|sk[ia]$|czyk|wicz|aw(?:a)?$|j[ae]|w[aeioy]|ci[ae]|ni[ae]"), _POLISH),
    (re.compile(r"bh|mh|dh|gh|aoi|fh|^s[ei]|ch[aeiou]?|eo|aidh|ui"), _IRISH),
    (re.compile(r"ll|dd|ff|[^aeiou]w[^aeiou]?|rh|^si|y|f"), _WELSH),
)
_MOST = 7


@cache
def _spellers() -> tuple[tuple[re.Pattern[str], Speller], ...]:
    return tuple((where, Speller(table)) for where, table in _SOUNDS_SO)


@lru_cache(maxsize=16_384)
def sayings(name: str) -> tuple[str, ...]:
    """The ways in which a name of one word may be said, likeliest first; sounds as in `phonemes`."""
    found: list[str] = []
    for spelt in respellings().get(name, ()):
        found.extend(say_words(spelt.split()))
    found.extend(read(name))
    if not in_dictionary(name):
        found.extend(speller.say(name) for where, speller in _spellers() if where.search(name))
    return tuple(islice(dict.fromkeys(plain(one) for one in found if one), _MOST))


def say_names(words: tuple[str, ...]) -> tuple[str, ...]:
    """The ways in which a name of several words may be said."""
    ways = [sayings(word)[: 4 if len(words) < 3 else 2] for word in words]
    return tuple(islice(dict.fromkeys(plain("".join(way)) for way in product(*ways)), 2 * _MOST))


def say_words(words: list[str]) -> tuple[str, ...]:
    """The ways in which ordinary words in a row are said."""
    return tuple(plain("".join(way)) for way in product(*(read(word)[: 2 if len(words) == 1 else 1] for word in words)))
