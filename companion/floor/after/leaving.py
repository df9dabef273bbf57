"""When people are left waiting, at the end of the meeting or of their item: each is told, and may write (case 76).

The letter leaves a little later, for an end can be undone; it is not sent when things go on after all.
What people send is sealed under a key of its own, read by the staff, and gone after KEPT_FOR.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from companion.floor import errors, wording
from companion.floor.after.record import is_unsaid, left_unsaid
from companion.floor.journals import floor_of
from companion.floor.note_guard import check_note
from companion.floor.notes import KEPT_FOR
from companion.floor.participants import ensure, of_registration
from companion.floor.state import Floor
from companion.floor.tables import FloorNote
from companion.floor.undoing import UNDO_WINDOW_MS
from companion.forums import service as forums
from companion.kernel import outbox
from companion.kernel.clocks import london_date
from companion.kernel.crypto import Unreadable
from companion.kernel.errors import BadInput
from companion.kernel.ids import ParticipantId, PersonId, new_id
from companion.kernel.mail import Letter
from companion.kernel.text import clean
from companion.kernel.uow import Uow
from companion.people import sign_in
from companion.people.tables import Person
from companion.registration import zoom
from companion.registration.tables import Participant, Registration

PURPOSE = "floor_written"
KIND = "written"
MOST_LETTERS = 2_000
LINK_LIVES = timedelta(days=7)


@dataclass(frozen=True)
class Sent:
    """What somebody sent in writing after the meeting."""

    participant_id: ParticipantId
    words: str
    sent_at: datetime


def tell_those_left(uow: Uow, session_id: UUID, floor: Floor) -> int:
    """Queue a letter to everybody who had asked and was not heard for want of time, where we know an address.

    Returns how many there are to send now; who has been told of the same ending before is told once.
    """
    left = left_unsaid(floor)
    if not left:
        return 0
    pace = forums.pace_of(forums.session_of(uow, session_id))
    due_at = uow.now + timedelta(milliseconds=UNDO_WINDOW_MS) / pace.rate
    query = select(Participant.id, Participant.registration_id).where(Participant.forum_session_id == session_id)
    registered = {row.id: row.registration_id for row in uow.db.execute(query)}
    queued = 0
    for row in left:
        registration_id = registered.get(row.participant_id)
        if registration_id is not None:
            queued += outbox.queue_letter(
                uow,
                "floor.left_waiting",
                key=f"{row.id}:{row.closed_at_ms}",
                due_at=due_at,
                closed_at_ms=row.closed_at_ms or 0,
                session_id=session_id,
                registration_id=registration_id,
                request_id=row.id,
            )
    return queued


def compose_left_waiting(uow: Uow, payload: dict[str, Any]) -> Letter | None:
    """To who was left waiting: since when, what ended, and a link under which it can be sent in writing.

    None when it went on after all, or it has been sent already.
    """
    session_id = UUID(payload["session_id"])
    floor = floor_of(uow, session_id)
    request = next((row for row in left_unsaid(floor) if str(row.id) == payload["request_id"]), None)
    registration = uow.db.get(Registration, UUID(payload["registration_id"]))
    if request is None or (request.closed_at_ms or 0) != payload["closed_at_ms"] or registration is None:
        return None  # it went on after all; another end has a letter of its own
    session = forums.session_of(uow, session_id)
    person = uow.db.get_one(Person, registration.person_id)
    address = zoom.address_of(uow, registration)
    if address is None or person.state != "active" or request.participant_id in written(uow, session_id):
        return None
    expires_at = uow.now + LINK_LIVES
    token = sign_in.make_link(
        uow,
        "day",
        person_id=PersonId(person.id),
        address=address,
        expires_at=expires_at,
        forum_session_id=session.id,
        registration_id=registration.id,
    )
    programme = forums.programme_of(uow, session.programme_id)
    return Letter(
        to=address,
        subject=f"You were still waiting to speak at {session.title}",
        template="floor/left_waiting",
        context={
            "programme": programme.name,
            "help": {"email": programme.mailbox},
            "why": "You get this because you asked to speak at this forum session.",
            "name": person.name,
            "title": session.title,
            "date": london_date(session.starts_at),
            "asked": wording.at(request.raised_at_ms),
            "over": _OVER.get(request.reason, "there was no time left"),
            "url": sign_in.link_url(uow, "day", token),
            "until": expires_at,
        },
        person_id=person.id,
        tokens=(token,),
    )


_OVER = {"session_ended": "the time was over", "item_closed": "its item was closed"}


def may_write(floor: Floor, participant_id: ParticipantId | None) -> bool:
    """After the end everybody who has a place; before it whoever's item was closed over their hand."""
    return floor.state == "ended" or was_left(floor, participant_id)


def was_left(floor: Floor, participant_id: ParticipantId | None) -> bool:
    """Whether somebody was left with something unsaid for want of time."""
    return any(is_unsaid(row) for row in floor.requests.values() if row.participant_id == participant_id)


def send(uow: Uow, session_id: UUID, registration_id: UUID | None, words: str) -> None:
    """Send in writing what there was no time for; sending again replaces what was sent.

    Raises NotFound, NoPlace, StillOn, BadInput without words, IndividualCase.
    """
    text = clean(words, most=MOST_LETTERS)
    known = of_registration(uow, session_id, registration_id)
    if not may_write(floor_of(uow, session_id), known.participant_id):
        raise errors.StillOn
    if not text:
        raise BadInput("Write what you wanted to say.")
    check_note(text)
    participant_id = ensure(uow, session_id, known).participant_id
    mine = (
        FloorNote.forum_session_id == session_id,
        FloorNote.kind == KIND,
        FloorNote.participant_id == participant_id,
    )
    for old in uow.db.scalars(select(FloorNote).where(*mine)):
        uow.db.delete(old)
    note_id = new_id()
    uow.db.add(
        FloorNote(
            id=note_id,
            forum_session_id=session_id,
            participant_id=participant_id,
            kind=KIND,
            written_at=uow.now,
            keep_until=uow.now + KEPT_FOR,
            sealed=uow.keys.seal(text, purpose=PURPOSE, subject=session_id, row=_row(note_id)),
        )
    )
    uow.db.flush()
    uow.audit("floor.sent_in_writing", "forum_session", session_id)


def written(uow: Uow, session_id: UUID) -> dict[ParticipantId, Sent]:
    """What each person sent in writing, in the order of sending."""
    query = select(FloorNote).where(FloorNote.forum_session_id == session_id, FloorNote.kind == KIND)
    found = {}
    for row in uow.db.scalars(query.order_by(FloorNote.written_at, FloorNote.id)):
        if row.participant_id is None:
            continue
        try:
            words = uow.keys.open_text(row.sealed, row=_row(row.id))
        except Unreadable:
            continue
        participant_id = ParticipantId(row.participant_id)
        found[participant_id] = Sent(participant_id, words, row.written_at)
    return found


def _row(note_id: UUID) -> str:
    return f"floor_note:{note_id}"
