"""Applying to a group on a telephone, in a real browser: every station is sound, a mistake too."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import expect

from companion.groups import service
from companion.people.roles import Role
from tests.browser.browsing import PageAt, page_is_sound, served, stays_sound_when_narrow_and_dark
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.req("PP-34", "LC-40")]


def test_somebody_applies_on_a_telephone_and_staff_see_it(page_at: PageAt, app: Flask, house: House) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    group = house.programme("Customer Voice", profile="PP")
    staff = house.signed_in(app, house.account(Role.ORGANISER))
    cookie = staff.get_cookie("companion")
    assert cookie is not None
    with served(app) as address:
        page = page_at(390, 844)
        page.goto(f"{address}/groups/{group}/apply")
        page.get_by_role("button", name="Continue").click()
        page_is_sound(page)
        page.get_by_label("Your name").fill("Tess Ward")
        page.get_by_label("Telephone").fill("0115 496 0123")
        for words in ("A tenant", "I keep to", "I am not sanctioned", "I have no legal case"):
            page.get_by_label(words).check()
        page.get_by_role("button", name="Continue").click()
        page_is_sound(page)
        page.get_by_role("button", name="Send my application").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("We have your application")
        page_is_sound(page)
        page.context.add_cookies([{"name": "companion", "value": cookie.value, "url": address}])
        page.goto(f"{address}/programmes/{group}/group")
        expect(page.get_by_role("main")).to_contain_text("1 application to decide")
        page_is_sound(page)
        stays_sound_when_narrow_and_dark(page)
    assert [opened.applicant.phone for opened in house.run(service.queue, group)] == ["0115 496 0123"]
