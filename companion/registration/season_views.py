"""What the season's pages show, read in one go: the year of each programme, and what a date would mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from companion.forums import bank_holidays, planning, rules, season
from companion.forums import service as forums
from companion.forums.tables import ForumSession, Programme
from companion.invitations.tables import Invitation
from companion.kernel.uow import Uow
from companion.kernel.working_days import Calendar, day_of
from companion.registration import readiness
from companion.registration.ready_rules import Check
from companion.registration.tables import Registration
from companion.roll.tables import Landlord

OPEN_SHOWN = 5


@dataclass(frozen=True)
class Next:
    """How ready the next session is: what is not done, wrong things first."""

    session_id: UUID
    day_words: str
    done: int
    total: int
    open: tuple[Check, ...]


@dataclass(frozen=True)
class Year:
    """One programme's year."""

    programme: Programme
    year: int
    today: date
    lanes: tuple[season.Lane, ...]
    pace: season.Pace
    steps: tuple[season.Step, ...]
    coming: tuple[ForumSession, ...]
    past: tuple[ForumSession, ...]
    next: Next | None

    @property
    def now_at(self) -> float | None:
        """Where today stands in the lanes; None in another year."""
        return season.position(self.today, self.year) if self.today.year == self.year else None

    @property
    def is_banded(self) -> bool:
        return self.programme.conduct_profile in rules.BANDED_PROFILES


def years(uow: Uow, among: frozenset[UUID] | None, year: int | None = None) -> list[Year]:
    """The season of every programme that somebody may see; `among` limits them, None does not."""
    today = day_of(uow.now)
    return [year_of(uow, programme, year or today.year) for programme in forums.programmes(uow, among)]


def year_of(uow: Uow, programme: Programme, year: int, *, looked_at: season.Held | None = None) -> Year:
    """A programme's year, with a session that is only being looked at drawn among those that are kept."""
    today = day_of(uow.now)
    calendar = bank_holidays.calendar_of(uow, programme)
    query = select(ForumSession).where(ForumSession.programme_id == programme.id)
    sessions = list(uow.db.scalars(query.order_by(ForumSession.starts_at, ForumSession.id)))
    held = [
        held_as(programme, calendar, session.forum_type, session.starts_at, session)
        for session in sessions
        if session.state != "cancelled" and not session.is_rehearsal
    ]
    shown = [*held, looked_at] if looked_at is not None else held
    upcoming = [entry for entry in held if not entry.is_over]
    return Year(
        programme=programme,
        year=year,
        today=today,
        lanes=tuple(_lanes(programme, year, shown)),
        pace=season.pace(
            year, today, [(entry.forum_type, entry.day) for entry in held], began_on=day_of(programme.created_at)
        ),
        steps=tuple(season.steps(upcoming, today)),
        coming=tuple(session for session in sessions if session.state in rules.UPCOMING),
        past=tuple(session for session in reversed(sessions) if session.state not in rules.UPCOMING),
        next=_next(uow, sessions) if looked_at is None else None,
    )


def held_as(
    programme: Programme,
    calendar: Calendar,
    forum_type: str | None,
    starts_at: datetime,
    session: ForumSession | None = None,
) -> season.Held:
    """A session as the year shows it; without its row it is only being looked at."""
    day, profile = day_of(starts_at), programme.conduct_profile
    return season.Held(
        forum_type=forum_type,
        day=day,
        letters=planning.letter_days(day, calendar) if profile in rules.BANDED_PROFILES else None,
        agenda_by=planning.agenda_by(profile, day, calendar),
        session_id=session.id if session else None,
        is_over=session is not None and session.state not in rules.UPCOMING,
    )


def look_at(
    uow: Uow,
    programme_id: UUID,
    forum_type: str | None,
    starts_at: datetime,
    length: timedelta,
    *,
    moving: UUID | None = None,
) -> planning.Outlook:
    """What a date would mean; `moving` is the session that would be moved there."""
    programme = forums.programme_of(uow, programme_id)
    kept = [
        planning.Other(held.id, held.title, held.programme_id, held.forum_type, held.starts_at, held.ends_at)
        for held in forums.sessions(uow)
        if held.id != moving and held.state != "cancelled" and not held.is_rehearsal
    ]
    return planning.outlook(
        profile=programme.conduct_profile,
        forum_type=forum_type,
        programme_id=programme.id,
        starts_at=starts_at,
        length=length,
        now=uow.now,
        calendar=bank_holidays.calendar_of(uow, programme),
        others=kept,
        capacity=capacity(uow, programme.id, forum_type) if forum_type is not None else None,
        is_invited=moving is not None and _has_invited(uow, moving),
    )


def capacity(uow: Uow, programme_id: UUID, forum_type: str, limit: int | None = None) -> planning.Capacity:
    """The landlords of a band, what the meeting holds, and the share of seats that was taken last time."""
    query = select(Landlord.band, func.count().label("landlords"))
    query = query.where(Landlord.membership_state == "member").group_by(Landlord.band)
    members = {row.band: row.landlords for row in uow.db.execute(query)}
    return planning.Capacity(
        landlords=members.get(forum_type, 0),
        not_sized=members.get("REVIEW", 0) if forum_type != "LA" else 0,  # an authority is known by its kind
        limit=limit or uow.settings.zoom_capacity,
        usual_share=_usual_share(uow, programme_id, forum_type),
    )


def _has_invited(uow: Uow, session_id: UUID) -> bool:
    query = select(func.count()).where(Invitation.forum_session_id == session_id, Invitation.sent_at.is_not(None))
    return bool(uow.db.scalar(query))


def _usual_share(uow: Uow, programme_id: UUID, forum_type: str) -> float | None:
    """Of the seats of the landlords that were invited last time, the share that was taken; None before any."""
    last = uow.db.scalars(
        select(ForumSession.id)
        .where(
            ForumSession.programme_id == programme_id,
            ForumSession.forum_type == forum_type,
            ForumSession.state.in_(("ended", "archived")),
            ForumSession.is_rehearsal.is_(False),
        )
        .order_by(ForumSession.starts_at.desc())
    ).first()
    if last is None:
        return None
    invited = uow.db.scalar(
        select(func.count()).where(Invitation.forum_session_id == last, Invitation.state != "revoked")
    )
    taken = uow.db.scalar(
        select(func.count()).where(Registration.forum_session_id == last, Registration.seat_no.is_not(None))
    )
    return (taken or 0) / (planning.SEATS_EACH * invited) if invited else None


def _next(uow: Uow, sessions: Iterable[ForumSession]) -> Next | None:
    """The checklist of the session that comes next, shortened to what is not done."""
    soonest = next((held for held in sessions if held.state in rules.UPCOMING and not held.is_rehearsal), None)
    if soonest is None:
        return None
    found = readiness.checks(uow, soonest)
    waiting = sorted((check for check in found if not check.done), key=lambda check: check.done is None)
    day = day_of(soonest.starts_at)
    done = len(found) - len(waiting)
    return Next(soonest.id, f"{day.day} {day:%B}", done, len(found), tuple(waiting[:OPEN_SHOWN]))


def _lanes(programme: Programme, year: int, held: Iterable[season.Held]) -> Iterable[season.Lane]:
    entries = list(held)
    if programme.conduct_profile not in rules.BANDED_PROFILES:
        yield season.lane(programme.name, year, entries)
        return
    for forum_type, name in rules.SHORT_FORUM_WORDS.items():
        yield season.lane(name, year, [entry for entry in entries if entry.forum_type == forum_type])
