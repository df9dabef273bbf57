"""What the pages after the meeting show. Reading only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from companion.floor import participants, receipts, wording
from companion.floor.after import export, figures, leaving, telling
from companion.floor.after.figures import Chart
from companion.floor.after.leaving import Sent
from companion.floor.after.record import left_unsaid, record_of
from companion.floor.after.timeline import Entry, part_of, timeline_of
from companion.floor.journals import look, now_ms
from companion.floor.participants import of_registration
from companion.floor.snapshots import Names
from companion.floor.state import Floor, Request
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel import listing
from companion.kernel.ids import AgendaItemId, ParticipantId
from companion.kernel.listing import Part
from companion.kernel.uow import Uow
from companion.people.tables import Person


@dataclass(frozen=True)
class Line:
    """A line of the timeline. `taken_back` is the time at which it was undone, in words, or empty."""

    at: str
    words: str
    taken_back: str = ""


@dataclass(frozen=True)
class Hand:
    """What became of one request to speak, as its receipt says it to whoever asked."""

    name: str
    landlord: str
    receipt: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """The timeline as a page: all of it, or one person's part."""

    session: ForumSession
    lines: Part[Line]
    people: tuple[tuple[ParticipantId, str], ...] = ()
    whose: ParticipantId | None = None
    hands: tuple[Hand, ...] = ()


@dataclass(frozen=True)
class Times:
    """Speaking time as charts; `landlords` only for those who may see it."""

    session: ForumSession
    items: Chart
    waits: Chart
    landlords: Chart | None


@dataclass(frozen=True)
class Own:
    """A registrant's own part: their hands, what happened to them, and what they may still send in writing."""

    session: ForumSession
    name: str
    is_over: bool
    hands: tuple[Hand, ...]
    lines: tuple[Line, ...]
    may_write: bool
    was_left: bool
    sent: Sent | None


@dataclass(frozen=True)
class Left:
    """Somebody who was still waiting at the end (`asked` says since when), or who sent something, or both."""

    name: str
    landlord: str
    asked: str
    sent: str
    sent_at: datetime | None


def timeline_page(uow: Uow, session_id: UUID, whose: UUID | None = None, page: int | None = 1) -> Told:
    """The timeline with names, for staff, a page at a time or whole (None); `whose` narrows it to one person.

    Raises NotFound.
    """
    session = forums.session_of(uow, session_id)
    floor, names = look(uow, session_id), participants.names_of(uow, session_id)
    entries = timeline_of(floor)
    involved = {one for entry in entries for one in (entry.participant_id, *entry.others) if one is not None}
    people = sorted(((one, _line(floor, names, one)) for one in involved), key=lambda one: one[1].casefold())
    chosen = ParticipantId(whose) if whose in involved and whose is not None else None
    shown = part_of(entries, chosen) if chosen is not None else entries
    staff = _staff(uow, floor)
    return Told(
        session,
        _paged([_as_line(entry, telling.for_staff(entry, names, staff)) for entry in shown], page),
        tuple(people),
        chosen,
        tuple(_hand(floor, names, row) for row in _hands_of(floor, chosen)) if chosen is not None else (),
    )


def _paged(lines: list[Line], page: int | None) -> Part[Line]:
    return listing.part_of(lines, 1, max(len(lines), 1)) if page is None else listing.part_of(lines, page)


def own_page(uow: Uow, session_id: UUID, registration_id: UUID | None) -> Own:
    """A registrant's own part, without anybody else's name. Raises NotFound, NoPlace."""
    session = forums.session_of(uow, session_id)
    known = of_registration(uow, session_id, registration_id)
    floor, names = look(uow, session_id), participants.names_of(uow, session_id)
    own = known.participant_id
    entries = part_of(timeline_of(floor), own) if own is not None else ()
    return Own(
        session,
        known.name,
        floor.state == "ended",
        tuple(_hand(floor, names, row) for row in _hands_of(floor, own)),
        tuple(_as_line(entry, telling.for_own(entry, own, names)) for entry in entries) if own is not None else (),
        leaving.may_write(floor, own),
        leaving.was_left(floor, own),
        leaving.written(uow, session_id).get(own) if own is not None else None,
    )


def times_page(uow: Uow, session_id: UUID, *, landlords: bool) -> Times:
    """Speaking time as charts. Raises NotFound."""
    session = forums.session_of(uow, session_id)
    agenda = [AgendaItemId(item.id) for item in forums.agenda(uow, session_id)]
    floor, moment_ms = look(uow, session_id), now_ms(uow, session_id)
    names = participants.names_of(uow, session_id)
    return Times(
        session,
        figures.by_item(record_of(floor, moment_ms, agenda), names, floor, moment_ms),
        figures.by_wait(floor),
        figures.by_landlord(floor, names, moment_ms) if landlords else None,
    )


def left_page(uow: Uow, session_id: UUID) -> tuple[Left, ...]:
    """Who was left with something unsaid, longest waiting first, with what they sent since; then what others sent."""
    floor, names = look(uow, session_id), participants.names_of(uow, session_id)
    sent = leaving.written(uow, session_id)
    asked = {row.participant_id: wording.at(row.raised_at_ms) for row in left_unsaid(floor)}
    found = []
    for who in dict.fromkeys((*asked, *sent)):
        said = sent.get(who)
        landlord = names.landlord(floor.known.get(who))
        words, at = (said.words, said.sent_at) if said is not None else ("", None)
        found.append(Left(names.person(who), landlord, asked.get(who, ""), words, at))
    return tuple(found)


def log_file(uow: Uow, session_id: UUID) -> tuple[str, bytes]:
    """The exported log and the name of its file. Handing it out is an act, and stands in the audit log."""
    session = forums.session_of(uow, session_id)
    floor = look(uow, session_id)
    uow.audit("floor.log_exported", "forum_session", session_id, events=floor.seq)
    return f"floor-log-{session.starts_at:%Y-%m-%d}.jsonl", export.export(session_id, floor.log)


def _hands_of(floor: Floor, participant_id: ParticipantId | None) -> list[Request]:
    rows = [row for row in floor.requests.values() if row.participant_id == participant_id]
    return sorted(rows, key=lambda row: (row.raised_at_ms, row.seq))


def _hand(floor: Floor, names: Names, row: Request) -> Hand:
    landlord = names.landlord(floor.known.get(row.participant_id))
    said = receipts.sentences(receipts.receipt(floor, row), wording.at)
    return Hand(names.person(row.participant_id), landlord, said)


def _as_line(entry: Entry, words: str) -> Line:
    taken_back = wording.at(entry.taken_back_ms) if entry.taken_back_ms is not None else ""
    return Line(telling.time_of(entry), words, taken_back)


def _line(floor: Floor, names: Names, participant_id: ParticipantId) -> str:
    landlord = names.landlord(floor.known.get(participant_id))
    return f"{names.person(participant_id)}, {landlord}" if landlord else names.person(participant_id)


def _staff(uow: Uow, floor: Floor) -> dict[ParticipantId, str]:
    """The names of the chair and the stewards who did something."""
    ids = {one.actor_id for one in floor.log if one.actor_id is not None and one.actor_role in ("chair", "steward")}
    people = uow.db.scalars(select(Person).where(Person.id.in_(ids))) if ids else ()
    return {ParticipantId(person.id): person.name for person in people}
