"""Reading what a forum session's checklist says: the code, the agenda, Zoom, invitations, people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from companion.codes import service as codes
from companion.forums import agendas, bank_holidays, planning, rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.invitations import runs
from companion.invitations import service as invitations
from companion.invitations.tables import Invitation
from companion.kernel.errors import DomainError
from companion.kernel.tables import OutboxEffect
from companion.kernel.uow import Uow
from companion.kernel.working_days import day_of
from companion.registration import ready_rules, zoom_settings
from companion.registration.ready_rules import Check, Letters, Places, Setting
from companion.registration.tables import Registration

OPENS_BEFORE = timedelta(hours=1)
OVER = frozenset({"ended", "archived"})
WITH_PLACE = ("confirmed", "attended", "no_show")


class NotOpenYet(DomainError):
    message = "The ground rules are highlighted in the meeting, so note it from an hour before the start until the end."


def checks(uow: Uow, session: ForumSession) -> list[Check]:
    """The checklist as it applies now: what has passed is left out, and a session that is called off has none."""
    if session.state == "cancelled":
        return []
    is_over = session.state in OVER
    is_time = _may_highlight(uow, session)
    ground_rules = ready_rules.ground_rules(session.ground_rules_at, is_over=is_over, is_time=is_time)
    found = [_agenda(uow, session)]
    places = places_of(uow, session)
    if session.forum_type is not None:
        found.append(_invitations(uow, session))
    if is_over:
        return [*found, ground_rules]
    code = codes.code_in_force(uow, session.programme_id)
    return [
        ready_rules.code(code.number if code else None, code.agreed_by if code else None),
        ready_rules.names(session.state, rules.STATE_WORDS[session.state]),
        *found,
        ready_rules.meeting(session.zoom_meeting_id),
        *_new_time(uow, session),
        *_settings(uow, session),
        ready_rules.agreed(places),
        ready_rules.pushed(places, is_linked=session.zoom_meeting_id is not None),
        ready_rules.room(places.number, session.capacity or uow.settings.zoom_capacity),
        ground_rules,
    ]


def places_of(uow: Uow, session: ForumSession) -> Places:
    """Who has a place, counted."""
    query = select(Registration.person_id, Registration.zoom_state).where(
        Registration.forum_session_id == session.id, Registration.state.in_(WITH_PLACE)
    )
    rows = uow.db.execute(query).all()
    accepted = codes.accepted_among(uow, {row.person_id for row in rows}, session.programme_id)
    return Places(len(rows), len(accepted), sum(row.zoom_state == "approved" for row in rows))


def highlight_ground_rules(uow: Uow, session_id: UUID) -> None:
    """Note that the ground rules were highlighted in the meeting (BX-26); the first time counts. Raises NotOpenYet."""
    session = forums.session_of(uow, session_id)
    if not _may_highlight(uow, session):
        raise NotOpenYet
    if session.ground_rules_at is None:
        session.ground_rules_at = forums.time_in(uow, session)
        uow.audit("session.ground_rules_highlighted", "forum_session", session_id)


def note_looked(uow: Uow, session_id: UUID) -> None:
    """Note that a person looked in Zoom at what it does not tell us. Raises NotLinked."""
    session = forums.session_of(uow, session_id)
    if session.zoom_meeting_id is None:
        raise zoom_settings.NotLinked
    session.zoom_looked_at = uow.now
    uow.audit("zoom.looked_at", "forum_session", session_id)


def _may_highlight(uow: Uow, session: ForumSession) -> bool:
    return session.state in rules.UPCOMING and forums.time_in(uow, session) >= session.starts_at - OPENS_BEFORE


def _agenda(uow: Uow, session: ForumSession) -> Check:
    standing = agendas.standing_of(uow, session)
    return ready_rules.agenda(
        len(forums.agenda(uow, session.id)),
        standing.last_day,
        standing.today,
        out_at=standing.first_out_at,
        in_time=standing.in_time,
    )


def _settings(uow: Uow, session: ForumSession) -> Iterator[Check]:
    if session.zoom_meeting_id is None:
        return
    reading = zoom_settings.last_reading(uow, session.id)
    lines = reading.lines if reading else ()
    yield from ready_rules.settings(
        [Setting(line.name, line.ok, line.found, line.remedy) for line in lines],
        reading.problem if reading else None,
        reading.read_at if reading else None,
        uow.now,
        session.zoom_looked_at,
    )


def _new_time(uow: Uow, session: ForumSession) -> Iterator[Check]:
    """Whether Zoom followed the last move, by what became of the effect that tells it."""
    if session.zoom_meeting_id is None or session.moved_at is None:
        return
    key = f"zoom.meeting_time:{session.id}:{session.calendar_sequence}"
    state = uow.db.scalar(select(OutboxEffect.state).where(OutboxEffect.dedupe_key == key))
    if state is not None:
        going = None if state in ("new", "claimed") else state == "done"
        yield ready_rules.new_time(is_told=going if uow.settings.has_zoom_rest else False)


def _invitations(uow: Uow, session: ForumSession) -> Check:
    query = select(Invitation.is_late, func.count()).where(
        Invitation.forum_session_id == session.id, Invitation.state.not_in(("revoked", "planned"))
    )
    counted: dict[bool, int] = {
        bool(late): number for late, number in uow.db.execute(query.group_by(Invitation.is_late))
    }
    preview = invitations.preview(uow, session.id)
    waiting = len(preview.to_invite)
    programme = forums.programme_of(uow, session.programme_id)
    window = planning.letter_days(day_of(session.starts_at), bank_holidays.calendar_of(uow, programme))
    run = runs.run_of(uow, session.id)
    leave = day_of(runs.leaves_at(uow, session.id)) if run is not None and run.state == "approved" else None
    is_approved = run is not None and run.state != "stopped"
    letters = Letters(sum(counted.values()), counted.get(True, 0), waiting, is_approved, leave, len(preview.in_review))
    return ready_rules.invitations(
        letters,
        window,
        day_of(forums.time_in(uow, session)),
        is_over=session.state in runs.TOO_LATE,
        is_closed=session.state == "closed",
    )
