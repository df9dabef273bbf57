"""Where somebody stands who opened our page inside Zoom: which forum session is theirs, or what is missing for that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from companion.feeds import practice
from companion.forums import early_rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.intake.translating import forum_session_of
from companion.kernel.errors import DomainError, NotFound
from companion.kernel.ids import ForumSessionId
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people import zoom_identity
from companion.people.access import Viewer, may
from companion.people.zoom_identity import ZoomUser

#: a session whose meeting may be the one that is open: it begins or began around now, and is not over
AROUND = timedelta(hours=12)
NOT_OVER = ("scheduled", "open", "closed", "live")

Kind = Literal["unset", "outside", "guest", "stranger", "nowhere", "unknown", "no_role", "tryout", "ready"]


class NotTheHost(DomainError):
    message = "Only a host or co-host of this Zoom meeting can say which forum session it is."


class MeetingKnown(DomainError):
    message = "Zoom told us which meeting that forum session is, and it is not this one."


@dataclass(frozen=True)
class Opener:
    """Who opened the page, as Zoom sealed it. `zoom_user` is None for a guest, `meeting_uuid` outside a meeting."""

    zoom_user: ZoomUser | None
    meeting_uuid: str | None
    is_host: bool


@dataclass(frozen=True)
class Choice:
    """A forum session that the open meeting may be."""

    session_id: UUID
    title: str


@dataclass(frozen=True)
class Standing:
    """What the page shows. Only with `ready` there is a session, and somebody who may run it."""

    kind: Kind
    name: str = ""
    person_id: UUID | None = None
    session_id: ForumSessionId | None = None
    title: str = ""
    choices: tuple[Choice, ...] = ()


def standing_of(uow: Uow, opener: Opener | None) -> Standing:
    """Where the opener of the page stands now. Every answer but `ready` says what somebody can do about it."""
    if not uow.settings.has_zoom_app:
        return Standing("unset")
    if opener is None:
        return Standing("outside")
    if opener.zoom_user is None:
        return Standing("guest")
    person = zoom_identity.person_of(uow, opener.zoom_user)
    if person is None:
        return Standing("stranger")
    if opener.meeting_uuid is None:
        return Standing("nowhere", person.name, person.id)
    viewer = people.account_viewer(uow, person.id, person.name, person.id)
    tryout = practice.running(uow, opener.meeting_uuid)
    if tryout is not None:
        session_id = tryout.forum_session_id
        kind: Kind = "tryout" if _may_run(uow, viewer, session_id) else "no_role"
        return Standing(kind, person.name, person.id, title=forums.session_of(uow, session_id).title)
    session = forum_session_of(uow, None, opener.meeting_uuid)
    if session is None:
        return Standing("unknown", person.name, person.id, choices=_choices(uow, viewer) if opener.is_host else ())
    if not _may_run(uow, viewer, session.id):
        return Standing("no_role", person.name, person.id)
    return Standing("ready", person.name, person.id, ForumSessionId(session.id), session.title)


def name_meeting(uow: Uow, opener: Opener, session_id: UUID) -> None:
    """The host says that the open meeting is this forum session, where Zoom has not told us.

    Raises NotTheHost, MeetingKnown, NotFound for a session that is not theirs to run.
    """
    person = zoom_identity.person_of(uow, opener.zoom_user) if opener.zoom_user else None
    if person is None or opener.meeting_uuid is None:
        raise NotFound
    if not opener.is_host:
        raise NotTheHost
    viewer = people.account_viewer(uow, person.id, person.name, person.id)
    if session_id not in {choice.session_id for choice in _choices(uow, viewer)}:
        raise NotFound
    session = forums.session_of(uow, session_id)
    uow.db.refresh(session, with_for_update=True)
    is_known = forum_session_of(uow, None, opener.meeting_uuid) or practice.running(uow, opener.meeting_uuid)
    if session.zoom_meeting_uuid is not None or is_known is not None:
        raise MeetingKnown
    session.zoom_meeting_uuid = opener.meeting_uuid
    uow.audit("zoom.meeting_named", "forum_session", session_id, by=str(person.id))


def _choices(uow: Uow, viewer: Viewer) -> tuple[Choice, ...]:
    query = (
        select(ForumSession)
        .where(
            ForumSession.zoom_meeting_uuid.is_(None),
            ForumSession.state.in_(NOT_OVER),
            ForumSession.starts_at.between(uow.now - AROUND, uow.now + AROUND),
        )
        .order_by(ForumSession.starts_at, ForumSession.id)
    )
    return tuple(
        Choice(one.id, one.title)
        for one in uow.db.scalars(query)
        if _may_run(uow, viewer, one.id)
        and not early_rules.is_early(one.state, one.starts_at, forums.time_in(uow, one))  # a try-out is no session
    )


def _may_run(uow: Uow, viewer: Viewer, session_id: UUID) -> bool:
    scope = forums.scope_of_session(uow, session_id)
    return scope is not None and may(viewer, "floor.chair", scope)
