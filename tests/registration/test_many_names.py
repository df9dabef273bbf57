"""How many people one landlord may have waiting, and how many letters whoever holds its link can have us send."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from companion.kernel.clocks import ManualClock
from companion.registration import rules, service, zoom
from tests.house import House
from tests.registration.post import collect
from tests.registration.racing import invented, registrations
from tests.registration.test_colleagues import Forum

SEATED = len(rules.SEATS)


def fill(forum: Forum, count: int) -> None:
    for name, address in invented(count):
        forum.house.run(
            service.register,
            forum.session_id,
            name=name,
            address=address.replace("a.example", "lindenquay.example").lower(),
            landlord_id=forum.landlord_id,
        )


@pytest.fixture
def forum(house: House, app: Flask) -> Forum:
    return Forum(house, app)


@pytest.mark.req("LC-06")
def test_the_eleventh_who_would_wait_is_told_what_to_do_and_gets_no_letter(forum: Forum) -> None:
    fill(forum, SEATED + rules.MOST_WAITING)
    collect(forum.house)
    client = forum.contacts_browser()
    collect(forum.house)
    path = f"/forum-sessions/{forum.session_id}/seats/names"
    status, page = forum.post(client, path, **{"name-1": "Zoe Hart", "email-1": "zoe@lindenquay.example"})
    assert status == 409
    assert "Already 10 people of your landlord wait for a seat" in page
    assert 'value="Zoe Hart"' in page
    assert collect(forum.house) == []
    assert len(forum.house.run(registrations, forum.session_id)) == SEATED + rules.MOST_WAITING


def test_a_colleague_with_the_forwarded_link_is_told_too_and_their_button_still_works_later(forum: Forum) -> None:
    fill(forum, SEATED + rules.MOST_WAITING)
    collect(forum.house)
    letter = forum.claim("Zoe Hart", "zoe@lindenquay.example")
    browser = forum.app.test_client()
    _status, page = forum.post(browser, letter.link)
    assert "wait for a seat" in page
    waiting = next(one for one in forum.house.run(registrations, forum.session_id) if one.state == "waitlisted")
    forum.house.run(service.withdraw, waiting.id, by="landlord")
    _status, page = forum.post(browser, letter.link)
    assert "waiting list" in page


def test_who_fills_in_zooms_form_then_is_put_before_the_organiser_and_the_contact_is_not_written_to(
    forum: Forum,
) -> None:
    fill(forum, SEATED + rules.MOST_WAITING)
    collect(forum.house)
    made = forum.house.run(
        zoom.zoom_registered,
        forum.session_id,
        zoom_registrant_id="z1",
        first_name="Zoe",
        last_name="Hart",
        email="zoe@lindenquay.example",
    )
    assert made.state == "pending"
    assert [one.letter for one in collect(forum.house)] == ["registration.received"]


def test_staff_may_let_more_people_wait(forum: Forum) -> None:
    fill(forum, SEATED + rules.MOST_WAITING)
    more = {"name": "Zoe Hart", "address": "zoe@lindenquay.example", "landlord_id": forum.landlord_id}
    assert forum.house.run(service.register, forum.session_id, source="staff", **more).state == "waitlisted"


def test_naming_and_swapping_people_without_end_is_stopped_for_a_day(forum: Forum, clock: ManualClock) -> None:
    held = forum.register("Ann Whitlock")
    for number in range(rules.MOST_NAMED_A_DAY - 1):
        swap = {"name": f"Ben {number}", "address": f"ben{number}@elsewhere.example", "by": "landlord"}
        held = forum.house.run(service.substitute, held, **swap).registration_id
    one_more = {"name": "Cara Lind", "address": "cara@elsewhere.example"}
    with pytest.raises(rules.TooManyNamed):
        forum.house.run(service.substitute, held, by="landlord", **one_more)
    with pytest.raises(rules.TooManyNamed):
        forum.house.run(service.register, forum.session_id, landlord_id=forum.landlord_id, **one_more)
    clock.advance(timedelta(days=1))
    assert forum.house.run(service.substitute, held, by="landlord", **one_more).is_seated
