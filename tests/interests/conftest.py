"""An agenda that is out, and people who may have an interest in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from companion.floor.journals import floor_of
from companion.floor.state import Floor
from companion.forums.tables import AgendaItem
from companion.interests import deciding, service
from companion.interests.tables import Declaration
from companion.kernel.uow import Actor
from companion.people.roles import Role
from tests.house import House


@dataclass
class Forum:
    """A live forum session: the chair Robin and the steward Dana; Ann and Ben of Linden Quay, Cara of Marram."""

    house: House

    def __post_init__(self) -> None:
        house = self.house
        self.programme = house.programme()
        self.session = house.forum_session(self.programme, state="live", starts_in=timedelta(minutes=-1))
        self.linden, self.marram = house.landlord(), house.landlord("Marram Housing", domain="marram.example")
        self.chair = house.account(Role.CHAIR, programme_id=self.programme, name="Robin Marsh")
        self.steward = house.account(Role.STEWARD, programme_id=self.programme, name="Dana Pike")
        self.people = {
            "Ann": house.person(),
            "Ben": house.person("Ben Ode", "ben@lindenquay.example"),
            "Cara": house.person("Cara Obi", "cara@marram.example"),
        }
        self.registrations = {
            name: house.registration(
                self.session,
                person,
                landlord_id=self.marram if name == "Cara" else self.linden,
                seat_no=2 if name == "Ben" else 1,
            )
            for name, person in self.people.items()
        }

    @property
    def items(self) -> list[UUID]:
        query = select(AgendaItem.id).where(AgendaItem.forum_session_id == self.session).order_by(AgendaItem.position)
        return list(self.house.run(lambda uow: list(uow.db.scalars(query))))

    def as_(self, person_id: UUID, use_case: Any, *args: Any, **kwargs: Any) -> Any:
        return self.house.wiring.runner.run_as(Actor("person", person_id), use_case, *args, **kwargs)

    def declares(self, name: str, item: int = 0, nature: str = "personal", concerns: str = "") -> UUID:
        registration = self.registrations[name]
        return self.as_(  # type: ignore[no-any-return]
            self.people[name], service.declare_own, registration, self.items[item], nature, concerns, how="live"
        )

    def decides(self, declaration_id: UUID, *effects: str, by: UUID | None = None, why: str = "") -> None:
        self.as_(by or self.chair, deciding.decide, declaration_id, effects, why, role="chair")

    def row(self, declaration_id: UUID) -> Declaration:
        return self.house.wiring.runner.read(lambda uow: uow.db.get_one(Declaration, declaration_id))

    @property
    def floor(self) -> Floor:
        return self.house.wiring.runner.read(floor_of, self.session)


@pytest.fixture
def forum(house: House) -> Forum:
    return Forum(house)
