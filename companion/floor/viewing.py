"""What the floor's pages show when they are opened: the frame, with the words around it. Reading only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from companion.floor import interest_frames, notes, participants, receipts, wording
from companion.floor.events import PresenceLeft
from companion.floor.feeds import Feed, feeds_of
from companion.floor.frames import frame_of, seed_of
from companion.floor.journals import look
from companion.floor.participants import Known
from companion.floor.pseudonyms import token
from companion.floor.snapshots import Frame
from companion.floor.state import Floor, Request
from companion.forums import early_rules
from companion.forums import service as forums
from companion.kernel.uow import Uow

#: what `own_view` adds to the frame that all share
OWN = ("own", "interests", "own_tokens", "receipt", "is_back", "own_name", "beside")
BACK_MS = 2 * 60_000  # for so long after a return somebody is told that their place was kept


@dataclass(frozen=True)
class Page:
    """A live page: the frame its script goes on from, and the same in words for those without one."""

    session_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    is_rehearsal: bool
    is_early: bool  # so long before the planned start that starting it is asked about
    frame: Frame
    people: tuple[str, ...] = ()
    items: tuple[tuple[UUID, str], ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    feeds: tuple[Feed, ...] = ()


def chair_page(uow: Uow, session_id: UUID) -> Page:
    """The chair's page with its notes and the list of people to add. Raises NotFound."""
    people = tuple(one.line for one in participants.everybody(uow, session_id))
    page = _page(uow, session_id, "chair", people=people, own_notes=notes_of_waiting(uow, session_id))
    return replace(page, feeds=feeds_of(uow, session_id))


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
    note = (
        notes.read(uow, session_id, [request.note_id]).get(request.note_id, "") if request and request.note_id else ""
    )
    frame["own"] = request and {
        "id": str(request.id),
        "state": request.state,
        "asked_at_ms": request.raised_at_ms,
        "note": note,
        "is_ready": _is_ready(look(uow, session_id), request),
        "others": _others(look(uow, session_id), request),
    }
    frame["interests"] = interest_frames.own(look(uow, session_id), known.participant_id, known.landlord_id)
    owners = [owner for owner in (known.participant_id, known.landlord_id) if owner is not None]
    seed = seed_of(uow, session_id)
    frame["own_tokens"] = [token(seed, owner) for owner in owners]
    frame["receipt"] = _own_receipt(uow, session_id, known) if request is None else ()
    frame["is_back"] = request is not None and _has_come_back(look(uow, session_id), request, frame["now_ms"])
    frame["own_name"] = known.name
    frame["beside"] = known.name if known.registration_id != registration_id else None
    return frame


def notes_of_waiting(uow: Uow, session_id: UUID) -> dict[str, str]:
    """The private note of each live request that has one."""
    floor = look(uow, session_id)
    rows = (floor.requests[one] for one in floor.live)
    wanted = {row.note_id: str(row.id) for row in rows if row.note_id is not None}
    return {wanted[note_id]: words for note_id, words in notes.read(uow, session_id, wanted).items()} if wanted else {}


def _has_come_back(floor: Floor, request: Request, now_ms: int) -> bool:
    """Whether who waits left the meeting meanwhile and is here again, under whatever id, since a moment ago."""
    presence = floor.presences.get(request.participant_id)
    if presence is None or not presence.is_here:
        return False
    has_left = any(
        isinstance(one.event, PresenceLeft)
        and one.event.participant_id == request.participant_id
        and one.received_at_ms >= request.raised_at_ms
        for one in reversed(floor.log)
    )
    return has_left and now_ms - min(since for _, since in presence.connections) < BACK_MS


def _own_receipt(uow: Uow, session_id: UUID, known: Known) -> tuple[str, ...]:
    """What became of this registrant's last request, when none is live."""
    rows = [row for row in look(uow, session_id).requests.values() if row.participant_id == known.participant_id]
    if not rows:
        return ()
    last = max(rows, key=lambda row: (row.raised_at_ms, row.seq))
    return receipts.sentences(receipts.receipt(look(uow, session_id), last), wording.at)


def _own_request(uow: Uow, session_id: UUID, known: Known) -> Request | None:
    if known.participant_id is None:
        return None
    return look(uow, session_id).foremost_of(known.participant_id)


def _is_ready(floor: Floor, request: Request) -> bool:
    """Whether whoever was called has said so."""
    turn = floor.called_turn
    return turn is not None and turn.request_id == request.id and turn.is_ready


def _others(floor: Floor, request: Request) -> list[str]:
    """What else its person has asked: an access need beside an ordinary hand, or the other way round."""
    rows = map(floor.requests.__getitem__, floor.live)
    return [str(row.id) for row in rows if row.participant_id == request.participant_id and row.id != request.id]


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
        early_rules.is_early(forum_session.state, forum_session.starts_at, forums.time_in(uow, forum_session)),
        frame,
        people,
        tuple((item.id, item.title) for item in forums.agenda(uow, session_id)),
        own_notes or {},
    )
