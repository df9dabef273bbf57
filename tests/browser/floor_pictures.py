"""The floor's screens in every state of `floor_states.py`, as pictures: light, dark, forced colours, print, cut off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from companion.people.roles import Role
from tests.browser.browsing import axe_clean, no_sideways_scroll, open_page, page_is_sound
from tests.browser.floor_states import STATES, a_meeting
from tests.browser.taking import take
from tests.floor.meeting import Meeting

#: what opens on the chair's page, by the id of its menu
MENUS = ("add", "policy-menu", "words", "session", "keys-menu", "find", "other")


def floor_shots() -> list[str]:
    """What `only` may name: a state of the floor, its menus, or what there is afterwards."""
    return [*(state for state, _ in STATES), "menus", "afterwards"]


def picture_floor(browser: Browser, out: Path, only: str | None = None) -> Iterator[str]:
    """A picture of each screen in each state; yields a line per picture, beginning with "!" where one answers badly."""
    with a_meeting() as (meeting, base):
        views = _views(browser, meeting, base)
        for state, bring in STATES:
            bring(meeting)
            if only in (None, state, "menus"):
                for view in views if only != "menus" else ():
                    yield from _picture(view, state, out)
                if state == "warning":
                    yield from _cut(views, out)
                if state == "running":
                    for view in views[:2]:
                        yield from _menus(view, out)
        if only in (None, "afterwards"):
            for view in _afterwards(browser, meeting, base):
                yield from _picture(view, "afterwards", out)
        for context in browser.contexts:
            context.close()


def _cut(views: list[View], out: Path) -> Iterator[str]:
    """Every screen that has lost its link. Nothing is loaded again: there is nothing to load it from."""
    for view in views:
        if view.screen.startswith("paper"):
            continue
        page = view.page
        page.clock.install()
        page.goto(view.url)
        page.wait_for_selector("body[data-ready]")
        page.context.set_offline(True)
        page.clock.fast_forward(6000)
        page.clock.fast_forward(6000)
        page.wait_for_timeout(300)
        screen, size = view.screen.split("-")
        page.screenshot(path=out / f"{screen}-cut-{size}.png", full_page=True)
        yield f"{screen}-cut-{size}"
        page.context.set_offline(False)
        page.clock.resume()


@dataclass
class View:
    """A page that stays open while the meeting goes on: it is loaded again in each state."""

    screen: str
    page: Page
    url: str
    #: how else it is pictured: what the name ends with, and what is emulated
    looks: tuple[tuple[str, dict[str, Any]], ...] = ()


DARK = ("-dark", {"color_scheme": "dark"})
FORCED = ("-forced", {"forced_colors": "active"})
PAPER = ("-printed", {"media": "print"})
LIGHT: dict[str, Any] = {
    "color_scheme": "light",
    "forced_colors": "none",
    "media": "screen",
    "reduced_motion": "reduce",
}


def _views(browser: Browser, meeting: Meeting, base: str) -> list[View]:
    steward = meeting.house.account(Role.STEWARD, programme_id=meeting.programme_id, name="Jonah Ferreday")
    jonah = meeting.house.signed_in(meeting.app, steward)
    pages: tuple[tuple[str, FlaskClient, str, int, int, tuple[tuple[str, dict[str, Any]], ...]], ...] = (
        ("chair-wide", meeting.chair, "", 1280, 720, (DARK, FORCED)),
        ("chair-strip", meeting.chair, "", 380, 720, (DARK,)),
        ("chair-narrow", meeting.chair, "", 320, 640, ()),
        ("steward-wide", jonah, "/steward", 1280, 720, (DARK,)),
        ("steward-narrow", jonah, "/steward", 320, 640, ()),
        ("ann-phone", meeting.ann, "/me", 390, 844, (DARK,)),
        ("cara-narrow", meeting.cara, "/me", 320, 640, (DARK, FORCED)),
        ("stage-hd", meeting.chair, "/stage", 1920, 1080, (DARK, FORCED)),
        ("paper-wide", meeting.chair, "/paper", 1280, 720, (PAPER,)),
    )
    return [_view(browser, base + meeting.url, base, *one) for one in pages]


def _view(
    browser: Browser,
    root: str,
    base: str,
    screen: str,
    client: FlaskClient,
    path: str,
    width: int,
    height: int,
    looks: tuple[tuple[str, dict[str, Any]], ...] = (),
) -> View:
    page = open_page(browser, width, height)
    cookie = client.get_cookie("companion")
    assert cookie is not None
    page.context.add_cookies([{"name": "companion", "value": cookie.value, "url": base}])
    return View(screen, page, root + path, looks)


def _picture(view: View, state: str, out: Path) -> Iterator[str]:
    """The page as it stands, then as it looks otherwise; sound in light, and in contrast in whatever else."""
    page, (screen, size) = view.page, view.screen.split("-")
    name = f"{screen}-{state}-{size}"
    complaint = take(page, view.url, out / f"{name}.png")
    yield f"! {name}: {complaint}" if complaint else name
    for ending, look in view.looks:
        page.emulate_media(**{**LIGHT, **look})
        page.wait_for_function(
            "dark => (document.documentElement.dataset.bsTheme === 'dark') === dark", arg=look is DARK[1]
        )
        page.screenshot(path=out / f"{name}{ending}.png", full_page=True)
        try:
            if look is DARK[1]:
                axe_clean(page, only=("color-contrast",))
            yield f"{name}{ending}"
        except AssertionError as found:
            yield f"! {name}{ending}: {found}"
    page.emulate_media(**LIGHT)


def _afterwards(browser: Browser, meeting: Meeting, base: str) -> list[View]:
    """What stands when the session is over, on the screen and printed."""
    organiser = meeting.house.account(Role.ORGANISER, programme_id=meeting.programme_id, name="Wen Li")
    wen = meeting.house.signed_in(meeting.app, organiser)
    return [
        _view(browser, base + meeting.url, base, screen, client, path, 1280 if wide else 390, 720, looks)
        for screen, client, path, wide, looks in (
            ("minutes-wide", wen, "/minutes", True, (PAPER, DARK)),
            ("speaking-wide", wen, "/speaking-time", True, (PAPER, DARK)),
            ("timeline-wide", wen, "/timeline", True, (PAPER,)),
            ("record-phone", meeting.cara, "/me/record", False, (DARK,)),
        )
    ]


def _menus(view: View, out: Path) -> Iterator[str]:
    page, size = view.page, view.screen.split("-")[1]
    page.goto(view.url)
    for menu in MENUS:
        summary = page.locator(f"#{menu} > summary")
        if not summary.is_visible():
            continue
        summary.click()
        page.screenshot(path=out / f"menu-{menu}-{size}.png")
        try:
            page_is_sound(page)
            no_sideways_scroll(page)
            yield f"menu-{menu}-{size}"
        except AssertionError as complaint:
            yield f"! menu-{menu}-{size}: {complaint}"
        page.keyboard.press("Escape")
