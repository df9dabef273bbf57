"""Who is kept out by a bar now. Derived by asking, so that lifting one works at once."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select

from companion.kernel.uow import Uow
from companion.people.tables import Bar


def barred(uow: Uow, *, programme_id: UUID, forum_session_id: UUID) -> set[UUID]:
    """The persons whom a bar in force keeps out of a forum session; one from the chat rooms only does not."""
    query = select(Bar.person_id).where(
        Bar.lifted_at.is_(None),
        Bar.starts_at <= uow.now,
        or_(Bar.ends_at.is_(None), Bar.ends_at > uow.now),
        Bar.scope != "rooms",
        or_(Bar.programme_id.is_(None), Bar.programme_id == programme_id),
        or_(Bar.forum_session_id.is_(None), Bar.forum_session_id == forum_session_id),
    )
    return set(uow.db.scalars(query))
