"""What happened, one thing after another, by whom and for which stated reason: what a complaint is answered from.

Pure and without names: entries hold ids and state words, `telling.py` puts them into sentences. What was taken back
stays in the line, marked as taken back; nothing is left out because it is inconvenient.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from companion.floor import events
from companion.floor.after.tellers import TELL, plainly
from companion.floor.changes import believed_ms
from companion.floor.events import Recorded
from companion.floor.reducer import reduce, undoing_of
from companion.floor.state import Floor
from companion.kernel.ids import AgendaItemId, ParticipantId


class Entry(Struct, frozen=True):
    """One thing that happened. `what` names the sentence, `reason` is a state word or the order's own words.

    `others` are those it went before: whom a call or a move passed over. `ms` is a length of time where there is one.
    `taken_back_ms` says when it was undone; it has had no effect since.
    """

    seq: int
    at_ms: int
    what: str
    participant_id: ParticipantId | None = None
    by_role: str = ""
    by_id: ParticipantId | None = None
    source: str = ""
    item_id: AgendaItemId | None = None
    reason: str = ""
    ms: int | None = None
    others: tuple[ParticipantId, ...] = ()
    whys: tuple[str, ...] = ()  # for each of `others`, why it was put back, as that person may be told
    taken_back_ms: int | None = None

    def concerns(self, participant_id: ParticipantId) -> bool:
        """Whether it is about this person, or put somebody before them."""
        return participant_id == self.participant_id or participant_id in self.others


def timeline_of(floor: Floor) -> tuple[Entry, ...]:
    """The whole of it, in the order of the journal."""
    undoing = undoing_of(floor.log)
    taken_back = {one.event.target_seq: one.received_at_ms for one in floor.log if isinstance(one.event, events.Undone)}
    before, entries = Floor(), []
    for one in floor.log:
        if isinstance(one.event, events.Undone):
            continue
        if one.seq in undoing:
            after = replace(reduce(before, one), log=())
            entry = _entry(before, after, one)
            entries.append(entry and replace(entry, taken_back_ms=taken_back[one.seq]))
            continue
        after = replace(reduce(before, one), log=())
        entries.append(_entry(before, after, one))
        before = after
    same = _recognised(floor, undoing)
    return tuple(_as_known_now(entry, same) for entry in entries if entry is not None)


def _recognised(floor: Floor, undoing: Mapping[int, Any]) -> dict[ParticipantId, ParticipantId]:
    """Who was known as somebody else at first: a caller, a guest (I12: they are one person all along)."""
    same: dict[ParticipantId, ParticipantId] = {}
    for one in floor.log:
        event = one.event
        if isinstance(event, events.PresenceRecognised) and one.seq not in undoing:
            old, new = event.participant_id, event.as_participant_id
            if old != new:
                same = {who: new if now == old else now for who, now in same.items() if who != new} | {old: new}
    return same


def _as_known_now(entry: Entry, same: Mapping[ParticipantId, ParticipantId]) -> Entry:
    if not same:
        return entry
    who = entry.participant_id
    others = tuple(same.get(one, one) for one in entry.others)
    return replace(entry, participant_id=same.get(who, who) if who is not None else None, others=others)


def part_of(entries: Iterable[Entry], participant_id: ParticipantId) -> tuple[Entry, ...]:
    """One person's part of the timeline, with what put others before them."""
    return tuple(entry for entry in entries if entry.concerns(participant_id))


def _entry(before: Floor, after: Floor, recorded: Recorded) -> Entry | None:
    tell = TELL.get(type(recorded.event))
    told = tell(before, after, recorded, recorded.event) if tell is not None else plainly(recorded)
    if told is None:
        return None
    entry = Entry(
        recorded.seq,
        told.pop("at_ms", believed_ms(recorded)),
        told.pop("what"),
        by_role=recorded.actor_role,
        by_id=recorded.actor_id,
        source=recorded.source,
        item_id=told.pop("item_id", before.item_id),
    )
    return replace(entry, **told)
