"""A meeting whose captions are followed and may be read on people's own pages: Ann and Cara are in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select

from companion.captions import streams
from companion.captions.streams import Claim
from companion.codes import service as codes
from companion.floor.journals import floor_of
from companion.forums import service as forums
from companion.kernel.clocks import to_ms
from companion.kernel.ids import ForumSessionId
from companion.registration.tables import Registration
from tests.floor.meeting import JSON, Meeting
from tests.intake import deliveries
from tests.intake.telling import tell
from tests.intake.test_events import apply
from zoom_hooks.rtms import Caption, Item

ANN, CARA = "7", "8"  # their in-meeting numbers
ADDRESSES = {ANN: "ann@lindenquay.example", CARA: "cara@lindenquay.example"}


class Captioned:
    """What Zoom does in a meeting, and what people read of it."""

    def __init__(self, meeting: Meeting, *, in_the_room: tuple[str, ...] = (ANN, CARA)) -> None:
        self.meeting, self.house = meeting, meeting.house
        self.session_id = ForumSessionId(meeting.session_id)
        self.switch(True)
        version = self.house.code_version(meeting.programme_id)
        for registration in self.registrations():
            self.house.run(codes.accept, registration.person_id, version)
        apply(self.house, deliveries.started(self.now_ms))
        for number in in_the_room:
            self.joins(number)
        self.claim = self.follow()

    @property
    def now_ms(self) -> int:
        return to_ms(self.house.now)

    def registrations(self) -> list[Registration]:
        query = select(Registration).where(Registration.forum_session_id == self.session_id)
        return list(self.house.wiring.runner.read(lambda uow: uow.db.scalars(query).all()))

    def registration_of(self, name: str) -> UUID:
        ids = {"Ann": self.meeting.linden, "Cara": self.meeting.marram}
        return next(one.id for one in self.registrations() if one.landlord_id == ids[name])

    def switch(self, is_on: bool) -> None:
        self.house.run(forums.show_captions, self.meeting.programme_id, is_on)

    def follow(self, stream: str = "S1") -> Claim:
        offer = {"meeting_uuid": deliveries.OCCURRENCE, "rtms_stream_id": stream, "server_urls": "wss://rtms.example"}
        self.house.run(streams.stream_offered, self.session_id, **offer)
        return self.house.run(streams.claim_stream, "follower")  # type: ignore[no-any-return]

    def joins(self, number: str) -> None:
        apply(self.house, deliveries.joined(self.now_ms, number, email=ADDRESSES[number]))

    def leaves(self, number: str) -> None:
        apply(self.house, deliveries.left(self.now_ms, number))

    def tell(self, *items: Item) -> None:
        tell(self.house, self.claim, items)

    def says(self, number: str, text: str) -> None:
        """Somebody is heard to say this, beginning now."""
        self.tell(Caption(number, f"Guest {number}", text, self.now_ms, self.now_ms))

    def sends_out(self, client: FlaskClient) -> str:
        """Somebody declares an interest in the open item and is asked to leave for it."""
        self.meeting.own(client, "interest", nature="prejudicial", concerns="")
        floor = self.house.wiring.runner.read(floor_of, self.session_id)
        declared = str(list(floor.declarations)[-1])
        self.meeting.step("interest_decide", declaration_id=declared, effects="leave_item", why="")
        return declared

    def reads(self, client: FlaskClient) -> dict[str, Any]:
        answer = client.get(f"{self.meeting.url}/me/captions", headers=JSON)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.get_json()  # type: ignore[no-any-return]

    def lines(self, client: FlaskClient) -> list[tuple[str, str]]:
        return [(line["name"], line["text"]) for line in self.reads(client)["lines"]]
