"""Programmes and forum sessions: planned, opened, run, ended."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from companion.forums.tables import ForumSession, Programme
from companion.kernel.clocks import Pace
from companion.kernel.uow import Uow
from companion.people.access import Scope


def mailbox(uow: Uow) -> str:
    """The forum mailbox that every page offers as another way to reach us (LC-41, LC-42); ours until a programme is."""
    found = uow.db.scalars(select(Programme.mailbox).order_by(Programme.created_at)).first()
    return found or uow.settings.mail_from


def pace_of(forum_session: ForumSession) -> Pace:
    """The forum session's own clock: real time, unless it is a demo or a rehearsal."""
    if forum_session.pace_anchor_real is None or forum_session.pace_anchor_domain is None:
        return Pace(forum_session.starts_at, forum_session.starts_at)
    return Pace(forum_session.pace_anchor_real, forum_session.pace_anchor_domain, forum_session.pace_rate)


def scope_of_session(uow: Uow, session_id: UUID) -> Scope | None:
    """Where a forum session belongs."""
    forum_session = uow.db.get(ForumSession, session_id)
    if forum_session is None:
        return None
    return Scope(programme_id=forum_session.programme_id, forum_session_id=forum_session.id)


def scope_of_programme(uow: Uow, programme_id: UUID) -> Scope | None:
    """A programme is its own scope."""
    return Scope(programme_id=programme_id) if uow.db.get(Programme, programme_id) else None
