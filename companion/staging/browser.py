"""A browser without a screen: it keeps cookies, follows redirects, fills in the forms that a page really has and
presses their buttons. What is not on a page cannot be done with it.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from companion.staging.markup import Form, NotOnThePage, Page

__all__ = ["Browser", "Form", "NotOnThePage", "Page"]

TIMEOUT = 60
TRIES = 8
BUSY_FOR = 0.4


class Browser:
    """One person's browser."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["User-Agent"] = "Forum Companion's play"

    def get(self, path: str) -> Page:
        """Open a page."""
        return self._page(self._ask("GET", path))

    def submit(
        self,
        page: Page,
        form: Form,
        fields: Mapping[str, str] | None = None,
        *,
        press: str = "",
        follow: bool = True,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        **more: str,
    ) -> Page:
        """Fill in a form, press the button with these words (else the first), and `follow` where it leads.

        Raises NotOnThePage for a field that the form does not have, and for an answer above 399.
        """
        typed = {**(fields or {}), **more}
        unknown = set(typed) - form.names
        if unknown:
            raise NotOnThePage(f"the form to {form.action} on {page.path} has no {sorted(unknown)}")
        data = {**form.fields, **typed}
        for name, value, words in form.buttons:
            if press.casefold() in words.casefold():
                if name:
                    data[name] = value
                break
        target = urljoin(page.url, form.action)
        headers = {"Origin": self.base_url, "Referer": page.url}
        if form.method == "get":
            answer = self._ask("GET", target, headers=headers, params=data)
        else:
            answer = self._ask("POST", target, headers=headers, data=data, files=files, allow_redirects=follow)
        after = self._page(answer)
        if answer.status_code >= 400:
            raise NotOnThePage(f"{form.action} answered {answer.status_code}: {' '.join(after.text.split())[:600]}")
        return after

    def post(self, path: str, data: Mapping[str, str]) -> Page:
        """Send a form that no page offered, as somebody would who tries what the page does not allow."""
        return self._page(self._ask("POST", path, headers={"Origin": self.base_url}, data=data))

    def send(self, path: str, data: dict[str, str]) -> dict[str, Any]:
        """Send a form as a page's script does, and read the JSON that it answers. Raises NotOnThePage."""
        headers = {"Origin": self.base_url, "Accept": "application/json"}
        return self._json(self._ask("POST", path, headers=headers, data=data, allow_redirects=False))

    def fetch(self, path: str) -> dict[str, Any]:
        """Fetch JSON as a page's script does. Raises NotOnThePage."""
        return self._json(self._ask("GET", path, headers={"Accept": "application/json"}))

    def _ask(self, method: str, path: str, **more: Any) -> requests.Response:
        """Ask the server; when it says that it is busy, press again after a moment, as its page advises."""
        target = urljoin(self.base_url + "/", path)
        for _ in range(TRIES):
            answer = self._session.request(method, target, timeout=TIMEOUT, **more)
            if answer.status_code != 503:
                break
            threading.Event().wait(BUSY_FOR)
        return answer

    def _json(self, answer: requests.Response) -> dict[str, Any]:
        if answer.status_code != 200:
            raise NotOnThePage(f"{urlsplit(answer.url).path} answered {answer.status_code}: {answer.text[:300]}")
        found: dict[str, Any] = answer.json()
        return found

    def close(self) -> None:
        """Let go of its connections."""
        self._session.close()

    def press(self, path: str, button: str, *, to: str = "") -> Page:
        """Open a page and press its button."""
        page = self.get(path)
        return self.submit(page, page.form(to=to, button=button), press=button)

    def _page(self, answer: requests.Response) -> Page:
        is_page = "html" in answer.headers.get("content-type", "")
        return Page(answer.url, answer.status_code, answer.text if is_page else "", answer.content)
