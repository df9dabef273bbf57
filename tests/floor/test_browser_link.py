"""The link of a live page in a real browser: clocks that agree, a device that slept, proxies, a database that waits."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from companion.wiring import Wiring
from tests import patience
from tests.floor.serving import with_system_clock
from tests.floor.test_browser import Served, browser, script_address

__all__ = ["browser"]
pytestmark = pytest.mark.browser

#: two devices' clocks, 5 s fast and 5 s slow, on a quick line and on a slow one that is slower one way than the other
AGREE = """async (address) => {
  const { ServerTime } = await import(address);
  const device = performance.now.bind(performance);
  const errors = [];
  for (const [skew, out, back] of [[5000, 20, 30], [-5000, 350, 250], [0, 100, 480]]) {
    let server = 1_800_000_000_000;
    performance.now = () => server - 1_799_999_000_000 + skew;
    const time = new ServerTime();
    const beat = { real_ms: server, now_ms: server, rate: 1 };
    server += back;
    time.heard(beat);
    for (const extra of [900, 40, 0, 300, 10]) {
      const asked = performance.now();
      server += out + extra;
      const said = server;
      server += back;
      time.wentAround(said, asked, performance.now());
    }
    server += 60_000;
    errors.push(time.now() - server);
  }
  performance.now = device;
  return errors;
}"""


#: the page has what it fetches when it opens
OPENED = """() => ['/notes', '/interests'].every((end) => performance.getEntriesByType('resource')
  .some((one) => one.name.endsWith(end) && one.responseEnd))"""


@pytest.fixture
def served(wiring: Wiring, browser: Browser) -> Iterator[Served]:
    with ExitStack() as stack:
        yield Served(with_system_clock(wiring), browser, stack)


def link_address(page: Page) -> str:
    return script_address(page, "floor-link")


def test_p8_screens_with_clocks_ten_seconds_apart_agree_within_a_quarter_of_a_second(served: Served):
    served.step("start_session")
    page = served.chairs_page()
    errors = page.evaluate(AGREE, link_address(page))
    assert max(errors) - min(errors) <= 250
    assert max(map(abs, errors)) <= 250


def test_a_page_whose_round_trip_comes_before_its_first_beat_shows_the_time_of_its_frame(served: Served):
    served.step("start_session")
    page = served.chairs_page()
    began = """async (address) => {
      const { ServerTime } = await import(address);
      const time = new ServerTime(), real = performance.now;
      let device = 70_000;
      performance.now = () => device;
      time.begins({ now_ms: 5_000, rate: 1 });
      device += 20;
      time.wentAround(1_800_000_000_000, device - 10, device);
      const shown = time.now();
      performance.now = real;
      return shown;
    }"""
    assert page.evaluate(began, link_address(page)) == 5_020


def test_case_37_after_sleep_buttons_are_locked_until_the_page_has_caught_up(served: Served):
    served.busy()
    page = served.chairs_page()
    held: list[Route] = []
    can_pass: list[bool] = []
    page.route("**/floor/ticket", lambda route: route.continue_() if can_pass else held.append(route))
    # The lid was closed for three minutes: one of the device's clocks went on, the other stood still.
    page.evaluate("() => { const real = Date.now; Date.now = () => real.call(Date) + 180000; }")
    served.own(served.cara, "take_back")
    page.keyboard.press("n")
    expect(page.locator("#said")).to_contain_text("Locked until we are connected again")
    expect(page.locator("#now .digits")).to_be_empty()
    can_pass.append(True)
    for route in held:
        route.continue_()
    expect(page.locator("#now .digits")).not_to_be_empty()
    expect(page.locator("#queue-title")).to_contain_text("3")
    page.keyboard.press("n")
    expect(page.locator("#next-tag")).to_contain_text("Called")


def test_a_stream_that_is_held_back_on_the_way_is_found_out_and_the_page_asks(served: Served):
    served.step("start_session")
    page = served.page(served.chair, can_hasten=True)

    def hold_back(route: Route) -> None:
        if "poll=1" in route.request.url:
            route.continue_()  # a stream's own request is never answered

    page.context.route("**/live/*ticket=*", hold_back)
    page.reload()
    page.wait_for_selector("body[data-ready]")
    with page.expect_request(lambda request: "poll=1" in request.url):
        page.clock.run_for(4000)
    served.own(served.ann, "ask")
    expect(page.locator("#next .who")).to_have_text("Ann Whitlock")
    expect(page.locator("#link-state")).to_have_attribute("data-state", "live")


@pytest.mark.parametrize("streams", [True, False], ids=["by its stream", "where no stream passes"])
def test_a_page_from_before_a_backup_was_restored_shows_what_is_so_now(served: Served, streams: bool):
    """It has a higher number than the journal: as if the events that it has seen had never been."""
    served.step("start_session")

    def from_before(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'"seq": ?\d+', '"seq": 999', answer.text(), count=1))

    page = served.chairs_page()
    page.route(lambda url: url.endswith("/floor"), from_before)
    if not streams:
        page.route("**/live/**", lambda route: route.abort())
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert '"seq": 999' in page.locator("#frame").inner_text()
    served.own(served.ann, "ask")
    expect(page.locator("#next .who")).to_have_text("Ann Whitlock")


def test_case_77_while_the_database_is_locked_the_chair_reads_not_saved_and_the_clock_stays(served: Served):
    served.busy()
    page = served.chairs_page()
    file = served.house.wiring.engine.url.database
    assert file is not None
    order = page.locator(".queue [data-name]").all_inner_texts()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        page.keyboard.press("n")
        expect(page.locator("#undo-words")).to_have_text("Not saved, trying again")
        expect(page.locator("#now .digits")).not_to_be_empty()
        expect(page.locator("#link-state")).to_have_attribute("data-state", "live")
        other.execute("ROLLBACK")
    expect(page.locator("#next-tag")).to_contain_text("Called")
    left = page.locator(".queue [data-name]").all_inner_texts()
    assert left == [name for name in order if name in left]
    assert len(left) == len(order) - 1


def test_p10_one_press_of_the_chairs_is_one_request_and_one_snapshot_for_each_screen(served: Served):
    served.step("start_session")
    served.own(served.ann, "ask")
    page = served.chairs_page()
    sent: list[Request] = []
    page.wait_for_function(OPENED)
    patience.until(lambda: served.live.frames_built, lambda: page.wait_for_timeout(20))  # its own first snapshot
    built = served.live.frames_built
    page.on("request", lambda request: sent.append(request) if "/live/" not in request.url else None)
    page.keyboard.press("n")
    expect(page.locator("#now-tag")).to_have_text("Called")
    expect(page.locator("#undo-words")).to_contain_text("Called Ann Whitlock")
    asked = [request.method for request in sent if not request.url.endswith("/feeds")]  # those by the clock
    assert asked == ["POST"]
    assert served.live.frames_built - built <= 1
