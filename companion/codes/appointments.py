"""What somebody is asked to do beyond the meetings: it begins when they have accepted what binds it (PP-01, BX-03)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from companion.codes import matrix, service
from companion.codes.tables import Acceptance, Appointment, Policy, PolicyVersion
from companion.forums import service as forums
from companion.kernel.errors import BadInput, DomainError, NotFound
from companion.kernel.ids import new_id
from companion.kernel.text import clean_line
from companion.kernel.uow import Uow
from companion.people.access import Scope
from companion.people.tables import Person


class NotBoundYet(DomainError):
    message = (
        "They have not accepted what binds this in its present version, and taking part never stands for that. "
        "They agree on their own page, or tell you so before a witness."
    )


class SettledAlready(DomainError):
    message = "This was answered already. Reload the page to see how it stands."


@dataclass(frozen=True)
class Listed:
    """An appointment with its person, and what they still have to accept."""

    appointment: Appointment
    name: str
    missing: tuple[str, ...]

    @property
    def activity_words(self) -> str:
        return matrix.ACTIVITY_WORDS[self.appointment.activity]


@dataclass(frozen=True)
class Asked:
    """What somebody is asked to do, with what they have to accept before it begins, each by its name."""

    appointment: Appointment
    to_accept: tuple[tuple[str, PolicyVersion], ...]

    @property
    def activity_words(self) -> str:
        return matrix.ACTIVITY_WORDS[self.appointment.activity]


def scope_of_appointment(uow: Uow, appointment_id: UUID) -> Scope | None:
    """An appointment belongs to its programme."""
    found = uow.db.get(Appointment, appointment_id)
    return Scope(programme_id=found.programme_id) if found else None


def ask(uow: Uow, programme_id: UUID, person_id: UUID, *, activity: str, what: str) -> UUID:
    """Ask somebody to take something on. Raises BadInput for an activity that its profile has not, or no words."""
    profile = forums.programme_of(uow, programme_id).conduct_profile
    if activity not in matrix.activities_for(profile):
        raise BadInput("Choose what kind of activity it is")
    tidy = clean_line(what, most=160)
    if not tidy:
        raise BadInput("Enter what it is, such as the name of the outside body")
    if uow.db.get(Person, person_id) is None:
        raise NotFound
    made = Appointment(
        id=new_id(),
        programme_id=programme_id,
        person_id=person_id,
        activity=activity,
        what=tidy,
        state="asked",
        asked_at=uow.now,
    )
    uow.db.add(made)
    uow.db.flush()
    uow.audit("appointment.asked", "appointment", made.id, activity=activity, person_id=str(person_id))
    return made.id


def appoint(uow: Uow, appointment_id: UUID, *, witnessed: bool = False) -> None:
    """Let an appointment begin. `witnessed`: they said before who writes it down that they accept what binds it.

    Raises NotBoundYet while they have not accepted it, SettledAlready, NoCodeInForce.
    """
    found = _asked(uow, appointment_id)
    if witnessed:
        service.accept_all(uow, found.person_id, found.programme_id, activity=found.activity, method="oral_witnessed")
    if service.to_accept(uow, found.person_id, found.programme_id, activity=found.activity) or not service.has_accepted(
        uow, found.person_id, found.programme_id, activity=found.activity
    ):
        raise NotBoundYet
    _settle(uow, found, "appointed")


def asked_of(uow: Uow, person_id: UUID, programme_id: UUID) -> list[Asked]:
    """What a programme asks of somebody and they have not answered, the oldest first."""
    query = select(Appointment).where(
        Appointment.person_id == person_id, Appointment.programme_id == programme_id, Appointment.state == "asked"
    )
    found = uow.db.scalars(query.order_by(Appointment.asked_at, Appointment.id))
    return [Asked(one, tuple(_to_accept(uow, one))) for one in found]


def answer(uow: Uow, appointment_id: UUID, person_id: UUID, *, takes_it: bool, shown: Collection[UUID] = ()) -> None:
    """Somebody answers for themselves: they accept what they were `shown` and it begins, or they would rather not.

    Raises NotFound for what is asked of somebody else, SettledAlready, NoCodeInForce, ChangedMeanwhile.
    """
    found = _asked(uow, appointment_id)
    if found.person_id != person_id:
        raise NotFound
    if not takes_it:
        return decline(uow, appointment_id)
    service.accept_all(uow, person_id, found.programme_id, activity=found.activity, shown=shown)
    return appoint(uow, appointment_id)


def decline(uow: Uow, appointment_id: UUID) -> None:
    """Note that they would rather not. Raises SettledAlready."""
    _settle(uow, _asked(uow, appointment_id), "declined")


def end(uow: Uow, appointment_id: UUID) -> None:
    """End an appointment that began. Raises SettledAlready."""
    found = _found(uow, appointment_id)
    if found.state != "appointed":
        raise SettledAlready
    _settle(uow, found, "ended")


def of_programme(uow: Uow, programme_id: UUID) -> list[Listed]:
    """Every appointment of a programme, those that wait first, then by date."""
    query = (
        select(Appointment, Person.name)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.programme_id == programme_id)
        .order_by(Appointment.asked_at.desc(), Appointment.id)
    )
    listed = [
        Listed(found, name, tuple(words for words, _ in _to_accept(uow, found)) if found.state == "asked" else ())
        for found, name in uow.db.execute(query)
    ]
    order = ("asked", "appointed", "ended", "declined")
    return sorted(listed, key=lambda one: order.index(one.appointment.state))


def people_known(uow: Uow, programme_id: UUID) -> list[tuple[UUID, str]]:
    """Whom a programme may ask: everybody who has once agreed to a document of it, by name."""
    query = (
        select(Person.id, Person.name)
        .join(Acceptance, Acceptance.person_id == Person.id)
        .join(PolicyVersion, PolicyVersion.id == Acceptance.policy_version_id)
        .join(Policy, Policy.id == PolicyVersion.policy_id)
        .where(Policy.programme_id == programme_id, Person.state == "active")
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return [(row.id, row.name) for row in uow.db.execute(query)]


def _to_accept(uow: Uow, found: Appointment) -> Iterator[tuple[str, PolicyVersion]]:
    for version in service.to_accept(uow, found.person_id, found.programme_id, activity=found.activity):
        yield matrix.KIND_WORDS[uow.db.get_one(Policy, version.policy_id).kind], version


def _found(uow: Uow, appointment_id: UUID) -> Appointment:
    found = uow.db.get(Appointment, appointment_id, with_for_update=True)
    if found is None:
        raise NotFound
    return found


def _asked(uow: Uow, appointment_id: UUID) -> Appointment:
    found = _found(uow, appointment_id)
    if found.state != "asked":
        raise SettledAlready
    return found


def _settle(uow: Uow, found: Appointment, state: str) -> None:
    before, found.state, found.settled_at = found.state, state, uow.now
    uow.audit(f"appointment.{state}", "appointment", found.id, before=before)
