"""Letting in, putting back and putting out, as far as the server has a say: who asks, of whom, where, what is kept."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from companion.floor.journals import floor_of
from companion.forums.tables import ForumSession
from companion.intake.panel.host_acts import people_in_zoom
from companion.kernel.clocks import to_ms
from companion.kernel.ids import ForumSessionId
from companion.kernel.tables import AuditEntry
from companion.people.gate import PANEL
from companion.people.roles import Role
from companion.registration.tables import Registration
from companion.wiring import Wiring
from tests.house import House
from tests.intake import deliveries
from tests.intake.in_zoom import MEETING, Client, linked, make_app, with_app
from tests.intake.test_events import apply


class Evening:
    """A live session with our page open for its chair."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = with_app(wiring)
        self.house = House(self.wiring)
        self.app = make_app(self.wiring)
        self.programme = self.house.programme()
        self.session_id = ForumSessionId(self.house.forum_session(self.programme))
        self.start = to_ms(self.house.now)
        apply(self.house, deliveries.started(self.start))
        self.chair = self.opens("U-robin", Role.CHAIR)

    def opens(self, user: str, *roles: Role) -> FlaskClient:
        linked(self.house, self.house.account(*roles, programme_id=self.programme, name=f"Staff {user}"), user)
        zoom = Client(self.app, self.house, user=user)
        zoom.opens()
        return zoom.browser

    def post(self, browser: FlaskClient, path: str, **form: str) -> Any:
        return browser.post(f"{PANEL}/{self.session_id}/{path}", data=form, headers={"Accept": "application/json"})

    def seated(self, name: str, registrant: str, landlord: UUID, seat: int = 1) -> None:
        person = self.house.person(name, f"{registrant}@quay.example")
        made = self.house.registration(self.session_id, person, landlord_id=landlord, seat_no=seat)
        self.house.run(lambda uow: setattr(uow.db.get_one(Registration, made), "zoom_registrant_id", registrant))

    def waits(self, number: str, name: str, registrant: str | None = None) -> None:
        person = {"user_id": number, "user_name": name, "participant_uuid": f"C{number}", "registrant_id": registrant}
        body = deliveries.body(
            "meeting.participant_joined_waiting_room",
            self.start,
            participant={**person, "date_time": deliveries.iso(self.start)},
        )
        apply(self.house, body)

    def seen(self, *keys: str) -> list[tuple[str, str, str]]:
        asked = [(key, "Zoom's name") for key in keys]
        found = self.house.run(people_in_zoom, self.session_id, MEETING, asked)
        return [(one.name, one.home, one.caution) for one in found]

    def log(self) -> list[AuditEntry]:
        query = select(AuditEntry).where(AuditEntry.action.startswith("zoom.")).order_by(AuditEntry.seq)
        return self.house.run(lambda uow: list(uow.db.scalars(query)))  # type: ignore[no-any-return]


@pytest.fixture
def evening(wiring: Wiring) -> Evening:
    return Evening(wiring)


def test_people_are_shown_by_landlord_and_seat_and_those_unknown_with_a_word_of_caution(evening: Evening) -> None:
    linden = evening.house.landlord()
    evening.seated("Ann Whitlock", "R1", linden)
    evening.seated("Ben Ashdown", "R2", linden, seat=2)
    apply(evening.house, deliveries.joined(evening.start, "1", registrant_id="R1"))
    evening.waits("2", "Ben at home", "R2")
    evening.waits("3", "Ben Ashdown")
    evening.waits("4", "Otter.ai Notetaker")
    assert evening.seen("C1", "C2") == [
        ("Ann Whitlock", "Linden Quay Homes, seat 1 of 2", ""),
        ("Ben Ashdown", "Linden Quay Homes, seat 2 of 2", ""),
    ]
    for name, home, caution in evening.seen("C3", "C4", "C9"):
        assert caution, name
        assert "seat" not in home, "a name alone is nobody's seat"


def test_what_will_happen_is_said_and_asked_for_and_done_are_in_the_log_without_a_name(evening: Evening) -> None:
    evening.seated("Ann Whitlock", "R1", evening.house.landlord())
    evening.waits("1", "Ann", "R1")
    asked = evening.post(evening.chair, "act", act="admit", outcome="asked", who="C1", name="Ann")
    assert asked.json == {"words": "Ann Whitlock (Linden Quay Homes, seat 1 of 2) comes into the meeting."}
    evening.post(evening.chair, "act", act="admit", outcome="refused", who="C1", name="Ann", code="10240")
    evening.post(evening.chair, "act", act="admit", outcome="refused", who="C9", name="Whitlock", code="<b>")
    one, two, three = evening.log()
    assert (one.action, one.subject_kind, one.actor_kind) == ("zoom.admit_asked", "door_entry", "person")
    assert (two.action, two.details["code"]) == ("zoom.admit_refused", "10240")
    assert (three.subject_kind, three.details["code"]) == ("connection", None)
    assert "Whitlock" not in json.dumps([entry.details for entry in (one, two, three)])


def test_who_was_put_out_is_in_the_log_of_directions(evening: Evening) -> None:
    apply(evening.house, deliveries.joined(evening.start, "1"))
    evening.post(evening.chair, "act", act="remove", outcome="asked", who="C1")
    assert evening.house.run(lambda uow: _directions(uow, evening.session_id)) == []
    evening.post(evening.chair, "act", act="remove", outcome="done", who="C1")
    assert evening.house.run(lambda uow: _directions(uow, evening.session_id)) == [("leave", "chair")]


def _directions(uow: Any, session_id: UUID) -> list[tuple[str, str]]:
    return [
        (one.event.direction, one.actor_role)
        for one in floor_of(uow, session_id).log
        if hasattr(one.event, "direction")
    ]


@pytest.mark.parametrize(
    "form",
    [
        {"act": "mute", "outcome": "asked", "who": "C1"},
        {"act": "admit", "outcome": "perhaps", "who": "C1"},
        {"act": "admit", "outcome": "asked", "who": ""},
        {"act": "admit", "outcome": "asked", "who": "x" * 200},
        {"act": "admit", "outcome": "asked"},
        {},
    ],
)
def test_what_is_no_act_is_refused_and_not_logged(evening: Evening, form: dict[str, str]) -> None:
    assert evening.post(evening.chair, "act", **form).status_code == 422
    assert evening.log() == []


def test_nobody_without_the_role_and_no_page_of_another_meeting_asks_for_anything(evening: Evening) -> None:
    organiser = evening.opens("U-organiser", Role.ORGANISER)
    ask = {"act": "remove", "outcome": "asked", "who": "C1"}
    assert evening.post(organiser, "act", **ask).status_code == 401
    ordinary = evening.house.signed_in(evening.app, evening.house.account(Role.CHAIR, programme_id=evening.programme))
    assert evening.post(ordinary, "act", **ask).status_code == 401
    evening.house.run(
        lambda uow: setattr(uow.db.get_one(ForumSession, evening.session_id), "zoom_meeting_uuid", "another==")
    )
    assert evening.post(evening.chair, "act", **ask).status_code == 409
    who = evening.chair.post(f"{PANEL}/{evening.session_id}/who", json=[{"who": "C1"}])
    assert who.status_code == 409
    heard = evening.chair.post(f"{PANEL}/{evening.session_id}/heard", json={"claims": []})
    assert heard.status_code == 409
    assert evening.log() == []
