"""At the door: who stands in Zoom's waiting room or is in the room unrecognised, and what the steward answered.

Our server cannot let anybody in: a person clicks that in Zoom. What is kept here is who it is, so that whoever comes
in is known, and who said so, so that it can be taken back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from companion.forums import service as forums
from companion.kernel.crypto import Unreadable
from companion.kernel.errors import NotFound
from companion.kernel.ids import new_id
from companion.kernel.text import clean_line
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.addresses import BadAddress, read_address
from companion.people.tables import Person
from companion.registration import door_rules, service, stays, zoom_settings
from companion.registration.door_tables import DoorEntry
from companion.registration.participants import MOST_LETTERS, REGISTRANT, participant_by_alias
from companion.registration.records import decided_by, registration_of
from companion.registration.rosters import shown_name
from companion.registration.tables import HOST, LIVE, Participant, Registration
from companion.registration.zoom import address_of, by_registrant

KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Somebody:
    """Whom Zoom shows: one connection, with the names that Zoom has for it."""

    meeting_uuid: str
    connection: str
    aliases: Mapping[str, str]
    registrant: str | None
    name: str = field(repr=False)
    email: str | None = field(repr=False)
    phone: str | None = field(repr=False)
    is_meetings_host: bool = False


def waiting_room(uow: Uow, session_id: UUID, who: Somebody, move: str, at: datetime) -> None:
    """Somebody moved in or out of the waiting room; in any order, and as often as Zoom says it."""
    if is_staff(uow, session_id, who):
        return
    entry = _entry_of(uow, session_id, who) or _new(uow, session_id, who, kind_of(uow, session_id, who))
    if move in ("joined", "put_back"):
        entry.waits_since = max(entry.waits_since or at, at)
    else:
        entry.waits_no_more = max(entry.waits_no_more or at, at)
    uow.db.flush()


def kind_of(uow: Uow, session_id: UUID, who: Somebody) -> str:
    """What stands at the door: a note-taker, somebody on another's link, a telephone, or a person."""
    known = _entry_of(uow, session_id, who)
    if known is not None:
        return known.kind
    if door_rules.is_recorder(who.name):
        return "recorder"
    if _is_forwarded(uow, session_id, who):
        return "forwarded"
    return "phone" if who.phone and not who.registrant else "person"


def is_staff(uow: Uow, session_id: UUID, who: Somebody) -> bool:
    """Whether this is a host, an alternative host or somebody with an account here: never a registrant (edge 63)."""
    if who.is_meetings_host:
        return True
    if who.registrant is not None or not who.email:
        return False
    try:
        address = read_address(who.email)
    except BadAddress:
        return False
    return zoom_settings.is_host(uow, session_id, address) or people.find_account(uow, address) is not None


def came_in(
    uow: Uow, session_id: UUID, who: Somebody, kind: str, participant_id: UUID, at: datetime
) -> Registration | None:
    """Somebody is in the meeting. Who is not recognised, or should not be there, stays at the door for the steward.

    The registration that a steward named for them while they waited, if that still holds.
    """
    participant = uow.db.get_one(Participant, participant_id)
    if participant.role == HOST and kind in ("person", "phone"):
        return None
    entry = _entry_of(uow, session_id, who)
    is_open = kind in ("recorder", "forwarded") or participant.registration_id is None
    if entry is None:
        if not is_open:
            return None
        if is_staff(uow, session_id, who):
            participant.role = HOST if participant.registration_id is None else participant.role
            return None
        entry = _new(uow, session_id, who, kind)
    entry.joined_at = max(entry.joined_at or at, at)
    entry.waits_no_more = max(entry.waits_no_more or at, at)
    entry.participant_id = participant_id
    uow.db.flush()
    named = uow.db.get(Registration, entry.registration_id) if entry.registration_id else None
    return named if named is not None and named.state in LIVE and participant.registration_id is None else None


def entry_for(uow: Uow, session_id: UUID, entry_id: UUID, turn: int | None = None) -> DoorEntry:
    """An entry as it is now, held for this transaction. Raises NotFound, and AnsweredAlready when its turn is over."""
    entry = uow.db.get(DoorEntry, entry_id)
    if entry is None or entry.forum_session_id != session_id:
        raise NotFound
    uow.db.refresh(entry, with_for_update=True)
    if turn is not None and entry.turn != turn:
        raise door_rules.AnsweredAlready
    return entry


def is_recorder(uow: Uow, session_id: UUID, meeting_uuid: str, connection: str) -> bool:
    """Whether this connection is a note-taking program, as it stands now."""
    query = select(DoorEntry.kind).where(
        DoorEntry.forum_session_id == session_id,
        DoorEntry.meeting_uuid == meeting_uuid,
        DoorEntry.connection == connection,
    )
    return uow.db.scalar(query) == "recorder"


def answer(
    uow: Uow,
    entry: DoorEntry,
    what: str,
    *,
    registration_id: UUID | None = None,
    gave_up_id: UUID | None = None,
) -> None:
    """Keep an answer: `registered` (this registration), `swap` (that one gave up the seat), or `no`."""
    entry.answer, entry.registration_id, entry.gave_up_id = what, registration_id, gave_up_id
    entry.answered_by_id, entry.answered_at, entry.turn = decided_by(uow), uow.now, entry.turn + 1
    uow.db.flush()
    named = str(registration_id) if registration_id else None
    uow.audit(f"door.{what}", "door_entry", entry.id, registration_id=named, kind=entry.kind)


def take_back(uow: Uow, entry: DoorEntry) -> None:
    """Take an answer back, or the machine's that this is a recorder. A swap gives the seat back too, if it can be.

    Raises what swapping raises.
    """
    if entry.answer is None and entry.kind == "recorder":
        entry.kind = "phone" if open_words(uow, entry).phone else "person"
    if entry.answer == "swap" and entry.registration_id and entry.gave_up_id:
        before = registration_of(uow, entry.gave_up_id)
        name = uow.db.get_one(Person, before.person_id).name
        address = address_of(uow, before)
        if address is not None:
            service.substitute(uow, entry.registration_id, name=name, address=address, by="staff")
    uow.audit("door.taken_back", "door_entry", entry.id, answer=entry.answer)
    entry.answer = entry.registration_id = entry.gave_up_id = None
    entry.answered_by_id, entry.answered_at, entry.turn = None, None, entry.turn + 1
    uow.db.flush()


@dataclass(frozen=True)
class Words:
    """What Zoom shows of somebody at the door."""

    name: str = field(repr=False)
    email: str | None = field(repr=False)
    phone: str | None = field(repr=False)
    aliases: Mapping[str, str] = field(repr=False)

    @property
    def shown(self) -> str:
        """The name to show; of a telephone only the last two digits."""
        if self.name and not (self.phone and self.name.strip("+ 0123456789*-()") == ""):
            return self.name
        return f"Phone ··{self.phone[-2:]}" if self.phone else "Somebody without a name"


def open_words(uow: Uow, entry: DoorEntry) -> Words:
    """The sealed words of an entry; blanks once the session's key is gone."""
    try:
        return Words(**json.loads(uow.keys.open_text(entry.sealed, row=_row(entry.id))))
    except Unreadable:
        return Words("", None, None, {})


def _is_forwarded(uow: Uow, session_id: UUID, who: Somebody) -> bool:
    """Whether the registrant of this link is in the room already, and this is somebody else's name."""
    if who.registrant is None:
        return False
    present = participant_by_alias(uow, session_id, who.meeting_uuid, REGISTRANT, who.registrant)
    if present is None or not stays.is_open_beside(uow, present, who.connection):
        return False
    registration = by_registrant(uow, session_id, who.registrant)
    names = [shown_name(uow, uow.db.get_one(Participant, present))]
    if registration is not None:
        names.append(uow.db.get_one(Person, registration.person_id).name)
    return door_rules.is_other_person(who.name, names)


def _entry_of(uow: Uow, session_id: UUID, who: Somebody) -> DoorEntry | None:
    query = select(DoorEntry).where(
        DoorEntry.forum_session_id == session_id,
        DoorEntry.meeting_uuid == who.meeting_uuid,
        DoorEntry.connection == who.connection,
    )
    return uow.db.scalar(query)


def _new(uow: Uow, session_id: UUID, who: Somebody, kind: str) -> DoorEntry:
    entry_id = new_id()
    words = {
        "name": clean_line(who.name, most=MOST_LETTERS),
        "email": clean_line(who.email, most=254) if who.email else None,
        "phone": clean_line(who.phone, most=40) if who.phone else None,
        "aliases": dict(who.aliases),
    }
    entry = DoorEntry(
        id=entry_id,
        forum_session_id=session_id,
        meeting_uuid=who.meeting_uuid,
        connection=who.connection,
        kind=kind,
        zoom_registrant=who.registrant,
        turn=0,
        keep_until=forums.links_end_at(forums.session_of(uow, session_id)) + KEPT,
        sealed=uow.keys.seal(
            json.dumps(words, ensure_ascii=False), purpose="forum_session", subject=session_id, row=_row(entry_id)
        ),
    )
    uow.db.add(entry)
    uow.db.flush()
    if kind in ("recorder", "forwarded"):
        uow.audit(f"door.{kind}", "door_entry", entry_id)
    return entry


def _row(entry_id: UUID) -> str:
    return f"registration_door_entry:{entry_id}"
