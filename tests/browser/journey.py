"""A thumb on a telephone: what it taps and types on the way from an invitation to two held seats.

Every field is tapped, though most telephones lead from field to field; typing is counted at 40 words a minute, five
letters a word. Looking for the code in one's mail is not counted, nor is reading: they depend on the reader.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from companion.invitations import runs as invitations
from tests.house import House
from tests.registration.post import Arrived, collect

GOAL_TAPS, GOAL_SECONDS = 8, 60
LETTERS_A_SECOND = 40 * 5 / 60
PEOPLE = (("Farida Khan", "farida.khan@lindenquay.example"), ("Callum Reid", "callum.reid@lindenquay.example"))


class Thumb:
    """Taps and types, and keeps count; `machine` is the time from a tap to the next page."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.letters, self.machine = page, 0, 0, 0.0

    @property
    def seconds(self) -> float:
        return self.machine + self.letters / LETTERS_A_SECOND

    def open(self, url: str) -> None:
        """Tap the link in the letter."""
        started = time.perf_counter()
        self.page.goto(url)
        self._counted(started)

    def tap(self, what: Locator) -> None:
        """Tap, and wait for the page that follows."""
        started = time.perf_counter()
        what.tap()
        self.page.wait_for_load_state()
        self._counted(started)

    def type(self, field: Locator, text: str) -> None:
        """Tap a field, unless the page has put the cursor there, and type."""
        if not field.evaluate("field => field === document.activeElement"):
            self.tap(field)
        field.press_sequentially(text)
        self.letters += len(text)

    def _counted(self, started: float) -> None:
        self.taps += 1
        self.machine += time.perf_counter() - started


def invited(house: House) -> Arrived:
    """The invitation of a landlord, as it arrives."""
    session_id = house.forum_session(house.programme())
    house.landlord()
    house.run(invitations.approve, session_id)
    return next(one for one in collect(house) if one.letter == "invitations.invitation")


def hold_two_seats(
    thumb: Thumb, house: House, link: str, *, at_each: Callable[[Page], None] = lambda page: None
) -> None:
    """The whole way, with `at_each` asked at every page between."""
    page = thumb.page
    thumb.open(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("You have two seats at the landlord forum")
    at_each(page)
    thumb.tap(page.get_by_role("button", name="Name two people"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Who is coming?")
    at_each(page)
    for number, (name, address) in enumerate(PEOPLE, start=1):
        thumb.type(page.locator(f"#name-{number}"), name)
        thumb.type(page.locator(f"#email-{number}"), address)
    thumb.tap(page.get_by_role("button", name="Hold both seats"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Type the code we sent")
    at_each(page)
    code = next(one.code for one in collect(house) if one.letter == "people.device_code")
    thumb.type(page.locator("#code"), code)
    thumb.tap(page.get_by_role("button", name="Hold both seats"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Both seats are held")
