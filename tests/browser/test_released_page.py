"""The page that readers of a transcript download, opened from a disk: sound at any width, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.browsing import PageAt, Scheme, axe_clean, no_sideways_scroll
from transcripts import Cue, from_review, render

pytestmark = [pytest.mark.browser, pytest.mark.req("LC-15", "LC-40")]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_a_downloaded_transcript_is_for_everybody_and_asks_for_nothing(
    page_at: PageAt, tmp_path: Path, width: int, scheme: Scheme
) -> None:
    said = ("We met.", "Ask [participant] of [landlord] about <it>.", "Rents " * 150, "w" * 120)
    cues = [Cue(place, place, place + 1, text) for place, text in enumerate(said)]
    released = from_review(
        cues, title="Forum", undecided=0, unresolved=(), hard_leaks=0, headings=((1, "Repairs"), (2, "Rents"))
    )
    (tmp_path / "transcript.html").write_bytes(render(released, "html"))
    page = page_at(width, 700, scheme, bypass_csp=True)  # the page's own policy lets no script in, axe neither
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "transcript.html").as_uri())
    axe_clean(page)
    no_sideways_scroll(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "transcript"
    assert [url for url in asked if "#" not in url] == [(tmp_path / "transcript.html").as_uri()]
