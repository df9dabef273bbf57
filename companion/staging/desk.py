"""A live page as its script uses it: one press, one step, and the frame as it stands afterwards."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from companion.kernel.ids import new_id
from companion.staging.browser import Browser, NotOnThePage

PATIENCE = 30.0
Frame = dict[str, Any]


class Desk:
    """Somebody at their live page: the chair, the steward or a registrant."""

    def __init__(self, browser: Browser, path: str) -> None:
        self._browser = browser
        self._path = path
        page = browser.get(path)
        tokens = [form.fields["csrf_token"] for form in page.forms if "csrf_token" in form.fields]
        if page.status != 200 or not tokens:
            raise NotOnThePage(f"{path} answered {page.status} without a form")
        self._token = tokens[0]

    def step(self, name: str, **fields: str) -> Frame:
        """Take a step. Raises NotOnThePage when it is refused, with the reason that the page would show."""
        data = {"csrf_token": self._token, "step": name, "key": str(new_id()), **fields}
        return self._browser.send(self._path, data)

    def look(self) -> Frame:
        """The frame as it stands."""
        return self._browser.fetch(f"{self._path}/state")

    def wait_for(self, what: str, holds: Callable[[Frame], bool]) -> Frame:
        """The first frame for which `holds`. Raises NotOnThePage when none comes."""
        until = time.monotonic() + PATIENCE
        while True:
            frame = self.look()
            if holds(frame):
                return frame
            if time.monotonic() > until:
                raise NotOnThePage(f"{self._path} never showed {what}")
            threading.Event().wait(0.03)
