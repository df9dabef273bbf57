"""What a host may do to somebody in Zoom from our page: who they are in our words, what will happen, and the record.

Our server can do none of it: Zoom's client acts, when the person who runs the meeting there has confirmed. So an act is
asked for here first (which looks at the role again, and is logged), done by the client, and its outcome logged too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import select

from companion.floor import journals
from companion.floor.journals import By
from companion.floor.rules import Events, guiding
from companion.floor.state import Floor
from companion.forums import service as forums
from companion.intake.panel.hearing import OtherMeeting
from companion.kernel.errors import BadInput
from companion.kernel.ids import ForumSessionId, ParticipantId, new_id
from companion.kernel.uow import Uow
from companion.people.tables import Person
from companion.registration import door_views, participants, rules
from companion.registration.door_tables import DoorEntry
from companion.registration.door_views import Case
from companion.registration.tables import Participant, Registration
from companion.roll.tables import Landlord

HostAct = Literal["admit", "put_back", "remove"]
Outcome = Literal["asked", "done", "refused"]
MOST_PEOPLE = 300
#: what will happen, said before it does; `{}` is who
WHAT_HAPPENS: dict[HostAct, str] = {
    "admit": "{} comes into the meeting.",
    "put_back": "{} goes to the waiting room until somebody lets them in. Their place in the queue is kept.",
    "remove": "{} is put out of the meeting and, unless your Zoom account allows it, cannot come back. It is logged.",
}


class NoSuchAct(BadInput):
    message = "That is nothing that can be done from here. Load the page again."


@dataclass(frozen=True)
class Seen:
    """Somebody in Zoom's lists as our page shows them. `home` is landlord and seat; both blank when unknown to us."""

    key: str
    name: str = field(repr=False)
    home: str
    is_known: bool
    caution: str = ""
    subject: tuple[str, str] = ("connection", "")

    @property
    def words(self) -> str:
        """Who it is, in one breath."""
        return f"{self.name} ({self.home})" if self.home else self.name


def people_in_zoom(
    uow: Uow, session_id: ForumSessionId, meeting_uuid: str, asked: Sequence[tuple[str, str]]
) -> list[Seen]:
    """Who stands behind Zoom's uuids (with the names that Zoom shows), in the same order. Raises OtherMeeting."""
    _check_meeting(uow, session_id, meeting_uuid)
    cases = _cases(uow, session_id, meeting_uuid)
    return [
        _present(uow, session_id, meeting_uuid, key, name) or _at_door(cases.get(key), key, name)
        for key, name in asked[:MOST_PEOPLE]
    ]


def note_act(
    uow: Uow,
    session_id: ForumSessionId,
    meeting_uuid: str,
    *,
    by: By,
    act: str,
    outcome: str,
    key: str,
    name: str,
    code: str = "",
) -> str:
    """Put an act into the log as asked for, done or refused by Zoom; what will happen, or happened, in words.

    Raises NoSuchAct, OtherMeeting. The log has ids only: of somebody unknown to us, none of Zoom's either.
    """
    if act not in get_args(HostAct) or outcome not in get_args(Outcome):
        raise NoSuchAct
    [who] = people_in_zoom(uow, session_id, meeting_uuid, [(key, name)])
    kind, subject = who.subject
    if act == "remove" and outcome == "done" and kind == "participant":
        _direct(uow, session_id, ParticipantId(UUID(subject)), by)
    uow.audit(
        f"zoom.{act}_{outcome}",
        kind,
        subject or session_id,
        forum_session_id=str(session_id),
        code=code if code.isascii() and code.isalnum() and len(code) <= 12 else None,
    )
    return WHAT_HAPPENS[act].format(who.words)  # type: ignore[index]


def _direct(uow: Uow, session_id: ForumSessionId, participant_id: ParticipantId, by: By) -> None:
    """Whoever was put out is in the log of directions, with who did it (BX-27)."""

    def decide(floor: Floor, _now_ms: int) -> Events:
        return guiding.direct(floor, "leave", participant_id) if floor.state != "ended" else ()

    journals.act(uow, session_id, decide, by=by, key=f"removed:{new_id()}")


def _check_meeting(uow: Uow, session_id: ForumSessionId, meeting_uuid: str) -> None:
    if forums.session_of(uow, session_id).zoom_meeting_uuid != meeting_uuid:
        raise OtherMeeting


def _present(uow: Uow, session_id: UUID, meeting_uuid: str, key: str, name: str) -> Seen | None:
    """Somebody in the meeting whom webhooks or a hand have shown, as their registration has them."""
    participant_id = participants.participant_by_alias(uow, session_id, meeting_uuid, "participant_uuid", key)
    participant = uow.db.get(Participant, participant_id) if participant_id is not None else None
    if participant is None:
        return None
    subject = ("participant", str(participant.id))
    registration = uow.db.get(Registration, participant.registration_id) if participant.registration_id else None
    if registration is None:
        return Seen(key, name or "Somebody without a name", "", is_known=False, subject=subject)
    named = uow.db.get_one(Person, registration.person_id).name
    landlord = uow.db.get(Landlord, registration.landlord_id) if registration.landlord_id else None
    return Seen(
        key, named, _home(landlord.name if landlord else None, registration.seat_no), is_known=True, subject=subject
    )


def _at_door(case: Case | None, key: str, name: str) -> Seen:
    """Somebody in the waiting room, as the door's page has them; a guess by the name alone is none."""
    if case is None:
        return Seen(key, name or "Somebody without a name", "", is_known=False, caution="Nobody we know by this link.")
    subject = ("door_entry", str(case.entry_id))
    if case.match is None or case.match.is_guess:
        return Seen(
            key,
            case.shown,
            case.landlord or "",
            is_known=False,
            caution="Both seats of this landlord are held by others."
            if case.is_full
            else "Not recognised by their link.",
            subject=subject,
        )
    one = case.match.candidate
    seat = next((seat.seat_no for seat in case.seats if seat.registration_id == one.registration_id), None)
    caution = "" if case.may_come_in else _why_not(case)
    return Seen(key, one.name, _home(one.landlord, seat), is_known=True, caution=caution, subject=subject)


def _why_not(case: Case) -> str:
    if case.kind == "recorder":
        return "This is a program that takes notes."
    if case.kind == "forwarded":
        return "This link’s owner is in the meeting already; somebody else uses it."
    if case.match is not None and not case.match.candidate.has_place:
        return "They have no place in this session."
    return ""


def _home(landlord: str | None, seat_no: int | None) -> str:
    if landlord is None:
        return ""
    return f"{landlord}, seat {seat_no} of {len(rules.SEATS)}" if seat_no else landlord


def _cases(uow: Uow, session_id: UUID, meeting_uuid: str) -> dict[str, Case]:
    query = select(DoorEntry.connection, DoorEntry.id).where(
        DoorEntry.forum_session_id == session_id, DoorEntry.meeting_uuid == meeting_uuid
    )
    entries = {row.id: row.connection for row in uow.db.execute(query)}
    if not entries:
        return {}
    page = door_views.door_page(uow, session_id)
    found = (*page.cases, *page.expected, *page.recorders, *page.answered)
    return {entries[case.entry_id]: case for case in found if case.entry_id in entries}
