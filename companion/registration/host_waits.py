"""Who waits because the host has not arrived: nobody can come in then, and only the host can change it.

Zoom names neither connection nor in-meeting number for these, and the registrant not every time. Two of its events mean
the same person when a registrant or an account is the same, or else the name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from companion.forums import service as forums
from companion.kernel.crypto import Unreadable
from companion.kernel.ids import new_id
from companion.kernel.text import clean_line
from companion.kernel.uow import Uow
from companion.registration.elsewhere_tables import HostWait
from companion.registration.participants import MOST_LETTERS
from companion.registration.zoom_settings import KEPT


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits for the host, as Zoom shows them."""

    name: str = field(repr=False)
    registrant: str | None = None
    account: str | None = None
    since: datetime | None = None

    def is_same(self, other: Waiting) -> bool:
        """Whether two of Zoom's events mean one person, as far as they say who."""
        for one, another in ((self.registrant, other.registrant), (self.account, other.account)):
            if one is not None and another is not None:
                return one == another
        return self.name.casefold() == other.name.casefold()


def moved(uow: Uow, session_id: UUID, who: Waiting, *, waits: bool, at: datetime) -> None:
    """Somebody waits for the host, or does so no more; in any order, and as often as Zoom says it."""
    who = replace(who, name=clean_line(who.name, most=MOST_LETTERS))
    found = [(row, known) for row in _rows(uow, session_id) if (known := _open(uow, row)) is not None]
    row = next((row for row, known in found if known.is_same(who)), None)
    if row is None:
        row = _new(uow, session_id, who)
    if waits:
        row.since = max(row.since or at, at)
    else:
        row.over_at = max(row.over_at or at, at)
    uow.db.flush()


def waiting_for_host(uow: Uow, session_id: UUID) -> list[Waiting]:
    """Everybody who waits for the host of a session now, the longest first; nobody once the meeting runs or is over."""
    if forums.session_of(uow, session_id).state in ("live", "ended", "archived", "cancelled"):
        return []
    here = [(row.since, row) for row in _rows(uow, session_id) if row.since is not None]
    waits = [(since, row) for since, row in here if row.over_at is None or row.over_at < since]
    found = [(since, _open(uow, row)) for since, row in sorted(waits, key=lambda one: one[0])]
    return [replace(who, since=since) for since, who in found if who is not None]


def _rows(uow: Uow, session_id: UUID) -> list[HostWait]:
    return list(uow.db.scalars(select(HostWait).where(HostWait.forum_session_id == session_id)))


def _new(uow: Uow, session_id: UUID, who: Waiting) -> HostWait:
    wait_id = new_id()
    words = {"name": who.name, "registrant": who.registrant, "account": who.account}
    row = HostWait(
        id=wait_id,
        forum_session_id=session_id,
        keep_until=forums.links_end_at(forums.session_of(uow, session_id)) + KEPT,
        sealed=uow.keys.seal(
            json.dumps(words, ensure_ascii=False), purpose="forum_session", subject=session_id, row=_row(wait_id)
        ),
    )
    uow.db.add(row)
    return row


def _open(uow: Uow, row: HostWait) -> Waiting | None:
    """Who waits; None once the session's key is gone."""
    try:
        return Waiting(**json.loads(uow.keys.open_text(row.sealed, row=_row(row.id))))
    except Unreadable:
        return None


def _row(wait_id: UUID) -> str:
    return f"registration_host_wait:{wait_id}"
