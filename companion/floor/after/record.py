"""What happened, in figures: the items with their time, the breaks, the hands and the turns. Pure, without a name.

All of it is a fold of the journal, so that the minutes, the charts and the screens can never tell different stories.
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from msgspec import Struct

from companion.floor import clocks, events
from companion.floor.changes import believed_ms
from companion.floor.events import Recorded
from companion.floor.state import Floor, Request, Turn
from companion.kernel.ids import AgendaItemId, LandlordId


class ItemRecord(Struct, frozen=True):
    """An agenda item as it went. `used_ms` is what its turns took, `open_ms` how long it was the open item."""

    item_id: AgendaItemId | None
    openings: tuple[tuple[int, int], ...] = ()
    budget_ms: int | None = None
    used_ms: int = 0
    turns: int = 0
    hands: int = 0
    landlords: int = 0

    @property
    def open_ms(self) -> int:
        return sum(closed - opened for opened, closed in self.openings)

    @property
    def over_ms(self) -> int:
        """By how much the turns went beyond the budget; 0 within it, and without one."""
        return 0 if self.budget_ms is None else max(self.used_ms - self.budget_ms, 0)


class Waits(Struct, frozen=True):
    """How long those who were called had waited: how many, the middle one, the longest."""

    called: int = 0
    middle_ms: int = 0
    longest_ms: int = 0


class Record(Struct, frozen=True):
    """A forum session as it went. `left_waiting` counts those who had not been heard when it ended.

    `cases` counts individual cases that were raised, `interests` the declarations that stood to the end.
    `present` and `heard` count landlords; who belongs to none (tenants, officers) is counted in `others_heard`.
    """

    started_ms: int | None = None
    ended_ms: int | None = None
    breaks: tuple[tuple[int, int], ...] = ()
    items: tuple[ItemRecord, ...] = ()
    between: ItemRecord = ItemRecord(None)
    hands: int = 0
    turns: int = 0
    used_ms: int = 0
    present: int = 0
    heard: int = 0
    others_heard: int = 0
    withdrawn: int = 0
    declined: int = 0
    left_waiting: int = 0
    directions: int = 0
    cases: int = 0
    interests: int = 0
    waits: Waits = Waits()

    @property
    def is_over(self) -> bool:
        return self.ended_ms is not None


def record_of(floor: Floor, now_ms: int, agenda: Iterable[AgendaItemId] = ()) -> Record:
    """The record of a forum session as it stands; what is still open counts until `now_ms`.

    Items come in the order of the agenda, then those that were opened without being on it. One that was never opened
    has no openings.
    """
    ended_ms = _time_of(reversed(floor.log), events.SessionEnded) if floor.state == "ended" else None
    until_ms = now_ms if ended_ms is None else ended_ms
    heard_turns = [turn for turn in floor.turns.values() if turn.was_heard]
    order = list(dict.fromkeys((*agenda, *floor.items)))
    return Record(
        started_ms=_time_of(floor.log, events.SessionStarted),
        ended_ms=ended_ms,
        breaks=tuple((start, max(until_ms, start) if end is None else end) for start, end in floor.breaks),
        directions=len(floor.directions),
        cases=len(floor.cases),
        interests=sum(one.is_standing for one in floor.declarations.values()),
        items=tuple(_item(floor, item_id, heard_turns, until_ms) for item_id in order),
        between=_item(floor, None, heard_turns, until_ms),
        hands=len(floor.requests),
        turns=len(heard_turns),
        used_ms=sum(clocks.elapsed_ms(turn, until_ms) for turn in heard_turns),
        present=len(landlords_present(floor)),
        heard=len(floor.heard),
        others_heard=len({turn.participant_id for turn in heard_turns if turn.landlord_id is None}),
        withdrawn=_count(floor, "withdrawn"),
        declined=_count(floor, "declined"),
        left_waiting=len(left_waiting(floor)),
        waits=waits_of(floor),
    )


def landlords_present(floor: Floor) -> set[LandlordId]:
    """Every landlord of whom somebody was in the meeting at some time, or had the floor."""
    came = {floor.known.get(participant_id) for participant_id in floor.presences}
    return {landlord_id for landlord_id in (*came, *floor.heard) if landlord_id is not None}


def left_waiting(floor: Floor) -> list[Request]:
    """Who had asked and was not heard when the session ended, longest waiting first (case 76)."""
    left = [row for row in floor.requests.values() if row.state == "expired" and row.reason == "session_ended"]
    return sorted(left, key=lambda row: (row.raised_at_ms, row.seq))


def left_unsaid(floor: Floor) -> list[Request]:
    """Who was not heard for want of time, longest waiting first: at the end, when their item closed, or declined so."""
    left = [row for row in floor.requests.values() if is_unsaid(row)]
    return sorted(left, key=lambda row: (row.raised_at_ms, row.seq))


def is_unsaid(row: Request) -> bool:
    """Ended for want of time, and not because of what they wanted to say."""
    return row.state == "expired" or (row.state, row.reason) == ("declined", "out_of_time")


def waits(floor: Floor) -> list[int]:
    """How long everybody waited who was heard: from asking to the call that led to their turn."""
    found = []
    for turn in floor.turns.values():
        request = floor.requests.get(turn.request_id) if turn.request_id is not None and turn.was_heard else None
        at_ms = turn.started_at_ms if turn.called_at_ms is None else turn.called_at_ms
        if request is not None and at_ms is not None:
            found.append(max(at_ms - request.raised_at_ms, 0))
    return found


def waits_of(floor: Floor) -> Waits:
    """How long people waited, over all who were heard."""
    found = waits(floor)
    return Waits(len(found), int(median(found)), max(found)) if found else Waits()


def _item(floor: Floor, item_id: AgendaItemId | None, heard: list[Turn], until_ms: int) -> ItemRecord:
    turns = [turn for turn in heard if turn.item_id == item_id]
    item = floor.items.get(item_id) if item_id is not None else None
    openings = item.openings if item is not None else ()
    return ItemRecord(
        item_id,
        tuple((opened, max(until_ms, opened) if closed is None else closed) for opened, closed in openings),
        item.budget_ms if item is not None else None,
        sum(clocks.elapsed_ms(turn, until_ms) for turn in turns),
        len(turns),
        sum(_asked_in(row, openings, item_id) for row in floor.requests.values()),
        len({turn.landlord_id for turn in turns if turn.landlord_id is not None and turn.kind != "answer"}),
    )


def _asked_in(request: Request, openings: tuple[tuple[int, int | None], ...], item_id: AgendaItemId | None) -> bool:
    """Whether somebody asked while an item was open; a hand that was carried on counts where it was raised."""
    if item_id is None:
        return request.item_id is None
    asked = request.raised_at_ms
    return any(opened <= asked and (closed is None or asked < closed) for opened, closed in openings)


def _time_of(log: Iterable[Recorded], kind: type[events.Event]) -> int | None:
    """When the first of its kind happened. Neither a start nor the end that holds can have been undone."""
    return next((believed_ms(one) for one in log if isinstance(one.event, kind)), None)


def _count(floor: Floor, state: str) -> int:
    return sum(row.state == state for row in floor.requests.values())
