"""The journal of a forum session as the floor reads and writes it: load, decide, append, under the journal's lock.

A floor is a pure fold of a journal that only grows, so the last one of each session is remembered and only the events
since are read. Only what others have committed is remembered: nothing that might still be rolled back.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from companion.floor.events import Recorded, decode, encode
from companion.floor.reducer import reduce, replay
from companion.floor.rules import Events
from companion.floor.state import Floor
from companion.forums import service as forums
from companion.kernel import journal as journals
from companion.kernel.clocks import to_ms
from companion.kernel.ids import ForumSessionId, ParticipantId
from companion.kernel.journal import Fact, Journal
from companion.kernel.tables import JournalEvent
from companion.kernel.uow import Uow

Decide = Callable[[Floor, int], Events]
MOST_REMEMBERED = 32
_LOOKED = "floors looked at"  # in a database session's `info`


@dataclass(frozen=True)
class By:
    """Who does it, as the journal says it: a role, the way it came, and the person where we know them."""

    role: str
    source: str = "page"
    actor_id: UUID | None = None


def act(
    uow: Uow,
    session_id: ForumSessionId,
    decide: Decide,
    *,
    by: By,
    key: str,
    at: datetime | None = None,
    version: int | None = None,
) -> Floor:
    """Let something happen: `decide` sees the floor as it stands under the lock, and the session's time in ms.

    `at` is when the source says it happened, in the session's time. Returns the floor afterwards; an act whose key is
    known already is not done again. Raises what the rules raise; then nothing is stored.
    """
    journal = Journal(uow, session_id)
    journal.lock()
    floor = floor_of(uow, session_id)
    written: set[UUID] = uow.db.info.setdefault(journals.WRITTEN, set())
    if session_id not in written:
        _MEMORY.put(session_id, floor)
    if any(recorded.command == key for recorded in reversed(floor.log)):
        return floor
    moment_ms = now_ms(uow, session_id)
    occurred_ms = moment_ms if at is None else to_ms(at)
    facts = []
    for number, event in enumerate(decide(floor, moment_ms)):
        kind, payload = encode(event)
        facts.append(
            Fact(
                type=kind,
                payload=payload,
                idem_key=f"{key}/{number}",
                actor_role=by.role,
                source=by.source,
                occurred_at_ms=occurred_ms,
                actor_id=by.actor_id,
                source_version=version,
                received_at_ms=moment_ms,
            )
        )
    written.add(session_id)
    uow.db.info.pop(_LOOKED, None)
    stored = journal.append(*facts)
    if stored and stored[0].seq != floor.seq + 1:  # `decide` has written too, or it is an old act
        return floor_of(uow, session_id)
    return _on_from(floor, stored)


def now_ms(uow: Uow, session_id: UUID) -> int:
    """The forum session's own time now. Raises NotFound."""
    return to_ms(forums.time_in(uow, forums.session_of(uow, session_id)))


def look(uow: Uow, session_id: UUID) -> Floor:
    """The floor as it stands, for a reading transaction: read once in it, and remembered for the next."""
    looked: dict[UUID, Floor] = uow.db.info.setdefault(_LOOKED, {})
    if session_id not in looked:
        looked[session_id] = floor_of(uow, session_id)
        _MEMORY.put(session_id, looked[session_id])
    return looked[session_id]


def floor_of(uow: Uow, session_id: UUID) -> Floor:
    """The floor as it stands in this transaction."""
    floor = _MEMORY.get(session_id)
    if floor is None or floor.seq == 0:
        return replay(_recorded(journals.events(uow.db, session_id)))
    # From the last event that is known: when it is not there, what we remember is of another journal, or none any more.
    stored = journals.events(uow.db, session_id, since=floor.seq - 1)
    if not stored:
        return replay(_recorded(journals.events(uow.db, session_id)))
    return _on_from(floor, stored[1:])


def _on_from(floor: Floor, stored: Iterable[JournalEvent]) -> Floor:
    for recorded in _recorded(stored):
        floor = reduce(floor, recorded)
    return floor


def _recorded(stored: Iterable[JournalEvent]) -> list[Recorded]:
    return [
        Recorded(
            row.seq,
            row.idem_key,
            row.occurred_at_ms,
            row.received_at_ms,
            decode(row.type, row.payload),
            actor_role=row.actor_role,
            actor_id=ParticipantId(row.actor_id) if row.actor_id else None,
            source=row.source,
            source_version=row.source_version,
        )
        for row in stored
    ]


class _Memory:
    """The last floors looked at; safe between threads, since a floor never changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._floors: OrderedDict[UUID, Floor] = OrderedDict()

    def get(self, session_id: UUID) -> Floor | None:
        with self._lock:
            return self._floors.get(session_id)

    def put(self, session_id: UUID, floor: Floor) -> None:
        with self._lock:
            self._floors[session_id] = floor
            self._floors.move_to_end(session_id)
            while len(self._floors) > MOST_REMEMBERED:
                self._floors.popitem(last=False)


_MEMORY = _Memory()
