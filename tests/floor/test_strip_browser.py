"""The chair's page as a strip of 380 px beside Zoom: what is seen at one glance, and what every key does there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import page_is_sound
from tests.floor.test_browser import Served, browser, served  # noqa: F401

pytestmark = pytest.mark.browser
LONG = "Maximiliane Wilhelmina Featherstonehaugh-Cholmondeley of Saltmarsh and Easterham"
#: the rows of the queue that stand in its window from edge to edge, and those that are cut
ROWS = """() => {
  const list = document.querySelector("#queue").getBoundingClientRect();
  const rows = [...document.querySelectorAll("#queue li")].filter((row) => row.getClientRects().length);
  const shown = rows.map((row) => row.getBoundingClientRect())
    .filter((box) => box.left < list.right && box.bottom > list.top && box.top < list.bottom);
  const isWhole = (box) => box.top >= list.top - 1 && box.bottom <= list.bottom + 1 && box.right <= list.right + 1;
  return [shown.filter(isWhole).length, shown.filter((box) => !isWhole(box)).length];
}"""


def strip(served: Served, **more: object) -> Page:  # noqa: F811
    return served.chairs_page(width=380, height=720, **more)


def a_full_queue(served: Served) -> None:  # noqa: F811
    """Somebody speaks, four more wait, one of them under a name that no strip has room for; and a hand came late."""
    served.busy()
    served.step("add", who=LONG, new="yes", kind="point_of_order")


@pytest.mark.req("LC-18")
def test_three_rows_stand_below_the_next_one_whole_with_kind_and_wait_whoever_is_called_what(
    served: Served,  # noqa: F811
):
    a_full_queue(served)
    page = strip(served)
    expect(page.locator("#next .who")).to_have_text(LONG)
    assert page.evaluate(ROWS) == [3, 0]
    row = page.locator("#queue li:nth-child(2)")
    for part in ("[data-kind-icon]", "[data-wait]", ".q-marks .mark"):
        expect(row.locator(part)).to_be_visible()
    for key in ("e", "s", "n", "a", "u"):
        expect(page.locator(f'[data-press="{key}"]:visible kbd').first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") <= 720
    page_is_sound(page)


def test_a_piece_of_news_takes_the_place_of_the_count_and_three_rows_stay(served: Served):  # noqa: F811
    a_full_queue(served)
    page = strip(served)
    expect(page.locator(".a-item .heard")).to_be_visible()
    for news, words in (
        ("hint", "One landlord has had 78% of the time. 4 landlords waiting have not spoken."),
        ("tray", ""),
    ):
        page.evaluate(
            """([id, words]) => {
              const box = document.getElementById(id);
              box.dataset.kind = "alert";
              box.hidden = false;
              if (words) box.querySelector("[data-words]").textContent = words;
              for (const acts of box.querySelectorAll("[data-hint]")) acts.hidden = acts.dataset.hint !== "alert";
            }""",
            [news, words],
        )
        expect(page.locator(f"#{news}")).to_be_visible()
        expect(page.locator(".a-item .heard")).to_be_hidden()
        assert page.evaluate(ROWS) == [3, 0], news
        assert page.evaluate("document.documentElement.scrollHeight") <= 720
        page.evaluate("id => { document.getElementById(id).hidden = true; }", news)


def test_every_key_does_beside_zoom_what_it_does_on_a_whole_screen(served: Served):  # noqa: F811
    served.busy()
    page = strip(served)
    for key, menu in (("p", "policy-menu"), ("?", "keys-menu"), ("w", "words"), ("/", "find"), ("a", "add")):
        page.keyboard.press(key)
        drop = page.locator(f"#{menu} > .drop")
        expect(drop).to_be_in_viewport(ratio=1)
        expect(page.locator("#now .digits")).to_be_in_viewport(ratio=1)  # whatever opens, the clock stays in sight
        assert page.evaluate("id => document.getElementById(id).contains(document.activeElement)", menu)
        page.keyboard.press("Escape")
        expect(drop).to_be_hidden()
        assert page.evaluate("document.activeElement !== document.body && document.activeElement.tagName !== 'MAIN'")
    page.keyboard.press("i")
    expect(page.locator("#interest-who")).to_be_focused()
    page_is_sound(page)
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    expect(page.locator("#list-words")).to_have_text("list closed")
    page = strip(served)  # so soon after the interest, the other would be taken for a slip
    page.keyboard.press("c")
    expect(page.locator("#case")).to_be_visible()


def test_the_keys_walk_on_to_rows_for_which_there_is_no_room_and_open_what_can_be_done(served: Served):  # noqa: F811
    a_full_queue(served)
    for name in ("Dev Chaudhuri", "Tom Ashworth", "Ruth Castell"):
        served.step("add", who=name, new="yes")
    page = strip(served)
    for _ in range(6):
        page.keyboard.press("j")
    expect(page.locator("#queue li:focus [data-name]")).to_have_text("Tom Ashworth")
    expect(page.locator("#queue li:focus")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    acts = page.locator("#queue li:focus-within .q-acts")
    expect(acts).to_be_in_viewport(ratio=1)
    page_is_sound(page)
    acts.get_by_role("button", name="Let others go first").click()
    expect(page.locator("#queue li:last-child [data-name]")).to_have_text("Tom Ashworth")
    expect(page.locator("#queue li:focus [data-name]")).to_have_text("Tom Ashworth")


def test_what_is_rare_is_two_taps_away_and_says_how_the_list_and_the_item_stand(served: Served):  # noqa: F811
    served.busy()
    page = strip(served)
    more = page.get_by_role("button", name="More", exact=True)
    more.click()
    expect(page.get_by_role("button", name="Case raised")).to_be_focused()
    expect(page.get_by_role("button", name="Open the list")).to_be_hidden()
    page_is_sound(page)
    page.get_by_role("button", name="Close the list").click()
    expect(page.locator("#list-words")).to_have_text("list closed")
    expect(page.get_by_role("button", name="Open the list")).to_be_hidden()  # the sheet has closed with the press
    more.click()
    page.get_by_role("button", name="Next item, let the turn run on").click()
    expect(page.locator("#undo-words")).to_contain_text("Opened the item")
    expect(page.locator("#now .who")).to_have_text("Ann Whitlock")
    more.click()
    page.get_by_role("button", name="Call somebody else").click()
    page.locator("#other-who").select_option(label="Siân Prydderch")
    page.locator("#other").get_by_role("button", name="Short of time").click()
    expect(page.locator("#next .who")).to_have_text("Siân Prydderch")
    more.click()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()


def test_the_focus_goes_on_from_a_row_that_is_gone(served: Served):  # noqa: F811
    served.busy()
    page = served.chairs_page()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#queue li:focus [data-name]")).to_have_text("Siân Prydderch")
    gone = page.locator("#queue li:focus").get_attribute("data-id")
    served.step("lower", request_id=gone)
    expect(page.locator("#queue li:focus [data-name]")).to_have_text("Aoife Ní Bhriain")


def test_a_full_strip_scrolls_within_its_panels_and_nothing_lies_over_what_is_pressed(served: Served):  # noqa: F811
    served.step("start_session")
    served.step("next_item")
    served.own(served.cara, "ask", kind="read_out", about="We measured first visits. " * 9)
    for name in ("Ann", "Dev Chaudhuri", "Tom Ashworth"):
        served.step("add", who=name, **({} if name == "Ann" else {"new": "yes"}))
    frame = [served.step(step) for step in ("call_next", "start")][-1]
    served.own(served.cara, "interest", nature="personal", item_id=frame["item"]["id"])
    served.step("open_list", places="3")
    page = strip(served)
    wide = served.chairs_page()
    assert wide.evaluate("document.documentElement.scrollHeight") <= 720
    page_is_sound(wide)
    expect(page.locator("#read-out")).to_be_visible()
    expect(page.locator("#interest-asks li")).to_have_count(1)
    expect(page.locator("#list-words")).to_have_text("3 more taken")
    assert page.evaluate("document.documentElement.scrollHeight") <= 720
    page_is_sound(page)
