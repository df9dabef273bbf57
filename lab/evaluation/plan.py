"""The run of a forum session: a chair, an agenda, turns in which people speak as people do."""

from __future__ import annotations

import random
from dataclasses import dataclass

from lab.evaluation.cases import Case, Label, Turn
from lab.evaluation.cast import OFF_ROSTER, Cast, make_cast, person_piece, roster_of, thing
from lab.evaluation.noise import disturb
from lab.evaluation.people import Landlord, Somebody, display_name
from lab.evaluation.pieces import Piece, join, parse
from lab.evaluation.readable import lines
from lab.evaluation.sounded import disturb as disturb_by_sound

VARIANTS = ("clean", "zoom", "asr", "zoom2", "asr2")
MISHEARD = 0.3
KINDS = {  # how often a bit of each kind stands in a turn
    "talk": 40, "proper": 9, "common": 10, "keep": 7, "naming": 14, "affil": 8, "resident": 7, "colleague": 6,
    "outsider": 4,
    "quantity": 3, "contact": 2,
}  # fmt: skip
PEOPLE = ("me", "chair", "prev", "next", "p1", "p2", "p3")


@dataclass(frozen=True)
class Spoken:
    """One turn before noise: who speaks, and the pieces of what is said."""

    speaker: str
    pieces: tuple[Piece, ...]


class Deck:
    """The lines of each kind of talk, shuffled; a line comes again only when all have been used."""

    def __init__(self, rng: random.Random, folder: str) -> None:
        self._rng, self._folder = rng, folder
        self._left: dict[str, list[str]] = {}

    def draw(self, kind: str) -> str:
        """The next line of the folder's `KIND.txt`."""
        left = self._left.setdefault(kind, [])
        if not left:
            written = lines(f"{self._folder}/{kind}")
            left += self._rng.sample(written, len(written))
        return left.pop()


def make_case(
    seed: int,
    variant: str = "clean",
    *,
    group: str | None = None,
    turns: int = 48,
    mishear: float = MISHEARD,
    talk: str = "talk",
) -> Case:
    """A whole session. The same seed gives the same session in every variant and with names of every group.

    `talk` is the folder of lines: `talk`, or `fresh`, which nothing was tuned by.
    """
    plan = random.Random(f"plan {seed}")
    cast = make_cast(seed, group, plan.randrange(12, 24))
    spoken = _session(cast, plan, turns, talk)
    noise = random.Random(f"noise {seed} {variant} {group}")
    said = [Turn(one.speaker, *join(_heard(one.pieces, variant, noise, mishear))) for one in spoken]
    shown = {person.id: display_name(person, cast.landlord_of(person), noise) for person in cast.people}
    return Case(f"{seed}-{group or 'mixed'}", variant, roster_of(cast), tuple(said), shown)


def _heard(pieces: tuple[Piece, ...], variant: str, rng: random.Random, mishear: float) -> list[Piece]:
    if variant == "clean":
        return list(pieces)
    plain = variant.startswith("asr")
    disturbing = disturb_by_sound if variant.endswith("2") else disturb
    return disturbing(pieces, rng, mishear=mishear, fillers=0.03 if plain else 0.01, plain=plain)


def _session(cast: Cast, rng: random.Random, turns: int, talk: str) -> list[Spoken]:
    deck = Deck(rng, talk)
    chair, *others = cast.people
    out: list[Spoken] = []

    def say(speaker: Somebody, *templates: str, **who: Somebody) -> None:
        filling = _Filling(cast, speaker, who, rng)
        pieces: list[Piece] = []
        for template in templates:
            pieces += filling.fill(template)
            pieces.append(Piece(" "))
        out.append(Spoken(speaker.id, tuple(pieces)))

    first = rng.choice(others)
    say(chair, deck.draw("chair_open"), deck.draw("chair_introductions"), next=first, prev=first)
    order = rng.sample(others, min(len(others), 9))
    for person, following in zip(order, [*order[1:], chair], strict=True):
        say(person, deck.draw("intro"), next=following, prev=chair)
    previous = order[-1]
    while len(out) < turns:
        say(chair, deck.draw("chair_item"), *_bits(deck, rng, 1), next=(following := rng.choice(others)), prev=previous)
        for _ in range(rng.randrange(4, 9)):
            person = following
            following = rng.choice([one for one in others if one is not person])
            opener = [deck.draw("reply")] if rng.random() < 0.5 else []
            say(person, *opener, *_bits(deck, rng, rng.randrange(2, 7)), next=following, prev=previous)
            if rng.random() < 0.8:
                say(chair, deck.draw("chair_bridge"), prev=person, next=following)
            previous = person
    say(chair, deck.draw("chair_close"), prev=previous, next=previous)
    return out


def _bits(deck: Deck, rng: random.Random, count: int) -> list[str]:
    kinds = rng.choices(list(KINDS), weights=list(KINDS.values()), k=count)
    return [deck.draw(kind) for kind in kinds]


class _Filling:
    """Fills the slots of one turn's lines; within a line a slot means the same person throughout."""

    def __init__(self, cast: Cast, me: Somebody, who: dict[str, Somebody], rng: random.Random) -> None:
        self._cast, self._me, self._who, self._rng = cast, me, who, rng

    def fill(self, template: str) -> list[Piece]:
        people = {**self._who, "me": self._me, "chair": self._cast.people[0]}
        others = [one for one in self._cast.people if one not in people.values()]
        people |= dict(zip(("p1", "p2", "p3"), self._rng.sample(others, 3), strict=True))
        bodies: dict[str, tuple[Landlord, Label]] = {"my": (self._cast.landlord_of(self._me), Label.AFFIL)}
        elsewhere = [one for one in self._cast.landlords if one is not bodies["my"][0]]
        bodies |= {
            slot: (one, Label.AFFIL) for slot, one in zip(("o1", "o2"), self._rng.sample(elsewhere, 2), strict=True)
        }
        bodies["roll"] = (self._rng.choice(self._cast.roll), Label.AFFIL)
        bodies["body"] = (self._rng.choice(self._cast.strangers), Label.BODY)
        known = self._rng.random() < 0.25
        pieces: list[Piece] = []
        for kind, content in parse(template):
            if kind == "words":
                pieces.append(Piece(content))
            elif kind != "slot":
                pieces.append(Piece(content, Label.KEEP if kind == "keep" else Label.EITHER, content))
            else:
                pieces += self._slot(content, people, bodies, known)
        return pieces

    def _slot(
        self, slot: str, people: dict[str, Somebody], bodies: dict[str, tuple[Landlord, Label]], known: bool
    ) -> list[Piece]:
        name, _, form = slot.partition(".")
        if name in bodies:
            landlord, label = bodies[name]
            if form in ("homes", "district"):
                return [thing(form, landlord, self._rng)]
            return [Piece(landlord.said(form or "any", self._rng), label, f"o:{landlord.id}", "english")]
        if name in OFF_ROSTER and name not in people:
            people[name] = self._cast.somebody_else(name, known=known and name != "res2")
        if name in people:
            label = Label.RESIDENT if name in OFF_ROSTER else Label.PERSON
            piece = person_piece(people[name], form, label, self._rng)
            if form == "formal":
                title, _, last = piece.text.partition(" ")
                return [Piece(title, Label.EITHER, title), Piece(" "), Piece(last, label, piece.entity, piece.group)]
            return [piece]
        return [thing(slot, bodies["my"][0], self._rng)]
