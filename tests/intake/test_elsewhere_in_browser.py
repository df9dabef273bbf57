"""What the waiting room's page and the system page show of people elsewhere and of Zoom's events, at every width."""

from __future__ import annotations

import pytest
from flask import Flask

from companion.forums import service as forums
from companion.kernel.clocks import to_ms
from companion.people.roles import Role
from tests.browser.browsing import PageAt, page_is_sound, served
from tests.house import House
from tests.intake import deliveries
from tests.intake.test_door import Evening
from tests.intake.test_door_in_browser import signed_in
from tests.intake.test_events import apply

pytestmark = [pytest.mark.browser]


def test_the_pages_are_sound_with_people_in_breakout_rooms_and_waiting_for_the_host(
    page_at: PageAt, app: Flask, house: House
) -> None:
    evening = Evening(house)
    start = to_ms(house.now)
    for number in ("7", "8"):
        apply(house, deliveries.joined(start, number), deliveries.breakout(start + 1_000, number, entered=True))
    for name in ("Ann Able", "Ben Baker", "A-Name-Without-Any-Blank-In-It-As-Devices-Have-Them-Sometimes-iPad-2"):
        apply(house, deliveries.host_awaited(start, "waiting", name))
    for number, kind in enumerate(("meeting.started", "meeting.participant_joined_breakout_room", "webinar.alert")):
        house.wiring.inbox.store(b"%d" % number, source="zoom", now=house.now, kind=kind)
    house.wiring.inbox.store(b"limit", source="zoom", now=house.now, kind="rtms.concurrency_limited")
    with served(app) as address:
        for width, scheme in ((320, "light"), (1280, "dark")):
            page = page_at(width, 800, scheme)  # type: ignore[arg-type]
            signed_in(page, house, address)
            page.goto(f"{address}/forum-sessions/{evening.session_id}/waiting-room")
            assert page.get_by_role("button", name="They are all back").is_visible()
            assert page.get_by_text("for the host").count() == 0, "the meeting runs"
            page_is_sound(page)
        house.run(lambda uow: setattr(forums.session_of(uow, evening.session_id), "state", "closed"))
        page.goto(f"{address}/forum-sessions/{evening.session_id}/waiting-room")
        assert page.get_by_text("3 people wait for the host").is_visible()
        page.set_viewport_size({"width": 320, "height": 800})
        page_is_sound(page)
        admin = house.account(Role.ADMIN)
        for width, scheme in ((320, "light"), (1280, "dark")):
            page = page_at(width, 800, scheme)  # type: ignore[arg-type]
            token = house.signed_in(app, admin)
            cookie = next(iter(token._cookies.values()))  # type: ignore[union-attr]
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
            page.goto(f"{address}/system")
            assert page.get_by_text("webinar.alert").is_visible()
            page_is_sound(page)
