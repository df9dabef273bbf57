"""Random journals for property tests: every event there is, with a few ids, whether it makes sense or not."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate
from random import Random
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from companion.floor import events
from companion.floor.events import AnyEvent, Recorded
from companion.floor.reducer import reduce
from companion.floor.state import Floor
from tests.floor.evening import START_MS, landlord, person, uid
from tests.floor.scenes import SCENES

IDS = st.integers(0, 5)
SOURCES = ("zoom", "page", "chat", "staff")
ROLES = ("chair", "steward", "registrant", "zoom")


def recorded(seq: int, event: AnyEvent, occurred_ms: int, received_ms: int, source: str = "page") -> Recorded:
    return Recorded(seq, f"key {seq}", occurred_ms, received_ms, event, source=source)


@st.composite
def anything(draw: st.DrawFn, kinds: tuple[type, ...] = get_args(AnyEvent)) -> AnyEvent:
    """Any event, of these kinds, with any of a few ids."""
    event_type = draw(st.sampled_from(kinds))
    values = {name: draw(field) for name, field in _fields(event_type).items()}
    return event_type(**values)  # type: ignore[no-any-return]


@cache
def _fields(event_type: type) -> dict[str, st.SearchStrategy[Any]]:
    hints = get_type_hints(event_type)
    found = {name: _values(name, hints[name]) for name in event_type.__struct_fields__}  # type: ignore[attr-defined]
    return {name: values for name, values in found.items() if values is not None}


def _values(name: str, hint: Any) -> st.SearchStrategy[Any] | None:
    """What a field may hold; None leaves it at its default."""
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if get_origin(hint) is tuple and get_origin(get_args(hint)[0]) is Literal:
        return st.sets(st.sampled_from(get_args(get_args(hint)[0]))).map(lambda some: tuple(sorted(some)))
    if get_origin(hint) is UnionType:
        some = next(_values(name, one) for one in get_args(hint) if one is not type(None))
        return None if some is None or name == "at_ms" else st.none() | some
    if name.endswith("_id"):
        return IDS.map(_id_maker(name.removesuffix("_id").replace("anchor", "request")))
    if hint is bool:
        return st.booleans()
    if hint is int:
        return st.integers(-1, 30) if name.endswith("_seq") else st.integers(-1000, 100_000)
    return st.sampled_from(["", "a"]) if hint is str else None


def _id_maker(noun: str) -> Any:
    """Ids of people and landlords are those of the evening's."""
    makers = {"participant": lambda n: person(f"p{n}"), "landlord": lambda n: landlord(f"l{n}")}
    return makers.get(noun, lambda n: uid(f"{noun} {n}"))


# Journals that make more sense, from a seed


def journals(most: int = 60) -> st.SearchStrategy[list[Recorded]]:
    """A journal with every kind of event in it, by several sources whose clocks are off by up to 20 s.

    Drawn from a seed and a length, so that it is cheap and a failing one is cut to its shortest beginning. Half of them
    are whole, since what is rare comes late. `test_coverage.py` counts what they reach.
    """
    return st.builds(written, st.integers(0, 2**32 - 1), st.integers(0, most) | st.just(most))


@lru_cache(maxsize=64)
def _written(seed: int, length: int) -> tuple[Recorded, ...]:
    return tuple(_Writer(seed).write(length))


def written(seed: int, length: int) -> list[Recorded]:
    """The first `length` events of the journal of this seed."""
    return list(_written(seed, length))


class _Writer:
    """Writes whatever it likes, mostly about what is there: who waits, who was called, what was declared.

    Now and then it plays a scene (`scenes.py`): some events in a row that hardly ever come together by chance.
    """

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.floor, self.now_ms = Floor(), START_MS
        self._scene: Iterator[AnyEvent | None] = iter(())

    def write(self, length: int) -> Iterator[Recorded]:
        for seq in range(1, length + 1):
            self.now_ms += self.chance.choice((0, 1, 400, 3_000, 11_000, 47_000))
            skew_ms = self.chance.choice((0, 0, 0, -5_000, -20_000, 20_000))
            recorded = Recorded(
                seq,
                f"key {seq}",
                self.now_ms + skew_ms,
                self.now_ms,
                self.from_scene() or self.event(),
                actor_role=self.chance.choice(ROLES),
                source=self.chance.choice(SOURCES),
            )
            self.floor = reduce(self.floor, recorded)
            yield recorded

    def from_scene(self) -> AnyEvent | None:
        """The next event of the scene that is played, each looking at the floor as it then stands; None without one."""
        found = next(self._scene, None)
        if found is None and self.chance.random() < 0.06:
            self._scene = self.chance.choice(SCENES)(lambda: self.floor, self.chance)
            found = next(self._scene, None)
        return found

    def event(self) -> AnyEvent:
        """Now and then at random; else something of the likely kind."""
        kind = self.chance.choices(_EVENTS, cum_weights=_WEIGHTS)[0]
        values: dict[str, Any] = {}
        for name, hint in _hints(kind).items():
            self._fill(values, name, hint)
        self._sensible(kind, values)
        return kind(**values)  # type: ignore[no-any-return]

    def _fill(self, values: dict[str, Any], name: str, hint: Any) -> None:
        if get_origin(hint) is UnionType:
            if name == "at_ms" or self.chance.random() < 0.5:
                return
            hint = next(one for one in get_args(hint) if one is not type(None))
        if get_origin(hint) is Literal:
            values[name] = self.chance.choice(get_args(hint))
        elif get_origin(hint) is tuple and get_origin(get_args(hint)[0]) is Literal:
            values[name] = tuple(one for one in get_args(get_args(hint)[0]) if self.chance.random() < 0.5)
        elif name.endswith("_id"):
            values[name] = self._one_of(name.removesuffix("_id"))
        elif hint is bool:
            values[name] = self.chance.random() < 0.5
        elif hint is int and name.endswith("_seq"):
            values[name] = self._seq(name)
        elif hint is int:
            values[name] = self.chance.randint(0, 300_000)
        elif hint is str:
            values[name] = self.chance.choice(("", "a"))

    def _one_of(self, noun: str) -> Any:
        floor, chance = self.floor, self.chance
        if noun in ("participant", "as_participant"):
            return person(f"p{chance.randrange(7)}")
        if noun == "landlord":
            return landlord(f"l{chance.randrange(4)}")
        if noun == "item":
            return floor.item_id if floor.item_id and chance.random() < 0.6 else uid(f"item {chance.randrange(3)}")
        there: list[Any] = []
        if noun in ("request", "anchor"):
            there = list(floor.live)
        elif noun == "turn":
            there = [turn_id for turn_id in (floor.called, *floor.active) if turn_id]
        elif noun == "declaration":
            there = list(floor.declarations)
        if there and chance.random() < 0.8:
            return chance.choice(there)
        return uid(f"{noun} {chance.randrange(40)}")

    def _seq(self, name: str) -> int:
        there = {"invite_seq": self.floor.invites, "tray_seq": self.floor.tray, "suggested_seq": self.floor.suggested}
        some = [one.seq for one in there.get(name, ())] or list(range(1, self.floor.seq + 1))
        return self.chance.choice(some[-8:] or [1])

    def _sensible(self, kind: type, values: dict[str, Any]) -> None:
        """People mostly come from their own landlord; turns mostly begin for whoever was called."""
        floor, chance = self.floor, self.chance
        if "participant_id" in values and "landlord_id" in _hints(kind) and chance.random() < 0.9:
            values["landlord_id"] = floor.known.get(values["participant_id"]) or landlord(f"l{chance.randrange(4)}")
        if kind is events.TurnCalled:
            values["turn_id"] = uid(f"turn {floor.seq}")
        if kind is events.HandRaised:
            values["request_id"] = uid(f"request new {floor.seq}")
            values["tray_seq"] = None
        if kind is events.TurnStarted:
            called = floor.called_turn
            values["turn_id"] = called.id if called else uid(f"turn {floor.seq}")
            if called is not None and chance.random() < 0.9:
                values["participant_id"], values["request_id"] = called.participant_id, called.request_id


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {name: hints[name] for name in kind.__struct_fields__}  # type: ignore[attr-defined]


_EVENTS: tuple[type, ...] = get_args(AnyEvent)
_LIKELY: dict[type, int] = {
    events.HandRaised: 60,
    events.TurnCalled: 30,
    events.TurnStarted: 30,
    events.TurnEnded: 15,
    events.ItemOpened: 12,
    events.SessionStarted: 12,
    events.PresenceJoined: 12,
    events.InterestDeclared: 25,
    events.InviteMade: 12,
    events.InviteAccepted: 12,
    events.TurnPaused: 8,
    events.HandLowered: 8,
    events.SessionPaused: 2,
    events.SessionEnded: 1,
}
_WEIGHTS = list(accumulate(_LIKELY.get(kind, 5) for kind in _EVENTS))
