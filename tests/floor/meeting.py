"""A live forum session with a chair's browser and two registrants' browsers, for tests through HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient

from companion.forums.tables import ForumSession
from companion.kernel.clocks import Clock, ManualClock
from companion.kernel.uow import Uow
from companion.people.roles import Role
from tests.house import House

JSON = {"Accept": "application/json"}


class Meeting:
    """A live forum session with a chair's browser and two registrants' browsers."""

    def __init__(self, house: House, app: Flask, clock: Clock) -> None:
        self.house, self.app, self.clock = house, app, clock
        self.programme_id = programme = house.programme()
        self.session_id = house.forum_session(programme, state="open", starts_in=timedelta(minutes=-1))
        self.linden, self.marram = house.landlord(), house.landlord("Marram Housing", domain="marram.example")
        self.chair = house.signed_in(app, house.account(Role.CHAIR, programme_id=programme, name="Robin Marsh"))
        self.ann = self._registrant("Ann Whitlock", self.linden)
        self.cara = self._registrant("Cara Obi", self.marram)

    def _registrant(self, name: str, landlord_id: UUID) -> FlaskClient:
        address = f"{name.split()[0].lower()}@lindenquay.example"
        person = self.house.person(name, address)
        registration = self.house.registration(self.session_id, person, landlord_id=landlord_id)
        return self.house.signed_in(
            self.app, person, "day", forum_session_id=self.session_id, registration_id=registration
        )

    def plan(self, starts_in: timedelta) -> None:
        """Plan the session to start so long from now."""

        def planned(uow: Uow) -> None:
            session = uow.db.get_one(ForumSession, self.session_id)
            lasts = session.ends_at - session.starts_at
            session.starts_at = uow.now + starts_in
            session.ends_at = session.starts_at + lasts

        self.house.run(planned)

    @property
    def url(self) -> str:
        return f"/forum-sessions/{self.session_id}/floor"

    def step(self, step: str, **form: Any) -> dict[str, Any]:
        answer = self.chair.post(self.url, data={"step": step, **form}, headers=JSON)
        assert answer.status_code == 200, answer.get_json()
        return answer.get_json()  # type: ignore[no-any-return]

    def refused(self, step: str, **form: Any) -> str:
        answer = self.chair.post(self.url, data={"step": step, **form}, headers=JSON)
        assert answer.status_code in (409, 422), answer.get_json()
        return str(answer.get_json()["detail"])

    def own(self, client: FlaskClient, step: str, **form: Any) -> dict[str, Any]:
        answer = client.post(f"{self.url}/me", data={"step": step, **form}, headers=JSON)
        assert answer.status_code == 200, answer.get_json()
        return answer.get_json()  # type: ignore[no-any-return]

    def later(self, seconds: float) -> None:
        assert isinstance(self.clock, ManualClock)
        self.clock.advance(timedelta(seconds=seconds))
