"""Fills an empty installation for one practice session: landlords, the plan, and a seat for everybody expected.

Through the services that pages call, in one transaction, so that a chair need not wait; Zoom's side is told by the
worker as on any other day.
"""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from companion.codes import service as codes
from companion.forums import agendas
from companion.forums import service as forums
from companion.kernel.clocks import Pace
from companion.kernel.ids import PersonId
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people import sign_in
from companion.people.roles import Role
from companion.people.tables import PersonEmail
from companion.registration import service as registration
from companion.registration.tables import Registration
from companion.rehearsal.cast import TRAINER, Member
from companion.rehearsal.play import Play
from companion.roll import importing
from companion.roll import service as roll
from zoom_hooks.sim import CastMember

PROGRAMME = "Practice"
MAILBOX = "forum@practice.example"
LINKS_LIVE = timedelta(hours=12)
STARTS_IN = timedelta(minutes=5)
COLUMNS = ("member_no", "name", "type", "homes", "homes_as_at", "domains", "contact_name", "contact_email")


def seat_everybody(uow: Uow, play: Play, meeting_id: str) -> UUID:
    """Make the forum session with everybody on it who is expected, the code accepted by each; returns its id.

    A landlord with more than two people is refused by the same rule as always: the third waits.
    """
    programme_id = forums.create_programme(uow, name=PROGRAMME, profile="LC", mailbox=MAILBOX)
    codes.ensure_code(uow, programme_id, agreed_by="Named officer")
    for member in (play.chair, play.steward):
        _account(uow, member)
    trainer = people.find_account(uow, TRAINER.email)
    assert trainer is not None
    _grant(uow, PersonId(trainer.id), TRAINER.roles)
    expected = expected_of(play)
    landlords = _landlords(uow, expected)
    session_id = forums.plan_session(
        uow,
        programme_id,
        forum_type="OVER",
        title=play.title,
        starts_at=uow.now + STARTS_IN,
        length=timedelta(minutes=max(play.minutes, 15)),
        is_rehearsal=True,
    )
    for item in play.agenda:
        agendas.add_item(uow, session_id, title=item.title, kind="sharing", minutes=item.minutes)
    forums.set_meeting(uow, session_id, meeting_id)
    forums.move(uow, session_id, "open")
    for guest in expected:
        made = registration.register(
            uow,
            session_id,
            name=guest.name,
            address=guest.email,
            landlord_id=landlords[guest.org],
            source="staff",
        )
        registration.accept_code(uow, made.registration_id)
    return session_id


def expected_of(play: Play) -> list[CastMember]:
    """Who is to hold a seat: guests with a landlord and an address who are registered, callers among them."""
    return [
        one
        for one in play.scenario.people
        if one.org and one.email and one.is_registered and not one.is_bot and one.role not in ("host", "co-host")
    ]


def registrants(uow: Uow, session_id: UUID) -> dict[str, str]:
    """Zoom's registrant of everybody who has one and its link by now, by address."""
    query = (
        select(PersonEmail.address, Registration.zoom_registrant_id)
        .join(PersonEmail, PersonEmail.id == Registration.email_id)
        .where(Registration.forum_session_id == session_id, Registration.zoom_join_url.is_not(None))
    )
    return {row.address: row.zoom_registrant_id or "" for row in uow.db.execute(query)}


def seats_held(uow: Uow, session_id: UUID) -> int:
    """How many people hold a place."""
    query = select(func.count()).where(
        Registration.forum_session_id == session_id, Registration.state.in_(("confirmed", "attended"))
    )
    return uow.db.scalar(query) or 0


def sign_in_path(uow: Uow, member: Member) -> str:
    """A link for one of the staff: its path."""
    person = people.find_account(uow, member.email)
    assert person is not None
    token = sign_in.make_link(uow, "sign_in", person_id=PersonId(person.id), address=member.email, lives=LINKS_LIVE)
    return f"/sign-in/{token}"


def day_path(uow: Uow, session_id: UUID, address: str) -> str | None:
    """A link to somebody's own page: its path; None for who holds no place."""
    query = (
        select(Registration)
        .join(PersonEmail, PersonEmail.id == Registration.email_id)
        .where(Registration.forum_session_id == session_id, PersonEmail.address == address)
    )
    held = uow.db.scalars(query).first()
    if held is None:
        return None
    token = sign_in.make_link(
        uow,
        "day",
        person_id=PersonId(held.person_id),
        address=address,
        lives=LINKS_LIVE,
        landlord_id=held.landlord_id,
        forum_session_id=session_id,
        registration_id=held.id,
    )
    return f"/day-link/{token}"


def set_pace(uow: Uow, session_id: UUID, pace: Pace, starts_in: timedelta | None = None) -> None:
    """Let the session's own clock run at this pace; `starts_in` moves its start to so long from now."""
    forum_session = forums.session_of(uow, session_id)
    forum_session.pace_rate = pace.rate
    forum_session.pace_anchor_real, forum_session.pace_anchor_domain = pace.anchor_real, pace.anchor_domain
    if starts_in is not None:
        length = forum_session.ends_at - forum_session.starts_at
        forum_session.starts_at = pace.at(uow.now) + starts_in
        forum_session.ends_at = forum_session.starts_at + length
    uow.audit("session.paced", "forum_session", forum_session.id, rate=str(pace.rate))


def _landlords(uow: Uow, expected: list[CastMember]) -> dict[str, UUID]:
    """Import the landlords that the guests come from; their ids by name."""
    first: dict[str, CastMember] = {}
    for guest in expected:
        first.setdefault(guest.org, guest)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    day = f"{uow.now:%Y-%m-%d}"
    for number, (name, guest) in enumerate(first.items(), 1):
        domain = guest.email.rpartition("@")[2]
        row = (f"P{number:03}", name, "housing association", f"{1000 + 700 * number}", day, domain)
        writer.writerow((*row, guest.name, guest.email))
    importing.apply_import(uow, written.getvalue().encode())
    return {landlord.name: landlord.id for landlord in roll.landlords(uow)}


def _account(uow: Uow, member: Member) -> None:
    _grant(uow, people.create_account(uow, member.name, member.email), member.roles)


def _grant(uow: Uow, person_id: PersonId, roles: tuple[Role, ...]) -> None:
    for role in roles:
        people.grant_role(uow, person_id, role, programme_id=None, granted_by=None)


def registrations(uow: Uow, session_id: UUID) -> dict[str, UUID]:
    """Everybody's registration, by address."""
    query = (
        select(PersonEmail.address, Registration.id)
        .join(PersonEmail, PersonEmail.id == Registration.email_id)
        .where(Registration.forum_session_id == session_id)
    )
    return {row.address: row.id for row in uow.db.execute(query)}
