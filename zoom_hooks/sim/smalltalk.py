"""Made-up, harmless things to say, and how speech is cut into captions."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

MS_A_WORD = 400
WORDS_IN_CUE = 9
PAUSE_AFTER = 5  # words, before a comma may end a caption

_SENTENCES = (
    "Thank you, chair.",
    "I would like to add one thing to what was said.",
    "We have looked at this with our residents, and they mostly agree.",
    "The figures for the last quarter are better than the year before.",
    "There is still a good deal to do about repairs.",
    "In our experience the first visit decides how people feel about it.",
    "We changed the way we write to tenants, and fewer of them ring us now.",
    "It took longer than we had planned.",
    "I am happy to share the form that we use for this.",
    "What worked for us may not work for everybody here.",
    "We asked for opinions in the spring, and about half of the households answered.",
    "The lifts were the first thing that everybody mentioned.",
    "Our board will look at it again before the summer.",
    "That is a question for the working group, I think.",
    "We would support that, with one small change to the wording.",
    "It is mostly a matter of who picks up the telephone.",
    "The winter was mild, so I would be careful with those numbers.",
    "Residents told us that they want one person to talk to.",
    "We have tried it in two of our buildings so far.",
    "I can send the details around after the meeting.",
    "There were some complaints, and nearly all of them were settled.",
    "May I ask how the others have dealt with it?",
    "It costs less than we were afraid of.",
    "And that is really all I wanted to say.",
)


def talk(ms: int, rng: random.Random) -> str:
    """Words that take about so long to say, the same for the same random numbers."""
    wanted = max(1, ms // MS_A_WORD)
    words: list[str] = []
    left: list[str] = []
    while len(words) < wanted:
        if not left:
            left = list(_SENTENCES)
            rng.shuffle(left)
        words += left.pop().split()
    return " ".join(words[:wanted])


def cues(text: str) -> Iterator[str]:
    """A sentence cut where captions are: after a comma or full stop once there are some words, else when full."""
    words: list[str] = []
    for word in text.split():
        words.append(word)
        ends = word.endswith((",", ".", "?", "!")) and len(words) >= PAUSE_AFTER
        if ends or len(words) >= WORDS_IN_CUE:
            yield " ".join(words)
            words = []
    if words:
        yield " ".join(words)


def spoken_ms(text: str) -> int:
    """How long it takes to say this."""
    return MS_A_WORD * len(text.split())


_HEARD_AS = {
    "landlord": "land lord",
    "landlords": "land lords",
    "tenant": "tenet",
    "tenants": "tenets",
    "damp": "dam",
    "mould": "mold",
    "repairs": "repair",
    "chair": "share",
    "their": "there",
    "there": "their",
    "two": "too",
    "for": "four",
    "residents": "residence",
    "board": "bored",
    "would": "wood",
    "hear": "here",
    "our": "hour",
    "housing": "how sing",
    "policy": "palsy",
    "quarter": "water",
}


def mishear(text: str, one_in: int, rng: random.Random) -> str:
    """The words as a poor recogniser has them: about one in so many is wrong, joined to the next, or missing.

    0 hears everything. What is left is never nothing.
    """
    if one_in <= 0:
        return text
    heard: list[str] = []
    words: Sequence[str] = text.split()
    for place, word in enumerate(words):
        if rng.randrange(one_in):
            heard.append(word)
            continue
        bare = word.strip(".,?!").lower()
        choice = rng.randrange(3)
        if bare in _HEARD_AS:
            heard.append(_HEARD_AS[bare])
        elif choice == 0 and len(bare) > 3:
            cut = rng.randrange(1, len(bare) - 1)
            heard.append(bare[:cut] + bare[cut + 1 :])
        elif choice == 1 and heard and place:
            heard[-1] += bare
    return " ".join(heard) or text
