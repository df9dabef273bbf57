"""What every act of the play works with, and what the acts leave for those that follow."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from companion.demo.cast import ADMINISTRATOR, Cast, Member, Person
from companion.staging.browser import Browser
from companion.staging.installation import Installation
from companion.staging.letters import FoundLetter, Letters
from companion.staging.telling import Teller


@dataclass
class Scene:
    """One evening in one installation. A browser is kept for everybody who has come in."""

    installation: Installation
    cast: Cast
    letters: Letters
    tell: Teller
    session_id: UUID | None = None
    meeting_id: str = ""
    browsers: list[Browser] = field(default_factory=list)
    staff: dict[str, Browser] = field(default_factory=dict)
    contacts: dict[str, Browser] = field(default_factory=dict)  # by the landlord's link
    people: dict[str, Browser] = field(default_factory=dict)  # by their own day link
    join_links: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)  # what a page said at a moment that a promise asks about
    mistakes: list[str] = field(default_factory=list)  # what should have been refused and was not

    def at(self, path: str) -> str:
        """The address of one of the forum session's pages."""
        return f"/forum-sessions/{self.session_id}{path}"

    def come_in(self, link: str) -> Browser:
        """Open a link that came by mail in a browser of its own, and press its one button."""
        browser = self.new_browser()
        page = browser.get(link)
        browser.submit(page, page.form(to=page.path), follow=False)
        return browser

    def new_browser(self) -> Browser:
        """A browser in which nobody is signed in."""
        browser = Browser(self.installation.url)
        self.browsers.append(browser)
        return browser

    def close(self) -> None:
        """Close every browser."""
        for browser in self.browsers:
            browser.close()

    def sign_in(self, *members: Member) -> None:
        """Members of staff ask for a link, find it in their mailbox and come in by it; the first administrator had
        one from `companion init`."""
        for member in members:
            if member is not ADMINISTRATOR:
                asking = self.new_browser()
                page = asking.get("/sign-in")
                asking.submit(page, page.form(having=("email",)), {"email": member.email}, follow=False)
        for member in members:
            if member is ADMINISTRATOR:
                link = self.installation.first_sign_in
            else:
                link = self.letters.wait_for(member.email, "/sign-in/").link("/sign-in/")
            self.staff[member.email] = self.come_in(link)

    def day_letter(self, person: Person) -> FoundLetter:
        """The letter with somebody's own link."""
        return self.letters.wait_for(person.email, "/day-link/")
