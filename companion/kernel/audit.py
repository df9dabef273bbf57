"""The audit log: append-only, chained by hash, written in the same transaction as the act.

Ids and state words, never names, so that erasing a person never needs to edit it. A chain alone detects clumsy edits
only; its head is also printed by `companion doctor` so that it can be noted elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event, insert, inspect, select, text
from sqlalchemy.orm import Session

from companion.kernel.db import is_sqlite
from companion.kernel.tables import AuditEntry

GENESIS = "0" * 64
LOCK = 0x464F5255  # "FORU": the advisory lock under which PostgreSQL reads and moves the chain's head


@dataclass(frozen=True)
class Entry:
    """One act, before it has its place in the chain."""

    action: str
    subject_kind: str
    subject_id: str
    details: Mapping[str, str | int | bool | None]


#: what counts as a state of a row whose class says by `audited_as` what the log calls it → its words in an entry
STATES = {
    "state": ("before", "state"),
    "membership_state": ("before", "state"),
    "band": ("band_before", "band"),
}
_CHANGES = "changes of state"
Changes = dict[tuple[str, str], dict[str, tuple[str | None, str]]]


def watched() -> dict[str, Any]:
    """The `info` of a database session in which every change of a state is noted, to be told by `told`."""
    return {_CHANGES: {}}


@event.listens_for(Session, "before_flush")
def _note_states(db: Session, _context: object, _instances: object) -> None:
    """Note what each state was first, and what it is now; a row that is new has not changed."""
    changes: Changes | None = db.info.get(_CHANGES)
    if changes is None:
        return
    for row in db.dirty:
        kind = getattr(type(row), "audited_as", None)
        if kind is None:
            continue
        seen = inspect(row)
        for name in STATES.keys() & seen.attrs.keys():
            history = seen.attrs[name].history
            if history.has_changes():
                noted = changes.setdefault((kind, str(row.id)), {})
                first = noted[name][0] if name in noted else next(iter(history.deleted), None)
                noted[name] = (first, history.added[0])


def told(db: Session, entries: Sequence[Entry]) -> list[Entry]:
    """The entries with every change of a state in them, from what to what (X-01).

    A change is told by the act that names its row, best by the one that is called after the new state; a change that
    no act names has an entry of its own, so that none is ever left out. What an act says itself is left as it is.
    """
    whole = list(entries)
    changes: Changes = db.info.get(_CHANGES, {})
    for (kind, row_id), states in changes.items():
        details: dict[str, str | int | bool | None] = {}
        for name, (before, after) in states.items():
            if before != after:
                details |= dict(zip(STATES[name], (before, after), strict=True))
        if not details:
            continue
        naming = [place for place, one in enumerate(whole) if (one.subject_kind, one.subject_id) == (kind, row_id)]
        if not naming:
            whole.append(Entry(f"{kind}.changed", kind, row_id, details))
            continue
        if any(details.items() <= whole[place].details.items() for place in naming):
            continue
        called = [place for place in naming if whole[place].action.rpartition(".")[2] in details.values()]
        place = (called or naming)[-1]
        whole[place] = replace(whole[place], details={**details, **whole[place].details})
    return whole


def append(db: Session, at: datetime, actor_kind: str, actor_id: UUID | None, entries: Sequence[Entry]) -> None:
    """Add entries at the head of the chain. Call it last in a transaction: on PostgreSQL it holds a lock to the end."""
    if not entries:
        return
    if not is_sqlite(db):
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    seq, previous = head(db)
    rows: list[dict[str, object]] = []
    for entry in entries:
        seq += 1
        values = {
            "seq": seq,
            "at": at,
            "actor_kind": actor_kind,
            "actor_id": actor_id,
            "action": entry.action,
            "subject_kind": entry.subject_kind,
            "subject_id": entry.subject_id,
            "details": dict(entry.details),
            "previous": previous,
        }
        previous = digest(values)
        rows.append({**values, "hash": previous})
    db.execute(insert(AuditEntry), rows)


def head(db: Session) -> tuple[int, str]:
    """The last entry's number and hash; (0, GENESIS) for an empty log."""
    last = db.execute(select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)).first()
    return (last.seq, last.hash) if last else (0, GENESIS)


def digest(values: Mapping[str, object]) -> str:
    """SHA-256 over the canonical JSON of an entry, the previous hash among its fields."""
    plain = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in values.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, separators=(",", ":"), default=str).encode()).hexdigest()


def first_fault(db: Session, *, anchor: tuple[int, str] | None = None) -> int | None:
    """The number of the first entry that was altered, removed, inserted or reordered; None when the chain is whole.

    `anchor` is a head noted elsewhere: with it, a truncated log is found too.
    """
    expected, previous = 1, GENESIS
    for entry in db.scalars(select(AuditEntry).order_by(AuditEntry.seq)).yield_per(500):
        values = {
            column: getattr(entry, column)
            for column in (
                "seq", "at", "actor_kind", "actor_id", "action", "subject_kind", "subject_id", "details", "previous",
            )
        }  # fmt: skip
        if entry.seq != expected or entry.previous != previous or digest(values) != entry.hash:
            return expected
        if anchor is not None and entry.seq == anchor[0] and entry.hash != anchor[1]:
            return expected
        expected, previous = expected + 1, entry.hash
    if anchor is not None and anchor[0] >= expected:
        return expected
    return None
