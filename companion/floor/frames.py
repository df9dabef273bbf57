"""The frames that go to the screens of one forum session, each built once per change and role."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from companion.floor.journals import look
from companion.floor.participants import names_when_needed
from companion.floor.snapshots import Frame, Names, attendee_snapshot, chair_snapshot, seq_of, stage_snapshot
from companion.floor.state import Floor
from companion.forums import service as forums
from companion.kernel.clocks import to_ms
from companion.kernel.uow import Uow

Build = Callable[[Floor, Names, int, float, bytes], Frame]

_BUILD: dict[str, Build] = {
    "chair": lambda floor, names, now_ms, rate, _seed: chair_snapshot(floor, names, now_ms, rate),
    "attendee": lambda floor, names, now_ms, rate, seed: attendee_snapshot(floor, now_ms, rate, names, seed),
    "stage": lambda floor, names, now_ms, rate, seed: stage_snapshot(floor, now_ms, rate, names, seed),
}
ROLES = tuple(_BUILD)


def new_frames(
    uow: Uow, session_id: UUID, roles: Iterable[str], known: Mapping[str, int]
) -> tuple[int, dict[str, Frame]]:
    """How far the journal goes, and the frame of each role for which there is a newer one than the known.

    Raises NotFound.
    """
    floor = look(uow, session_id)
    newer = [role for role in roles if seq_of(floor, role) > known.get(role, -1)]
    return floor.seq, frames_of(uow, session_id, newer)


def frames_of(uow: Uow, session_id: UUID, roles: Iterable[str] = ROLES) -> dict[str, Frame]:
    """The frame of each role, as things stand in this reading transaction. Raises NotFound."""
    pace = forums.pace_in(uow, session_id)
    floor, names = look(uow, session_id), names_when_needed(uow, session_id)
    seed = seed_of(uow, session_id)
    return {role: _BUILD[role](floor, names, to_ms(pace.at(uow.now)), pace.rate, seed) for role in roles}


def seed_of(uow: Uow, session_id: UUID) -> bytes:
    """The session's secret, from which pseudonyms and marks are drawn."""
    return hmac.new(uow.settings.secret_key.encode(), session_id.bytes, hashlib.sha256).digest()


def frame_of(uow: Uow, session_id: UUID, role: str) -> Frame:
    """The frame of one role. Raises NotFound."""
    return frames_of(uow, session_id, (role,))[role]
