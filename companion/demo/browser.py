"""A browser without a screen: it keeps cookies, follows redirects, fills in the forms that a page really has and
presses their buttons. What is not on a page cannot be done with it.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

TIMEOUT = 60
TRIES = 8
BUSY_FOR = 0.4


class NotOnThePage(AssertionError):
    """The page has no such form, or it answered that something is wrong. The message says what the page showed."""


@dataclass
class Form:
    """A form of a page: where it goes, the fields it has with their values, and the words on its buttons."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # name, value, words
    options: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # of each list: value, words


@dataclass
class Page:
    """An answer: its address and status, and once somebody looks at it, its forms, links and text."""

    url: str
    status: int
    html: str
    content: bytes

    @cached_property
    def _seen(self) -> _Reader:
        reader = _Reader(self.url)
        reader.feed(self.html)
        return reader

    @property
    def forms(self) -> list[Form]:
        return self._seen.forms

    @property
    def links(self) -> list[tuple[str, str]]:
        """Each link's address and words."""
        return self._seen.links

    @property
    def text(self) -> str:
        return "".join(self._seen.words)

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def form(self, *, to: str = "", having: tuple[str, ...] = (), button: str = "") -> Form:
        """The first form whose action ends in `to`, that has these fields, and such a button. Raises NotOnThePage."""
        for found in self.forms:
            if to and not urlsplit(found.action).path.endswith(to):
                continue
            if not set(having) <= found.names:
                continue
            if button and not any(button.casefold() in words.casefold() for _, _, words in found.buttons):
                continue
            return found
        raise NotOnThePage(f"{self.path} ({self.status}) has no form to {to!r} with {having} and a button {button!r}")

    def link(self, words: str = "", *, to: str = "") -> str:
        """The address of the first link with these words in it and `to` in its address. Raises NotOnThePage."""
        for address, said in self.links:
            if words.casefold() in said.casefold() and to in address:
                return urljoin(self.url, address)
        raise NotOnThePage(f"{self.path} ({self.status}) has no link {words!r} to {to!r}")


class Browser:
    """One person's browser."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["User-Agent"] = "Forum Companion's demo"

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


class _Reader(HTMLParser):
    """Reads a page's forms, links and text."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self._url = url
        self._form: Form | None = None
        self._button: tuple[str, str] | None = None
        self._select = ""
        self._option: str | None = None
        self._textarea = ""
        self._link: str | None = None
        self._said: list[str] = []
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"script", "style", "template"}:
            self._skip += 1
        elif tag == "form":
            self._form = Form(given.get("action") or self._url, given.get("method", "get").casefold())
            self.forms.append(self._form)
        elif tag == "a" and "href" in given:
            self._link, self._said = given["href"], []
        elif tag == "button":
            self._button, self._said = (given.get("name", ""), given.get("value", "")), []
        form = self._form
        if form is None or "disabled" in given:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            self._input(form, name, given)
        elif tag == "select" and name:
            self._select = name
            form.names.add(name)
        elif tag == "option" and self._select:
            if "selected" in given or self._select not in form.fields:
                form.fields[self._select] = given.get("value", "")
            self._option, self._said = given.get("value", ""), []
        elif tag == "textarea" and name:
            self._textarea = name
            form.names.add(name)
            form.fields.setdefault(name, "")

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text").casefold()
        if kind == "submit":
            form.buttons.append((name, given.get("value", ""), given.get("value", "")))
            return
        form.names.add(name)
        if kind in {"checkbox", "radio"}:
            if "checked" in given:
                form.fields[name] = given.get("value", "on")
        elif kind != "file":
            form.fields[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        said = " ".join("".join(self._said).split())
        if tag in {"script", "style", "template"}:
            self._skip -= 1
        elif tag == "form":
            self._form = None
        elif tag == "button" and self._button is not None:
            if self._form is not None:
                self._form.buttons.append((*self._button, said))
            self._button = None
        elif tag == "a" and self._link is not None:
            self.links.append((self._link, said))
            self._link = None
        elif tag == "option" and self._option is not None:
            if self._form is not None:
                self._form.options.setdefault(self._select, []).append((self._option, said))
            self._option = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._skip:
            return
        self.words.append(data)
        self._said.append(data)
        if self._textarea and self._form is not None:
            self._form.fields[self._textarea] += data
