"""A second opinion on the queue and the clocks: it reads the journal's rows and shares no code with the floor.

It knows what happens in the play and nothing more: landlords not yet heard first, then people, then who asked first;
five times passed comes first; away and unanswered are passed over; what the chair moved stays where it was put.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

MOST_PASSES = 5
BELIEVED_BACK_MS = 10_000


class Row(Protocol):
    """A row of the journal."""

    @property
    def seq(self) -> int: ...
    @property
    def type(self) -> str: ...
    @property
    def payload(self) -> Mapping[str, Any]: ...
    @property
    def occurred_at_ms(self) -> int: ...
    @property
    def received_at_ms(self) -> int: ...


@dataclass
class Waiting:
    """Somebody who waits."""

    id: str
    person: str
    landlord: str | None
    asked: tuple[int, int]
    passes: int = 0
    rests: bool = False
    pin: tuple[int, str, str] | None = None  # number, anchor, before or after


@dataclass
class Verdict:
    """What the oracle says about a journal: calls out of order, and the milliseconds of each turn."""

    calls: int = 0
    out_of_order: list[int] = field(default_factory=list)
    spoken_ms: dict[str, int] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)  # request → how it came to an end
    raised: set[str] = field(default_factory=set)


class Oracle:
    """Reads a journal from its beginning."""

    def __init__(self) -> None:
        self.verdict = Verdict()
        self._queue: dict[str, Waiting] = {}
        self._connections: dict[str, set[str]] = {}
        self._heard: set[str] = set()
        self._turns: dict[str, Waiting] = {}
        self._running: dict[str, int] = {}
        self._landlords: dict[str, str] = {}

    def read(self, rows: Iterable[Row]) -> Verdict:
        """Read it all."""
        found = list(rows)
        undone = {row.payload["target_seq"]: row for row in found if row.type == "undone"}
        by_seq = {row.seq: row for row in found}
        for row in found:
            if row.type == "undone":
                self._take_up_again(row, by_seq[row.payload["target_seq"]])
            elif row.seq in undone:
                self._halt(str(row.payload["turn_id"]), moment(row))
            else:
                act = getattr(self, "_" + row.type.replace(".", "_"), None)
                if act is not None:
                    act(row, row.payload)
        return self.verdict

    # hands

    def _hand_raised(self, row: Row, said: Mapping[str, Any]) -> None:
        person = said["participant_id"]
        landlord = self._landlord(person, said.get("landlord_id"))
        if any(one.person == person for one in self._queue.values()):
            return
        at = said.get("at_ms") or moment(row)
        self._queue[said["request_id"]] = Waiting(said["request_id"], person, landlord, (at, row.seq))
        self.verdict.raised.add(said["request_id"])

    def _hand_lowered(self, _row: Row, said: Mapping[str, Any]) -> None:
        for one in [one for one in self._queue.values() if one.person == said["participant_id"]]:
            self._leave(one, "lowered")

    def _order_pinned(self, row: Row, said: Mapping[str, Any]) -> None:
        self._queue[said["request_id"]].pin = (row.seq, said["anchor_id"], said.get("place", "before"))

    # turns

    def _turn_called(self, row: Row, said: Mapping[str, Any]) -> None:
        self.verdict.calls += 1
        called = self._queue[said["request_id"]]
        if not said.get("chosen") and self._next() is not called:
            self.verdict.out_of_order.append(row.seq)
        for one in self._queue.values():
            if one.asked < called.asked and not one.rests and not self._is_away(one):
                one.passes += 1
            one.rests = False
        self._turns[said["turn_id"]] = called
        self._leave(called, "called")

    def _turn_skipped(self, _row: Row, said: Mapping[str, Any]) -> None:
        back = self._turns.pop(said["turn_id"])
        back.rests, back.pin = True, None
        self._queue[back.id] = back

    def _turn_started(self, row: Row, said: Mapping[str, Any]) -> None:
        person = said["participant_id"]
        self._heard |= {person, self._landlord(person, said.get("landlord_id")) or person}
        self._running[said["turn_id"]] = moment(row)
        self.verdict.spoken_ms[said["turn_id"]] = 0

    def _turn_paused(self, row: Row, said: Mapping[str, Any]) -> None:
        self._halt(said["turn_id"], moment(row))

    def _turn_resumed(self, row: Row, said: Mapping[str, Any]) -> None:
        self._running[said["turn_id"]] = moment(row)

    def _turn_ended(self, row: Row, said: Mapping[str, Any]) -> None:
        self._halt(said["turn_id"], moment(row))
        self.verdict.ended[self._turns[said["turn_id"]].id] = "spoke"

    def _take_up_again(self, row: Row, target: Row) -> None:
        if target.type == "turn.ended":
            self._running[str(target.payload["turn_id"])] = moment(row)

    def _halt(self, turn_id: str, at_ms: int) -> None:
        since = self._running.pop(turn_id, None)
        if since is not None:
            self.verdict.spoken_ms[turn_id] += at_ms - since

    # presence

    def _presence_joined(self, _row: Row, said: Mapping[str, Any]) -> None:
        self._landlord(said["participant_id"], said.get("landlord_id"))
        self._connections.setdefault(said["participant_id"], set()).add(said.get("connection", ""))

    def _presence_left(self, _row: Row, said: Mapping[str, Any]) -> None:
        self._connections.setdefault(said["participant_id"], set()).discard(said.get("connection", ""))

    def _session_ended(self, _row: Row, _said: Mapping[str, Any]) -> None:
        for one in list(self._queue.values()):
            self._leave(one, "not reached")

    # the order

    def _next(self) -> Waiting | None:
        here = [row for row in self._order() if not self._is_away(row)]
        return next((row for row in here if not row.rests), here[0] if here else None)

    def _order(self) -> list[Waiting]:
        rows = sorted(self._queue.values(), key=self._rank)
        for row in sorted((row for row in rows if row.pin), key=lambda row: row.pin or (0, "", "")):
            _, anchor, place = row.pin or (0, "", "")
            rest = [other for other in rows if other is not row]
            at = next((number for number, other in enumerate(rest) if other.id == anchor), None)
            if at is not None:
                rest.insert(at + (place == "after"), row)
                rows = rest
        return rows

    def _rank(self, one: Waiting) -> tuple[int, ...]:
        if one.passes >= MOST_PASSES:
            return (0, *one.asked)
        return (1, int((one.landlord or one.person) in self._heard), int(one.person in self._heard), *one.asked)

    def _is_away(self, one: Waiting) -> bool:
        return self._connections.get(one.person) == set()

    def _leave(self, one: Waiting, how: str) -> None:
        rows = [row for row in self._order() if row is not one]
        del self._queue[one.id]
        one.pin = None
        for at, row in enumerate(rows):
            if row.pin and row.pin[1] == one.id:
                row.pin = _beside(row.pin[0], rows, at)
        if how != "called":
            self.verdict.ended[one.id] = how

    def _landlord(self, person: str, said: str | None) -> str | None:
        if said is not None:
            self._landlords[person] = said
        return self._landlords.get(person)


def _beside(number: int, rows: list[Waiting], at: int) -> tuple[int, str, str] | None:
    """Where somebody was put, said by the neighbour that is left."""
    if at + 1 < len(rows):
        return number, rows[at + 1].id, "before"
    return (number, rows[at - 1].id, "after") if at else None


def moment(row: Row) -> int:
    """When it happened: as its source says, but not in our future and not long before we heard."""
    return min(max(row.occurred_at_ms, row.received_at_ms - BELIEVED_BACK_MS), row.received_at_ms)
