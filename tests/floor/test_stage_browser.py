"""The stage in a real browser: names that stay whole, the frozen clock, and darkness when its link has ended."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from companion.floor import stage_links
from tests.browser.browsing import page_is_sound
from tests.floor.test_browser import Served, browser, served  # noqa: F401

pytestmark = pytest.mark.browser
LONG = "Maximiliane Wilhelmina Featherstonehaugh-Cholmondeley of Saltmarsh and Easterham"
NAMES = (LONG, "مريم عبد الرحمن الفاسي القيرواني بن يوسف", "👩‍👩‍👧‍👦 Siân 🎉 Prydderch", "W" * 80)
WHOLE = """() => {
  const name = document.querySelector("#now .who"), floor = document.querySelector("#now").getBoundingClientRect();
  const box = name.getBoundingClientRect(), clock = document.querySelector("#now .clock").getBoundingClientRect();
  return {
    whole: name.scrollHeight <= name.clientHeight + 2 && name.scrollWidth <= name.clientWidth + 1,
    apart: box.bottom <= clock.top + 1, inside: clock.bottom <= floor.bottom,
    size: parseFloat(getComputedStyle(name).fontSize) / innerHeight,
    still: document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth,
  };
}"""


def test_case_68_long_right_to_left_and_drawn_names_stay_whole_on_the_stage_in_any_font(served: Served):  # noqa: F811
    served.step("start_session")
    page = served.page(served.chair, "/stage", 1920, 1080)
    for name in NAMES:
        served.step("add", who=name, new="yes")
        served.step("call_next")
        served.step("start")
        page.reload()
        page.wait_for_selector("body[data-ready]")
        expect(page.locator("#now .who")).to_have_text(name)
        for font in ("inherit", "'DejaVu Sans Mono', monospace"):
            page.evaluate(
                "font => { document.body.style.fontFamily = font; dispatchEvent(new Event('resize')); }", font
            )
            seen = page.evaluate(WHOLE)
            assert seen.pop("size") >= 0.0445, name
            assert all(seen.values()), (name, font, seen)
    page_is_sound(page)
    served.step("stage", mode="counts")
    expect(page.locator("#now .who")).to_have_text("A speaker")
    expect(page.locator("#next li")).to_have_count(0)


def test_case_66_a_stage_by_link_goes_dark_when_its_link_ends(served: Served):  # noqa: F811
    served.step("start_session")
    served.step("add", who="Dev Chaudhuri", new="yes")
    found = re.search(
        r"https?://[^/]+(/stage/[\w-]+)", served.chair.post(f"{served.url}/stage/links", data={"step": "make"}).text
    )
    assert found is not None
    page = served.bare_page(found.group(1))
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("#next b")).to_have_text("Dev Chaudhuri")
    [link] = served.house.run(lambda uow: stage_links.listed(uow, served.session_id))
    served.house.run(stage_links.revoke, served.session_id, link.id)
    expect(page.locator("#gone")).to_be_visible()
    assert "Chaudhuri" not in page.content()


def test_case_68_a_long_name_among_the_next_has_as_many_lines_as_the_column_has_room_for(served: Served):  # noqa: F811
    served.step("start_session")
    page = served.page(served.chair, "/stage", 1920, 1080)
    page.wait_for_selector("body[data-ready]")
    served.step("add", who=LONG, new="yes")
    name = page.locator("#next li b")
    expect(name).to_have_text(LONG)
    whole = "element => element.scrollHeight <= element.clientHeight + 1"
    assert name.evaluate(whole)
    for other in NAMES[1:]:
        served.step("add", who=other, new="yes")
    expect(name).to_have_count(3)
    assert page.evaluate(
        "() => { const s = document.querySelector('.side'); return s.scrollHeight <= s.clientHeight + 1; }"
    )
    assert page.evaluate("document.documentElement.scrollHeight") <= 1080
    size_of = "names => names.map((name) => parseFloat(getComputedStyle(name).fontSize) / innerHeight)"
    sizes = page.locator("#next b").evaluate_all(size_of)
    assert min(sizes) >= 0.0445
    page_is_sound(page)
