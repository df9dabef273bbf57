"""Connection tests: begun by a person, watched while they last, and what they showed kept with the session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from companion.feeds import practice, rights, steps
from companion.feeds.knocks import last_refusal
from companion.feeds.steps import Step, Trial
from companion.feeds.tables import ConnectionTest, Tryout
from companion.forums import early_rules
from companion.forums import service as forums
from companion.kernel.errors import DomainError
from companion.kernel.ids import new_id
from companion.kernel.uow import Uow
from companion.people.tables import Person
from companion.registration import zoom_settings

#: a test that nobody finished is over by then
LASTS_AT_MOST = timedelta(hours=6)


class TooLate(DomainError):
    message = (
        "The session begins within the hour or has begun, so what you start in Zoom now is the session itself. "
        "The feeds’ page shows what is heard of it."
    )


@dataclass(frozen=True)
class Shown:
    """A test as a page shows it: its steps while it lasts, what it came to afterwards."""

    started_at: datetime
    finished_at: datetime | None
    by: str
    steps: tuple[Step, ...]
    words: str

    @property
    def is_open(self) -> bool:
        return self.finished_at is None


def begin(uow: Uow, session_id: UUID, by: UUID | None) -> UUID:
    """Begin a test, or go on with the one that is open. Raises NotFound, NotLinked, TooLate."""
    session = forums.session_of(uow, session_id)
    if session.zoom_meeting_id is None:
        raise zoom_settings.NotLinked
    if not early_rules.is_early(session.state, session.starts_at, forums.time_in(uow, session)):
        raise TooLate
    going_on = _open(uow, session_id)
    if going_on is not None:
        return going_on.id
    made = ConnectionTest(id=new_id(), forum_session_id=session_id, started_at=uow.now, started_by_id=by, result={})
    made.keep_until = max(forums.links_end_at(session), uow.now) + practice.KEPT
    uow.db.add(made)
    uow.db.flush()
    if uow.settings.has_zoom_rest:
        zoom_settings.ask_for_reading(uow, session_id)
        rights.ask(uow)
    uow.audit("feeds.test_began", "forum_session", session_id)
    return made.id


def finish(uow: Uow, session_id: UUID) -> None:
    """Keep what the open test showed. Finished already is finished."""
    found = _open(uow, session_id)
    if found is not None:
        _finish(uow, found)


def finish_forgotten(uow: Uow) -> int:
    """Finish what nobody finished; how many. For the tick."""
    query = select(ConnectionTest).where(
        ConnectionTest.finished_at.is_(None), ConnectionTest.started_at < uow.now - LASTS_AT_MOST
    )
    forgotten = list(uow.db.scalars(query))
    for found in forgotten:
        _finish(uow, found)
    return len(forgotten)


def latest(uow: Uow, session_id: UUID) -> Shown | None:
    """The session's last test, open or finished."""
    found = next(iter(_all(uow, session_id)), None)
    return None if found is None else _shown(uow, found)


def history(uow: Uow, session_id: UUID) -> tuple[Shown, ...]:
    """Every finished test of a session, the last one first."""
    return tuple(_shown(uow, found) for found in _all(uow, session_id) if found.finished_at is not None)


def _finish(uow: Uow, found: ConnectionTest) -> None:
    result = steps.result_of(steps.steps(trial_of(uow, found)))
    found.result, found.finished_at = result, uow.now
    uow.audit("feeds.tested", "forum_session", found.forum_session_id, **result)


def _shown(uow: Uow, found: ConnectionTest) -> Shown:
    person = uow.db.get(Person, found.started_by_id) if found.started_by_id else None
    is_open = found.finished_at is None
    return Shown(
        started_at=found.started_at,
        finished_at=found.finished_at,
        by=person.name if person is not None else "somebody who has left",
        steps=steps.steps(trial_of(uow, found)) if is_open else (),
        words=steps.in_words(found.result),
    )


def trial_of(uow: Uow, found: ConnectionTest) -> Trial:
    """What was heard since a test began: of try-outs that ran at any time since."""
    settings = uow.settings
    reading = zoom_settings.last_reading(uow, found.forum_session_id)
    query = select(Tryout).where(Tryout.forum_session_id == found.forum_session_id, Tryout.adopted_at.is_(None))
    since = or_(Tryout.first_heard_at >= found.started_at, Tryout.last_heard_at >= found.started_at)
    heard = list(uow.db.scalars(query.where(since).order_by(Tryout.first_heard_at)))
    streams = [one for one in heard if one.stream_state is not None]
    refusal = last_refusal(uow)
    was_tried = reading is not None and reading.tried_at is not None and reading.tried_at >= found.started_at
    return Trial(
        started_at=found.started_at,
        has_secret=bool(settings.webhook_secrets),
        has_rest=settings.has_zoom_rest,
        has_app=settings.has_zoom_app,
        read_at=reading.read_at if reading else None,
        read_problem=reading.problem if reading and was_tried else None,
        missing_scopes=rights.missing(uow, found.forum_session_id),
        refused_at=refusal[1] if refusal else None,
        refused_why=refusal[0] if refusal else None,
        meetings=len(heard),
        running=sum(practice.is_running(one, uow.now) for one in heard),
        people=sum(one.people for one in heard),
        stream=streams[-1].stream_state if streams else None,
        stream_trouble=streams[-1].stream_trouble if streams else None,
        is_connected=any(one.connected_at is not None for one in streams),
        captions=sum(one.captions for one in heard),
        chat=sum(one.chat for one in heard),
        panel_at=max((one.panel_at for one in heard if one.panel_at is not None), default=None),
        hands=sum(one.hands for one in heard),
    )


def _open(uow: Uow, session_id: UUID) -> ConnectionTest | None:
    return next((one for one in _all(uow, session_id) if one.finished_at is None), None)


def _all(uow: Uow, session_id: UUID) -> list[ConnectionTest]:
    query = select(ConnectionTest).where(ConnectionTest.forum_session_id == session_id)
    return list(uow.db.scalars(query.order_by(ConnectionTest.started_at.desc())))
