"""The forum session that is played: its agenda, who asks to speak when and how, and what goes wrong where."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from companion.demo.cast import Cast, Person

TITLE = "Landlords with over 1,000 homes"
PROGRAMME = "Landlord Connect"
STARTS_IN_DAYS = 9


@dataclass(frozen=True)
class Item:
    """An agenda item: what stock it is spoken from, how many turns it gets and how long each is."""

    title: str
    kind: str
    minutes: int
    topic: str
    turns: int
    sentences: int
    introduction: tuple[str, ...]


AGENDA = (
    Item("Welcome and how we work", "update", 6, "welcome", 0, 0, ()),
    Item(
        "Damp and mould, one winter on", "sharing", 22, "damp", 7, 6,
        (
            "So, first item, damp and mould. One winter on.",
            "What I'd like to hear is one thing you changed, and how you know it worked for the person living there.",
        ),
    ),
    Item(
        "Complaint handling that people trust", "sharing", 20, "complaints", 7, 6,
        (
            "Thank you all. Let's move to complaint handling.",
            "We see many letters that are correct and don't help anyone, so please tell us about one that did.",
        ),
    ),
    Item(
        "Repairs: from visited to fixed", "sharing", 18, "repairs", 6, 6,
        ("Third item, repairs. And I'd really like to hear about the bit between the first visit and the fix.",),
    ),
    Item(
        "Learning from what goes wrong", "feedback", 16, "learning", 6, 6,
        ("Learning. This one is close to my heart, so I'll try to stay out of it.",),
    ),
    Item(
        "What next", "networking", 8, "next", 5, 3,
        ("Last item. What would you like next time, and what are you taking away? One breath each.",),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """A hand that goes up in an item before its turn number `before`, by the page, the chat, or the steward."""

    person: Person
    how: str
    before: int


#: (item, turn) → what happens in or before that turn, in this order. The words are the director's methods.
MOMENTS: dict[tuple[int, int], tuple[str, ...]] = {
    (1, 1): ("lose_connection", "pause"),
    (1, 3): ("extend",),
    (1, 5): ("come_back",),
    (2, 1): ("pin",),
    (2, 2): ("cut_in",),
    (2, 3): ("read_address_out",),
    (2, 4): ("end_by_mistake",),
    (3, 1): ("start_a_case_number",),
    (3, 2): ("phone_caller",),
    (3, 4): ("no_answer",),
    (4, 1): ("homes_give_away",),
    (4, 2): ("lower_in_chat",),
}

#: what is said at some of these moments, in the middle of the turn
SAID_THERE: dict[str, tuple[str, ...]] = {
    "read_address_out": ("If anyone wants that letter my e-mail is {email}, all lower case.",),
    "start_a_case_number": ("We had one, it was case 202314 05, sorry, I shouldn't give the number.",),
    "homes_give_away": ("I mean we're the only ones with exactly {homes} homes so you'll all know it's us anyway.",),
}


def wishes(cast: Cast, seed: int = 2027) -> dict[int, list[Wish]]:
    """Who asks to speak in which item. Five ask at once when an item opens, the others while somebody speaks."""
    chance = random.Random(seed)  # noqa: S311 (a play, not a secret)
    waiting = _speakers(cast, chance)
    found: dict[int, list[Wish]] = {}
    for number, item in enumerate(AGENDA):
        hands = item.turns + (1 if item.turns else 0)
        found[number] = [
            Wish(next(waiting), chance.choice(("page", "page", "chat", "steward")), max(0, place - 4))
            for place in range(hands)
        ]
    drops = cast.one("drops")
    found[1].insert(2, Wish(drops, "page", 0))
    return found


def _speakers(cast: Cast, chance: random.Random) -> Iterator[Person]:
    """Those who speak, one after the other, round and round, in an order of the evening's own."""
    speaking = list(cast.playing("speaks"))
    chance.shuffle(speaking)
    while True:
        yield from speaking
