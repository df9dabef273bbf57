"""Turns that are over by the chair's own setting: their clock stops or they end, whether or not anybody looks.

Asked every second by the worker. The journal has it at the moment at which time and grace were over, so that no turn is
charged for the second that it took to notice.
"""

from __future__ import annotations

from sqlalchemy import select

from companion.floor import rules
from companion.floor.journals import By, act, floor_of, look, now_ms
from companion.forums.tables import ForumSession
from companion.kernel.clocks import from_ms
from companion.kernel.ids import ForumSessionId
from companion.kernel.journal import Journal
from companion.kernel.uow import Runner, Uow

SYSTEM = By("system", "system")


def expire_due(runner: Runner) -> int:
    """Stop or end what is due now in every live session. Returns how many sessions that was in."""
    found: list[ForumSessionId] = runner.read(_due)
    for session_id in found:
        runner.run(expire, session_id)
    return len(found)


def expire(uow: Uow, session_id: ForumSessionId) -> None:
    """Stop or end what is due in one session; nothing where it has been dealt with meanwhile."""
    Journal(uow, session_id).lock()
    over = rules.expired(floor_of(uow, session_id), now_ms(uow, session_id))
    if over is not None:
        at_ms, turn = over
        key = f"expired:{turn.id}:{at_ms}"
        act(uow, session_id, lambda *_: rules.expire(turn), by=SYSTEM, key=key, at=from_ms(at_ms))


def _due(uow: Uow) -> list[ForumSessionId]:
    live = uow.db.scalars(select(ForumSession.id).where(ForumSession.state == "live"))
    ids = [ForumSessionId(one) for one in live]
    return [one for one in ids if rules.expired(look(uow, one), now_ms(uow, one)) is not None]
