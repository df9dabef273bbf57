"""Two who turn out to be one: a telephone or a guest is a participant we know, with place, time and interests."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from companion.floor.changes import know_landlord, leave_queue, put_rows
from companion.floor.events import PresenceRecognised, Recorded
from companion.floor.listening import same_voice
from companion.floor.state import Floor, Lane, Presence, Request, Span, Tally, lane_of
from companion.kernel.ids import LandlordId, ParticipantId

_HELD = ("called", "speaking")


def recognised(floor: Floor, recorded: Recorded, event: PresenceRecognised) -> Floor:  # noqa: ARG001
    """All that is the one's becomes the other's. Nothing, while both have been called or speak."""
    one, other = event.participant_id, event.as_participant_id
    if one != other and _collide(floor, one, other):
        return floor
    floor, landlord_id = know_landlord(floor, other, event.landlord_id or floor.known.get(one))
    floor = _rows(floor, one, other, landlord_id)
    turns = {
        turn.id: replace(turn, participant_id=other, landlord_id=turn.landlord_id or landlord_id)
        for turn in floor.turns.values()
        if turn.participant_id in (one, other)
    }
    floor = _tallied(replace(floor, turns=floor.turns | turns))
    return floor if one == other else _beside(floor, one, other)


def _collide(floor: Floor, one: ParticipantId, other: ParticipantId) -> bool:
    rows = (floor.requests[request_id] for request_id in floor.live)
    held = {row.participant_id for row in rows if row.state in _HELD}
    held |= {floor.turns[turn_id].participant_id for turn_id in floor.active}
    return {one, other} <= held


def _rows(floor: Floor, one: ParticipantId, other: ParticipantId, landlord_id: LandlordId | None) -> Floor:
    """Where both have a hand up it becomes one row: the one that was called, or else the one that asked first."""
    rows = [row for row in floor.requests.values() if row.participant_id in (one, other)]
    floor = put_rows(
        floor, [replace(row, participant_id=other, landlord_id=row.landlord_id or landlord_id) for row in rows]
    )
    lanes: tuple[Lane, ...] = ("ordinary", "priority")
    for lane in lanes:
        twins = [floor.requests[each] for each in floor.live if _is_of(floor.requests[each], other, lane)]
        if len(twins) == 2:
            kept, gone = sorted(twins, key=lambda row: (row.state not in _HELD, row.asked))
            floor = _one_row(floor, kept, gone, own=(one, other))
    return floor


def _one_row(floor: Floor, kept: Request, gone: Request, own: tuple[ParticipantId, ParticipantId]) -> Floor:
    """One receipt for both: whoever went before either went before this person, except they themselves."""
    passed = {each.turn_id: each for each in (*gone.overtaken, *kept.overtaken)}
    overtaken = tuple(each for turn_id, each in passed.items() if floor.turns[turn_id].participant_id not in own)
    kept = replace(
        kept,
        sources=(*kept.sources, *(source for source in gone.sources if source not in kept.sources)),
        overtaken=overtaken,
        passes=min(max(kept.passes, gone.passes), len(overtaken)),
        is_invited=kept.is_invited or gone.is_invited,
        note_id=kept.note_id or gone.note_id,
    )
    floor = leave_queue(
        floor, gone, "withdrawn", sources=(), reason="same_person", is_resting=False, closed_at_ms=gone.raised_at_ms
    )
    pin = floor.requests[kept.id].pin
    return put_rows(floor, [replace(kept, pin=pin)])


def _is_of(row: Request, participant_id: ParticipantId, lane: Lane) -> bool:
    return row.participant_id == participant_id and lane_of(row.kind) == lane


def _tallied(floor: Floor) -> Floor:
    """What everybody has had, counted anew from the turns."""
    people: dict[ParticipantId, Tally] = {}
    heard: dict[LandlordId, Tally] = {}
    for turn in floor.turns.values():
        if not turn.was_heard:
            continue
        spent_ms = sum(end - start for start, end in turn.intervals)
        had = people.get(turn.participant_id, Tally())
        people[turn.participant_id] = Tally(had.turns + 1, had.spent_ms + spent_ms)
        if turn.charged_to is not None:
            had = heard.get(turn.charged_to, Tally())
            heard[turn.charged_to] = Tally(had.turns + 1, had.spent_ms + spent_ms)
    return replace(floor, people=people, heard=heard)


def _beside(floor: Floor, one: ParticipantId, other: ParticipantId) -> Floor:
    """Everything else that is kept by participant. The one stays known, as somebody who is not here."""
    known, before = floor.presences.get(other), floor.presences.get(one)
    presences = floor.presences | {one: Presence(one)}
    if known is not None or before is not None:
        connections = {name: at for each in (before, known) if each for name, at in each.connections}
        left_ms = max((each.left_at_ms or 0 for each in (before, known) if each), default=0) or None
        presences[other] = Presence(other, tuple(connections.items()), None if connections else left_ms)
    spans: dict[tuple[ParticipantId, Lane], tuple[Span, ...]] = {}
    for (who, lane), some in floor.spans.items():
        key = (other if who == one else who, lane)
        spans[key] = (*spans.get(key, ()), *some)
    versions: dict[tuple[ParticipantId, str], int] = {}
    for (who, source), version in floor.versions.items():
        named = (other if who == one else who, source)
        versions[named] = max(versions.get(named, version), version)
    served = {who: ms for who, ms in floor.served.items() if who != one}
    if one in floor.served:
        served[other] = max(served.get(other, 0), floor.served[one])
    return replace(
        floor,
        presences=presences,
        spans=spans,
        versions=versions,
        served=served,
        voices=same_voice(floor.voices, one, other),
        shown={(other if who == one else who, source): misses for (who, source), misses in floor.shown.items()},
        declarations={
            id_: replace(
                _renamed(each, one, other),
                statement_for=tuple(other if who == one else who for who in each.statement_for),
            )
            for id_, each in floor.declarations.items()
        },
        **{name: _each_renamed(getattr(floor, name), one, other) for name in _BY_PERSON},
    )


_BY_PERSON = ("invites", "tray", "suggested", "cases", "directions")


def _each_renamed(some: tuple[Any, ...], one: ParticipantId, other: ParticipantId) -> tuple[Any, ...]:
    return tuple(_renamed(each, one, other) for each in some)


def _renamed(thing: Any, one: ParticipantId, other: ParticipantId) -> Any:
    return replace(thing, participant_id=other) if thing.participant_id == one else thing
