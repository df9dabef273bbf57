"""What the floor's pages show when they are opened: the frame, with the words around it. Reading only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from companion.floor import notes, participants
from companion.floor.frames import frame_of
from companion.floor.journals import look
from companion.floor.participants import Known
from companion.floor.snapshots import Frame
from companion.floor.state import Request
from companion.forums import service as forums
from companion.kernel.uow import Uow


@dataclass(frozen=True)
class Page:
    """A live page: the frame its script goes on from, and the same in words for those without one."""

    session_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    is_rehearsal: bool
    frame: Frame
    people: tuple[str, ...] = ()
    items: tuple[tuple[UUID, str], ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)


def chair_page(uow: Uow, session_id: UUID) -> Page:
    """The chair's page with its notes and the list of people to add. Raises NotFound."""
    people = tuple(one.line for one in participants.everybody(uow, session_id))
    return _page(uow, session_id, "chair", people=people, own_notes=notes_of_waiting(uow, session_id))


def stage_page(uow: Uow, session_id: UUID) -> Page:
    """The stage. Raises NotFound."""
    return _page(uow, session_id, "stage")


def own_page(uow: Uow, session_id: UUID, registration_id: UUID | None) -> Page:
    """The registrant's page. Raises NotFound, NoPlace."""
    return _page(uow, session_id, "attendee", own=own_view(uow, session_id, registration_id))


def own_view(uow: Uow, session_id: UUID, registration_id: UUID | None) -> Frame:
    """The attendees' frame and, beside it, which request is this registrant's own. Raises NotFound, NoPlace."""
    known = participants.of_registration(uow, session_id, registration_id)
    frame = frame_of(uow, session_id, "attendee")
    request = _own_request(uow, session_id, known)
    note = notes.read(uow, session_id).get(request.note_id, "") if request and request.note_id else ""
    frame["own"] = request and {
        "id": str(request.id),
        "state": request.state,
        "asked_at_ms": request.raised_at_ms,
        "note": note,
    }
    frame["own_name"] = known.name
    frame["beside"] = known.name if known.registration_id != registration_id else None
    return frame


def notes_of_waiting(uow: Uow, session_id: UUID) -> dict[str, str]:
    """The private note of each live request that has one."""
    floor = look(uow, session_id)
    wanted = {floor.requests[one].note_id: str(one) for one in floor.live if floor.requests[one].note_id}
    if not wanted:
        return {}
    return {wanted[note_id]: words for note_id, words in notes.read(uow, session_id).items() if note_id in wanted}


def _own_request(uow: Uow, session_id: UUID, known: Known) -> Request | None:
    if known.participant_id is None:
        return None
    floor = look(uow, session_id)
    return floor.live_of(known.participant_id) or floor.live_of(known.participant_id, "priority")


def _page(
    uow: Uow,
    session_id: UUID,
    role: str,
    *,
    own: Frame | None = None,
    people: tuple[str, ...] = (),
    own_notes: Mapping[str, str] | None = None,
) -> Page:
    forum_session = forums.session_of(uow, session_id)
    frame = own if own is not None else frame_of(uow, session_id, role)
    return Page(
        session_id,
        forum_session.title,
        forum_session.starts_at,
        forum_session.ends_at,
        forum_session.is_rehearsal,
        frame,
        people,
        tuple((item.id, item.title) for item in forums.agenda(uow, session_id)),
        own_notes or {},
    )
