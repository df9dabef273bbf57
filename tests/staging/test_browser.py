"""The browser without a screen does what its page lets it do, and nothing else."""

from __future__ import annotations

import pytest

from companion.demo.releasing import PROPOSED, shown
from companion.staging.browser import Browser, Form, NotOnThePage, Page

HTML = """<html><body><script>var form = "<form>";</script>
<a href="/away"><b>Go</b> away</a>
<form method="post" action="/names"><input type="hidden" name="csrf_token" value="t0k">
  <input name="name-1" value="Ann &amp; Ben"><input type="checkbox" name="read" value="yes">
  <input type="radio" name="role" value="chair"><input type="radio" name="role" value="steward" checked>
  <textarea name="why">two
lines</textarea>
  <select name="who"><option value="">Choose</option><option value="7" selected>Cara</option></select>
  <input name="off" value="x" disabled>
  <button name="decision" value="hide"><span>Hide</span> it</button><button name="decision" value="keep">Keep</button>
</form></body></html>"""


@pytest.fixture
def page() -> Page:
    return Page("http://house.example/here", 200, HTML, b"")


def test_a_form_has_the_fields_and_values_that_the_page_shows(page: Page) -> None:
    form = page.form(to="/names")
    assert form.fields == {
        "csrf_token": "t0k",
        "name-1": "Ann & Ben",
        "role": "steward",
        "why": "two\nlines",
        "who": "7",
    }
    assert "read" in form.names
    assert "off" not in form.names
    assert form.options["who"] == [("", "Choose"), ("7", "Cara")]
    assert form.buttons == [("decision", "hide", "Hide it"), ("decision", "keep", "Keep")]


def test_links_are_found_by_their_words_or_their_address(page: Page) -> None:
    assert page.link("go away") == page.link(to="/away") == "http://house.example/away"


def test_what_is_not_on_the_page_cannot_be_done(page: Page) -> None:
    with pytest.raises(NotOnThePage):
        page.form(to="/elsewhere")
    with pytest.raises(NotOnThePage):
        page.form(having=("secret",))
    with pytest.raises(NotOnThePage):
        page.form(button="Approve")
    with pytest.raises(NotOnThePage):
        page.link("nowhere")
    with pytest.raises(NotOnThePage, match="has no"):
        Browser("http://house.example").submit(page, Form("/names", "post"), secret="1")


def test_scripts_are_not_read_as_words(page: Page) -> None:
    assert "var form" not in page.text


def test_a_review_page_is_read_without_what_is_hidden() -> None:
    html = (
        '<span class="as-heard" id="cue-3" data-position="3">Thanks '
        '<mark class="sp sp-person"><a href="/x?span=1" title="why">Farida</a></mark>, and '
        '<mark class="sp sp-keep"><a href="/x?span=2" title="why">Regulator</a></mark> too</span>'
    )
    assert list(shown(html)) == [(3, "Thanks  … , and Regulator too")]
    assert PROPOSED.findall(html) == [("/x?span=1", "Farida")]
    with pytest.raises(NotOnThePage):
        list(shown("<p>nothing</p>"))
