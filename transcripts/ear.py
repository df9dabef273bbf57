"""The names that are listened for, as sounds, and which of them a sound comes near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from transcripts.forms import Form, Gate
from transcripts.lexicon.bodies import GENERIC, TAILS
from transcripts.origins import say_names
from transcripts.phonemes import code
from transcripts.spans import Kind

LEAST = 0.56  # less alike than this, and no surroundings make a name of it
_SHORTEST = 4  # of a code: "lee" is four characters
_AT_ONCE = 4096
_STEPS = 20
_FAMILY = {"L": "L", "D": "D", "A": "D", "P": "P", "K": "K"}


@dataclass(frozen=True, slots=True)
class Heard:
    """A name that a sound comes near, and how near: 1 is the very sound."""

    alike: float
    code: str
    form: Form


class Ear:
    """Names of people and landlords by their sounds."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._forms: dict[str, list[Form]] = defaultdict(list)
        self._letters: dict[str, list[Form]] = defaultdict(list)
        for form in _worth_hearing(forms):
            words = tuple(token for token in form.tokens if token.isalpha())
            self._letters["".join(words)].append(form)
            for said in say_names(words):
                sounds = code(said)
                if len(sounds) >= _SHORTEST and form not in self._forms[sounds]:
                    self._forms[sounds].append(form)
        shelves: dict[tuple[str, int], list[str]] = defaultdict(list)
        for sounds in self._forms:
            if self._forms[sounds]:
                for size in range(_size(len(sounds) * 0.7), _size(len(sounds) / 0.7) + 1):
                    shelves[_family(sounds), size].append(sounds)
        self._shelves = dict(shelves)
        self._of: dict[str, list[str]] = defaultdict(list)
        for sounds, those in self._forms.items():
            for entity in {form.entity for form in those}:
                self._of[entity].append(sounds)
        self.longest = int(max(map(len, self._forms), default=0) / 0.6)
        self._known: dict[str, tuple[Heard, ...]] = {}

    def __bool__(self) -> bool:
        return bool(self._forms)

    def knows(self, entity: str) -> bool:
        """Is any name of theirs listened for?"""
        return entity in self._of

    def nearest(self, many: Sequence[str], least: Sequence[float] = ()) -> list[float]:
        """How near each of many sounds comes to any name, to five places; 0 where that is less than LEAST. `least` is,
        for each, how near it has to come to matter: anything lower may be answered where it does not. All at once is
        ten times as fast as one by one."""
        best = [0.0] * len(many)
        groups: dict[tuple[str, int, int], list[int]] = defaultdict(list)
        for number, sounds in enumerate(many):
            if len(sounds) <= self.longest:
                step = int(least[number] * _STEPS) if least else 0
                groups[_family(sounds), _size(len(sounds)), step].append(number)
        for (family, size, step), numbers in groups.items():
            for at in range(0, len(numbers), _AT_ONCE):
                some = numbers[at : at + _AT_ONCE]
                group = [many[number] for number in some]
                shelf = _of_such_length(self._shelves.get((family, size), ()), group, step / _STEPS)
                for number, score in zip(some, _best(group, shelf), strict=True):
                    best[number] = score
        return best

    def near(self, sounds: str, *, letters: str = "") -> tuple[Heard, ...]:
        """The names that sounds come near, each once, nearest first. `letters` is the word where it is in no
        dictionary: then its spelling counts too."""
        key = f"{sounds} {letters}"
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._near(sounds, letters)
        return known

    def near_to(self, sounds: str, entity: str) -> tuple[Heard, ...]:
        """How near the sounds come to the names of one person, however they begin."""
        key = f"{sounds} {entity}"
        known = self._known.get(key)
        if known is None:
            found: dict[tuple[str, tuple[str, ...]], Heard] = {}
            for candidate, alike, _ in process.extract(
                sounds, self._of.get(entity, ()), scorer=Levenshtein.normalized_similarity, score_cutoff=LEAST, limit=3
            ):
                for form in self._forms[candidate]:
                    if form.entity == entity:
                        self._keep(found, Heard(alike, candidate, form))
            known = self._known[key] = tuple(found.values())
        return known

    def _near(self, sounds: str, letters: str) -> tuple[Heard, ...]:
        found: dict[tuple[str, tuple[str, ...]], Heard] = {}
        shelf = self._shelves.get((_family(sounds), _size(len(sounds))), ())
        for candidate, alike, _ in process.extract(
            sounds, shelf, scorer=Levenshtein.normalized_similarity, score_cutoff=LEAST, limit=12
        ):
            for form in self._forms[candidate]:
                self._keep(found, Heard(alike, candidate, form))
        if len(letters) > 3:
            for name, ratio, _ in process.extract(
                letters, self._letters.keys(), scorer=fuzz.ratio, score_cutoff=75, limit=4
            ):
                for form in self._letters[name]:
                    sound = max((hit.alike for hit in found.values() if hit.form is form), default=0.5)
                    alike = max(sound, 0.45 * sound + 0.55 * ratio / 100)
                    self._keep(found, Heard(alike, sounds, form))
        return tuple(sorted(found.values(), key=lambda heard: -heard.alike))

    @staticmethod
    def _keep(found: dict[tuple[str, tuple[str, ...]], Heard], heard: Heard) -> None:
        key = (heard.form.entity, heard.form.tokens)
        if key not in found or found[key].alike < heard.alike:
            found[key] = heard


def _worth_hearing(forms: Iterable[Form]) -> Iterable[Form]:
    seen: set[tuple[str, str]] = set()
    for form in forms:
        words = [token for token in form.tokens if token.isalpha()]
        joined = "".join(words)
        if (
            form.is_derived
            or "turned" in form.how
            or form.gate in (Gate.CAPITALS, Gate.CUE)
            or form.kind not in (Kind.PERSON, Kind.ORG, Kind.PLACE)
            or len(words) > 5
            or len(joined) < 2
            or any(part.isdigit() or part == "+" for part in form.tokens)
            or any(len(word) == 1 for word in words)
            or ("run together" in form.how)
            or (form.kind is Kind.ORG and (set(words) <= GENERIC | TAILS or (joined.isalpha() and len(joined) < 4)))
            or (joined, form.entity) in seen
        ):
            continue
        seen.add((joined, form.entity))
        yield form


def _of_such_length(names: Sequence[str], group: Sequence[str], least: float) -> list[str]:
    """The names that are not so much longer or shorter than all of the group that none can be so much alike."""
    shortest, longest = min(map(len, group)) * least, max(map(len, group))
    return [name for name in names if len(name) >= shortest and len(name) * least <= longest]


def _best(group: Sequence[str], names: Sequence[str]) -> list[float]:
    if not names:
        return [0.0] * len(group)
    scores = process.cdist(group, names, scorer=Levenshtein.normalized_similarity, score_cutoff=LEAST - 1e-5)
    return [float(best) for best in scores.max(axis=1).tolist()]


def _family(sounds: str) -> str:
    """Where the first consonant is made: lips, teeth, palate, throat. Names in one family are compared."""
    for sound in sounds:
        if sound in _FAMILY:
            return "D" if _FAMILY[sound] == "P" else _FAMILY[sound]
    return ""


def _size(length: float) -> int:
    return round(length / 3)
