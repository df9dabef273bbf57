"""Chromium for tests: pages of a given size and colour scheme, and the questions that every page must answer well.

The fixtures stand in `tests/browser/conftest.py`.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal
from weakref import WeakKeyDictionary

from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Playwright, expect, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests import patience
from tests.browser.icons import NAMES

expect.set_options(timeout=patience.MILLISECONDS)

#: the shell is Chromium without its windows: the same pages for half the processor time
CHROMIUMS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
CHROMIUM = Path(
    os.environ.get("COMPANION_CHROMIUM") or next((path for path in CHROMIUMS if Path(path).exists()), CHROMIUMS[-1])
)
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
Scheme = Literal["light", "dark"]
PageAt = Callable[..., Page]


@dataclass
class Heard:
    """What a page complained about, and whom it asked outside its own server."""

    reports: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


#: what the browser itself writes when a server refuses, or when a test cuts the page off
_NOT_THE_SCRIPTS = ("the server responded with a status of", "net::ERR_INTERNET_DISCONNECTED")
_heard: WeakKeyDictionary[Page, Heard] = WeakKeyDictionary()


def why_no_browser() -> str | None:
    """The reason for a skip, or None where there is a Chromium."""
    return None if CHROMIUM.exists() else f"no Chromium at {CHROMIUM} (name another in COMPANION_CHROMIUM)"


def launch(playwright: Playwright) -> Browser:
    """The system's Chromium, quiet and without a network of its own."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)


class Chromium:
    """One browser for a whole test process, since starting one takes a second of processor time.

    Playwright's loop counts as running in its thread while Playwright lives, and no other loop could run there, so
    outside of `at_hand` it is set aside: tests that bring a loop of their own never meet it.
    """

    def __init__(self) -> None:
        self._playwright = sync_playwright().start()
        self._loop = asyncio.get_running_loop()
        try:
            self._browser = launch(self._playwright)
        finally:
            asyncio._set_running_loop(None)

    @contextmanager
    def at_hand(self) -> Iterator[Browser]:
        """The browser for one test; whatever the test leaves open is closed after it."""
        asyncio._set_running_loop(self._loop)
        try:
            yield self._browser
            for context in self._browser.contexts:
                context.close()
        finally:
            asyncio._set_running_loop(None)

    def close(self) -> None:
        asyncio._set_running_loop(self._loop)
        try:
            self._browser.close()
            self._playwright.stop()
        finally:
            asyncio._set_running_loop(None)


def open_page(browser: Browser, width: int = 1280, height: int = 720, scheme: Scheme = "light", **more: Any) -> Page:
    """A fresh page in a context of its own, listening for complaints from the first byte on."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        locale="en-GB",
        reduced_motion="reduce",
        **more,
    )
    context.set_default_timeout(patience.MILLISECONDS)
    context.add_init_script(
        """addEventListener('securitypolicyviolation', report =>
          console.error(`Content Security Policy: ${report.violatedDirective} ${report.blockedURI}`))"""
    )
    return listen(context.new_page())


def listen(page: Page) -> Page:
    """Keep what this page complains about, for `no_csp_reports` and `no_script_errors`."""
    heard = Heard()
    _heard[page] = heard

    def console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Trusted Type" in message.text:
            heard.reports.append(message.text)
        elif message.type == "error" and not any(words in message.text for words in _NOT_THE_SCRIPTS):
            heard.errors.append(message.text)

    def broke(error: Error) -> None:
        heard.errors.append(str(error))

    page.on("console", console)
    page.on("pageerror", broke)
    page.on("request", lambda request: heard.requests.append(request.url))
    return page


def axe_clean(page: Page, *, only: tuple[str, ...] = ()) -> None:
    """Fail with what axe finds: WCAG 2.2 A and AA, and its best practices; or by `only` these of its rules."""
    page.wait_for_load_state()  # after a click the page may be there before its style sheets are
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    run_only = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": list(TAGS)}
    options = {"runOnly": run_only, "resultTypes": ["violations"]}
    violations = page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
    lines = [
        f"{v['id']}: {v['help']}\n    {node['html'][:160]}\n    {node['failureSummary'][:300]}"
        for v in violations
        for node in v["nodes"][:3]
    ]
    assert not lines, f"axe on {page.url}:\n" + "\n".join(lines)


def no_sideways_scroll(page: Page) -> None:
    """Fail when a page is wider than its window, naming what sticks out."""
    out = page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= wide) return [];
          return [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > wide + 1)
            .slice(0, 5).map(e => e.outerHTML.slice(0, 120));
        }"""
    )
    assert not out, f"{page.url} scrolls sideways: {out}"


def no_csp_reports(page: Page) -> None:
    """Fail when the page wanted something that the policy forbids, or asked a stranger for anything."""
    heard = _heard[page]
    assert not heard.reports, f"{page.url}: {heard.reports}"
    origin = "/".join(page.url.split("/")[:3])
    strangers = [url for url in heard.requests if not url.startswith((origin, "data:", "blob:", "about:"))]
    assert not strangers, f"{page.url} asked {strangers}"


def no_script_errors(page: Page) -> None:
    """Fail when a script of the page broke."""
    assert not _heard[page].errors, f"{page.url}: {_heard[page].errors}"


def targets_are_large(page: Page, smallest: int = 44) -> None:
    """Fail when a button, field or stand-alone link is smaller than 44 px (links within a sentence are free)."""
    small = page.evaluate(
        """(least) => {
          const seen = e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.visually-hidden, .skip');
          const inSentence = e => e.tagName === 'A' && getComputedStyle(e).display === 'inline';
          const box = e => (e.matches('.choice input') ? e.closest('.choice') : e).getBoundingClientRect();
          return [...document.querySelectorAll('button, select, textarea, summary, input:not([type=hidden]), a')]
            .filter(e => seen(e) && !inSentence(e) && !e.classList.contains('btn-inline'))
            .map(e => [box(e), e.outerHTML.slice(0, 100)])
            .filter(([b]) => b.width > 0 && Math.min(b.width, b.height) < least - 0.5)
            .map(([b, html]) => `${Math.round(b.width)}x${Math.round(b.height)} ${html}`);
        }""",
        smallest,
    )
    assert not small, f"{page.url} has targets under {smallest} px: {small}"


def tab_stops(page: Page, limit: int = 200) -> list[str]:
    """What the focus stands on, in order, while Tab is pressed until it leaves the page. Each stop must show it."""
    where = """() => {
      const e = document.activeElement;
      if (!e || e === document.body) return null;
      const style = getComputedStyle(e);
      const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
      const name = e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + (e.name ? `[${e.name}]` : '');
      return [`${name} ${(e.textContent || '').trim().slice(0, 40)}`, shown];
    }"""
    stops: list[str] = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        here = page.evaluate(where)
        if here is None:
            return stops
        name, shown = here
        assert shown, f"the focus cannot be seen on {name} of {page.url}"
        stops.append(name)
    raise AssertionError(f"the focus never leaves {page.url}: {stops[-5:]}")


def icons_are_drawn(page: Page) -> None:
    """Fail when the page names an icon that the icon file does not hold: it would be an empty space."""
    hrefs = page.evaluate("() => [...document.querySelectorAll('svg.bi use')].map(use => use.getAttribute('href'))")
    missing = {href.split("#")[1] for href in hrefs} - set(NAMES)
    assert not missing, f"{page.url} draws {missing}: add to tests/browser/icons.py and run it"


def page_is_sound(page: Page) -> None:
    """All the questions that need no more than the page as it stands."""
    axe_clean(page)
    no_sideways_scroll(page)
    no_csp_reports(page)
    no_script_errors(page)
    targets_are_large(page)
    icons_are_drawn(page)


def wide_and_light(page: Page) -> None:
    """A window of a desk, in light colours."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size({"width": 1280, "height": 720})


def narrow_and_dark(page: Page) -> None:
    """The smallest telephone, in dark colours."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 640})


def stays_sound_when_narrow_and_dark(page: Page) -> None:
    """What another size and other colours may break, asked of the page that stands open, which is cheaper."""
    narrow_and_dark(page)
    page.locator("html[data-bs-theme=dark]").wait_for(state="attached")
    axe_clean(page, only=("color-contrast", "target-size", "scrollable-region-focusable"))
    no_sideways_scroll(page)
    no_csp_reports(page)
    no_script_errors(page)
    targets_are_large(page)


def hidden_parts_are_sound(page: Page) -> None:
    """What a script shows later needs its names and its landmark too. Ask this last: the page is not itself after."""
    page.evaluate("() => document.querySelectorAll('body [hidden]').forEach(part => { part.hidden = false; })")
    axe_clean(page, only=("region", "label", "button-name", "link-name", "aria-valid-attr-value"))


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing: a test's server is not news."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of this app, served from a thread of its own on a free port."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
