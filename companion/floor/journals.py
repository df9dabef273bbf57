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
from companion.kernel.journal import Fact, Journal, Stored
from companion.kernel.uow import Uow

Decide = Callable[[Floor, int], Events]
MOST_REMEMBERED = 256  # as many as one process may follow captions of: each batch of words looks at its floor
MOST_OF_ONE = 4  # floors of one session: a reader may stand before what another has just written
_LOOKED = "floors looked at"  # in a database session's `info`
_OWN = "floors written"  # there too: what stands in this transaction alone


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
    if is_known(journal, key):
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
    uow.db.info.pop(_LOOKED, None)
    journal.append(*facts)
    return floor_of(uow, session_id)


def is_known(journal: Journal, key: str) -> bool:
    """Whether an act of this key has been done already."""
    return journal.knows(f"{key}/0")


def now_ms(uow: Uow, session_id: UUID) -> int:
    """The forum session's own time now. Raises NotFound."""
    return to_ms(forums.pace_in(uow, session_id).at(uow.now))


def look(uow: Uow, session_id: UUID) -> Floor:
    """The floor as it stands, for a reading transaction: read once in it, and remembered for the next."""
    looked: dict[UUID, Floor] = uow.db.info.setdefault(_LOOKED, {})
    if session_id not in looked:
        looked[session_id] = floor_of(uow, session_id)
    return looked[session_id]


def floor_of(uow: Uow, session_id: UUID) -> Floor:
    """The floor as it stands in this transaction; remembered unless it holds what might still be rolled back."""
    head = journals.head(uow.db, session_id)
    own: dict[UUID, Floor] = uow.db.info.setdefault(_OWN, {})
    known = own.get(session_id) or _MEMORY.get(session_id, head)
    if known is not None and known.seq == head:
        return known
    if known is None or known.seq == 0:
        floor = replay(_recorded(journals.events(uow.db, session_id)))
    else:
        floor = _on_from(known, journals.events(uow.db, session_id, since=known.seq))
    if session_id in uow.db.info.get(journals.WRITTEN, ()):
        own[session_id] = floor
    else:
        _MEMORY.put(session_id, floor)
    return floor


def _on_from(floor: Floor, stored: Iterable[Stored]) -> Floor:
    for recorded in _recorded(stored):
        floor = reduce(floor, recorded)
    return floor


def _recorded(stored: Iterable[Stored]) -> list[Recorded]:
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
        self._floors: OrderedDict[UUID, tuple[Floor, ...]] = OrderedDict()

    def get(self, session_id: UUID, head: int) -> Floor | None:
        """The newest that a reader may see whose journal goes as far as `head`."""
        with self._lock:
            floors = self._floors.get(session_id, ())
        return next((floor for floor in floors if floor.seq <= head), None)

    def put(self, session_id: UUID, floor: Floor) -> None:
        with self._lock:
            floors = self._floors.get(session_id, ())
            if all(floor.seq != one.seq for one in floors):
                newest_first = sorted((floor, *floors), key=lambda one: one.seq, reverse=True)
                self._floors[session_id] = tuple(newest_first[:MOST_OF_ONE])
            self._floors.move_to_end(session_id)
            while len(self._floors) > MOST_REMEMBERED:
                self._floors.popitem(last=False)


_MEMORY = _Memory()
