"""What a practice session left behind, for its goals and its debrief to be read from. Pure: a fold of the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from companion.floor import clocks
from companion.floor.snapshots import Names
from companion.floor.state import Floor, Request, Turn
from companion.kernel.ids import AgendaItemId, ParticipantId


@dataclass(frozen=True)
class Facts:
    """The floor as it stands at `now_ms`, with names, the agenda in order, and when the session should end.

    `marks` are what happened in Zoom's own window and no journal knows: ("muted", "Gareth Pugh"), and when (ms).
    """

    floor: Floor
    names: Names
    now_ms: int
    ends_at_ms: int
    agenda: tuple[AgendaItemId, ...] = ()
    marks: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        return self.floor.state == "ended"

    def people(self, name: str) -> frozenset[ParticipantId]:
        """Whoever is called so, in any case of letters; a first name alone will do where it is nobody else's."""
        wanted = name.casefold()
        whole = {one for one, known in self.names.people.items() if known.casefold() == wanted}
        if whole:
            return frozenset(whole)
        first = {one: known for one, known in self.names.people.items() if known.casefold().split()[:1] == [wanted]}
        return frozenset(first) if len({*first.values()}) == 1 else frozenset()

    def requests_of(self, name: str) -> list[Request]:
        """Their wishes to speak, in the order of asking."""
        people = self.people(name)
        found = [row for row in self.floor.requests.values() if row.participant_id in people]
        return sorted(found, key=lambda row: (row.raised_at_ms, row.seq))

    def turns(self) -> Iterator[Turn]:
        """Turns that were begun, in the order of beginning."""
        begun = [turn for turn in self.floor.turns.values() if turn.was_heard]
        yield from sorted(begun, key=lambda turn: turn.started_at_ms or 0)

    def turns_of(self, name: str) -> list[Turn]:
        people = self.people(name)
        return [turn for turn in self.turns() if turn.participant_id in people]

    def spoken_ms(self, turn: Turn) -> int:
        return clocks.elapsed_ms(turn, self.now_ms)

    def over_ms(self, turn: Turn) -> int:
        """By how much a turn went beyond its limit, what was added to it included; 0 within it."""
        limit = clocks.limit_ms(turn)
        return 0 if limit is None else max(self.spoken_ms(turn) - limit, 0)

    def waited_ms(self, request: Request) -> int | None:
        """From asking to the call; of who still waits, up to now; None for who took the wish back."""
        turns = [turn for turn in self.floor.turns.values() if turn.request_id == request.id and turn.was_heard]
        at_ms = [turn.called_at_ms or turn.started_at_ms for turn in turns]
        if at_ms and at_ms[0] is not None:
            return max(at_ms[0] - request.raised_at_ms, 0)
        if request.state == "withdrawn":
            return None
        until_ms = self.now_ms if request.closed_at_ms is None else request.closed_at_ms
        return max(until_ms - request.raised_at_ms, 0)
