"""What the pages of registration show, read in one go. Nothing here decides or writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from companion.codes import agreements, appointments, documents, matrix
from companion.codes import service as codes
from companion.codes.tables import PolicyVersion
from companion.forums import agendas, bank_holidays, planning
from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.agenda_rules import Line
from companion.forums.tables import ForumSession, Programme
from companion.kernel.clocks import LONDON
from companion.kernel.errors import NotFound
from companion.kernel.uow import Uow
from companion.people.tables import Person
from companion.registration import returning, rules, seats, zoom
from companion.registration.entries import Entry, entries_of
from companion.registration.records import noted_at, registration_of, waiting_for
from companion.registration.service import may_join
from companion.registration.tables import Registration
from companion.roll import service as roll
from companion.roll.tables import Landlord


@dataclass(frozen=True)
class SeatsPage:
    """A landlord's two seats."""

    session: ForumSession
    landlord: Landlord
    seats: dict[int, Entry | None]
    waiting: tuple[Entry, ...]
    agenda: tuple[Line, ...]
    agenda_is_out: bool
    given_back: tuple[Entry, ...]
    takes_names: bool
    takes_swaps: bool
    swaps_until: datetime
    agenda_by: str | None

    @property
    def is_over(self) -> bool:
        return self.session.state in rules.OVER_AND_DONE

    @property
    def held(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.seats.values() if entry is not None)

    @property
    def free(self) -> tuple[int, ...]:
        return tuple(number for number, entry in self.seats.items() if entry is None)


@dataclass(frozen=True)
class PlacePage:
    """A registrant's own place: everything they may see, and nothing about anybody else."""

    session: ForumSession
    programme: Programme
    registration: Registration
    name: str
    landlord: str | None
    agenda: tuple[Line, ...]
    agenda_is_out: bool
    code: PolicyVersion | None
    to_accept: tuple[tuple[str, PolicyVersion], ...]
    has_agreed: bool
    join_url: str | None
    pin: str | None
    third: tuple[str, ...]
    seat_is_free: bool
    has_started: bool
    numbers: tuple[str, ...]
    meeting: str
    may_come_back: bool
    swap_asked_at: datetime | None
    transcript_asked_at: datetime | None
    agenda_by: str | None
    is_asked_more: bool  # of something beyond the meetings
    agreement: str | None

    @property
    def is_over(self) -> bool:
        return self.session.state in rules.OVER_AND_DONE

    @property
    def may_apologise(self) -> bool:
        """Whether there is a seat to give back, or an offer to let pass."""
        return not self.is_over and self.registration.state in ("confirmed", "offered")

    @property
    def is_asked_anew(self) -> bool:
        """Whether they may still join, in days of grace, and are asked to agree to what has changed."""
        return self.has_agreed and any(version.requires_reacceptance for _, version in self.to_accept)

    @property
    def grace_until(self) -> datetime:
        """When the first of the days of grace are over."""
        asked = [version for _, version in self.to_accept if version.requires_reacceptance]
        return min(
            (version.in_force_from or version.created_at) + timedelta(days=version.grace_days) for version in asked
        )


@dataclass(frozen=True)
class ListPage:
    """Everybody of a forum session, for staff."""

    session: ForumSession
    pending: tuple[Entry, ...]
    seated: tuple[Entry, ...]
    waiting: tuple[Entry, ...]
    others: tuple[Entry, ...]
    over: tuple[Entry, ...]
    everybody: tuple[Entry, ...]

    @property
    def has_begun(self) -> bool:
        """Whether people have come, so that this is what is counted."""
        return self.session.state in ("live", "ended", "archived")

    @property
    def came(self) -> int:
        """How many were seen in the meeting."""
        return sum(entry.state == "attended" for entry in self.everybody)

    @property
    def twins(self) -> int:
        """How many entries may be of somebody who has another."""
        return sum(entry.twin is not None for entry in self.everybody)

    @property
    def ready(self) -> int:
        """How many of those with a place have agreed to the code."""
        return sum(entry.has_agreed for entry in (*self.seated, *self.others))


def seats_page(uow: Uow, session_id: UUID, landlord_id: UUID) -> SeatsPage:
    """A landlord's page for one session."""
    session = forums.session_of(uow, session_id)
    landlord = roll.landlord_of(uow, landlord_id)
    theirs = entries_of(uow, session, Registration.landlord_id == landlord_id)
    held = {entry.seat_no: entry for entry in theirs if entry.seat_no is not None}
    back = {entry.id for entry in returning.given_back(uow, session_id, landlord_id)}
    now = forums.time_in(uow, session)
    open_now = session.state in forum_rules.TAKES_NAMES and now < session.registration_closes_at
    swaps_until = session.starts_at - forum_rules.SWAPS_UNTIL
    return SeatsPage(
        session=session,
        landlord=landlord,
        seats={number: held.get(number) for number in rules.SEATS},
        waiting=tuple(entry for entry in theirs if entry.state == "waitlisted"),
        agenda=tuple(agendas.shown(uow, session_id)),
        agenda_is_out=agendas.published(uow, session_id) is not None,
        given_back=tuple(entry for entry in theirs if entry.registration_id in back),
        takes_names=open_now,
        takes_swaps=session.state in forum_rules.UPCOMING and now < swaps_until,
        swaps_until=swaps_until,
        agenda_by=_agenda_by(uow, session),
    )


def seat_entry(uow: Uow, session_id: UUID, registration_id: UUID) -> Entry:
    """One registration of a session. Raises NotFound."""
    session = forums.session_of(uow, session_id)
    found = entries_of(uow, session, Registration.id == registration_id)
    if not found:
        raise NotFound
    return found[0]


def place_page(uow: Uow, registration_id: UUID) -> PlacePage:
    """A registrant's own page."""
    registration = registration_of(uow, registration_id)
    session = forums.session_of(uow, registration.forum_session_id)
    landlord = uow.db.get(Landlord, registration.landlord_id) if registration.landlord_id else None
    waiting = waiting_for(uow, session.id, landlord.id) if landlord else []
    joinable = may_join(uow, registration)
    agreed = agreements.stand_of(uow, registration.person_id, session.programme_id)
    place = rules.wait_place(registration.wait_rank, [entry.wait_rank or 0 for entry in waiting])
    return PlacePage(
        session=session,
        programme=forums.programme_of(uow, session.programme_id),
        registration=registration,
        name=uow.db.get_one(Person, registration.person_id).name,
        landlord=landlord.name if landlord else None,
        agenda=tuple(agendas.shown(uow, session.id)),
        agenda_is_out=agendas.published(uow, session.id) is not None,
        code=codes.code_in_force(uow, session.programme_id),
        to_accept=_to_accept(uow, session, registration),
        has_agreed=codes.has_accepted(uow, registration.person_id, session.programme_id, kind=registration.kind),
        join_url=zoom.join_link(uow, registration) if joinable else None,
        pin=zoom.telephone_pin(uow, registration) if joinable else None,
        third=rules.explain_third(place),
        seat_is_free=landlord is not None
        and seats.may_be_given(uow, landlord.id)
        and len(_seat_numbers(uow, session.id, landlord.id)) < len(rules.SEATS),
        has_started=forums.time_in(uow, session) >= session.starts_at,
        numbers=rules.phone_numbers(session.zoom_dial_in) if joinable else (),
        meeting=rules.spaced(session.zoom_meeting_id) if joinable else "",
        may_come_back=returning.may_come_back(uow, registration),
        swap_asked_at=noted_at(uow, registration.id, "swap_wanted"),
        transcript_asked_at=noted_at(uow, registration.id, "transcript_wanted"),
        agenda_by=_agenda_by(uow, session),
        is_asked_more=bool(appointments.asked_of(uow, registration.person_id, session.programme_id)),
        agreement=agreed.state if agreed.version else None,
    )


def _to_accept(uow: Uow, session: ForumSession, registration: Registration) -> tuple[tuple[str, PolicyVersion], ...]:
    """What binds a registrant and is not accepted in its present version, each with its name."""
    found = codes.to_accept(uow, registration.person_id, session.programme_id, kind=registration.kind)
    return tuple((matrix.KIND_WORDS[documents.kind_of(uow, version.id)], version) for version in found)


def list_page(uow: Uow, session_id: UUID) -> ListPage:
    """Everybody of a session, by landlord and name."""
    session = forums.session_of(uow, session_id)
    entries = sorted(
        entries_of(uow, session),
        key=lambda entry: (
            (entry.landlord or "").casefold(),
            str(entry.landlord_id),  # two landlords may have one name
            entry.seat_no or 9,
            "" if entry.state == "waitlisted" else entry.name.casefold(),  # who waits stays in the list's own order
        ),
    )
    return ListPage(
        session=session,
        everybody=tuple(entries),
        pending=tuple(entry for entry in entries if entry.state == "pending"),
        seated=tuple(entry for entry in entries if entry.seat_no is not None),
        waiting=tuple(entry for entry in entries if entry.state == "waitlisted"),
        others=tuple(entry for entry in entries if entry.seat_no is None and entry.state in ("confirmed", "attended")),
        over=tuple(
            entry
            for entry in entries
            if entry.state not in ("pending", "waitlisted", "confirmed", "attended") and entry.seat_no is None
        ),
    )


def _agenda_by(uow: Uow, session: ForumSession) -> str | None:
    """The last day for the agenda, in words; None once it has passed."""
    day = bank_holidays.agenda_by(uow, session)
    return planning.words(day) if day >= forums.time_in(uow, session).astimezone(LONDON).date() else None


def _seat_numbers(uow: Uow, session_id: UUID, landlord_id: UUID) -> set[int]:
    query = select(Registration.seat_no).where(
        Registration.forum_session_id == session_id,
        Registration.landlord_id == landlord_id,
        Registration.seat_no.is_not(None),
    )
    return {seat_no for seat_no in uow.db.scalars(query) if seat_no is not None}
