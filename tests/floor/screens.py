"""Five screens of one meeting at once, for a whole session in a browser: what they show, and whether they agree."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from itertools import combinations
from typing import Any

from flask.testing import FlaskClient
from playwright.sync_api import Browser, Locator, Page, expect

from companion.floor import service
from companion.floor.participants import ensure, find
from companion.floor.wording import STATES, ordinal
from companion.people.roles import Role
from companion.wiring import Wiring
from tests import patience
from tests.browser.browsing import page_is_sound
from tests.floor.serving import with_system_clock
from tests.floor.test_browser import Served

#: no waiting by lot; and while `eager`, redrawn so often that what is measured is clocks and not moments of drawing
_EAGER = """
const every = window.setInterval;
let turn = 0;
window.setInterval = (act, ms) => {
  const drawn = () => { turn += 1; if (window.eager || turn % 6 === 0) act(); };
  return ms === 250 ? every(drawn, 42) : every(act, ms);
};
Math.random = () => 0;
"""
#: the stage changes at most once a second, which is right for people and long for a test
_SOONER = "const wait = window.setTimeout; window.setTimeout = (act, ms) => wait(act, ms / 20);"
#: when each reading of the clock was first shown, in the machine's time
_WATCH = """() => {
  const digits = () => document.querySelector('#now .digits');
  window.shown = new Map();
  window.eager = true;
  new MutationObserver(() => {
    const words = digits() && digits().textContent;
    if (words && !window.shown.has(words)) window.shown.set(words, Date.now());
  }).observe(document.getElementById('now'), {subtree: true, childList: true, characterData: true});
}"""
_ALLOWED_MS = 250
_WHICH_WAY = """(wanted) => {
  const here = document.activeElement;
  if (here === wanted) return '';
  return here.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING ? 'Shift+Tab' : 'Tab';
}"""

#: the keys that never follow one another at once, and what the page takes for a slip
_GUARDED = ("e", "c", "i")
_GUARD_MS = 700


class Chair:
    """The chair's page, used by nothing but its keys. Counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses, self._guarded_ms = page, 0, -_GUARD_MS

    def press(self, *keys: str) -> None:
        for key in keys:
            if key in _GUARDED:  # the page takes the second of two within a moment for a slip, and a test is that quick
                patience.until(self._is_no_slip, lambda: self.page.wait_for_timeout(50))
            self.page.keyboard.press(key)
            self.presses += 1
            if key in _GUARDED:
                self._guarded_ms = self.page.evaluate("performance.now()")

    def _is_no_slip(self) -> bool:
        return bool(self.page.evaluate("performance.now()") > self._guarded_ms + _GUARD_MS)

    def go_to(self, wanted: Locator) -> None:
        """Tab to something. It has to be reachable."""
        expect(wanted).to_be_visible()
        for _ in range(120):
            key = wanted.evaluate(_WHICH_WAY)
            if not key:
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"the Tab key never reaches {wanted}")

    def choose(self, wanted: Locator) -> None:
        """Tab to a button or what opens, and press Enter."""
        self.go_to(wanted)
        self.page.keyboard.press("Enter")

    def button(self, name: str, within: str = "body") -> Locator:
        return self.page.locator(within).get_by_role("button", name=name, exact=False).locator("visible=true").first


class Screens(Served):
    """A chair, a steward, two registrants' telephones and a stage, of one meeting on a running server."""

    def __init__(self, wiring: Wiring, browser: Browser, stack: ExitStack) -> None:
        super().__init__(with_system_clock(wiring), browser, stack)
        self.fenland = self.house.landlord("Fenland Trust", domain="fenland.example")
        self.house.participant(self.session_id, "Priya Shah", landlord_id=self.fenland)
        account = self.house.account(Role.STEWARD, programme_id=self.programme_id, name="Jonah Ferreday")
        self.jonah: FlaskClient = self.house.signed_in(self.app, account)

    def open_all(self) -> None:
        """Everybody's page, in the lobby."""
        self.chairs = Chair(self._opened(self.chair, "", can_hasten=True))
        self.stewards = self._opened(self.jonah, "/steward")
        self.anns = self._opened(self.ann, "/me", 390, 844)
        self.caras = self._opened(self.cara, "/me", 320, 640, scheme="dark", can_hasten=True)
        self.stage = self._opened(self.chair, "/stage", 960, 540, sooner=True)
        self.phones = {"Ann Whitlock": self.anns, "Cara Obi": self.caras}

    @property
    def all(self) -> tuple[Page, ...]:
        return (self.chairs.page, self.stewards, self.anns, self.caras, self.stage)

    def _opened(self, client: FlaskClient, path: str, *size: int, sooner: bool = False, **more: Any) -> Page:
        page = self.page(client, path, *size, prepare=_EAGER + (_SOONER if sooner else ""), **more)
        page.wait_for_selector("body[data-ready]")
        return page

    def truth(self) -> dict[str, Any]:
        return self.chair.get(f"{self.url}/state").get_json()  # type: ignore[no-any-return]

    def agree(self, *waiting: str, speaking: str = "", called: str = "") -> dict[str, Any]:
        """Every screen shows these people waiting, in this order, and the same person on the floor; so does the server.

        The server's frame as it then stands.
        """
        for page in (self.chairs.page, self.stewards):
            expect(page.locator("#queue li [data-name]")).to_have_text(list(waiting))
        frame = self.truth()
        assert [row["name"] for row in frame["queue"]] == list(waiting)
        assert (frame["now"] or {}).get("name", "") == speaking
        assert (frame["called"] or {}).get("name", "") == called
        nobody = STATES[frame["state"]]
        for page in (self.chairs.page, self.stewards):
            expect(page.locator("#now .who")).to_have_text(speaking or called or nobody)
        expect(self.stage.locator("#next li b")).to_have_text([one for one in (called, *waiting) if one][:3])
        expect(self.stage.locator("#now .who")).to_have_text(speaking or nobody)
        for name, page in self.phones.items():
            if name in waiting:
                expect(page.locator("#place")).to_be_visible()
                expect(page.locator("[data-place]")).to_have_text(ordinal(waiting.index(name) + 1))
            else:
                expect(page.locator("#place")).to_be_hidden()
            if speaking:
                expect(page.locator("#now [data-name]")).to_have_text(speaking)
            else:
                expect(page.locator("#now")).to_be_hidden()
        return frame

    def sound(self, *pages: Page) -> None:
        for page in pages or self.all:
            page_is_sound(page)

    def clocks_agree(self, meanwhile: Callable[[], object]) -> None:
        """Any two screens show the same second within a quarter of one of each other, whatever else they do."""
        for page in self.all:
            page.evaluate(_WATCH)
        meanwhile()
        # a page that is busy draws late, and is looked at for longer; a clock that is wrong is wrong every time
        patience.until(self._have_agreed, lambda: self.chairs.page.wait_for_timeout(250))
        for page in self.all:
            page.evaluate("() => { window.eager = false; }")

    def _have_agreed(self) -> bool:
        shown = [dict(page.evaluate("() => [...window.shown]")) for page in self.all]
        return all(
            any(abs(one[words] - other[words]) <= _ALLOWED_MS for words in one.keys() & other.keys())
            for one, other in combinations(shown, 2)
        )

    def serve(self, name: str) -> None:
        """Call, start and end by the chair's keys: three at most (Q5)."""
        before = self.chairs.presses
        now = self.chairs.page.locator("#now-tag")
        self.chairs.press("n")
        expect(now).to_have_text("Called")
        self.chairs.press("s")
        expect(now).to_have_text("Now speaking")
        expect(self.chairs.page.locator("#now .who")).to_have_text(name)
        self.chairs.press("e")
        expect(now).to_have_text("The floor")
        assert self.chairs.presses - before <= 3

    def cut(self, page: Page) -> None:
        """No way through for this page, and its own clocks run on until it has noticed."""
        page.context.set_offline(True)
        self.live.hang_up()
        link = page.locator("#link-state")  # a last sign of life may just have come
        patience.until(lambda: link.get_attribute("data-state") == "lost", lambda: page.clock.fast_forward(6500))

    def mend(self, page: Page) -> None:
        page.context.set_offline(False)  # the browser says that it is online again, and the page asks at once
        expect(page.locator("#link-state")).to_have_attribute("data-state", "live")

    def rejoins_in_zoom(self, name: str) -> None:
        """Somebody drops out of the meeting and comes back under another id of Zoom's."""
        known = self.house.run(lambda uow: ensure(uow, self.session_id, find(uow, self.session_id, name)))
        here = {"landlord_id": known.landlord_id, "at": self.leaping.now()}
        self.house.run(service.arrived, self.session_id, known.participant_id, connection="first", **here)
        self.house.run(
            service.departed, self.session_id, known.participant_id, connection="first", at=self.leaping.now()
        )
        self.house.run(service.arrived, self.session_id, known.participant_id, connection="second", **here)
