"""A landlord names its people: both seats in one go, wholly or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from companion.invitations import service as invitations
from companion.kernel.errors import BadInput, DomainError
from companion.kernel.uow import Uow
from companion.people.addresses import BadAddress, read_address
from companion.people.service import BadName, read_name
from companion.registration import rules, seats, service
from companion.registration.records import Outcome, live_registration, outcome, person_for


class NamingProblem(BadInput):
    """One of the typed people cannot be registered: which one, in which field, and why."""

    def __init__(self, number: int, field: str, message: str) -> None:
        super().__init__(message)
        self.number, self.field = number, field


class StillHeld(DomainError):
    message = "Somebody of yours still holds a seat. Withdraw them first, if nobody is coming."


@dataclass(frozen=True)
class Named:
    """One typed person; `number` is the seat's number on the form."""

    number: int
    name: str
    address: str


def check_named(named: Sequence[Named], *, free: Sequence[int] = rules.SEATS) -> list[NamingProblem]:
    """What is wrong with what was typed, field by field, before anything is asked of the database.

    `free` are the seats that the form shows: where nobody was typed, the first of them is pointed at.
    """
    problems = []
    for one in named:
        for field, reading, text in (("name", read_name, one.name), ("email", read_address, one.address)):
            try:
                reading(text)
            except (BadName, BadAddress) as error:
                problems.append(NamingProblem(one.number, field, f"Seat {one.number}: {_lower(error.message)}"))
    if not problems and len(named) == 2 and _same(*named):
        problems.append(NamingProblem(named[1].number, "name", "Name two different people, or leave one seat empty"))
    if not named:
        words = (
            "Enter at least one person’s name and e-mail address"
            if len(free) > 1
            else "Enter a name and an e-mail address"
        )
        problems.append(NamingProblem(free[0] if free else 1, "name", words))
    return problems


def name_people(uow: Uow, session_id: UUID, landlord_id: UUID, named: Sequence[Named]) -> list[Outcome]:
    """Register everybody named. Somebody who holds a seat of this landlord already stays as they are.

    Raises NamingProblem for the first who cannot be registered; then nobody was.
    """
    seats.hold(uow, landlord_id)
    made = []
    for one in named:
        try:
            made.append(_name_one(uow, session_id, landlord_id, one))
        except BadName as error:
            raise NamingProblem(one.number, "name", error.message) from error
        except (BadAddress, service.AddressElsewhere) as error:
            raise NamingProblem(one.number, "email", error.message) from error
        except rules.AlreadyRegistered as error:
            raise NamingProblem(one.number, "name", error.message) from error
    return made


def decline_invitation(uow: Uow, session_id: UUID, landlord_id: UUID) -> None:
    """Nobody of this landlord comes this time. Raises StillHeld while somebody holds a seat."""
    seats.hold(uow, landlord_id)
    if seats.held(uow, session_id, landlord_id):
        raise StillHeld
    invitations.answered(uow, session_id, landlord_id, "declined")


def _name_one(uow: Uow, session_id: UUID, landlord_id: UUID, one: Named) -> Outcome:
    person, _email = person_for(uow, one.name, one.address)
    before = live_registration(uow, session_id, person.id)
    if before is not None and before.landlord_id == landlord_id and before.state != "suspended":
        return outcome(before)
    return service.register(uow, session_id, name=one.name, address=one.address, landlord_id=landlord_id)


def _same(first: Named, second: Named) -> bool:
    return (read_name(first.name).casefold(), read_address(first.address).casefold()) == (
        read_name(second.name).casefold(),
        read_address(second.address).casefold(),
    )


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
