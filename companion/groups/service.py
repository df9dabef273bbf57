"""Applying to a group, and deciding on it (PP-34, PP-35). Members are in `members.py`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, select

from companion.codes.tables import Policy, PolicyVersion
from companion.forums import bank_holidays
from companion.forums.tables import Programme
from companion.groups import rules
from companion.groups.rules import Applicant
from companion.groups.tables import Application, Member
from companion.kernel import outbox
from companion.kernel.errors import NotFound, TooOften
from companion.kernel.ids import new_id
from companion.kernel.text import clean
from companion.kernel.uow import Uow
from companion.kernel.working_days import Clock, Limit, day_of
from companion.people import service as people
from companion.people.access import Scope
from companion.people.addresses import fold_address

PURPOSE = "group_application"
KEPT = timedelta(days=365)  # after the decision; an undecided one as long after it came
MOST_AN_HOUR = 30


@dataclass(frozen=True)
class Opened:
    """An application as staff read it."""

    application: Application
    applicant: Applicant
    reason: str


def scope_of_application(uow: Uow, application_id: UUID) -> Scope | None:
    """An application belongs to its programme."""
    found = uow.db.get(Application, application_id)
    return Scope(programme_id=found.programme_id) if found else None


def group_of(uow: Uow, programme_id: UUID) -> Programme:
    """A programme that is a group of residents. Raises NoApplications for a landlords' one, and for an unknown one."""
    programme = uow.db.get(Programme, programme_id)
    if programme is None or programme.conduct_profile not in rules.GROUP_PROFILES:
        raise rules.NoApplications
    return programme


def terms_of(uow: Uow, programme_id: UUID) -> str:
    """The group's terms of reference in force; nothing where there are none."""
    query = (
        select(PolicyVersion.body)
        .join(Policy, Policy.id == PolicyVersion.policy_id)
        .where(Policy.programme_id == programme_id, Policy.kind == "terms", PolicyVersion.state == "in_force")
    )
    return uow.db.scalar(query) or ""


def apply(uow: Uow, programme_id: UUID, applicant: Applicant) -> bool:
    """Take an application in, and answer it by mail where that is possible. False when the same one waits already.

    Raises NoApplications, TooOften.
    """
    programme = group_of(uow, programme_id)
    waiting = queue(uow, programme_id)
    if applicant.email and any(_same(opened.applicant, applicant) for opened in waiting):
        return False
    hour = select(func.count()).where(
        Application.programme_id == programme_id, Application.received_at > uow.now - timedelta(hours=1)
    )
    if (uow.db.scalar(hour) or 0) >= MOST_AN_HOUR:
        raise TooOften("Many people applied within this hour. Try again in an hour, or write to us.")
    calendar = bank_holidays.calendar_of(uow, programme)
    application_id = new_id()
    uow.db.add(
        Application(
            id=application_id,
            programme_id=programme_id,
            applies_as=applicant.applies_as,
            received_at=uow.now,
            due_on=Clock(day_of(uow.now), Limit(rules.TARGET_DAYS, "working days")).due_on(calendar),
            keep_until=uow.now + KEPT,
            sealed=_seal(uow, application_id, msgspec.json.encode(asdict(applicant)), "applicant"),
        )
    )
    uow.db.flush()
    uow.audit("application.received", "application", application_id)
    if applicant.email:
        outbox.queue_letter(uow, "groups.received", key=str(application_id), application_id=application_id)
    return True


def queue(uow: Uow, programme_id: UUID) -> list[Opened]:
    """The applications that wait for a decision, the oldest first."""
    query = (
        select(Application)
        .where(Application.programme_id == programme_id, Application.state == "received")
        .order_by(Application.received_at, Application.id)
    )
    return [opened(uow, found.id) for found in uow.db.scalars(query)]


def opened(uow: Uow, application_id: UUID) -> Opened:
    """An application with what was sealed. Raises NotFound."""
    found = uow.db.get(Application, application_id)
    if found is None:
        raise NotFound
    plain = uow.keys.open(found.sealed, row=_row(application_id, "applicant"))
    reason = uow.keys.open_text(found.sealed_reason, row=_row(application_id, "reason")) if found.sealed_reason else ""
    return Opened(found, msgspec.json.decode(plain, type=Applicant), reason)


def approve(uow: Uow, application_id: UUID) -> UUID:
    """Make a member of an applicant; the member's id. Raises NotOpen."""
    found, applicant = _to_decide(uow, application_id)
    known = people.persons_with(uow, applicant.email) if applicant.email else []
    same = [person for person, _ in known if person.name.casefold() == applicant.name.casefold()]
    person = same[0] if same else people.add_person(uow, applicant.name, applicant.email or None)
    live = select(Member).where(
        Member.programme_id == found.programme_id, Member.person_id == person.id, Member.ended_at.is_(None)
    )
    member = uow.db.scalar(live)
    if member is None:
        member = Member(
            id=new_id(),
            programme_id=found.programme_id,
            person_id=person.id,
            applies_as=applicant.applies_as,
            since=uow.now,
            confirmed_at=uow.now,
        )
        reach = "\n".join(filter(None, (applicant.phone, applicant.post)))
        if reach:
            member.sealed_reach = uow.keys.seal(
                reach, purpose="group_member", subject=member.id, row=f"groups_member:{member.id}:reach"
            )
        uow.db.add(member)
    _decide(uow, found, "approved")
    uow.audit("member.joined", "member", member.id)
    return member.id


def refuse(uow: Uow, application_id: UUID, reason: str) -> None:
    """Refuse an applicant with the reason; they may apply again. Raises NotOpen, ReasonMissing."""
    found, _applicant = _to_decide(uow, application_id)
    tidy = clean(reason, most=rules.MOST_WORDS)
    if not tidy:
        raise rules.ReasonMissing
    found.sealed_reason = _seal(uow, application_id, tidy.encode(), "reason")
    _decide(uow, found, "refused")


def due_for_purging(uow: Uow) -> list[UUID]:
    """The applications whose time has come."""
    return list(uow.db.scalars(select(Application.id).where(Application.keep_until < uow.now)))


def purge_one(uow: Uow, application_id: UUID) -> bool:
    """Delete an application and destroy its key. False when somebody else did."""
    gone = uow.db.execute(delete(Application).where(Application.id == application_id)).rowcount  # type: ignore[attr-defined]
    if not gone:
        return False
    uow.audit("application.purged", "application", application_id)
    uow.db.flush()
    uow.keys.shred(purpose=PURPOSE, subject=application_id)  # last, since it cannot be rolled back
    return True


def _to_decide(uow: Uow, application_id: UUID) -> tuple[Application, Applicant]:
    found = opened(uow, application_id)
    uow.db.refresh(found.application, with_for_update=True)
    if found.application.state != "received":
        raise rules.NotOpen
    return found.application, found.applicant


def _decide(uow: Uow, found: Application, state: str) -> None:
    found.state, found.decided_at, found.keep_until = state, uow.now, uow.now + KEPT
    found.decided_by_id = uow.actor.id if uow.actor.kind == "person" else None
    uow.db.flush()
    uow.audit(f"application.{state}", "application", found.id)
    outbox.queue_letter(uow, "groups.decided", key=str(found.id), application_id=found.id)


def _same(first: Applicant, second: Applicant) -> bool:
    return bool(first.email) and fold_address(first.email) == fold_address(second.email) and first.name == second.name


def _seal(uow: Uow, application_id: UUID, plain: bytes, part: str) -> bytes:
    return uow.keys.seal(plain, purpose=PURPOSE, subject=application_id, row=_row(application_id, part))


def _row(application_id: UUID, part: str) -> str:
    return f"groups_application:{application_id}:{part}"
