"""A page as its reader sees it: its forms with the fields they really have, its links, and its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit


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
