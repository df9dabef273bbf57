"""What needs somebody now: read from every room below, for the first page after signing in. Nothing here decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from companion.adjustments import views as adjustments
from companion.forums.planning import capacity_warning
from companion.forums.rules import BANDED_PROFILES
from companion.forums.tables import ForumSession, Programme
from companion.kernel import outbox
from companion.kernel.uow import Uow
from companion.people.access import Scope, Viewer, may
from companion.people.accounts import every_account
from companion.people.roles import Role
from companion.registration import attendance, landlords
from companion.registration.tables import SEATED, Registration
from companion.release.tables import Draft
from companion.roll.tables import Landlord

SHOWN_BEFORE = timedelta(days=60)
#: a forum session's stored state, in words
STATE_WORDS = {
    "draft": "Draft",
    "scheduled": "Planned",
    "open": "Registration open",
    "closed": "Registration closed",
    "live": "Live now",
    "ended": "Over",
    "archived": "Archived",
    "cancelled": "Cancelled",
}
#: (words, endpoint, action): the doors of a forum session, shown to those who may
DOORS: tuple[tuple[str, str, str], ...] = (
    ("Chair’s page", "floor.chair", "floor.chair"),
    ("Steward’s page", "steward.page", "floor.chair"),
    ("Stage", "stage.show", "floor.stage"),
    ("Who is coming", "registration.people", "registration.list"),
    ("Transcript review", "release.show", "release.view"),
    ("Your landlord’s seats", "registration.seats", "registration.landlord"),
    ("Your place", "registration.own", "registration.own"),
)
#: what staff have when a meeting is over
AFTER = ("Minutes, speaking time, timeline", "after.minutes", "floor.after")
#: what there is once a transcript is out
SHELF = ("Released transcript", "release.shelf", "release.download")


@dataclass(frozen=True)
class Door:
    """A page of a forum session: what it is called, and where it is."""

    words: str
    endpoint: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Need:
    """Something that waits for this person: what is so, what to do, and the door to it (none when it is elsewhere)."""

    title: str
    words: str
    door: Door | None = None
    is_urgent: bool = False


@dataclass(frozen=True)
class SessionCard:
    """A forum session as the first page shows it."""

    session_id: UUID
    programme_id: UUID
    title: str
    programme: str
    starts_at: datetime
    ends_at: datetime
    state: str
    seats_held: int
    waiting: int
    doors: tuple[Door, ...]
    front: Door | None = None


@dataclass(frozen=True)
class Home:
    """The first page: what needs you now, most urgent first, and the forum sessions around today, next first."""

    needs: tuple[Need, ...] = ()
    sessions: tuple[SessionCard, ...] = ()


def programme_names(uow: Uow) -> list[tuple[UUID, str]]:
    """Every programme with its name, by name."""
    return [(row.id, row.name) for row in uow.db.execute(select(Programme.id, Programme.name).order_by(Programme.name))]


def home_of(uow: Uow, viewer: Viewer) -> Home:
    """The first page of somebody who is signed in, by account or by link."""
    sessions = tuple(session_cards(uow, viewer))
    if viewer.kind != "account":
        return Home(sessions=sessions)
    needs = [need for find in FINDERS for need in find(uow, viewer, sessions)]
    return Home(tuple(sorted(needs, key=lambda need: not need.is_urgent)), sessions)


def session_cards(uow: Uow, viewer: Viewer) -> Iterator[SessionCard]:
    """The forum sessions that this viewer may see, from 60 days back, next first, then the past ones newest first."""
    query = (
        select(ForumSession, Programme.name)
        .join(Programme, Programme.id == ForumSession.programme_id)
        .where(ForumSession.ends_at > uow.now - SHOWN_BEFORE, ForumSession.state != "cancelled")
        .order_by(ForumSession.starts_at, ForumSession.id)
    )
    if viewer.forum_session_id is not None:
        query = query.where(ForumSession.id == viewer.forum_session_id)
    rows = [(row.ForumSession, row.name) for row in uow.db.execute(query)]
    held = _count(uow, Registration.state.in_(SEATED), Registration.seat_no.is_not(None))
    waiting = _count(uow, Registration.state == "waitlisted")
    released = set(uow.db.scalars(select(Draft.forum_session_id).where(Draft.state == "released")))
    rows.sort(
        key=lambda row: (row[0].state in {"ended", "archived"}, abs((row[0].starts_at - uow.now).total_seconds()))
    )
    for session, programme in rows:
        scope = _scope(viewer, session)
        if viewer.kind == "account" and not may(viewer, "forums.view", scope):
            continue
        yield SessionCard(
            session.id,
            session.programme_id,
            session.title,
            programme,
            session.starts_at,
            session.ends_at,
            session.state,
            held.get(session.id, 0),
            waiting.get(session.id, 0),
            tuple(doors_of(viewer, scope, session, is_released=session.id in released)),
            Door("Plan", "registration.overview", {"session_id": session.id}) if viewer.kind == "account" else None,
        )


def doors_of(viewer: Viewer, scope: Scope, session: ForumSession, *, is_released: bool) -> Iterator[Door]:
    """The pages of one forum session that this viewer may open."""
    after = (AFTER,) if session.state in ("ended", "archived") else ()
    for words, endpoint, action in (*DOORS, *after, *((SHELF,) if is_released else ())):
        if may(viewer, action, scope):
            yield Door(words, endpoint, {"session_id": session.id})


def _scope(viewer: Viewer, session: ForumSession) -> Scope:
    if viewer.kind == "account":
        return Scope(programme_id=session.programme_id, forum_session_id=session.id)
    return Scope(forum_session_id=session.id, landlord_id=viewer.landlord_id, registration_id=viewer.registration_id)


def _count(uow: Uow, *where: Any) -> dict[UUID, int]:
    query = (
        select(Registration.forum_session_id, func.count().label("number"))
        .where(*where)
        .group_by(Registration.forum_session_id)
    )
    return {row.forum_session_id: row.number for row in uow.db.execute(query)}


def _session_needs(_uow: Uow, viewer: Viewer, sessions: tuple[SessionCard, ...]) -> Iterator[Need]:
    """A live forum session first; a waiting list while seats can still be had."""
    for card in sessions:
        if card.state == "live":
            yield Need(f"{card.title} is live", "The meeting runs now.", card.doors[0] if card.doors else None, True)
        elif card.waiting and viewer.has(Role.ORGANISER) and card.state in {"open", "closed"}:
            people = "1 person waits" if card.waiting == 1 else f"{card.waiting} people wait"
            words = f"{people} for a seat of their landlord. A freed seat is offered to them in order."
            yield Need(card.title, words, _door(card, "registration.people"))


def _room_needs(uow: Uow, viewer: Viewer, sessions: tuple[SessionCard, ...]) -> Iterator[Need]:
    """A session that fills what the Zoom plan holds: told at four fifths, pressing when it is full."""
    limit = uow.settings.zoom_capacity
    for card in sessions:
        said = capacity_warning(card.seats_held, limit) if card.state in {"open", "closed"} else None
        if said is not None and viewer.has(Role.ORGANISER):
            yield Need(f"{card.title} fills up", said, _door(card, "registration.people"), card.seats_held >= limit)


def _support_needs(uow: Uow, viewer: Viewer, sessions: tuple[SessionCard, ...]) -> Iterator[Need]:
    """What people need to take part, and nobody has answered: the organiser's, and pressing once it is late."""
    mine = {card.session_id: card for card in sessions if may(viewer, "adjustments.manage", Scope(card.programme_id))}
    for session_id, waiting in adjustments.waiting(uow, mine).items():
        asks = "Somebody needs" if waiting.new == 1 else f"{waiting.new} requests wait: people need"
        words = f"{asks} something to take part. Acknowledge it within two working days."
        if waiting.overdue:
            words = f"{waiting.overdue} of what people need to take part is late. Answer it now."
        door = Door("What people need", "adjustments.requests", {"session_id": session_id})
        yield Need(mine[session_id].title, words, door, waiting.overdue > 0)


def _release_needs(uow: Uow, viewer: Viewer, sessions: tuple[SessionCard, ...]) -> Iterator[Need]:
    """Transcripts that wait for a reviewer, or for the second person."""
    by_id = {card.session_id: card for card in sessions}
    for draft in uow.db.scalars(select(Draft).where(Draft.state.in_(("imported", "redacted", "reviewed")))):
        card = by_id.get(draft.forum_session_id)
        if card is None:
            continue
        door = _door(card, "release.show")
        if draft.state != "reviewed" and viewer.has(Role.REVIEWER):
            yield Need(f"Read the transcript of {card.title}", "Every proposed redaction waits for a yes or no.", door)
        elif draft.state == "reviewed" and draft.editor_id == viewer.person_id:
            yield Need(f"{card.title}: a second person must approve", "You edited it, so somebody else says yes.", door)
        elif draft.state == "reviewed" and (viewer.has(Role.REVIEWER) or viewer.has(Role.APPROVER)):
            yield Need(f"Approve the transcript of {card.title}", "It is reviewed and waits for your yes.", door, True)


def _roll_needs(uow: Uow, viewer: Viewer, _sessions: tuple[SessionCard, ...]) -> Iterator[Need]:
    """Landlords about whose people somebody must decide: they left the Scheme, or two became one (edges 7 and 9)."""
    if not viewer.has(Role.ORGANISER):
        return
    mine = viewer.programmes(Role.ORGANISER)
    for landlord, count in landlords.left_with_people(uow, mine):
        people = "1 person is" if count == 1 else f"{count} people are"
        words = f"{people} registered for sessions to come. Nobody was taken off; decide who stays."
        door = Door("Decide", "landlords.show", {"landlord_id": landlord.id})
        yield Need(f"{landlord.name} is no member now", words, door)
    for landlord, count in landlords.crowded_landlords(uow, mine):
        sessions = "1 session" if count == 1 else f"{count} sessions"
        words = f"More than two of its people hold seats in {sessions} since it merged with another."
        door = Door("Choose who stays", "landlords.show", {"landlord_id": landlord.id})
        yield Need(f"{landlord.name}: two seats, more people", words, door)


def _system_needs(uow: Uow, viewer: Viewer, _sessions: tuple[SessionCard, ...]) -> Iterator[Need]:
    """What an administrator should know: accounts that can do nothing, work that piles up, feeds that are off."""
    if not viewer.has(Role.ADMIN):
        return
    idle = [account.name for account in every_account(uow) if not account.grants]
    if idle:
        title = "1 account has no role yet" if len(idle) == 1 else f"{len(idle)} accounts have no role yet"
        yield Need(title, "They can sign in and see nothing.", Door("People", "staff.everybody", {}))
    events, effects = outbox.waiting(uow)
    if events + effects > 100:
        words = f"{events} events from Zoom and {effects} letters or calls wait. Look whether the worker runs."
        yield Need("Work piles up", words, Door("System", "system.show", {}), True)
    if not uow.settings.webhook_secrets:
        yield Need("Zoom’s events are off", "Set ZOOM_WEBHOOK_SECRET_TOKEN; until then everything works by hand.")


def _first_steps(uow: Uow, viewer: Viewer, _sessions: tuple[SessionCard, ...]) -> Iterator[Need]:
    """What comes first in a new installation, one step at a time: a programme, somebody to run it, its roll."""
    organises = viewer.has(Role.ORGANISER)
    if viewer.has(Role.ADMIN):
        if uow.db.scalar(select(Programme.id).limit(1)) is None:
            words = "A programme is a series of forums under one code of conduct. Everything else hangs on it."
            yield Need("Begin with a programme", words, Door("Make it", "forums.programmes", {}), True)
            return
        if not any(role is Role.ORGANISER for account in every_account(uow) for role, _programme in account.grants):
            words = "An organiser plans sessions, keeps the roll and invites. If that is you, give yourself the role."
            yield Need("Nobody is an organiser yet", words, Door("People", "staff.everybody", {}), True)
            return
    if organises and uow.db.scalar(select(Landlord.id).limit(1)) is None and _has_banded(uow):
        words = "Upload the membership list, from Excel or CSV: it says who is invited, and whose each seat is."
        yield Need("The roll is empty", words, Door("Bring in the list", "roll.roll", {}))
    if organises and uow.db.scalar(select(ForumSession.id).limit(1)) is None:
        words = "Choose a date, and see what follows from it before you keep it."
        yield Need("No session is planned", words, Door("Season", "forums.season", {}))


def _has_banded(uow: Uow) -> bool:
    return (
        uow.db.scalar(select(Programme.id).where(Programme.conduct_profile.in_(BANDED_PROFILES)).limit(1)) is not None
    )


def _desk_needs(uow: Uow, viewer: Viewer, sessions: tuple[SessionCard, ...]) -> Iterator[Need]:
    """Registrations that wait for a decision, and sessions of which nobody can tell who came."""
    pending = _count(uow, Registration.state == "pending")
    unknown = {held.id for held in attendance.unknown(uow)}
    for card in sessions:
        scope = Scope(programme_id=card.programme_id, forum_session_id=card.session_id)
        if not may(viewer, "registration.decide", scope):
            continue
        values: dict[str, Any] = {"session_id": card.session_id}
        if pending.get(card.session_id) and card.state not in {"ended", "archived"}:
            number = pending[card.session_id]
            title = f"{card.title}: {'1 person waits' if number == 1 else f'{number} people wait'} for your decision"
            door = Door("Decide", "registration.people", {**values, "show": "needs"})
            yield Need(title, "We could not tell by ourselves whether a seat is theirs.", door, True)
        if card.session_id in unknown:
            words = "Zoom told us of nobody. Mark who came; then attendance is closed."
            yield Need(f"Who came to {card.title}?", words, Door("Attendance", "registration.attended", values))


FINDERS: tuple[Callable[[Uow, Viewer, tuple[SessionCard, ...]], Iterator[Need]], ...] = (
    _first_steps,
    _session_needs,
    _room_needs,
    _desk_needs,
    _support_needs,
    _release_needs,
    _roll_needs,
    _system_needs,
)


def _door(card: SessionCard, endpoint: str) -> Door | None:
    return next((door for door in card.doors if door.endpoint == endpoint), None)
