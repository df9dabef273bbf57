"""Requests for the full transcript: logged, with a clock, reminded, and answered with the release or a reasoned no.

What leaves is the de-identified release and nothing else: the text with names in it is never sent (LC-13, C-06).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from companion.forums import bank_holidays
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.invitations.tables import Invitation
from companion.kernel import outbox
from companion.kernel.crypto import Unreadable
from companion.kernel.errors import NotFound
from companion.kernel.ids import ForumSessionId, new_id
from companion.kernel.uow import Uow
from companion.kernel.working_days import Calendar, day_of, start_of
from companion.people import service as people
from companion.people.roles import Role
from companion.registration.tables import Registration, RegistrationNote
from companion.release.asked_tables import TranscriptRequest
from companion.release.request_rules import AnsweredAlready, check_reason, counts_from, due_on, reminder_due
from companion.release.standing import person_acting
from companion.release.tables import Draft

PURPOSE = "forum_session"
WISHED = "transcript_wanted"  # the note of somebody who asked before the meeting


@dataclass(frozen=True)
class Asked:
    """One request as pages show it. `name` is for staff; the person who asked sees their own only."""

    request_id: UUID
    name: str
    how: str
    state: str
    asked_at: datetime
    due_on: date
    is_late: bool
    answered_at: datetime | None
    reason: str | None

    @property
    def due_day(self) -> datetime:
        """The beginning of that day, for showing it."""
        return start_of(self.due_on)


def ask(
    uow: Uow,
    session_id: ForumSessionId,
    *,
    person_id: UUID,
    registration_id: UUID | None = None,
    landlord_id: UUID | None = None,
    how: str = "page",
    asked_at: datetime | None = None,
) -> UUID:
    """Log that somebody wants the full transcript; asked again, it stays one request. Raises NotFound.

    Where a release is out it is answered at once, for that is what they get.
    """
    session = forums.session_of(uow, session_id)
    known = request_of(uow, session_id, person_id)
    if known is not None:
        return known.id
    at = asked_at or uow.now
    made = TranscriptRequest(
        id=new_id(),
        forum_session_id=session_id,
        person_id=person_id,
        registration_id=registration_id,
        landlord_id=landlord_id,
        how=how,
        state="open",
        asked_at=at,
        counts_from=counts_from(at, session.ends_at),
    )
    uow.db.add(made)
    uow.db.flush()
    uow.audit("release.requested", "release_request", made.id, session_id=str(session_id), how=how)
    out = uow.db.scalar(select(Draft).where(Draft.forum_session_id == session_id, Draft.state == "released"))
    if out is not None:
        answer_with(uow, out)
    else:
        outbox.queue_letter(uow, "release.request_logged", key=str(made.id), request_id=made.id)
    return made.id


def log(uow: Uow, session_id: ForumSessionId, registration_id: UUID) -> UUID:
    """Staff log what somebody who registered asked by mail or by word. Raises NotFound for somebody else's session."""
    person_acting(uow)
    registration = uow.db.get(Registration, registration_id)
    if registration is None or registration.forum_session_id != session_id:
        raise NotFound
    return ask(
        uow,
        session_id,
        person_id=registration.person_id,
        registration_id=registration.id,
        landlord_id=registration.landlord_id,
        how="staff",
    )


def follow_wishes(uow: Uow) -> int:
    """Whoever asked before the meeting for the transcript afterwards has asked now that it is over. How many new."""
    query = (
        select(Registration, RegistrationNote.written_at)
        .join(RegistrationNote, RegistrationNote.registration_id == Registration.id)
        .join(ForumSession, ForumSession.id == Registration.forum_session_id)
        .where(RegistrationNote.kind == WISHED, ForumSession.state.in_(("ended", "archived")))
        .where(
            ~select(TranscriptRequest.id)
            .where(
                TranscriptRequest.forum_session_id == Registration.forum_session_id,
                TranscriptRequest.person_id == Registration.person_id,
            )
            .exists()
        )
        .order_by(RegistrationNote.written_at)
    )
    found = uow.db.execute(query).all()
    for registration, written_at in found:
        ask(
            uow,
            ForumSessionId(registration.forum_session_id),
            person_id=registration.person_id,
            registration_id=registration.id,
            landlord_id=registration.landlord_id,
            how="registration",
            asked_at=written_at,
        )
    return len(found)


def answer_with(uow: Uow, draft: Draft) -> int:
    """A version is out: every open request is answered with it, each by a letter with a link. Returns how many.

    The letter is the one that readers get, under the same key, so that nobody gets two.
    """
    waiting = list(
        uow.db.scalars(
            select(TranscriptRequest).where(
                TranscriptRequest.forum_session_id == draft.forum_session_id, TranscriptRequest.state == "open"
            )
        )
    )
    for one in waiting:
        one.state, one.answered_at, one.answered_by_id = "answered", uow.now, draft.approver_id
        if one.registration_id is not None:
            outbox.queue_letter(
                uow,
                "release.out",
                key=f"{draft.id}:{one.registration_id}",
                draft_id=draft.id,
                registration_id=one.registration_id,
            )
        elif (invitation_id := _invitation(uow, one)) is not None:
            outbox.queue_letter(
                uow, "release.out", key=f"{draft.id}:{invitation_id}", draft_id=draft.id, invitation_id=invitation_id
            )
        uow.audit("release.request_answered", "release_request", one.id, version=draft.version)
    uow.db.flush()
    return len(waiting)


def decline(uow: Uow, session_id: ForumSessionId, request_id: UUID, reason: str) -> None:
    """Say no, and why; the person who asked gets the reason. Raises NotFound, AnsweredAlready, NoReason, NotAllowed."""
    person_id = person_acting(uow)
    found = uow.db.scalar(select(TranscriptRequest).where(TranscriptRequest.id == request_id).with_for_update())
    if found is None or found.forum_session_id != session_id:
        raise NotFound
    if found.state != "open":
        raise AnsweredAlready
    words = check_reason(reason)
    found.state, found.answered_at, found.answered_by_id = "declined", uow.now, person_id
    found.sealed_reason = uow.keys.seal(words, purpose=PURPOSE, subject=session_id, row=_row(request_id))
    uow.db.flush()
    uow.audit("release.request_declined", "release_request", request_id)
    outbox.queue_letter(uow, "release.request_declined", key=str(request_id), request_id=request_id)


def remind(uow: Uow) -> int:
    """Write to a programme's reviewers when a request's day comes near, and when it is over: each once.

    Returns how many letters are new.
    """
    count = 0
    for one in uow.db.scalars(select(TranscriptRequest).where(TranscriptRequest.state == "open")):
        session = forums.session_of(uow, one.forum_session_id)
        calendar = calendar_in(uow, session)
        mark = reminder_due(due_on(one.counts_from, calendar), day_of(uow.now), calendar)
        if mark is None:
            continue
        new = sum(
            outbox.queue_letter(
                uow,
                "release.request_due",
                key=f"{one.id}:{mark}:{person_id}",
                request_id=one.id,
                person_id=person_id,
            )
            for person_id in reviewers_of(uow, session.programme_id)
        )
        if new and mark == "late":
            uow.audit("release.request_late", "release_request", one.id)
        count += new
    return count


def request_of(uow: Uow, session_id: UUID, person_id: UUID) -> TranscriptRequest | None:
    """What somebody asked of a forum session."""
    return uow.db.scalar(
        select(TranscriptRequest).where(
            TranscriptRequest.forum_session_id == session_id, TranscriptRequest.person_id == person_id
        )
    )


def asked_by(uow: Uow, session_id: ForumSessionId, person_id: UUID) -> Asked | None:
    """What somebody asked of a forum session, as their own page shows it."""
    found = request_of(uow, session_id, person_id)
    if found is None:
        return None
    return _shown(uow, found, "", calendar_in(uow, forums.session_of(uow, session_id)))


def asked_of(uow: Uow, session_id: ForumSessionId) -> list[Asked]:
    """Every request for a forum session's transcript, open ones first, the oldest first."""
    query = select(TranscriptRequest).where(TranscriptRequest.forum_session_id == session_id)
    rows = list(uow.db.scalars(query.order_by(TranscriptRequest.asked_at)))
    names = people.names_of(uow, {row.person_id for row in rows})
    calendar = calendar_in(uow, forums.session_of(uow, session_id))
    shown = [_shown(uow, row, names.get(row.person_id, ""), calendar) for row in rows]
    return sorted(shown, key=lambda one: one.state != "open")


def open_requests(uow: Uow, session_id: UUID) -> int:
    """How many requests for a transcript wait for an answer."""
    query = select(func.count()).select_from(TranscriptRequest)
    mine = query.where(TranscriptRequest.forum_session_id == session_id, TranscriptRequest.state == "open")
    return uow.db.scalar(mine) or 0


def calendar_in(uow: Uow, session: ForumSession) -> Calendar:
    """The working days that a forum session's programme counts in."""
    return bank_holidays.calendar_of(uow, forums.programme_of(uow, session.programme_id))


def reason_of(uow: Uow, request: TranscriptRequest) -> str | None:
    """Why a request was declined; None once the forum session's key is gone."""
    if request.sealed_reason is None:
        return None
    try:
        return uow.keys.open_text(request.sealed_reason, row=_row(request.id))
    except Unreadable:
        return None


def _shown(uow: Uow, row: TranscriptRequest, name: str, calendar: Calendar) -> Asked:
    due = due_on(row.counts_from, calendar)
    return Asked(
        request_id=row.id,
        name=name,
        how=row.how,
        state=row.state,
        asked_at=row.asked_at,
        due_on=due,
        is_late=row.state == "open" and day_of(uow.now) > due,
        answered_at=row.answered_at,
        reason=reason_of(uow, row),
    )


def _invitation(uow: Uow, one: TranscriptRequest) -> UUID | None:
    query = select(Invitation.id).where(
        Invitation.forum_session_id == one.forum_session_id,
        Invitation.landlord_id == one.landlord_id,
        Invitation.contact_person_id == one.person_id,
    )
    return uow.db.scalars(query).first()


def reviewers_of(uow: Uow, programme_id: UUID) -> list[UUID]:
    """Who reviews the transcripts of a programme."""
    return [
        person.id
        for person, _, grants in people.accounts(uow)
        if any(role is Role.REVIEWER and where in (None, programme_id) for role, where in grants)
    ]


def _row(request_id: UUID) -> str:
    return f"release_request:{request_id}"
