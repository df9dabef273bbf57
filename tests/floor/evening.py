"""An evening at the floor, for tests: people by name, a clock in seconds, rules recorded as the service does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from companion.floor import clocks, ordering, rules, undoing
from companion.floor.events import AnyEvent, Event, LimitsSet, Recorded, decode, encode
from companion.floor.ids import RequestId, TurnId
from companion.floor.reducer import reduce, replay
from companion.floor.snapshots import Names
from companion.floor.state import Floor, Request, Turn
from companion.kernel.ids import AgendaItemId, LandlordId, ParticipantId

_SPACE = UUID("6f8d3c52-9d27-4b43-9f1c-0a4f6d3b7c11")
START_MS = 1_800_000_000_000

PEOPLE = ("Ann", "Ben", "Cara", "Dev", "Eve", "Fay", "Gus", "Hal", "Ida", "Jo", "Kit", "chair")


def uid(name: str) -> UUID:
    return uuid5(_SPACE, name)


def person(name: str) -> ParticipantId:
    return ParticipantId(uid(f"person {name}"))


def landlord(name: str) -> LandlordId:
    return LandlordId(uid(f"landlord {name}"))


def item(name: str) -> AgendaItemId:
    return AgendaItemId(uid(f"item {name}"))


class Evening:
    """Plays acts one after another. Everything recorded goes through JSON, as in the journal."""

    def __init__(self, *, policy: str = "first_come", live: bool = True, limits: LimitsSet | None = None) -> None:
        self.floor = Floor()
        self.now_ms = START_MS
        self._acts = 0
        self.homes: dict[str, str] = {}
        self.act(rules.set_policy, policy)
        if limits is not None:
            self.act(rules.set_limits, limits)
        if live:
            self.act(rules.start_session)

    # time

    def at(self, seconds: float) -> Evening:
        """Stand at so many seconds after the start."""
        self.now_ms = START_MS + round(seconds * 1000)
        return self

    def later(self, seconds: float) -> Evening:
        self.now_ms += round(seconds * 1000)
        return self

    # recording

    def record(
        self,
        *happened: Event,
        occurred: float | None = None,
        source: str = "page",
        role: str = "chair",
        version: int | None = None,
        key: str | None = None,
    ) -> Evening:
        """Append events as one command, at the evening's time; `occurred` in seconds after the start."""
        self._acts += 1
        occurred_ms = self.now_ms if occurred is None else START_MS + round(occurred * 1000)
        for number, event in enumerate(happened):
            stored: AnyEvent = decode(*encode(event))
            self.floor = reduce(
                self.floor,
                Recorded(
                    self.floor.seq + 1,
                    f"{key or f'act {self._acts}'}/{number}",
                    occurred_ms,
                    self.now_ms,
                    stored,
                    actor_role=role,
                    source=source,
                    source_version=version,
                ),
            )
        return self

    def act(self, verb: Callable[..., tuple[Event, ...]], *args: Any, role: str = "chair", **kwargs: Any) -> Evening:
        return self.record(*verb(self.floor, *args, **kwargs), role=role)

    # people

    def home(self, name: str, landlord_name: str) -> Evening:
        self.homes[name] = landlord_name
        return self

    def home_of(self, name: str) -> LandlordId | None:
        return landlord(self.homes[name]) if name in self.homes else None

    def joins(self, name: str, connection: str = "") -> Evening:
        return self.act(rules.join, person(name), self.home_of(name), connection, role="zoom")

    def leaves(self, name: str, connection: str = "") -> Evening:
        return self.act(rules.leave, person(name), connection, role="zoom")

    def raises(
        self,
        name: str,
        source: str = "page",
        *,
        occurred: float | None = None,
        version: int | None = None,
        role: str = "registrant",
        **more: Any,
    ) -> Evening:
        occurred_ms = self.now_ms if occurred is None else START_MS + round(occurred * 1000)
        happened = rules.raise_hand(
            self.floor,
            person(name),
            request_id=RequestId(uid(f"request {name} {self._acts} {source}")),
            source=source,
            occurred_at_ms=occurred_ms,
            received_at_ms=self.now_ms,
            landlord_id=self.home_of(name),
            **more,
        )
        return self.record(*happened, occurred=occurred, source=source, role=role, version=version)

    def lowers(
        self, name: str, source: str = "page", *, occurred: float | None = None, everywhere: bool = False
    ) -> Evening:
        happened = rules.lower_hand(self.floor, person(name), source=source, everywhere=everywhere)
        return self.record(*happened, occurred=occurred, source=source, role="registrant")

    # the chair

    def turn_id(self) -> TurnId:
        return TurnId(uid(f"turn {self._acts}"))

    def calls(self, name: str | None = None, **more: Any) -> Evening:
        if name is None:
            return self.act(rules.call_next, turn_id=self.turn_id())
        return self.act(rules.call, self.hand(name).id, turn_id=self.turn_id(), **more)

    def starts(self, **more: Any) -> Evening:
        return self.act(rules.start, now_ms=self.now_ms, **more)

    def speaks(self, name: str | None = None, seconds: float = 60) -> Evening:
        """Call, start, and end after so many seconds."""
        return self.calls(name).starts().later(seconds).act(rules.end)

    def undoes(self, **more: Any) -> Evening:
        return self.act(undoing.undo, now_ms=self.now_ms, **more)

    def redoes(self) -> Evening:
        return self.act(undoing.redo)

    # looking

    def hand(self, name: str) -> Request:
        """The live request of somebody."""
        request = self.floor.live_of(person(name)) or self.floor.live_of(person(name), "priority")
        assert request is not None, f"{name} has no hand up"
        return request

    def names(self, *everybody: str) -> dict[ParticipantId, str]:
        return {person(name): name for name in everybody}

    def queue(self) -> list[str]:
        """Who waits, in order, by name."""
        return [self.name_of(row.participant_id) for row in ordering.order(self.floor)]

    def name_of(self, participant_id: ParticipantId) -> str:
        found = {person(name): name for name in (*self.homes, *PEOPLE)}
        return found.get(participant_id, str(participant_id))

    @property
    def speaking(self) -> Turn:
        assert self.floor.speaking is not None, "nobody speaks"
        return self.floor.speaking

    def elapsed(self, turn: Turn | None = None) -> float:
        return clocks.elapsed_ms(turn or self.speaking, self.now_ms) / 1000

    def clock(self) -> clocks.TurnClock:
        return clocks.clock_of(self.speaking, self.now_ms, self.floor.limits)

    def why(self, name: str) -> tuple[str, ...]:
        return ordering.why(self.floor, self.hand(name), self.now_ms)

    def all_names(self) -> Names:
        people = {participant_id: self.name_of(participant_id) for participant_id in self.floor.known}
        homes = {landlord(home): home for home in self.homes.values()}
        return Names(people, homes, {item("damp"): "Damp and mould", item("rents"): "Rents"})

    def replayed(self) -> Floor:
        return replay(self.floor.log)
