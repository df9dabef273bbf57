"""Answers that come late, or overtaken by others: none takes back what somebody has done or seen since."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, Request, Route, expect

from companion.floor import service
from companion.floor.participants import add
from companion.people.roles import Role
from tests import patience
from tests.floor.meeting import JSON
from tests.floor.test_browser import Served, browser, served  # noqa: F401
from tests.floor.test_browser_link import link_address

pytestmark = pytest.mark.browser


class Held:
    """Some of a page's requests: the server answers at once, and the answer is kept back until the test lets it go."""

    def __init__(self, page: Page, address: str, *, method: str = "GET") -> None:
        self.page, self.method, self._answers = page, method, list[tuple[Route, Any]]()
        self.is_on = True
        page.route(address, self._take)

    def _take(self, route: Route) -> None:
        if not self.is_on or route.request.method != self.method:
            route.fallback()
        else:
            self._answers.append((route, route.fetch()))

    def wait(self) -> None:
        """Until the server has answered what is held back; what is asked for from now on goes through."""
        patience.until(lambda: self._answers, lambda: self.page.wait_for_timeout(20))
        self.is_on = False

    def let_go(self) -> None:
        """Let the page have the answers, and draw what it makes of them."""
        for route, answer in self._answers:
            with self.page.expect_event("requestfinished", lambda request, mine=route.request: request == mine):
                route.fulfill(response=answer)
        self.page.evaluate("async () => (await fetch(location.href)).text()")
        self.page.evaluate("() => new Promise((done) => { setTimeout(done, 0); })")


def is_look(request: Request) -> bool:
    return request.resource_type == "xhr"


@pytest.fixture
def steward(served: Served) -> FlaskClient:  # noqa: F811
    account = served.house.account(Role.STEWARD, programme_id=served.programme_id, name="Jonah Ferreday")
    return served.house.signed_in(served.app, account)


def test_the_next_name_may_be_typed_while_the_hand_before_it_is_on_its_way(
    served: Served,  # noqa: F811
    steward: FlaskClient,
):
    served.step("start_session")
    page = served.page(steward, "/steward")
    page.wait_for_selector("body[data-ready]")
    field, said = page.locator("#add-who"), page.locator("#add-said")
    answer = Held(page, "**/floor", method="POST")
    page.keyboard.press("a")
    page.keyboard.type("whi")
    expect(page.locator("#hits li")).to_have_count(1)
    page.keyboard.press("Enter")
    answer.wait()
    page.keyboard.type("obi")
    answer.let_go()
    expect(said).to_have_text("Added Ann Whitlock, 1 of 1")
    expect(field).to_have_value("obi")
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    expect(said).to_have_text("Added Cara Obi, 2 of 2")
    expect(field).to_have_value("")
    page.keyboard.type("nobody at all")
    page.keyboard.press("Enter")
    expect(field).to_have_value("nobody at all")
    expect(said).to_contain_text("Nobody here is called that. Type another part")


def test_a_list_of_people_that_comes_late_moves_nobody_under_the_arrow_and_wipes_no_words_away(
    served: Served,  # noqa: F811
    steward: FlaskClient,
):
    served.step("start_session")
    for landlord_id in (served.linden, served.marram):
        served.house.participant(served.session_id, "Ann Marsh", landlord_id=landlord_id)
    page = served.page(steward, "/steward")
    page.wait_for_selector("body[data-ready]")
    served.house.participant(served.session_id, "Aaron Marsh", landlord_id=served.linden)  # before the two in the list
    people = Held(page, "**/people")
    page.locator("#add-who").focus()
    page.keyboard.type("mars")
    expect(page.locator("#hits li")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    people.wait()
    people.let_go()
    expect(page.locator("#hits li")).to_have_count(3)
    expect(page.locator("#hits li[aria-selected=true]")).to_have_text("Ann Marsh, Marram Housing")
    page.keyboard.press("Enter")
    expect(page.locator("#queue [data-landlord]")).to_have_text("Marram Housing")
    expect(page.locator("#add-said")).to_have_text("Added Ann Marsh, 1 of 1")
    page.evaluate("document.getElementById('add-who').dispatchEvent(new Event('input'))")
    expect(page.locator("#add-said")).to_have_text("")


def test_a_look_at_the_inbox_that_is_overtaken_does_not_bring_back_what_is_answered(
    served: Served,  # noqa: F811
    steward: FlaskClient,
):
    served.busy()
    page = served.page(steward, "/steward")
    page.wait_for_selector("body[data-ready]")
    look = Held(page, "**/floor/steward")
    person = served.house.run(lambda uow: add(uow, served.session_id, "Ruth Castell", landlord_id=served.marram))
    wish, at = "I'd like to come in on this", served.house.now
    served.house.run(service.heard_in_chat, served.session_id, person, wish, message_id="m", at=at)
    look.wait()
    ((chip,),) = [served.chair.get(f"{served.url}/state", headers=JSON).get_json()["suggested"]]
    with page.expect_event("requestfinished", is_look):
        served.step("dismiss_suggestion", suggested_seq=chip["seq"])
    look.let_go()
    assert page.locator("#ib").inner_text() == "Nothing to answer"  # at once: the next look would mend it


def test_notes_that_were_asked_for_before_hide_no_newer_one(served: Served):  # noqa: F811
    served.step("start_session")
    page = served.page(served.chair)
    notes = Held(page, "**/floor/notes")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    notes.wait()
    served.own(served.cara, "ask", about="first visits within a day")
    note = page.locator(".queue .q-note")
    expect(note).to_have_text("Note to you: “first visits within a day”")
    notes.let_go()
    expect(note).to_have_text("Note to you: “first visits within a day”")


def test_a_note_that_is_written_anew_is_what_the_chair_and_the_steward_read(
    served: Served,  # noqa: F811
    steward: FlaskClient,
):
    served.step("start_session")
    served.own(served.cara, "ask", about="first visits within a day")
    chairs = served.chairs_page().locator(".queue .q-note")
    stewards = served.page(steward, "/steward").locator("#queue [data-note]")
    expect(chairs).to_have_text("Note to you: “first visits within a day”")
    expect(stewards).to_have_text("About: “first visits within a day”")
    served.own(served.cara, "about", about="how long repairs take")
    expect(chairs).to_have_text("Note to you: “how long repairs take”")
    expect(stewards).to_have_text("About: “how long repairs take”")


def test_a_name_that_the_chair_types_next_stays_when_the_hand_before_it_is_up(served: Served):  # noqa: F811
    served.step("start_session")
    page = served.chairs_page()
    answer = Held(page, "**/floor", method="POST")
    page.keyboard.press("a")
    page.keyboard.type("whi")
    page.keyboard.press("Enter")
    answer.wait()
    page.keyboard.press("a")
    page.locator("#add-who").fill("obi")
    answer.let_go()
    expect(page.locator("#queue-title")).to_have_text("1 waiting")
    expect(page.locator("#add")).to_have_attribute("open", "")
    expect(page.locator("#add-who")).to_have_value("obi")


def test_a_note_opened_again_stays_open_when_the_answer_to_the_one_before_comes(served: Served):  # noqa: F811
    served.step("start_session")
    served.own(served.ann, "ask")
    phone = served.own_page(served.ann)
    answer = Held(phone, "**/floor/me", method="POST")
    phone.locator("#about > summary").click()
    phone.locator("#about-text").fill("first visits")
    phone.get_by_role("button", name="Save the note").click()
    expect(phone.locator("#about")).not_to_have_attribute("open", "")
    answer.wait()
    phone.locator("#about > summary").click()
    phone.locator("#about-text").fill("first visits within a day")
    answer.let_go()
    expect(phone.locator("#about")).to_have_attribute("open", "")
    expect(phone.locator("#about-text")).to_have_value("first visits within a day")


def test_a_hand_that_was_lowered_before_its_own_answer_came_is_no_hand_any_more(served: Served):  # noqa: F811
    served.step("start_session")
    phone = served.own_page(served.ann)
    answer = Held(phone, "**/floor/me", method="POST")
    phone.get_by_role("button", name="Ask to speak", exact=True).click()
    answer.wait()
    (hand,) = served.chair.get(f"{served.url}/state", headers=JSON).get_json()["queue"]
    served.step("lower", request_id=hand["id"])
    served.step("invite", landlord_id=str(served.linden))  # shown to who has no hand up
    expect(phone.locator("#invited")).to_be_visible()
    answer.let_go()
    assert phone.locator("#invited").is_visible()  # at once: the next frame would mend it
    assert phone.locator("#place").is_hidden()


def test_a_page_draws_what_it_has_missed_before_it_lets_anybody_press(served: Served):  # noqa: F811
    served.step("start_session")
    page = served.chairs_page()
    order = page.evaluate(
        """async (address) => {
          const { Link } = await import(address), order = [];
          const link = new Link({ onFrame: (frame) => order.push(frame.seq), onState: (state) => order.push(state) });
          link.state = 'lost';
          link.take({ seq: 1 });
          return order;
        }""",
        link_address(page),
    )
    assert order == [1, "live"]


def test_a_try_that_fails_late_does_not_hang_up_the_stream_that_came_after_it(served: Served):  # noqa: F811
    served.step("start_session")
    page = served.chairs_page()
    tries = page.evaluate(
        """async (address) => {
          const { Link } = await import(address), seen = [];
          const link = new Link({ onFrame() {}, onState() {} });
          let fail;
          link.fetchTicket = () => new Promise((yes, no) => { fail = fail || no; if (fail !== no) yes({}); });
          link.address = () => '';
          link.listen = () => seen.push('listens');
          link.failed = () => seen.push('failed');
          const first = link.connect();
          await link.connect();
          fail(new Error());
          await first;
          return seen;
        }""",
        link_address(page),
    )
    assert tries == ["listens"]
