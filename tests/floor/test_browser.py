"""The floor's pages in a real browser: sound, usable by keys alone, live, honest when the link is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Error, Page, Route, expect

from companion.app import create_app
from companion.floor import service
from companion.floor.events import SpeakerChanged
from companion.floor.participants import names_of
from companion.kernel.ids import ForumSessionId
from companion.wiring import Wiring
from tests import patience
from tests.browser.browsing import no_sideways_scroll, open_page, page_is_sound
from tests.browser.conftest import browser as browser
from tests.floor.meeting import JSON, Meeting
from tests.floor.serving import LeapingClock, serving, with_system_clock
from tests.house import House

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
#: what the flag says of a frame at its first moment, and whether it offers a button
FLAG_AT_FIRST = """async ([address, frame]) => {
  const { drawFlag } = await import(address), flag = document.getElementById('flag');
  drawFlag(frame, frame.flags[0].from_ms);
  return [flag.querySelector('[data-words]').textContent, !flag.querySelector('form').hidden];
}"""
#: keys that follow one another faster than any machine is slow
AT_ONCE = """keys => {
  for (const key of keys) {
    const press = new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true});
    (document.activeElement || document.body).dispatchEvent(press);
  }
}"""


def stop_timers(page: Page) -> None:
    """The timers of a page that can be hastened stand still from now on, and move by `page.clock.run_for` alone."""
    for ahead in (1, 10, 100):  # a machine so busy that the moment has gone by is given a later one
        try:
            page.clock.pause_at(page.evaluate("Date.now()") / 1000 + ahead)
            return
        except Error:
            continue
    raise AssertionError("the page's clock is never where it is asked to be")


def script_address(page: Page, name: str) -> str:
    """Where the page has one of its scripts from, with the fingerprint that it asks for."""
    found = page.evaluate(
        "name => performance.getEntriesByType('resource').map((one) => one.name).find((one) => one.includes(name))",
        name,
    )
    assert isinstance(found, str)
    return found


class Served(Meeting):
    """A meeting on a running server, and pages of it in a browser."""

    def __init__(self, wiring: Wiring, browser: Browser, stack: ExitStack) -> None:
        self.base, self.live = stack.enter_context(serving(wiring, create_app(wiring), every=0.05, beat=0.3))
        by_hand = create_app(wiring)  # the same installation, for what the test does itself
        by_hand.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        super().__init__(House(wiring), by_hand, wiring.runner.clock)
        self._browser, self._stack = browser, stack

    def page(
        self,
        client: FlaskClient,
        path: str = "",
        width: int = 1280,
        height: int = 720,
        *,
        can_hasten: bool = False,
        prepare: str = "",
        **more: object,
    ) -> Page:
        """A page at a path. With `can_hasten` the test may let its timers run ahead by `page.clock`.

        `prepare` is a script that runs before those of the page.
        """
        page = open_page(self._browser, width, height, **more)
        if can_hasten:
            page.clock.install()
        if prepare:
            page.add_init_script(prepare)
        self._stack.callback(page.context.close)
        cookie = client.get_cookie("companion")
        assert cookie is not None
        page.context.add_cookies([{"name": "companion", "value": cookie.value, "url": self.base}])
        page.goto(f"{self.base}{self.url}{path}")
        return page

    @property
    def leaping(self) -> LeapingClock:
        """The server's clock: where a test sends it, the pages follow with their next sign of life."""
        assert isinstance(self.clock, LeapingClock)
        return self.clock

    def bare_page(self, path: str) -> Page:
        """A page for somebody who is not signed in."""
        page = open_page(self._browser, 960, 540)
        self._stack.callback(page.context.close)
        page.goto(f"{self.base}{path}")
        return page

    def chairs_page(self, **more: object) -> Page:
        page = self.page(self.chair, **more)
        page.wait_for_selector("body[data-ready]")
        return page

    def own_page(self, client: FlaskClient, width: int = 390, height: int = 844, **more: object) -> Page:
        page = self.page(client, "/me", width, height, **more)
        page.wait_for_selector("body[data-ready]")
        return page

    def busy(self) -> None:
        """Somebody speaks, somebody is called, and a few wait, one with a note and one by a hostile name."""
        self.step("start_session")
        self.step("next_item")
        self.own(self.ann, "ask")
        self.step("call_next")
        self.step("start")
        self.own(self.cara, "ask", about="first visits within a day")
        for name in ("Siân Prydderch", "Aoife Ní Bhriain", "<img src=x onerror=alert(1)>"):
            self.step("add", who=name, new="yes")


@pytest.fixture
def served(wiring: Wiring, browser: Browser) -> Iterator[Served]:
    with ExitStack() as stack:
        yield Served(with_system_clock(wiring), browser, stack)


def test_the_chairs_page_is_sound_beside_zoom_and_on_a_whole_screen(served: Served):
    served.busy()
    for width, height, scheme in ((1280, 720, "light"), (380, 720, "light"), (320, 640, "dark")):
        page_is_sound(served.chairs_page(width=width, height=height, scheme=scheme))
    for width, height in ((1024, 700), (768, 1024), (640, 360)):
        no_sideways_scroll(served.chairs_page(width=width, height=height))


def test_the_registrants_page_the_stage_and_the_paper_are_sound(served: Served):
    served.busy()
    page_is_sound(served.own_page(served.ann, 320, 640))
    page_is_sound(served.own_page(served.cara, 320, 640, scheme="dark"))
    page_is_sound(served.page(served.chair, "/stage", scheme="dark"))
    page_is_sound(served.page(served.chair, "/paper", 380, 720))


def test_another_voice_is_shown_in_its_time_without_a_frame_and_one_tap_starts_a_turn(served: Served):
    with served.leaping.standing():  # what is to be seen changes within seconds of the start of the turn
        served.busy()
        names = served.house.run(lambda uow: names_of(uow, served.session_id).people)
        cara = next(who for who, name in names.items() if name == "Cara Obi")
        lit = SpeakerChanged(_frame(served)["now_ms"], cara)
        served.house.run(service.voices_heard, ForumSessionId(served.session_id), [lit])
        frame = _frame(served)
    page, strip = served.chairs_page(), served.chairs_page(width=380, height=720)
    flag = page.locator("#flag")
    expect(flag).to_be_visible()  # some seconds later, without a frame
    page_is_sound(strip)
    served.leaping.leap(10)
    expect(flag).to_contain_text("has not been heard for a while")
    at_first = page.evaluate(FLAG_AT_FIRST, [script_address(page, "floor-flags"), frame])
    assert at_first == ["Ann Whitlock has the floor, and Cara Obi is speaking.", False]
    expect(flag.locator("button")).to_have_text("End the turn")
    page_is_sound(page)
    served.step("end")
    served.step("call_next")
    expect(strip.locator("#flag")).to_contain_text("Cara Obi is speaking already.")
    strip.locator("#flag button").click()
    expect(strip.locator("#now-tag")).to_have_text("Now speaking")
    expect(strip.locator("#flag")).to_be_hidden()


def test_what_opens_on_the_chairs_page_is_sound_and_closes_by_escape(served: Served):
    served.busy()
    page = served.chairs_page(scheme="dark")
    for opened in ("#add", "#other", ".queue li:nth-child(2) details", "#session"):
        page.locator(f"{opened} > summary").click()
        if opened in ("#add", "#session"):
            page_is_sound(page)
        page.keyboard.press("Escape")
        expect(page.locator(opened)).not_to_have_attribute("open", "")


def test_the_pages_say_the_same_with_and_without_script(served: Served):
    served.busy()
    with_script, without = served.chairs_page(), served.page(served.chair, java_script_enabled=False)
    for selector in (".a-next", "#queue-title", ".queue", "#now-tag", "#now .who", "#now .of", ".heard", "#policy"):
        said = [page.locator(selector).inner_text().split() for page in (with_script, without)]
        assert said[0] == said[1], selector
    mine, plain = served.own_page(served.cara), served.page(served.cara, "/me", 390, 844, java_script_enabled=False)
    for selector in ("#place", "#now-tag", ".thumb", "h1", "#more"):
        said = [page.locator(selector).inner_text().split() for page in (mine, plain)]
        assert said[0] == said[1], selector


@pytest.mark.req("LC-18", "LC-20")
def test_q5_a_speaker_is_served_with_three_keys_and_everything_can_be_undone(served: Served):
    served.step("start_session")
    served.own(served.ann, "ask")
    page = served.chairs_page()
    for key, shows in (("n", "Called"), ("s", "Now speaking"), ("e", "The floor")):
        page.keyboard.press(key)
        expect(page.locator("#now-tag")).to_have_text(shows)
    page.keyboard.press("u")
    expect(page.locator("#now-tag")).to_have_text("Now speaking")
    expect(page.locator("#undo-words")).to_contain_text("Started Ann Whitlock")
    page.keyboard.press("+")
    expect(page.locator("#undo-words")).to_contain_text("Gave more time to Ann Whitlock")
    page.keyboard.press("s")
    expect(page.locator("#now")).to_have_attribute("data-state", "paused")


def test_case_71_keys_are_inert_while_typing_and_end_needs_no_accidental_double(served: Served):
    served.busy()
    page = served.chairs_page()
    page.keyboard.press("a")
    page.locator("#add-who").press_sequentially("nese")
    expect(page.locator("#add-who")).to_have_value("nese")
    expect(page.locator("#now-tag")).to_have_text("Now speaking")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("#next-tag")).to_have_text("Called, then")
    page.keyboard.press("s")
    expect(page.locator("#now .who")).to_have_text("Cara Obi")
    page.evaluate(AT_ONCE, ["e", "e"])
    expect(page.locator("#now-tag")).to_have_text("The floor")
    expect(page.locator("#said")).to_be_hidden()
    page.locator("#keys-menu > summary").click()
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.locator("#queue").focus()
    page.keyboard.press("n")
    expect(page.locator("#now-tag")).to_have_text("The floor")


def test_rows_are_moved_with_the_keys_and_the_focus_stays_with_the_person(served: Served):
    served.busy()
    page = served.chairs_page()
    page.keyboard.press("j")
    expect(page.locator(".queue li:focus .nm")).to_contain_text("Cara Obi")
    expect(page.locator(".queue li:focus .q-note")).to_have_text("Note to you: “first visits within a day”")
    page.keyboard.press("Shift+J")
    expect(page.locator(".queue li:nth-child(2) .nm")).to_contain_text("Cara Obi")
    expect(page.locator(".queue li:focus .nm")).to_contain_text("Cara Obi")
    expect(page.locator("#announcer")).to_have_text("Moved to 2 of 4")


def test_a_hand_raised_on_a_phone_is_on_the_chairs_page_without_a_reload(served: Served):
    served.step("start_session")
    chair, phone = served.chairs_page(), served.own_page(served.ann)
    phone.get_by_role("button", name="Ask to speak").click()
    expect(phone.locator("[data-place]")).to_have_text("1st")
    expect(chair.locator("#next .who")).to_have_text("Ann Whitlock")
    assert phone.title().startswith("1st in the queue")
    chair.keyboard.press("n")
    expect(phone.locator("#summons")).to_be_visible()
    page_is_sound(phone)
    chair.keyboard.press("s")
    expect(phone.locator("#now-tag")).to_have_text("You have the floor")
    chair.keyboard.press("e")
    expect(phone.get_by_role("button", name="Ask to speak")).to_be_visible()


def test_a_hand_raised_by_the_steward_shows_on_the_persons_own_page(served: Served):
    served.step("start_session")
    phone = served.own_page(served.ann, can_hasten=True)
    served.step("add", who="whi")
    expect(phone.locator("[data-count]")).to_have_text("1 person is waiting.")
    phone.clock.fast_forward(3000)
    expect(phone.locator("[data-place]")).to_have_text("1st")
    phone.get_by_role("button", name="Lower my hand").click()
    expect(phone.get_by_role("button", name="Ask to speak")).to_be_visible()


def test_a_look_begun_before_i_asked_does_not_take_my_place_away(served: Served):
    served.step("start_session")
    phone, held = served.own_page(served.ann, can_hasten=True), []
    phone.route("**/me/state", lambda route: held.append((route, route.fetch())))  # read now, and on its way for long
    served.own(served.cara, "ask")
    expect(phone.locator("[data-count]")).to_have_text("1 person is waiting.")
    phone.clock.fast_forward(3000)
    patience.until(lambda: held, lambda: phone.wait_for_timeout(20))
    phone.get_by_role("button", name="Ask to speak").click()
    expect(phone.locator("[data-place]")).to_have_text("2nd")
    ((route, read_before),) = held
    with phone.expect_response("**/me/state") as answered:
        route.fulfill(response=read_before)
    answered.value.finished()
    phone.evaluate("async () => (await fetch(location.href)).text()")  # and what came with it is read and drawn
    expect(phone.locator("#place")).to_be_visible()


def test_an_invitation_shows_on_the_invited_page_alone_and_a_yes_stands_at_the_head(served: Served):
    served.step("start_session")
    for client in (served.cara, served.ann):
        served.own(client, "ask")
    served.own(served.cara, "take_back")
    mine, others = served.own_page(served.cara, 320, 640), served.own_page(served.ann)
    served.step("invite", landlord_id=str(served.marram))
    expect(mine.locator("#invited")).to_be_visible()
    expect(others.locator("#waiting")).to_be_hidden()
    page_is_sound(mine)
    expect(others.locator("#invited")).to_be_hidden()
    mine.locator("#invited .btn-go").click()
    expect(mine.locator("#place .place")).to_have_text("1st")
    expect(mine.locator("#invited")).to_be_hidden()


@pytest.mark.req("LC-16")
def test_a_refused_note_keeps_what_was_typed_and_says_why(served: Served):
    served.step("start_session")
    phone = served.own_page(served.ann)
    phone.locator("#about > summary").click()
    phone.locator("#about-text").fill("my repair at 12 Acorn Street")
    phone.get_by_role("button", name="Ask to speak about this").click()
    expect(phone.locator("#said")).to_contain_text("We can’t discuss individual cases here")
    expect(phone.locator("#about-text")).to_have_value("my repair at 12 Acorn Street")


def test_a_lost_link_shows_no_digits_locks_the_call_and_comes_back(served: Served):
    served.busy()
    page = served.chairs_page(can_hasten=True)
    expect(page.locator("#now .digits")).not_to_be_empty()
    page.context.set_offline(True)
    served.live.hang_up()
    page.clock.fast_forward(7000)
    expect(page.locator("#now")).to_have_attribute("data-state", "unknown")
    expect(page.locator("#now .digits")).to_be_empty()
    page.keyboard.press("n")
    expect(page.locator("#said")).to_contain_text("Locked until we are connected again")
    page_is_sound(page)
    served.step("end")
    page.context.set_offline(False)  # the browser says that it is online again, and the page asks at once
    expect(page.locator("#now-tag")).to_have_text("The floor")


def test_case_36_a_device_clock_seven_minutes_wrong_shows_the_servers_time(served: Served):
    served.busy()
    skewed = served.chairs_page()
    skewed.context.add_init_script("const real = Date.now; Date.now = () => real.call(Date) + 7 * 60 * 1000;")
    skewed.reload()
    skewed.wait_for_selector("body[data-ready]")
    honest = served.chairs_page()
    for page in (skewed, honest):
        _shows_the_servers_time(served, page)


def test_case_68_a_hostile_name_stays_text_on_the_live_path(served: Served):
    served.step("start_session")
    page, dialogs = served.chairs_page(), []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    served.step("add", who="<img src=x onerror=alert(1)>", new="yes")
    expect(page.locator("#next .who")).to_have_text("<img src=x onerror=alert(1)>")
    assert page.locator("main img").count() == 0
    assert dialogs == []


def test_case_72_ask_to_speak_is_in_sight_at_320_pixels_and_with_large_text(served: Served):
    served.step("start_session")
    phone = served.own_page(served.ann, 320, 640)
    expect(phone.get_by_role("button", name="Ask to speak")).to_be_in_viewport()
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    expect(phone.get_by_role("button", name="Ask to speak")).to_be_in_viewport()


def test_case_39_moving_on_while_somebody_speaks_asks_what_becomes_of_the_turn(served: Served):
    served.busy()
    page = served.chairs_page()
    page.locator("#next-ask > summary").click()
    page.get_by_role("button", name="Let it run on").click()
    expect(page.locator("[data-item-title]")).to_have_text("Damp and mould")
    expect(page.locator("#now .who")).to_have_text("Ann Whitlock")
    page.locator("#next-ask > summary").click()
    page.locator("#next-ask").get_by_role("button", name="End the turn").click()
    expect(page.locator("#now-tag")).to_have_text("The floor")


def test_a_menu_opened_again_is_not_closed_by_the_late_answer_to_the_press_before(served: Served):
    served.busy()
    page = served.chairs_page()
    held: list[Route] = []

    def keep_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            held.append(route)
        else:
            route.continue_()

    page.route(f"**{served.url}", keep_the_answer)
    menu = page.locator("#next-ask")
    menu.locator("summary").click()
    with page.expect_request(lambda request: request.method == "POST"):
        page.get_by_role("button", name="Let it run on").click()
    expect(menu).not_to_have_attribute("open", "")  # closed by the press itself
    menu.locator("summary").click()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        held[0].continue_()
    expect(page.locator("[data-item-title]")).to_have_text("Damp and mould")
    expect(menu).to_have_attribute("open", "")


def test_a_menu_whose_press_is_refused_opens_again(served: Served):
    served.busy()
    page = served.chairs_page()
    refusal = '{"error": "Somebody else did that a moment ago."}'
    page.route(
        f"**{served.url}",
        lambda route: (
            route.fulfill(status=409, content_type="application/json", body=refusal)
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    page.locator("#next-ask > summary").click()
    page.get_by_role("button", name="Let it run on").click()
    expect(page.locator("#said")).to_be_visible()
    expect(page.locator("#next-ask")).to_have_attribute("open", "")


def test_pages_that_no_stream_reaches_ask_instead(served: Served):
    served.step("start_session")
    page = served.page(served.chair, can_hasten=True)
    page.context.route("**/live/**", lambda route: route.abort())
    page.reload()
    page.wait_for_selector("body[data-ready]")
    served.own(served.ann, "ask")
    shown = page.locator("#next .who")
    patience.until(lambda: shown.inner_text() == "Ann Whitlock", lambda: _hasten(page))  # after three tries it asks
    expect(page.locator("#link-state")).to_have_attribute("data-state", "live")


def _hasten(page: Page) -> None:
    page.clock.run_for(1500)
    page.wait_for_timeout(50)  # what the timers have asked for comes back at its own pace


def _shows_the_servers_time(served: Served, page: Page) -> None:
    """What the page counts down lies between what the server would say just before and just after it is read.

    A page that is busy draws late, and is read again; one whose clock is wrong is wrong each time.
    """

    def is_right() -> bool:
        most = _seconds_left(served)
        minutes, seconds = page.locator("#now .digits").inner_text().split(":")
        return _seconds_left(served) - 1 <= int(minutes) * 60 + int(seconds) <= most + 1

    patience.until(is_right)


def _frame(served: Served) -> Any:
    return served.chair.get(f"{served.url}/state", headers=JSON).get_json()


def _seconds_left(served: Served) -> int:
    clock = _frame(served)["now"]["clock"]
    return int(clock["limit_ms"] - clock["elapsed_ms"]) // 1000
