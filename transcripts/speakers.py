"""Who a cue says is speaking: `Name: text` as Zoom writes it, `<v Name>` as others do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from transcripts.folding import fold, fold_name, plain
from transcripts.lexicon.bodies import KEEP, LINKING
from transcripts.lexicon.people import GIVEN_NAMES, GIVEN_WORDS, PRONOUNS, TITLES
from transcripts.masks import MASK
from transcripts.words import is_ordinary

LONGEST_NAME = 64
MOST_WORDS = 7
_OF_PEOPLE = GIVEN_WORDS | GIVEN_NAMES | TITLES | PRONOUNS
_VOICE = re.compile(r"<v(?:\.[^\s>]{1,100})?[ \t\n]+([^<>]{1,200})>")


@dataclass(frozen=True, slots=True)
class Prefix:
    """A speaker's name as it stands, and where the spoken text begins in the cue's text."""

    name: str
    end: int


def split_speaker(text: str, is_known: Callable[[str], bool]) -> Prefix | None:
    """Find the speaker's prefix of a cue's text; None when nobody is named.

    A colon also follows words that are no name ("Note: this", "Point 3: this"), so the left side counts only when it is
    short and looks like a name and is no plain phrase, or when `is_known` says that it is one.
    """
    voice = _VOICE.match(text.lstrip())
    if voice is not None:
        offset = len(text) - len(text.lstrip())
        return Prefix(plain(voice.group(1)).strip(), offset + voice.end())
    labelled = _label_of(text)
    if labelled is None:
        return None
    label, end = labelled
    if is_known(label) or (looks_like_a_name(label) and not is_plain_phrase(label)):
        while end < len(text) and text[end] == " ":
            end += 1
        return Prefix(label, end)
    return None


def recurring(texts: Iterable[str]) -> frozenset[str]:
    """The plain phrases that stand before a colon at the start of more than one cue: what a room or a desk is called.

    Whoever knows the whole file adds them to what `split_speaker` takes for known.
    """
    labels = Counter(labelled[0] for labelled in map(_label_of, texts) if labelled)
    often = (label for label, count in labels.items() if count > 1)
    return frozenset(label for label in often if looks_like_a_name(label) and is_plain_phrase(label))


def _label_of(text: str) -> tuple[str, int] | None:
    """What stands before the first colon, plain, and where the colon with its blank ends."""
    name, colon, _ = text.partition(": ")
    if not colon and text.rstrip().endswith(":") and "\n" not in text:
        name, colon = text.rstrip()[:-1], ":"
    label = plain(name).strip()
    if not colon or "\n" in name.strip() or not label or len(label) > LONGEST_NAME or MASK.fullmatch(label):
        return None
    return label, len(name) + len(colon)


def is_plain_phrase(label: str) -> bool:
    """Words of every day alone, perhaps with a number ("Point 3", "Action Plan"), or a public body that stays.

    A room may be called so, and a point of a list as well; nobody is whose name is no ordinary word. Whoever carries a
    given name, a title, an initial or a comma is never a plain phrase.
    """
    words = re.findall(r"[^\W_]+(?:['-][^\W_]+)*", fold(label).text.lower())
    if words[:1] == ["the"]:
        words = words[1:]
    if " ".join(words) in KEEP:
        return True
    said = [word for word in words if not word.isdigit()]
    if not said or "," in label or "(" in label:
        return False
    return all(
        len(word) > 1 and is_ordinary(word) and word not in GIVEN_WORDS | GIVEN_NAMES | TITLES | PRONOUNS
        for word in said
    )


def looks_like_a_name(label: str) -> bool:
    """Would a person have typed this as their name in Zoom?

    One ordinary word ("Note", "Question") is not a name here, nor a phrase whose words do not carry capitals.
    """
    if re.search(r"[.!?;\"]\s", label) or label.endswith(("?", "!", ",")) or label.count(",") > 1:
        return False
    words = re.findall(r"[^\W_]+(?:['-][^\W_]+)*", fold(label).text)
    if len(words) > MOST_WORDS:
        return False
    if not words or not any(char.isalpha() for char in "".join(words)):
        return bool(re.fullmatch(r"\+?[0-9 ()*-]{5,}", label))
    if len(words) == 1:
        return words[0].lower() in GIVEN_WORDS or not is_ordinary(words[0].lower())
    small = PRONOUNS | LINKING if words[0][0].isupper() else PRONOUNS
    named = [word for word in words if word.lower() not in small and not word.isdigit()]
    strange = [word for word in named if not is_ordinary(word.lower())]
    capitals = [word for word in named if word[0].isupper()]
    return bool(named) and (len(capitals) == len(named) or (len(strange) * 2 >= len(named) and len(named) <= 4))


def name_words(label: str) -> tuple[str, ...]:
    """A display name's words, folded, without pronouns in brackets."""
    bare = re.sub(r"[(\[][^)\]]{0,60}[)\]]", lambda found: "" if _is_pronouns(found.group()) else found.group(), label)
    return tuple(re.findall(r"[^\W_]+", fold_name(bare)))


def _is_pronouns(bracketed: str) -> bool:
    words = re.findall(r"[a-z]+", bracketed.lower())
    return bool(words) and all(word in PRONOUNS for word in words)
