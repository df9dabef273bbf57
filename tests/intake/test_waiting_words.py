"""Our words stand in Zoom's waiting room when somebody asks for it, and the page says what Zoom said."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from companion.intake.waiting_words import put_there
from companion.kernel.ids import ForumSessionId
from companion.kernel.settings import Settings
from companion.kernel.tables import OutboxEffect
from companion.people.roles import Role
from companion.registration import waiting_words
from companion.registration.waiting_words import DESCRIPTION, EFFECT, MOST_IN_TITLE, TROUBLES, NotRunning, words_for
from tests.house import House
from zoom_hooks.rest import ZoomApi
from zoom_hooks.sim import Fault, SimulatedZoom


@pytest.fixture
def live(house: House, meeting_id: str, monkeypatch: pytest.MonkeyPatch) -> ForumSessionId:
    monkeypatch.setattr(Settings, "has_zoom_rest", True)
    return ForumSessionId(house.forum_session(house.programme(), state="live", zoom_meeting_id=meeting_id))


def test_the_words_are_put_there_by_the_button_and_zooms_answer_is_shown(
    house: House, app: Flask, zoom: SimulatedZoom, api: ZoomApi, live: ForumSessionId, meeting_id: str
) -> None:
    organiser = house.signed_in(app, house.account(Role.ORGANISER))
    page = f"/forum-sessions/{live}/zoom"
    assert DESCRIPTION in organiser.get(page).text
    assert organiser.post(page, data={"what": "waiting_words"}).status_code == 303
    query = select(OutboxEffect.payload).where(OutboxEffect.kind == EFFECT)
    (payload,) = house.run(lambda uow: uow.db.scalars(query).all())
    assert "Zoom was asked at" in organiser.get(page).text

    put_there(house.wiring.runner, api, payload)
    assert TROUBLES["refused"] in organiser.get(page).text, "nobody has started this meeting at Zoom"
    zoom.start_meeting(meeting_id=meeting_id)
    path = f"/v2/live_meetings/{meeting_id}"
    zoom.answer_with(Fault(503, path=path))
    put_there(house.wiring.runner, api, payload)
    assert TROUBLES["away"] in organiser.get(page).text
    missing = b'{"code":4711,"message":"does not contain scopes:[meeting:update:in_meeting_controls:admin]"}'
    zoom.answer_with(Fault(400, body=missing, path=path))
    put_there(house.wiring.runner, api, payload)
    assert TROUBLES["no_right"] in organiser.get(page).text
    assert zoom.stage.meeting(meeting_id).waiting_room_text == ("", "")

    put_there(house.wiring.runner, api, payload)
    title, words = zoom.stage.meeting(meeting_id).waiting_room_text
    assert (title, words) == (house.run(waiting_words.state_of, live).words.title, DESCRIPTION)
    shown = organiser.get(page).text
    assert "Put there at" in shown
    assert not any(trouble in shown for trouble in TROUBLES.values())


def test_before_and_after_the_meeting_nothing_is_put_there(house: House, api: ZoomApi, meeting_id: str) -> None:
    session_id = house.forum_session(house.programme(), zoom_meeting_id=meeting_id)
    with pytest.raises(NotRunning):
        house.run(waiting_words.ask, session_id)
    put_there(house.wiring.runner, api, {"session_id": str(session_id)})
    assert house.run(waiting_words.state_of, session_id).trouble is None


def test_what_cannot_be_asked_now_is_said_on_the_page_itself(
    house: House, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Settings, "has_zoom_rest", True)
    ended = house.forum_session(house.programme(), state="ended")
    organiser = house.signed_in(app, house.account(Role.ORGANISER))
    for what, words in (
        ("recording", "We know of no recording of this meeting"),
        ("waiting_words", NotRunning.message),
    ):
        answer = organiser.post(f"/forum-sessions/{ended}/zoom", data={"what": what})
        assert answer.status_code == 409
        assert "That is not possible now" in answer.text
        assert words in answer.text
        assert "The meeting’s settings" in answer.text, "the page is still there"


@given(st.text("abc ,–-é", max_size=200))
def test_property_a_long_title_is_cut_and_a_short_one_is_left(title: str) -> None:
    shown = words_for(title).title
    assert len(shown) <= MOST_IN_TITLE + 2
    if len(title) <= MOST_IN_TITLE:
        assert shown == title
    else:
        assert title.startswith(shown.removesuffix(" …"))
