"""A forum session with Ann and Ben on their landlord's seats, Cara waiting, and their browsers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from companion.adjustments.tables import AdjustmentRequest
from companion.people.roles import Role
from companion.registration.tables import Registration
from tests.house import House


@dataclass
class Place:
    """The people and things of one session."""

    house: House
    app: Flask
    programme_id: UUID
    session_id: UUID
    landlord_id: UUID
    people: dict[str, UUID]
    ids: dict[str, UUID]

    def browser(self, who: str) -> FlaskClient:
        link = {"registration_id": self.ids[who], "forum_session_id": self.session_id}
        return self.house.signed_in(self.app, self.people[who], "day", **link)

    def staff(self, *roles: Role) -> FlaskClient:
        return self.house.signed_in(self.app, self.house.account(*roles, programme_id=self.programme_id))

    def path(self, rest: str) -> str:
        return f"/forum-sessions/{self.session_id}/{rest}"

    def row(self, adjustment_id: UUID) -> AdjustmentRequest:
        return self.house.run(lambda uow: uow.db.get_one(AdjustmentRequest, adjustment_id))  # type: ignore[no-any-return]

    def registration(self, registration_id: UUID) -> Registration:
        return self.house.run(lambda uow: uow.db.get_one(Registration, registration_id))  # type: ignore[no-any-return]


@pytest.fixture
def place(house: House, app: Flask) -> Place:
    programme_id = house.programme()
    session_id, landlord_id = house.forum_session(programme_id), house.landlord()
    made = Place(house, app, programme_id, session_id, landlord_id, {}, {})
    seats = {"ann": ("confirmed", 1), "ben": ("confirmed", 2), "cara": ("waitlisted", None)}
    for who, (state, seat_no) in seats.items():
        made.people[who] = house.person(f"{who.capitalize()} Whitlock", f"{who}@lindenquay.example")
        made.ids[who] = house.registration(
            session_id, made.people[who], landlord_id=landlord_id, state=state, seat_no=seat_no
        )
    return made
