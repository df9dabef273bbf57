"""Somebody or something named, as people are named in speech: mostly by first name, often wrongly heard."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from random import Random

from lab.names import EVERY_GROUP, Part, first_names, last_names
from lab.training.listed import listed
from lab.training.plain import PLACES, PUBLIC_BODIES
from transcripts.lexicon.people import SHORT_FORMS
from transcripts.words import ordinary_words

Piece = tuple[str, str]  # words, and what they name: PERSON, ORG, LOC or nothing

_WEIGHTS = [10 if group == "english" else 3 if group in ("welsh", "scottish", "irish") else 2 for group in EVERY_GROUP]
_TITLES = listed(
    """
Mr Mrs Ms Miss Dr Doctor Councillor Councillor Cllr Professor Sir Dame Lord Lady Baroness Reverend Mr Mrs Auntie
"""
)
# Given names that are words as well.
_WORDS = listed(
    """
Will Mark Grace Rose Hope May Bill Frank Pat Joy Dale Ray Faith Dawn June April Ruby Amber Ivy Iris Heather Hazel
Violet Daisy Poppy Olive Pearl Penny Robin Jay Guy Miles Max Rob Bob Nick Jack Sue Carol Sandy Gene Jean Terry
Victor Christian Clay Cliff Glen Reed Rusty Grant Chase Hunter Mason Carter Taylor Melody Patience Charity Verity
Felicity Precious Blessing Comfort Gift Angel Art Drew Dean Don Duncan Earl Ken Lance Kit Josh Kay Merry Summer
Autumn Star Harmony Destiny Honour Mercy Sky Storm River Brook Ash Rowan Basil Ginger Bunny Sonny Buddy Dot Bonnie
"""
)
_WORD_SURNAMES = listed(
    """
Green Brown White Black Wood Baker Cook King Young Long Price Stone Hall Hill Lane Park Field Marsh Bush Wall Bell
Ball Best Bird Bishop Bond Booth Boxer Bright Bridge Brook Burns Butcher Butler Cannon Carpenter Castle Church Cross
Day Dean Drew Driver Early English Farmer Fish Fisher Flower Forest Fox French Frost Gates Gold Golding Good Gray
Hammer Hand Hardy Harper Hart Heath Holiday Holly Hood Hook Hope Horn House Hunt Hunter Joiner Key Keys Kitchen
Knight Lamb Law Leach Little Lord Love Major Makepeace Mason May Miller Moon Moody Moor Moss Nail Noble North Page
Painter Parish Peace Pepper Pike Pond Poole Pope Porter Potter Power Prince Proud Quick Read Reader Rice Rich Root
Rose Rowing Sadler Salt Savage Seal Sharp Shepherd Short Silver Singer Small Smart Speed Spring Steel Street Strong
Summers Swift Taylor Thorn Tower Town Turner Walker Ward Waters Webb Weeks West Winter Wise Wolf Woods Worth Wren
"""
)
_STREETS = listed(
    """
Road Street Close House Court Estate Tower Avenue Lane Gardens Terrace Crescent Drive Place Walk Point
"""
)
_TAILS = listed(
    """
Homes|Housing|Housing Association|Housing Group|Housing Trust|Group|Living|Homes Group|Community Housing
""",
    "|",
)
_COUNCILS = listed(
    """
Council|City Council|Borough Council|County Council|District Council|Homes|Housing Partnership
""",
    "|",
)
_FIRMS = listed(
    """
Construction|and Sons|Repairs|Property Services|Contractors|Group|Building Services|Limited|Solutions
""",
    "|",
)
# How a name comes back from somebody who only heard it.
_RESPELLED = (
    ("ph", "f"), ("ck", "k"), ("ie", "y"), ("y", "ie"), ("ee", "ea"), ("ea", "ee"), ("c", "k"), ("k", "c"), ("s", "z"),
    ("z", "s"), ("v", "b"), ("w", "v"), ("j", "y"), ("dh", "v"), ("bh", "v"), ("mh", "v"), ("gh", "g"), ("th", "t"),
    ("a", "u"), ("e", "i"), ("i", "e"), ("o", "u"), ("u", "o"), ("oo", "u"), ("aa", "a"), ("h", ""), ("ll", "l"),
    ("nn", "n"), ("tt", "t"), ("l", "ll"), ("n", "nn"), ("er", "a"), ("a", "er"), ("or", "aw"), ("x", "cks"),
    ("cz", "ch"), ("sz", "sh"), ("rz", "sh"), ("wa", "wo"), ("ai", "ay"), ("ei", "ay"), ("qu", "kw"), ("ng", "n"),
)  # fmt: skip


def person(rng: Random, part: Part, how: str) -> list[Piece]:
    """Somebody, as a slot asks: `p` anyhow, `f` by first name, `n` in full, `l` by last name, `t` with a title."""
    group = rng.choices(EVERY_GROUP, _WEIGHTS)[0]
    if how == "p":
        how = rng.choices("fntl", (45, 33, 16, 6))[0]
    if how == "f":
        name = _first(rng, group, part)
        if rng.random() < 0.02:
            name = f"{name} {rng.choice('ABCDEGHJKLMNPRSTW')}"
    elif how == "l":
        name = _last(rng, group, part)
    elif how == "t":
        title = rng.choice(_TITLES)
        name = _last(rng, group, part) if rng.random() < 0.7 else _full(rng, group, part)
        return [(title, ""), (_heard(rng, name), "PERSON")]
    else:
        name = _full(rng, group, part)
    return [(_heard(rng, name), "PERSON")]


def body(rng: Random, part: Part) -> list[Piece]:
    """A landlord or a firm that there is not, now and then one whose name is a word or a person's."""
    kind = rng.random()
    if kind < 0.25:
        name = f"{rng.choice(PLACES)} {rng.choice(_COUNCILS)}"
    elif kind < 0.5:
        name = f"{_coined(rng)} {rng.choice(_TAILS)}" if rng.random() < 0.6 else _coined(rng)
    elif kind < 0.65:
        name = f"{_word(rng).capitalize()} {rng.choice(_TAILS)}"
    elif kind < 0.8:
        name = f"{_last(rng, rng.choice(EVERY_GROUP), part)} {rng.choice(_FIRMS)}"
    elif kind < 0.9:
        name = "".join(rng.choice("ABCDEFGHLMNOPRSTW") for _ in range(rng.randint(2, 4)))
    else:
        name = f"{rng.choice('ABCDEFGHLMNPRSTW')} and {rng.choice('ABCDEFGHLMNPQRSTW')}"
    return [(name, "ORG")]


def public_body(rng: Random) -> list[Piece]:
    """A body that everybody knows, with or without its article."""
    name = (rng.choice(PUBLIC_BODIES).strip(), "ORG")
    return [("the", ""), name] if rng.random() < 0.5 else [name]


def place(rng: Random) -> list[Piece]:
    """A town or district; now and then one that is not on the map."""
    return [(rng.choice(PLACES) if rng.random() < 0.8 else _coined(rng), "LOC")]


def street(rng: Random, part: Part) -> list[Piece]:
    """A street or a block: many are named like people."""
    kind = rng.random()
    name = _last(rng, "english", part) if kind < 0.5 else _word(rng).capitalize() if kind < 0.8 else rng.choice(PLACES)
    return [(f"{name} {rng.choice(_STREETS)}", "LOC")]


def _full(rng: Random, group: str, part: Part) -> str:
    first, last = _first(rng, group, part), _last(rng, group, part)
    kind = rng.random()
    if kind < 0.05:
        return f"{first} {_last(rng, group, part)}-{last}"
    if kind < 0.08:
        return f"{first} {rng.choice('ABCDEFGHJKLMNPRSTW')} {last}"
    if kind < 0.11:
        return f"{first} {_first(rng, group, part)} {last}"
    if kind < 0.13:
        return f"{first[0]} {last}"
    if kind < 0.15:
        return f"{first} {rng.choice(('van', 'de', 'ap', 'bin', 'al', 'El', 'Van', 'De', 'St'))} {last}"
    return f"{first} {last}"


def _first(rng: Random, group: str, part: Part) -> str:
    kind = rng.random()
    if kind < 0.07:
        return rng.choice(_WORDS)
    if kind < 0.17:
        return rng.choice(_short_forms()).capitalize()
    if kind < 0.40:
        return _invented(rng, first_names(group, part))
    return rng.choice(first_names(group, part))


def _last(rng: Random, group: str, part: Part) -> str:
    kind = rng.random()
    if kind < 0.06:
        return rng.choice(_WORD_SURNAMES)
    if kind < 0.30:
        return _invented(rng, last_names(group, part))
    return rng.choice(last_names(group, part))


@cache
def _short_forms() -> tuple[str, ...]:
    return tuple(sorted({form for group in SHORT_FORMS for form in group}))


def _invented(rng: Random, names: tuple[str, ...]) -> str:
    """A name like these that hardly anybody bears: letters follow one another as they do in these names."""
    follows = _followers(names)
    name = ""
    while len(name) < 14:
        letter = rng.choice(follows[name[-2:] if len(name) > 1 else f"^{name}"])
        if letter == "$":
            break
        name += letter
    return name.capitalize() if name.isalpha() else name


@cache
def _followers(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        low = name.lower()
        for at in range(len(low) + 1):
            found[low[at - 2 : at] if at > 1 else f"^{low[:at]}"].append(low[at] if at < len(low) else "$")
    return {before: tuple(after) for before, after in found.items()}


def _heard(rng: Random, name: str) -> str:
    """The name, or what a recogniser made of it."""
    chance = rng.random()
    if chance < 0.82:
        return name
    words = name.split(" ")
    at = rng.randrange(len(words))
    words[at] = _respelt(rng, words[at]) if chance < 0.96 else _in_two(rng, words[at])
    return " ".join(words)


def _respelt(rng: Random, word: str) -> str:
    low = word.lower()
    for _ in range(rng.randint(1, 2)):
        old, new = rng.choice([pair for pair in _RESPELLED if pair[0] in low[1:]] or [("", "")])
        low = low[0] + low[1:].replace(old, new, 1) if old else low
    return low.capitalize() if word[0].isupper() else low


def _in_two(rng: Random, word: str) -> str:
    if len(word) < 6:
        return _respelt(rng, word)
    at = rng.randint(3, len(word) - 3)
    return f"{word[:at]} {word[at:].lower() if rng.random() < 0.5 else word[at:].capitalize()}"


@cache
def _plain_words() -> tuple[str, ...]:
    return tuple(sorted(word for word in ordinary_words() if word.isalpha() and 3 < len(word) < 11))


def _word(rng: Random) -> str:
    return rng.choice(_plain_words())


def _coined(rng: Random) -> str:
    return _word(rng)[:5].capitalize() + rng.choice(("", "wood", "field", "ford", "bridge", "ley", "ton", "mere", "ia"))
