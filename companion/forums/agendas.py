"""A session's agenda: its items changed, looked over, published in versions, and held against its clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from companion.forums import agenda_rules, bank_holidays, rules, service
from companion.forums.agenda_rules import Line, Standing
from companion.forums.tables import Agenda, AgendaItem, ForumSession
from companion.kernel import outbox
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.ids import AgendaItemId, new_id
from companion.kernel.plain_words import Seen
from companion.kernel.text import clean_line
from companion.kernel.uow import Uow
from companion.kernel.working_days import end_of

MOST_ITEMS = 40


@dataclass(frozen=True)
class Typed:
    """An item as somebody typed it."""

    title: str
    kind: str
    minutes: int
    is_early_sight: bool = False
    is_confidential: bool = False


# Read


def lines(uow: Uow, session_id: UUID) -> list[Line]:
    """The items as they stand now, published or not."""
    return [
        Line(str(item.id), item.title, item.kind, item.budget_minutes, item.is_early_sight, item.is_confidential)
        for item in service.agenda(uow, session_id)
    ]


def versions(uow: Uow, session_id: UUID) -> list[Agenda]:
    """Every version, the newest first."""
    query = select(Agenda).where(Agenda.forum_session_id == session_id).order_by(Agenda.number.desc())
    return list(uow.db.scalars(query))


def published(uow: Uow, session_id: UUID) -> Agenda | None:
    """The version that is out."""
    query = select(Agenda).where(Agenda.forum_session_id == session_id, Agenda.state == "published")
    return uow.db.scalar(query)


def lines_out(version: Agenda | None) -> list[Line]:
    """The items of a version as it went out; none before one has."""
    return [agenda_rules.line_from(stored) for stored in version.items] if version else []


def shown(uow: Uow, session_id: UUID) -> list[Line]:
    """The agenda for everybody's eyes: as it is out, or as it was looked over; what is confidential without its words.

    Invitations leave weeks before an agenda is out, by themselves: a draft that nobody has looked over, and that may
    name somebody's case (LC-16), is in none of them.
    """
    newest = next(iter(versions(uow, session_id)), None)
    if published(uow, session_id) is None and (newest is None or newest.state != "reviewed"):
        return []
    return planned(uow, session_id)


def planned(uow: Uow, session_id: UUID) -> list[Line]:
    """The agenda for sheets of staff: as it is out, or as it stands so far; what is confidential without its words."""
    out = published(uow, session_id)
    return agenda_rules.masked(lines_out(out) if out else lines(uow, session_id))


def standing_of(uow: Uow, forum_session: ForumSession) -> Standing:
    """The agenda against its clock, in the session's own time and by its date as it is now."""
    programme = service.programme_of(uow, forum_session.programme_id)
    first = uow.db.scalar(
        select(func.min(Agenda.published_at)).where(
            Agenda.forum_session_id == forum_session.id, Agenda.published_at.is_not(None)
        )
    )
    return agenda_rules.standing(
        programme.conduct_profile,
        forum_session.starts_at,
        bank_holidays.calendar_of(uow, programme),
        first_out_at=first,
        now=service.time_in(uow, forum_session),
    )


# Changed: whatever is out stays out as it was, until the next version is published


def add_item(
    uow: Uow,
    session_id: UUID,
    *,
    title: str,
    kind: str,
    minutes: int,
    is_early_sight: bool = False,
    is_confidential: bool = False,
) -> AgendaItemId:
    """Add an item at the end. Raises BadInput for no title, an unknown kind, an odd length or one item too many."""
    forum_session = service.session_of(uow, session_id)
    typed = _checked(Typed(title, kind, minutes, is_early_sight, is_confidential))
    here = service.agenda(uow, session_id)
    if len(here) >= MOST_ITEMS:
        raise BadInput(f"An agenda takes {MOST_ITEMS} items at most")
    _touch(uow, forum_session)
    item = AgendaItem(
        id=new_id(),
        forum_session_id=session_id,
        position=max((item.position for item in here), default=0) + 1,
        title=typed.title,
        kind=typed.kind,
        budget_minutes=typed.minutes,
        is_early_sight=typed.is_early_sight,
        is_confidential=typed.is_confidential,
    )
    uow.db.add(item)
    uow.audit("agenda.item_added", "forum_session", session_id, item_id=str(item.id))
    return AgendaItemId(item.id)


def change_item(uow: Uow, item_id: UUID, typed: Typed) -> None:
    """Change what an item is. Raises NotFromHere once the session runs; BadInput."""
    item, forum_session = _changeable(uow, item_id)
    good = _checked(typed)
    _touch(uow, forum_session)
    item.title, item.kind, item.budget_minutes = good.title, good.kind, good.minutes
    item.is_early_sight, item.is_confidential = good.is_early_sight, good.is_confidential
    uow.audit("agenda.item_changed", "forum_session", forum_session.id, item_id=str(item_id))


def move_item(uow: Uow, item_id: UUID, *, up: bool) -> None:
    """Let an item change places with the one before or after it; at the end of the list nothing happens."""
    item, forum_session = _changeable(uow, item_id)
    here = service.agenda(uow, forum_session.id)
    place = next(place for place, one in enumerate(here) if one.id == item.id)
    other_place = place - 1 if up else place + 1
    if not 0 <= other_place < len(here):
        return
    _touch(uow, forum_session)
    other = here[other_place]
    mine, theirs = item.position, other.position
    item.position = -1  # two items never share a place, not even for a moment
    uow.db.flush()
    other.position = mine
    uow.db.flush()
    item.position = theirs
    uow.audit("agenda.item_moved", "forum_session", forum_session.id, item_id=str(item_id))


def remove_item(uow: Uow, item_id: UUID) -> None:
    """Take an item off. Raises NotFromHere once the session runs: its journal names the item."""
    item, forum_session = _changeable(uow, item_id)
    _touch(uow, forum_session)
    uow.db.delete(item)
    uow.audit("agenda.item_removed", "forum_session", forum_session.id, item_id=str(item_id))


# Looked over and published


def review(uow: Uow, session_id: UUID, *, not_a_case: bool, words_looked_at: bool) -> Seen:
    """Say that somebody has looked the agenda over; it may be published then. Raises NotReady, NotFromHere."""
    forum_session = service.session_of(uow, session_id)
    _check_state(forum_session)
    seen = agenda_rules.check_ready(
        lines(uow, session_id),
        forum_session.ends_at - forum_session.starts_at,
        not_a_case=not_a_case,
        words_looked_at=words_looked_at,
        profile=service.programme_of(uow, forum_session.programme_id).conduct_profile,
    )
    version = _touch(uow, forum_session)
    version.state, version.reviewed_at = "reviewed", uow.now
    version.reviewed_by_id = uow.actor.id if uow.actor.kind == "person" else None
    uow.audit("agenda.reviewed", "forum_session", session_id, number=version.number)
    return seen


def publish(uow: Uow, session_id: UUID, *, documents: Sequence[dict[str, Any]] = ()) -> Agenda:
    """Send the agenda out as it was looked over; everybody concerned is told by the worker.

    `documents` govern the meeting, as they stand now (BX-31). Late or not is told by the first version, which is never
    forgotten (LC-12); a late agenda stops no session (C-24). Raises LookFirst, NotFromHere.
    """
    forum_session = service.session_of(uow, session_id)
    _check_state(forum_session)
    version = next(iter(versions(uow, session_id)), None)
    if version is None or version.state != "reviewed":
        raise agenda_rules.LookFirst
    before = published(uow, session_id)
    if before is not None:
        before.state = "superseded"
    version.items = [line.stored() for line in lines(uow, session_id)]
    version.documents = list(documents)
    version.state, version.published_at = "published", service.time_in(uow, forum_session)
    uow.db.flush()
    now = standing_of(uow, forum_session)
    version.due_at = end_of(now.last_day)
    uow.audit(
        "agenda.published",
        "forum_session",
        session_id,
        number=version.number,
        in_time=now.in_time,
        days_late=now.days_late if before is None else None,
    )
    outbox.queue(uow, "papers.announce", key=str(version.id), payload={"agenda_id": version.id})
    return version


def _checked(typed: Typed) -> Typed:
    tidy = clean_line(typed.title, most=160)
    if not tidy:
        raise BadInput("Enter what the item is about")
    if typed.kind not in rules.ITEM_KINDS:
        raise BadInput("Choose what kind of item it is")
    if not 1 <= typed.minutes <= 240:
        raise BadInput("Enter its minutes, from 1 to 240")
    return replace(typed, title=tidy)


def _changeable(uow: Uow, item_id: UUID) -> tuple[AgendaItem, ForumSession]:
    item = uow.db.get(AgendaItem, item_id)
    if item is None:
        raise NotFound
    forum_session = service.session_of(uow, item.forum_session_id)
    _check_state(forum_session)
    return item, forum_session


def _check_state(forum_session: ForumSession) -> None:
    if forum_session.state not in rules.UPCOMING - {"live"}:
        raise rules.NotFromHere


def _touch(uow: Uow, forum_session: ForumSession) -> Agenda:
    """The draft that a change goes into: the newest version if it is not out yet, else a new one.

    The session's row is locked first, so that two people who change it at once make one draft.
    """
    uow.db.refresh(forum_session, with_for_update=True)
    newest = next(iter(versions(uow, forum_session.id)), None)
    if newest is None or newest.state in ("published", "superseded"):
        newest = Agenda(
            id=new_id(),
            forum_session_id=forum_session.id,
            number=newest.number + 1 if newest else 1,
            items=[],
            documents=[],
            created_at=uow.now,
        )
        uow.db.add(newest)
    newest.state, newest.reviewed_at, newest.reviewed_by_id = "draft", None, None
    uow.db.flush()
    return newest
