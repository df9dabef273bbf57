"""Bars are followed: who is kept out has no seat and no link while it lasts, and the first refusal afterwards.

The same holds for a member of a group who does not fulfil its conditions any more (PP-43, PP-44)."""

from __future__ import annotations

from sqlalchemy import select

from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.uow import Uow
from companion.registration import deciding, rules
from companion.registration.records import held_registration, kept_out
from companion.registration.tables import Registration

#: states from which somebody is put on hold
HELD_BACK = tuple(sorted(state for event, state in rules.MOVES if event == "suspend"))


def follow_bars(uow: Uow) -> int:
    """Put on hold whom something keeps out of a session to come, and let back whom nothing does now; how many.

    Somebody whose bar ends before names close has their seat again if it is free, else they are first in line
    (edge 43). For the worker's tick: bars are written elsewhere, and end by themselves.
    """
    to_come = select(ForumSession).where(ForumSession.state.in_(forum_rules.UPCOMING)).order_by(ForumSession.starts_at)
    return sum(_follow(uow, forum_session) for forum_session in uow.db.scalars(to_come).all())


def _follow(uow: Uow, forum_session: ForumSession) -> int:
    why = kept_out(uow, forum_session)
    query = select(Registration.id, Registration.person_id, Registration.state).where(
        Registration.forum_session_id == forum_session.id, Registration.state.in_((*HELD_BACK, "suspended"))
    )
    if not why:
        query = query.where(Registration.state == "suspended")
    may_return = forums.time_in(uow, forum_session) < forum_session.registration_closes_at
    changed = 0
    for registration_id, person_id, state in uow.db.execute(query.order_by(Registration.id)).all():
        is_kept_out = person_id in why
        if is_kept_out == (state == "suspended") or not (is_kept_out or may_return):
            continue
        _session, registration = held_registration(uow, registration_id)
        if registration.state != state:
            continue
        if is_kept_out:
            deciding.suspend(uow, registration_id, why=why[person_id])
        else:
            deciding.lift(uow, registration_id)
        changed += 1
    return changed
