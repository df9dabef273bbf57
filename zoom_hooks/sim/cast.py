"""The people of a scenario: one line each, and finding whom a line means."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from zoom_hooks.sim.scenario import CastMember

_SHOWN = re.compile(r'shown as "([^"]+)"', re.IGNORECASE)
_PHONE = re.compile(r"phone (\+?[0-9][0-9 ()-]{4,24})", re.IGNORECASE)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_RESERVED = frozenset({"they", "everybody", "everyone", "anybody", "captions", "webhooks", "zoom", "chat", "note"})


class NotUnderstood(ValueError):
    """Words that mean nothing here; the message says what to write instead."""


def member(words: str) -> CastMember:
    """`Ann Able, Northbrook Homes, ann@northbrook.example`: the name first, the rest in any order."""
    name, *rest = (part.strip() for part in _split(words))
    if not name or not name[0].isalpha():
        raise NotUnderstood("a person begins with a name, such as: Ann Able, Northbrook Homes, ann@northbrook.example")
    if name.split()[0].casefold() in _RESERVED:
        raise NotUnderstood(f"“{name}” cannot be a name here, for lines that begin so mean something else")
    made: dict[str, object] = {"name": name}
    for part in rest:
        key, value = _particular(part)
        if made.get(key):
            raise NotUnderstood(f"“{part}” comes after “{made[key]}”, and only one of them can be so")
        made[key] = value
    return CastMember(**made)  # type: ignore[arg-type]


def _split(words: str) -> list[str]:
    """Parts between commas, except commas inside quotes."""
    return re.findall(r'(?:[^,"]|"[^"]*")+', words)


def _particular(part: str) -> tuple[str, object]:
    low = part.casefold()
    if low in ("host", "co-host", "cohost"):
        return "role", "host" if low == "host" else "co-host"
    if low in ("bot", "a bot", "note-taker"):
        return "is_bot", True
    if low == "not registered":
        return "is_registered", False
    if found := _SHOWN.fullmatch(part):
        return "shown_as", found[1]
    if found := _PHONE.fullmatch(part):
        return "phone", found[1].strip()
    if "@" in part:
        if not _ADDRESS.fullmatch(part):
            raise NotUnderstood(f"“{part}” is no e-mail address")
        return "email", part
    if low.startswith(("phone", "shown")):
        raise NotUnderstood(f'“{part}” is not known; write for instance: phone +44 20 7946 0123, or: shown as "iPad"')
    return "org", part


class Names:
    """Finds whom a line means: by the whole name, or its first words where only one person has them."""

    def __init__(self, people: Sequence[CastMember]) -> None:
        self._people = tuple(people)

    def find(self, words: str) -> CastMember:
        """Exactly this person. Raises NotUnderstood."""
        found, rest = self.begin(words)
        if found is None or rest:
            raise NotUnderstood(f"nobody here is called “{words}”{self.advice(words)}")
        return found

    def begin(self, words: str) -> tuple[CastMember | None, str]:
        """Whom a line begins with, and the rest of it. Raises NotUnderstood when two people are meant."""
        spoken = words.split()
        for length in range(len(spoken), 0, -1):
            start = " ".join(spoken[:length]).casefold()
            meant = [person for person in self._people if person.name.casefold() == start] or [
                person for person in self._people if f"{person.name} ".casefold().startswith(f"{start} ")
            ]
            if len(meant) > 1:
                names = " or ".join(person.name for person in meant)
                raise NotUnderstood(f"“{' '.join(spoken[:length])}” may be {names}: write the whole name")
            if meant:
                return meant[0], " ".join(spoken[length:])
        return None, words

    def advice(self, words: str) -> str:
        """Whose name is nearly this, as the end of a sentence."""
        first = {person.name.split()[0].casefold(): person.name for person in self._people}
        near = difflib.get_close_matches((words.split() or [""])[0].casefold(), list(first), 1, 0.6)
        return f". Did you mean {first[near[0]]}?" if near else "; the People block says who is"
