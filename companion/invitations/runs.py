"""A run: approved once by a person, then the letters leave by themselves in their window, a few at a time.

`look_after` is what the worker asks of every session: it begins a run that is due, queues the next letters, reminds who
has not answered, and closes what is over. Asked twice it does no harm, and a worker that dies leaves nothing half done.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, union

from companion.codes import service as codes
from companion.forums import service as forums
from companion.forums.rules import TAKES_NAMES, UPCOMING, NoCodeYet
from companion.forums.tables import ForumSession
from companion.invitations import rules, schedule, service
from companion.invitations.tables import Invitation, InvitationRun
from companion.kernel import outbox
from companion.kernel.errors import DomainError
from companion.kernel.ids import new_id
from companion.kernel.uow import Runner, Uow
from companion.roll import service as roll
from companion.roll.tables import Landlord

#: letters that leave at one look, so that a mail server is not flooded; with a look every half minute, one a second
AT_ONCE = 40
REMINDER = "invitations.reminder"
#: the states in which nobody is invited any more, whatever is opened
TOO_LATE = {
    "live": "The session has begun, so nobody is invited any more.",
    "ended": "The session is over, so nobody is invited any more.",
    "archived": "The session is over, so nobody is invited any more.",
    "cancelled": "The session was called off, so nobody is invited.",
}


class NotAForumOfLandlords(DomainError):
    message = "This session has no landlord group, so there is nobody to invite by the roll."


class NamesAreClosed(DomainError):
    message = "Names for this session are closed, and the letter leads straight to them. Open registration again first."


class NothingToStop(DomainError):
    message = "No letters are waiting to leave for this session."


def run_of(uow: Uow, session_id: UUID, *, hold: bool = False) -> InvitationRun | None:
    """A session's run, where it was approved."""
    query = select(InvitationRun).where(InvitationRun.forum_session_id == session_id)
    return uow.db.scalar(query.with_for_update() if hold else query)


def may_approve(uow: Uow, session_id: UUID) -> DomainError | None:
    """What stands in the way of approving a run; None when nothing does."""
    forum_session = forums.session_of(uow, session_id)
    if forum_session.forum_type is None:
        return NotAForumOfLandlords()
    if forum_session.state in TOO_LATE:
        return NamesAreClosed(TOO_LATE[forum_session.state])
    if forum_session.state not in ("scheduled", "open"):
        return NamesAreClosed()
    if codes.code_in_force(uow, forum_session.programme_id) is None:
        return NoCodeYet()
    return None


def leaves_at(uow: Uow, session_id: UUID) -> datetime:
    """When the letters of a session leave, in its own time: as approved, or if it were approved now."""
    forum_session = forums.session_of(uow, session_id)
    run = run_of(uow, session_id)
    now = forums.time_in(uow, forum_session)
    since = forums.pace_of(forum_session).at(run.approved_at) if run and run.state == "approved" else now
    return schedule.leaves_at(forum_session.starts_at, since, service.calendar_for(uow, forum_session))


def approve(uow: Uow, session_id: UUID) -> int:
    """Approve a session's run; how many letters leave at once because they are due. Approving twice changes nothing.

    Raises NotAForumOfLandlords, NamesAreClosed, NoCodeYet.
    """
    problem = may_approve(uow, session_id)
    if problem is not None:
        raise problem
    forum_session = forums.session_of(uow, session_id)
    run = run_of(uow, session_id, hold=True)
    if run is None:
        run = InvitationRun(id=new_id(), forum_session_id=session_id, state="stopped")
        uow.db.add(run)
    if run.state == "stopped":
        run.state = "approved"
        run.opens_on, run.closes_on = rules.window(forum_session.starts_at)
        run.approved_at = uow.now
        run.approved_by_id = uow.actor.id if uow.actor.kind == "person" else None
        uow.db.flush()
        uow.audit("invitations.approved", "forum_session", session_id)
    return advance(uow, session_id)


def stop(uow: Uow, session_id: UUID) -> None:
    """Let no further letter leave until the run is approved again. Raises NothingToStop."""
    run = run_of(uow, session_id, hold=True)
    if run is None or run.state == "stopped":
        raise NothingToStop
    run.state = "stopped"
    uow.audit("invitations.stopped", "forum_session", session_id)


def advance(uow: Uow, session_id: UUID) -> int:
    """Queue the next letters of a run that is due; how many. The first of them opens registration.

    Once everybody was asked it goes on with who joins the roll later: invited at once, marked late (edge 8).
    """
    run = run_of(uow, session_id, hold=True)
    forum_session = forums.session_of(uow, session_id)
    now = forums.time_in(uow, forum_session)
    if run is None or run.state == "stopped" or now >= forum_session.registration_closes_at:
        return 0
    if run.state == "approved" and not _begin(uow, run, forum_session, now):
        return 0
    if forum_session.state not in TAKES_NAMES:
        return 0
    waiting = service.preview(uow, session_id).to_invite
    landlords = {landlord.id: landlord for landlord in roll.landlords(uow, members_only=True)} if waiting else {}
    for candidate in waiting[:AT_ONCE]:
        joined = run.state == "sent" and _joined_after(run, landlords[candidate.landlord_id])
        _invite(uow, forum_session, candidate, rules.late_reason(forum_session.starts_at, now, joined_after_run=joined))
    if run.state == "sending" and len(waiting) <= AT_ONCE:
        run.state, run.finished_at = "sent", uow.now
    if waiting:
        count, left = min(len(waiting), AT_ONCE), max(0, len(waiting) - AT_ONCE)
        uow.audit("invitations.left", "forum_session", session_id, count=count, left=left)
    return min(len(waiting), AT_ONCE)


def remind(uow: Uow, session_id: UUID) -> int:
    """Queue the reminders that are due: only to landlords whose letter arrived and that have not answered."""
    forum_session = forums.session_of(uow, session_id)
    if forum_session.state not in TAKES_NAMES:
        return 0
    pace, now = forums.pace_of(forum_session), forums.time_in(uow, forum_session)
    calendar = service.calendar_for(uow, forum_session)
    if not schedule.is_office_hour(now, calendar):
        return 0
    query = select(Invitation).where(Invitation.forum_session_id == session_id, Invitation.state == "sent")
    given = 0
    for invitation in uow.db.scalars(query.with_for_update()):
        if invitation.sent_at is None or given >= AT_ONCE:
            continue
        asked = schedule.Asked(
            pace.at(invitation.sent_at),
            pace.at(invitation.first_reminded_at) if invitation.first_reminded_at else None,
            pace.at(invitation.last_reminded_at) if invitation.last_reminded_at else None,
        )
        which = schedule.reminder_due(
            asked,
            starts_at=forum_session.starts_at,
            closes_at=forum_session.registration_closes_at,
            now=now,
            calendar=calendar,
        )
        if which is not None:
            _remind(uow, invitation, which)
            given += 1
    return given


def close(uow: Uow, session_id: UUID) -> int:
    """Once names are closed, invitations that got no answer are over; how many."""
    forum_session = forums.session_of(uow, session_id)
    is_over = forums.time_in(uow, forum_session) >= forum_session.registration_closes_at
    if forum_session.state in UPCOMING and not is_over:
        return 0
    query = select(Invitation).where(
        Invitation.forum_session_id == session_id, Invitation.state.in_(("planned", "queued", "sent"))
    )
    over = list(uow.db.scalars(query.with_for_update()))
    for invitation in over:
        invitation.state = "expired"
        uow.audit("invitation.expired", "invitation", invitation.id)
    if over:
        uow.audit("invitations.expired", "forum_session", session_id, count=len(over))
    return len(over)


def look_after(uow: Uow, session_id: UUID) -> int:
    """Everything that is due for one session's invitations; how many were touched."""
    return advance(uow, session_id) + remind(uow, session_id) + close(uow, session_id)


def to_look_after(uow: Uow) -> list[UUID]:
    """The sessions with a run that has not ended, or invitations without an answer."""
    runs = select(InvitationRun.forum_session_id).where(InvitationRun.state != "stopped")
    asked = select(Invitation.forum_session_id).where(Invitation.state.in_(("planned", "queued", "sent")))
    either = union(runs, asked).subquery()
    coming = select(ForumSession.id).where(ForumSession.state.in_(UPCOMING), ForumSession.id.in_(select(either)))
    unanswered = asked.distinct()
    return list(uow.db.scalars(union(coming, unanswered)))


def tick(runner: Runner) -> int:
    """Look after every session, each in a transaction of its own; how much was touched."""
    return sum(runner.run(look_after, session_id) for session_id in runner.read(to_look_after))


def session_moved(uow: Uow, session_id: UUID) -> None:
    """A session has another date: who has not answered is reminded anew before it, and may answer again."""
    query = select(Invitation).where(
        Invitation.forum_session_id == session_id, Invitation.state.in_(("sent", "expired"))
    )
    for invitation in uow.db.scalars(query):
        invitation.first_reminded_at = invitation.last_reminded_at = None
        if invitation.state == "expired":
            invitation.state = "sent"
            uow.audit("invitation.open_again", "invitation", invitation.id)
    uow.db.flush()


def _begin(uow: Uow, run: InvitationRun, forum_session: ForumSession, now: datetime) -> bool:
    """Start an approved run when its time has come, opening registration where that was not done yet."""
    run.opens_on, run.closes_on = rules.window(forum_session.starts_at)  # the session may have been moved
    since = forums.pace_of(forum_session).at(run.approved_at)
    if now < schedule.leaves_at(forum_session.starts_at, since, service.calendar_for(uow, forum_session)):
        return False
    if forum_session.state == "scheduled":
        codes.open_registration(uow, forum_session.id)
    if forum_session.state not in TAKES_NAMES:
        return False
    run.state, run.started_at = "sending", run.started_at or uow.now
    return True


def _joined_after(run: InvitationRun, landlord: Landlord) -> bool:
    began = run.started_at or run.approved_at
    return landlord.created_at > began or (landlord.joined_on is not None and landlord.joined_on > began.date())


def _invite(uow: Uow, forum_session: ForumSession, candidate: rules.Candidate, late: str | None) -> None:
    invitation = Invitation(
        id=new_id(),
        forum_session_id=forum_session.id,
        landlord_id=candidate.landlord_id,
        contact_person_id=candidate.contact_person_id,
        band_snapshot=candidate.band,
        is_late=late is not None,
        late_reason=late,
    )
    uow.db.add(invitation)
    service.queue(uow, invitation, number=1)


def _remind(uow: Uow, invitation: Invitation, which: str) -> None:
    if which == "first":
        invitation.first_reminded_at = uow.now
    else:
        invitation.last_reminded_at = uow.now
    moves = forums.session_of(uow, invitation.forum_session_id).calendar_sequence
    outbox.queue_letter(uow, REMINDER, key=f"{invitation.id}:{which}:{moves}", invitation_id=str(invitation.id))
    uow.audit("invitation.reminded", "invitation", invitation.id, which=which)
