"""The pages after a meeting in real Chromium, with something in every chart: sound, and narrow without scrolling."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browser.browsing import PageAt, page_is_sound, served, stays_sound_when_narrow_and_dark
from tests.browser.conftest import browser, page_at
from tests.floor.meeting import Meeting
from tests.house import House

__all__ = ["browser", "page_at"]

pytestmark = [pytest.mark.browser, pytest.mark.req("LC-40")]


def test_minutes_charts_and_timelines_are_sound_with_something_in_them(
    meeting: Meeting,
    app: Flask,
    house: House,
    page_at: PageAt,
):
    meeting.step("call_next")
    meeting.step("start")
    meeting.later(25 * 60)
    meeting.step("end")
    meeting.own(meeting.ann, "ask")
    item = str(house.first_item(meeting.session_id))
    form = {"item": item, "kind": "action", "words": "Send the figures", "who": "Robin Marsh", "due": "2027-06-03"}
    meeting.chair.post(f"{meeting.url}/minutes", data=form)
    meeting.step("end_session")
    meeting.ann.post(f"{meeting.url}/me/record", data={"words": "Early visits halve the repeat repairs."})
    looked: list[tuple[FlaskClient, str]] = [
        (meeting.chair, "/minutes?names=yes"),
        (meeting.chair, "/speaking-time"),
        (meeting.chair, "/timeline"),
        (meeting.ann, "/me/record"),
    ]
    page = page_at(1280, 720, "light")
    with served(app) as base:
        for client, path in looked:
            cookie = client.get_cookie("companion")
            assert cookie is not None
            page.context.add_cookies([{"name": "companion", "value": cookie.value, "url": base}])
            page.goto(f"{base}{meeting.url}{path}")
            page_is_sound(page)
            stays_sound_when_narrow_and_dark(page)
