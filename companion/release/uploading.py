"""A transcript file, looked at first: what it holds in numbers, and only then a version is begun with it."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import delete, select

from companion.kernel.errors import DomainError
from companion.kernel.ids import DraftId, ForumSessionId, new_id
from companion.kernel.uow import Uow
from companion.registration.participants import roster_of
from companion.release import importing
from companion.release.cues import PURPOSE
from companion.release.file_reading import (
    Preview,
    extra_of,
    orgs_in,
    preview_of,
    read_table,
    read_transcript,
    widened,
)
from companion.release.file_tables import LookedAt
from companion.release.standing import person_acting
from transcripts import Roster, read_roster

KEPT = timedelta(days=1)
MOST_NAME = 200


class NothingLookedAt(DomainError):
    message = "That file is not kept any more. Choose it again."


def look_at(uow: Uow, session_id: ForumSessionId, name: str, data: bytes, table: bytes | None = None) -> None:
    """Keep a file and its table for a day, sealed, for whoever looks at it; an earlier one of theirs is dropped.

    Raises BadInput with the line that is wrong, and then keeps nothing; ReleasedAlready.
    """
    person_id = person_acting(uow)
    importing.refuse_while_out(uow, session_id)
    _read(uow, session_id, name, data, table)
    forget(uow, session_id)
    row_id = new_id()
    body = msgspec.msgpack.encode([name[:MOST_NAME], data])
    uow.db.add(
        LookedAt(
            id=row_id,
            forum_session_id=session_id,
            person_id=person_id,
            sealed_file=uow.keys.seal(body, purpose=PURPOSE, subject=session_id, row=_row(row_id, "file")),
            sealed_table=uow.keys.seal(table, purpose=PURPOSE, subject=session_id, row=_row(row_id, "table"))
            if table
            else None,
            made_at=uow.now,
            keep_until=uow.now + KEPT,
        )
    )
    uow.audit("release.looked_at", "forum_session", session_id, has_table=table is not None)


def looked_at(uow: Uow, session_id: ForumSessionId, person_id: UUID) -> Preview:
    """What the file holds that somebody looks at. Raises NothingLookedAt."""
    return _read(uow, session_id, *_open(uow, _row_of(uow, session_id, person_id)))


def begin(uow: Uow, session_id: ForumSessionId) -> DraftId:
    """Begin a version with the file that was looked at. Raises NothingLookedAt, ReleasedAlready."""
    found = _row_of(uow, session_id, person_acting(uow))
    name, data, table = _open(uow, found)
    draft_id = importing.start_from_upload(uow, session_id, data, name=name, table=table)
    uow.db.delete(found)
    return draft_id


def forget(uow: Uow, session_id: ForumSessionId) -> None:
    """Drop the file that somebody looked at."""
    mine = (LookedAt.forum_session_id == session_id, LookedAt.person_id == person_acting(uow))
    uow.db.execute(delete(LookedAt).where(*mine))
    uow.db.flush()


def _read(uow: Uow, session_id: ForumSessionId, name: str, data: bytes, table: bytes | None) -> Preview:
    file = read_transcript(name, data)
    plain = roster_of(uow, session_id)
    registrants = read_table(table, orgs_in(plain)) if table else None
    return preview_of(file, _roster(widened(plain, extra_of(registrants) if registrants else None)), registrants)


def _roster(plain: dict[str, object]) -> Roster:
    return read_roster(json.dumps(plain, ensure_ascii=False).encode())


def _row_of(uow: Uow, session_id: ForumSessionId, person_id: UUID) -> LookedAt:
    found = uow.db.scalar(
        select(LookedAt).where(LookedAt.forum_session_id == session_id, LookedAt.person_id == person_id)
    )
    if found is None or found.keep_until <= uow.now:
        raise NothingLookedAt
    return found


def _open(uow: Uow, found: LookedAt) -> tuple[str, bytes, bytes | None]:
    name, data = msgspec.msgpack.decode(uow.keys.open(found.sealed_file, row=_row(found.id, "file")))
    table = uow.keys.open(found.sealed_table, row=_row(found.id, "table")) if found.sealed_table else None
    return name, data, table


def _row(row_id: UUID, part: str) -> str:
    return f"release_looked_at:{row_id}:{part}"
