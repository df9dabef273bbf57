"""The page of a session's feeds, as its organiser reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from companion.kernel.clocks import ManualClock, to_ms
from companion.people.roles import Role
from tests.house import House
from tests.intake import deliveries
from tests.intake.test_events import apply


@pytest.mark.req("LC-14")
def test_the_page_names_each_feed_and_how_to_switch_it_on(app: Flask, house: House) -> None:
    programme = house.programme()
    session_id = house.forum_session(programme)
    organiser = house.signed_in(app, house.account(Role.ORGANISER, programme_id=programme))
    page = organiser.get(f"/forum-sessions/{session_id}/feeds").get_data(as_text=True)
    for title in ("Zoom’s events", "The Zoom account", "Live captions", "The chat", "Hands raised in Zoom"):
        assert title in page
    assert "http://localhost/zoom/webhook" in page, "our own address is in the steps"
    assert "We have had no Zoom account in which to follow them" in page
    assert "Add localhost to the Domain Allow List." in page, "Zoom takes a name there, and no address"
    assert "{" not in page.split("<main", 1)[1].split("</main>", 1)[0], "nothing is left to be filled in"
    assert "ZOOM_S2S_CLIENT_SECRET" in page


def test_what_was_heard_of_the_meeting_is_dated(app: Flask, house: House, clock: ManualClock) -> None:
    programme = house.programme()
    session_id = house.forum_session(programme, starts_in=timedelta(minutes=5))
    clock.advance(timedelta(minutes=5))
    apply(house, deliveries.started(to_ms(house.now)), deliveries.joined(to_ms(house.now), "7"))
    steward = house.signed_in(app, house.account(Role.STEWARD, programme_id=programme))
    page = steward.get(f"/forum-sessions/{session_id}/feeds").get_data(as_text=True)
    assert "Tuesday 25 May 2027, 10:35: about this meeting" in page
