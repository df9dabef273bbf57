"""Zoom's client for a real browser: the native bridge that @zoom/appssdk speaks to, before the simulated Zoom."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page

from companion.people.gate import PANEL
from tests.browser.browsing import open_page
from zoom_hooks.sim import SimulatedZoom

#: window.chrome.webview as Zoom's client has it; what the SDK posts goes to the test, which answers for Zoom
BRIDGE = """(() => {
  const listeners = [];
  const deliver = (data) => listeners.forEach((listener) => listener({ data }));
  const webview = {
    addEventListener: (type, listener) => { if (type === 'message') listeners.push(listener); },
    postMessage: (message) => { window.zoomClientCalls(message).then((said) => { if (said) deliver(said); }); },
  };
  window.chrome = Object.assign(window.chrome || {}, { webview });
  window.zoomClientTells = deliver;
})()"""


class ZoomClient:
    """Somebody's Zoom client in a meeting of the simulated Zoom, with our app open in it."""

    def __init__(self, zoom: SimulatedZoom, who: str, meeting_id: str) -> None:
        self.zoom, self.who, self.meeting_id = zoom, who, meeting_id
        self.calls: list[str] = []
        self._next: int | None = None
        self.page: Page

    def opens(self, browser: Any, base: str, width: int = 380, height: int = 720, **more: Any) -> Page:
        """Open our app, as from Zoom's menu, in a window of its own."""
        self.page = open_page(browser, width, height, **more)
        self.page.expose_function("zoomClientCalls", self._called)
        self.page.add_init_script(BRIDGE)
        self.page.goto(f"{base}{PANEL}")
        return self.page

    def is_ready(self) -> Page:
        self.page.wait_for_selector("body[data-ready][data-zoom=yes][data-host]")
        return self.page

    def tells(self) -> None:
        """Hand on to the page what has happened in the meeting since."""
        self._next, events = self.zoom.sdk_events(self.who, self._next or 0, meeting_id=self.meeting_id)
        for event in events:
            self.page.evaluate("event => window.zoomClientTells(event)", event)

    def _called(self, message: str) -> dict[str, object] | None:
        asked = json.loads(message)
        self.calls.append(asked["apiName"])
        try:
            return self.zoom.sdk(self.who, asked, meeting_id=self.meeting_id)
        except ConnectionError:
            return None
