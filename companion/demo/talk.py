"""What is said: sentences from a hand-written stock, put together per turn, and cut into captions as Zoom cuts them.

One seed gives one evening. No sentence of the stock is used twice before all of its kind were used once.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources

from companion.demo.cast import CHAIR, STEWARD, Cast, Person

WORDS_IN_CUE = 9
PAUSE_AFTER = 5  # words, before a comma may end a caption
MS_A_WORD = 520
MS_BETWEEN = 900

#: people who are spoken of and are in nobody's list: what a reviewer has to watch for
RESIDENTS = ("Mrs Tolliver", "Mr Banerjee-Holt", "Miss Quennell", "Mrs Adjei-Firth", "Mr Szymczyk", "Mrs Pemberthy")
COLLEAGUES = ("Beverley Stannard", "Anjali Dusek", "Terrence Oldcorn", "Maureen Fitzhugh-Ross", "Kofi Larbi-Stone")


@dataclass(frozen=True)
class Cue:
    """One caption, before it has its times: what is said, and how long saying it takes."""

    text: str

    @property
    def ms(self) -> int:
        return max(900, MS_A_WORD * len(self.text.split()))


@dataclass
class Talk:
    """Composes the evening's speech. `said` collects every private person and place that was mentioned."""

    cast: Cast
    seed: int = 2027
    said: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 (a play, not a secret)
        self._left: dict[str, list[str]] = {}

    def scripted(self, name: str, **more: str) -> list[Cue]:
        """A part that is said as it is written, such as the welcome."""
        return [cue for line in stock(name) for cue in self._cues(self._filled(line, None, more))]

    def line(self, text: str, person: Person | None = None, **more: str) -> list[Cue]:
        """One sentence of the script's own."""
        return list(self._cues(self._filled(text, person, more)))

    def hand_over(self, last: Person | None, to: Person) -> list[Cue]:
        """The chair thanks whoever spoke and calls the next by name and landlord."""
        if last is None:
            text = "{next} from {next_landlord}, would you like to start us off?"
        else:
            text = self._draw("chair")
        return list(self._cues(self._filled(text, to, self._others(last, to))))

    def turn(
        self, person: Person, topic: str, count: int, *, last: Person | None = None, extra: tuple[str, ...] = ()
    ) -> list[Cue]:
        """What somebody says in a turn: an opening, `count` sentences on the topic, `extra` in the middle, a close."""
        lines = [self._draw("openings"), *(self._draw(topic) for _ in range(count))]
        if self._random.random() < 0.6:
            lines.insert(self._random.randrange(1, len(lines)), self._draw("asides"))
        middle = len(lines) // 2
        lines = [*lines[:middle], *extra, *lines[middle:], self._draw("closings")]
        others = self._others(last, person)
        return [cue for line in lines for cue in self._cues(self._filled(line, person, others))]

    def _others(self, last: Person | None, to: Person) -> dict[str, str]:
        before = last or self._stranger(to)
        return {
            "last": heard(before.first),
            "next": heard(to.first),
            "next_name": heard(to.name),
            "next_landlord": to.landlord.name,
        }

    def _filled(self, text: str, person: Person | None, more: dict[str, str]) -> str:
        values = {
            "chair": CHAIR.name.split()[0],
            "chair_name": CHAIR.name,
            "steward": STEWARD.name.split()[0],
            **more,
        }
        if person is not None:
            other = self._stranger(person)
            values |= {
                "me": heard(person.first),
                "my_name": heard(person.name),
                "landlord": person.landlord.name,
                "homes": person.landlord.homes,
                "district": person.district,
                "email": spoken(person.email),
                "other": heard(other.first),
                "other_landlord": other.landlord.name,
                "resident": self._random.choice(RESIDENTS),
                "colleague": self._random.choice(COLLEAGUES),
            }
        private = {"resident", "colleague", "district"}
        self.said |= {values[slot] for slot in private if "{" + slot + "}" in text}
        return text.format_map(values)

    def _stranger(self, person: Person) -> Person:
        return self._random.choice([other for other in self.cast.people if other.landlord is not person.landlord])

    def _draw(self, name: str) -> str:
        left = self._left.get(name) or []
        if not left:
            left = list(stock(name))
            self._random.shuffle(left)
        self._left[name] = left
        return left.pop()

    def _cues(self, text: str) -> Iterator[Cue]:
        """Cut a sentence where a caption would be: after a comma once there are some words, else when it is full."""
        words: list[str] = []
        for word in text.split():
            words.append(word)
            ends = word.endswith((",", ".", "?")) and len(words) >= PAUSE_AFTER
            if ends or len(words) >= WORDS_IN_CUE:
                yield Cue(" ".join(words))
                words = []
        if words:
            yield Cue(" ".join(words))


def stock(name: str) -> tuple[str, ...]:
    """The lines of one kind."""
    text = resources.files("companion.demo").joinpath("talk").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def heard(name: str) -> str:
    """A name as captions spell it: speech has no diacritics."""
    plain = unicodedata.normalize("NFKD", name).translate({ord("ł"): "l", ord("Ł"): "L", ord("ı"): "i", ord("Đ"): "D"})
    return "".join(character for character in plain if not unicodedata.combining(character))


def spoken(address: str) -> str:
    """An e-mail address as somebody reads it out."""
    local, _, domain = address.partition("@")
    return f"{local.replace('.', ' dot ')} at {domain.replace('.', ' dot ')}"
