"""Invitations found, previewed, answered. How they leave is in `runs.py`, what comes back in `returns.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from companion.forums import bank_holidays
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.invitations import rules
from companion.invitations.tables import Invitation, InvitationWords
from companion.kernel import outbox
from companion.kernel.errors import DomainError, NotFound
from companion.kernel.ids import new_id
from companion.kernel.text import clean
from companion.kernel.uow import Uow
from companion.kernel.working_days import Calendar
from companion.people.access import Scope
from companion.people.bars import barred
from companion.people.tables import Person, PersonEmail
from companion.roll import service as roll
from companion.roll.tables import LandlordContact

LETTER = "invitations.invitation"
MOST_WORDS = 2_000


class NotNow(DomainError):
    message = "This invitation is not at the point where that can happen. Reload the page to see how it stands."


@dataclass(frozen=True)
class Line:
    """One invitation as the organiser's list shows it."""

    invitation_id: UUID
    landlord_id: UUID
    landlord: str
    state: str
    late_reason: str | None
    returned_reason: str | None
    sent_at: datetime | None
    answered_at: datetime | None
    reminded_at: datetime | None


def scope_of_invitation(uow: Uow, invitation_id: UUID) -> Scope | None:
    """An invitation belongs to its forum session and its landlord."""
    found = uow.db.get(Invitation, invitation_id)
    part = forums.scope_of_session(uow, found.forum_session_id) if found else None
    return part.merged(Scope(landlord_id=found.landlord_id)) if found and part else None


def invitation_of(uow: Uow, invitation_id: UUID) -> Invitation:
    """An invitation, held for this transaction. Raises NotFound."""
    found = uow.db.get(Invitation, invitation_id, with_for_update=True)
    if found is None:
        raise NotFound
    return found


def calendar_for(uow: Uow, forum_session: ForumSession) -> Calendar:
    """The working days by which a session's letters leave."""
    return bank_holidays.calendar_of(uow, forums.programme_of(uow, forum_session.programme_id))


def preview(uow: Uow, session_id: UUID) -> rules.Preview:
    """Who would be invited now. Bars are looked at now, not when the session was planned."""
    forum_session = forums.session_of(uow, session_id)
    return rules.preview(forum_session.forum_type, _candidates(uow, forum_session), _states(uow, session_id))


def queue(uow: Uow, invitation: Invitation, *, number: int | None = None) -> None:
    """Let an invitation's letter leave: its next one, or the one of that number. An answer given stands."""
    invitation.letter_no = invitation.letter_no + 1 if number is None else number
    invitation.words_number = newest_words(uow, invitation.forum_session_id)[0]
    invitation.queued_at, invitation.returned_reason = uow.now, None
    if invitation.state not in ("accepted", "declined"):
        invitation.state = rules.WAITING
    uow.db.flush()
    key = f"{invitation.id}:{invitation.letter_no}"
    outbox.queue_letter(uow, LETTER, key=key, invitation_id=str(invitation.id), letter_no=invitation.letter_no)


def answered(uow: Uow, session_id: UUID, landlord_id: UUID, state: str) -> None:
    """Note a landlord's answer: accepted (somebody is registered) or declined. Nothing where it was not invited."""
    query = select(Invitation).where(Invitation.forum_session_id == session_id, Invitation.landlord_id == landlord_id)
    invitation = uow.db.scalar(query)
    if invitation is None or invitation.state in (state, "revoked"):
        return
    invitation.state, invitation.answered_at = state, uow.now
    uow.audit(f"invitation.{state}", "invitation", invitation.id)


def band_invited(uow: Uow, session_id: UUID, landlord_id: UUID) -> str | None:
    """The band in which a landlord was invited to a session; None where it was not, or its invitation was revoked."""
    return uow.db.scalar(
        select(Invitation.band_snapshot).where(
            Invitation.forum_session_id == session_id,
            Invitation.landlord_id == landlord_id,
            Invitation.state != "revoked",
        )
    )


def lines(uow: Uow, session_id: UUID) -> list[Line]:
    """Every invitation of a session, by landlord."""
    names = {landlord.id: landlord.name for landlord in roll.landlords(uow)}
    found = uow.db.scalars(select(Invitation).where(Invitation.forum_session_id == session_id))
    made = [_line(entry, names[entry.landlord_id]) for entry in found]
    return sorted(made, key=lambda line: line.landlord.casefold())


def line(uow: Uow, invitation_id: UUID) -> Line:
    """One invitation."""
    invitation = uow.db.get_one(Invitation, invitation_id)
    return _line(invitation, roll.landlord_of(uow, invitation.landlord_id).name)


def counts(uow: Uow, session_id: UUID) -> rules.Counts:
    """How far a session's invitations have come."""
    query = select(Invitation.state, Invitation.sent_at).where(Invitation.forum_session_id == session_id)
    states = [
        "unsent" if row.state == "expired" and row.sent_at is None else row.state for row in uow.db.execute(query)
    ]
    return rules.counts(states, len(preview(uow, session_id).to_invite))


def newest_words(uow: Uow, session_id: UUID) -> tuple[int, str]:
    """The organiser's own paragraph for a session's letter, and its number; 0 and nothing where there is none."""
    query = (
        select(InvitationWords)
        .where(InvitationWords.forum_session_id == session_id)
        .order_by(InvitationWords.number.desc())
        .limit(1)
    )
    found = uow.db.scalar(query)
    return (found.number, found.body) if found else (0, "")


def words_of(uow: Uow, session_id: UUID, number: int) -> str:
    """The organiser's words of one number."""
    query = select(InvitationWords.body).where(
        InvitationWords.forum_session_id == session_id, InvitationWords.number == number
    )
    return uow.db.scalar(query) or ""


def write_words(uow: Uow, session_id: UUID, body: str) -> int:
    """Keep an organiser's paragraph as the next version; its number. The same words again change nothing."""
    tidy = clean(body, most=MOST_WORDS)
    number, before = newest_words(uow, session_id)
    if tidy == before:
        return number
    by = uow.actor.id if uow.actor.kind == "person" else None
    uow.db.add(
        InvitationWords(
            id=new_id(),
            forum_session_id=session_id,
            number=number + 1,
            body=tidy,
            written_by_id=by,
            written_at=uow.now,
        )
    )
    uow.db.flush()
    uow.audit("invitations.words_written", "forum_session", session_id, number=number + 1)
    return number + 1


def _line(entry: Invitation, landlord: str) -> Line:
    return Line(
        invitation_id=entry.id,
        landlord_id=entry.landlord_id,
        landlord=landlord,
        state=entry.state,
        late_reason=entry.late_reason or ("short_notice" if entry.is_late else None),
        returned_reason=entry.returned_reason,
        sent_at=entry.sent_at,
        answered_at=entry.answered_at,
        reminded_at=entry.last_reminded_at or entry.first_reminded_at,
    )


def _states(uow: Uow, session_id: UUID) -> dict[UUID, str]:
    query = select(Invitation.landlord_id, Invitation.state).where(Invitation.forum_session_id == session_id)
    return {row.landlord_id: row.state for row in uow.db.execute(query)}


def _candidates(uow: Uow, forum_session: ForumSession) -> list[rules.Candidate]:
    """Member landlords with whoever can be written to for each."""
    query = (
        select(LandlordContact.landlord_id, Person.id)
        .join(Person, Person.id == LandlordContact.person_id)
        .join(PersonEmail, PersonEmail.person_id == Person.id)
        .where(LandlordContact.role == "nominating", Person.state == "active")
        .order_by(Person.created_at.desc(), Person.id.desc())
    )
    contacts = {row.landlord_id: row.id for row in uow.db.execute(query)}
    kept_out = barred(uow, programme_id=forum_session.programme_id, forum_session_id=forum_session.id)
    return [
        rules.Candidate(
            landlord.id,
            landlord.name,
            landlord.band,
            contacts.get(landlord.id),
            is_held_back=contacts.get(landlord.id) in kept_out,
        )
        for landlord in roll.landlords(uow, members_only=True)
    ]
