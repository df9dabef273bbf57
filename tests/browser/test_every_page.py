"""Every page of the product, opened by somebody who may, with hostile names in every field that people fill.

A new page is looked at here without anybody adding it. A new URL variable must be given something to stand for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Dialog

from companion.adjustments.rules import Wish
from companion.kernel.uow import Uow
from companion.people.roles import GRANTABLE
from tests.browser.browsing import (
    PageAt,
    hidden_parts_are_sound,
    narrow_and_dark,
    no_sideways_scroll,
    page_is_sound,
    served,
    wide_and_light,
)
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.req("LC-40")]

HOSTILE = '<img src=x onerror="alert(1)">"\'><script>alert(2)</script>{{7*7}}'
#: the pages are shared out between so many tests, so that every core has some
SHARES = 4
#: in the long profile every page is asked all both ways; else each page is asked all one way, in turn, and each whether
#: it fits a narrow screen. Colours come from one table, whose every pair the ground's own tests ask both ways.
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "long"
#: pages that are not for a window: files, figures, what machines ask
NOT_PAGES = ("static", "bootstrap.static")


@dataclass
class World:
    """One evening's things by the URL variable that names them, and a browser for each kind of viewer."""

    things: dict[str, object] = field(default_factory=dict)
    viewers: dict[str, FlaskClient] = field(default_factory=dict)


@pytest.fixture
def world(app: Flask, house: House) -> World:
    """A programme with a live forum session; a landlord with both seats held and a third who waits."""
    programme = house.programme(f"Landlord Connect {HOSTILE}"[:80])
    group = house.programme(f"Residents {HOSTILE}"[:80], profile="PP")
    session = house.forum_session(
        programme,
        title=f"Over 1,000 homes {HOSTILE}",
        state="live",
        starts_in=timedelta(minutes=-20),
        items=(HOSTILE, "Repairs"),
    )
    landlord = house.landlord(f"Linden Quay {HOSTILE}")
    people = [
        house.person(f"{name} {HOSTILE}", f"{name.lower()}@lindenquay.example") for name in ("Ann", "Ben", "Cara")
    ]
    seats = [("confirmed", 1), ("confirmed", 2), ("waitlisted", None)]
    registrations = [
        house.registration(session, person, landlord_id=landlord, state=state, seat_no=seat)
        for person, (state, seat) in zip(people, seats, strict=True)
    ]
    staff = house.account(*GRANTABLE, name=f"Robin {HOSTILE}")
    released = house.draft(session, version=1, state="released", text=f"Ann spoke. {HOSTILE}")
    draft = house.draft(session, version=2, state="reviewed", text=f"Ben spoke. {HOSTILE}")
    made = World(
        {
            "programme_id": programme,
            "session_id": session,
            "landlord_id": landlord,
            "import_id": house.looked_at_roll(f"Thornbeck {HOSTILE}"),
            "registration_id": registrations[0],
            "person_id": staff,
            "adjustment_id": house.adjustment(registrations[0], Wish("other", words=HOSTILE)),
            "declaration_id": house.declaration(registrations[0], HOSTILE),
            "application_id": house.application(group, f"Tess {HOSTILE}", post=HOSTILE),
            "member_id": house.member(group, f"Tess {HOSTILE}"),
            "permission_id": house.permission(session, HOSTILE),
            "item_id": house.first_item(session),
            "appointment_id": house.appointment(programme, people[0]),
            "paper_id": house.paper(session, f"Repairs {HOSTILE}", text=f"# Figures\n\n{HOSTILE}"),
            "kind": "code",
            "holiday_id": house.bank_holiday(date(2027, 6, 8)),
            "version_id": house.code_version(programme),
            "invitation_id": house.invitation(session, landlord),
            "draft_id": draft.draft_id,
            "span_id": draft.span_id,
            "file_id": released.file_id,
            "token": "no-such-token",
            "code": "zzzzzz",
        }
    )
    made.viewers = {
        "account": house.signed_in(app, staff),
        "landlord": house.signed_in(app, people[0], "landlord", landlord_id=landlord, forum_session_id=session),
        "day": house.signed_in(app, people[0], "day", registration_id=registrations[0], forum_session_id=session),
        "nobody": app.test_client(),
    }
    house.run(_verify_devices)
    house.worker_beat()
    return made


def _verify_devices(uow: Uow) -> None:
    from sqlalchemy import update

    from companion.people.tables import BrowserSession

    uow.db.execute(update(BrowserSession).values(verified_at=uow.now))


def visits_of(app: Flask, world: World, share: int) -> Iterator[tuple[str, str]]:
    """A share of the pages, each with the first kind of viewer who gets it; the first page for each kind."""
    rules = [
        rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint not in NOT_PAGES
    ]
    unknown = {name for rule in rules for name in rule.arguments if name not in world.things}
    assert not unknown, f"give {unknown} something to stand for in World"
    with app.test_request_context():
        urls = app.url_map.bind("")
        paths = sorted(
            urls.build(rule.endpoint, {name: world.things[name] for name in rule.arguments}) for rule in rules
        )
    for path in paths[share::SHARES]:
        for kind, client in world.viewers.items():
            answer = client.get(path)
            assert answer.status_code < 500 or path == "/readyz", f"{kind} {path}: {answer.status_code}"
            if answer.status_code in {200, 410} and answer.mimetype == "text/html":
                yield kind, path
                if path != "/":
                    break


@pytest.mark.early
@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_sound_and_runs_no_hostile_name(app: Flask, world: World, page_at: PageAt, share: int) -> None:
    complaints: list[str] = []

    def opened(dialog: Dialog) -> None:
        complaints.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()

    visits = sorted(visits_of(app, world, share))
    assert len(visits) > 4
    with served(app) as base:
        for kind, paths in groupby(visits, key=lambda visit: visit[0]):
            page = page_at(1280, 720, "light")
            page.on("dialog", opened)
            cookie = world.viewers[kind].get_cookie("companion")
            if cookie is not None:
                page.context.add_cookies([{"name": "companion", "value": cookie.value, "url": base}])
            for number, (_, path) in enumerate(paths):
                ways = [wide_and_light, narrow_and_dark]
                if number % 2 != share % 2:
                    ways.reverse()
                ways[0](page)
                page.goto(base + path)
                try:
                    page_is_sound(page)
                    ways[1](page)
                    if THOROUGH:
                        page_is_sound(page)
                    no_sideways_scroll(page)
                    hidden_parts_are_sound(page)
                except AssertionError as complaint:
                    complaints.append(f"{kind}: {complaint}")
    assert not complaints, "\n\n".join(complaints)


def test_hostile_name_is_shown_as_it_was_typed(app: Flask, world: World) -> None:
    page = world.viewers["account"].get("/account").text
    assert "&lt;img src=x onerror=" in page
    assert "<img src=x" not in page
    assert "{{7*7}}" in page
    assert isinstance(world.things["session_id"], UUID)
