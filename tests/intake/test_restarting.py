"""A stream that broke in mid-meeting is asked for again, once; and a person may ask whenever there is none."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from companion.captions import asking, streams
from companion.captions.asking import TROUBLES, AlreadyHeard, CaptionState, NotRunning, trouble_of
from companion.captions.streams import Claim
from companion.intake.restarting import start_stream
from companion.kernel.clocks import to_ms
from companion.kernel.ids import ForumSessionId
from companion.kernel.settings import Settings
from companion.kernel.tables import OutboxEffect
from companion.people.roles import Role
from tests.house import House
from tests.intake import deliveries
from tests.intake.telling import tell
from tests.intake.test_events import apply
from zoom_hooks.rest import ZoomApi
from zoom_hooks.rtms import StreamEnded
from zoom_hooks.sim import Fault, SimulatedZoom

pytestmark = pytest.mark.req("LC-14")


@pytest.fixture(autouse=True)
def _connected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "has_zoom_app", True)
    monkeypatch.setattr(Settings, "has_zoom_rest", True)


def asked(house: House) -> list[str]:
    query = select(OutboxEffect.payload).where(OutboxEffect.kind == asking.EFFECT)
    return [row["session_id"] for row in house.run(lambda uow: uow.db.scalars(query).all())]


def state(house: House, session_id: UUID) -> CaptionState:
    return house.run(asking.caption_state, session_id)  # type: ignore[no-any-return]


@pytest.mark.parametrize("reason", [14, 24, None])
def test_a_broken_stream_is_asked_for_again_once(house: House, claim: Claim, reason: int | None) -> None:
    tell(house, claim, [StreamEnded(reason)])
    apply(house, deliveries.stream_said("rtms_stopped", to_ms(house.now), "S1", stop_reason=reason or 13))
    assert asked(house) == [str(claim.forum_session_id)]
    assert state(house, claim.forum_session_id).is_waiting


@pytest.mark.parametrize("reason", [1, 6, 8, 23])
def test_a_stream_that_somebody_ended_is_not_asked_for_again(house: House, claim: Claim, reason: int) -> None:
    tell(house, claim, [StreamEnded(reason)])
    assert asked(house) == []


def test_nothing_is_asked_for_once_the_meeting_is_over_or_while_another_stream_lives(
    house: House, claim: Claim
) -> None:
    offer = {"meeting_uuid": deliveries.OCCURRENCE, "rtms_stream_id": "S2", "server_urls": "wss://rtms.example"}
    house.run(streams.stream_offered, claim.forum_session_id, **offer)
    tell(house, claim, [StreamEnded(14)])
    assert asked(house) == []
    with pytest.raises(AlreadyHeard):
        house.run(asking.ask, claim.forum_session_id)
    apply(house, deliveries.ended(to_ms(house.now) + 1_000))
    apply(house, deliveries.stream_said("rtms_stopped", to_ms(house.now), "S2", stop_reason=14))
    assert asked(house) == []
    with pytest.raises(NotRunning):
        house.run(asking.ask, claim.forum_session_id)


@pytest.mark.parametrize(
    ("status", "code", "word"),
    [(403, 2308, "not_host"), (400, 2310, "no_plan"), (400, 4711, "no_right"), (400, 3000, "not_running"),
     (404, None, "not_running"), (403, None, "no_right"), (400, 300, "refused")],
)  # fmt: skip
def test_every_no_of_zooms_says_what_to_do(status: int, code: int | None, word: str) -> None:
    assert trouble_of(status, code) == word
    assert TROUBLES[word].endswith(".")


@pytest.fixture
def live(house: House, meeting_id: str) -> ForumSessionId:
    return ForumSessionId(house.forum_session(house.programme(), state="live", zoom_meeting_id=meeting_id))


def test_zoom_is_asked_by_the_button_and_its_answer_is_shown(
    house: House, app: Flask, zoom: SimulatedZoom, api: ZoomApi, live: ForumSessionId, meeting_id: str
) -> None:
    organiser = house.signed_in(app, house.account(Role.ORGANISER))
    page = f"/forum-sessions/{live}/zoom"
    assert "Ask Zoom for captions" in organiser.get(page).text
    assert organiser.post(page, data={"what": "captions"}).status_code == 303
    assert asked(house) == [str(live)]
    assert "Zoom was asked to start captions" in organiser.get(page).text

    payload = {"session_id": str(live)}
    zoom.answer_with(Fault(403, body=b'{"code":2308,"message":"no"}', path=f"/v2/live_meetings/{meeting_id}"))
    start_stream(house.wiring.runner, api, payload)
    assert TROUBLES["not_host"] in organiser.get(page).text.replace("&#39;", "'")
    zoom.answer_with(Fault(503, path=f"/v2/live_meetings/{meeting_id}"))
    start_stream(house.wiring.runner, api, payload)
    assert state(house, live).trouble == TROUBLES["away"]
    start_stream(house.wiring.runner, api, payload)
    assert state(house, live).trouble == TROUBLES["not_running"], "nobody has started this meeting at Zoom"
    zoom.start_meeting(meeting_id=meeting_id)
    start_stream(house.wiring.runner, api, payload)
    assert state(house, live).trouble is None
    zoom.stop_rtms(25, meeting_id=meeting_id)


def test_a_stream_that_came_meanwhile_is_not_asked_for_twice(house: House, claim: Claim) -> None:
    assert house.run(asking.wanted_in, claim.forum_session_id) is None
    start_stream(house.wiring.runner, None, {"session_id": str(claim.forum_session_id)})
