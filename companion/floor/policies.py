"""The ways to order those who wait: what each compares by, in words for everybody, and what it costs for the chair.

Somebody without a landlord is a group of their own, so that a tenant is not measured against a whole company.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID

from companion.floor.events import PolicyName
from companion.floor.ids import RequestId
from companion.floor.state import Floor, Request, Tally

POLICY_WORDS: dict[PolicyName, str] = {
    "first_come": "In the order hands went up",
    "new_voices": "People who have not spoken yet go first",
    "new_landlords": "Landlords not yet heard go first",
    "round_robin": "One turn per landlord in rotation",
    "least_heard": "Least heard so far goes first",
    "manual": "The chair’s own order",
}
_RISES = "The usual wait falls, the longest waits rise"
POLICY_NOTES: dict[PolicyName, str] = {
    "first_come": "Nobody is passed. Whoever asks most speaks most.",
    "new_voices": f"{_RISES}. Who spoke before may be passed.",
    "new_landlords": f"{_RISES}. A landlord’s second voice may be passed.",
    "round_robin": f"{_RISES} more. A landlord with many hands up waits between them.",
    "least_heard": f"{_RISES} most. Time counts, not turns: long speakers wait.",
    "manual": "Nobody moves unless you move them. New hands go to the end.",
}
SHARE_MS = 30_000  # who has had about as long as another counts as equal

Key = tuple[int, ...]


def asked(floor: Floor, request: Request) -> Key:
    """Who asked first, without ties; within one second by lot where the chair wants it so."""
    if floor.ties_seed is None:
        return request.asked
    lot = hashlib.blake2b(request.id.bytes, key=str(floor.ties_seed).encode()[:64], digest_size=8).digest()
    return (request.place_ms // 1000, int(request.is_deferred), int.from_bytes(lot, "big"), request.seq)


def keys(floor: Floor, rows: list[Request]) -> dict[RequestId, Key]:
    """What the policy compares these rows by, the smaller the sooner. Who let others go first is not lifted again."""
    found = _KEYS[floor.policy](floor, rows)
    deferred = [row for row in rows if row.is_deferred]
    if not deferred or floor.policy in ("first_come", "manual"):
        return found
    others = [found[row.id] for row in rows if not row.is_deferred]
    last = max(others, default=())
    return found | {row.id: max(last, _NEVER_LIFTED.get(floor.policy, ())) for row in deferred}


def at_best(floor: Floor, rows: list[Request]) -> set[RequestId]:
    """Those of all who wait before whom no hand raised from now on can stand by the policy."""
    if floor.policy in ("first_come", "manual"):
        return {row.id for row in rows}
    found = keys(floor, rows)
    return {row.id for row in rows if not row.is_deferred and found[row.id] == _BEST[floor.policy]}


def is_landlord_unheard(floor: Floor, request: Request) -> bool:
    """Comes from a landlord who has not had the floor, or has none and has not had it themselves."""
    if request.landlord_id is None:
        return request.participant_id not in floor.people
    return request.landlord_id not in floor.heard


def _in_time(_floor: Floor, rows: list[Request]) -> dict[RequestId, Key]:
    return {row.id: () for row in rows}


def _new_voices(floor: Floor, rows: list[Request]) -> dict[RequestId, Key]:
    return {row.id: (int(row.participant_id in floor.people),) for row in rows}


def _new_landlords(floor: Floor, rows: list[Request]) -> dict[RequestId, Key]:
    return {row.id: (int(not is_landlord_unheard(floor, row)), int(row.participant_id in floor.people)) for row in rows}


def _round_robin(floor: Floor, rows: list[Request]) -> dict[RequestId, Key]:
    """The turns a group has had and its hands before this one; and nobody twice running while others wait."""
    began = (turn for turn in floor.turns.values() if turn.was_heard and turn.kind != "answer")
    latest = floor.called_turn or max(began, key=lambda turn: turn.started_at_ms or 0, default=None)
    last_group = (latest.landlord_id or latest.participant_id) if latest else None
    before: dict[UUID, int] = {}
    found: dict[RequestId, Key] = {}
    for row in sorted(rows, key=lambda row: asked(floor, row)):
        group: UUID = row.landlord_id or row.participant_id
        before[group] = before.get(group, 0) + 1
        found[row.id] = (int(group == last_group), _had(floor, row).turns + before[group])
    return found


def _least_heard(floor: Floor, rows: list[Request]) -> dict[RequestId, Key]:
    return {
        row.id: (
            _had(floor, row).spent_ms // SHARE_MS,
            floor.people.get(row.participant_id, Tally()).spent_ms // SHARE_MS,
        )
        for row in rows
    }


def _manual(floor: Floor, rows: list[Request]) -> dict[RequestId, Key]:
    places = {request_id: place for place, request_id in enumerate(floor.own_order)}
    return {row.id: (places.get(row.id, len(places)),) for row in rows}


def _had(floor: Floor, row: Request) -> Tally:
    if row.landlord_id is None:
        return floor.people.get(row.participant_id, Tally())
    return floor.heard.get(row.landlord_id, Tally())


_KEYS: dict[PolicyName, Callable[[Floor, list[Request]], dict[RequestId, Key]]] = {
    "first_come": _in_time,
    "new_voices": _new_voices,
    "new_landlords": _new_landlords,
    "round_robin": _round_robin,
    "least_heard": _least_heard,
    "manual": _manual,
}
_BEST: dict[PolicyName, Key] = {
    "new_voices": (0,),
    "new_landlords": (0, 0),
    "round_robin": (0, 1),
    "least_heard": (0, 0),
}
_NEVER_LIFTED: dict[PolicyName, Key] = {"new_voices": (1,), "new_landlords": (1, 1)}
