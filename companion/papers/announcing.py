"""An agenda is out: each who is concerned is sent it once, by e-mail or by post with the day of posting (PP-32)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import select

from companion.forums import agendas
from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.tables import Agenda, ForumSession, Programme
from companion.invitations.tables import Invitation
from companion.kernel import outbox
from companion.kernel.clocks import LONDON, to_ms
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.ids import new_id
from companion.kernel.uow import Uow
from companion.kernel.working_days import day_of
from companion.papers.tables import ByPost, Delivery
from companion.people.tables import Person
from companion.registration.tables import Registration

READERS = ("confirmed", "attended", "offered")
INVITED = ("sent", "accepted")


@dataclass(frozen=True)
class Recipient:
    """Somebody who is sent an agenda: by their registration, or as a landlord's contact by its invitation."""

    person_id: UUID
    registration_id: UUID | None = None
    invitation_id: UUID | None = None


@dataclass(frozen=True)
class Sent:
    """One line of the list of who was sent the agenda."""

    delivery: Delivery
    name: str
    is_contact: bool


def announce(uow: Uow, agenda_id: UUID) -> int:
    """Send a published agenda to everybody concerned who has not been sent this version. Returns to how many.

    Nobody, once a newer version is out or the session is over.
    """
    agenda = uow.db.get(Agenda, agenda_id)
    if agenda is None or agenda.state != "published":
        return 0
    forum_session = forums.session_of(uow, agenda.forum_session_id)
    if forum_session.state not in forum_rules.UPCOMING:
        return 0
    known = set(
        uow.db.scalars(
            select(Delivery.person_id).where(
                Delivery.forum_session_id == forum_session.id, Delivery.agenda_number == agenda.number
            )
        )
    )
    by_post = set(uow.db.scalars(select(ByPost.person_id).where(ByPost.programme_id == forum_session.programme_id)))
    count = 0
    for recipient in _recipients(uow, forum_session.id):
        if recipient.person_id not in known:
            known.add(recipient.person_id)
            _deliver(uow, agenda, recipient, "post" if recipient.person_id in by_post else "email")
            count += 1
    if count:
        uow.audit("agenda.sent", "forum_session", forum_session.id, number=agenda.number, people=count)
    return count


def catch_up(uow: Uow) -> int:
    """Send what is out to members who came later. Only groups of customers: PP-32 says that the team sends them all
    papers, whereas a landlord's colleague finds the agenda in their one letter's link."""
    query = (
        select(Agenda.id)
        .join(ForumSession, ForumSession.id == Agenda.forum_session_id)
        .join(Programme, Programme.id == ForumSession.programme_id)
        .where(
            Agenda.state == "published",
            ForumSession.state.in_(forum_rules.UPCOMING),
            Programme.conduct_profile.not_in(forum_rules.BANDED_PROFILES),
        )
    )
    return sum(announce(uow, agenda_id) for agenda_id in uow.db.scalars(query).all())


def prefer_post(uow: Uow, programme_id: UUID, person_id: UUID, *, by_post: bool) -> None:
    """Note that somebody reads a programme's papers on paper, or no longer does. Where they live is not kept here."""
    found = uow.db.get(ByPost, (person_id, programme_id))
    if by_post and found is None:
        uow.db.add(ByPost(person_id=person_id, programme_id=programme_id, since=uow.now))
    elif not by_post and found is not None:
        uow.db.delete(found)
    else:
        return
    uow.audit("papers.channel", "person", person_id, channel="post" if by_post else "email")


def post_instead(uow: Uow, session_id: UUID, person_id: UUID) -> None:
    """What somebody was sent by e-mail goes to them by post too, and from now on: it waits for its day of posting."""
    delivery = _latest(uow, session_id, person_id)
    prefer_post(uow, forums.session_of(uow, session_id).programme_id, person_id, by_post=True)
    if delivery.channel == "email":
        delivery.channel, delivery.sent_at = "post", None


def email_instead(uow: Uow, session_id: UUID, person_id: UUID) -> None:
    """Somebody reads on paper no longer: what was not posted yet goes by e-mail now, and so does what comes later."""
    delivery = _latest(uow, session_id, person_id)
    prefer_post(uow, forums.session_of(uow, session_id).programme_id, person_id, by_post=False)
    if delivery.channel == "post" and delivery.sent_at is None:
        delivery.channel = "email"
        key = f"{delivery.id}:{to_ms(uow.now)}"
        outbox.queue_letter(uow, "papers.agenda_out", key=key, delivery_id=str(delivery.id))


def posted(uow: Uow, session_id: UUID, person_id: UUID, on: date) -> None:
    """Note the day on which somebody's agenda and papers were posted.

    Raises BadInput for a day to come, or before the agenda came out; NotFound for somebody who is sent nothing by post.
    """
    delivery = _latest(uow, session_id, person_id)
    if delivery.channel != "post":
        raise NotFound
    out = agendas.published(uow, session_id)
    if on > day_of(uow.now):
        raise BadInput("Enter a day that has come")
    if out is not None and out.published_at is not None and on < day_of(out.published_at):
        raise BadInput("Enter a day on or after the one on which the agenda came out")
    delivery.sent_at = datetime.combine(on, time(12), tzinfo=LONDON)
    uow.audit("papers.posted", "person", person_id, on=on.isoformat(), number=delivery.agenda_number)


def sent_list(uow: Uow, session_id: UUID) -> list[Sent]:
    """To whom the newest version went, and how; those who wait for the post first, then by name."""
    out = agendas.published(uow, session_id)
    if out is None:
        return []
    query = (
        select(Delivery, Person.name)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.forum_session_id == session_id, Delivery.agenda_number == out.number)
    )
    found = [Sent(delivery, name, delivery.invitation_id is not None) for delivery, name in uow.db.execute(query)]
    return sorted(found, key=lambda one: (one.delivery.channel == "email", one.delivery.sent_at is not None, one.name))


def _recipients(uow: Uow, session_id: UUID) -> Iterator[Recipient]:
    registered = select(Registration.person_id, Registration.id).where(
        Registration.forum_session_id == session_id, Registration.state.in_(READERS)
    )
    for row in uow.db.execute(registered.order_by(Registration.created_at)).all():
        yield Recipient(row.person_id, registration_id=row.id)
    invited = select(Invitation.contact_person_id, Invitation.id).where(
        Invitation.forum_session_id == session_id, Invitation.state.in_(INVITED)
    )
    for row in uow.db.execute(invited.order_by(Invitation.id)).all():
        yield Recipient(row.contact_person_id, invitation_id=row.id)


def _deliver(uow: Uow, agenda: Agenda, recipient: Recipient, channel: str) -> None:
    delivery = Delivery(
        id=new_id(),
        forum_session_id=agenda.forum_session_id,
        agenda_number=agenda.number,
        person_id=recipient.person_id,
        registration_id=recipient.registration_id,
        invitation_id=recipient.invitation_id,
        channel=channel,
    )
    uow.db.add(delivery)
    uow.db.flush()
    if channel == "email":
        outbox.queue_letter(uow, "papers.agenda_out", key=str(delivery.id), delivery_id=str(delivery.id))


def _latest(uow: Uow, session_id: UUID, person_id: UUID) -> Delivery:
    query = (
        select(Delivery)
        .where(Delivery.forum_session_id == session_id, Delivery.person_id == person_id)
        .order_by(Delivery.agenda_number.desc())
    )
    found = uow.db.scalars(query).first()
    if found is None:
        raise NotFound
    return found
