"""Programmes and forum sessions: planned, opened, run, ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, func, select

from companion.forums import early_rules, rules
from companion.forums.tables import AgendaItem, ForumSession, Programme
from companion.kernel import outbox
from companion.kernel.clocks import Pace
from companion.kernel.errors import BadInput, DomainError, NotFound
from companion.kernel.ids import ForumSessionId, ProgrammeId, new_id
from companion.kernel.text import clean_line
from companion.kernel.uow import Uow
from companion.kernel.working_days import AREAS
from companion.people.access import Scope
from companion.people.addresses import read_address

LAST_WORDS = timedelta(seconds=10)  # captions may come for so long after the end, on the session's own clock
LAST_WORDS_LEAST = timedelta(seconds=2)  # however fast that clock runs, a caption takes its time on the wire


class NameTaken(DomainError):
    message = "Another programme already has this name."


class MeetingTaken(DomainError):
    message = "Another forum session that is still to come uses this Zoom meeting."


# Where things belong


def mailbox(uow: Uow) -> str:
    """The forum mailbox that every page offers as another way to reach us (LC-41, LC-42); ours until a programme is."""
    found = uow.db.scalars(select(Programme.mailbox).order_by(Programme.created_at)).first()
    return found or uow.settings.mail_from


_SESSION = cast(Table, ForumSession.__table__)
_PROGRAMME = select(_SESSION.c.programme_id).where(_SESSION.c.id == bindparam("session_id"))
_PACE = select(
    _SESSION.c.starts_at, _SESSION.c.pace_anchor_real, _SESSION.c.pace_anchor_domain, _SESSION.c.pace_rate
).where(_SESSION.c.id == bindparam("session_id"))


def pace_of(forum_session: ForumSession | Row[Any]) -> Pace:
    """The forum session's own clock: real time, unless it is a demo or a rehearsal."""
    if forum_session.pace_anchor_real is None or forum_session.pace_anchor_domain is None:
        return Pace(forum_session.starts_at, forum_session.starts_at)
    return Pace(forum_session.pace_anchor_real, forum_session.pace_anchor_domain, forum_session.pace_rate)


def pace_in(uow: Uow, session_id: UUID) -> Pace:
    """The same of the session with this id. Raises NotFound."""
    row = uow.rows(_PACE, session_id=session_id).first()
    if row is None:
        raise NotFound
    return pace_of(row)


def time_in(uow: Uow, forum_session: ForumSession) -> datetime:
    """The forum session's own time now: what its dates are compared with."""
    return pace_of(forum_session).at(uow.now)


def links_end_at(forum_session: ForumSession) -> datetime:
    """When links made for a session stop working, in system time: its planned end, and two hours for overrunning."""
    pace = pace_of(forum_session)
    return pace.anchor_real + (forum_session.ends_at - pace.anchor_domain) / pace.rate + rules.OVERRUN


def scope_of_session(uow: Uow, session_id: UUID) -> Scope | None:
    """Where a forum session belongs."""
    programme_id = uow.rows(_PROGRAMME, session_id=session_id).scalar_one_or_none()
    return None if programme_id is None else Scope(programme_id=programme_id, forum_session_id=session_id)


def scope_of_programme(uow: Uow, programme_id: UUID) -> Scope | None:
    """A programme is its own scope."""
    return Scope(programme_id=programme_id) if uow.db.get(Programme, programme_id) else None


def scope_of_item(uow: Uow, item_id: UUID) -> Scope | None:
    """An agenda item belongs where its forum session does."""
    item = uow.db.get(AgendaItem, item_id)
    return scope_of_session(uow, item.forum_session_id) if item else None


# Found


def session_of(uow: Uow, session_id: UUID) -> ForumSession:
    """A forum session. Raises NotFound."""
    found = uow.db.get(ForumSession, session_id)
    if found is None:
        raise NotFound
    return found


def programme_of(uow: Uow, programme_id: UUID) -> Programme:
    """A programme. Raises NotFound."""
    found = uow.db.get(Programme, programme_id)
    if found is None:
        raise NotFound
    return found


def programmes(uow: Uow, among: frozenset[UUID] | None = None) -> list[Programme]:
    """Programmes by name; `among` limits them to those a viewer has a role in, None does not."""
    query = select(Programme).order_by(Programme.name)
    if among is not None:
        query = query.where(Programme.id.in_(among))
    return list(uow.db.scalars(query))


def sessions(uow: Uow, among: frozenset[UUID] | None = None) -> list[ForumSession]:
    """Forum sessions by start; `among` limits them to programmes a viewer has a role in, None does not."""
    query = select(ForumSession).order_by(ForumSession.starts_at, ForumSession.id)
    if among is not None:
        query = query.where(ForumSession.programme_id.in_(among))
    return list(uow.db.scalars(query))


def session_of_meeting(uow: Uow, meeting_id: str) -> ForumSession | None:
    """The forum session held in a Zoom meeting: the one that is live, else the next to come, else the last."""
    query = select(ForumSession).where(ForumSession.zoom_meeting_id == meeting_id, ForumSession.state != "cancelled")
    found = sorted(uow.db.scalars(query), key=lambda held: held.starts_at)
    live = [held for held in found if held.state == "live"]
    coming = [held for held in found if held.state in rules.UPCOMING]
    return next(iter((*live, *coming, *found[-1:])), None)


def agenda(uow: Uow, session_id: UUID) -> list[AgendaItem]:
    """The agenda, in order."""
    query = select(AgendaItem).where(AgendaItem.forum_session_id == session_id).order_by(AgendaItem.position)
    return list(uow.db.scalars(query))


# Planned


def create_programme(uow: Uow, *, name: str, profile: str, mailbox: str, area: str = "ENG") -> ProgrammeId:
    """Make a programme under a conduct profile: LC, PP or BX; `area` is whose bank holidays it keeps.

    Raises NameTaken; BadInput for an unknown profile or area or no name; BadAddress.
    """
    tidy = clean_line(name, most=120)
    if not tidy:
        raise BadInput("Enter a name for the programme")
    if profile not in rules.PROFILE_WORDS:
        raise BadInput("Choose one of the three conduct profiles")
    if area not in AREAS:
        raise BadInput("Choose whose bank holidays count")
    if uow.db.scalar(select(func.count()).select_from(Programme).where(Programme.name == tidy)):
        raise NameTaken
    programme = Programme(
        id=new_id(),
        name=tidy,
        conduct_profile=profile,
        timezone="Europe/London",
        bank_holiday_area=area,
        mailbox=read_address(mailbox),
        created_at=uow.now,
    )
    uow.db.add(programme)
    uow.db.flush()
    uow.audit("programme.created", "programme", programme.id, profile=profile, area=area)
    return ProgrammeId(programme.id)


def show_captions(uow: Uow, programme_id: UUID, is_on: bool) -> None:
    """Say whether registrants of a programme may read captions on their own page. Raises NotFound."""
    programme = programme_of(uow, programme_id)
    if programme.captions_on_page != is_on:
        programme.captions_on_page = is_on
        uow.audit("programme.captions_on" if is_on else "programme.captions_off", "programme", programme_id)


def plan_session(
    uow: Uow,
    programme_id: UUID,
    *,
    forum_type: str | None,
    title: str,
    starts_at: datetime,
    length: timedelta = rules.USUAL_LENGTH,
    capacity: int | None = None,
    is_rehearsal: bool = False,
) -> ForumSessionId:
    """Plan a forum session; it is then scheduled, and registration is opened separately.

    Raises NotFound for an unknown programme, BadPlan for a plan that could not be held.
    """
    programme = programme_of(uow, programme_id)
    rules.check_plan(programme.conduct_profile, forum_type, starts_at, length, uow.now)
    dates = rules.dates_for(starts_at, length)
    forum_session = ForumSession(
        id=new_id(),
        programme_id=programme.id,
        forum_type=forum_type,
        title=clean_line(title, most=160) or rules.TITLES.get(forum_type or "", programme.name),
        starts_at=starts_at,
        ends_at=dates.ends_at,
        capacity=capacity,
        registration_opens_at=uow.now,
        registration_closes_at=dates.registration_closes_at,
        state=rules.moved("draft", "schedule"),
        is_rehearsal=is_rehearsal,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.db.add(forum_session)
    uow.db.flush()
    _begin_agenda(uow, forum_session, programme.conduct_profile)
    uow.audit("session.planned", "forum_session", forum_session.id, forum_type=forum_type)
    return ForumSessionId(forum_session.id)


def _begin_agenda(uow: Uow, forum_session: ForumSession, profile: str) -> None:
    """Put the item first with which every meeting under a profile begins."""
    if profile in rules.OPENING_ITEMS:
        title, minutes = rules.OPENING_ITEMS[profile]
        item = AgendaItem(id=new_id(), forum_session_id=forum_session.id, position=1, title=title, kind="other")
        item.budget_minutes = minutes
        uow.db.add(item)
        uow.db.flush()


def move(uow: Uow, session_id: UUID, event: str, *, has_code: bool = True) -> str:
    """Let an event of `rules.MOVES` happen; the state after it. Opening needs a code in force: `has_code` says so.

    After the end the transcript is drafted, a little later, so that the last captions are in it.

    Raises NotFromHere, NoCodeYet.
    """
    forum_session = session_of(uow, session_id)
    state = rules.moved(forum_session.state, event)
    if event == "open" and not has_code:
        raise rules.NoCodeYet
    forum_session.state, forum_session.updated_at = state, uow.now
    uow.audit(f"session.{state}", "forum_session", forum_session.id)
    if state == "ended":
        payload = {"session_id": forum_session.id}
        wait = max(LAST_WORDS / pace_of(forum_session).rate, LAST_WORDS_LEAST)
        outbox.queue(uow, "release.draft", key=str(forum_session.id), payload=payload, due_at=uow.now + wait)
    return state


def refuse_early_start(uow: Uow, session_id: UUID, *, is_sure: bool) -> None:
    """Somebody starts it by hand: what has begun cannot be put back, so that long before its time they must be sure.

    Raises StartsLater.
    """
    forum_session = session_of(uow, session_id)
    if not is_sure and early_rules.is_early(forum_session.state, forum_session.starts_at, time_in(uow, forum_session)):
        raise early_rules.StartsLater


def meeting_started(uow: Uow, session_id: UUID) -> bool:
    """The meeting began. False when the session was live or over already: Zoom says it twice, or late."""
    if ("start", session_of(uow, session_id).state) not in rules.MOVES:
        return False
    move(uow, session_id, "start")
    return True


def meeting_ended(uow: Uow, session_id: UUID) -> bool:
    """The meeting is over. False when the session was not live."""
    if ("end", session_of(uow, session_id).state) not in rules.MOVES:
        return False
    move(uow, session_id, "end")
    return True


def set_meeting(uow: Uow, session_id: UUID, meeting_id: str | None) -> None:
    """Say which Zoom meeting the session is held in, or (None) that it is not linked.

    Raises MeetingTaken while another session that is still to come uses it, BadInput for what is no number.
    """
    forum_session = session_of(uow, session_id)
    digits = "".join(character for character in meeting_id or "" if character not in " -")
    if meeting_id and not (digits.isascii() and digits.isdigit() and 9 <= len(digits) <= 12):
        raise BadInput("Enter the meeting’s number, 9 to 12 digits, as Zoom shows it")
    if digits:
        query = select(ForumSession.id).where(
            ForumSession.zoom_meeting_id == digits,
            ForumSession.id != session_id,
            ForumSession.state.in_(rules.UPCOMING),
        )
        if uow.db.scalars(query).first() is not None:
            raise MeetingTaken
    if forum_session.zoom_meeting_id != (digits or None):
        forum_session.zoom_looked_at = None
    forum_session.zoom_meeting_id, forum_session.updated_at = digits or None, uow.now
    uow.audit("session.linked" if digits else "session.unlinked", "forum_session", session_id)


def types_planned(held: Iterable[ForumSession]) -> dict[str | None, int]:
    """How many sessions each forum type has that were or will be held (LC-09, counted per type)."""
    counts: dict[str | None, int] = {}
    for forum_session in held:
        if forum_session.state != "cancelled":
            counts[forum_session.forum_type] = counts.get(forum_session.forum_type, 0) + 1
    return counts
